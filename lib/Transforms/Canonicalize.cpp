//===- Canonicalize.cpp - Tidying what workflows share --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Each pool of the plan is made anew: the references to it are walked in
/// a fixed order, and what they refer to is appended when it is first met.
/// Functions refer to each other by distances and are only thinned out.
//===----------------------------------------------------------------------===//
#include "plue/Transforms/Passes.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using ir::AttributeKind;
using ir::FunctionId;
using ir::InstrOperand;
using ir::TypeId;

namespace {
/// A list of which only what is used is kept, in the order of first use.
template <typename T> class Compactor {
public:
  explicit Compactor(std::vector<T> &items)
      : items(items), places(items.size(), Unused) {}

  uint32_t use(uint32_t ordinal) {
    if (places[ordinal] == Unused) {
      places[ordinal] = kept.size();
      kept.push_back(std::move(items[ordinal]));
    }
    return places[ordinal];
  }
  /// Returns how many items were not used.
  size_t finish() {
    size_t dropped = items.size() - kept.size();
    items = std::move(kept);
    return dropped;
  }

private:
  static constexpr uint32_t Unused = ~0U;
  std::vector<T> &items;
  std::vector<T> kept;
  std::vector<uint32_t> places;
};

class PoolTidier {
public:
  explicit PoolTidier(ir::Plan &plan)
      : plan(plan), strings(plan.strings), constants(plan.constants),
        templates(plan.templates), typePlaces(plan.types.size()) {}

  /// Returns how many items are gone.
  uint64_t run();

private:
  void thinOutFunctions();
  void visit(ir::Workflow &workflow);
  void visit(ir::Op &op);
  void visit(ir::Trigger &trigger);
  void visit(ir::Function &function);
  void visit(ir::Instr &instr);
  void visit(TypeId &type) { type = use(type); }
  TypeId use(TypeId type);

  ir::Plan &plan;
  Compactor<llvm::StringRef> strings;
  Compactor<ir::Constant> constants;
  Compactor<ir::ShellTemplate> templates;
  value::TypeStore types;
  std::vector<TypeId> typePlaces;
  uint64_t numGone = 0;
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
  numGone += plan.functions.size() - kept.size();
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

//--- References ---------------------------------------------------------------

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

void PoolTidier::visit(ir::Op &op) {
  visit(op.type);
  switch (info(op.kind).attribute) {
  case AttributeKind::String:
    op.attribute = strings.use(op.attribute);
    return;
  case AttributeKind::Constant:
    op.attribute = constants.use(op.attribute);
    return;
  case AttributeKind::Template:
    op.attribute = templates.use(op.attribute);
    return;
  default:
    return;
  }
}

void PoolTidier::visit(ir::Trigger &trigger) {
  for (ir::InputDecl &input : trigger.inputs) {
    visit(input.type);
    if (input.defaultValue)
      input.defaultValue =
          ir::ConstantId(constants.use(input.defaultValue->index));
  }
}

void PoolTidier::visit(ir::Workflow &workflow) {
  for (ir::Trigger &trigger : workflow.triggers)
    visit(trigger);
  for (ir::Op &op : workflow.ops)
    visit(op);
  for (ir::Step &step : workflow.steps)
    visit(step.definition.resultType);
}

void PoolTidier::visit(ir::Instr &instr) {
  switch (info(instr.kind).b) {
  case InstrOperand::Constant:
    instr.b = constants.use(instr.b);
    return;
  case InstrOperand::String:
    instr.b = strings.use(instr.b);
    return;
  case InstrOperand::Keywords:
    if (instr.b != ~0U)
      instr.b = strings.use(instr.b);
    return;
  case InstrOperand::Type:
    instr.b = use(TypeId(instr.b)).index;
    return;
  default:
    return;
  }
}

void PoolTidier::visit(ir::Function &function) {
  for (TypeId &type : function.parameterTypes)
    visit(type);
  if (!function.parent) // The others have none.
    visit(function.resultType);
  for (ir::Instr &instr : function.code)
    visit(instr);
}

uint64_t PoolTidier::run() {
  thinOutFunctions();
  for (ir::Workflow &workflow : plan.workflows)
    visit(workflow);
  for (ir::Function &function : plan.functions)
    visit(function);
  numGone += strings.finish() + constants.finish() + templates.finish();
  numGone += plan.types.size() - types.size();
  plan.types = std::move(types);
  return numGone;
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
