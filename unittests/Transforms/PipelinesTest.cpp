//===- PipelinesTest.cpp - How passes are combined ---------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "PassTest.h"
#include "llvm/ADT/StringSet.h"

using namespace plue;

TEST(Pipelines, EveryPassHasANameOfItsOwn) {
  llvm::StringSet<> names;
  for (const PassInfo &info : allPasses()) {
    EXPECT_TRUE(names.insert(info.name).second) << info.name.str();
    EXPECT_EQ(info.create()->name(), info.name);
    EXPECT_FALSE(info.create()->statistics().empty()) << info.name.str();
  }
}

TEST(Pipelines, TextNamesPassesInOrder) {
  PassManager manager;
  ASSERT_FALSE(bool(parsePipeline("cse,fold,cse", manager)));
  ASSERT_EQ(manager.all().size(), 3U);
  EXPECT_EQ(manager.all()[1]->name(), "fold");
}

TEST(Pipelines, AMisspelledPassIsNamedRight) {
  PassManager manager;
  EXPECT_EQ(llvm::toString(parsePipeline("fold,dead-step", manager)),
            "there is no pass `dead-step`; did you mean `dead-steps`?");
  EXPECT_EQ(llvm::toString(parsePipeline("vectorize", manager)),
            "there is no pass `vectorize`; `--list-passes` shows those there "
            "are");
}

TEST(Pipelines, StepsCanBeKept) {
  PassManager manager;
  populateDefaultPipeline(manager, {.removeSteps = false});
  for (const auto &pass : manager.all())
    EXPECT_TRUE(pass->name() != "dead-steps" && pass->name() != "merge-reads");
}

struct PipelineTest : PassTest {};

// What one pass leaves, a second run of all finds nothing in.
TEST_F(PipelineTest, ASecondRunChangesNothing) {
  ValueId a = boolInput("a"), never = logic(OpKind::And, {a, truth(false)});
  StepId x = read("x"), y = read("x");
  t.step("dead", {}, never);
  t.step("live", {{x, y}}, logic(OpKind::And, {a, logic(OpKind::And, {a, a})}));
  t.keep(valueOf(y));
  run("default");
  std::string once = text();
  expectNoError(manager.run(plan()));
  EXPECT_EQ(text(), once);
  EXPECT_EQ(workflow().steps.size(), 2U) << once;
}
