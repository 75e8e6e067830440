//===- Glob.h - File patterns -----------------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Patterns for paths: `*`, `?` and `[…]` within a name, and `**` for any
/// number of directories, none included. Several patterns are matched side by
/// side while a tree is walked, so that only directories are entered below
/// which something can match.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_GLOB_H
#define PLUE_LIB_EXEC_GLOB_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/GlobPattern.h"
#include <vector>

namespace plue::exec {

class GlobSet {
public:
  /// Fails if a pattern is absolute, leads upwards or is malformed.
  static llvm::Expected<GlobSet>
  parse(llvm::ArrayRef<llvm::StringRef> patterns);

  /// How far patterns have been matched by the names on the way to a directory.
  struct Position {
    uint32_t pattern, part;
    friend bool operator==(Position, Position) = default;
  };
  using State = llvm::SmallVector<Position, 4>;

  State start() const;
  /// The state after one more name.
  State enter(const State &state, llvm::StringRef name) const;
  /// Whether a file that \p state was reached with matches.
  bool isMatch(const State &state) const;
  bool matches(llvm::StringRef path) const;

private:
  struct Part {
    bool isAnyDepth;
    llvm::GlobPattern pattern;
  };
  void add(State &state, Position position) const;

  std::vector<std::vector<Part>> patterns;
};

class Workspace;

/// The paths, in order, of everything in \p workspace that matches, except
/// directories; these are not entered through links, and `.git` not at all.
llvm::Expected<std::vector<std::string>> findFiles(const Workspace &workspace,
                                                   const GlobSet &globs);

/// The digest, in hexadecimal, of the paths and contents of all regular files
/// in \p workspace that match, in order of path. Links are followed as long as
/// they stay in the workspace; directories are not entered through them.
llvm::Expected<std::string> hashFiles(llvm::StringRef workspace,
                                      llvm::ArrayRef<llvm::StringRef> patterns);

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_GLOB_H
