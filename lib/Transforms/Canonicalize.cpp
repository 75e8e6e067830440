//===- Canonicalize.cpp - Tidying what workflows share --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Types are made anew: the references to them are walked in a fixed
/// order, and what they refer to is appended when it is first met. Functions
/// refer to each other by distances and are only thinned out. Strings,
/// constants and templates are what every new plan has compacted too.
//===----------------------------------------------------------------------===//
#include "plue/IR/Tables.h"
#include "plue/Transforms/Passes.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using ir::AttributeKind;
using ir::FunctionId;
using ir::InstrOperand;
using ir::TypeId;

namespace {
class PoolTidier {
public:
  explicit PoolTidier(ir::Plan &plan)
      : plan(plan), typePlaces(plan.types.size()) {}

  /// Returns how many items are gone.
  uint64_t run();

private:
  void thinOutFunctions();
  void visit(ir::Workflow &workflow);
  void visit(ir::Function &function);
  void visit(TypeId &type) { type = use(type); }
  TypeId use(TypeId type);

  ir::Plan &plan;
  value::TypeStore types;
  std::vector<TypeId> typePlaces;
};
} // namespace

//--- Functions ----------------------------------------------------------------

/// Keeps functions that an operation calls, and what they refer to.
void PoolTidier::thinOutFunctions() {
  std::vector<bool> isUsed(plan.functions.size());
  std::vector<uint32_t> pending;
  auto use = [&](uint32_t ordinal) {
    if (!isUsed[ordinal])
      pending.push_back(ordinal);
    isUsed[ordinal] = true;
  };
  for (const ir::Workflow &workflow : plan.workflows)
    for (const ir::Op &op : workflow.ops)
      if (info(op.kind).attribute == AttributeKind::Function)
        use(op.attribute);
  while (!pending.empty()) {
    const ir::Function &function = plan.functions[pending.back()];
    pending.pop_back();
    if (function.parent)
      use(function.parent.index);
    for (const ir::Instr &instr : function.code)
      if (info(instr.kind).b == InstrOperand::Function)
        use(instr.b);
  }
  std::vector<ir::Function> kept;
  std::vector<uint32_t> places;
  for (uint32_t i = 0; i != isUsed.size(); ++i) {
    places.push_back(kept.size());
    if (isUsed[i])
      kept.push_back(std::move(plan.functions[i]));
  }
  plan.functions = std::move(kept);
  for (ir::Function &function : plan.functions) {
    if (function.parent)
      function.parent = FunctionId(places[function.parent.index]);
    for (ir::Instr &instr : function.code)
      if (info(instr.kind).b == InstrOperand::Function)
        instr.b = places[instr.b];
  }
  for (ir::Workflow &workflow : plan.workflows)
    for (ir::Op &op : workflow.ops)
      if (info(op.kind).attribute == AttributeKind::Function)
        op.attribute = places[op.attribute];
}

//--- Types --------------------------------------------------------------------

/// Types are made of earlier ones, and not deeply.
TypeId PoolTidier::use(TypeId type) {
  if (type.index < value::types::NumFixed)
    return type;
  if (!typePlaces[type.index]) {
    value::TypeNode node = plan.types[type];
    for (TypeId &element : node.elements)
      element = use(element);
    typePlaces[type.index] = types.intern(std::move(node));
  }
  return typePlaces[type.index];
}

void PoolTidier::visit(ir::Workflow &workflow) {
  for (ir::Trigger &trigger : workflow.triggers)
    for (ir::InputDecl &input : trigger.inputs)
      visit(input.type);
  for (ir::Op &op : workflow.ops)
    visit(op.type);
  for (ir::Step &step : workflow.steps)
    visit(step.definition.resultType);
}

void PoolTidier::visit(ir::Function &function) {
  for (TypeId &type : function.parameterTypes)
    visit(type);
  if (!function.parent) // The others have none.
    visit(function.resultType);
  for (ir::Instr &instr : function.code)
    if (info(instr.kind).b == InstrOperand::Type)
      instr.b = use(TypeId(instr.b)).index;
}

//--- The whole ----------------------------------------------------------------

static uint64_t sizeOfTables(const ir::Plan &plan) {
  return plan.strings.size() + plan.constants.size() + plan.templates.size() +
         plan.functions.size() + plan.types.size();
}

uint64_t PoolTidier::run() {
  uint64_t before = sizeOfTables(plan);
  thinOutFunctions();
  for (ir::Workflow &workflow : plan.workflows)
    visit(workflow);
  for (ir::Function &function : plan.functions)
    visit(function);
  plan.types = std::move(types);
  ir::compactTables(plan);
  return before - sizeOfTables(plan);
}

namespace {
class Canonicalize : public Pass {
public:
  Canonicalize() : Pass("canonicalize") {}

  void run(ir::Plan &plan) override { numGone += PoolTidier(plan).run(); }

private:
  Statistic numGone{this, "gone", "items that nothing referred to"};
};
} // namespace

std::unique_ptr<Pass> plue::createCanonicalizePass() {
  return std::make_unique<Canonicalize>();
}
