//===- PassManagerTest.cpp - Passes in order ------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Pass/PassManager.h"
#include "../IR/TestWorkflow.h"
#include <gmock/gmock.h>

using namespace plue;
using testing::HasSubstr;
using testing::Not;

namespace {
/// Renames workflows.
class Rename : public Pass {
public:
  Rename(llvm::StringRef name, llvm::StringRef to) : Pass(name), to(to) {}

private:
  void runOnWorkflow(ir::Plan &plan, ir::Workflow &workflow) override {
    workflow.name = to;
    ++numRenamed;
  }

  llvm::StringRef to;
  Statistic numRenamed{this, "renamed", "workflows that are called otherwise"};
};

struct PassManagerTest : testing::Test {
  ir::TestWorkflow t;
  PassManager manager;
  std::string text;
  llvm::raw_string_ostream os{text};

  PassManagerTest() {
    t.step("a");
    t.finish();
    manager.add(std::make_unique<Rename>("first", "one"));
    manager.add(std::make_unique<Rename>("second", "two"));
  }
  llvm::Error run() { return manager.run(t.plan.plan()); }
};
} // namespace

TEST_F(PassManagerTest, RunsPassesInOrder) {
  ASSERT_FALSE(bool(run()));
  EXPECT_EQ(t.plan.plan().workflows[0].name, "two");
}

TEST_F(PassManagerTest, PrintsWhatWasAskedFor) {
  manager.add(makePrinting({.isAll = false, .names = {"second"}},
                           {.isAll = false, .names = {"first"}}, os));
  ASSERT_FALSE(bool(run()));
  size_t after = text.find("// --- after first"),
         before = text.find("// --- before second");
  EXPECT_LT(after, before);
  EXPECT_NE(before, std::string::npos);
  EXPECT_THAT(text, HasSubstr("workflow @one"));
  EXPECT_THAT(text, Not(HasSubstr("before first")));
}

TEST_F(PassManagerTest, CountsAndTimesEachPass) {
  manager.add(makeTiming(os));
  ASSERT_FALSE(bool(run()));
  manager.printStatistics(os);
  EXPECT_THAT(text, HasSubstr("1 first            renamed: workflows that"));
  manager = PassManager(); // Times are printed at the end.
  EXPECT_THAT(text, HasSubstr("ms  second\n"));
  EXPECT_THAT(text, HasSubstr("ms  total\n"));
}

TEST_F(PassManagerTest, APassThatBreaksThePlanIsNamed) {
  manager.add(std::make_unique<Rename>("third", "not a name"));
  manager.add(makeVerifying());
  std::string error = llvm::toString(run());
  EXPECT_THAT(error, HasSubstr("the pass `third` left a plan that is not "
                               "sound: workflow \"not a name\""));
}
