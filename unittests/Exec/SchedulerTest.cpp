//===- SchedulerTest.cpp - Which step runs next ---------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Exec/Scheduler.h"
#include "gtest/gtest.h"
#include <chrono>

using namespace plue;
using namespace plue::exec;

namespace {
/// A workflow that is nothing but edges.
class SchedulerTest : public testing::Test {
protected:
  StepId step(std::initializer_list<StepId> dependencies = {},
              bool continueOnError = false) {
    ir::Step step;
    for (StepId from : dependencies)
      step.deps.push_back({.from = from, .kinds = 2});
    step.policy.continueOnError = continueOnError;
    workflow.steps.push_back(step);
    return StepId(workflow.steps.size() - 1);
  }

  /// Everything that may start, started.
  std::vector<StepId> startAll(Scheduler &scheduler) {
    std::vector<StepId> started;
    while (StepId next = scheduler.take()) {
      scheduler.start(next);
      started.push_back(next);
    }
    return started;
  }

  using Steps = std::vector<StepId>;
  ir::Workflow workflow;
};
} // namespace

TEST_F(SchedulerTest, StepsWaitForAllPredecessors) {
  StepId a = step(), b = step(), c = step({a, b});
  Scheduler scheduler(workflow, {.jobs = 8});
  EXPECT_EQ(startAll(scheduler), (Steps{a, b}));
  scheduler.finish(a, true);
  EXPECT_EQ(startAll(scheduler), Steps{});
  scheduler.finish(b, true);
  EXPECT_EQ(startAll(scheduler), Steps{c});
  EXPECT_FALSE(scheduler.isDone());
  scheduler.finish(c, true);
  EXPECT_TRUE(scheduler.isDone());
  EXPECT_FALSE(scheduler.firstFailure());
}

TEST_F(SchedulerTest, NoMoreStepsRunThanThereAreJobs) {
  StepId a = step(), b = step(), c = step();
  Scheduler scheduler(workflow, {.jobs = 2});
  EXPECT_EQ(startAll(scheduler), (Steps{a, b}));
  scheduler.finish(b, true);
  EXPECT_EQ(startAll(scheduler), Steps{c});
}

TEST_F(SchedulerTest, FailureTravelsAlongEveryEdge) {
  StepId a = step(), b = step({a}), c = step({b}), other = step();
  Scheduler scheduler(workflow, {.jobs = 8});
  startAll(scheduler);
  scheduler.finish(a, false);
  EXPECT_EQ(scheduler.state(b), StepState::Blocked);
  EXPECT_EQ(scheduler.state(c), StepState::Blocked);
  EXPECT_EQ(scheduler.causeOf(c), a);
  EXPECT_EQ(scheduler.takeUnstarted(), (Steps{b, c}));
  EXPECT_EQ(scheduler.takeUnstarted(), Steps{});
  // Independent work finishes.
  EXPECT_EQ(scheduler.state(other), StepState::Running);
  scheduler.finish(other, true);
  EXPECT_TRUE(scheduler.isDone());
  EXPECT_EQ(scheduler.firstFailure(), a);
}

TEST_F(SchedulerTest, HandledFailureSatisfiesSuccessors) {
  StepId a = step({}, /*continueOnError=*/true), b = step({a});
  Scheduler scheduler(workflow, {});
  startAll(scheduler);
  scheduler.finish(a, false);
  EXPECT_EQ(scheduler.state(a), StepState::Failure);
  EXPECT_EQ(startAll(scheduler), Steps{b});
  scheduler.finish(b, true);
  EXPECT_FALSE(scheduler.firstFailure());
}

TEST_F(SchedulerTest, SkippedStepSatisfiesSuccessors) {
  StepId a = step(), b = step({a});
  Scheduler scheduler(workflow, {});
  EXPECT_EQ(scheduler.take(), a);
  scheduler.skip(a);
  EXPECT_EQ(scheduler.take(), b);
}

