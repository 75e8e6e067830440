//===- PrinterTest.cpp - Plans as text and JSON ---------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/Printer.h"
#include "TestWorkflow.h"
#include <gmock/gmock.h>

using namespace plue;
using namespace plue::ir;
using testing::HasSubstr;
using testing::Not;
namespace types = plue::value::types;

static std::string textOf(const Plan &plan, PrintOptions options = {}) {
  std::string text;
  llvm::raw_string_ostream os(text);
  print(plan, os, options);
  return text;
}

static llvm::json::Value jsonOf(const Plan &plan) {
  std::string text;
  llvm::raw_string_ostream os(text);
  printJson(plan, os);
  return llvm::cantFail(llvm::json::parse(text));
}

static std::string compact(const llvm::json::Value *value) {
  return value ? llvm::formatv("{0}", *value).str() : "(none)";
}

/// The first workflow's field at \p path, names and ordinals.
static std::string field(const llvm::json::Value &plan,
                         std::vector<std::string> path) {
  const auto &workflows = *plan.getAsObject()->getArray("workflows");
  const llvm::json::Value *at = &workflows[0];
  for (const std::string &name : path) {
    if (!at)
      return "(none)";
    if (const auto *array = at->getAsArray())
      at = std::stoul(name) < array->size() ? &(*array)[std::stoul(name)]
                                            : nullptr;
    else
      at = at->getAsObject()->get(name);
  }
  return compact(at);
}

//--- Text ---------------------------------------------------------------------

TEST(Printer, ShowsOneOperationALine) {
  TestWorkflow t;
  t.plan.plan().sources.push_back({.path = "ci.py"});
  t.build.workflow().triggers.push_back(
      {.kind = TriggerKind::Push, .branches = {"main"}});
  t.build.setLocation({.source = 0, .line = 4, .column = 3});
  StepId a = t.step("Install all");
  t.step("test", {}, t.succeeded(a));
  t.finish();
  std::string zeros(64, '0');
  EXPECT_EQ(
      textOf(t.plan.plan(), {.locations = false}),
      "plan version 1.0\n"
      "source \"ci.py\" " +
          zeros +
          "\n"
          "type !8 = record(\"exit_code\": int, \"stdout\": str)\n"
          "\n"
          "workflow @ci {\n"
          "  trigger push {branches = [\"main\"]}\n"
          "  image \"alpine:3\"\n"
          "  %0 = const \"Install all\" : str\n"
          "  %1 = const \"true\" : str\n"
          "  %install_all = step shell %1 {key = \"install-all\", name = %0, "
          "result = !8} : step  // step_1\n"
          "  %3 = result %install_all, \"exit_code\" : int\n"
          "  %4 = const 0 : int\n"
          "  %5 = cmp.eq %3, %4 : bool\n"
          "  %6 = const \"test\" : str\n"
          "  %test = step shell %1 {deps = [%install_all order+guard], key = "
          "\"test\", name = %6, result = !8, when = %5} : step  // step_2\n"
          "}\n");
  EXPECT_THAT(textOf(t.plan.plan()),
              HasSubstr("%5 = cmp.eq %3, %4 : bool  loc(\"ci.py\":4:3)\n"));
}

TEST(Printer, NamesAreUnique) {
  TestWorkflow t;
  t.keep(t.input("test"));
  t.step("test");
  t.step("test");
  t.step("1st");
  t.finish();
  std::string text = textOf(t.plan.plan());
  EXPECT_THAT(text, HasSubstr("%test = input \"test\""));
  EXPECT_THAT(text, HasSubstr("%test_2 = step"));
  EXPECT_THAT(text, HasSubstr("%test_2_2 = step")) << "its key is test#2";
  EXPECT_THAT(text, HasSubstr("%_1st = step"));
}

