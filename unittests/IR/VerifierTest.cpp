//===- VerifierTest.cpp - Broken plans are refused ------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Each test breaks one thing in a sound plan and asks for the reason.
//===----------------------------------------------------------------------===//
#include "plue/IR/Verifier.h"
#include "SamplePlan.h"
#include <gmock/gmock.h>

using namespace plue;
using namespace plue::ir;
using testing::HasSubstr;
namespace types = plue::value::types;

namespace {
struct VerifierTest : testing::Test {
  std::unique_ptr<Plan> plan = samplePlan();
  Workflow &workflow = plan->workflows[0];
  /// One with a script, one with arguments, one with everything.
  Step &first = workflow.steps[0], &second = workflow.steps[1],
       &full = workflow.steps[2];

  std::string fault() { return llvm::toString(verify(*plan)); }

  /// The first operation of \p kind.
  Op &op(OpKind kind) {
    for (Op &op : workflow.ops)
      if (op.kind == kind)
        return op;
    llvm_unreachable("the sample has every operation");
  }
  ValueId &operand(OpKind kind, unsigned i) {
    return workflow.operandPool[op(kind).firstOperand + i];
  }
  Trigger &trigger(TriggerKind kind) {
    for (Trigger &trigger : workflow.triggers)
      if (trigger.kind == kind)
        return trigger;
    llvm_unreachable("the sample has every trigger");
  }
};
} // namespace

TEST_F(VerifierTest, TheSampleIsSound) { EXPECT_EQ(fault(), ""); }

TEST_F(VerifierTest, EverySmallWorkflowIsSound) {
  TestWorkflow t;
  StepId a = t.step("a");
  t.step("b", {}, t.succeeded(a), {});
  t.finish();
  EXPECT_EQ(llvm::toString(verify(t.plan.plan())), "");
}

//--- Shared things ------------------------------------------------------------

TEST_F(VerifierTest, TypesMustBeWellFormed) {
  auto faultWith = [](value::TypeNode node) {
    Plan plan;
    plan.types.intern(std::move(node));
    return llvm::toString(verify(plan));
  };
  using enum value::TypeKind;
  EXPECT_EQ(faultWith({.kind = List}), "type 8 must have one element");
  EXPECT_EQ(faultWith({.kind = Dict, .elements = {types::Str}}),
            "type 8 must have a key and a value");
  EXPECT_EQ(faultWith({.kind = Enum}), "type 8 must have names only");
  EXPECT_EQ(faultWith({.kind = Enum, .names = {"a", "a"}}),
            "type 8: \"a\" is there twice");
  EXPECT_EQ(faultWith({.kind = Record, .names = {"a"}}),
            "type 8 must have a name for each field");
  EXPECT_EQ(
      faultWith({.kind = Tuple, .elements = {types::Str}, .names = {"..."}}),
      "");
  EXPECT_EQ(
      faultWith({.kind = Tuple, .elements = {types::Str}, .names = {"a"}}),
      "type 8 has names");
  EXPECT_EQ(faultWith({.kind = Union, .elements = {types::Str}}),
            "type 8 must have two members");
}

TEST_F(VerifierTest, SourcesStayInTheProject) {
  for (const char *path : {"", "/etc/passwd", "../a.py", "a//b.py", "a\nb.py"}) {
    plan->sources[0].path = path;
    EXPECT_EQ(fault(), "source 0: its path is not one inside the project");
  }
}

TEST_F(VerifierTest, ConstantsMustBeCanonical) {
  auto faultWith = [&](const Constant &constant) {
    plan->constants.back() = constant;
    return fault();
  };
  EXPECT_THAT(faultWith({.kind = Constant::Bool, .number = 2}),
              HasSubstr("is neither true nor false"));
  for (const char *digits : {"", "-", "5", "0123456789012345678901", "1e30",
                             "+123456789012345678901234"})
    EXPECT_THAT(faultWith({.kind = Constant::BigInt, .text = digits}),
                HasSubstr("is not a big integer"));
  EXPECT_THAT(faultWith({.kind = Constant::Kind(9)}),
              HasSubstr("is of unknown kind"));
  EXPECT_THAT(faultWith({.kind = Constant::Str, .text = "\xff"}),
              HasSubstr("is not UTF-8"));
  std::string huge((1 << 20) + 1, 'x');
  EXPECT_THAT(faultWith({.kind = Constant::Str, .text = huge}),
              HasSubstr("is too long"));
}

