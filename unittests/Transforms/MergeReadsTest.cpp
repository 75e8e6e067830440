//===- MergeReadsTest.cpp - Equal reads are one step -------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "PassTest.h"

using namespace plue;
using ir::edgesOf;
namespace types = plue::value::types;

namespace {
struct MergeReadsTest : PassTest {
  size_t numSteps() {
    run("merge-reads");
    return workflow().steps.size();
  }
};
} // namespace

TEST_F(MergeReadsTest, TheSecondReadIsTheFirst) {
  StepId a = read("x"), b = read("x");
  t.keep(op(OpKind::Concat, types::Str, {valueOf(a), valueOf(b)}));
  t.step("after");
  EXPECT_EQ(numSteps(), 2U);
  EXPECT_EQ(workflow().operands(keptOp())[0], workflow().operands(keptOp())[1]);
  EXPECT_EQ(edgesOf(workflow(), StepId(1)), "0:order");
}

TEST_F(MergeReadsTest, ReadsOfReadsAreCompared) {
  auto chain = [&] {
    StepId outer = action(ir::StepKind::Read, {{"path", valueOf(read("x"))}},
                          plan().types.stepOf(types::Str));
    t.keep(valueOf(outer));
  };
  chain();
  chain();
  EXPECT_EQ(numSteps(), 2U);
}

TEST_F(MergeReadsTest, OtherPathsAreOtherFiles) {
  read("x");
  read("y");
  EXPECT_EQ(numSteps(), 2U);
}

TEST_F(MergeReadsTest, AWriteBetweenSeparates) {
  read("x");
  t.step("rm x");
  read("x");
  EXPECT_EQ(numSteps(), 3U);
}

TEST_F(MergeReadsTest, AWriteInALoopBetweenSeparates) {
  read("x");
  t.beginForeach(t.files());
  t.step("rm x");
  t.build.endForeach({truth(true)});
  read("x");
  EXPECT_EQ(numSteps(), 4U);
}

TEST_F(MergeReadsTest, AReadInALoopIsNotOneBeforeIt) {
  read("x");
  t.beginForeach(t.files());
  read("x");
  t.build.endForeach({truth(true)});
  EXPECT_EQ(numSteps(), 3U);
}

TEST_F(MergeReadsTest, GuardsMustBeTheSame) {
  read("x", boolInput("a"));
  read("x", boolInput("b"));
  EXPECT_EQ(numSteps(), 2U);
}

// The first may run before the write, the second may not.
TEST_F(MergeReadsTest, AnEarlierWriteThatOnlyOneWaitsForSeparates) {
  t.step("write x");
  ir::Step early;
  early.definition.kind = ir::StepKind::Read;
  early.definition.inputs = {{"path", text("x")}};
  early.definition.resultType = plan().types.stepOf(types::Str);
  t.build.step(early, std::vector<StepId>());
  read("x");
  EXPECT_EQ(numSteps(), 3U);
}

TEST_F(MergeReadsTest, ANameThatMayRaiseIsStillComputed) {
  ValueId list = t.input("xs", plan().types.list(types::Str));
  ValueId name = op(OpKind::Index, types::Str, {list, number(0)});
  read("x");
  StepId named = read("x");
  t.build.workflow().steps[named.index].name = name;
  EXPECT_EQ(numSteps(), 2U);
}
