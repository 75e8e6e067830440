//===- BrokenPlanTest.cpp - Plans that are not sound ----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Printing is total. Sound plans are damaged at random, but in the same
/// way each time: ordinals that lead nowhere, enumerators that are none, lists
/// that are too short, and values that depend on themselves.
//===----------------------------------------------------------------------===//
#include "SamplePlan.h"
#include "plue/IR/Printer.h"
#include <gmock/gmock.h>
#include <random>

using namespace plue;
using namespace plue::ir;
namespace types = plue::value::types;

static std::string textOf(const Plan &plan) {
  std::string text;
  llvm::raw_string_ostream os(text);
  print(plan, os);
  return text;
}

/// Sets a number to one that is small, is large, or differs by a bit.
template <typename Number>
static void damageNumber(Number &number, std::mt19937 &random) {
  switch (random() % 3) {
  case 0:
    number = Number(random() % 12);
    return;
  case 1:
    number = Number(~0ULL - random() % 3);
    return;
  default:
    number = Number(uint64_t(number) ^ 1ULL << random() % (8 * sizeof(Number)));
  }
}

static void damage(Step &step, std::mt19937 &random) {
  StepDefinition &definition = step.definition;
  switch (random() % 10) {
  case 0:
    return damageNumber(step.op.index, random);
  case 1:
    return damageNumber(step.name.index, random);
  case 2:
    return damageNumber(step.when.index, random);
  case 3:
    return damageNumber(definition.kind, random);
  case 4:
    return damageNumber(definition.shell, random);
  case 5:
    return damageNumber(definition.script.index, random);
  case 6:
    return damageNumber(definition.resultType.index, random);
  case 7:
    definition.argv.resize(random() % 3, ValueId(random()));
    return;
  case 8:
    definition.inputs.resize(random() % 3, {"x", ValueId(random())});
    return;
  default:
    for (Edge &edge : step.deps) {
      damageNumber(edge.from.index, random);
      damageNumber(edge.kinds, random);
    }
  }
}

static void damage(Region &region, std::mt19937 &random) {
  uint32_t *fields[] = {&region.step.index, &region.firstOp,
                        &region.endOp,      &region.firstStep,
                        &region.endStep,    &region.parent.index,
                        &region.firstGroup, &region.endGroup};
  damageNumber(*fields[random() % std::size(fields)], random);
  if (random() % 3 == 0)
    region.yields.resize(random() % 4, ValueId(random()));
}

static void damage(Op &op, std::mt19937 &random) {
  switch (random() % 5) {
  case 0:
    return damageNumber(op.kind, random);
  case 1:
    return damageNumber(op.type.index, random);
  case 2:
    return damageNumber(op.firstOperand, random);
  case 3:
    return damageNumber(op.numOperands, random);
  default:
    return damageNumber(op.attribute, random);
  }
}

/// An element of \p items, which must not be empty.
template <typename T>
static T &oneOf(std::vector<T> &items, std::mt19937 &random) {
  return items[random() % items.size()];
}

static void damage(Instr &instr, std::mt19937 &random) {
  switch (random() % 3) {
  case 0:
    return damageNumber(instr.kind, random);
  case 1:
    return damageNumber(instr.a, random);
  default:
    return damageNumber(instr.b, random);
  }
}

static void damage(Function &function, std::mt19937 &random) {
  switch (random() % 5) {
  case 0:
    return damageNumber(function.parent.index, random);
  case 1:
    return damageNumber(function.resultType.index, random);
  case 2:
    function.parameterTypes.resize(random() % 4, TypeId(random()));
    return;
  case 3:
    function.parameters.resize(
        random() % 4,
        {.name = "\xff", .kind = FunctionParameter::Kind(random())});
    return;
  default:
    if (!function.code.empty())
      damage(function.code[random() % function.code.size()], random);
  }
}

static void damage(Workflow &workflow, std::mt19937 &random) {
  switch (random() % 6) {
  case 0:
    return workflow.steps.empty()
               ? void()
               : damage(oneOf(workflow.steps, random), random);
  case 1:
    return workflow.regions.empty()
               ? void()
               : damage(oneOf(workflow.regions, random), random);
  case 2:
    workflow.operandPool.resize(random() % 40, ValueId(random()));
    return;
  case 3:
    workflow.locations.resize(random() % 40, {.source = uint32_t(random())});
    return;
  default:
    return workflow.ops.empty() ? void()
                                : damage(oneOf(workflow.ops, random), random);
  }
}

static void damage(Plan &plan, std::mt19937 &random) {
  switch (random() % 7) {
  case 0:
    plan.strings.resize(random() % 5);
    return;
  case 1:
    plan.constants.resize(random() % 5,
                          {.kind = Constant::Kind(random()), .number = 7});
    return;
  case 2:
    plan.templates.resize(random() % 3, {.pieces = {"a"}, .holes = {}});
    for (ShellTemplate &shell : plan.templates)
      shell.holes.resize(random() % 4, HoleContext(random()));
    return;
  case 3:
    return damage(oneOf(plan.functions, random), random);
  default:
    damage(oneOf(plan.workflows, random), random);
  }
}

/// Adds a function with an instruction of every kind.
static void addFunction(Plan &plan) {
  Function &function = plan.functions.emplace_back();
  function.name = "f";
  function.resultType = types::Int;
  for (unsigned i = 0; i != numInstrKinds(); ++i)
    function.code.push_back({.kind = InstrKind(i), .a = 1, .b = 1});
}

/// Whatever is wrong with a plan, its text ends, and shows each workflow.
TEST(BrokenPlan, Prints) {
  std::mt19937 random(1);
  for (int i = 0; i != 1000; ++i) {
    std::unique_ptr<Plan> plan = samplePlan();
    addFunction(*plan);
    for (unsigned n = 1 + random() % 4; n != 0; --n)
      damage(*plan, random);
    std::string text = textOf(*plan);
    EXPECT_EQ(llvm::StringRef(text).count("\nworkflow @"), 3u);
    EXPECT_TRUE(llvm::StringRef(text).ends_with("}\n"));
  }
}