TEST_F(VerifierTest, TemplatesMustAddUp) {
  plan->templates[0].pieces.pop_back();
  EXPECT_EQ(fault(), "template 0 must have a piece more than holes");
  plan->templates[0].pieces.push_back(llvm::StringRef("\0", 1));
  EXPECT_EQ(fault(), "template 0 has a piece that is not text");
  plan->templates[0].holes[1] = HoleContext(99);
  EXPECT_EQ(fault(), "template 0 has a hole of unknown context");
}

//--- Workflows ----------------------------------------------------------------

TEST_F(VerifierTest, WorkflowsHaveUniqueNames) {
  plan->workflows[1].name = "ci";
  EXPECT_EQ(fault(), "workflow \"ci\" is there twice");
  plan->workflows[1].name = "a b";
  EXPECT_EQ(fault(), "workflow \"a b\": its name is not one");
}

TEST_F(VerifierTest, ThereIsAnImageOrADockerfile) {
  plan->workflows[1].dockerfile = "";
  EXPECT_THAT(fault(), HasSubstr("either an image or a dockerfile"));
  workflow.dockerfile = "Dockerfile";
  EXPECT_THAT(fault(), HasSubstr("either an image or a dockerfile"));
  workflow.image = "";
  workflow.dockerfile = "../Dockerfile";
  EXPECT_THAT(fault(), HasSubstr("its dockerfile is not a path inside"));
}

TEST_F(VerifierTest, TriggersMustMakeSense) {
  trigger(TriggerKind::Schedule).cron = "* * * *";
  EXPECT_EQ(fault(), "workflow \"ci\": trigger 3: \"* * * *\" is no schedule");
  trigger(TriggerKind::Schedule).kind = TriggerKind::Manual;
  EXPECT_EQ(fault(), "workflow \"ci\": trigger 3: manual has cron fields");
  trigger(TriggerKind::Push).branches[0] = "";
  EXPECT_EQ(fault(),
            "workflow \"ci\": trigger 0: one of its branches is not plain "
            "text");
  trigger(TriggerKind::Push).kind = TriggerKind(99);
  EXPECT_EQ(fault(), "workflow \"ci\": trigger 0: unknown kind 99");
}

TEST_F(VerifierTest, DefaultsAreOfTheInputsType) {
  auto &inputs = trigger(TriggerKind::Manual).inputs;
  inputs[1].defaultValue = inputs[0].defaultValue;
  EXPECT_THAT(fault(), HasSubstr("input `flag`: its default has another type"));
  inputs[1].defaultValue = ConstantId(1000);
  EXPECT_THAT(fault(), HasSubstr("input `flag`: constant 1000 does not exist"));
  inputs[1] = inputs[0];
  EXPECT_THAT(fault(), HasSubstr("input `env` is there twice"));
  inputs[1].name = "a-b";
  EXPECT_THAT(fault(), HasSubstr("name of an input is not an identifier"));
  inputs[0].type = types::Step;
  EXPECT_THAT(fault(), HasSubstr("nobody can give a value of its type"));
}

//--- Operations ---------------------------------------------------------------

TEST_F(VerifierTest, OperandsComeBeforeTheirUses) {
  uint32_t ordinal = &op(OpKind::CmpEq) - workflow.ops.data();
  operand(OpKind::CmpEq, 1) = ValueId(ordinal);
  EXPECT_EQ(fault(),
            llvm::formatv("workflow \"ci\": op {0} (cmp.eq): operand 1 is not "
                          "defined before its use",
                          ordinal)
                .str());
  operand(OpKind::CmpEq, 1) = ValueId();
  EXPECT_THAT(fault(), HasSubstr("operand 1 is not defined before its use"));
}

TEST_F(VerifierTest, OperandsAreNotShared) {
  op(OpKind::CmpEq).firstOperand -= 1;
  EXPECT_THAT(fault(), HasSubstr("do not follow those of the one before"));
}

TEST_F(VerifierTest, OperandsAreAllUsed) {
  workflow.operandPool.push_back(ValueId(0));
  EXPECT_THAT(fault(), HasSubstr("there are operands that no op has"));
  workflow.operandPool.resize(workflow.operandPool.size() - 2);
  EXPECT_THAT(fault(), HasSubstr("has more operands than there are"));
}

