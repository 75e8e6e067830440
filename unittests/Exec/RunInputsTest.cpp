//===- RunInputsTest.cpp - What a run is given ----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "JsonInput.h"
#include "TestPlan.h"
#include "gmock/gmock.h"

using namespace plue;
using namespace plue::exec;
using ir::OpKind;
using testing::HasSubstr;

namespace {
class RunInputsTest : public PlanTest {
protected:
  void declare(llvm::StringRef name, value::TypeId type) {
    auto &triggers = builder.workflow().triggers;
    if (triggers.empty())
      triggers.push_back({.kind = ir::TriggerKind::Manual});
    triggers[0].inputs.push_back(
        {.name = name, .type = type, .defaultValue = {}});
  }
  /// Makes the values part of the plan.
  void use(Values values) {
    output(op(OpKind::MakeList, typeStore().list(types::Any), values));
  }
  std::string checked(llvm::StringRef event) {
    auto json = parseJson(event, "event");
    EXPECT_TRUE(bool(json));
    return message(checkEvent(plan(), workflow(), *json->getAsObject()));
  }
  std::string read(std::vector<llvm::StringRef> arguments,
                   llvm::StringRef eventText = R"({"type": "manual"})") {
    auto event = parseJson(eventText, "event");
    auto read =
        readInputs(plan(), workflow(), *event->getAsObject(), arguments);
    if (!read)
      return llvm::toString(read.takeError());
    std::map<std::string, std::string> sorted;
    for (auto &entry : *read)
      sorted[entry.getKey().str()] = llvm::formatv("{0}", entry.second).str();
    std::string text;
    for (auto &[name, value] : sorted)
      text += name + "=" + value + " ";
    return text;
  }
  static std::string message(llvm::Error error) {
    return error ? llvm::toString(std::move(error)) : "ok";
  }
};
} // namespace

//--- Events -------------------------------------------------------------------

TEST_F(RunInputsTest, EventFieldsHaveTheTypesOfThePlan) {
  use({named(OpKind::Event, types::Str, "ref"),
       named(OpKind::Event, typeStore().optional(types::Str), "action")});
  EXPECT_EQ(checked(R"({"ref": "x"})"), "ok");
  EXPECT_EQ(checked(R"({"ref": "x", "action": null, "unknown": 1})"), "ok");
  EXPECT_EQ(checked("{}"),
            "the event has no `ref`; the workflow uses it as `str`");
  EXPECT_EQ(checked(R"({"ref": 1})"),
            "in the event, `ref` is a number; it must be `str`");
  EXPECT_EQ(checked(R"({"ref": "x", "action": []})"),
            "in the event, `action` is an array; it must be `str`");
}

TEST_F(RunInputsTest, OnlyUsedFieldsOfRecordsAreChecked) {
  auto head =
      typeStore().record("branch", {"ref", "sha"}, {types::Str, types::Str});
  auto pr = typeStore().record("pull_request", {"title", "number", "head"},
                               {types::Str, types::Int, head});
  ValueId record =
      named(OpKind::Event, typeStore().optional(pr), "pull_request");
  ValueId proof = op(OpKind::CmpIsNot, types::Bool, {record, none()});
  ValueId present = op(OpKind::Unwrap, pr, {record, proof});
  ValueId sha = named(OpKind::Field, types::Str, "sha",
                      {named(OpKind::Field, head, "head", {present})});
  use({op(OpKind::Select, types::Str, {proof, sha, str("")})});
  EXPECT_EQ(checked("{}"), "ok");
  EXPECT_EQ(checked(R"({"pull_request": null})"), "ok");
  EXPECT_EQ(checked(R"({"pull_request": {"head": {"sha": "x"}}})"), "ok");
  EXPECT_EQ(checked(R"({"pull_request": {"head": {}}})"),
            "the event has no `pull_request.head.sha`; the workflow uses it as "
            "`str`");
  EXPECT_EQ(checked(R"({"pull_request": {"head": {"sha": 5}}})"),
            "in the event, `pull_request.head.sha` is a number; it must be "
            "`str`");
  EXPECT_THAT(
      checked(R"({"pull_request": "x"})"),
      HasSubstr("in the event, `pull_request` is a string; it must be"));
}

TEST_F(RunInputsTest, EnumsListTheirMembers) {
  use({named(OpKind::Event, typeStore().enumOf({"push", "manual"}), "type")});
  EXPECT_EQ(checked(R"({"type": "push"})"), "ok");
  EXPECT_EQ(checked(R"({"type": "pusk"})"),
            "in the event, `type` is `pusk`; it must be `enum(\"push\", "
            "\"manual\")`");
}

TEST_F(RunInputsTest, DefaultEventHasWhatTheWorkflowUses) {
  auto repository = typeStore().record("repository", {"name"}, {types::Str});
  builder.workflow().triggers.push_back({.kind = ir::TriggerKind::Push});
  use({named(OpKind::Event, typeStore().enumOf({"push"}), "type"),
       named(OpKind::Event, types::Str, "ref"),
       named(OpKind::Field, types::Str, "name",
             {named(OpKind::Event, repository, "repository")})});
  llvm::json::Object event = defaultEvent(plan(), workflow(), "/nowhere");
  EXPECT_EQ(event.getString("type"), "push");
  EXPECT_EQ(message(checkEvent(plan(), workflow(), event)), "ok");
}

