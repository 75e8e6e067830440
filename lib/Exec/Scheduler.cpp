//===- Scheduler.cpp - Which step runs next -------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Exec/Scheduler.h"

using namespace plue;
using namespace plue::exec;

llvm::StringRef exec::spelling(StepState state) {
  switch (state) {
  case StepState::Pending:
    return "pending";
  case StepState::Ready:
    return "ready";
  case StepState::Running:
    return "running";
  case StepState::Success:
    return "success";
  case StepState::Failure:
    return "failure";
  case StepState::Skipped:
  case StepState::Blocked:
    return "skipped";
  case StepState::Cancelled:
    return "cancelled";
  }
  llvm_unreachable("unknown state");
}

Scheduler::Scheduler(const ir::Workflow &workflow, SchedulerOptions options)
    : workflow(workflow), options(options) {
  assert(options.jobs > 0 && "nothing would ever run");
  addSteps(workflow.steps.size(), StepId());
  for (const ir::Region &region : workflow.regions)
    for (uint32_t i = region.firstStep; i != region.endStep; ++i) {
      if (nodes[i].state == StepState::Skipped)
        continue; // In an inner region.
      nodes[i].state = StepState::Skipped;
      --unsettled;
    }
  for (uint32_t i = 0; i != nodes.size(); ++i)
    addEdges(StepId(i));
}

//--- The graph ----------------------------------------------------------------

/// Adds steps up to \p end; their edges are missing then.
void Scheduler::addSteps(uint32_t end, StepId parent) {
  Node fresh{.parent = parent};
  if (parent)
    fresh.depth = node(parent).depth + 1;
  unsettled += end - nodes.size();
  nodes.resize(end, fresh);
}

void Scheduler::addEdges(StepId step) {
  if (state(step) != StepState::Pending)
    return;
  llvm::ArrayRef<ir::Edge> deps = workflow.steps[step.index].deps;
  node(step).waiting = deps.size();
  for (ir::Edge edge : deps) {
    Node &from = node(edge.from);
    uint32_t added = edges.size();
    edges.push_back({.step = step});
    (from.firstEdge == ~0u ? from.firstEdge : edges[from.lastEdge].next) =
        added;
    from.lastEdge = added;
  }
  if (deps.empty()) {
    node(step).state = StepState::Ready;
    ready.push_back(step);
  }
}

template <typename Function>
void Scheduler::forEachSuccessor(StepId step, Function function) {
  for (uint32_t i = node(step).firstEdge; i != ~0u; i = edges[i].next)
    function(edges[i].step);
}

bool Scheduler::precedes(StepId a, StepId b) const {
  // Steps with one parent were made in program order.
  auto at = [&](StepId step) -> const Node & { return nodes[step.index]; };
  bool isInside = at(b).depth > at(a).depth;
  while (at(a).depth > at(b).depth)
    a = at(a).parent;
  while (at(b).depth > at(a).depth)
    b = at(b).parent;
  if (a == b)
    return isInside; // A region's step comes before those of the region.
  while (at(a).parent != at(b).parent) {
    a = at(a).parent;
    b = at(b).parent;
  }
  return a < b;
}

//--- Deciding -----------------------------------------------------------------

StepId Scheduler::take() {
  if (running >= options.jobs)
    return StepId();
  while (!ready.empty()) {
    StepId step = ready.front();
    ready.pop_front();
    if (state(step) == StepState::Ready)
      return step; // Others were blocked or cancelled while they waited.
  }
  return StepId();
}

void Scheduler::start(StepId step) {
  assert(state(step) == StepState::Ready && "not taken");
  node(step).state = StepState::Running;
  ++running;
}

void Scheduler::pass(StepId step) {
  assert(state(step) == StepState::Ready && "not taken");
  settle(step, StepState::Success);
  satisfySuccessors(step);
}

void Scheduler::open(StepId step, uint32_t first, uint32_t end) {
  assert(state(step) == StepState::Ready && "not taken");
  assert(first <= end && (first == end || first == nodes.size()) &&
         "the steps are new");
  if (first == end)
    return pass(step);
  node(step).state = StepState::Running;
  node(step).numOpen = end - first;
  addSteps(end, step);
  for (uint32_t i = first; i != end; ++i)
    addEdges(StepId(i));
}

