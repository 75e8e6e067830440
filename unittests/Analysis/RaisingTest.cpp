//===- RaisingTest.cpp - What may raise an exception ----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Analysis/Raising.h"
#include "../IR/TestWorkflow.h"
#include <gtest/gtest.h>

using namespace plue;
using namespace plue::ir;

namespace {
struct RaisingTest : testing::Test {
  TestWorkflow t;
  TypeId listOfInts = t.plan.types().list(types::Int);

  ValueId op(OpKind kind, TypeId type, llvm::ArrayRef<ValueId> operands) {
    return t.build.op(kind, type, operands);
  }
  ValueId number(int64_t n) {
    return t.build.constant({.kind = Constant::Int, .number = n});
  }
  bool mayRaise(ValueId value) {
    return analysis::Raising(t.plan.plan(), t.build.workflow()).mayRaise(value);
  }
};
} // namespace

TEST_F(RaisingTest, TypesDecideAboutOperators) {
  ValueId n = t.input("n", types::Int), s = t.input("s"),
          x = t.input("x", types::Any);
  EXPECT_FALSE(mayRaise(op(OpKind::CmpLt, types::Bool, {n, n})));
  EXPECT_TRUE(mayRaise(op(OpKind::CmpLt, types::Bool, {n, x})));
  EXPECT_FALSE(mayRaise(op(OpKind::CmpEq, types::Bool, {s, x})));
  EXPECT_FALSE(mayRaise(op(OpKind::Add, types::Int, {n, n})));
  EXPECT_TRUE(mayRaise(op(OpKind::FloorDiv, types::Int, {n, n})));
}

TEST_F(RaisingTest, AnIndexMayBeOutOfRange) {
  ValueId list = t.input("xs", listOfInts);
  EXPECT_TRUE(mayRaise(op(OpKind::Index, types::Int, {list, number(0)})));
  ValueId pair =
      op(OpKind::MakeTuple, t.plan.types().tuple({types::Int, types::Str}),
         {number(1), t.input("s")});
  EXPECT_FALSE(mayRaise(op(OpKind::Index, types::Str, {pair, number(1)})));
}

TEST_F(RaisingTest, WhatRaisesInsideRaisesOutside) {
  ValueId list = t.input("xs", listOfInts);
  ValueId first = op(OpKind::Index, types::Int, {list, number(0)});
  ValueId truth = op(OpKind::Truth, types::Bool, first);
  EXPECT_TRUE(mayRaise(op(OpKind::Not, types::Bool, truth)));
}

TEST_F(RaisingTest, MethodsAndCallsAreLookedUp) {
  ValueId s = t.input("s"), list = t.input("xs", listOfInts);
  auto method = [&](llvm::StringRef name, llvm::ArrayRef<ValueId> operands) {
    return t.build.named(OpKind::Method, types::Str, operands, name);
  };
  EXPECT_FALSE(mayRaise(method("upper", s)));
  EXPECT_TRUE(mayRaise(method("no_such_method", s)));
  EXPECT_FALSE(mayRaise(t.build.named(OpKind::Call, types::Int, list, "len")));
  EXPECT_TRUE(mayRaise(t.build.named(OpKind::Call, types::Int, list, "max")));
  EXPECT_TRUE(mayRaise(t.build.named(OpKind::Call, types::Int, s, "int")));
}

// Whoever uses the output of a step that failed does not run, unless the
// failure is handled.
TEST_F(RaisingTest, OutputsOfHandledStepsMayBeMissing) {
  for (bool isHandled : {false, true}) {
    Step step;
    step.definition.kind = StepKind::Read;
    step.definition.inputs = {{"path", t.build.constantStr("x")}};
    step.definition.resultType = t.plan.types().stepOf(types::Str);
    step.policy.continueOnError = isHandled;
    ValueId handle = t.handle(t.build.step(step, std::nullopt));
    EXPECT_EQ(
        mayRaise(t.build.named(OpKind::Result, types::Str, handle, "value")),
        isHandled);
    EXPECT_FALSE(mayRaise(
        t.build.named(OpKind::Result, types::Int, handle, "exit_code")));
  }
}