TEST_F(RunInputsTest, HostileJsonIsRefused) {
  auto refused = [](const std::string &text) {
    auto json = parseJson(text, "it");
    return json ? "parsed" : llvm::toString(json.takeError());
  };
  EXPECT_EQ(refused(std::string(1'000'000, '[')),
            "it is nested more than 100 deep");
  EXPECT_THAT(refused("{"), HasSubstr("it is not JSON"));
  EXPECT_THAT(refused("\"\xff\""), HasSubstr("it is not JSON"));
  EXPECT_EQ(refused("\"[[\\\"[[\""), "parsed");
}

//--- Inputs -------------------------------------------------------------------

TEST_F(RunInputsTest, TextsAreReadByTheirTypes) {
  declare("s", types::Str);
  declare("b", types::Bool);
  declare("n", types::Int);
  declare("f", types::Float);
  declare("l", typeStore().list(types::Int));
  declare("e", typeStore().enumOf({"dev", "prod"}));
  use({num(1)});
  EXPECT_EQ(read({"s=true", "b=true", "n=-3", "f=0.5", "l=[1, 2]", "e=dev"}),
            "b=true e=\"dev\" f=0.5 l=[1,2] n=-3 s=\"true\" ");
  EXPECT_EQ(read({"s=", "b=yes", "n=1", "f=1", "l=[]", "e=dev"}),
            "input `b` is `yes`; it must be `bool`");
  EXPECT_EQ(read({"s=", "b=false", "n=1.5", "f=1", "l=[]", "e=dev"}),
            "`n` is a number; it must be `int`");
  EXPECT_EQ(read({"s=", "b=false", "n=1", "f=1", "l=[\"x\"]", "e=dev"}),
            "`l[0]` is a string; it must be `int`");
  EXPECT_EQ(read({"s=", "b=false", "n=1", "f=1", "l=[]", "e=test"}),
            "`e` is `test`; it must be `enum(\"dev\", \"prod\")`");
}

TEST_F(RunInputsTest, UnknownInputsSuggest) {
  declare("environment", types::Str);
  use({num(1)});
  EXPECT_EQ(read({"enviroment=x"}), "`test` has no input `enviroment`; did you "
                                    "mean `environment`? it has "
                                    "`environment: str`");
  EXPECT_EQ(read({"q=x"}),
            "`test` has no input `q`; it has `environment: str`");
  EXPECT_EQ(read({"environment"}),
            "`--input=environment` lacks a value: `--input=environment=VALUE`");
  EXPECT_EQ(read({"environment=a", "environment=b"}),
            "input `environment` is given twice");
}

TEST_F(RunInputsTest, MissingInputsAreNamed) {
  declare("needed", types::Bool);
  declare("optional", typeStore().optional(types::Str));
  use({num(1)});
  EXPECT_EQ(read({}), "input `needed` is missing: give it with "
                      "`--input=needed=VALUE`; `test` has `needed: bool`, "
                      "`optional: " +
                          typeStore().str(typeStore().optional(types::Str)) +
                          "`");
  auto manual = [](llvm::StringRef inputs) {
    return (R"({"type": "manual", "inputs": )" + inputs + "}").str();
  };
  EXPECT_EQ(read({}, R"({"type": "push"})"), "");
  EXPECT_EQ(read({}, manual(R"({"needed": true})")), "needed=true ");
  EXPECT_EQ(read({"needed=false"}, manual(R"({"needed": true})")),
            "needed=false ");
  EXPECT_THAT(read({}, manual(R"({"neded": true})")),
              testing::StartsWith(
                  "`test` has no input `neded`; did you mean `needed`?"));
  EXPECT_EQ(read({}, manual("3")),
            "in the event, `inputs` is a number, not an object");
}

//--- Secrets ------------------------------------------------------------------

TEST_F(RunInputsTest, MissingSecretsAreNamedTogether) {
  ir::Step step = draft("one");
  step.definition.script = str("true");
  step.definition.env = {
      {"A", named(OpKind::Secret, types::Secret, "PLUE_TEST_A")},
      {"B", named(OpKind::Secret, types::Secret, "PLUE_TEST_B")},
      {"C", named(OpKind::Secret, types::Secret, "PLUE_TEST_C")}};
  builder.step(std::move(step), std::nullopt);
  ::setenv("PLUE_TEST_B", "secret", 1);
  auto secrets = readSecrets(plan(), workflow());
  ASSERT_FALSE(bool(secrets));
  EXPECT_EQ(llvm::toString(secrets.takeError()),
            "`test` needs secrets `PLUE_TEST_A` and `PLUE_TEST_C`, which the "
            "environment does not hold");
  ::setenv("PLUE_TEST_A", "", 1);
  ::setenv("PLUE_TEST_C", "", 1);
  secrets = readSecrets(plan(), workflow());
  ASSERT_TRUE(bool(secrets));
  EXPECT_EQ(secrets->lookup("PLUE_TEST_B"), "secret");
}