TEST_F(VerifierTest, OperationsHaveTheirNumberOfOperands) {
  op(OpKind::Select).kind = OpKind::And;
  EXPECT_THAT(fault(), HasSubstr("(and): has 3 operands instead of 2"));
  op(OpKind::Concat).numOperands = ~0u;
  EXPECT_THAT(fault(), HasSubstr("3 operands instead of 2"));
}

TEST_F(VerifierTest, OrdinalsAreInRange) {
  auto faultWith = [&](OpKind kind) {
    uint32_t old = std::exchange(op(kind).attribute, 12345);
    std::string text = fault();
    op(kind).attribute = old;
    return text;
  };
  EXPECT_THAT(faultWith(OpKind::Const), HasSubstr("constant 12345 does not"));
  EXPECT_THAT(faultWith(OpKind::Input), HasSubstr("string 12345 does not"));
  EXPECT_THAT(faultWith(OpKind::Shell), HasSubstr("template 12345 does not"));
  EXPECT_THAT(faultWith(OpKind::Step), HasSubstr("step 12345 does not"));
  EXPECT_THAT(faultWith(OpKind::End), HasSubstr("end 12345 does not"));
  EXPECT_THAT(faultWith(OpKind::Not), HasSubstr("has an attribute"));
  op(OpKind::Input).type = TypeId(999);
  EXPECT_THAT(fault(), HasSubstr("type 999 does not exist"));
  op(OpKind::Input).kind = OpKind(999);
  EXPECT_THAT(fault(), HasSubstr("unknown kind 999"));
}

TEST_F(VerifierTest, TypesFitTheirOperations) {
  for (OpKind kind :
       {OpKind::Const,   OpKind::Env,      OpKind::Secret,    OpKind::HashFiles,
        OpKind::Not,     OpKind::Truth,    OpKind::CmpEq,     OpKind::CmpNotIn,
        OpKind::Str,     OpKind::Repr,     OpKind::Ascii,     OpKind::Format,
        OpKind::Concat,  OpKind::Shell,    OpKind::MakeTuple, OpKind::MakeList,
        OpKind::MakeSet, OpKind::MakeDict, OpKind::Step,      OpKind::End,
        OpKind::And}) {
    TypeId old = std::exchange(op(kind).type, types::Float);
    EXPECT_THAT(fault(), HasSubstr("type is not that of its result"))
        << info(kind).mnemonic.str();
    op(kind).type = old;
  }
  EXPECT_EQ(fault(), "");
}

TEST_F(VerifierTest, OperandsHaveTheTypesAskedFor) {
  // The first operation is a constant str, and is defined before all others.
  operand(OpKind::Result, 0) = ValueId(0);
  EXPECT_THAT(fault(), HasSubstr("(result): operand 0 is not a step"));
  operand(OpKind::Select, 0) = ValueId(0);
  EXPECT_THAT(fault(), HasSubstr("(select): operand 0 is not a bool"));
  operand(OpKind::Unwrap, 1) = ValueId(0);
  EXPECT_THAT(fault(), HasSubstr("(unwrap): operand 1 is not a bool"));
}

TEST_F(VerifierTest, FieldsExist) {
  op(OpKind::Field).attribute = op(OpKind::Event).attribute;
  EXPECT_THAT(fault(), HasSubstr("(field): operand 0 has no such field"));
}

TEST_F(VerifierTest, DictsHaveValues) {
  op(OpKind::MakeTuple).type = types::Any;
  op(OpKind::MakeTuple).kind = OpKind::MakeDict;
  EXPECT_THAT(fault(), HasSubstr("(make.dict): has a key without a value"));
}

TEST_F(VerifierTest, TuplesHaveTheirNumberOfElements) {
  op(OpKind::MakeTuple).type = plan->types.tuple({types::Float, types::Float});
  EXPECT_THAT(fault(), HasSubstr("that of another number of operands"));
}

TEST_F(VerifierTest, StepsAreInOrder) {
  std::swap(workflow.ops[first.op.index].attribute,
            workflow.ops[second.op.index].attribute);
  EXPECT_THAT(fault(), HasSubstr("(step): is step 1, but 0 is the next"));
}

