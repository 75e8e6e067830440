//===- EvaluatorTest.cpp - Values that only a run knows -------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "TestPlan.h"
#include "plue/Value/Ops.h"
#include "gmock/gmock.h"

using namespace plue;
using namespace plue::exec;
using ir::OpKind;
using testing::HasSubstr;
using testing::StartsWith;

namespace {
class EvaluatorTest : public PlanTest {
protected:
  /// The `repr` of a value, or the error.
  std::string eval(ValueId value) {
    output(value);
    return evalOutput();
  }
  std::string evalOutput() {
    Evaluator evaluator(plan(), workflow(), inputs);
    for (const auto &[step, result] : results)
      evaluator.setResult(step, result);
    return evalWith(evaluator);
  }
  std::string evalWith(Evaluator &evaluator) {
    auto json = evaluator.evaluateJson(workflow().ends[0].outputs[0].value);
    if (!json)
      return llvm::toString(json.takeError());
    return llvm::formatv("{0}", *json);
  }
  /// An operation that raises when it is looked at.
  ValueId bomb() {
    return op(OpKind::CmpLt, types::Bool,
              {named(OpKind::Event, types::Any, "text"),
               named(OpKind::Event, types::Any, "number")});
  }

  void SetUp() override {
    inputs.event = llvm::json::Object{
        {"text", "a"},
        {"number", 7},
        {"yes", true},
        {"no", false},
        {"empty", ""},
        {"pull_request", llvm::json::Object{{"title", "T"}, {"body", nullptr}}},
    };
  }
  ValueId event(llvm::StringRef name, value::TypeId type = types::Str) {
    return named(OpKind::Event, type, name);
  }

  std::vector<std::pair<StepId, StepResult>> results;
};
} // namespace

TEST_F(EvaluatorTest, EventFields) { EXPECT_EQ(eval(event("text")), "\"a\""); }

TEST_F(EvaluatorTest, AMissingFieldIsNone) {
  EXPECT_EQ(eval(event("nothing", typeStore().optional(types::Str))), "null");
}

TEST_F(EvaluatorTest, FieldsOfRecords) {
  auto record = typeStore().record("pr", {"title"}, {types::Str});
  EXPECT_EQ(eval(named(OpKind::Field, types::Str, "title",
                       {event("pull_request", record)})),
            "\"T\"");
}

TEST_F(EvaluatorTest, FieldOfNoneRaises) {
  auto record = typeStore().record("pr", {"title"}, {types::Str});
  EXPECT_EQ(
      eval(named(OpKind::Field, types::Str, "title", {event("issue", record)})),
      "AttributeError: 'NoneType' object has no attribute 'title'");
}

TEST_F(EvaluatorTest, InputsAndTheirDefaults) {
  ir::Trigger trigger{.kind = ir::TriggerKind::Manual};
  auto big = planBuilder.constant({.kind = ir::Constant::BigInt,
                                   .text = "-123456789012345678901234567890"});
  trigger.inputs = {{.name = "given", .type = types::Str, .defaultValue = {}},
                    {.name = "big", .type = types::Int, .defaultValue = big}};
  builder.workflow().triggers.push_back(trigger);
  inputs.inputs.try_emplace("given", "x");
  output(op(OpKind::MakeTuple, typeStore().tuple({types::Str, types::Str}),
            {named(OpKind::Input, types::Str, "given"),
             op(OpKind::Str, types::Str,
                {named(OpKind::Input, types::Int, "big")})}));
  EXPECT_EQ(evalOutput(), "[\"x\",\"-123456789012345678901234567890\"]");
}

TEST_F(EvaluatorTest, Variables) {
  output(op(OpKind::Concat, types::Str,
            {named(OpKind::Env, types::Str, "SET"), str("|"),
             named(OpKind::Env, types::Str, "UNSET")}));
  EXPECT_EQ(evalOutput(), "\"value|\"");
}

TEST_F(EvaluatorTest, LogicGivesOperandsAsPythonDoes) {
  EXPECT_EQ(eval(op(OpKind::Or, types::Str,
                    {event("empty"), op(OpKind::And, types::Str,
                                        {event("text"), str("second")})})),
            "\"second\"");
}

TEST_F(EvaluatorTest, OperandsNotTakenAreNotEvaluated) {
  ValueId no = event("no", types::Bool), yes = event("yes", types::Bool);
  EXPECT_EQ(eval(op(OpKind::Select, types::Bool,
                    {op(OpKind::And, types::Bool, {no, bomb()}), bomb(),
                     op(OpKind::Or, types::Bool, {yes, bomb()})})),
            "true");
}

TEST_F(EvaluatorTest, ARaisedExceptionHasItsPythonName) {
  EXPECT_EQ(eval(bomb()), "TypeError: '<' not supported between instances of "
                          "'str' and 'int'");
}

TEST_F(EvaluatorTest, TextOperations) {
  EXPECT_EQ(eval(op(OpKind::Concat, types::Str,
                    {op(OpKind::Str, types::Str, {event("number", types::Int)}),
                     op(OpKind::Format, types::Str,
                        {event("number", types::Int), str("03d")}),
                     op(OpKind::Repr, types::Str, {event("text")})})),
            "\"7007'a'\"");
}

