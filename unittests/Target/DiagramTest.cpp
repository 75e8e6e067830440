//===- DiagramTest.cpp - What a picture of a workflow shows ---------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Diagram.h"
#include "TestWorkflow.h"
#include "plue/IR/Verifier.h"
#include <gmock/gmock.h>

using namespace plue;
using namespace plue::ir;
using namespace plue::target;

namespace {
class DiagramTest : public testing::Test {
protected:
  Diagram draw() {
    const Workflow &workflow = t.finish();
    EXPECT_EQ(llvm::toString(verify(t.plan.plan())), "");
    return drawWorkflow(t.plan.plan(), workflow);
  }
  /// A step that is given \p value.
  StepId reader(llvm::StringRef name, ValueId value) {
    StepId step = t.step(name);
    t.build.workflow().steps[step.index].definition.env = {{"X", value}};
    return step;
  }
  ValueId flag(llvm::StringRef name) { return t.input(name, types::Bool); }
  ValueId both(ValueId a, ValueId b) {
    return t.build.op(OpKind::And, types::Bool, {a, b});
  }

  TestWorkflow t;
};
} // namespace

/// `title(children)` in order; what follows from `<` is waited for: `a data`.
static std::string shape(const Diagram &diagram,
                         llvm::ArrayRef<uint32_t> children) {
  std::string text;
  for (uint32_t child : children) {
    const DiagramElement &element = diagram.elements[child];
    text += (text.empty() ? "" : " ") + element.title;
    if (element.isFrame())
      text += "(" + shape(diagram, element.children) + ")";
    for (DiagramEdge edge : element.edges)
      text += "<" + diagram.elements[edge.from].title +
              (edge.kind == EdgeKind::Data    ? ":data"
               : edge.kind == EdgeKind::Guard ? ":guard"
                                              : "");
  }
  return text;
}

static std::string shape(const Diagram &diagram) {
  return shape(diagram, diagram.roots);
}

TEST_F(DiagramTest, OrderThatFollowsIsNotDrawn) {
  StepId a = t.step("a"), b = t.step("b", {{a}});
  t.step("c", {{a, b}});
  EXPECT_EQ(shape(draw()), "a b<a c<b");
}

TEST_F(DiagramTest, DataIsDrawnThoughItFollows) {
  StepId a = t.step("a");
  t.step("b");
  reader("c", t.stdoutOf(a));
  EXPECT_EQ(shape(draw()), "a b<a c<a:data<b");
}

TEST_F(DiagramTest, GuardsAreDrawnWhereTheyAreShown) {
  StepId a = t.step("a");
  t.step("b", {}, t.succeeded(a));
  Diagram diagram = draw();
  EXPECT_EQ(shape(diagram), "a b<a:guard");
  EXPECT_EQ(diagram.elements[1].condition, "steps.a.exit_code == 0");
}

TEST_F(DiagramTest, WhatHasTheSameEdgesStandsInAFrame) {
  StepId a = t.step("a");
  StepId b = t.step("b", {{a}}), c = t.step("c", {{a}}), d = t.step("d", {{a}});
  t.step("e", {{b, c}});
  t.step("f", {{d}});
  EXPECT_EQ(shape(draw()), "a parallel(b c)<a d<a e<parallel f<d");
}

TEST_F(DiagramTest, ChecksAreNotShown) {
  StepId a = t.step("a");
  t.build.check(t.stdoutOf(a), {});
  t.step("b", {std::vector<StepId>()});
  EXPECT_EQ(shape(draw()), "a b<a");
}

TEST_F(DiagramTest, EdgesToALoopAreThoseOfItsFrame) {
  StepId a = t.step("a");
  ForeachParams p = t.beginForeach(t.files());
  reader("b", t.stdoutOf(a));
  t.step("c");
  t.build.endForeach(p.carried);
  t.step("d");
  EXPECT_EQ(shape(draw()), "a for each item of ctx.inputs.files(b c<b)<a:data "
                           "d<for each item of ctx.inputs.files");
}

TEST_F(DiagramTest, ALoopWithoutStepsHasAFrame) {
  ForeachParams p = t.beginForeach(t.files());
  t.build.check(p.item, {});
  t.build.endForeach(p.carried);
  EXPECT_EQ(shape(draw()), "for each item of ctx.inputs.files()");
}

TEST_F(DiagramTest, ConditionsLeaveOutWhatTheLoopHasChecked) {
  ValueId deep = flag("deep");
  ForeachParams p = t.beginForeach(t.files(), deep);
  t.step("a", {}, both(deep, flag("fast")));
  t.build.endForeach(p.carried);
  Diagram diagram = draw();
  EXPECT_EQ(diagram.elements[0].condition, "ctx.inputs.deep");
  EXPECT_EQ(diagram.elements[1].condition, "ctx.inputs.fast");
}

TEST_F(DiagramTest, ConditionsLeaveOutThatTheRunGoesOn) {
  StepId a = t.step("a");
  ValueId bad = flag("bad");
  t.build.end(
      {.isSuccess = false, .when = bad, .reason = t.build.constantStr("no")});
  ValueId good = t.build.op(OpKind::Not, types::Bool, {bad});
  t.step("b", {{a}}, good);
  Diagram diagram = draw();
  EXPECT_EQ(shape(diagram), "a b<a fail<a");
  EXPECT_EQ(diagram.elements[1].condition, "");
  EXPECT_EQ(diagram.elements[2].condition, "ctx.inputs.bad");
  EXPECT_EQ(diagram.elements[2].detail, "no");
}

TEST_F(DiagramTest, ConditionsLeaveOutPartsOfTheGuardsOfEnds) {
  ValueId deep = flag("deep"), bad = flag("bad");
  t.build.end({.isSuccess = false,
               .when = both(deep, bad),
               .reason = t.build.constantStr("no")});
  ValueId good = t.build.op(OpKind::Not, types::Bool, {bad});
  t.step("a", {}, both(deep, good));
  // Nothing has said so where the run may not have come by the end.
  t.step("b", {}, both(flag("fast"), good));
  Diagram diagram = draw();
  EXPECT_EQ(diagram.elements[0].condition, "ctx.inputs.deep");
  EXPECT_EQ(diagram.elements[1].condition,
            "ctx.inputs.fast and not ctx.inputs.bad");
}

TEST_F(DiagramTest, TheEndFollowsWhatComesLast) {
  StepId a = t.step("a", {std::vector<StepId>()});
  t.step("b", {{a}});
  t.keep(t.stdoutOf(a));
  EXPECT_EQ(shape(draw()), "a b<a success<b");
}

TEST_F(DiagramTest, ManyStepsTakeNoTime) {
  // Two stages with an edge from each step of one to each of the other would be
  // a square of edges; the chain has a long way back.
  std::vector<StepId> first, second;
  for (int i = 0; i != 300; ++i)
    first.push_back(t.step("a" + std::to_string(i), {std::vector<StepId>()}));
  for (int i = 0; i != 300; ++i)
    second.push_back(t.step("b" + std::to_string(i), first));
  t.step("c", second);
  for (int i = 0; i != 3000; ++i)
    t.step("d" + std::to_string(i));
  Diagram diagram = draw();
  size_t numEdges = 0;
  for (const DiagramElement &element : diagram.elements)
    numEdges += element.edges.size();
  EXPECT_EQ(numEdges, 3002u);
}
