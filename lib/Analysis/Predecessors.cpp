//===- Predecessors.cpp - What comes before a step ------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Analysis/Predecessors.h"

using namespace plue;
using namespace plue::analysis;
using ir::StepId;

/// How many edges one walk follows. Walks for all steps of a large plan would
/// be quadratic otherwise; the answers that matter are near.
static constexpr unsigned MaxVisits = 4096;

bool Predecessors::find(llvm::ArrayRef<StepId> roots, StepId notBefore) {
  ++walk;
  pending.assign(roots.begin(), roots.end());
  unsigned visits = 0;
  while (!pending.empty()) {
    StepId step = pending.back();
    pending.pop_back();
    for (ir::Edge edge : workflow.steps[step.index].deps) {
      if (++visits > MaxVisits)
        return false;
      if (edge.from < notBefore || seenIn[edge.from.index] == walk)
        continue;
      seenIn[edge.from.index] = walk;
      pending.push_back(edge.from);
    }
  }
  return true;
}
