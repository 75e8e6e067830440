//===- Scheduler.h - Which step runs next -----------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The order of a run as a pure state machine: no processes, no clock. It
/// is told what happened to a step and says which steps may start (design 5.2
/// and 5.3).
///
/// A step is judged by its predecessors first: if one of them failed, and the
/// failure is not handled, the step does not run, whatever its guard says, and
/// neither do its successors. Only then the guard decides; a step that its
/// guard skips satisfies its successors. Each step and each edge is visited
/// once, so the cost of a dispatch does not depend on how many steps wait.
///
/// A step that runs a region is opened: it is replaced by the steps that were
/// made of the region, and ends when all of them have. It has failed if one of
/// them did not get to its end; that failure is its cause. It takes no job.
//===----------------------------------------------------------------------===//
#ifndef PLUE_EXEC_SCHEDULER_H
#define PLUE_EXEC_SCHEDULER_H

#include "plue/IR/Plan.h"
#include <deque>

namespace plue::exec {

using ir::StepId;

enum class StepState : uint8_t {
  /// Waits for predecessors.
  Pending,
  /// May start.
  Ready,
  Running,
  Success,
  Failure,
  /// Its guard was false.
  Skipped,
  /// Did not run because another step failed.
  Blocked,
  /// The run was stopped before or while it ran.
  Cancelled,
};

llvm::StringRef spelling(StepState state);

struct SchedulerOptions {
  /// How many steps run at a time.
  uint32_t jobs = 1;
  /// The first unhandled failure cancels everything.
  bool failFast = false;
};

class Scheduler {
public:
  /// Steps of \p workflow that stand in regions are no part of the run: others
  /// are made from them.
  Scheduler(const ir::Workflow &workflow, SchedulerOptions options);

  /// Takes the next step to start, if there is one and a job is free. The
  /// caller answers with start(), pass(), open(), skip() or raise() before it
  /// asks again.
  StepId take();

  void start(StepId step);
  /// The step has succeeded without having been started.
  void pass(StepId step);
  /// The steps of the workflow from \p first to \p end, which are new, have
  /// been made of the region that \p step runs. They depend on each other only.
  void open(StepId step, uint32_t first, uint32_t end);
  /// The guard is false.
  void skip(StepId step);
  /// Deciding about the step raised an exception: the program ends there, so
  /// nothing later in program order is started any more.
  void raise(StepId step);
  /// The running \p step has ended.
  void finish(StepId step, bool isSuccess);
  /// The running \p step was ended by us.
  void finishCancelled(StepId step);
  /// Nothing more is started.
  void cancel();

  StepState state(StepId step) const { return nodes[step.index].state; }
  /// The step whose failure blocked this one.
  StepId causeOf(StepId step) const { return nodes[step.index].cause; }
  uint32_t numRunning() const { return running; }
  /// Whether \p a comes before \p b in program order.
  bool precedes(StepId a, StepId b) const;
  /// Everything has been decided and nothing runs.
  bool isDone() const { return unsettled == 0; }
  bool isCancelling() const { return cancelling; }
  /// The first step, in program order, whose failure fails the run; none if
  /// there is none.
  StepId firstFailure() const { return failure; }

  /// The steps that were blocked or cancelled without having been started since
  /// the last call, in the order in which that happened.
  std::vector<StepId> takeUnstarted();

private:
  struct Node {
    StepState state = StepState::Pending;
    StepId cause;
    /// The step of the region that this is one of.
    StepId parent;
    uint32_t depth = 0;
    /// How many predecessors have yet to be satisfied.
    uint32_t waiting = 0;
    /// An open region: how many of its steps are not settled, and what kept the
    /// first of those that did not get to their end from it.
    uint32_t numOpen = 0;
    StepId obstacle;
    /// A list in `edges`.
    uint32_t firstEdge = ~0u, lastEdge = ~0u;
  };
  struct Successor {
    StepId step;
    uint32_t next = ~0u;
  };

  Node &node(StepId step) { return nodes[step.index]; }
  template <typename Function>
  void forEachSuccessor(StepId step, Function function);
  void addSteps(uint32_t end, StepId parent);
  void addEdges(StepId step);
  void settle(StepId step, StepState state);
  void satisfySuccessors(StepId step);
  void blockSuccessors(StepId step);
  void block(StepId step, StepId cause);
  void fail(StepId step);
  void stepOfRegionSettled(StepId step);

  const ir::Workflow &workflow;
  SchedulerOptions options;
  std::vector<Node> nodes;
  std::vector<Successor> edges;
  std::deque<StepId> ready;
  std::vector<StepId> unstarted;
  uint32_t unsettled = 0;
  uint32_t running = 0;
  bool cancelling = false;
  StepId failure;
};

} // namespace plue::exec

#endif // PLUE_EXEC_SCHEDULER_H
