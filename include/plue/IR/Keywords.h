//===- Keywords.h - The words of a plan's text ------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file How the enumerators of a plan are spelled, for the printer and the
/// parser. A list is in the order of its enumerators; what a broken plan has is
/// past its end. Operations, instructions and kinds of steps are in ir/.
//===----------------------------------------------------------------------===//
#ifndef PLUE_IR_KEYWORDS_H
#define PLUE_IR_KEYWORDS_H

#include "plue/IR/Plan.h"

namespace plue::ir {

/// By value::TypeKind. The first are the scalar types.
inline constexpr llvm::StringLiteral TypeKindWords[] = {
    "any",  "none",   "bool",    "int",      "float", "str",      "secret",
    "step", "list",   "set",     "dict",     "tuple", "optional", "union",
    "enum", "record", "step_of", "iterable", "never"};
static_assert(std::size(TypeKindWords) == value::NumTypeKinds);

/// By HoleContext.
inline constexpr llvm::StringLiteral HoleContextWords[] = {
    "bare", "double", "single", "word", "here"};
static_assert(std::size(HoleContextWords) == NumHoleContexts);

/// By ShellKind.
inline constexpr llvm::StringLiteral ShellKindWords[] = {"none", "sh", "bash"};

/// By TriggerKind.
inline constexpr llvm::StringLiteral TriggerKindWords[] = {
    "push", "pull_request", "manual", "schedule", "issue_comment"};

/// The bits of EdgeKind, the lowest first.
inline constexpr llvm::StringLiteral EdgeKindWords[] = {"data", "order",
                                                        "guard"};

/// What stands before a parameter's name, by FunctionParameter::Kind.
inline constexpr llvm::StringLiteral ParameterKindWords[] = {
    "positional", "", "*", "keyword", "**"};

/// The bits of the NaN that is spelled `nan`.
inline constexpr uint64_t UsualNaN = 0x7ff8000000000000;

/// The shell that a step has unless its text says otherwise.
inline ShellKind usualShell(const StepDefinition &definition) {
  bool isCommand = definition.kind == StepKind::Shell;
  return isPseudo(definition.kind) ||
                 (isCommand && !definition.argv.empty() && !definition.script)
             ? ShellKind::None
             : ShellKind::Sh;
}

} // namespace plue::ir

#endif // PLUE_IR_KEYWORDS_H
