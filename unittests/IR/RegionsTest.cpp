//===- RegionsTest.cpp - Loops among the steps of a workflow --------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/Regions.h"
#include "TestWorkflow.h"
#include "plue/IR/Printer.h"
#include "plue/IR/StepInputs.h"
#include "plue/IR/Verifier.h"
#include <gmock/gmock.h>

using namespace plue;
using namespace plue::ir;
using testing::HasSubstr;

namespace {
class RegionsTest : public testing::Test {
protected:
  /// Finishes the workflow, which must be sound.
  const Workflow &finish() {
    const Workflow &w = t.finish();
    EXPECT_EQ(fault(), "");
    return w;
  }
  std::string fault() { return llvm::toString(verify(t.plan.plan())); }
  StepId stepOf(const Workflow &w, uint32_t region) {
    return w.regions[region].step;
  }
  /// A step that only looks at the workspace, and what it finds.
  StepId quiet(llvm::StringRef name) {
    Step step;
    step.name = t.build.constantStr(name);
    step.definition.kind = StepKind::GitDiff;
    step.definition.inputs = {{"base", t.build.constantStr("main")}};
    step.definition.resultType = t.plan.types().stepOf(types::Str);
    return t.build.step(std::move(step), std::nullopt);
  }
  ValueId valueOf(StepId quiet) { return t.stdoutOf(quiet); }
  ValueId isX(ValueId value) {
    return t.build.op(OpKind::CmpEq, types::Bool,
                      {value, t.build.constantStr("x")});
  }
  std::string shown(const Workflow &w, StepId step) {
    ShownEdges edges = plannedEdges(w);
    std::string text;
    for (StepId from : edges.of(step))
      text += (text.empty() ? "" : " ") + stepName(w, from);
    return text;
  }

  TestWorkflow t;
};
} // namespace

//--- Order --------------------------------------------------------------------

TEST_F(RegionsTest, ARegionIsOneStepToThoseAround) {
  StepId before = t.step("before");
  ForeachParams p = t.beginForeach(t.files());
  StepId a = t.step("a", {}, {}, {}), b = t.step("b");
  t.build.endForeach(p.carried);
  StepId after = t.step("after");
  const Workflow &w = finish();
  EXPECT_EQ(edgesOf(w, stepOf(w, 0)), "0:order");
  EXPECT_EQ(edgesOf(w, a), "");
  EXPECT_EQ(edgesOf(w, b), "2:order");
  EXPECT_EQ(edgesOf(w, after), "1:order");
  EXPECT_EQ(shown(w, before), "");
  EXPECT_EQ(shown(w, a), "step_1");
  EXPECT_EQ(shown(w, b), "step_2");
  EXPECT_EQ(shown(w, after), "step_3");
}

TEST_F(RegionsTest, ARegionWaitsForWhatItsBodyNeeds) {
  StepId r1 = quiet("r1"), r2 = quiet("r2"), r3 = quiet("r3"), r4 = quiet("r4"),
         r5 = quiet("r5");
  ForeachParams p = t.beginForeach(valueOf(r1), isX(valueOf(r2)), valueOf(r3));
  ForeachParams inner = t.beginForeach(t.files());
  ValueId guard = isX(valueOf(r4)), name = valueOf(r5);
  StepId s = quiet("s");
  t.build.workflow().steps[s.index].when = guard;
  t.build.workflow().steps[s.index].name = name;
  t.build.workflow().steps[s.index].policy.cacheKey = p.carried[1];
  t.build.endForeach(inner.carried);
  t.build.endForeach(p.carried);
  const Workflow &w = finish();
  EXPECT_EQ(edgesOf(w, stepOf(w, 0)), "0:data 1:guard 2:data 3:data 4:data");
  EXPECT_EQ(edgesOf(w, stepOf(w, 1)), "");
  EXPECT_EQ(edgesOf(w, s), "");
}

TEST_F(RegionsTest, UsersOfWhatIsCarriedWaitForTheRegion) {
  ValueId init = t.input("first");
  ForeachParams p = t.beginForeach(t.files(), {}, init);
  StepId a = quiet("a");
  std::vector<ValueId> after = t.build.endForeach({p.carried[0], valueOf(a)});
  StepId user = t.step("user", {}, {}, {});
  ValueId name = after[1];
  t.build.workflow().steps[user.index].name = name;
  StepId reader = quiet("reader");
  const Workflow &w = finish();
  EXPECT_EQ(edgesOf(w, user), "0:data+order");
  EXPECT_EQ(edgesOf(w, reader), "2:order");
}

