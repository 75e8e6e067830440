//===- Cse.cpp - Equal values are one -------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A workflow's operations have no effects, and one that stands for
/// something in the world stands for the same wherever it is used: all but the
/// operations of steps, ends and regions can be compared. Even one that may
/// raise: it raises when it is asked for, so it makes no difference where it
/// stands.
///
/// Operands come first, so one walk suffices: by the time that an operation is
/// looked at, equal operands have become one. What was found in a region is
/// forgotten at its end.
//===----------------------------------------------------------------------===//
#include "plue/IR/Rewrite.h"
#include "plue/Transforms/Passes.h"

using namespace plue;
using ir::OpKind;
using ir::ValueId;

namespace {
class Cse : public Pass {
public:
  Cse() : Pass("cse") {}

private:
  void runOnWorkflow(ir::Plan &plan, ir::Workflow &workflow) override;

  Statistic numMerged{this, "merged", "values that equal an earlier one"};
};
} // namespace

static bool isComparable(OpKind kind) {
  return kind != OpKind::Step && kind != OpKind::End &&
         kind != OpKind::Foreach && kind != OpKind::Param;
}

void Cse::runOnWorkflow(ir::Plan &plan, ir::Workflow &workflow) {
  ir::WorkflowRewriter rewriter(plan, workflow);
  rewriter.run([&](ValueId value) {
    if (isComparable(rewriter.before().op(value).kind))
      rewriter.keepOnce(value);
    else
      rewriter.keep(value);
  });
  numMerged += rewriter.numChanges();
}

std::unique_ptr<Pass> plue::createCsePass() { return std::make_unique<Cse>(); }
