//===- Predecessors.h - What comes before a step ----------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_ANALYSIS_PREDECESSORS_H
#define PLUE_ANALYSIS_PREDECESSORS_H

#include "plue/IR/Plan.h"

namespace plue::analysis {

/// Finds the steps that must have ended before others, directly or indirectly.
/// Edges point backwards, so a walk need not look at what comes before the
/// earliest step that is asked for.
class Predecessors {
public:
  explicit Predecessors(const ir::Workflow &workflow)
      : workflow(workflow), seenIn(workflow.steps.size()) {}

  /// Finds those of \p roots from \p notBefore on, the roots themselves only if
  /// one waits for another. False: there are more than is reasonable, and not
  /// all were found.
  bool find(llvm::ArrayRef<ir::StepId> roots, ir::StepId notBefore);
  /// Whether the last find() came by \p step.
  bool contains(ir::StepId step) const { return seenIn[step.index] == walk; }

private:
  const ir::Workflow &workflow;
  /// The last walk that came by a step.
  std::vector<uint32_t> seenIn;
  uint32_t walk = 0;
  std::vector<ir::StepId> pending;
};

} // namespace plue::analysis

#endif // PLUE_ANALYSIS_PREDECESSORS_H