TEST_F(RegionsTest, WhatConflictsWithNothingWaitsForNothing) {
  quiet("r");
  ForeachParams p = t.beginForeach(t.files());
  quiet("a");
  t.build.endForeach(p.carried);
  StepId after = quiet("after");
  const Workflow &w = finish();
  EXPECT_EQ(edgesOf(w, stepOf(w, 0)), "");
  EXPECT_EQ(edgesOf(w, after), "");
}

TEST_F(RegionsTest, DependsOnStepsOfARegionIsOnTheRegion) {
  ForeachParams p = t.beginForeach(t.files());
  ForeachParams q = t.beginForeach(t.files());
  StepId a = t.step("a");
  t.build.endForeach(q.carried);
  StepId b = t.step("b", {{a}});
  t.build.endForeach(p.carried);
  StepId other = t.step("other", {std::vector<StepId>()});
  StepId c = t.step("c", {{a}});
  const Workflow &w = finish();
  EXPECT_EQ(edgesOf(w, b), "1:order");
  EXPECT_EQ(edgesOf(w, other), "");
  EXPECT_EQ(edgesOf(w, c), "0:order");
  EXPECT_TRUE(w.steps[b.index].hasDependsOn);
  EXPECT_FALSE(w.steps[c.index].hasDependsOn) << "edges say it all";
}

TEST_F(RegionsTest, StepsOfARegionMayDependOnOnesBefore) {
  StepId a = t.step("a");
  ForeachParams p = t.beginForeach(t.files());
  StepId b = t.step("b", {{a}});
  t.build.endForeach(p.carried);
  const Workflow &w = finish();
  EXPECT_EQ(edgesOf(w, b), "");
  EXPECT_EQ(edgesOf(w, stepOf(w, 0)), "0:order");
}

TEST_F(RegionsTest, ARegionWithDependsOnThroughoutDoesNotFollowProgramOrder) {
  t.step("a");
  ForeachParams p = t.beginForeach(t.files());
  t.step("b", {std::vector<StepId>()});
  t.build.endForeach(p.carried);
  const Workflow &w = finish();
  EXPECT_EQ(edgesOf(w, stepOf(w, 0)), "");
}

TEST_F(RegionsTest, ARegionIsInTheGroupsThatAllItsStepsAreIn) {
  StepId a = t.step("a");
  ForeachParams p = t.beginForeach(t.files());
  StepId b = t.step("b"), c = t.step("c");
  t.build.endForeach(p.carried);
  ForeachParams q = t.beginForeach(t.files());
  StepId d = t.step("d");
  t.step("e");
  t.build.endForeach(q.carried);
  t.build.parallel({a, b, c, d});
  const Workflow &w = finish();
  EXPECT_EQ(edgesOf(w, stepOf(w, 0)), "");
  EXPECT_EQ(edgesOf(w, c), "");
  EXPECT_EQ(edgesOf(w, stepOf(w, 1)), "0:order 1:order")
      << "`e` is in no group";
}

//--- Checks -------------------------------------------------------------------

TEST_F(RegionsTest, ChecksWaitForTheirNeedsAndAllWaitForThem) {
  t.step("a");
  StepId b = quiet("b");
  t.build.check(valueOf(b), {});
  StepId c = quiet("c");
  StepId d = t.step("d", {std::vector<StepId>()});
  t.build.check(t.input("x"), {});
  StepId e = t.step("e");
  const Workflow &w = finish();
  StepId first(2), second(5);
  EXPECT_EQ(edgesOf(w, first), "1:data");
  EXPECT_EQ(edgesOf(w, c), "2:order") << "which waits for `b`";
  EXPECT_EQ(edgesOf(w, d), "2:order");
  EXPECT_EQ(edgesOf(w, second), "2:order");
  EXPECT_EQ(edgesOf(w, e), "3:order 4:order 5:order");
  EXPECT_EQ(shown(w, c), "step_2");
  EXPECT_EQ(shown(w, e), "step_3 step_4");
}

TEST_F(RegionsTest, ChainsOfChecksAreShownBriefly) {
  std::vector<StepId> steps;
  for (int i = 0; i != 5; ++i) {
    steps.push_back(t.step("s"));
    t.build.check(t.stdoutOf(steps.back()), {});
  }
  const Workflow &w = finish();
  for (int i = 1; i != 5; ++i)
    EXPECT_EQ(shown(w, steps[i]), "step_" + std::to_string(i));
}