TEST(Printer, TemplatesShowTheirHoles) {
  TestWorkflow t;
  TemplateId shell = t.plan.shellTemplate(
      {.pieces = {"echo \"", "\" ", "\n"},
       .holes = {HoleContext::DoubleQuoted, HoleContext::Bare}});
  t.keep(t.build.op(OpKind::Shell, types::Str, {t.input("a"), t.input("b")},
                    shell.index));
  t.finish();
  EXPECT_THAT(textOf(t.plan.plan()),
              HasSubstr("shell [\"echo \\\"\", double %a, \"\\\" \", bare %b, "
                        "\"\\n\"] : str\n"));
}

TEST(Printer, EveryByteOfAStringShows) {
  TestWorkflow t;
  t.keep(t.build.constantStr(
      llvm::StringRef("\0\x1b\xff\xc3\xa9\xe2\x80\xae\t", 9)));
  t.finish();
  // U+202E turns the line around on a terminal: it is not printable.
  EXPECT_THAT(textOf(t.plan.plan()),
              HasSubstr("const \"\\x00\\x1b\\xffé\\xe2\\x80\\xae\\t\" : str"));
}

TEST(Printer, BrokenPlansPrint) {
  Plan plan;
  Workflow &w = plan.workflows.emplace_back();
  w.name = "not a name\n";
  w.triggers.push_back({.kind = TriggerKind(77)});
  w.ops.push_back({.kind = OpKind(9999), .type = TypeId(50)});
  w.ops.push_back({.kind = OpKind::Const, .type = types::Str, .attribute = 9});
  w.ops.push_back({.kind = OpKind::Input, .type = types::Str, .attribute = 9});
  w.ops.push_back({.kind = OpKind::Shell,
                   .type = types::Str,
                   .firstOperand = 7,
                   .numOperands = ~0u,
                   .attribute = 9});
  w.ops.push_back({.kind = OpKind::Step, .type = types::Step, .attribute = 9});
  w.ops.push_back({.kind = OpKind::Step, .type = types::Step, .attribute = 0});
  w.ops.push_back({.kind = OpKind::End, .type = types::None, .attribute = 0});
  w.operandPool = {ValueId(1234)};
  w.ops.push_back({.kind = OpKind::Not, .type = types::Bool, .numOperands = 1});
  w.locations.resize(w.ops.size(), Location{.source = 8, .line = 1});
  Step &step = w.steps.emplace_back();
  step.definition.kind = StepKind(200);
  step.definition.shell = ShellKind(200);
  step.definition.argv = {ValueId(77), ValueId()};
  step.deps = {{.from = StepId(5), .kinds = 255}};
  std::string text = textOf(plan);
  for (const char *expected :
       {"workflow @\"not a name\\n\"", "<bad trigger 77>", "<bad op 9999>",
        "<bad type 50>", "<bad constant 9>", "<bad string 9>",
        "<bad template 9>", "<bad operands 4294967295>", "<bad step 9>",
        "<bad end 0>", "<bad value 1234>", "<bad kind 200>", "<bad shell 200>",
        "<bad value 77>", "<bad step 5>", "loc(#8:1:0)"})
    EXPECT_THAT(text, HasSubstr(expected));
}

//--- Expressions --------------------------------------------------------------

namespace {
struct ExpressionTest : testing::Test {
  TestWorkflow t;

  ValueId op(OpKind kind, std::initializer_list<ValueId> operands,
             TypeId type = types::Bool) {
    return t.build.op(kind, type, operands);
  }
  ValueId flag(llvm::StringRef name) { return t.input(name, types::Bool); }
  std::string text(ValueId value) {
    return expressionText(t.plan.plan(), t.build.workflow(), value);
  }
};
} // namespace

TEST_F(ExpressionTest, SourcesOfValues) {
  EXPECT_EQ(
      text(t.build.named(OpKind::Event, types::Int, {}, "pull_request.number")),
      "ctx.event.pull_request.number");
  EXPECT_EQ(text(t.input("env")), "ctx.inputs.env");
  EXPECT_EQ(text(t.build.named(OpKind::Secret, types::Secret, {}, "TOKEN")),
            "ctx.secrets.TOKEN");
  EXPECT_EQ(text(t.build.named(OpKind::Env, types::Str, {}, "A-B")),
            "ctx.env[\"A-B\"]");
  EXPECT_EQ(text(op(OpKind::HashFiles, {t.build.constantStr("*.lock")})),
            "hash_files(\"*.lock\")");
}

