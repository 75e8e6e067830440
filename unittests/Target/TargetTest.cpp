//===- TargetTest.cpp - The table of targets ------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Target/Target.h"
#include "TestWorkflow.h"
#include "llvm/ADT/STLExtras.h"
#include <gmock/gmock.h>

using namespace plue;
using namespace plue::ir;
using namespace plue::target;
using testing::HasSubstr;

TEST(Target, TheTableIsSorted) {
  EXPECT_TRUE(llvm::is_sorted(
      targets(), [](const auto &a, const auto &b) { return a.name < b.name; }));
}

TEST(Target, AreFoundByName) {
  for (const Target &target : targets())
    EXPECT_EQ(findTarget(target.name), &target);
  EXPECT_EQ(findTarget("doc"), nullptr);
  EXPECT_EQ(findTarget(""), nullptr);
}

/// Whatever is chosen, also nothing, every target writes something whole.
TEST(Target, TakeAnyNumberOfWorkflows) {
  auto plan = std::make_unique<PlanBuilder>();
  TestWorkflow(*plan, "a").finish();
  TestWorkflow b(*plan, "b");
  b.step("only");
  b.finish();
  const Plan &built = plan->plan();
  std::vector<const Workflow *> none,
      all = {&built.workflows[0], &built.workflows[1]};
  for (const Target &target : targets()) {
    std::string empty, full;
    llvm::raw_string_ostream emptyStream(empty), fullStream(full);
    target.translate(built, none, emptyStream);
    target.translate(built, all, fullStream);
    EXPECT_NE(empty, "") << target.name.str();
    EXPECT_THAT(full, HasSubstr("only")) << target.name.str();
    EXPECT_EQ(full.back(), '\n') << target.name.str();
  }
}