TEST_F(RegionsTest, ChecksInARegionHoldUpWhatComesAfter) {
  ForeachParams p = t.beginForeach(t.files());
  t.build.check(p.item, {});
  StepId a = quiet("a");
  t.build.endForeach(p.carried);
  StepId b = quiet("b");
  const Workflow &w = finish();
  EXPECT_EQ(edgesOf(w, a), "1:order");
  EXPECT_EQ(edgesOf(w, b), "0:order");
  EXPECT_EQ(shown(w, b), "step_1");
}

//--- Digests and keys ---------------------------------------------------------

TEST_F(RegionsTest, WhatComesAfterChangesWithTheBody) {
  auto digests = [](llvm::StringRef script, llvm::StringRef list) {
    TestWorkflow t;
    ForeachParams p = t.beginForeach(t.input(list));
    t.step("a", {}, {}, t.build.constantStr(script));
    t.step("b", {}, {}, p.item);
    t.build.endForeach(p.carried);
    t.step("after");
    t.finish();
    return std::vector<Digest>{t.digests()[2], t.digests()[3]};
  };
  EXPECT_EQ(digests("x", "l"), digests("x", "l"));
  EXPECT_NE(digests("x", "l")[1], digests("y", "l")[1]);
  EXPECT_NE(digests("x", "l")[0], digests("x", "m")[0]) << "the item's list";
}

TEST_F(RegionsTest, PseudoStepsHaveNoKeysAndNoNumbers) {
  t.build.check(t.input("x"), {});
  StepId check = quiet("check");
  ForeachParams p = t.beginForeach(t.files());
  StepId body = t.step("body");
  t.build.endForeach(p.carried);
  const Workflow &w = finish();
  EXPECT_EQ(w.steps[0].key, "");
  EXPECT_EQ(w.steps[check.index].key, "check");
  EXPECT_EQ(stepName(w, body), "step_2");
  EXPECT_EQ(w.numSteps, 2u);
}

//--- Text ---------------------------------------------------------------------

TEST_F(RegionsTest, RegionsArePrintedNested) {
  ForeachParams p = t.beginForeach(t.files());
  ForeachParams q = t.beginForeach(t.files(), {}, t.input("x"));
  t.build.check(q.item, {});
  t.step("body", {}, {}, {});
  t.build.endForeach(q.carried);
  t.build.endForeach(p.carried);
  finish();
  std::string text;
  llvm::raw_string_ostream os(text);
  print(t.plan.plan(), os, {.locations = false});
  EXPECT_THAT(text, HasSubstr("  %2 = step foreach : step\n"
                              "  %3 = foreach %4: str in %files iter (%5: bool "
                              "= %1) : !9 {\n"))
      << text;
  EXPECT_THAT(text, HasSubstr("\n      yield %10, %11\n    }\n"
                              "    yield %5\n  }\n"))
      << text;
}

TEST_F(RegionsTest, JsonShowsWhatPeopleSee) {
  StepId a = t.step("a");
  t.build.check(t.stdoutOf(a), {});
  ForeachParams p = t.beginForeach(t.files());
  StepId s = t.step("b");
  t.build.workflow().steps[s.index].name = p.item;
  t.build.endForeach(p.carried);
  finish();
  std::string text;
  llvm::raw_string_ostream os(text);
  printJson(t.plan.plan(), os);
  auto json = llvm::cantFail(llvm::json::parse(text));
  const auto &steps =
      *(*json.getAsObject()->getArray("workflows"))[0].getAsObject()->getArray(
          "steps");
  ASSERT_EQ(steps.size(), 2u);
  const llvm::json::Object &body = *steps[1].getAsObject();
  EXPECT_EQ(body.getString("id"), "step_2");
  EXPECT_EQ(body.getString("foreach"), "ctx.inputs.files");
  EXPECT_EQ(body.getString("name"), "{{ item }}");
  EXPECT_EQ(*body.get("depends_on"),
            llvm::json::Value(llvm::json::Array({"step_1"})));
  EXPECT_EQ(steps[0].getAsObject()->get("foreach"), nullptr);
}

//--- Broken regions -----------------------------------------------------------