TEST_F(ExpressionTest, ResultsNameTheirStep) {
  StepId test = t.step("Run tests"), install = t.step("install");
  t.keep(t.stdoutOf(install));
  t.keep(t.succeeded(test));
  const Workflow &workflow = t.finish();
  auto text = [&](unsigned output) {
    return expressionText(t.plan.plan(), workflow,
                          workflow.ends[0].outputs[output].value);
  };
  EXPECT_EQ(text(0), "steps.install.stdout");
  EXPECT_EQ(text(1), "steps[\"run-tests\"].exit_code == 0");
}

TEST_F(ExpressionTest, Constants) {
  auto constant = [&](const Constant &c) { return text(t.build.constant(c)); };
  EXPECT_EQ(constant({.kind = Constant::None}), "None");
  EXPECT_EQ(constant({.kind = Constant::Bool, .number = 1}), "True");
  EXPECT_EQ(constant({.kind = Constant::Int, .number = INT64_MIN}),
            "-9223372036854775808");
  EXPECT_EQ(constant({.kind = Constant::Float, .real = 1}), "1.0");
  EXPECT_EQ(constant({.kind = Constant::Float, .real = 1e100}), "1e+100");
  EXPECT_EQ(constant({.kind = Constant::Str, .text = "a\"b\n"}),
            "\"a\\\"b\\n\"");
}

TEST_F(ExpressionTest, ParenthesesWherePythonNeedsThem) {
  ValueId a = flag("a"), b = flag("b"), c = flag("c");
  ValueId either = op(OpKind::Or, {a, b});
  EXPECT_EQ(text(op(OpKind::And, {either, c})),
            "(ctx.inputs.a or ctx.inputs.b) and ctx.inputs.c");
  EXPECT_EQ(text(op(OpKind::Or, {op(OpKind::And, {a, b}), c})),
            "ctx.inputs.a and ctx.inputs.b or ctx.inputs.c");
  EXPECT_EQ(text(op(OpKind::Not, {either})),
            "not (ctx.inputs.a or ctx.inputs.b)");
  ValueId equal = op(OpKind::CmpEq, {a, b});
  EXPECT_EQ(text(op(OpKind::CmpIsNot, {equal, c})),
            "(ctx.inputs.a == ctx.inputs.b) is not ctx.inputs.c");
  EXPECT_EQ(text(op(OpKind::CmpEq, {op(OpKind::Not, {a}), b})),
            "(not ctx.inputs.a) == ctx.inputs.b");
  EXPECT_EQ(text(op(OpKind::Select, {a, b, c})),
            "ctx.inputs.b if ctx.inputs.a else ctx.inputs.c");
}

TEST_F(ExpressionTest, OperatorsBindAsInPython) {
  ValueId a = t.input("a", types::Int), b = t.input("b", types::Int);
  auto number = [&](OpKind kind, std::initializer_list<ValueId> operands) {
    return op(kind, operands, types::Int);
  };
  ValueId sum = number(OpKind::Add, {a, b});
  EXPECT_EQ(text(number(OpKind::Mul, {sum, b})),
            "(ctx.inputs.a + ctx.inputs.b) * ctx.inputs.b");
  EXPECT_EQ(text(number(OpKind::Sub, {sum, a})),
            "ctx.inputs.a + ctx.inputs.b - ctx.inputs.a");
  EXPECT_EQ(text(number(OpKind::Sub, {a, sum})),
            "ctx.inputs.a - (ctx.inputs.a + ctx.inputs.b)");
  EXPECT_EQ(text(number(OpKind::Pow, {number(OpKind::Neg, {a}), b})),
            "(-ctx.inputs.a) ** ctx.inputs.b");
  EXPECT_EQ(text(number(OpKind::Pow, {a, number(OpKind::Neg, {b})})),
            "ctx.inputs.a ** -ctx.inputs.b");
  EXPECT_EQ(text(op(OpKind::CmpLt, {number(OpKind::BitOr, {a, b}), sum})),
            "ctx.inputs.a | ctx.inputs.b < ctx.inputs.a + ctx.inputs.b");
}

