//===- Dependencies.cpp - Steps whose results a step needs ----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dependencies.h"
#include "llvm/Support/MathExtras.h"

using namespace plue;
using namespace plue::ir;

/// Data edges are all kept up to this many.
static constexpr uint32_t ManySteps = 64;

Dependencies::Dependencies(const Workflow &workflow, const RegionMap *map,
                           llvm::ArrayRef<RegionSummary> summaries,
                           uint32_t firstOp, uint32_t firstStep)
    : workflow(workflow), map(map), summaries(summaries), firstOp(firstOp),
      firstStep(firstStep), nodes(workflow.ops.size() - firstOp),
      foundBy(workflow.steps.size() - firstStep) {
  for (uint32_t i = firstOp; i != workflow.ops.size(); ++i) {
    const Op &op = workflow.ops[i];
    Node &node = this->node(ValueId(i));
    if (op.kind == OpKind::Step) {
      node.same = ValueId(i);
      node.weight = 1;
      continue;
    }
    uint32_t scope = scopeOf(map ? map->ofOp(ValueId(i)) : RegionId());
    forEachOperand(ValueId(i), [&](ValueId operand) {
      if (operand.index >= scope)
        include(node, ValueId(i), operand);
    });
  }
}

/// Adds what \p operand needs to \p node, which is that of \p self.
void Dependencies::include(Node &node, ValueId self, ValueId operand) const {
  ValueId same = this->node(operand).same;
  if (!same || same == node.same)
    return;
  node.same = node.same ? self : same;
  node.weight = llvm::SaturatingAdd(node.weight, this->node(same).weight);
}

/// Calls \p function with the values that \p value is computed from.
template <typename Function>
void Dependencies::forEachOperand(ValueId value, Function function) const {
  const Op &op = workflow.op(value);
  llvm::ArrayRef<ValueId> operands = workflow.operands(op);
  if (op.kind != OpKind::Foreach) {
    llvm::for_each(operands, function);
    return;
  }
  function(ValueId(value.index - 1)); // Its step.
  const std::vector<bool> &isRead = summaries[op.attribute].isRead;
  for (size_t i = 0; i != isRead.size(); ++i)
    if (!isRead[i])
      function(operands[1 + i]);
}

uint32_t Dependencies::scopeOf(RegionId region) const {
  return region ? workflow.regions[region.index].firstOp : firstOp;
}

llvm::ArrayRef<Edge> Dependencies::of(StepId id, llvm::ArrayRef<ValueId> uses) {
  const Step &step = workflow.steps[id.index];
  scope = scopeOf(map ? map->ofStep(id) : RegionId());
  found.clear();
  pushOperands(step);
  for (ValueId use : uses)
    visit(use);
  walk(id, EdgeKind::Data);
  visit(step.when);
  walk(id, EdgeKind::Guard);
  return found;
}

void Dependencies::pushOperands(const Step &step) {
  const StepDefinition &definition = step.definition;
  visit(step.name);
  visit(definition.script);
  for (ValueId argument : definition.argv)
    visit(argument);
  for (const NamedValue &variable : definition.env)
    visit(variable.value);
  for (const NamedValue &input : definition.inputs)
    visit(input.value);
  visit(step.policy.cacheKey);
}

void Dependencies::visit(ValueId value) {
  if (!value || value.index < scope || !node(value).same)
    return;
  ++visits;
  pending.push_back(node(value).same);
  std::push_heap(pending.begin(), pending.end());
}

/// Looks at values from the latest to the earliest: a step comes up before the
/// values that its own operands were, so it is known as a predecessor by the
/// time that it can save us a look at them.
void Dependencies::walk(StepId step, EdgeKind kind) {
  while (!pending.empty()) {
    std::pop_heap(pending.begin(), pending.end());
    ValueId value = pending.back();
    pending.pop_back();
    while (!pending.empty() && pending.front() == value) {
      std::pop_heap(pending.begin(), pending.end());
      pending.pop_back();
    }
    const Op &op = workflow.op(value);
    bool isFound =
        op.kind == OpKind::Step && finderOf(StepId(op.attribute)).first == step;
    if (!isFound && isCovered(step, value, kind))
      continue;
    node(value).coveredBy = step;
    if (op.kind == OpKind::Step)
      need(step, StepId(op.attribute), kind);
    forEachOperand(value, [&](ValueId operand) { visit(operand); });
  }
}

bool Dependencies::isCovered(StepId step, ValueId value, EdgeKind kind) const {
  const Node &node = this->node(value);
  // Values looked at for data are looked at again for the guard.
  if (!node.coveredBy || node.coveredBy == step)
    return false;
  if (kind == EdgeKind::Data && node.weight <= ManySteps)
    return false;
  return finderOf(node.coveredBy).first == step;
}

void Dependencies::need(StepId step, StepId predecessor, EdgeKind kind) {
  auto &[finder, position] = finderOf(predecessor);
  if (finder != step) {
    finder = step;
    position = found.size();
    found.push_back({.from = predecessor, .kinds = 0});
  }
  found[position].kinds |= uint8_t(kind);
}