TEST_F(SchedulerTest, PredecessorsAreJudgedBeforeTheGuard) {
  // `c` would be skipped by its guard, but it is never asked.
  StepId a = step(), b = step({a}), c = step({b}), d = step({c});
  Scheduler scheduler(workflow, {});
  startAll(scheduler);
  scheduler.finish(a, false);
  EXPECT_FALSE(scheduler.take());
  EXPECT_EQ(scheduler.state(d), StepState::Blocked);
}

TEST_F(SchedulerTest, OneFailureAmongManyPredecessorsBlocks) {
  StepId a = step(), b = step(), c = step({a, b});
  Scheduler scheduler(workflow, {.jobs = 2});
  startAll(scheduler);
  scheduler.finish(a, false);
  scheduler.finish(b, true);
  EXPECT_EQ(scheduler.state(c), StepState::Blocked);
  EXPECT_TRUE(scheduler.isDone());
}

TEST_F(SchedulerTest, FailFastCancelsWhatHasNotStarted) {
  StepId a = step(), b = step(), c = step();
  Scheduler scheduler(workflow, {.jobs = 2, .failFast = true});
  startAll(scheduler);
  scheduler.finish(a, false);
  EXPECT_TRUE(scheduler.isCancelling());
  EXPECT_EQ(scheduler.state(c), StepState::Cancelled);
  EXPECT_FALSE(scheduler.isDone());
  scheduler.finishCancelled(b);
  EXPECT_TRUE(scheduler.isDone());
  EXPECT_EQ(scheduler.firstFailure(), a);
}

TEST_F(SchedulerTest, ExceptionEndsTheProgramThere) {
  StepId before = step(), raising = step(), after = step(), last = step();
  Scheduler scheduler(workflow, {.jobs = 1});
  EXPECT_EQ(scheduler.take(), before);
  scheduler.start(before);
  scheduler.finish(before, true);
  EXPECT_EQ(scheduler.take(), raising);
  scheduler.raise(raising);
  EXPECT_EQ(scheduler.takeUnstarted(), (Steps{after, last}));
  EXPECT_TRUE(scheduler.isDone());
  EXPECT_EQ(scheduler.firstFailure(), raising);
}

TEST_F(SchedulerTest, ExceptionLeavesEarlierStepsAlone) {
  StepId slow = step(), late = step({slow}), raising = step();
  Scheduler scheduler(workflow, {.jobs = 4});
  EXPECT_EQ(scheduler.take(), slow);
  scheduler.start(slow);
  EXPECT_EQ(scheduler.take(), raising);
  scheduler.raise(raising);
  scheduler.finish(slow, true);
  EXPECT_EQ(startAll(scheduler), Steps{late});
}

TEST_F(SchedulerTest, FirstFailureIsTheFirstInTheProgram) {
  StepId a = step(), b = step();
  Scheduler scheduler(workflow, {.jobs = 2});
  startAll(scheduler);
  scheduler.finish(b, false);
  scheduler.finish(a, false);
  EXPECT_EQ(scheduler.firstFailure(), a);
}

TEST_F(SchedulerTest, EmptyWorkflowIsDone) {
  Scheduler scheduler(workflow, {});
  EXPECT_TRUE(scheduler.isDone());
  EXPECT_FALSE(scheduler.take());
}