namespace {
/// A loop in a loop, sound until a test breaks it.
class BrokenRegionTest : public RegionsTest {
protected:
  BrokenRegionTest() {
    before = t.step("before");
    ForeachParams p = t.beginForeach(t.files(), {}, t.input("x"));
    outer = t.step("outer", {}, {}, {});
    ForeachParams q = t.beginForeach(t.files());
    t.build.check(q.item, {});
    inner = t.step("inner", {}, {}, {});
    t.build.parallel({inner});
    t.build.endForeach(q.carried);
    t.build.endForeach({p.carried[0], t.stdoutOf(outer)});
    t.keep(t.stdoutOf(t.step("after")));
    t.finish();
  }
  Workflow &w() { return t.plan.plan().workflows.front(); }
  Region &region(uint32_t i) { return w().regions[i]; }

  StepId before, outer, inner;
};
} // namespace

TEST_F(BrokenRegionTest, TheLoopIsSound) { EXPECT_EQ(fault(), ""); }

TEST_F(BrokenRegionTest, RegionsLieWhereTheirOperationsAre) {
  auto faultWith = [&](uint32_t Region::*field, uint32_t which, int change) {
    uint32_t &number = region(which).*field;
    number += change;
    std::string result = fault();
    number -= change;
    return result;
  };
  EXPECT_THAT(faultWith(&Region::firstOp, 0, 1), HasSubstr("not lie behind"));
  EXPECT_THAT(faultWith(&Region::firstOp, 1, -1), HasSubstr("not lie behind"));
  EXPECT_THAT(faultWith(&Region::endOp, 0, 1000), HasSubstr("not lie behind"));
  EXPECT_THAT(faultWith(&Region::endOp, 0, -1), HasSubstr("is not there"));
  EXPECT_THAT(faultWith(&Region::endOp, 0, -1000), HasSubstr("not lie behind"));
  EXPECT_THAT(faultWith(&Region::firstStep, 1, 1), HasSubstr("another step"));
  EXPECT_THAT(faultWith(&Region::endStep, 1, 1), HasSubstr("its last step"));
  EXPECT_THAT(faultWith(&Region::firstGroup, 0, 9), HasSubstr("not its own"));
  EXPECT_THAT(faultWith(&Region::endGroup, 1, 9), HasSubstr("not its own"));
}

TEST_F(BrokenRegionTest, RegionsBelongToTheirSteps) {
  region(1).step = before;
  EXPECT_THAT(fault(), HasSubstr("does not stand behind its step"));
}

TEST_F(BrokenRegionTest, RegionsAreWhereTheySayTheyAre) {
  region(1).parent = RegionId();
  EXPECT_THAT(fault(), HasSubstr("said to be in another one"));
}

TEST_F(BrokenRegionTest, StepsThatRunRegionsHaveOne) {
  w().steps[before.index].definition = w().steps[1].definition;
  EXPECT_THAT(fault(), HasSubstr("runs no region"));
}

TEST_F(BrokenRegionTest, ParamsStandAtTheBegin) {
  Op &param = w().ops[region(0).firstOp + 1];
  param.kind = OpKind::Const;
  EXPECT_NE(fault(), "");
  param.kind = OpKind::Param;
  w().ops.back() = {.kind = OpKind::Param,
                    .type = types::Str,
                    .firstOperand = uint32_t(w().operandPool.size())};
  w().ends.clear();
  EXPECT_THAT(fault(), HasSubstr("not stand at the begin of a region"));
}

TEST_F(BrokenRegionTest, ValuesStayInTheirRegion) {
  Step &last = w().steps.back();
  last.name = w().steps[outer.index].name;
  EXPECT_THAT(fault(), HasSubstr("its name is not a str defined before it"));
  last.name = ValueId();
  EXPECT_EQ(fault(), "");
  for (ValueId &operand : w().operandPool)
    if (operand == last.op)
      operand = w().steps[outer.index].op;
  EXPECT_THAT(fault(), HasSubstr("operand 0 cannot be seen from here"));
}

TEST_F(BrokenRegionTest, ALoopIsNotThereBeforeItsEnd) {
  ValueId loop(region(0).firstOp - 1);
  std::vector<ValueId> yields = region(0).yields;
  region(0).yields = {yields[0], loop};
  EXPECT_THAT(fault(), HasSubstr("yields a value 1 that is not there"));
  region(0).yields = yields;
  for (const Op &op : w().ops)
    if (op.kind == OpKind::Result &&
        w().operandPool[op.firstOperand] == w().steps[outer.index].op)
      w().operandPool[op.firstOperand] = ValueId(loop.index - 1);
  EXPECT_THAT(fault(), HasSubstr("operand 0 cannot be seen from here"));
}