TEST_F(VerifierTest, EveryStepHasAnOp) {
  workflow.steps.push_back(workflow.steps.front());
  EXPECT_EQ(fault(), "workflow \"ci\": step 4 has no op");
  workflow.steps.pop_back();
  workflow.ends.emplace_back();
  EXPECT_EQ(fault(), "workflow \"ci\": end 2 has no op");
}

TEST_F(VerifierTest, LocationsAreForAllOrNone) {
  workflow.locations.pop_back();
  EXPECT_THAT(fault(), HasSubstr("one location for each op"));
  workflow.locations.clear();
  EXPECT_EQ(fault(), "");
}

//--- Steps --------------------------------------------------------------------

TEST_F(VerifierTest, StepsKnowTheirOp) {
  std::swap(first.op, second.op);
  EXPECT_EQ(fault(), "workflow \"ci\": step_1: it belongs to another op");
}

TEST_F(VerifierTest, KeysAreUniqueText) {
  second.key = first.key;
  EXPECT_THAT(fault(), HasSubstr("step_2: its key is that of another step"));
  second.key = "";
  EXPECT_THAT(fault(), HasSubstr("step_2: its key is not plain text"));
  second.key = "a\nb";
  EXPECT_THAT(fault(), HasSubstr("step_2: its key is not plain text"));
}

TEST_F(VerifierTest, GuardsAreEarlierBools) {
  full.when = full.name;
  EXPECT_THAT(fault(), HasSubstr("step_3: its guard is not a bool"));
  full.when = full.op;
  EXPECT_THAT(fault(), HasSubstr("step_3: its guard is not a bool"));
  full.when = ValueId(0xFFFFFFFF);
  EXPECT_THAT(fault(), HasSubstr("step_3: its guard is not a bool"));
}

TEST_F(VerifierTest, CommandsAreScriptsOrArguments) {
  ValueId script = first.definition.script;
  first.definition.script = ValueId();
  EXPECT_THAT(fault(), HasSubstr("a script needs a shell"));
  first.definition.shell = ShellKind::None;
  EXPECT_THAT(fault(), HasSubstr("either a script or arguments"));
  first.definition.shell = ShellKind(7);
  EXPECT_THAT(fault(), HasSubstr("its shell is unknown"));
  first.definition.shell = ShellKind::Sh;
  first.definition.script = script;
  first.definition.argv = {script};
  EXPECT_THAT(fault(), HasSubstr("either a script or arguments"));
}

TEST_F(VerifierTest, ScriptsAreCode) {
  full.definition.script = full.definition.env[0].value;
  EXPECT_THAT(fault(),
              HasSubstr("its script is not made of constants and templates"));
  first.definition.script = first.op;
  EXPECT_THAT(fault(), HasSubstr("step_1: its script is not a str"));
}

TEST_F(VerifierTest, ArgumentsHaveNoNul) {
  uint32_t make = workflow.op(second.definition.argv[0]).attribute;
  plan->constants[make].text = llvm::StringRef("a\0b", 3);
  EXPECT_THAT(fault(), HasSubstr("step_2: argument 0 is not a str"));
}

TEST_F(VerifierTest, EnvironmentsAreSortedNames) {
  auto &env = full.definition.env;
  env[0].name = "A-B";
  EXPECT_THAT(fault(), HasSubstr("name of a variable is not an identifier"));
  env[0].name = "TOKEN";
  EXPECT_THAT(fault(), HasSubstr("variable `TOKEN` is not in its place"));
  env[0].name = "Z";
  EXPECT_THAT(fault(), HasSubstr("variable `TOKEN` is not in its place"));
  env[0].name = "A";
  env[1].value = full.when;
  EXPECT_THAT(fault(), HasSubstr("variable `TOKEN` is not a str"));
}

