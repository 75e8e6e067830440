//===- Escape.h - Putting data into shell text ------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file How a value is written so that the shell reads exactly that value.
/// Used when a plan runs; needs no shell grammar. That a hole stands in the
/// context it is said to stand in is the business of the compiler (see
/// Template.h).
///
/// The forms are sound for every shell with POSIX quoting: dash, bash, busybox
/// ash, ksh, mksh and zsh's sh mode.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SHELL_ESCAPE_H
#define PLUE_SHELL_ESCAPE_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <string>

namespace plue::shell {

/// Where a hole stands, and so how what fills it is written. The numbers are
/// those of ir::HoleContext.
enum class HoleContext : uint8_t {
  /// A word of its own outside quotes, where words may be missing: an argument.
  /// Nothing remains of an empty value.
  Bare = 0,
  /// Between double quotes.
  DoubleQuoted = 1,
  /// Between single quotes.
  SingleQuoted = 2,
  /// Outside quotes, where an empty value must leave an empty word: a part of a
  /// word, the target of a redirection, the subject of `case`.
  Word = 3,
  /// In the body of a here-document whose delimiter is not quoted.
  HereDocument = 4,
};

/// Whether \p value can be written at all: no shell word can hold a NUL byte.
bool isExpressible(llvm::StringRef value);

/// \p value, which is expressible, as shell text for \p context.
std::string escape(HoleContext context, llvm::StringRef value);

} // namespace plue::shell

#endif // PLUE_SHELL_ESCAPE_H
