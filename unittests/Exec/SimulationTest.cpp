//===- SimulationTest.cpp - A run without side effects --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Simulation.h"
#include "JsonInput.h"
#include "TestPlan.h"
#include "gmock/gmock.h"

using namespace plue;
using namespace plue::exec;
using ir::OpKind;
using testing::HasSubstr;

namespace {
class SimulationTest : public PlanTest {
protected:
  llvm::json::Object simulated(llvm::StringRef outcomesText = "{}") {
    auto json = parseJson(outcomesText, "outcomes");
    EXPECT_TRUE(bool(json));
    auto outcomes = Outcomes::parse(*json->getAsObject());
    if (!outcomes) {
      ADD_FAILURE() << llvm::toString(outcomes.takeError());
      return {};
    }
    std::string text;
    llvm::raw_string_ostream os(text);
    isSuccess = simulate(plan(), workflow(), inputs, *outcomes, os);
    unused = outcomes->unused();
    for (llvm::StringRef name : unused)
      unusedNames.push_back(name.str());
    auto trace = llvm::json::parse(text);
    EXPECT_TRUE(bool(trace)) << text;
    return std::move(*trace->getAsObject());
  }
  /// `name:status` of each step.
  static std::string statuses(const llvm::json::Object &trace) {
    std::string text;
    for (const llvm::json::Value &step : *trace.getArray("steps"))
      text += (*step.getAsObject()->getString("name") + ":" +
               *step.getAsObject()->getString("status") + " ")
                  .str();
    return text;
  }
  static std::string parseError(llvm::StringRef text) {
    auto json = parseJson(text, "outcomes");
    auto outcomes = Outcomes::parse(*json->getAsObject());
    return outcomes ? "ok" : llvm::toString(outcomes.takeError());
  }

  bool isSuccess = false;
  std::vector<llvm::StringRef> unused;
  std::vector<std::string> unusedNames;
};
} // namespace

TEST_F(SimulationTest, TheTraceHasTheDocumentedFields) {
  ir::Step step = draft("build");
  step.definition.script = str("make all");
  step.definition.env = {{"MODE", str("fast")}};
  step.definition.workdir = "web";
  builder.step(std::move(step), std::nullopt);
  shell("test", "make test");
  output(str("1.0"));
  llvm::json::Value expected = llvm::cantFail(llvm::json::parse(R"({
    "workflow": "test",
    "steps": [
      {"id": "step_1", "key": "build", "name": "build", "type": "shell",
       "config": {"cmd": "make all", "env": {"MODE": "fast"}, "image": "host",
                  "workdir": "web"},
       "status": "success", "depends_on": []},
      {"id": "step_2", "key": "test", "name": "test", "type": "shell",
       "config": {"cmd": "make test", "image": "host"},
       "status": "success", "depends_on": ["step_1"]}],
    "status": "success", "outputs": {"value": "1.0"}, "reason": null})"));
  llvm::json::Value trace = simulated();
  EXPECT_EQ(trace, expected) << llvm::formatv("{0:2}", trace).str();
  EXPECT_TRUE(isSuccess);
}

TEST_F(SimulationTest, OutcomesAreConsumedInOrderAndTheLastRepeats) {
  llvm::SmallVector<ValueId> outs;
  for (int i = 0; i != 4; ++i) {
    StepId step = shell("same", "true");
    outs.push_back(result(step, "stdout"));
  }
  output(op(OpKind::MakeList, typeStore().list(types::Str), outs));
  llvm::json::Object trace =
      simulated(R"({"steps": {"same": [{"stdout": "a"}, {"stdout": "b"}]}})");
  EXPECT_EQ(*trace.getObject("outputs")->get("value"),
            llvm::json::Value(llvm::json::Array({"a", "b", "b", "b"})));
}

TEST_F(SimulationTest, NamesAreLookedUpResolved) {
  inputs.event["type"] = "x";
  ir::Step step = draft("");
  step.name = op(OpKind::Concat, types::Str,
                 {str("deploy "), named(OpKind::Event, types::Str, "type")});
  step.definition.script = str("true");
  StepId id = builder.step(std::move(step), std::nullopt);
  output(result(id, "exit_code"));
  builder.workflow().steps[id.index].policy.continueOnError = true;
  llvm::json::Object trace =
      simulated(R"({"steps": {"deploy x": {"exit_code": 4}}})");
  EXPECT_EQ(statuses(trace), "deploy x:failure ");
  EXPECT_EQ(*trace.getObject("outputs")->get("value"), llvm::json::Value(4));
}