TEST_F(BrokenRegionTest, YieldsAreVisibleAndOfTheRightType) {
  Region &r = region(0);
  std::vector<ValueId> yields = r.yields;
  r.yields[0] = yields[1];
  EXPECT_THAT(fault(), HasSubstr("yields a value 0 of another type"));
  r.yields = {yields[0], w().steps[inner.index].name};
  EXPECT_THAT(fault(), HasSubstr("yields a value 1 that is not there"));
  r.yields = {yields[0], ValueId(r.endOp + 1)};
  EXPECT_THAT(fault(), HasSubstr("yields a value 1 that is not there"));
  r.yields = {yields[0], ValueId()};
  EXPECT_THAT(fault(), HasSubstr("yields a value 1 that is not there"));
  r.yields = {yields[0]};
  EXPECT_THAT(fault(), HasSubstr("does not yield what it carries"));
}

TEST_F(BrokenRegionTest, EdgesDoNotCrossBorders) {
  llvm::SmallVector<Edge, 1> &deps = w().steps[inner.index].deps;
  auto before = deps;
  deps.insert(deps.begin(), Edge{.from = outer, .kinds = 2});
  EXPECT_THAT(fault(), HasSubstr("waits for a step of another region"));
}

TEST_F(BrokenRegionTest, RegionsWaitForWhatTheirBodyNeeds) {
  w().steps[inner.index].when = ValueId();
  w().steps[1].deps.clear();
  EXPECT_EQ(fault(), "") << "order is the front end's to say";
  ValueId stdoutOfBefore;
  w().steps[1].deps = {};
  for (uint32_t i = 0; i != w().ops.size(); ++i)
    if (w().ops[i].kind == OpKind::Result &&
        w().operands(ValueId(i))[0] == w().steps[outer.index].op)
      stdoutOfBefore = ValueId(i);
  ASSERT_TRUE(bool(stdoutOfBefore));
  w().operandPool[w().op(stdoutOfBefore).firstOperand] =
      w().steps[before.index].op;
  EXPECT_THAT(fault(), HasSubstr("whose result it needs"));
}

TEST_F(BrokenRegionTest, PseudoStepsHaveNoShape) {
  auto faultWith = [&](auto change) {
    Step saved = w().steps[1];
    change(w().steps[1]);
    std::string result = fault();
    w().steps[1] = saved;
    return result;
  };
  EXPECT_THAT(faultWith([](Step &s) { s.key = "k"; }),
              HasSubstr("no step to people, but has"));
  EXPECT_THAT(faultWith([](Step &s) { s.definition.image = "alpine"; }),
              HasSubstr("no step to people, but has"));
  EXPECT_THAT(faultWith([](Step &s) { s.policy.continueOnError = true; }),
              HasSubstr("no step to people, but is"));
  EXPECT_THAT(faultWith([](Step &s) { s.groups = {0}; }),
              HasSubstr("no step to people, but is"));
  EXPECT_THAT(faultWith([](Step &s) {
                s.definition.inputs.push_back({"", ValueId(0)});
              }),
              HasSubstr("a region has no inputs"));
}

TEST_F(BrokenRegionTest, ChecksHaveValues) {
  Step &check = w().steps[inner.index - 1];
  ASSERT_EQ(check.definition.kind, StepKind::Check);
  check.definition.inputs[0].name = "x";
  EXPECT_THAT(fault(), HasSubstr("what it checks is not defined"));
  check.definition.inputs.clear();
  EXPECT_THAT(fault(), HasSubstr("it checks nothing"));
}

TEST_F(BrokenRegionTest, GroupsAreInOrderAndInRegions) {
  w().steps[inner.index].groups = {1, 1};
  EXPECT_THAT(fault(), HasSubstr("parallel groups are not in order"));
  w().steps[inner.index].groups = {};
  w().steps[before.index].hasDependsOn = true;
  EXPECT_THAT(fault(), HasSubstr("but it is in no region"));
}

TEST_F(BrokenRegionTest, DepthIsLimited) {
  TestWorkflow deep;
  for (uint32_t i = 0; i != MaxRegionDepth + 1; ++i)
    deep.beginForeach(deep.files());
  for (uint32_t i = 0; i != MaxRegionDepth + 1; ++i) {
    const Workflow &w = deep.build.workflow();
    uint32_t depth = MaxRegionDepth - i;
    deep.build.endForeach(ValueId(w.regions[depth].firstOp + 1));
  }
  deep.finish();
  EXPECT_THAT(llvm::toString(verify(deep.plan.plan())),
              HasSubstr("more than 32 regions are nested"));
}
