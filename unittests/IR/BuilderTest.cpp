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

//--- Checks -------------------------------------------------------------------

TEST(WorkflowBuilder, ChecksUnderOneGuardAreOneStep) {
  TestWorkflow t;
  ValueId a = t.input("a"), b = t.input("b"), go = t.input("go", types::Bool);
  t.build.check(a, {});
  t.build.check({a, b}, {});
  t.build.check(b, go);
  t.step("s");
  t.build.check(a, {});
  const Workflow &w = t.finish();
  ASSERT_EQ(w.steps.size(), 4u);
  EXPECT_EQ(w.steps[0].definition.kind, StepKind::Check);
  EXPECT_EQ(w.steps[0].definition.inputs.size(), 2u);
  EXPECT_EQ(w.op(w.steps[1].when).kind, OpKind::Input);
  EXPECT_EQ(w.steps[1].definition.inputs.size(), 1u);
  EXPECT_EQ(w.steps[3].definition.inputs.size(), 1u);
  EXPECT_EQ(stepName(w, StepId(2)), "step_1");
  EXPECT_EQ(w.numSteps, 1u);
}

TEST(WorkflowBuilder, ValuesOfChecksStandBeforeThem) {
  TestWorkflow t;
  t.build.check(t.input("a"), {});
  t.build.check(t.input("b"), {});
  const Workflow &w = t.finish();
  ASSERT_EQ(w.steps.size(), 1u);
  for (const NamedValue &input : w.steps[0].definition.inputs)
    EXPECT_LT(input.value, w.steps[0].op);
}

//--- Regions ------------------------------------------------------------------

TEST(WorkflowBuilder, BodiesStandBehindTheirForeach) {
  TestWorkflow t;
  ValueId go = t.input("go", types::Bool);
  ForeachParams params = t.beginForeach(t.files(), go);
  t.input("unused");
  StepId body = t.step("body", {}, {}, params.item);
  std::vector<ValueId> after = t.build.endForeach(params.carried);
  EXPECT_EQ(after.size(), 1u);
  t.step("after");
  const Workflow &w = t.finish();
  ASSERT_EQ(w.regions.size(), 1u);
  const Region &region = w.regions[0];
  EXPECT_EQ(w.ops[region.firstOp - 2].kind, OpKind::Step);
  EXPECT_EQ(w.ops[region.firstOp - 1].kind, OpKind::Foreach);
  EXPECT_EQ(w.ops[region.firstOp].kind, OpKind::Param);
  EXPECT_EQ(w.ops[region.firstOp + 1].kind, OpKind::Param);
  EXPECT_EQ(region.step, StepId(0));
  EXPECT_EQ(w.op(w.steps[0].when).kind, OpKind::Input);
  EXPECT_EQ(region.firstStep, 1u);
  EXPECT_EQ(region.endStep, 2u);
  EXPECT_LT(w.steps[body.index].op.index, region.endOp);
  EXPECT_EQ(region.endOp, w.steps[body.index].op.index + 1);
  EXPECT_EQ(region.yields[0], ValueId(region.firstOp + 1));
  EXPECT_FALSE(region.parent);
}

TEST(WorkflowBuilder, ValuesOfABodyAreNotFoundOutside) {
  TestWorkflow t;
  ValueId outer = t.input("a");
  ForeachParams params = t.beginForeach(t.files());
  ValueId inner = t.input("b");
  EXPECT_EQ(t.input("a"), outer);
  EXPECT_EQ(t.input("b"), inner);
  t.build.endForeach(params.carried);
  EXPECT_EQ(t.input("a"), outer);
  EXPECT_NE(t.input("b"), inner);
}

TEST(WorkflowBuilder, ARollbackForgetsEverything) {
  TestWorkflow t;
  StepId a = t.step("a"), b = t.step("b");
  t.build.check(t.input("before"), {});
  WorkflowBuilder::Mark mark = t.build.mark();
  auto build = [&] {
    t.build.check(t.input("x"), {});
    ForeachParams params = t.beginForeach(t.files());
    t.step("body", {}, {}, params.item);
    ForeachParams inner = t.beginForeach(t.files());
    t.build.endForeach(inner.carried);
    t.build.endForeach(params.carried);
    t.build.parallel({a, b});
    t.build.end({.isSuccess = true, .when = {}, .reason = {}, .outputs = {}});
    t.build.check(t.input("y"), {});
  };
  build();
  t.build.rollback(mark);
  Workflow &w = t.build.workflow();
  EXPECT_EQ(w.steps.size(), 3u);
  EXPECT_EQ(w.ops.size(), mark.ops);
  EXPECT_EQ(w.operandPool.size(), mark.operands);
  EXPECT_EQ(w.locations.size(), mark.ops);
  EXPECT_TRUE(w.regions.empty());
  EXPECT_TRUE(w.ends.empty());
  ValueId x = t.input("x");
  EXPECT_EQ(x.index, mark.ops) << "the earlier one must not be found";
  t.keep(x);
  EXPECT_EQ(edgesOf(t.finish(), b), "0:order") << "no group is left";
}

TEST(WorkflowBuilder, ABodyCanBeBuiltTwice) {
  auto build = [](unsigned times) {
    TestWorkflow t;
    for (unsigned i = 0; i != times; ++i) {
      WorkflowBuilder::Mark mark = t.build.mark();
      ForeachParams params = t.beginForeach(t.files());
      t.step("body", {}, {}, params.item);
      if (i + 1 != times)
        t.build.rollback(mark);
      else
        t.build.endForeach(params.carried);
    }
    t.finish();
    return specHash(t.plan.plan());
  };
  EXPECT_EQ(build(1), build(3));
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
