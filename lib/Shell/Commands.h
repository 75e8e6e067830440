//===- Commands.h - What programs do with their arguments -------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Escaping makes the shell read a value as data. That is not enough
/// where the program the shell then runs takes its arguments for code: `sh -c`,
/// `eval`, `ssh`, `sed`, and those that run others, like `xargs`.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_SHELL_COMMANDS_H
#define PLUE_LIB_SHELL_COMMANDS_H

#include "Scanner.h"

namespace plue::shell {

/// Refuses the holes in \p words, a command's name and arguments, that would be
/// taken for code.
void judgeCommand(llvm::ArrayRef<Word> words,
                  llvm::MutableArrayRef<ScannedHole> holes);

/// The same for the words between `[[` and `]]`.
void judgeTest(llvm::ArrayRef<Word> words,
               llvm::MutableArrayRef<ScannedHole> holes);

/// The same for an assignment to the variable \p name.
void judgeAssignment(llvm::StringRef name, const Word &word,
                     llvm::MutableArrayRef<ScannedHole> holes);

} // namespace plue::shell

#endif // PLUE_LIB_SHELL_COMMANDS_H
