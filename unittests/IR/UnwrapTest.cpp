//===- UnwrapTest.cpp - Values are there when they are said to be ---------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "TestWorkflow.h"
#include "plue/IR/Verifier.h"
#include <gtest/gtest.h>

using namespace plue;
using namespace plue::ir;

namespace {
/// `ctx.inputs.x`, an optional int, is unwrapped under a guard.
struct UnwrapTest : testing::Test {
  TestWorkflow t;
  TypeId maybe = t.plan.types().optional(types::Int);
  ValueId value = t.input("x", maybe), other = t.input("y", maybe);
  ValueId none = t.build.constant({.kind = Constant::None});
  ValueId zero = t.build.constant({.kind = Constant::Int});

  ValueId compare(OpKind kind, ValueId a, ValueId b) {
    return t.build.op(kind, types::Bool, {a, b});
  }
  /// What the verifier says if \p of is unwrapped under \p guard.
  std::string fault(ValueId of, ValueId guard) {
    t.keep(t.build.op(OpKind::Unwrap, types::Int, {of, guard}));
    t.finish();
    std::string fault = llvm::toString(verify(t.plan.plan()));
    return llvm::StringRef(fault).split("(unwrap): ").second.str();
  }
  std::string faultUnder(ValueId guard) { return fault(value, guard); }
};
} // namespace

static constexpr llvm::StringLiteral NotShown =
    "operand 1 does not show that operand 0 is there";

TEST_F(UnwrapTest, TruthShowsIt) {
  EXPECT_EQ(faultUnder(t.build.truth(value)), "");
}
TEST_F(UnwrapTest, IsNotNoneShowsIt) {
  EXPECT_EQ(faultUnder(compare(OpKind::CmpIsNot, value, none)), "");
}
TEST_F(UnwrapTest, NotIsNoneShowsIt) {
  ValueId test = compare(OpKind::CmpIs, value, none);
  EXPECT_EQ(faultUnder(t.build.op(OpKind::Not, types::Bool, test)), "");
}
TEST_F(UnwrapTest, EqualToSomethingShowsIt) {
  EXPECT_EQ(faultUnder(compare(OpKind::CmpEq, value, zero)), "");
}
TEST_F(UnwrapTest, EqualToNoneDoesNot) {
  EXPECT_EQ(faultUnder(compare(OpKind::CmpEq, value, none)), NotShown);
}
TEST_F(UnwrapTest, DifferentFromSomethingDoesNot) {
  EXPECT_EQ(faultUnder(compare(OpKind::CmpNe, value, zero)), NotShown);
}
TEST_F(UnwrapTest, NotOfIsNotNoneDoesNot) {
  ValueId test = compare(OpKind::CmpIsNot, value, none);
  EXPECT_EQ(faultUnder(t.build.op(OpKind::Not, types::Bool, test)), NotShown);
}
TEST_F(UnwrapTest, ATestOfAnotherValueDoesNot) {
  EXPECT_EQ(faultUnder(t.build.truth(other)), NotShown);
}

TEST_F(UnwrapTest, TheTypeOfTheEventShowsItsFields) {
  ValueId type = t.build.named(OpKind::Event, types::Str, {}, "type");
  ValueId isManual =
      compare(OpKind::CmpEq, type, t.build.constantStr("manual"));
  EXPECT_EQ(faultUnder(isManual), "");
}
TEST_F(UnwrapTest, TheTypeOfAnotherEventDoesNot) {
  ValueId type = t.build.named(OpKind::Event, types::Str, {}, "type");
  ValueId isPush = compare(OpKind::CmpEq, type, t.build.constantStr("push"));
  EXPECT_EQ(faultUnder(isPush), NotShown);
}

TEST_F(UnwrapTest, AKnownEventShowsItsInputs) {
  EXPECT_EQ(faultUnder(t.build.constantBool(true)), "");
}
TEST_F(UnwrapTest, AKnownEventSaysNothingOfSteps) {
  StepId step = t.step("a");
  ValueId code =
      t.build.named(OpKind::Result, maybe, t.handle(step), "exit_code");
  EXPECT_EQ(fault(code, t.build.constantBool(true)), NotShown);
}
TEST_F(UnwrapTest, FalseShowsNothing) {
  EXPECT_EQ(faultUnder(t.build.constantBool(false)), NotShown);
}

TEST_F(UnwrapTest, AFlagThatCameAlongShowsIt) {
  ForeachParams p = t.beginForeach(t.files(), {}, {value});
  t.step("body");
  std::vector<ValueId> last = t.build.endForeach(p.carried);
  EXPECT_EQ(fault(last[1], last[0]), "");
}
TEST_F(UnwrapTest, AFlagOfAnotherLoopDoesNot) {
  ForeachParams p = t.beginForeach(t.files(), {}, {value});
  t.step("body");
  std::vector<ValueId> last = t.build.endForeach(p.carried);
  ForeachParams q = t.beginForeach(t.files(), {}, {value});
  t.step("body");
  EXPECT_EQ(fault(last[1], t.build.endForeach(q.carried)[0]), NotShown);
}