TEST_F(VerifierTest, EnvironmentsAreLimited) {
  std::vector<std::string> names;
  for (int i = 0; i != 65'536; ++i)
    names.push_back("A" + std::to_string(100'000 + i));
  auto &env = full.definition.env;
  NamedValue first = env[0];
  env.clear();
  for (const std::string &name : names)
    env.push_back({name, first.value});
  EXPECT_THAT(fault(), HasSubstr("it has 65536 variables; the limit is 65535"));
  env.pop_back();
  EXPECT_EQ(fault(), "");
}

TEST_F(VerifierTest, StepsStayInTheirPlace) {
  full.definition.workdir = "../..";
  EXPECT_THAT(fault(), HasSubstr("its directory is not a path inside"));
  full.definition.image = "-v/:/host";
  EXPECT_THAT(fault(), HasSubstr("its image is not a reference"));
  full.definition.resultType = TypeId();
  EXPECT_THAT(fault(), HasSubstr("the type of its result does not exist"));
  full.definition.kind = StepKind(99);
  EXPECT_THAT(fault(), HasSubstr("its kind is unknown"));
}

TEST_F(VerifierTest, PoliciesAreBounded) {
  full.policy.cacheKey = full.when;
  EXPECT_THAT(fault(), HasSubstr("its cache key is not a str"));
  full.policy.retry.attempts = 0;
  EXPECT_THAT(fault(), HasSubstr("it has 0 attempts instead of 1 to 100"));
  full.policy.retry.attempts = 101;
  EXPECT_THAT(fault(), HasSubstr("it has 101 attempts instead of 1 to 100"));
  full.policy.retry.delayMs = ~0ULL;
  EXPECT_THAT(fault(), HasSubstr("its delay is longer than ten days"));
  full.policy.timeoutMs = 10ULL * 24 * 3600 * 1000 + 1;
  EXPECT_THAT(fault(), HasSubstr("its timeout is longer than ten days"));
}

TEST_F(VerifierTest, EndsSayWhatFits) {
  End &failure = workflow.ends[0], &success = workflow.ends[1];
  success.outputs.push_back(success.outputs[0]);
  EXPECT_THAT(fault(), HasSubstr("end 1: output `version` is there twice"));
  success.outputs[0].value = ValueId(0xFFFFFFFF);
  EXPECT_THAT(fault(), HasSubstr("`version` is not defined before it"));
  failure.reason = failure.when;
  EXPECT_THAT(fault(), HasSubstr("end 0: its reason is not a str"));
  failure.outputs = success.outputs;
  EXPECT_THAT(fault(), HasSubstr("end 0: a failure has outputs"));
  failure.isSuccess = true;
  EXPECT_THAT(fault(), HasSubstr("end 0: a success has a reason"));
}

//--- Edges --------------------------------------------------------------------

TEST_F(VerifierTest, EdgesPointBackwards) {
  second.deps = {{.from = StepId(1), .kinds = 2}};
  EXPECT_THAT(fault(), HasSubstr("step_2: it waits for a step that does not "
                                 "come before it"));
  second.deps = {{.from = StepId(0), .kinds = 0}};
  EXPECT_THAT(fault(), HasSubstr("for an unknown reason"));
  second.deps = {{.from = StepId(0), .kinds = 8}};
  EXPECT_THAT(fault(), HasSubstr("for an unknown reason"));
  second.deps = {{.from = StepId(0), .kinds = 2},
                 {.from = StepId(0), .kinds = 1}};
  EXPECT_THAT(fault(), HasSubstr("are not in order"));
}

TEST_F(VerifierTest, ResultsAreWaitedFor) {
  auto deps = full.deps;
  full.deps.clear();
  EXPECT_THAT(fault(), HasSubstr("step_3: it does not wait for step_1, whose "
                                 "result it needs"));
  full.deps = deps;
  full.deps[0].kinds = uint8_t(EdgeKind::Order);
  EXPECT_THAT(fault(), HasSubstr("step_3: it does not wait for step_1"));
}

TEST(Verifier, WhatTheBuilderMakesOfLongChainsIsSound) {
  TestWorkflow t;
  ValueId guard, log = t.build.constantStr("");
  for (int i = 0; i != 2000; ++i) {
    TemplateId shell = t.plan.shellTemplate(
        {.pieces = {"echo ", ""}, .holes = {HoleContext::Bare}});
    ValueId script = t.build.op(OpKind::Shell, types::Str, log, shell.index);
    StepId step = t.step("s", {}, guard, script);
    guard = t.build.conjunction(guard, t.succeeded(step));
    log = t.build.op(OpKind::Concat, types::Str, {log, t.stdoutOf(step)});
  }
  t.finish();
  EXPECT_EQ(llvm::toString(verify(t.plan.plan())), "");
}
