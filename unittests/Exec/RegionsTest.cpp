//===- RegionsTest.cpp - Loops that are unrolled at run time --------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "JsonInput.h"
#include "LiveWorkflow.h"
#include "RunDirectory.h"
#include "Runner.h"
#include "Simulation.h"
#include "TestPlan.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "gmock/gmock.h"
#include <chrono>
#include <random>

using namespace plue;
using namespace plue::exec;
using ir::OpKind;
using testing::HasSubstr;

namespace {
class RegionsTest : public PlanTest {
protected:
  ValueId strings(std::initializer_list<llvm::StringRef> texts) {
    llvm::SmallVector<ValueId> items;
    for (llvm::StringRef text : texts)
      items.push_back(str(text));
    return op(OpKind::MakeList, stringList(), items);
  }
  value::TypeId stringList() { return typeStore().list(types::Str); }

  /// `for item in iterable:`, carrying \p inits beside what says to go on.
  ir::ForeachParams begin(ValueId iterable, Values inits = {},
                          ValueId when = {},
                          value::TypeId itemType = types::Str) {
    ir::ForeachHead head{.iterable = iterable,
                         .itemType = itemType,
                         .inits = {builder.constantBool(true)},
                         .types = {types::Bool},
                         .when = when};
    for (ValueId init : inits) {
      head.inits.push_back(init);
      head.types.push_back(builder.workflow().typeOf(init));
    }
    return builder.beginForeach(head);
  }
  std::vector<ValueId> end(std::vector<ValueId> yields = {}) {
    yields.insert(yields.begin(), builder.constantBool(true));
    return builder.endForeach(yields);
  }
  ValueId concat(Values parts) { return op(OpKind::Concat, types::Str, parts); }
  ValueId equal(ValueId a, ValueId b) {
    return op(OpKind::CmpEq, types::Bool, {a, b});
  }
  /// A step whose name is computed.
  StepId step(ValueId name, ValueId when = {},
              std::optional<std::vector<StepId>> dependsOn = std::nullopt) {
    ir::Step step = draft("");
    step.name = name;
    step.definition.script = str("true");
    step.when = when;
    return builder.step(std::move(step), std::move(dependsOn));
  }
  /// One that only looks at the workspace, and what it finds.
  StepId quiet(ValueId name) {
    ir::Step step = draft("");
    step.name = name;
    setKind(step, ir::StepKind::GitDiff, str("x"));
    return builder.step(std::move(step), std::nullopt);
  }
  ValueId valueOf(StepId quiet) { return result(quiet, "stdout"); }

