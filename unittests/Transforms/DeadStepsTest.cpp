//===- DeadStepsTest.cpp - Steps that cannot matter --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "PassTest.h"

using namespace plue;
using ir::edgesOf;
using ir::StepKind;
namespace types = plue::value::types;

namespace {
struct DeadStepsTest : PassTest {
  /// A read whose failure is handled.
  StepId handledRead(ValueId when = {}) {
    StepId step = read("a.txt", when);
    t.build.workflow().steps[step.index].policy.continueOnError = true;
    return step;
  }
  std::vector<StepKind> kinds() {
    std::vector<StepKind> kinds;
    for (const ir::Step &step : workflow().steps)
      kinds.push_back(step.definition.kind);
    return kinds;
  }
};
} // namespace

TEST_F(DeadStepsTest, AStepThatNeverRunsGoes) {
  t.step("a");
  t.step("b", {}, truth(false));
  t.step("c");
  run("dead-steps");
  ASSERT_EQ(workflow().steps.size(), 2U);
  EXPECT_EQ(edgesOf(workflow(), StepId(1)), "0:order");
  EXPECT_EQ(workflow().steps[1].key, "c");
}

TEST_F(DeadStepsTest, AStepThatIsAskedForStays) {
  StepId never = t.step("never", {}, truth(false));
  t.keep(t.stdoutOf(never));
  run("dead-steps");
  EXPECT_EQ(workflow().steps.size(), 1U);
}

TEST_F(DeadStepsTest, AReadWhoseFailureIsHandledGoes) {
  handledRead();
  run("dead-steps");
  EXPECT_EQ(count("steps"), 1U);
}

TEST_F(DeadStepsTest, AReadThatMayFailTheRunStays) {
  read("a.txt");
  run("dead-steps");
  EXPECT_EQ(workflow().steps.size(), 1U);
}

TEST_F(DeadStepsTest, AReadWhoseGuardMayRaiseStays) {
  handledRead(raising("xs"));
  run("dead-steps");
  EXPECT_EQ(workflow().steps.size(), 1U);
}

TEST_F(DeadStepsTest, ReadsThatOnlyServeADeadOneGoToo) {
  StepId first = handledRead();
  StepId second = action(StepKind::Read, {{"path", valueOf(first)}},
                         plan().types.stepOf(types::Str));
  t.build.workflow().steps[second.index].policy.continueOnError = true;
  run("dead-steps");
  // The name of the file may not be there: the first has failed, perhaps.
  EXPECT_EQ(workflow().steps.size(), 2U);
}

TEST_F(DeadStepsTest, ACheckThatCannotRaiseGoes) {
  t.step("a");
  t.build.check({boolInput("x")}, {});
  t.step("b");
  run("dead-steps");
  EXPECT_THAT(kinds(), testing::ElementsAre(StepKind::Shell, StepKind::Shell));
  EXPECT_EQ(edgesOf(workflow(), StepId(1)), "0:order");
}

TEST_F(DeadStepsTest, ACheckComputesOnlyWhatMayRaise) {
  t.build.check({boolInput("x"), raising("xs")}, {});
  t.step("b");
  run("dead-steps");
  ASSERT_EQ(workflow().steps.size(), 2U);
  EXPECT_EQ(workflow().steps[0].definition.inputs.size(), 1U);
  EXPECT_EQ(count("values"), 1U);
}

TEST_F(DeadStepsTest, ALoopOverNothingGoes) {
  ValueId none = op(OpKind::MakeList, plan().types.list(types::Str), {});
  ir::ForeachParams loop = t.beginForeach(none, {}, {t.input("start")});
  t.step("inner");
  std::vector<ValueId> after = t.build.endForeach({truth(true), loop.item});
  t.keep(after[1]);
  run("dead-steps,fold,dead-values");
  EXPECT_EQ(workflow().steps.size(), 0U);
  EXPECT_EQ(kept(), "%start");
}

// It keeps the iterations apart.
TEST_F(DeadStepsTest, StepsOfLoopsStay) {
  t.beginForeach(t.files());
  t.step("never", {}, truth(false));
  t.build.endForeach({truth(true)});
  run("dead-steps");
  EXPECT_EQ(workflow().steps.size(), 2U);
}

TEST_F(DeadStepsTest, EndsThatAreNotReachedGo) {
  t.build.end({.isSuccess = false, .when = truth(false), .reason = text("x")});
  t.build.end({.isSuccess = true});
  t.build.end({.isSuccess = false, .reason = text("too late")});
  run("dead-steps");
  ASSERT_EQ(workflow().ends.size(), 1U);
  EXPECT_TRUE(workflow().ends[0].isSuccess);
}

// Steps before and after it would be joined by ten thousand edges.
TEST_F(DeadStepsTest, ACheckBetweenManyStaysThoughUseless) {
  std::vector<StepId> before, after;
  for (unsigned i = 0; i != 100; ++i)
    before.push_back(t.step("before"));
  t.build.parallel(before);
  for (StepId step : before)
    t.build.check({t.stdoutOf(step)}, {});
  for (unsigned i = 0; i != 100; ++i)
    after.push_back(t.step("after"));
  t.build.parallel(after);
  run("dead-steps");
  EXPECT_EQ(workflow().steps.size(), 201U);
}