TEST_F(ExpressionTest, CallsMethodsAndSubscripts) {
  ValueId a = t.input("a"), b = t.input("b");
  auto named = [&](OpKind kind, llvm::StringRef name,
                   llvm::ArrayRef<ValueId> operands) {
    return t.build.named(kind, types::Str, operands, name);
  };
  EXPECT_EQ(text(named(OpKind::Method, "split", {a, b})),
            "ctx.inputs.a.split(ctx.inputs.b)");
  EXPECT_EQ(text(named(OpKind::Call, "sorted reverse", {a, b})),
            "sorted(ctx.inputs.a, reverse=ctx.inputs.b)");
  ValueId none = t.build.constant({.kind = Constant::None});
  EXPECT_EQ(text(op(OpKind::Slice, {a, b, none, none})),
            "ctx.inputs.a[ctx.inputs.b:]");
  EXPECT_EQ(text(op(OpKind::Slice, {a, none, none, b})),
            "ctx.inputs.a[::ctx.inputs.b]");
}

TEST_F(ExpressionTest, TruthIsSilentWhereItIsTheQuestion) {
  ValueId truth = t.build.truth(t.input("text"));
  EXPECT_EQ(text(truth), "ctx.inputs.text");
  EXPECT_EQ(text(op(OpKind::And, {truth, flag("a")})),
            "ctx.inputs.text and ctx.inputs.a");
  EXPECT_EQ(text(op(OpKind::CmpEq, {truth, flag("a")})),
            "bool(ctx.inputs.text) == ctx.inputs.a");
}

TEST_F(ExpressionTest, Containers) {
  ValueId a = t.input("a"), b = t.input("b");
  EXPECT_EQ(text(op(OpKind::MakeTuple, {a})), "(ctx.inputs.a,)");
  EXPECT_EQ(text(op(OpKind::MakeList, {a, b})), "[ctx.inputs.a, ctx.inputs.b]");
  EXPECT_EQ(text(op(OpKind::MakeSet, {})), "set()");
  EXPECT_EQ(text(op(OpKind::MakeDict, {a, b})), "{ctx.inputs.a: ctx.inputs.b}");
}

