//===- Scanner.h - Following the quotes of a shell command ------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A reader of shell text that knows just what is needed to say in which
/// quotes a position stands and which simple command it belongs to: quotes,
/// expansions, substitutions, comments, here-documents, reserved words, `case`.
///
/// It has no error recovery. Where the text is something it does not know, it
/// stops, and whatever comes after is not understood. It is iterative: nesting
/// is a vector of frames, bounded by a limit.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_SHELL_SCANNER_H
#define PLUE_LIB_SHELL_SCANNER_H

#include "Faults.h"
#include "plue/Shell/Template.h"
#include <optional>

namespace plue::shell {

/// A word of a simple command, as far as the judges of commands look at it.
struct Word {
  /// The text before the first hole, without quotes and expansions.
  std::string prefix = {};
  llvm::SmallVector<unsigned, 2> holes = {};
  /// Whether an expansion or a substitution contributes to it.
  bool hasExpansion = false;
  /// Whether `$@` or something like it does: none or many words, even quoted.
  bool hasList = false;
  /// Whether any of it is quoted, so that it is no reserved word.
  bool isQuoted = false;
  /// Whether it consists of bare holes only, and so may vanish.
  bool isAllHoles = true;
  /// An assignment, if it comes before the command's name.
  bool isAssignment = false;

  /// Whether the value of the word is known: no hole, no expansion.
  bool isConstant() const { return holes.empty() && !hasExpansion; }
  /// Whether the word may be none at all, so that the next one is in its place.
  bool mayVanish() const { return startsOpen() && (!isQuoted || hasList); }
  /// Whether the first byte of the word may come from a value.
  bool startsOpen() const {
    return prefix.empty() && (!holes.empty() || hasExpansion);
  }
};

/// What the scanner knows about a hole.
struct ScannedHole {
  HoleContext context = HoleContext::Bare;
  Fault fault = Fault::None;
  std::string subject = {};
  /// How many `$(…)`, `<(…)` and `>(…)` it is in.
  unsigned substitutions = 0;

  /// The first fault found is the one reported.
  void refuse(Fault why, llvm::StringRef about = {}) {
    if (fault != Fault::None)
      return;
    fault = why;
    subject = about.str();
  }
};

/// Where the holes are in the text: a placeholder of \p size bytes at each of
/// \p offsets.
struct Placeholders {
  llvm::SmallVector<uint32_t> offsets;
  uint32_t size = 0;
};

struct ScanResult {
  llvm::SmallVector<ScannedHole> holes;
  /// Where the statements of the script end that are not within others; the
  /// last one ends with the text.
  std::vector<uint32_t> statementEnds;
  /// Where the scanner stopped understanding; holes from there on are unclear.
  std::optional<uint32_t> confusedAt = {};
  bool isTooDeep = false;
};

ScanResult scan(llvm::StringRef text, const Placeholders &placeholders,
                Dialect dialect);

} // namespace plue::shell

#endif // PLUE_LIB_SHELL_SCANNER_H
