//===- StepInputs.h - What steps other than commands are given --*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The parameters of each kind of step, by which front ends make steps,
/// the verifier checks them and plue-exec reads them. StepDefinition::inputs
/// has those that are given, in the order of this table.
//===----------------------------------------------------------------------===//
#ifndef PLUE_IR_STEPINPUTS_H
#define PLUE_IR_STEPINPUTS_H

#include "plue/IR/Plan.h"

namespace plue::ir {

struct StepInput {
  enum Kind : uint8_t {
    /// A str that is no secret.
    Text,
    /// A str, and it may be a secret.
    AnyText,
    Int,
    Bool,
    /// A list of str.
    Texts,
  };
  llvm::StringRef name;
  Kind kind = Text;
  bool isRequired = false;
};

/// What a step of this kind takes; nothing for commands and for steps that are
/// none to people.
llvm::ArrayRef<StepInput> inputsOf(StepKind kind);

/// Whether a step of this kind runs a command of its author's.
inline bool isCommand(StepKind kind) { return kind == StepKind::Shell; }

/// Whether a step of this kind is described by inputsOf().
inline bool isAction(StepKind kind) { return !inputsOf(kind).empty(); }

/// Whether a step of this kind has a value, which is the field `value` of its
/// result, and no handle that the program sees.
bool hasValue(StepKind kind);

/// The value \p definition gives for \p name, or none.
ValueId findInput(const StepDefinition &definition, llvm::StringRef name);

} // namespace plue::ir

#endif // PLUE_IR_STEPINPUTS_H
