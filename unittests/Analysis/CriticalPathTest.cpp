//===- CriticalPathTest.cpp - How long and how wide a workflow is ---------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Analysis/CriticalPath.h"
#include "../IR/TestWorkflow.h"
#include <gmock/gmock.h>

using namespace plue;
using namespace plue::ir;
using analysis::CriticalPath;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(CriticalPath, IsTheLongestOfTwoBranches) {
  TestWorkflow t;
  StepId a = t.step("a"), b = t.step("b", {{a}}), c = t.step("c", {{b}});
  StepId d = t.step("d", {{a}}), e = t.step("e", {{c, d}});
  CriticalPath path = analysis::findCriticalPath(t.finish());
  EXPECT_THAT(path.steps, ElementsAre(a, b, c, e));
  EXPECT_EQ(path.width, 2U);
}

TEST(CriticalPath, StepsThatRunTogetherMakeItWide) {
  TestWorkflow t;
  std::vector<StepId> members;
  for (unsigned i = 0; i != 5; ++i)
    members.push_back(t.step("member"));
  t.build.parallel(members);
  CriticalPath path = analysis::findCriticalPath(t.finish());
  EXPECT_EQ(path.steps.size(), 1U);
  EXPECT_EQ(path.width, 5U);
}

TEST(CriticalPath, ChecksTakeNoTime) {
  TestWorkflow t;
  StepId a = t.step("a");
  t.build.check({t.succeeded(a)}, {});
  StepId b = t.step("b");
  CriticalPath path = analysis::findCriticalPath(t.finish());
  EXPECT_THAT(path.steps, ElementsAre(a, b));
}

TEST(CriticalPath, ALoopTakesAsLongAsOneIteration) {
  TestWorkflow t;
  StepId a = t.step("a");
  t.beginForeach(t.files());
  StepId b = t.step("b"), c = t.step("c");
  t.build.endForeach({t.build.constantBool(true)});
  StepId d = t.step("d");
  CriticalPath path = analysis::findCriticalPath(t.finish());
  EXPECT_THAT(path.steps, ElementsAre(a, b, c, d));
  EXPECT_EQ(path.width, 1U);
}

TEST(CriticalPath, OfNothingIsEmpty) {
  TestWorkflow t;
  CriticalPath path = analysis::findCriticalPath(t.finish());
  EXPECT_THAT(path.steps, IsEmpty());
  EXPECT_EQ(path.width, 0U);
}
