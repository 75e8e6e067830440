//===- Simulation.h - A run without side effects ----------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Executes a plan with scripted results of its steps, so that workflows
/// can be unit-tested and compared with CPython (design 5.4).
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_SIMULATION_H
#define PLUE_LIB_EXEC_SIMULATION_H

#include "SimulatedWorld.h"
#include "plue/Exec/Evaluator.h"

namespace plue::exec {

/// What steps are to result in, and what else there is in the world.
class Outcomes {
public:
  static llvm::Expected<Outcomes> parse(const llvm::json::Object &json);

  /// The next result of a step called \p name: they are consumed in order, and
  /// the last one repeats. What is not there succeeds without output.
  StepResult take(llvm::StringRef name);
  /// Names for which there are results that nobody took.
  std::vector<llvm::StringRef> unused() const;

  std::string variable(llvm::StringRef name) const;

  /// The workspace.
  SimulatedWorld world;

private:
  struct Sequence {
    std::string name;
    std::vector<StepResult> results;
    size_t taken = 0;
  };

  llvm::Error addStep(llvm::StringRef name, const llvm::json::Value &json);
  llvm::Error addVariables(const llvm::json::Object &section);

  std::vector<Sequence> sequences;
  llvm::StringMap<size_t> byName;
  llvm::StringMap<std::string> variables;
};

/// Runs \p workflow and prints the trace as JSON. True if the run succeeded.
bool simulate(ir::Plan &plan, const ir::Workflow &workflow,
              const RunInputs &inputs, Outcomes &outcomes,
              llvm::raw_ostream &os);

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_SIMULATION_H
