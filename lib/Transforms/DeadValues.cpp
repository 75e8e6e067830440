//===- DeadValues.cpp - Dropping values that nothing needs ----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The work is done by the function that finishes every new workflow;
/// after other passes there is more of it.
//===----------------------------------------------------------------------===//
#include "plue/IR/Rewrite.h"
#include "plue/Transforms/Passes.h"

using namespace plue;

namespace {
class DeadValues : public Pass {
public:
  DeadValues() : Pass("dead-values") {}

private:
  void runOnWorkflow(ir::Plan &plan, ir::Workflow &workflow) override {
    numDropped += ir::dropDeadValues(workflow);
  }

  Statistic numDropped{this, "dropped", "values that nothing needed"};
};
} // namespace

std::unique_ptr<Pass> plue::createDeadValuesPass() {
  return std::make_unique<DeadValues>();
}