  llvm::json::Object simulated(llvm::StringRef outcomesText = "{}") {
    auto json = parseJson(outcomesText, "outcomes");
    auto outcomes = cantFail(Outcomes::parse(*json->getAsObject()));
    std::string text;
    llvm::raw_string_ostream os(text);
    simulate(plan(), workflow(), inputs, outcomes, os);
    return std::move(*cantFail(llvm::json::parse(text)).getAsObject());
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
  /// `id<depends_on` of each step.
  static std::string edges(const llvm::json::Object &trace) {
    std::string text;
    for (const llvm::json::Value &step : *trace.getArray("steps")) {
      text += *step.getAsObject()->getString("id");
      char separator = '<';
      for (const auto &from : *step.getAsObject()->getArray("depends_on")) {
        text += separator + from.getAsString()->str();
        separator = ',';
      }
      text += " ";
    }
    return text;
  }
  static llvm::json::Value outputOf(const llvm::json::Object &trace) {
    const llvm::json::Value *value = trace.getObject("outputs")->get("value");
    return value ? *value : llvm::json::Value(nullptr);
  }
  static std::string reasonOf(const llvm::json::Object &trace) {
    return trace.getString("reason").value_or("").str();
  }
  static std::string fieldsOf(const llvm::json::Object &trace,
                              llvm::StringRef field) {
    std::string text;
    for (const llvm::json::Value &step : *trace.getArray("steps"))
      text += *step.getAsObject()->getString(field);
    return text;
  }
};
} // namespace

//--- Loops --------------------------------------------------------------------

TEST_F(RegionsTest, EachItemHasItsSteps) {
  shell("before", "true");
  ir::ForeachParams p = begin(strings({"a", "b"}));
  step(concat({str("lint "), p.item}));
  step(concat({str("test "), p.item}));
  end();
  shell("after", "true");
  llvm::json::Object trace = simulated();
  EXPECT_EQ(statuses(trace), "before:success lint a:success test a:success "
                             "lint b:success test b:success after:success ");
  EXPECT_EQ(edges(trace),
            "step_1 step_2[0]<step_1 step_3[0]<step_2[0] "
            "step_2[1]<step_3[0] step_3[1]<step_2[1] step_4<step_3[1] ");
  EXPECT_EQ(fieldsOf(trace, "key"), "beforelint[a]test[a]lint[b]test[b]after");
}

TEST_F(RegionsTest, OutcomesAreTakenInProgramOrder) {
  ir::ForeachParams p = begin(strings({"a", "b"}), {str("")});
  StepId s = shell("s", "true");
  ValueId out = concat({p.carried[1], p.item, result(s, "stdout")});
  std::vector<ValueId> after = end({out});
  StepId t = shell("s", "true");
  output(concat({after[1], result(t, "stdout")}));
  EXPECT_EQ(outputOf(simulated(R"({"steps": {"s": [
                {"stdout": "1"}, {"stdout": "2"}, {"stdout": "3"}]}})")),
            llvm::json::Value("a1b23"));
}

TEST_F(RegionsTest, NoItemsNoSteps) {
  shell("before", "true");
  ir::ForeachParams p = begin(strings({}), {str("first")});
  step(p.item);
  std::vector<ValueId> after = end({p.item});
  shell("after", "true");
  output(after[1]);
  llvm::json::Object trace = simulated();
  EXPECT_EQ(edges(trace), "step_1 step_3<step_1 ");
  EXPECT_EQ(outputOf(trace), llvm::json::Value("first"));
}

TEST_F(RegionsTest, ALoopWithAFalseGuardDoesNothing) {
  ValueId go = equal(str("x"), str("y"));
  ValueId bad = named(OpKind::Event, stringList(), "missing");
  ir::ForeachParams p = begin(bad, {str("first")}, go);
  step(p.item);
  std::vector<ValueId> after = end({p.item});
  output(after[1]);
  llvm::json::Object trace = simulated();
  EXPECT_EQ(statuses(trace), "");
  EXPECT_EQ(outputOf(trace), llvm::json::Value("first"));
}

TEST_F(RegionsTest, LoopsNest) {
  ir::ForeachParams p = begin(strings({"a", "b"}), {str("")});
  step(p.item);
  ir::ForeachParams q = begin(strings({"x", "y"}), {p.carried[1]});
  StepId s = step(concat({p.item, q.item}));
  std::vector<ValueId> inner = end(
      {concat({q.carried[1], p.item, q.item, result(s, "stdout"), str(" ")})});
  std::vector<ValueId> outer = end({inner[1]});
  shell("after", "true");
  output(outer[1]);
  llvm::json::Object trace = simulated(R"({"steps": {"by": {"stdout": "!"}}})");
  EXPECT_EQ(edges(trace),
            "step_1[0] step_2[0][0]<step_1[0] step_2[0][1]<step_2[0][0] "
            "step_1[1]<step_2[0][1] step_2[1][0]<step_1[1] "
            "step_2[1][1]<step_2[1][0] step_3<step_2[1][1] ");
  EXPECT_EQ(fieldsOf(trace, "name"), "aaxaybbxbyafter");
  EXPECT_EQ(outputOf(trace), llvm::json::Value("ax ay bx by! "));
  EXPECT_THAT(fieldsOf(trace, "key"), HasSubstr("shell#2[b][y]"));
}

