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

Dependencies::Dependencies(const Workflow &workflow)
    : workflow(workflow), nodes(workflow.ops.size()),
      foundBy(workflow.steps.size()) {
  for (uint32_t i = 0; i != nodes.size(); ++i) {
    const Op &op = workflow.ops[i];
    Node &node = nodes[i];
    if (op.kind == OpKind::Step) {
      node.same = ValueId(i);
      node.weight = 1;
      continue;
    }
    for (ValueId operand : workflow.operands(op)) {
      ValueId same = nodes[operand.index].same;
      if (!same || same == node.same)
        continue;
      node.same = node.same ? ValueId(i) : same;
      node.weight = llvm::SaturatingAdd(node.weight, nodes[same.index].weight);
    }
  }
}

llvm::ArrayRef<Edge> Dependencies::of(StepId step) {
  found.clear();
  pushOperands(workflow.steps[step.index]);
  walk(step, EdgeKind::Data);
  visit(workflow.steps[step.index].when);
  walk(step, EdgeKind::Guard);
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
  if (!value || !nodes[value.index].same)
    return;
  ++visits;
  pending.push_back(nodes[value.index].same);
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
        op.kind == OpKind::Step && foundBy[op.attribute].first == step;
    if (!isFound && isCovered(step, value, kind))
      continue;
    nodes[value.index].coveredBy = step;
    if (op.kind == OpKind::Step)
      need(step, StepId(op.attribute), kind);
    for (ValueId operand : workflow.operands(op))
      visit(operand);
  }
}

bool Dependencies::isCovered(StepId step, ValueId value, EdgeKind kind) const {
  const Node &node = nodes[value.index];
  // Values looked at for data are looked at again for the guard.
  if (!node.coveredBy || node.coveredBy == step)
    return false;
  if (kind == EdgeKind::Data && node.weight <= ManySteps)
    return false;
  return foundBy[node.coveredBy.index].first == step;
}

void Dependencies::need(StepId step, StepId predecessor, EdgeKind kind) {
  auto &[finder, position] = foundBy[predecessor.index];
  if (finder != step) {
    finder = step;
    position = found.size();
    found.push_back({.from = predecessor, .kinds = 0});
  }
  found[position].kinds |= uint8_t(kind);
}