TEST_F(EvaluatorTest, Containers) {
  auto any = types::Any;
  ValueId list = op(OpKind::MakeList, typeStore().list(any),
                    {event("text"), event("number", types::Int)});
  EXPECT_EQ(eval(op(OpKind::MakeDict, typeStore().dict(types::Str, any),
                    {event("text"), list, str("in"),
                     op(OpKind::CmpIn, types::Bool, {event("text"), list})})),
            R"({"a":["a",7],"in":true})");
}

TEST_F(EvaluatorTest, Results) {
  StepId step = shell("one", "true");
  results = {{step, {.hasRun = true, .exitCode = 3, .out = "out\n"}}};
  output(op(OpKind::MakeList, typeStore().list(types::Any),
            {result(step, "exit_code"), result(step, "stdout"),
             result(step, "stderr"), result(step, "success"),
             result(step, "failed")}));
  EXPECT_EQ(evalOutput(), R"([3,"out\n","",false,true])");
}

TEST_F(EvaluatorTest, ASkippedStepsResultIsNone) {
  StepId step = shell("one", "true");
  output(result(step, "stdout"));
  EXPECT_EQ(evalOutput(), "null");
}

TEST_F(EvaluatorTest, TooMuchOutputIsNotCut) {
  StepId step = shell("one", "true");
  results = {{step, {.hasRun = true, .isOutTooLong = true}}};
  output(result(step, "stdout"));
  EXPECT_THAT(evalOutput(), HasSubstr("`stdout` has more than 1048576 bytes"));
}

TEST_F(EvaluatorTest, FilesAreHashedAnewForEachStep) {
  output(op(OpKind::Concat, types::Str,
            {op(OpKind::HashFiles, types::Str, {str("*.lock")}), str("!")}));
  Evaluator evaluator(plan(), workflow(), inputs);
  EXPECT_EQ(evalWith(evaluator), "\"*.lock1!\"");
  EXPECT_EQ(evalWith(evaluator), "\"*.lock1!\"");
  evaluator.forgetVolatile();
  EXPECT_EQ(evalWith(evaluator), "\"*.lock2!\"");
}

TEST_F(EvaluatorTest, ScriptsAreEscaped) {
  inputs.event["text"] = "it's $(x)";
  auto shell = planBuilder.shellTemplate(
      {.pieces = {"echo ", " \"", "\" '", "'"},
       .holes = {ir::HoleContext::Bare, ir::HoleContext::DoubleQuoted,
                 ir::HoleContext::SingleQuoted}});
  ValueId text = event("text");
  ir::Step step = draft("one");
  step.definition.script =
      builder.op(OpKind::Shell, types::Str, {text, text, text}, shell.index);
  builder.step(std::move(step), std::nullopt);
  ValueId script = workflow().steps[0].definition.script;
  Evaluator escaped(plan(), workflow(), inputs);
  // What each form means to a shell is tested with lib/Shell.
  EXPECT_EQ(llvm::cantFail(escaped.evaluateText(script)),
            "echo 'it'\\''s $(x)' \"it's \\$(x)\" 'it'\\''s $(x)'");
  Evaluator plain(plan(), workflow(), inputs, {.escapeScripts = false});
  EXPECT_EQ(llvm::cantFail(plain.evaluateText(script)),
            "echo it's $(x) \"it's $(x)\" 'it's $(x)'");
}

TEST_F(EvaluatorTest, ScriptsCarryNeitherNulNorVeryLongValues) {
  auto shell = planBuilder.shellTemplate(
      {.pieces = {"echo ", ""}, .holes = {ir::HoleContext::Bare}});
  ir::Step step = draft("one");
  step.definition.script =
      builder.op(OpKind::Shell, types::Str, {event("text")}, shell.index);
  builder.step(std::move(step), std::nullopt);
  ValueId script = workflow().steps[0].definition.script;
  inputs.event["text"] = std::string("a\0b", 3);
  Evaluator nul(plan(), workflow(), inputs);
  EXPECT_EQ(llvm::toString(nul.evaluateText(script).takeError()),
            "ValueError: embedded null byte in a command");
  inputs.event["text"] = std::string(70'000, 'x');
  Evaluator longText(plan(), workflow(), inputs);
  EXPECT_THAT(llvm::toString(longText.evaluateText(script).takeError()),
              HasSubstr("a value of 70000 bytes in a command"));
}

TEST_F(EvaluatorTest, DepthIsNoDanger) {
  ValueId value = event("text");
  for (int i = 0; i != 100'000; ++i)
    value = op(OpKind::Select, types::Str,
               {event("yes", types::Bool), value, event("empty")});
  // Select of the same operands would be one value: alternate.
  EXPECT_EQ(eval(value), "\"a\"");
}

TEST_F(EvaluatorTest, WorkIsBounded) {
  // Doubling, twenty-one times.
  ValueId value = event("text");
  for (int i = 0; i != 21; ++i)
    value = op(OpKind::Concat, types::Str, {value, value});
  EXPECT_THAT(eval(value), StartsWith("limit: "));
}

TEST_F(EvaluatorTest, NestedContainersAreBounded) {
  ValueId value = event("text");
  for (int i = 0; i != 300; ++i)
    value = op(OpKind::MakeList, typeStore().list(types::Any), {value});
  EXPECT_THAT(eval(value), HasSubstr("nested more than 200 deep"));
}
