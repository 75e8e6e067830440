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
    : workflow(workflow), options(options),
      states(workflow.steps.size(), StepState::Pending),
      causes(workflow.steps.size()), waiting(workflow.steps.size()),
      firstSuccessor(workflow.steps.size() + 1),
      unsettled(workflow.steps.size()) {
  assert(options.jobs > 0 && "nothing would ever run");
  for (const ir::Step &step : workflow.steps)
    for (ir::Edge edge : step.deps)
      ++firstSuccessor[edge.from.index + 1];
  for (size_t i = 1; i < firstSuccessor.size(); ++i)
    firstSuccessor[i] += firstSuccessor[i - 1];
  successors.resize(firstSuccessor.back());
  std::vector<uint32_t> next = firstSuccessor;
  for (uint32_t i = 0; i != workflow.steps.size(); ++i) {
    waiting[i] = workflow.steps[i].deps.size();
    for (ir::Edge edge : workflow.steps[i].deps)
      successors[next[edge.from.index]++] = StepId(i);
    if (waiting[i] == 0) {
      states[i] = StepState::Ready;
      ready.push_back(StepId(i));
    }
  }
}

llvm::ArrayRef<StepId> Scheduler::successorsOf(StepId step) const {
  uint32_t first = firstSuccessor[step.index];
  return llvm::ArrayRef(successors)
      .slice(first, firstSuccessor[step.index + 1] - first);
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
  states[step.index] = StepState::Running;
  ++running;
}

void Scheduler::skip(StepId step) {
  assert(state(step) == StepState::Ready && "not taken");
  settle(step, StepState::Skipped);
  satisfySuccessors(step);
}

void Scheduler::raise(StepId step) {
  assert(state(step) == StepState::Ready && "not taken");
  settle(step, StepState::Failure);
  fail(step);
  for (uint32_t i = step.index + 1; i < states.size(); ++i)
    block(StepId(i), step);
}

void Scheduler::finish(StepId step, bool isSuccess) {
  assert(state(step) == StepState::Running && "not running");
  --running;
  settle(step, isSuccess ? StepState::Success : StepState::Failure);
  if (isSuccess || workflow.steps[step.index].policy.continueOnError)
    satisfySuccessors(step);
  else
    fail(step);
}

void Scheduler::finishCancelled(StepId step) {
  assert(state(step) == StepState::Running && "not running");
  --running;
  settle(step, StepState::Cancelled);
  blockSuccessors(step);
}

void Scheduler::cancel() {
  cancelling = true;
  for (uint32_t i = 0; i != states.size(); ++i) {
    if (states[i] != StepState::Pending && states[i] != StepState::Ready)
      continue;
    settle(StepId(i), StepState::Cancelled);
    unstarted.push_back(StepId(i));
  }
}

std::vector<StepId> Scheduler::takeUnstarted() {
  return std::exchange(unstarted, {});
}

//--- Consequences -------------------------------------------------------------

void Scheduler::settle(StepId step, StepState state) {
  states[step.index] = state;
  --unsettled;
}

void Scheduler::satisfySuccessors(StepId step) {
  for (StepId successor : successorsOf(step)) {
    if (--waiting[successor.index] != 0 ||
        state(successor) != StepState::Pending)
      continue;
    states[successor.index] = StepState::Ready;
    ready.push_back(successor);
  }
}

void Scheduler::block(StepId step, StepId cause) {
  if (state(step) != StepState::Pending && state(step) != StepState::Ready)
    return;
  settle(step, StepState::Blocked);
  causes[step.index] = cause;
  unstarted.push_back(step);
}

void Scheduler::blockSuccessors(StepId step) {
  std::vector<StepId> worklist{step};
  while (!worklist.empty()) {
    StepId next = worklist.back();
    worklist.pop_back();
    for (StepId successor : successorsOf(next)) {
      if (state(successor) != StepState::Pending)
        continue;
      block(successor, step);
      worklist.push_back(successor);
    }
  }
}

void Scheduler::fail(StepId step) {
  if (!failure || step < failure)
    failure = step;
  if (options.failFast)
    cancel();
  else
    blockSuccessors(step);
}