TEST_F(SimulationTest, GuardsDecide) {
  StepId first = shell("first", "true");
  ValueId when =
      op(OpKind::CmpEq, types::Bool, {result(first, "stdout"), str("go")});
  shell("then", "true", std::nullopt, when);
  shell("else", "true", std::nullopt, builder.negate(when));
  EXPECT_EQ(statuses(simulated(R"({"steps": {"first": {"stdout": "go"}}})")),
            "first:success then:success else:skipped ");
  EXPECT_EQ(statuses(simulated()), "first:success then:skipped else:success ");
}

TEST_F(SimulationTest, AnUnhandledFailureEndsInFailure) {
  StepId a = shell("a", "true");
  shell("b", "true", std::vector{a});
  shell("c", "true", std::vector<StepId>{});
  output(str("never"));
  llvm::json::Object trace = simulated(R"({"steps": {"a": {"exit_code": 2}}})");
  EXPECT_EQ(statuses(trace), "a:failure b:skipped c:success ");
  EXPECT_FALSE(isSuccess);
  EXPECT_EQ(trace.getString("status"), "failure");
  EXPECT_EQ(trace.getString("reason"), "step `a` failed: exit code 2");
  EXPECT_TRUE(trace.getObject("outputs")->empty());
}

TEST_F(SimulationTest, FailEndsTheRun) {
  StepId a = shell("a", "true");
  ValueId bad = op(OpKind::CmpNe, types::Bool, {result(a, "stdout"), str("")});
  fail(op(OpKind::Concat, types::Str, {str("bad: "), result(a, "stdout")}),
       bad);
  shell("b", "true", std::nullopt, builder.negate(bad));
  llvm::json::Object trace = simulated(R"({"steps": {"a": {"stdout": "x"}}})");
  EXPECT_EQ(statuses(trace), "a:success b:skipped ");
  EXPECT_EQ(trace.getString("reason"), "bad: x");
  EXPECT_FALSE(isSuccess);
  trace = simulated();
  EXPECT_EQ(statuses(trace), "a:success b:success ");
  EXPECT_TRUE(isSuccess);
}

TEST_F(SimulationTest, AnExceptionEndsTheRunWhereItIsRaised) {
  shell("before", "true");
  inputs.event = llvm::json::Object{{"a", 1}, {"b", "x"}};
  ValueId raising = op(OpKind::CmpLt, types::Bool,
                       {named(OpKind::Event, types::Any, "a"),
                        named(OpKind::Event, types::Any, "b")});
  shell("guarded", "true", std::vector<StepId>{}, raising);
  shell("after", "true", std::vector<StepId>{});
  llvm::json::Object trace = simulated();
  EXPECT_EQ(statuses(trace), "before:success guarded:skipped after:skipped ");
  EXPECT_EQ(trace.getString("reason"),
            "TypeError: '<' not supported between instances of 'int' and "
            "'str'");
}

TEST_F(SimulationTest, SecretsAndVariablesAreScripted) {
  ir::Step step = draft("one");
  step.definition.argv = {str("deploy"),
                          named(OpKind::Env, types::Str, "REGION")};
  step.definition.env = {
      {"TOKEN", named(OpKind::Secret, types::Secret, "TOKEN")}};
  step.definition.shell = ir::ShellKind::None;
  builder.step(std::move(step), std::nullopt);
  inputs.secrets["TOKEN"] = "***";
  inputs.variable = [](llvm::StringRef) { return "eu"; };
  llvm::json::Object trace = simulated();
  const llvm::json::Object *config =
      (*trace.getArray("steps"))[0].getAsObject()->getObject("config");
  EXPECT_EQ(*config->get("cmd"),
            llvm::json::Value(llvm::json::Array({"deploy", "eu"})));
  EXPECT_EQ(config->getObject("env")->getString("TOKEN"), "***");
}

TEST_F(SimulationTest, OutcomesThatNobodyUsesAreKnown) {
  shell("build", "true");
  simulated(R"({"steps": {"build": {}, "biuld": {"exit_code": 1}}})");
  EXPECT_EQ(unusedNames, std::vector<std::string>{"biuld"});
}

TEST_F(SimulationTest, OutcomesAreChecked) {
  EXPECT_EQ(parseError(R"({"step": {}})"),
            "in the outcomes, `step` is unknown; did you mean `steps`?");
  EXPECT_EQ(parseError(R"({"steps": []})"),
            "`steps` in the outcomes is an array, not an object");
  EXPECT_EQ(parseError(R"({"steps": {"a": {"exitcode": 1}}})"),
            "in the outcome of `a`, `exitcode` is unknown; did you mean "
            "`exit_code`?");
  EXPECT_EQ(parseError(R"({"steps": {"a": {"exit_code": "1"}}})"),
            "in the outcome of `a`, `exit_code` is a string");
  EXPECT_EQ(parseError(R"({"steps": {"a": []}})"),
            "the outcome of `a` is an empty array");
  EXPECT_EQ(parseError(R"({"env": {"A": 1}})"),
            "`env.A` in the outcomes is a number, not a string");
}
