//===- StepArguments.h - What makes a step ----------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What the methods of the context that make steps have in common: names,
/// what governs a step's running, and the step itself under the current path.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EVAL_STEPARGUMENTS_H
#define PLUE_LIB_EVAL_STEPARGUMENTS_H

#include "Arguments.h"

namespace plue::eval {

/// Reads the arguments of one call into a step. Readers report what is wrong.
class StepArguments {
public:
  StepArguments(Evaluator &evaluator, const Arguments &arguments,
                llvm::StringRef function)
      : evaluator(evaluator), arguments(arguments), function(function) {}

  /// A string, known or not, as an operand; `parameter` gave it.
  /// \p part of it. Data of any type is checked when the plan runs.
  FailureOr<ValueId> text(Value v, llvm::StringRef parameter,
                          const llvm::Twine &part = "");
  /// The same, and it may not be a secret; \p inspected says why.
  FailureOr<ValueId> plainText(Value v, llvm::StringRef parameter,
                               llvm::StringRef inspected);

  /// Whether \p v is run-time data of any type.
  bool isAny(Value v) const;

  /// `name`; \p parts, put together, if it was not given.
  LogicalResult readName(llvm::ArrayRef<Value> parts);
  /// `timeout`, and `continue_on_error` if there is such a parameter.
  LogicalResult readPolicy(bool canContinue);
  /// `depends_on`, or \p parameter in its place.
  LogicalResult readDependencies(llvm::StringRef parameter = "depends_on");

  /// Makes the step, unless there are too many.
  FailureOr<StepObject *> make(const CallSite &site);

  ir::Step step;
  std::string displayName;

protected:
  Evaluator &evaluator;
  const Arguments &arguments;
  llvm::StringRef function;

private:
  std::optional<std::vector<StepId>> dependsOn;
  bool continueOnErrorGiven = false;
};

} // namespace plue::eval

#endif // PLUE_LIB_EVAL_STEPARGUMENTS_H
