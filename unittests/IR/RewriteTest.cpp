//===- RewriteTest.cpp - Workflows made anew ------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/Rewrite.h"
#include "TestWorkflow.h"
#include "plue/IR/Printer.h"
#include "plue/IR/Verifier.h"
#include <gmock/gmock.h>

using namespace plue;
using namespace plue::ir;
using testing::HasSubstr;
using testing::Not;

namespace {
struct RewriteTest : testing::Test {
  TestWorkflow t;

  Plan &plan() { return t.plan.plan(); }
  Workflow &workflow() { return plan().workflows.back(); }
  std::string text() {
    std::string text;
    llvm::raw_string_ostream os(text);
    print(plan(), os, {.locations = false});
    return text;
  }
  /// Rewrites the workflow, which must be sound before and after.
  void rewrite(llvm::function_ref<void(WorkflowRewriter &, ValueId)> visit) {
    t.finish();
    expectSound();
    WorkflowRewriter rewriter(plan(), workflow());
    rewriter.run([&](ValueId value) { visit(rewriter, value); });
    expectSound();
  }
  void expectSound() {
    llvm::Error error = verify(plan());
    EXPECT_FALSE(bool(error)) << text();
    if (error)
      ADD_FAILURE() << llvm::toString(std::move(error));
  }
  /// Drops the steps of these ordinals and keeps the rest.
  void drop(std::vector<uint32_t> steps) {
    rewrite([&](WorkflowRewriter &rewriter, ValueId value) {
      const Op &op = rewriter.before().op(value);
      bool isDropped =
          op.kind == OpKind::Step && llvm::is_contained(steps, op.attribute);
      isDropped ? rewriter.drop(value) : void(rewriter.keep(value));
    });
  }
};
} // namespace

TEST_F(RewriteTest, KeepingAllChangesNothing) {
  StepId build = t.step("build");
  ForeachParams loop = t.beginForeach(t.files());
  t.step("check", {}, {}, {});
  t.beginForeach(t.input("more", plan().types.list(types::Str)));
  t.step("inner");
  t.build.endForeach({t.build.constantBool(true)});
  t.build.endForeach({loop.carried[0]});
  t.step("after", {{build}}, t.succeeded(build));
  t.keep(t.stdoutOf(build));
  t.finish();
  std::string before = text();
  Digest digest = specHash(plan());
  WorkflowRewriter rewriter(plan(), workflow());
  rewriter.run([&](ValueId value) { rewriter.keep(value); });
  EXPECT_EQ(text(), before);
  EXPECT_EQ(specHash(plan()), digest);
  EXPECT_EQ(rewriter.numChanges(), 0U);
}

TEST_F(RewriteTest, UsesFollowWhatReplacesAValue) {
  ValueId env = t.keep(t.input("env")), other = t.input("other");
  t.step("deploy", {}, t.build.op(OpKind::Truth, types::Bool, other));
  t.keep(other);
  rewrite([&](WorkflowRewriter &rewriter, ValueId value) {
    value == other ? rewriter.replace(value, rewriter.at(env))
                   : void(rewriter.keep(value));
  });
  EXPECT_THAT(text(), HasSubstr("truth %env"));
  EXPECT_THAT(text(), HasSubstr("kept_1 = %env"));
  EXPECT_THAT(text(), Not(HasSubstr("%other")));
}

TEST_F(RewriteTest, EqualNewOperationsAreMadeOnce) {
  t.step("a");
  t.step("b");
  uint32_t before = 0;
  rewrite([&](WorkflowRewriter &rewriter, ValueId value) {
    before = rewriter.before().ops.size();
    if (rewriter.before().op(value).kind == OpKind::Step)
      rewriter.constant({.kind = Constant::Int, .number = 7}, types::Int);
    rewriter.keep(value);
  });
  EXPECT_EQ(workflow().ops.size(), before + 1);
  EXPECT_EQ(workflow().locations.size(), workflow().ops.size());
}

TEST_F(RewriteTest, WhatIsMadeInARegionIsNotFoundAfterIt) {
  t.beginForeach(t.files());
  t.step("inner");
  t.build.endForeach({t.build.constantBool(true)});
  t.step("after");
  uint32_t before = 0;
  rewrite([&](WorkflowRewriter &rewriter, ValueId value) {
    before = rewriter.before().ops.size();
    const Op &op = rewriter.before().op(value);
    if (op.kind == OpKind::Step && op.attribute != 0)
      rewriter.constant({.kind = Constant::Int, .number = 7}, types::Int);
    rewriter.keep(value);
  });
  EXPECT_EQ(workflow().ops.size(), before + 2);
}