TEST_F(RegionsTest, InnerLoopsGoOverWhatOuterStepsFound) {
  ir::ForeachParams p = begin(strings({"a", "b"}));
  StepId find = step(p.item);
  ValueId found = op(OpKind::Select, stringList(),
                     {equal(result(find, "stdout"), str("two")),
                      strings({"1", "2"}), strings({"0"})});
  ir::ForeachParams q = begin(found);
  step(concat({p.item, q.item}));
  end();
  end();
  EXPECT_EQ(
      fieldsOf(simulated(R"({"steps": {"a": {"stdout": "two"}}})"), "name"),
      "aa1a2bb0");
}

TEST_F(RegionsTest, ThreeDeepWithCarriedValues) {
  ir::ForeachParams p = begin(strings({"a", "b"}), {str("")});
  ir::ForeachParams q = begin(strings({"c"}), {p.carried[1]});
  ir::ForeachParams r = begin(strings({"d", "e"}), {q.carried[1]});
  ValueId path = concat({r.carried[1], p.item, q.item, r.item, str(";")});
  step(path);
  std::vector<ValueId> inner = end({path});
  std::vector<ValueId> middle = end({inner[1]});
  std::vector<ValueId> outer = end({middle[1]});
  output(outer[1]);
  EXPECT_EQ(outputOf(simulated()), llvm::json::Value("acd;ace;bcd;bce;"));
}

TEST_F(RegionsTest, LoopsStopEarly) {
  ir::ForeachParams p = begin(strings({"a", "b", "c"}), {str("")});
  StepId s = step(p.item);
  StepId t =
      step(concat({p.item, str("!")}), equal(result(s, "stdout"), str("")));
  ValueId goOn = equal(result(s, "stdout"), str(""));
  std::vector<ValueId> after =
      builder.endForeach({goOn, concat({p.carried[1], p.item})});
  output(after[1]);
  (void)t;
  llvm::json::Object trace = simulated(R"({"steps": {"b": {"stdout": "x"}}})");
  EXPECT_EQ(statuses(trace), "a:success a!:success b:success b!:skipped "
                             "c:skipped c!:skipped ");
  EXPECT_EQ(outputOf(trace), llvm::json::Value("ab"));
}

TEST_F(RegionsTest, ALoopThatIsNotToGoOnDoesNotBegin) {
  ir::ForeachHead head{.iterable = strings({"a"}),
                       .itemType = types::Str,
                       .inits = {equal(str("x"), str("y"))},
                       .types = {types::Bool},
                       .when = {}};
  ir::ForeachParams p = builder.beginForeach(head);
  step(p.item);
  end();
  EXPECT_EQ(statuses(simulated()), "a:skipped ");
}

TEST_F(RegionsTest, EndsInALoopEndTheRunInProgramOrder) {
  ir::ForeachParams p = begin(strings({"a", "b"}));
  ir::End inside;
  inside.when = equal(p.item, str("b"));
  inside.outputs.push_back({"value", p.item});
  builder.end(std::move(inside));
  step(p.item);
  end();
  output(str("after"));
  EXPECT_EQ(outputOf(simulated()), llvm::json::Value("b"));
}

TEST_F(RegionsTest, HandlesAreCarried) {
  StepId first = shell("first", "true");
  ValueId handle = builder.workflow().steps[first.index].op;
  ir::ForeachParams p = begin(strings({"a", "b"}), {handle});
  StepId s = step(concat(
      {p.item, named(OpKind::Result, types::Str, "stdout", {p.carried[1]})}));
  std::vector<ValueId> after = end({builder.workflow().steps[s.index].op});
  output(named(OpKind::Result, types::Str, "stdout", {after[1]}));
  llvm::json::Object trace = simulated(
      R"({"steps": {"first": {"stdout": "0"}, "a0": {"stdout": "1"},
                    "b1": {"stdout": "2"}}})");
  EXPECT_EQ(fieldsOf(trace, "name"), "firsta0b1");
  EXPECT_EQ(outputOf(trace), llvm::json::Value("2"));
}

