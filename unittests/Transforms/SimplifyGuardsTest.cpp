//===- SimplifyGuardsTest.cpp - What conditions come down to -----------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "PassTest.h"

using namespace plue;
namespace types = plue::value::types;

namespace {
struct GuardsTest : PassTest {
  ValueId a = boolInput("a"), b = boolInput("b"), c = boolInput("c");

  ValueId both(ValueId x, ValueId y) { return logic(OpKind::And, {x, y}); }
  ValueId either(ValueId x, ValueId y) { return logic(OpKind::Or, {x, y}); }
  ValueId no(ValueId x) { return logic(OpKind::Not, {x}); }
  /// What \p guard is afterwards, as text; inputs show as their names.
  std::string simplify(ValueId guard) {
    t.keep(guard);
    run("simplify-guards");
    return kept();
  }
  bool isConstant(ValueId guard) {
    simplify(guard);
    return keptOp().kind == OpKind::Const;
  }
};
} // namespace

TEST_F(GuardsTest, ARepeatedConjunctGoes) {
  ValueId guard = both(a, both(a, b));
  simplify(guard);
  EXPECT_THAT(text(), HasSubstr(kept() + " = and %a, %b"));
  EXPECT_EQ(count("replaced"), 1U);
}

TEST_F(GuardsTest, AContradictionIsFalse) {
  EXPECT_TRUE(isConstant(both(both(a, b), no(a))));
  EXPECT_EQ(count("constant"), 1U);
}

TEST_F(GuardsTest, AnAlternativeAndItsContraryAreTrue) {
  EXPECT_TRUE(isConstant(either(a, no(a))));
}

TEST_F(GuardsTest, BothBranchesTogetherAreTheGuardAroundThem) {
  EXPECT_EQ(simplify(either(both(a, b), both(a, no(b)))), "%a");
}

TEST_F(GuardsTest, AbsorptionHolds) {
  EXPECT_EQ(simplify(both(a, either(a, b))), "%a");
}

TEST_F(GuardsTest, EqualFunctionsAreOneCondition) {
  t.keep(both(a, b));
  simplify(both(b, a));
  EXPECT_EQ(workflow().ends[0].outputs[0].value,
            workflow().ends[0].outputs[1].value);
}

TEST_F(GuardsTest, UnequalIsTheContraryOfEqual) {
  ValueId x = t.input("x");
  EXPECT_TRUE(isConstant(
      both(equals(x, text("p")), logic(OpKind::CmpNe, {x, text("p")}))));
}

TEST_F(GuardsTest, OneValueIsNotTwoConstants) {
  ValueId x = t.input("x");
  EXPECT_TRUE(isConstant(both(equals(x, text("p")), equals(x, text("q")))));
}

// 1 and True are equal, but only constants of one kind are compared.
TEST_F(GuardsTest, ConstantsOfDifferentKindsMayBeEqual) {
  ValueId x = t.input("x", types::Any);
  EXPECT_FALSE(isConstant(both(equals(x, number(1)), equals(x, truth(true)))));
}

TEST_F(GuardsTest, WhatAnElifAsksImpliesThatTheIfWasNotTaken) {
  ValueId x = t.input("x");
  ValueId isP = equals(x, text("p")), isQ = equals(x, text("q"));
  simplify(both(no(isP), isQ));
  EXPECT_EQ(keptOp().kind, OpKind::CmpEq);
}

TEST_F(GuardsTest, EqualToOneImpliesUnequalToAnother) {
  ValueId x = t.input("x");
  ValueId isP = equals(x, text("p"));
  t.keep(equals(x, text("q")));
  simplify(both(both(isP, a), logic(OpKind::CmpNe, {x, text("q")})));
  EXPECT_EQ(count("replaced"), 1U) << text();
}

TEST_F(GuardsTest, WhatMayRaiseIsStillAsked) {
  ValueId r = raising("xs");
  ValueId guard = both(both(a, r), no(a));
  simplify(guard);
  EXPECT_EQ(keptOp().kind, OpKind::And) << text();
}

// `b` may raise where `a` does not hold, so it must not be asked there.
TEST_F(GuardsTest, WhatMayRaiseIsNotAskedWhereItWasNot) {
  ValueId r = raising("xs");
  ValueId guard = both(a, both(a, r));
  simplify(guard);
  EXPECT_EQ(count("replaced"), 0U) << text();
}

// The first condition means `a and b`, but is written with a step; whoever asks
// for the same must not come to wait for that step.
TEST_F(GuardsTest, NothingIsWaitedForThatWasNot) {
  ValueId done = t.succeeded(t.step("late"));
  t.keep(either(both(a, both(b, done)), both(b, both(a, no(done)))));
  t.step("early", {{}}, both(a, b));
  run("simplify-guards");
  EXPECT_EQ(ir::edgesOf(workflow(), StepId(1)), "");
}

TEST_F(GuardsTest, TheGuardOfALoopHoldsInIt) {
  t.beginForeach(t.files(), a);
  t.step("inner", {}, both(a, b));
  t.step("always", {}, a);
  t.build.endForeach({truth(true)});
  run("simplify-guards");
  EXPECT_THAT(text(), HasSubstr("when = %b"));
  EXPECT_FALSE(workflow().steps[2].when);
}

TEST_F(GuardsTest, WhatWasFoundInALoopIsNotUsedAfterIt) {
  ir::ForeachParams loop = t.beginForeach(t.files(), {}, {a});
  t.step("inner", {}, both(loop.carried[1], b));
  t.build.endForeach({truth(true), a});
  t.step("after", {}, both(b, a));
  run("simplify-guards");
}

// Ten thousand early returns make a guard of as many conjuncts.
TEST_F(GuardsTest, LongGuardsAreLinear) {
  ValueId guard = a;
  for (unsigned i = 0; i != 10000; ++i)
    guard = both(guard, no(boolInput("i" + std::to_string(i))));
  t.keep(both(guard, a));
  run("simplify-guards");
}
