//===- Masker.h - Secrets stay out of sight ---------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Replaces the values of secrets in what is written. It knows exact
/// values only: it is a courtesy to people, not a wall against a command that
/// wants to tell.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_MASKER_H
#define PLUE_LIB_EXEC_MASKER_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/JSON.h"
#include <string>
#include <vector>

namespace plue::exec {

class Masker {
public:
  /// Values shorter than this would hide half of everything else.
  static constexpr size_t MinLength = 4;

  /// Hides \p value from now on, and each line of it, since output is looked at
  /// by the line. False if it is too short to be hidden.
  bool add(llvm::StringRef value);

  /// \p text with `***` in place of secrets, where they touch or overlap one
  /// for all.
  std::string mask(llvm::StringRef text) const;
  /// Masks every string within \p json, names included.
  llvm::json::Value maskJson(const llvm::json::Value &json) const;

  /// The length of the longest value.
  size_t longest() const { return values.empty() ? 0 : values.front().size(); }

  /// How many bytes of \p text, which will go on, can be masked by themselves:
  /// the rest may be the beginning of a secret or within one.
  size_t completeLength(llvm::StringRef text) const;

private:
  struct Span {
    size_t begin, end;
  };
  std::vector<Span> findAll(llvm::StringRef text) const;

  /// Longest first.
  std::vector<std::string> values;
};

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_MASKER_H
