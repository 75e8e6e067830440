//===- ReduceEdges.cpp - Edges that follow from others --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The transitive reduction of the edges that are there for order alone.
/// If c waits for a and for b, and b for a, the edge from a to c changes
/// nothing: c cannot start before a has ended, and a failure of a reaches c by
/// way of b, which it blocks whatever the guard of b. Edges that the builder
/// made for conflicts are reduced as they are made; those of `depends_on`, and
/// those that removed steps have left, are not.
//===----------------------------------------------------------------------===//
#include "plue/Analysis/Predecessors.h"
#include "plue/Transforms/Passes.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using ir::Edge;
using ir::StepId;

namespace {
class ReduceEdges : public Pass {
public:
  ReduceEdges() : Pass("reduce-edges") {}

private:
  void runOnWorkflow(ir::Plan &plan, ir::Workflow &workflow) override;

  Statistic numRemoved{this, "removed", "edges that followed from others"};
};
} // namespace

static bool isForOrderOnly(Edge edge) {
  return edge.kinds == uint8_t(ir::EdgeKind::Order);
}

void ReduceEdges::runOnWorkflow(ir::Plan &plan, ir::Workflow &workflow) {
  analysis::Predecessors before(workflow);
  for (ir::Step &step : workflow.steps) {
    if (step.deps.size() < 2 || llvm::none_of(step.deps, isForOrderOnly))
      continue;
    std::vector<StepId> direct;
    for (Edge edge : step.deps)
      direct.push_back(edge.from);
    // If not all are found, those that are still follow.
    before.find(direct, direct.front());
    size_t numBefore = step.deps.size();
    llvm::erase_if(step.deps, [&](Edge edge) {
      return isForOrderOnly(edge) && before.contains(edge.from);
    });
    numRemoved += numBefore - step.deps.size();
  }
}

std::unique_ptr<Pass> plue::createReduceEdgesPass() {
  return std::make_unique<ReduceEdges>();
}
