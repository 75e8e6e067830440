//===- plue-plan-fuzzer.cpp - Plans that nobody has compiled --------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Fuzzing.h"
#include "Simulation.h"
#include "plue/Bytecode/Bytecode.h"

using namespace plue;

/// Runs \p workflow in a world where all steps succeed.
static void simulateWorkflow(ir::Plan &plan, const ir::Workflow &workflow) {
  exec::RunInputs inputs;
  inputs.event = exec::defaultEvent(plan, workflow, "");
  auto given = exec::readInputs(plan, workflow, inputs.event, {});
  if (!given)
    return llvm::consumeError(given.takeError());
  inputs.inputs = std::move(*given);
  exec::Outcomes outcomes;
  for (llvm::StringRef name : exec::secretNames(plan, workflow))
    inputs.secrets[name] = "***";
  inputs.variable = [&](llvm::StringRef name) {
    return outcomes.variable(name);
  };
  inputs.hashFiles = [&](llvm::ArrayRef<llvm::StringRef> patterns) {
    return outcomes.world.hashFiles(patterns);
  };
  llvm::raw_null_ostream nowhere;
  exec::simulate(plan, workflow, inputs, outcomes, nowhere);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  constexpr size_t MaxBytes = 64 << 10;
  return fuzzing::run({data, size}, MaxBytes, [](llvm::StringRef bytes) {
    auto plan = bytecode::read(llvm::MemoryBuffer::getMemBufferCopy(bytes));
    if (!plan)
      return llvm::consumeError(plan.takeError());
    fuzzing::checkPlan(**plan);
    for (const ir::Workflow &workflow : (*plan)->workflows)
      simulateWorkflow(**plan, workflow);
  });
}