void Scheduler::skip(StepId step) {
  assert(state(step) == StepState::Ready && "not taken");
  settle(step, StepState::Skipped);
  satisfySuccessors(step);
}

void Scheduler::raise(StepId step) {
  assert(state(step) == StepState::Ready && "not taken");
  node(step).state = StepState::Failure;
  for (uint32_t i = 0; i != nodes.size(); ++i)
    if (precedes(step, StepId(i)))
      block(StepId(i), step);
  fail(step);
  settle(step, StepState::Failure);
}

void Scheduler::finish(StepId step, bool isSuccess) {
  assert(state(step) == StepState::Running && "not running");
  --running;
  bool isHandled = workflow.steps[step.index].policy.continueOnError;
  if (!isSuccess && !isHandled)
    fail(step);
  settle(step, isSuccess ? StepState::Success : StepState::Failure);
  if (isSuccess || isHandled)
    satisfySuccessors(step);
}

void Scheduler::finishCancelled(StepId step) {
  assert(state(step) == StepState::Running && "not running");
  --running;
  settle(step, StepState::Cancelled);
  blockSuccessors(step);
}

void Scheduler::cancel() {
  cancelling = true;
  // The steps of regions come after all that wait for the regions.
  for (uint32_t i = 0; i != nodes.size(); ++i) {
    if (nodes[i].state != StepState::Pending &&
        nodes[i].state != StepState::Ready)
      continue;
    unstarted.push_back(StepId(i));
    settle(StepId(i), StepState::Cancelled);
  }
}

std::vector<StepId> Scheduler::takeUnstarted() {
  return std::exchange(unstarted, {});
}

//--- Consequences -------------------------------------------------------------

void Scheduler::settle(StepId step, StepState state) {
  node(step).state = state;
  --unsettled;
  if (node(step).parent)
    stepOfRegionSettled(step);
}

/// Whether \p state keeps what waits for a step from running.
static bool isObstacle(StepState state) {
  return state == StepState::Failure || state == StepState::Blocked ||
         state == StepState::Cancelled;
}

void Scheduler::stepOfRegionSettled(StepId step) {
  StepId parent = node(step).parent;
  Node &region = node(parent);
  bool isHandled = state(step) == StepState::Failure &&
                   workflow.steps[step.index].policy.continueOnError;
  if (isObstacle(state(step)) && !isHandled) {
    StepId cause = node(step).cause ? node(step).cause : step;
    if (!region.obstacle || precedes(cause, region.obstacle))
      region.obstacle = cause;
  }
  if (--region.numOpen != 0)
    return;
  if (!region.obstacle) {
    settle(parent, StepState::Success);
    satisfySuccessors(parent);
    return;
  }
  region.cause = region.obstacle;
  settle(parent, StepState::Failure);
  blockSuccessors(parent);
}

void Scheduler::satisfySuccessors(StepId step) {
  forEachSuccessor(step, [&](StepId successor) {
    if (--node(successor).waiting != 0 ||
        state(successor) != StepState::Pending)
      return;
    node(successor).state = StepState::Ready;
    ready.push_back(successor);
  });
}

void Scheduler::block(StepId step, StepId cause) {
  if (state(step) != StepState::Pending && state(step) != StepState::Ready)
    return;
  node(step).cause = cause;
  unstarted.push_back(step);
  settle(step, StepState::Blocked);
}

void Scheduler::blockSuccessors(StepId step) {
  StepId cause = node(step).cause ? node(step).cause : step;
  std::vector<StepId> worklist{step};
  while (!worklist.empty()) {
    StepId next = worklist.back();
    worklist.pop_back();
    forEachSuccessor(next, [&](StepId successor) {
      if (state(successor) != StepState::Pending)
        return;
      block(successor, cause);
      worklist.push_back(successor);
    });
  }
}

void Scheduler::fail(StepId step) {
  if (!failure || precedes(step, failure))
    failure = step;
  if (options.failFast)
    cancel();
  else
    blockSuccessors(step);
}
