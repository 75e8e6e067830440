//===- BuilderTest.cpp - Interning and simplification ---------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "TestWorkflow.h"
#include <gmock/gmock.h>

using namespace plue;
using namespace plue::ir;
namespace types = plue::value::types;

TEST(PlanBuilder, EqualThingsAreMadeOnce) {
  PlanBuilder plan;
  EXPECT_EQ(plan.string("a"), plan.string("a"));
  EXPECT_NE(plan.string("a"), plan.string(""));
  EXPECT_EQ(plan.constant({.kind = Constant::Int, .number = 1}),
            plan.constant({.kind = Constant::Int, .number = 1}));
  ShellTemplate shell{.pieces = {"a ", ""}, .holes = {HoleContext::Bare}};
  EXPECT_EQ(plan.shellTemplate(shell), plan.shellTemplate(shell));
}

TEST(PlanBuilder, ConstantsThatPythonCallsEqualStayApart) {
  PlanBuilder plan;
  ConstantId one = plan.constant({.kind = Constant::Int, .number = 1});
  EXPECT_NE(one, plan.constant({.kind = Constant::Bool, .number = 1}));
  EXPECT_NE(one, plan.constant({.kind = Constant::Float, .real = 1}));
  EXPECT_NE(plan.constant({.kind = Constant::Float, .real = 0.0}),
            plan.constant({.kind = Constant::Float, .real = -0.0}));
}

TEST(PlanBuilder, TemplatesThatReadAlikeStayApart) {
  PlanBuilder plan;
  TemplateId bare =
      plan.shellTemplate({.pieces = {"a", "b"}, .holes = {HoleContext::Bare}});
  EXPECT_NE(bare, plan.shellTemplate({.pieces = {"a", "b"},
                                      .holes = {HoleContext::DoubleQuoted}}));
  EXPECT_NE(bare, plan.shellTemplate(
                      {.pieces = {"", "ab"}, .holes = {HoleContext::Bare}}));
}

TEST(PlanBuilder, StringsOutliveWhatTheyCameFrom) {
  PlanBuilder plan;
  {
    std::string text = "a text that does not fit in place";
    plan.string(text);
    plan.constant({.kind = Constant::Str, .text = text});
    text.assign(text.size(), '!');
  }
  EXPECT_EQ(plan.plan().strings[0], "a text that does not fit in place");
  EXPECT_EQ(plan.plan().constants[0].text, "a text that does not fit in place");
}

TEST(WorkflowBuilder, EqualPureOperationsAreOne) {
  TestWorkflow t;
  ValueId a = t.input("a"), b = t.input("b");
  EXPECT_EQ(a, t.input("a"));
  EXPECT_NE(a, b);
  ValueId ab = t.build.op(OpKind::Concat, types::Str, {a, b});
  EXPECT_EQ(ab, t.build.op(OpKind::Concat, types::Str, {a, b}));
  EXPECT_NE(ab, t.build.op(OpKind::Concat, types::Str, {b, a}));
  EXPECT_NE(ab, t.build.op(OpKind::Concat, types::Any, {a, b}));
}

TEST(WorkflowBuilder, ConstantsAreFound) {
  TestWorkflow t;
  ASSERT_TRUE(t.build.asConstant(t.build.constantStr("x")));
  EXPECT_EQ(t.build.asConstant(t.build.constantStr("x"))->text, "x");
  EXPECT_FALSE(t.build.asConstant(t.input("a")));
}

TEST(WorkflowBuilder, TruthOfWhatIsKnownIsConstant) {
  TestWorkflow t;
  ValueId yes = t.build.constantBool(true), no = t.build.constantBool(false);
  auto truth = [&](const Constant &c) {
    return t.build.truth(t.build.constant(c));
  };
  EXPECT_EQ(truth({.kind = Constant::None}), no);
  EXPECT_EQ(truth({.kind = Constant::Int, .number = 0}), no);
  EXPECT_EQ(truth({.kind = Constant::Int, .number = -1}), yes);
  EXPECT_EQ(truth({.kind = Constant::Float, .real = -0.0}), no);
  EXPECT_EQ(truth({.kind = Constant::Str, .text = ""}), no);
  EXPECT_EQ(truth({.kind = Constant::Str, .text = "0"}), yes);
  EXPECT_EQ(truth({.kind = Constant::BigInt, .text = "-99999999999999999999"}),
            yes);
  TypeId list = t.plan.types().list(types::Str);
  EXPECT_EQ(t.build.truth(t.build.op(OpKind::MakeList, list, {})), no);
  EXPECT_EQ(t.build.truth(t.build.op(OpKind::MakeList, list, t.input("a"))),
            yes);
  EXPECT_EQ(t.build.truth(t.handle(t.step("s"))), yes);
}