TEST_F(RewriteTest, WhoWaitedForADroppedStepWaitsForItsPredecessors) {
  StepId a = t.step("a"), b = t.step("b", {{}}), c = t.step("c", {{a, b}});
  t.step("d", {{c}});
  t.step("e");
  drop({2, 3});
  EXPECT_EQ(workflow().steps.size(), 3U);
  EXPECT_EQ(edgesOf(workflow(), StepId(2)), "0:order 1:order");
  EXPECT_EQ(stepName(workflow(), StepId(2)), "step_3");
  EXPECT_EQ(workflow().steps[2].key, "e");
}

TEST_F(RewriteTest, UsersOfAMergedStepWaitForTheOther) {
  StepId a = t.step("a", {{}}), b = t.step("b", {{}});
  t.step("c", {{}}, t.succeeded(b));
  ValueId first = t.handle(a), second = t.handle(b);
  rewrite([&](WorkflowRewriter &rewriter, ValueId value) {
    value == second ? rewriter.merge(value, rewriter.at(first))
                    : void(rewriter.keep(value));
  });
  EXPECT_EQ(edgesOf(workflow(), StepId(1)), "0:order+guard");
}

TEST_F(RewriteTest, ADroppedRegionLeavesWhatItBeganWith) {
  t.step("before");
  ForeachParams loop = t.beginForeach(t.files(), {}, {t.input("start")});
  t.step("inner");
  std::vector<ValueId> after =
      t.build.endForeach({t.build.constantBool(true), loop.item});
  t.step("after");
  t.keep(after[1]);
  drop({1});
  EXPECT_EQ(workflow().regions.size(), 0U);
  EXPECT_EQ(workflow().steps.size(), 2U);
  EXPECT_THAT(text(), HasSubstr("make.tuple"));
  EXPECT_EQ(edgesOf(workflow(), StepId(1)), "0:order");
}

TEST_F(RewriteTest, ALaterRegionIsRenumbered) {
  t.beginForeach(t.files());
  t.step("first");
  t.build.endForeach({t.build.constantBool(true)});
  t.beginForeach(t.files());
  t.step("second");
  t.build.endForeach({t.build.constantBool(true)});
  drop({0});
  ASSERT_EQ(workflow().regions.size(), 1U);
  EXPECT_EQ(workflow().regions[0].step, StepId(0));
  EXPECT_EQ(workflow().regions[0].firstStep, 1U);
  EXPECT_EQ(workflow().regions[0].endStep, 2U);
}

TEST_F(RewriteTest, EdgesSayWhyTheyAreStillThere) {
  StepId a = t.step("a", {{}});
  ValueId guard = t.succeeded(a);
  t.step("b", {{}}, guard);
  rewrite([&](WorkflowRewriter &rewriter, ValueId value) {
    if (value == guard)
      rewriter.replace(value, rewriter.constantBool(true));
    else
      rewriter.keep(value);
  });
  EXPECT_EQ(edgesOf(workflow(), StepId(1)), "0:order");
}

TEST_F(RewriteTest, TypesFollowNarrowerOperands) {
  ValueId env = t.input("env", plan().types.optional(types::Str));
  ValueId guard = t.build.op(OpKind::Truth, types::Bool, env);
  ValueId bare = t.build.op(OpKind::Unwrap, types::Str, {env, guard});
  t.keep(bare);
  t.step("a", {}, guard);
  rewrite([&](WorkflowRewriter &rewriter, ValueId value) {
    if (value == env)
      rewriter.replace(value,
                       rewriter.constant({.kind = Constant::Str}, types::Str));
    else
      rewriter.keep(value);
  });
  EXPECT_THAT(text(), HasSubstr("unwrap"));
}

TEST_F(RewriteTest, DeadValuesGoAndLiveOnesStay) {
  ValueId live = t.keep(t.input("live"));
  t.finish();
  WorkflowRewriter rewriter(plan(), workflow());
  rewriter.run([&](ValueId value) {
    rewriter.keep(value);
    if (value == live)
      rewriter.constantBool(true);
  });
  uint32_t ops = workflow().ops.size();
  EXPECT_EQ(dropDeadValues(workflow()), 1U);
  EXPECT_EQ(workflow().ops.size(), ops - 1);
  expectSound();
}
