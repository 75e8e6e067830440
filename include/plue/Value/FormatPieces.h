//===- FormatPieces.h - Format strings taken apart --------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file `"{:>5} of {name}"` and `"%5d of %(name)s"` as lists of literals and
/// fields, for those who have the arguments only later, or must know which part
/// of the result came from where.
//===----------------------------------------------------------------------===//
#ifndef PLUE_VALUE_FORMATPIECES_H
#define PLUE_VALUE_FORMATPIECES_H

#include "plue/Value/Context.h"
#include <optional>

namespace plue::value {

/// A field of `str.format`, as it stands between braces.
struct FormatField {
  llvm::StringRef name;
  /// After `!`; 0 if there is none.
  uint32_t conversion = 0;
  llvm::StringRef spec;
  bool specHasFields = false;
};

/// Text, then a field; the last piece may have none.
struct FormatPiece {
  std::string literal;
  std::optional<FormatField> field;
};

/// The pieces of a format string. Raises ValueError where `str.format` would
/// for the same text.
FailureOr<std::vector<FormatPiece>> formatPieces(Context &ctx,
                                                 llvm::StringRef format);

/// A conversion of `%`: `%(key)-5.2f` has the key `key` and the text `%-5.2f`.
struct PercentField {
  std::optional<llvm::StringRef> key;
  std::string text;
  /// How many of width and precision are arguments.
  unsigned numStars = 0;
};

struct PercentPiece {
  std::string literal;
  std::optional<PercentField> field;
};

/// The pieces of a format for `%`; nothing if it is not well-formed.
std::optional<std::vector<PercentPiece>> percentPieces(llvm::StringRef format);

} // namespace plue::value

#endif // PLUE_VALUE_FORMATPIECES_H
