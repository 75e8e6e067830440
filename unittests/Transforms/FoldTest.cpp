//===- FoldTest.cpp - Computing what is known --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "PassTest.h"

using namespace plue;
namespace types = plue::value::types;

namespace {
struct FoldTest : PassTest {
  /// What has become of \p value.
  const ir::Op &fold(ValueId value) {
    t.keep(value);
    run("fold,dead-values");
    return keptOp();
  }
  const ir::Constant *constant(ValueId value) {
    const ir::Op &op = fold(value);
    return op.kind == OpKind::Const ? &plan().constant(op) : nullptr;
  }
};
} // namespace

TEST_F(FoldTest, ComputesWithPythonsSemantics) {
  auto *known =
      constant(op(OpKind::FloorDiv, types::Int, {number(-7), number(2)}));
  ASSERT_TRUE(known);
  EXPECT_EQ(known->number, -4);
  EXPECT_EQ(count("folded"), 1U);
}

TEST_F(FoldTest, WhatRaisesStays) {
  EXPECT_EQ(fold(op(OpKind::Div, types::Float, {number(1), number(0)})).kind,
            OpKind::Div);
}

TEST_F(FoldTest, ListsAreKnownButStay) {
  ValueId list = op(OpKind::MakeList, plan().types.list(types::Str),
                    {text("a"), text("b")});
  ValueId joined =
      t.build.named(OpKind::Method, types::Str, {text(","), list}, "join");
  auto *known = constant(joined);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->text, "a,b");
}

// A hundred doublings would be a text of any size.
TEST_F(FoldTest, TextDoesNotGrow) {
  ValueId grown = text("0123456789abcdef");
  for (unsigned i = 0; i != 100; ++i)
    grown = op(OpKind::Mul, types::Str, {grown, number(1000)});
  fold(grown);
  for (const ir::Constant &constant : plan().constants)
    EXPECT_LE(constant.text.size(), 4096U);
}

TEST_F(FoldTest, OptionalsNarrowToWhatTheyAre) {
  ValueId choice = op(OpKind::Select, plan().types.optional(types::Str),
                      {truth(true), text("a"), t.input("b")});
  ValueId bare = op(OpKind::Unwrap, types::Str, {choice, truth(true)});
  EXPECT_EQ(fold(bare).kind, OpKind::Const);
}

// The verifier lets `any` stand for text; a number does not.
TEST_F(FoldTest, AnyStaysAny) {
  ValueId choice =
      op(OpKind::Select, types::Any, {truth(true), number(1), t.input("b")});
  EXPECT_EQ(fold(op(OpKind::Concat, types::Str, {choice, t.input("c")})).kind,
            OpKind::Concat);
}

TEST_F(FoldTest, AFalseConjunctKeepsOneThatMayRaise) {
  ValueId guard = logic(OpKind::And, {raising("xs"), truth(false)});
  EXPECT_EQ(fold(guard).kind, OpKind::And);
}

TEST_F(FoldTest, AFalseConjunctIsFalse) {
  EXPECT_EQ(fold(logic(OpKind::And, {boolInput("a"), truth(false)})).kind,
            OpKind::Const);
}

TEST_F(FoldTest, ChoicesBetweenBoolsAreLogic) {
  ValueId a = boolInput("a"), b = boolInput("b");
  EXPECT_EQ(fold(logic(OpKind::Select, {a, b, truth(false)})).kind,
            OpKind::And);
}

TEST_F(FoldTest, EqualAlternativesAreNoChoice) {
  ValueId value = op(OpKind::Select, types::Str,
                     {boolInput("c"), t.input("a"), t.input("a")});
  EXPECT_EQ(fold(value).kind, OpKind::Input);
}

// A NaN is not equal to itself.
TEST_F(FoldTest, OnlyOrdinaryValuesEqualThemselves) {
  ValueId x = t.input("x", types::Float);
  EXPECT_EQ(fold(equals(x, x)).kind, OpKind::CmpEq);
}

TEST_F(FoldTest, ATextEqualsItself) {
  ValueId x = t.input("x");
  EXPECT_EQ(fold(equals(x, x)).kind, OpKind::Const);
}

TEST_F(FoldTest, ConstantPartsOfTextsAreJoined) {
  ValueId inner = op(OpKind::Concat, types::Str, {t.input("x"), text("b")});
  ValueId outer =
      op(OpKind::Concat, types::Str, {text("a"), text(""), inner, text("c")});
  fold(outer);
  EXPECT_EQ(keptOp().numOperands, 3U);
  EXPECT_THAT(text(), HasSubstr("const \"bc\""));
}

TEST_F(FoldTest, AnItemOfADisplayIsThatItem) {
  ValueId tuple =
      op(OpKind::MakeTuple, plan().types.tuple({types::Str, types::Str}),
         {t.input("a"), t.input("b")});
  fold(op(OpKind::Index, types::Str, {tuple, number(-1)}));
  EXPECT_EQ(kept(), "%b");
}

TEST_F(FoldTest, AnItemBesideOneThatMayRaiseStays) {
  ValueId tuple =
      op(OpKind::MakeTuple, plan().types.tuple({types::Bool, types::Str}),
         {raising("xs"), t.input("b")});
  EXPECT_EQ(fold(op(OpKind::Index, types::Str, {tuple, number(1)})).kind,
            OpKind::Index);
}

TEST_F(FoldTest, ATrueGuardIsNone) {
  t.step("a", {}, logic(OpKind::CmpLt, {number(1), number(2)}));
  run("fold");
  EXPECT_FALSE(workflow().steps[0].when);
}
