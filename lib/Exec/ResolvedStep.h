//===- ResolvedStep.h - A step with nothing left open -----------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_RESOLVEDSTEP_H
#define PLUE_LIB_EXEC_RESOLVEDSTEP_H

#include "plue/Exec/Evaluator.h"
#include "plue/Exec/Scheduler.h"

namespace plue::exec {

/// What a step does, every expression in it evaluated.
struct ResolvedStep {
  std::string name;
  /// A script for a shell, or an argument vector.
  std::optional<std::string> script;
  std::vector<std::string> argv;
  std::vector<std::pair<std::string, std::string>> env;
  /// What other steps are given, in order.
  std::vector<std::pair<llvm::StringRef, llvm::json::Value>> inputs;

  /// The input \p name, or null.
  const llvm::json::Value *input(llvm::StringRef name) const;
};

/// The exit code of a command that succeeded but whose output is not what it
/// was to be: EX_DATAERR of sysexits.h.
inline constexpr int OutputExitCode = 65;

/// The type of the value that \p step leaves behind; none if it has none.
value::TypeId outputTypeOf(const ir::Plan &plan, const ir::Step &step);

/// The step's name as far as it is known without a run, for steps that do not
/// run.
std::string plannedName(const ir::Plan &plan, const ir::Workflow &workflow,
                        StepId step);
/// The same for one that may have been made from a step in a region: its item
/// is known.
std::string plannedName(Evaluator &evaluator, const ir::Plan &plan,
                        const ir::Workflow &workflow, StepId step);

llvm::Expected<ResolvedStep>
resolveStep(Evaluator &evaluator, const ir::Workflow &workflow, StepId step);

/// How a run ends.
struct RunEnd {
  bool isSuccess = true;
  std::optional<std::string> reason;
  llvm::json::Object outputs;
};

/// How the run ends once every step is settled and none has failed it: by the
/// first `ctx.success` or `ctx.fail` whose guard holds.
/// \p order is the program order of ends.
RunEnd concludeRun(Evaluator &evaluator, const ir::Workflow &workflow,
                   llvm::ArrayRef<ir::EndId> order);

/// Computes what a check checks.
llvm::Error runCheck(Evaluator &evaluator, const ir::Workflow &workflow,
                     StepId step);

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_RESOLVEDSTEP_H