TEST_F(RegionsTest, AnythingCanBeIteratedOver) {
  ir::ForeachParams p = begin(str("äb"));
  step(p.item);
  end();
  ValueId dict = op(OpKind::MakeDict, typeStore().dict(types::Str, types::Int),
                    {str("k"), num(1), str("l"), num(2)});
  ir::ForeachParams q = begin(dict);
  step(q.item);
  end();
  EXPECT_EQ(fieldsOf(simulated(), "name"), "äbkl");
}

TEST_F(RegionsTest, WhatCannotBeIteratedOverFailsTheRun) {
  shell("before", "true");
  ir::ForeachParams p = begin(num(3));
  step(p.item);
  end();
  shell("after", "true");
  llvm::json::Object trace = simulated();
  EXPECT_EQ(statuses(trace), "before:success after:skipped ");
  EXPECT_EQ(reasonOf(trace), "TypeError: 'int' object is not iterable");
}

//--- Names --------------------------------------------------------------------

TEST(LoopKey, IsTheItemIfThatIsShort) {
  value::Heap heap;
  value::TypeStore store;
  Limits limits;
  value::Context context(heap, store, limits);
  auto keyOf = [&](llvm::StringRef text) {
    return loopKey(*heap.makeStr(context, text), 7);
  };
  EXPECT_EQ(keyOf("src/a-b_c.d"), "src/a-b_c.d");
  EXPECT_EQ(keyOf("a b"), "\"a b\"");
  EXPECT_EQ(keyOf("a\n\"]"), "\"a\\n\\\"]\"");
  EXPECT_EQ(keyOf(""), "\"\"");
  EXPECT_EQ(keyOf(std::string(65, 'x')), "7");
  EXPECT_EQ(loopKey(Value::smallInt(-3), 7), "-3");
  EXPECT_EQ(loopKey(Value::none(), 7), "7");
}

TEST_F(RegionsTest, KeysOfEqualItemsDiffer) {
  ir::ForeachParams p = begin(strings({"a", "a", "a#2"}));
  step(concat({str("x"), p.item}));
  end();
  EXPECT_EQ(fieldsOf(simulated(), "key"), "x[a]x[a#2]x[\"a#2\"]");
}

//--- Order across iterations --------------------------------------------------

TEST_F(RegionsTest, StepsWithoutConflictsRunSideBySide) {
  ir::ForeachParams p = begin(strings({"a", "b"}));
  quiet(p.item);
  end();
  step(str("after"));
  EXPECT_EQ(edges(simulated()),
            "step_1[0] step_1[1] step_2<step_1[0],step_1[1] ");
}

TEST_F(RegionsTest, WhatIsCarriedOrders) {
  ir::ForeachParams p = begin(strings({"a", "b", "c"}), {str("")});
  StepId s = quiet(concat({p.item, p.carried[1]}));
  end({valueOf(s)});
  EXPECT_EQ(edges(simulated()),
            "step_1[0] step_1[1]<step_1[0] step_1[2]<step_1[1] ");
}

TEST_F(RegionsTest, WhatIsOnlyCollectedDoesNotOrder) {
  ir::ForeachParams p = begin(strings({"a", "b"}), {str("")});
  StepId s = quiet(p.item);
  std::vector<ValueId> after = end({concat({p.carried[1], valueOf(s)})});
  quiet(after[1]);
  EXPECT_EQ(edges(simulated()),
            "step_1[0] step_1[1] step_2<step_1[0],step_1[1] ");
}

TEST_F(RegionsTest, CollectingInNestedLoopsDoesNotOrderEither) {
  StepId first = quiet(str("first"));
  ir::ForeachParams p = begin(strings({"a", "b"}), {valueOf(first)});
  ir::ForeachParams q = begin(strings({"x"}), {p.carried[1]});
  StepId s = quiet(concat({p.item, q.item}));
  std::vector<ValueId> inner = end({concat({q.carried[1], valueOf(s)})});
  std::vector<ValueId> outer = end({inner[1]});
  ir::ForeachParams r = begin(strings({"c"}), {outer[1]});
  StepId t = quiet(r.item);
  std::vector<ValueId> last = end({concat({r.carried[1], valueOf(t)})});
  quiet(last[1]);
  EXPECT_EQ(edges(simulated()),
            "step_1 step_2[0][0] step_2[1][0] step_3[0] "
            "step_4<step_1,step_2[0][0],step_2[1][0],step_3[0] ");
}

