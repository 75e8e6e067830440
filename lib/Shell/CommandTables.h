//===- CommandTables.h - Programs that take code ----------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What is known about programs, as tables. Letters are those of short
/// options; an option that is not listed is not understood, and then no value
/// may come after it.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_SHELL_COMMANDTABLES_H
#define PLUE_LIB_SHELL_COMMANDTABLES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace plue::shell {

/// A program whose first operand, or the value of an option, is code.
struct Interpreter {
  llvm::ArrayRef<llvm::StringRef> names;
  /// Options whose value is code.
  llvm::StringRef code;
  /// Options whose value is data.
  llvm::StringRef value;
  /// Options without a value.
  llvm::StringRef flags;
  llvm::ArrayRef<llvm::StringRef> longFlags = {};
  /// Options may come after operands.
  bool permutes = false;
  /// All that follows an option with code is data.
  bool endsAtCode = false;
  /// With such an option the first operand is not code.
  bool codeReplacesOperand = true;
  bool isShell = false;
};

/// A program that runs the command in its arguments.
struct Wrapper {
  llvm::ArrayRef<llvm::StringRef> names;
  llvm::StringRef value;
  llvm::StringRef flags;
  llvm::ArrayRef<llvm::StringRef> longFlags = {};
  /// Operands before the command.
  unsigned positionals = 0;
  /// `NAME=value` before the command.
  bool takesAssignments = false;
  /// The values of its long options may be code.
  bool refusesValues = false;
};

const Interpreter *findInterpreter(llvm::StringRef name);
const Wrapper *findWrapper(llvm::StringRef name);

/// Whether any argument of the program \p name may be run as code, here or on
/// another machine.
bool evaluatesAll(llvm::StringRef name);

/// Whether the shell's own command \p name evaluates names or numbers.
bool evaluatesNames(llvm::StringRef name);

/// Options that are followed by a command, as those of `find`.
llvm::ArrayRef<llvm::StringRef> commandOptions();

/// Whether the shell, or a program that reads the variable, evaluates what the
/// variable \p name holds.
bool isEvaluatedVariable(llvm::StringRef name);

} // namespace plue::shell

#endif // PLUE_LIB_SHELL_COMMANDTABLES_H
