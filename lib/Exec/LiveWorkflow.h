//===- LiveWorkflow.h - A workflow that grows while it runs -----*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A region is unrolled when its step is reached: for each item, the
/// operations, steps and ends of its body are appended to a copy of the
/// workflow, with the item and what the iteration before left in place of its
/// params. The `foreach` operation becomes the tuple of what the last iteration
/// left. So evaluator, scheduler and runner know no loops, only that a workflow
/// may grow.
///
/// Iterations are ordered by the rules for steps (lib/IR/Ordering.cpp), applied
/// to all of them at once, and by what they carry: a step waits for those of
/// earlier iterations whose results it is computed from or guarded by. Once the
/// first carried value is false, all later iterations' steps are skipped.
///
/// An inner region's body is not copied before the inner region is unrolled.
/// What its values refer to then is found in the iterations around it.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_LIVEWORKFLOW_H
#define PLUE_LIB_EXEC_LIVEWORKFLOW_H

#include "plue/Basic/Limits.h"
#include "plue/Exec/Evaluator.h"
#include "plue/IR/Regions.h"

namespace plue::exec {

using ir::EndId;
using ir::RegionId;

class LiveWorkflow {
public:
  /// \p plan owns \p planned. Nothing is copied if there are no regions.
  LiveWorkflow(ir::Plan &plan, const ir::Workflow &planned);
  ~LiveWorkflow();

  /// The same object at all times; what is in it grows.
  const ir::Workflow &get() const { return *current; }

  /// Whether \p step is only what steps are made from: one in a region, as it
  /// is planned.
  bool isTemplate(StepId step) const { return bool(map.ofStep(step)); }
  /// What \p step was made from; itself if it is as it was planned.
  StepId templateOf(StepId step) const;

  struct Unrolled {
    /// The steps that were made, in program order.
    uint32_t firstStep = 0, endStep = 0;
    /// The values that are the items.
    std::vector<ValueId> items;
  };
  /// Unrolls the region that \p step runs, once for each of \p keys, which tell
  /// the iterations apart. Fails if that makes more than a run may have.
  llvm::Expected<Unrolled> unroll(StepId step,
                                  llvm::ArrayRef<std::string> keys);
  /// The region that \p step runs has no iterations.
  void skip(StepId step);

  /// What there is, in program order. Pseudo-steps are among the steps.
  std::vector<StepId> stepsInOrder() const;
  std::vector<EndId> endsInOrder() const;

private:
  struct Iteration;
  class Unroller;
  struct Loop {
    uint32_t firstOp = 0, endOp = 0;
  };
  struct Instance {
    StepId planned;
    /// The iteration that it belongs to.
    const Iteration *iteration = nullptr;
  };

  llvm::Error charge(const ir::Region &region, uint64_t numIterations);
  template <typename Function>
  void walk(uint32_t firstOp, uint32_t endOp, Function function) const;
  const Iteration *iterationOf(StepId step) const;

  ir::Plan &plan;
  const ir::Workflow &planned;
  std::optional<ir::Workflow> copy;
  const ir::Workflow *current;
  ir::RegionMap map;
  std::vector<ir::RegionSummary> summaries;
  /// Of the steps that were made.
  std::vector<Instance> instances;
  std::vector<std::unique_ptr<Iteration>> iterations;
  llvm::DenseMap<StepId, Loop> loops;
  uint64_t numMade = 0, work = 0;
};

/// Unrolls the region that \p step runs over the items of its iterable, and
/// makes them known to \p evaluator. Fails as evaluation does.
llvm::Expected<LiveWorkflow::Unrolled>
unrollRegion(LiveWorkflow &live, Evaluator &evaluator, StepId step);

/// How an iteration over \p item, the one at \p index, is called: the item if
/// it is a short string or an int, else the index.
std::string loopKey(Value item, size_t index);

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_LIVEWORKFLOW_H