TEST(WorkflowBuilder, DoubleNegationIsTruth) {
  TestWorkflow t;
  ValueId flag = t.input("flag", types::Bool), text = t.input("text");
  EXPECT_EQ(t.build.negate(t.build.negate(flag)), flag);
  EXPECT_EQ(t.build.negate(t.build.negate(text)), t.build.truth(text));
  EXPECT_EQ(t.build.negate(t.build.truth(text)), t.build.negate(text));
  EXPECT_EQ(t.build.truth(flag), flag);
}

TEST(WorkflowBuilder, ConjunctionsAreSimplified) {
  TestWorkflow t;
  ValueId a = t.input("a", types::Bool), b = t.input("b", types::Bool);
  ValueId text = t.build.truth(t.input("text"));
  ValueId yes = t.build.constantBool(true), no = t.build.constantBool(false);
  auto both = [&](ValueId x, ValueId y) { return t.build.conjunction(x, y); };
  EXPECT_EQ(both(ValueId(), a), a);
  EXPECT_EQ(both(a, ValueId()), a);
  EXPECT_EQ(both(ValueId(), ValueId()), ValueId());
  EXPECT_EQ(both(yes, a), a);
  EXPECT_EQ(both(a, no), no);
  EXPECT_EQ(both(a, a), a);
  EXPECT_EQ(both(a, t.build.negate(a)), no);
  EXPECT_EQ(both(t.build.negate(a), a), no);
  EXPECT_EQ(both(text, t.build.negate(text)), no);
  ValueId ab = both(a, b);
  EXPECT_EQ(t.build.workflow().op(ab).kind, OpKind::And);
  EXPECT_EQ(both(ab, a), ab);
  EXPECT_EQ(both(ab, b), ab);
  EXPECT_EQ(both(ab, t.build.negate(a)), no);
}

TEST(WorkflowBuilder, OperationsHaveTheirLocation) {
  TestWorkflow t;
  t.build.setLocation({.source = 0, .line = 3, .column = 7});
  ValueId a = t.input("a");
  t.build.setLocation({.source = 0, .line = 4, .column = 1});
  EXPECT_EQ(t.input("a"), a);
  EXPECT_EQ(t.build.workflow().locationOf(a).line, 3u);
  EXPECT_EQ(t.build.workflow().locationOf(ValueId(99)), Location());
}

TEST(WorkflowBuilder, ValuesNobodyNeedsAreDropped) {
  TestWorkflow t;
  t.input("unused");
  ValueId guard = t.build.truth(t.input("go"));
  t.build.negate(guard);
  t.step("s", {}, guard);
  const Workflow &w = t.finish();
  std::vector<OpKind> kinds;
  for (const Op &op : w.ops)
    kinds.push_back(op.kind);
  EXPECT_THAT(kinds,
              testing::ElementsAre(OpKind::Input, OpKind::Truth, OpKind::Const,
                                   OpKind::Const, OpKind::Step));
  EXPECT_EQ(w.steps[0].op, ValueId(4));
  EXPECT_EQ(w.op(w.steps[0].when).kind, OpKind::Truth);
  EXPECT_EQ(w.locations.size(), w.ops.size());
}

TEST(SpecHash, IgnoresWhereThingsCameFrom) {
  auto hashWith = [](uint32_t line, llvm::StringRef script) {
    TestWorkflow t;
    t.plan.plan().sources.push_back({.path = line == 1 ? "a.py" : "b.py"});
    t.build.setLocation({.source = 0, .line = line, .column = 1});
    t.step("s", {}, {}, t.build.constantStr(script));
    t.finish();
    return specHash(t.plan.plan());
  };
  EXPECT_EQ(hashWith(1, "make"), hashWith(2, "make"));
  EXPECT_NE(hashWith(1, "make"), hashWith(1, "make all"));
}
