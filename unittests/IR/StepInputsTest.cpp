//===- StepInputsTest.cpp - What steps other than commands are given ------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/StepInputs.h"
#include "TestWorkflow.h"
#include "plue/IR/Printer.h"
#include "plue/IR/Verifier.h"
#include <gmock/gmock.h>

using namespace plue;
using namespace plue::ir;
using testing::HasSubstr;

namespace {
class StepInputsTest : public testing::Test {
protected:
  /// A workflow of one step with \p inputs, as far as the verifier is content.
  std::string fault(StepKind kind, ShortList<NamedValue> inputs,
                    TypeId result = value::types::Step) {
    Step step;
    step.name = str("step");
    step.definition.kind = kind;
    step.definition.inputs = std::move(inputs);
    step.definition.resultType = result;
    t.build.step(std::move(step), std::nullopt);
    t.finish();
    return llvm::toString(verify(t.plan.plan()));
  }
  ValueId str(llvm::StringRef text) { return t.build.constantStr(text); }
  ValueId num(int64_t number) {
    return t.build.constant({.kind = Constant::Int, .number = number});
  }
  TypeId text() { return t.plan.types().stepOf(value::types::Str); }

  TestWorkflow t;
};
} // namespace

TEST_F(StepInputsTest, TheTableSaysWhatThereIs) {
  EXPECT_TRUE(isCommand(StepKind::Shell));
  EXPECT_FALSE(isAction(StepKind::Shell));
  EXPECT_FALSE(isAction(StepKind::Check));
  for (unsigned i = unsigned(StepKind::Read); i != numStepKinds(); ++i) {
    EXPECT_TRUE(isAction(StepKind(i)));
    EXPECT_FALSE(isPseudo(StepKind(i)));
  }
  EXPECT_TRUE(hasValue(StepKind::GitLog));
  EXPECT_FALSE(hasValue(StepKind::Write));
}

TEST_F(StepInputsTest, InputsAreThoseOfTheTable) {
  EXPECT_EQ(fault(StepKind::ReviewComment,
                  {{"path", str("a")}, {"line", num(3)}, {"body", str("b")}}),
            "");
}

TEST_F(StepInputsTest, GapsAreFine) {
  EXPECT_EQ(fault(StepKind::GitDiff, {{"head", str("a")}}, text()), "");
}

TEST_F(StepInputsTest, WhatIsNeededMustBeThere) {
  EXPECT_THAT(fault(StepKind::Write, {{"path", str("a")}}),
              HasSubstr("step_1: it lacks the input `content`"));
}

TEST_F(StepInputsTest, OrderCounts) {
  EXPECT_THAT(
      fault(StepKind::Write, {{"content", str("a")}, {"path", str("a")}}),
      HasSubstr("it lacks the input `path`"));
}

TEST_F(StepInputsTest, NothingElseIsThere) {
  EXPECT_THAT(fault(StepKind::Comment, {{"body", str("a")}, {"to", str("b")}}),
              HasSubstr("an input that is unknown, or not in its place"));
}

TEST_F(StepInputsTest, CommandsTakeNone) {
  t.step("command");
  t.build.workflow().steps[0].definition.inputs = {{"path", str("a")}};
  t.finish();
  EXPECT_THAT(llvm::toString(verify(t.plan.plan())),
              HasSubstr("a command takes no inputs"));
}

TEST_F(StepInputsTest, TypesCount) {
  EXPECT_THAT(fault(StepKind::GitLog, {{"n", str("3")}},
                    t.plan.types().stepOf(value::types::Any)),
              HasSubstr("its input `n` is not of the right type"));
}

TEST_F(StepInputsTest, FilesMayHoldSecrets) {
  ValueId secret = t.build.named(OpKind::Secret, value::types::Secret, {}, "S");
  EXPECT_EQ(fault(StepKind::Write, {{"path", str("a")}, {"content", secret}}),
            "");
}

TEST_F(StepInputsTest, CommentsMayNot) {
  ValueId secret = t.build.named(OpKind::Secret, value::types::Secret, {}, "S");
  EXPECT_THAT(fault(StepKind::Comment, {{"body", secret}}),
              HasSubstr("its input `body` is not of the right type"));
}

TEST_F(StepInputsTest, WhatLooksHasAValue) {
  EXPECT_THAT(fault(StepKind::Read, {{"path", str("a")}}),
              HasSubstr("its result is not of its kind"));
}

TEST_F(StepInputsTest, WhatActsHasNone) {
  EXPECT_THAT(fault(StepKind::Approve, {}, text()),
              HasSubstr("its result is not of its kind"));
}

TEST_F(StepInputsTest, ValuesAreWhatTheStepLeaves) {
  Step step;
  step.name = str("step");
  step.definition.kind = StepKind::Read;
  step.definition.inputs = {{"path", str("a")}};
  step.definition.resultType = text();
  StepId read = t.build.step(std::move(step), std::nullopt);
  ValueId value = t.build.named(OpKind::Result, value::types::Int,
                                {t.handle(read)}, "value");
  t.kept.push_back({"value", value});
  t.finish();
  EXPECT_THAT(llvm::toString(verify(t.plan.plan())),
              HasSubstr("it is not what the step leaves behind"));
}

TEST_F(StepInputsTest, TheyAreShown) {
  EXPECT_EQ(fault(StepKind::Read, {{"path", str("a.md")}}, text()), "");
  std::string shown;
  llvm::raw_string_ostream os(shown);
  print(t.plan.plan(), os);
  EXPECT_THAT(shown, HasSubstr("= step read (path = %"));
  EXPECT_THAT(shown, HasSubstr("= step_of(str)"));
  shown.clear();
  printJson(t.plan.plan(), os);
  EXPECT_THAT(shown, HasSubstr("\"path\": \"a.md\""));
}
