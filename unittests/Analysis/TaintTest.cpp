//===- TaintTest.cpp - Where untrusted text and secrets go ----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Analysis/Taint.h"
#include "../IR/TestWorkflow.h"
#include "plue/IR/EventFields.h"
#include <gmock/gmock.h>

using namespace plue;
using namespace plue::ir;
using analysis::Taint;

namespace {
struct TaintTest : testing::Test, TestWorkflow {
  ValueId issue() {
    TypeId type = plan.types().record("issue", {"number", "title"},
                                      {types::Int, types::Str});
    return build.named(OpKind::Event, type, {}, "issue");
  }
  ValueId title() {
    return build.named(OpKind::Field, types::Str, {issue()}, "title");
  }
  ValueId event(llvm::StringRef path) {
    return build.named(OpKind::Event, types::Str, {}, path);
  }
  ValueId secret(llvm::StringRef name) {
    return build.named(OpKind::Secret, types::Secret, {}, name);
  }
  ValueId concat(std::vector<ValueId> parts, TypeId type = types::Str) {
    return build.op(OpKind::Concat, type, parts);
  }
  std::string labelsOf(ValueId value) {
    return Taint(plan.plan(), build.workflow()).describe(value);
  }
};
} // namespace

//--- Sources ------------------------------------------------------------------

TEST_F(TaintTest, AFieldIsTrustedThoughItsRecordIsNot) {
  ValueId number = build.named(OpKind::Field, types::Int, {issue()}, "number");
  EXPECT_EQ(labelsOf(issue()), "untrusted: event.issue");
  EXPECT_EQ(labelsOf(title()), "untrusted: event.issue.title");
  EXPECT_EQ(labelsOf(number), "");
}

TEST_F(TaintTest, TheTableSaysWhichFieldsAreTrusted) {
  EXPECT_EQ(labelsOf(event("sha")), "");
  EXPECT_EQ(labelsOf(event("ref")), "untrusted: event.ref");
  EXPECT_TRUE(isUntrustedEventField("pull_request.head"));
  EXPECT_FALSE(isUntrustedEventField("pull_request.head.sha"));
  EXPECT_FALSE(isUntrustedEventField("repository"));
}

TEST_F(TaintTest, AFieldThatNobodyKnowsIsNotTrusted) {
  EXPECT_EQ(labelsOf(event("issues")), "untrusted: event.issues");
  EXPECT_EQ(labelsOf(event("")), "untrusted: event");
}

TEST_F(TaintTest, ASecretIsNamed) {
  EXPECT_EQ(labelsOf(secret("TOKEN")), "secret: secrets.TOKEN");
}

//--- Flows --------------------------------------------------------------------

TEST_F(TaintTest, TextKeepsItsLabels) {
  ValueId text = concat({title(), event("ref"), title()});
  ValueId words = build.named(OpKind::Method, plan.types().list(types::Str),
                              {text}, "split");
  EXPECT_EQ(labelsOf(words), "untrusted: event.issue.title, event.ref");
  ValueId both = concat({text, secret("TOKEN")}, types::Secret);
  EXPECT_EQ(labelsOf(both), "untrusted: event.issue.title, event.ref; "
                            "secret: secrets.TOKEN");
}

TEST_F(TaintTest, NobodyHidesACommandInANumber) {
  ValueId length = build.named(OpKind::Call, types::Int, {title()}, "len");
  EXPECT_EQ(labelsOf(length), "");
  EXPECT_EQ(labelsOf(build.truth(title())), "");
}

TEST_F(TaintTest, ASecretIsOneAsANumberToo) {
  ValueId length =
      build.named(OpKind::Call, types::Int,
                  {concat({title(), secret("TOKEN")}, types::Secret)}, "len");
  EXPECT_EQ(labelsOf(length), "secret: secrets.TOKEN");
}

TEST_F(TaintTest, AConditionLabelsNothing) {
  ValueId a = build.constantStr("a"), b = build.constantStr("b");
  ValueId condition = build.truth(title());
  EXPECT_EQ(labelsOf(build.op(OpKind::Select, types::Str, {condition, a, b})),
            "");
  EXPECT_EQ(
      labelsOf(build.op(OpKind::Select, types::Str, {condition, a, title()})),
      "untrusted: event.issue.title");
}

TEST_F(TaintTest, AStepEndsTheFlow) {
  StepId step = this->step("echo", {}, {}, concat({title(), title()}));
  EXPECT_EQ(labelsOf(stdoutOf(step)), "");
}

TEST_F(TaintTest, ManyOriginsAreNotAllNamed) {
  std::vector<ValueId> parts;
  for (unsigned i = 0; i != 7; ++i)
    parts.push_back(event("field" + std::to_string(i)));
  EXPECT_EQ(labelsOf(concat(parts)),
            "untrusted: event.field0, event.field1, event.field2, "
            "event.field3, … and 3 more");
  for (unsigned i = 7; i != Taint::MaxOrigins + 1; ++i)
    parts.push_back(event("field" + std::to_string(i)));
  EXPECT_EQ(labelsOf(concat(parts)),
            "untrusted: event.field0, event.field1, event.field2, "
            "event.field3, …");
}

TEST_F(TaintTest, ANameDoesNotEndTheLine) {
  EXPECT_EQ(labelsOf(secret("A\nB")), "secret: secrets.A?B");
}

//--- Loops --------------------------------------------------------------------

TEST_F(TaintTest, ItemsAreLabelledAsTheirList) {
  ForeachParams params = beginForeach(build.named(
      OpKind::Method, plan.types().list(types::Str), {title()}, "split"));
  build.endForeach({params.carried[0]});
  EXPECT_EQ(labelsOf(params.item), "untrusted: event.issue.title");
}

TEST_F(TaintTest, WhatIsCarriedComesRoundAgain) {
  ValueId empty = build.constantStr("");
  ForeachParams params = beginForeach(files(), {}, {empty, empty, empty});
  auto [go, first, second, third] =
      std::tuple(params.carried[0], params.carried[1], params.carried[2],
                 params.carried[3]);
  // The title takes two iterations to reach the first one.
  std::vector<ValueId> after = build.endForeach({go, second, title(), third});
  EXPECT_EQ(labelsOf(first), "untrusted: event.issue.title");
  EXPECT_EQ(labelsOf(after[1]), "untrusted: event.issue.title");
  EXPECT_EQ(labelsOf(third), "");
  EXPECT_EQ(labelsOf(after[3]), "");
}

//--- Reports ------------------------------------------------------------------

TEST_F(TaintTest, TheReportNamesWhatIsGivenWhat) {
  step("quiet");
  Step greet;
  greet.name = concat({build.constantStr("greet "), title()});
  greet.definition.shell = ShellKind::None;
  greet.definition.argv = {build.constantStr("echo"), title()};
  greet.definition.env = {{"TOKEN", secret("T")}};
  greet.definition.resultType = resultType();
  build.step(std::move(greet), std::nullopt);
  build.end({.isSuccess = false, .reason = title()});
  finish();
  std::string text;
  llvm::raw_string_ostream os(text);
  analysis::printFlows(plan.plan(), os);
  EXPECT_EQ(text, "workflow ci\n"
                  "  step_2\n"
                  "    argv[1]: untrusted: event.issue.title\n"
                  "    env.TOKEN: secret: secrets.T\n"
                  "    name: untrusted: event.issue.title\n"
                  "  fail\n"
                  "    reason: untrusted: event.issue.title\n");
}