TEST_F(RegionsTest, WhatGoesRoundIsRead) {
  StepId first = quiet(str("first"));
  ir::ForeachParams p = begin(strings({"a", "b"}), {str(""), valueOf(first)});
  quiet(concat({p.item, p.carried[1]}));
  end({p.carried[2], p.carried[2]});
  EXPECT_EQ(edges(simulated()), "step_1 step_2[0]<step_1 step_2[1]<step_1 ");
}

TEST_F(RegionsTest, GroupsOfTheBodyAreNewInEachIteration) {
  ir::ForeachParams p = begin(strings({"a", "b"}));
  StepId x = step(p.item), y = step(p.item);
  builder.parallel({x, y});
  end();
  EXPECT_EQ(edges(simulated()),
            "step_1[0] step_2[0] step_1[1]<step_1[0],step_2[0] "
            "step_2[1]<step_1[0],step_2[0] ");
}

TEST_F(RegionsTest, GroupsFromOutsideJoinIterations) {
  ir::ForeachParams p = begin(strings({"a", "b"}));
  StepId x = step(p.item);
  step(p.item);
  end();
  builder.parallel({x});
  EXPECT_EQ(edges(simulated()), "step_1[0] step_2[0]<step_1[0] "
                                "step_1[1]<step_2[0] step_2[1]<step_1[1] ")
      << "another step stands between";
}

TEST_F(RegionsTest, AllIterationsOfOneGroupRunTogether) {
  ir::ForeachParams p = begin(strings({"a", "b"}));
  StepId x = step(p.item);
  end();
  builder.parallel({x});
  EXPECT_EQ(edges(simulated()), "step_1[0] step_1[1] ");
}

TEST_F(RegionsTest, DependsOnReplacesProgramOrderAcrossIterations) {
  ir::ForeachParams p = begin(strings({"a", "b"}));
  StepId x = step(p.item, {}, std::vector<StepId>());
  step(p.item, {}, std::vector<StepId>{x});
  end();
  EXPECT_EQ(edges(simulated()), "step_1[0] step_2[0]<step_1[0] step_1[1] "
                                "step_2[1]<step_1[1] ");
}

TEST_F(RegionsTest, InnerLoopsOfTwoIterationsRunSideBySide) {
  ir::ForeachParams p = begin(strings({"a", "b"}));
  ir::ForeachParams q = begin(strings({"x"}));
  quiet(concat({p.item, q.item}));
  end();
  end();
  EXPECT_EQ(edges(simulated()), "step_1[0][0] step_1[1][0] ");
}

//--- Failure ------------------------------------------------------------------

TEST_F(RegionsTest, AFailureBlocksWhatWaitsForTheLoop) {
  ir::ForeachParams p = begin(strings({"a", "b"}));
  StepId each = step(p.item);
  end();
  builder.parallel({each});
  step(str("free"), {}, std::vector<StepId>());
  shell("after", "true");
  llvm::json::Object trace = simulated(R"({"steps": {"a": {"exit_code": 2}}})");
  EXPECT_EQ(statuses(trace), "a:failure b:success free:success after:skipped ");
  EXPECT_EQ(reasonOf(trace), "step `a` failed: exit code 2");
}

TEST_F(RegionsTest, AHandledFailureDoesNot) {
  ir::ForeachParams p = begin(strings({"a"}));
  StepId s = step(p.item);
  builder.workflow().steps[s.index].policy.continueOnError = true;
  end();
  shell("after", "true");
  EXPECT_EQ(statuses(simulated(R"({"steps": {"a": {"exit_code": 2}}})")),
            "a:failure after:success ");
}