TEST_F(SchedulerTest, DispatchDoesNotDependOnHowManyStepsWait) {
  auto timePerStep = [](uint32_t width) {
    ir::Workflow wide;
    wide.steps.resize(width);
    Scheduler scheduler(wide, {.jobs = 1});
    auto start = std::chrono::steady_clock::now();
    while (StepId next = scheduler.take()) {
      scheduler.start(next);
      scheduler.finish(next, true);
    }
    std::chrono::duration<double> taken =
        std::chrono::steady_clock::now() - start;
    EXPECT_TRUE(scheduler.isDone());
    return taken.count() / width;
  };
  timePerStep(1000); // Warm.
  EXPECT_LT(timePerStep(200'000), 50 * timePerStep(2000));
}

//--- Regions ------------------------------------------------------------------

namespace {
/// `a`, then a region, then `after`; the region is opened with two steps, one
/// after the other, and one beside them.
class SchedulerRegionTest : public SchedulerTest {
protected:
  void openRegion() {
    scheduler.emplace(workflow, options);
    finishNext(a);
    ASSERT_EQ(scheduler->take(), region);
    uint32_t first = workflow.steps.size();
    x = step(), y = step({x}), z = step();
    scheduler->open(region, first, workflow.steps.size());
  }
  void finishNext(StepId step, bool isSuccess = true) {
    ASSERT_EQ(scheduler->take(), step);
    scheduler->start(step);
    scheduler->finish(step, isSuccess);
  }

  SchedulerOptions options;
  StepId a = step(), region = step({a}), after = step({region});
  StepId x, y, z;
  std::optional<Scheduler> scheduler;
};
} // namespace

TEST_F(SchedulerRegionTest, ARegionEndsWithItsLastStep) {
  openRegion();
  finishNext(x);
  finishNext(z);
  EXPECT_EQ(scheduler->state(region), StepState::Running);
  finishNext(y);
  EXPECT_EQ(scheduler->state(region), StepState::Success);
  EXPECT_FALSE(scheduler->isDone());
  finishNext(after);
  EXPECT_TRUE(scheduler->isDone());
}

TEST_F(SchedulerRegionTest, AnEmptyRegionEndsAtOnce) {
  scheduler.emplace(workflow, options);
  finishNext(a);
  ASSERT_EQ(scheduler->take(), region);
  scheduler->open(region, 0, 0);
  finishNext(after);
  EXPECT_TRUE(scheduler->isDone());
}

TEST_F(SchedulerRegionTest, AFailureEndsTheRegionWhenTheRestIsDone) {
  openRegion();
  finishNext(x, false);
  EXPECT_EQ(scheduler->state(y), StepState::Blocked);
  EXPECT_EQ(scheduler->state(after), StepState::Pending);
  finishNext(z);
  EXPECT_EQ(scheduler->state(after), StepState::Blocked);
  EXPECT_EQ(scheduler->causeOf(after), x);
  EXPECT_EQ(scheduler->firstFailure(), x);
  EXPECT_TRUE(scheduler->isDone());
}

TEST_F(SchedulerRegionTest, RaisingStopsWhatComesLaterInProgramOrder) {
  openRegion();
  ASSERT_EQ(scheduler->take(), x);
  scheduler->raise(x);
  for (StepId step : {y, z, after})
    EXPECT_EQ(scheduler->state(step), StepState::Blocked);
  EXPECT_TRUE(scheduler->isDone());
}

TEST_F(SchedulerRegionTest, FailFastCancelsTheRest) {
  options.failFast = true;
  openRegion();
  finishNext(x, false);
  for (StepId step : {y, z, after})
    EXPECT_EQ(scheduler->state(step), StepState::Cancelled);
  EXPECT_TRUE(scheduler->isDone());
}

TEST_F(SchedulerRegionTest, RegionsStandInProgramOrderWhereTheirStepsDo) {
  openRegion();
  Steps order = {a, region, x, y, z, after};
  for (size_t i = 0; i != order.size(); ++i)
    for (size_t j = 0; j != order.size(); ++j)
      EXPECT_EQ(scheduler->precedes(order[i], order[j]), i < j);
}

TEST_F(SchedulerRegionTest, RegionsNest) {
  openRegion();
  finishNext(x);
  ASSERT_EQ(scheduler->take(), z);
  uint32_t first = workflow.steps.size();
  StepId inner = step();
  scheduler->open(z, first, workflow.steps.size());
  EXPECT_TRUE(scheduler->precedes(y, inner));
  EXPECT_TRUE(scheduler->precedes(inner, after));
  finishNext(y);
  finishNext(inner);
  finishNext(after);
  EXPECT_TRUE(scheduler->isDone());
}