TEST_F(ExpressionTest, SharedOperandsDoNotExplode) {
  ValueId value = t.input("a");
  for (int i = 0; i != 60; ++i)
    value = op(OpKind::Concat, {value, value}, types::Str);
  std::string shown = text(value);
  EXPECT_LT(shown.size(), 100'000u);
  EXPECT_THAT(shown, HasSubstr("…"));
}

TEST_F(ExpressionTest, DeepOnesAreCut) {
  ValueId value = flag("a");
  for (int i = 0; i != 100'000; ++i)
    value = op(OpKind::CmpEq, {value, flag("b")});
  EXPECT_THAT(text(value), HasSubstr("…"));
}

//--- JSON ---------------------------------------------------------------------

TEST(Json, StepsHaveTheFieldsOfTheContract) {
  TestWorkflow t;
  StepId install = t.step("install");
  t.step("Run tests", {{install}});
  t.finish();
  llvm::json::Value plan = jsonOf(t.plan.plan());
  EXPECT_EQ(field(plan, {"name"}), "\"ci\"");
  EXPECT_EQ(field(plan, {"image"}), "\"alpine:3\"");
  EXPECT_EQ(field(plan, {"steps", "1"}),
            R"({"config":{"cmd":"true"},"depends_on":["step_1"],)"
            R"("id":"step_2","key":"run-tests","name":"Run tests",)"
            R"("type":"shell"})");
  EXPECT_EQ(plan.getAsObject()->getString("spec_hash")->size(), 64u);
}

TEST(Json, RunTimePartsOfStringsAreHoles) {
  TestWorkflow t;
  ValueId text = t.build.op(
      OpKind::Concat, types::Str,
      {t.build.constantStr("to "), t.input("env"), t.build.constantStr("!")});
  TemplateId shell = t.plan.shellTemplate(
      {.pieces = {"deploy ", ""}, .holes = {HoleContext::Bare}});
  ValueId script =
      t.build.op(OpKind::Shell, types::Str, t.input("env"), shell.index);
  Step step;
  step.name = text;
  step.when = t.build.truth(t.input("go"));
  step.definition.script = script;
  step.definition.env = {{"A", t.input("x")}};
  step.definition.resultType = t.resultType();
  t.build.step(std::move(step), std::nullopt);
  t.finish();
  llvm::json::Value plan = jsonOf(t.plan.plan());
  EXPECT_EQ(field(plan, {"steps", "0", "name"}),
            "\"to {{ ctx.inputs.env }}!\"");
  EXPECT_EQ(field(plan, {"steps", "0", "config", "cmd"}),
            "\"deploy {{ ctx.inputs.env }}\"");
  EXPECT_EQ(field(plan, {"steps", "0", "config", "env"}),
            R"({"A":"{{ ctx.inputs.x }}"})");
  EXPECT_EQ(field(plan, {"steps", "0", "when"}), "\"{{ ctx.inputs.go }}\"");
}

TEST(Json, PolicyIsStatedWhereItIsNotTheUsual) {
  TestWorkflow t;
  Step step;
  step.definition.argv = {t.build.constantStr("make"), t.input("target")};
  step.definition.shell = ShellKind::None;
  step.definition.resultType = t.resultType();
  step.policy.continueOnError = true;
  step.policy.timeoutMs = 1500;
  step.policy.retry = {.attempts = 3, .delayMs = 2000};
  t.build.step(std::move(step), std::nullopt);
  t.finish();
  llvm::json::Value plan = jsonOf(t.plan.plan());
  EXPECT_EQ(field(plan, {"steps", "0", "config", "cmd"}),
            R"(["make","{{ ctx.inputs.target }}"])");
  EXPECT_EQ(field(plan, {"steps", "0", "timeout"}), "1.5");
  EXPECT_EQ(field(plan, {"steps", "0", "continue_on_error"}), "true");
  EXPECT_EQ(field(plan, {"steps", "0", "retry"}),
            R"({"attempts":3,"delay":2})");
}

TEST(Json, TriggersAndInputs) {
  TestWorkflow t;
  Trigger manual{.kind = TriggerKind::Manual};
  manual.inputs.push_back({.name = "env",
                           .type = types::Str,
                           .defaultValue = t.plan.constant(
                               {.kind = Constant::Str, .text = "prod"})});
  t.build.workflow().triggers = {
      manual, {.kind = TriggerKind::Schedule, .cron = "0 4 * * 1"}};
  t.finish();
  llvm::json::Value plan = jsonOf(t.plan.plan());
  EXPECT_EQ(field(plan, {"triggers"}),
            R"([{"inputs":{"env":{"default":"prod","type":"str"}},)"
            R"("type":"manual"},{"cron":"0 4 * * 1","type":"schedule"}])");
}

TEST(Json, EndsAreListed) {
  TestWorkflow t;
  End end{.isSuccess = false};
  end.when = t.build.truth(t.input("bad"));
  end.reason = t.build.constantStr("no");
  t.build.end(end);
  t.finish();
  EXPECT_EQ(field(jsonOf(t.plan.plan()), {"ends"}),
            R"([{"reason":"no","type":"fail","when":"{{ ctx.inputs.bad }}"}])");
}

TEST(Json, SharedPartsDoNotExplode) {
  TestWorkflow t;
  ValueId value = t.input("a");
  for (int i = 0; i != 60; ++i)
    value = t.build.op(OpKind::Concat, types::Str, {value, value});
  t.step("s", {}, {}, value);
  t.finish();
  EXPECT_LT(field(jsonOf(t.plan.plan()), {"steps", "0"}).size(), 8u << 20);
}