TEST_F(RegionsTest, AFailureInAnInnerLoopBlocksTheRestOfTheOuterOne) {
  ir::ForeachParams p = begin(strings({"a", "b"}));
  ir::ForeachParams q = begin(strings({"x", "y"}));
  step(concat({p.item, q.item}));
  end();
  end();
  shell("after", "true");
  llvm::json::Object trace =
      simulated(R"({"steps": {"ax": {"exit_code": 1}}})");
  EXPECT_EQ(statuses(trace), "ax:failure ay:skipped after:skipped ");
}

//--- Checks -------------------------------------------------------------------

TEST_F(RegionsTest, AChecksRaisesWhereItStands) {
  StepId a = shell("a", "true");
  builder.check(
      op(OpKind::Unwrap, types::Str,
         {named(OpKind::Event, typeStore().optional(types::Str), "nothing"),
          builder.constantBool(true)}),
      {});
  quiet(str("b"));
  (void)a;
  llvm::json::Object trace = simulated();
  EXPECT_EQ(statuses(trace), "a:success b:skipped ");
  EXPECT_EQ(reasonOf(trace), "TypeError: None where the plan has a value");
}

TEST_F(RegionsTest, AChecksGuardDecides) {
  ValueId bad =
      op(OpKind::Unwrap, types::Str,
         {named(OpKind::Event, typeStore().optional(types::Str), "nothing"),
          builder.constantBool(true)});
  builder.check(bad, equal(str("x"), str("y")));
  shell("a", "true");
  EXPECT_EQ(statuses(simulated()), "a:success ");
}

TEST_F(RegionsTest, ACheckInALoopEndsTheRunThere) {
  ir::ForeachParams p = begin(strings({"a", "b", "c"}));
  step(p.item);
  ValueId isB = equal(p.item, str("b"));
  ValueId place = op(OpKind::Select, types::Int, {isB, num(1), num(0)});
  builder.check(op(OpKind::Index, types::Str, {strings({"x"}), place}), {});
  step(concat({p.item, str("!")}));
  end();
  shell("after", "true");
  llvm::json::Object trace = simulated();
  EXPECT_EQ(statuses(trace), "a:success a!:success b:success b!:skipped "
                             "c:skipped c!:skipped after:skipped ");
  EXPECT_EQ(reasonOf(trace), "IndexError: list index out of range");
}

//--- Limits -------------------------------------------------------------------

TEST_F(RegionsTest, TheNumberOfStepsIsLimited) {
  std::string text(10'001, 'x');
  ir::ForeachParams p = begin(str(text));
  step(p.item);
  end();
  llvm::json::Object trace = simulated();
  EXPECT_EQ(reasonOf(trace), "limit: loops make 10001 steps at run time; the "
                             "limit is 10000");
  EXPECT_EQ(statuses(trace), "");
}

TEST_F(RegionsTest, NestedLoopsCountTogether) {
  std::string text(150, 'x');
  ir::ForeachParams p = begin(str(text));
  ir::ForeachParams q = begin(str(text));
  quiet(concat({p.item, q.item}));
  end();
  end();
  EXPECT_THAT(reasonOf(simulated()), HasSubstr("the limit is 10000"));
}

TEST_F(RegionsTest, LargeLoopsCostWhatTheyMake) {
  std::string text(9'000, 'x');
  ir::ForeachParams p = begin(str(text), {str("")});
  StepId s = step(p.item);
  end({result(s, "stdout")});
  step(str("after"));
  plan();
  auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(simulated().getArray("steps")->size(), 9'001u);
  auto took = std::chrono::steady_clock::now() - start;
  EXPECT_LT(took, std::chrono::seconds(5));
}

//--- Real runs ----------------------------------------------------------------

namespace {
class Log : public RunObserver {
public:
  void runStarted(const RunInfo &info) override { workflow = info.workflow; }
  void stepStarted(const StepStart &start) override {
    text += ir::stepName(*workflow, start.id) + "> " + start.name.str() + "\n";
  }
  void stepOutput(const StepOutput &output) override {
    text += output.name.str() + "| " + output.line.text + "\n";
  }
  void stepRetrying(const StepOutcome &, uint64_t) override {}
  void stepEnded(const StepOutcome &outcome) override {
    text += outcome.name + " " + spelling(outcome.state).str() +
            (outcome.reason.empty() ? "" : ": " + outcome.reason) + "\n";
  }
  void runStopping(llvm::StringRef) override {}
  void runEnded(const RunOutcome &) override { numSteps = workflow->numSteps; }

  const ir::Workflow *workflow = nullptr;
  uint32_t numSteps = 0;
  std::string text;
};

class RegionRunTest : public RegionsTest {
protected:
  RunOutcome run(uint32_t jobs = 1) {
    auto backend = cantFail(sandbox::createNoneBackend("/tmp"));
    options.info.plan = &plan();
    options.info.workflow = &workflow();
    options.info.jobs = jobs;
    Runner runner(plan(), workflow(), inputs, masker, *backend, observers,
                  options);
    return cantFail(runner.run());
  }
  /// A step that prints what it computes.
  StepId echo(ValueId text) {
    ir::Step step = draft("");
    step.name = text;
    step.definition.shell = ir::ShellKind::None;
    step.definition.argv = {str("printf"), str("%s"), text};
    return builder.step(std::move(step), std::nullopt);
  }

  static std::string contentOf(const std::string &path) {
    auto file = llvm::MemoryBuffer::getFile(path);
    return file ? (*file)->getBuffer().str() : "no file";
  }

  Masker masker;
  Log log;
  std::vector<RunObserver *> observers = {&log};
  RunnerOptions options;
};
} // namespace

TEST_F(RegionRunTest, LoopsRun) {
  ir::ForeachParams p = begin(strings({"a", "b"}), {str("")});
  StepId s = echo(concat({p.carried[1], p.item}));
  std::vector<ValueId> after = end({result(s, "stdout")});
  echo(concat({after[1], str("!")}));
  output(after[1]);
  RunOutcome outcome = run(4);
  EXPECT_EQ(log.text, "step_1[0]> a\na| a\na success\n"
                      "step_1[1]> ab\nab| ab\nab success\n"
                      "step_2> ab!\nab!| ab!\nab! success\n");
  EXPECT_EQ(outcome.outputs["value"], llvm::json::Value("ab"));
  EXPECT_EQ(outcome.steps.size(), 3u);
  EXPECT_EQ(log.numSteps, 3u);
}

TEST_F(RegionRunTest, AFailureInALoopIsThatOfTheRun) {
  ir::ForeachParams p = begin(strings({"true", "false"}));
  ir::Step step = draft("");
  step.name = p.item;
  step.definition.shell = ir::ShellKind::None;
  step.definition.argv = {p.item};
  builder.step(std::move(step), std::nullopt);
  end();
  shell("after", "true");
  RunOutcome outcome = run();
  EXPECT_EQ(*outcome.reason, "step `false` failed: exit code 1");
  EXPECT_THAT(log.text, HasSubstr("after skipped: `false` failed"));
  EXPECT_EQ(outcome.steps.size(), 3u);
}

TEST_F(RegionRunTest, LogsAreNamedByIteration) {
  ir::ForeachParams p = begin(strings({"a", "../b"}));
  ir::ForeachParams q = begin(strings({"x"}));
  echo(concat({p.item, q.item}));
  end();
  end();
  llvm::SmallString<128> state;
  ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("plue-regions", state));
  auto directory =
      cantFail(RunDirectory::create(state, "run", "bytes", OutputFile()));
  observers.push_back(directory.get());
  run();
  EXPECT_EQ(contentOf(directory->path() + "/steps/step_1.0.0.log"), "ax\n");
  EXPECT_EQ(contentOf(directory->path() + "/steps/step_1.1.0.log"), "../bx\n");
  EXPECT_THAT(contentOf(directory->path() + "/events.jsonl"),
              HasSubstr("\"step_1[1][0]\""));
  EXPECT_THAT(contentOf(directory->path() + "/result.json"),
              HasSubstr("\"step_1[0][0]\""));
  llvm::sys::fs::remove_directories(state);
}

TEST_F(RegionRunTest, AStopEndsLoopsToo) {
  ir::ForeachParams p = begin(strings({"0.01", "20", "21"}));
  ir::Step step = draft("");
  step.name = p.item;
  step.definition.shell = ir::ShellKind::None;
  step.definition.argv = {str("sleep"), p.item};
  builder.step(std::move(step), std::nullopt);
  end();
  shell("after", "true");
  options.timeoutMs = 200;
  RunOutcome outcome = run();
  EXPECT_EQ(outcome.status, RunOutcome::Failure);
  std::vector<StepState> states;
  for (const StepOutcome &step : outcome.steps)
    states.push_back(step.state);
  using enum StepState;
  EXPECT_EQ(states, (std::vector{Success, Cancelled, Cancelled, Cancelled}));
}

TEST_F(RegionRunTest, ChecksAreNotSeen) {
  StepId a = shell("a", "echo x");
  builder.check(result(a, "stdout"), {});
  ValueId place = op(OpKind::Add, types::Int, {result(a, "exit_code"), num(1)});
  builder.check(op(OpKind::Index, types::Str, {strings({"x"}), place}), {});
  shell("b", "true");
  RunOutcome outcome = run();
  EXPECT_EQ(log.text, "step_1> a\na| x\na success\n"
                      "b skipped: IndexError: list index out of range\n");
  EXPECT_EQ(*outcome.reason, "IndexError: list index out of range");
  EXPECT_EQ(outcome.steps.size(), 2u);
}

//--- Hostile plans ------------------------------------------------------------

/// Whatever is changed in a plan, either it is refused or it runs to an end.
TEST_F(RegionsTest, WhatTheVerifierAcceptsRuns) {
  ir::ForeachParams p = begin(strings({"a", "b"}), {str("")});
  StepId s = step(p.item);
  builder.check(result(s, "stdout"), {});
  ir::ForeachParams q = begin(strings({"x", "y"}), {p.carried[1]});
  StepId t = step(concat({p.item, q.item}), equal(q.carried[1], str("")));
  builder.parallel({s, t});
  std::vector<ValueId> inner = end({concat({q.carried[1], q.item})});
  std::vector<ValueId> outer = end({inner[1]});
  step(outer[1]);
  output(outer[1]);
  inputs.hashFiles = [](auto) { return llvm::Expected<std::string>(""); };
  ir::Workflow sound = workflow();
  ir::Workflow &changed = plan().workflows.front();
  std::mt19937 random(1);
  auto change = [&](uint32_t &number) {
    switch (random() % 4) {
    case 0:
      number += 1;
      return;
    case 1:
      number -= 1;
      return;
    case 2:
      number = ~0u - random() % 3;
      return;
    default:
      number = random() % 40;
    }
  };
  unsigned numSound = 0;
  for (unsigned i = 0; i != 20'000; ++i) {
    for (unsigned n = 1 + random() % 2; n-- > 0;) {
      ir::Region &region = changed.regions[random() % 2];
      ir::Op &op = changed.ops[random() % changed.ops.size()];
      ir::Step &step = changed.steps[random() % changed.steps.size()];
      uint32_t *const numbers[] = {
          &region.firstOp,
          &region.endOp,
          &region.firstStep,
          &region.endStep,
          &region.step.index,
          &region.parent.index,
          &region.firstGroup,
          &region.endGroup,
          &op.attribute,
          &op.numOperands,
          &step.name.index,
          &step.when.index,
          &region.yields[random() % 2].index,
          &changed.operandPool[random() % changed.operandPool.size()].index,
          &changed.operandPool[random() % changed.operandPool.size()].index};
      change(*numbers[random() % std::size(numbers)]);
      if (random() % 8 == 0)
        op.kind = OpKind(random() % ir::numOpKinds());
      if (random() % 8 == 0)
        step.groups = {uint32_t(random() % 3)};
      if (random() % 8 == 0)
        step.deps.clear();
    }
    llvm::Error error = ir::verify(plan());
    if (!error) {
      ++numSound;
      ir::numberSteps(changed);
      simulated();
    }
    llvm::consumeError(std::move(error));
    changed = sound;
  }
  EXPECT_GT(numSound, 100u);
}
