//===- Rewrite.cpp - Workflows made anew ----------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/Rewrite.h"
#include "Dependencies.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::ir;
namespace types = plue::value::types;
using value::TypeKind;

WorkflowRewriter::WorkflowRewriter(Plan &plan, Workflow &workflow)
    : owner(plan), target(workflow), old(std::move(workflow)),
      places(old.ops.size()), stepPlaces(old.steps.size()) {
  made.name = old.name;
  made.doc = old.doc;
  made.triggers = old.triggers;
  made.image = old.image;
  made.dockerfile = old.dockerfile;
  made.timeoutMs = old.timeoutMs;
  made.location = old.location;
  made.ops.reserve(old.ops.size());
}

void WorkflowRewriter::run(llvm::function_ref<void(ValueId)> visit) {
  for (uint32_t i = 0; i != old.ops.size(); ++i) {
    if (i < skipUntil)
      continue;
    closeRegions(i);
    if (!places[i])
      visit(ValueId(i));
  }
  closeRegions(old.ops.size());
  finish();
}

//--- Operations ---------------------------------------------------------------

ValueId WorkflowRewriter::append(const Op &op,
                                 llvm::ArrayRef<ValueId> operands) {
  ValueId id(made.ops.size());
  Op &added = made.ops.emplace_back(op);
  added.firstOperand = made.operandPool.size();
  added.numOperands = operands.size();
  llvm::append_range(made.operandPool, operands);
  return id;
}

/// Operands that stand for others may be of narrower types. Where the verifier
/// wants an operation's type to follow from theirs, it has to.
TypeId WorkflowRewriter::typeFor(const Op &op,
                                 llvm::ArrayRef<ValueId> operands) const {
  auto type = [&](unsigned i) { return made.typeOf(operands[i]); };
  switch (op.kind) {
  case OpKind::And:
  case OpKind::Or:
    return type(0) == types::Bool && type(1) == types::Bool ? types::Bool
                                                            : op.type;
  case OpKind::Unwrap: {
    TypeId bare = owner.types.withoutNone(type(0));
    return op.type == type(0) || op.type == bare ? op.type : bare;
  }
  case OpKind::Result: {
    llvm::StringRef field = owner.string(op);
    bool isOutput = field == "value" || field == "output";
    bool isKnown = owner.types.kind(type(0)) == TypeKind::StepOf;
    return isOutput && isKnown ? owner.types[type(0)].elements[0] : op.type;
  }
  default:
    return op.type;
  }
}

/// The operation \p value with its operands as they are now.
Op WorkflowRewriter::mapped(ValueId value,
                            llvm::SmallVectorImpl<ValueId> &operands) const {
  Op op = old.op(value);
  for (ValueId operand : old.operands(value))
    operands.push_back(at(operand));
  op.type = typeFor(op, operands);
  return op;
}

ValueId WorkflowRewriter::keep(ValueId value) {
  llvm::SmallVector<ValueId, 8> operands;
  Op op = mapped(value, operands);
  if (op.kind == OpKind::Step)
    keepStep(op);
  else if (op.kind == OpKind::End)
    keepEnd(op);
  if (!old.locations.empty()) // What make() has made before it stands there.
    made.locations.resize(made.ops.size() + 1, old.locationOf(value));
  places[value.index] = append(op, operands);
  if (op.kind == OpKind::Step)
    made.steps.back().op = places[value.index];
  if (op.kind == OpKind::Foreach)
    openRegion(RegionId(op.attribute));
  return places[value.index];
}

ValueId WorkflowRewriter::keepOnce(ValueId value) {
  llvm::SmallVector<ValueId, 8> operands;
  Op op = mapped(value, operands);
  if (ValueId equal = known.find(made, op, operands))
    replace(value, equal);
  else
    known.add(made, keep(value));
  return at(value);
}

void WorkflowRewriter::replace(ValueId value, ValueId by) {
  places[value.index] = by;
  ++changes;
}

void WorkflowRewriter::drop(ValueId value) {
  ++changes;
  const Op &op = old.op(value);
  if (op.kind != OpKind::Step)
    return;
  StepId step(op.attribute);
  std::vector<StepId> &stand = standIns[step];
  for (Edge edge : old.steps[step.index].deps)
    stand.push_back(edge.from);
  if (old.steps[step.index].definition.kind == StepKind::Foreach)
    dropRegion(RegionId(old.ops[value.index + 1].attribute));
}

void WorkflowRewriter::dropRegion(RegionId region) {
  const Region &body = old.regions[region.index];
  ValueId loop(body.firstOp - 1);
  llvm::SmallVector<ValueId, 8> inits;
  for (ValueId init : old.operands(loop).drop_front())
    inits.push_back(at(init));
  places[loop.index] = make(OpKind::MakeTuple, old.typeOf(loop), inits);
  skipUntil = body.endOp;
}

void WorkflowRewriter::merge(ValueId value, ValueId by) {
  const Op &step = made.op(by);
  assert(step.kind == OpKind::Step && "not a step");
  ++changes;
  places[value.index] = by;
  standIns[StepId(old.op(value).attribute)] = {madeOf[step.attribute]};
}

//--- Steps, ends and regions --------------------------------------------------

/// What always happens has no guard.
void WorkflowRewriter::dropIfTrue(ValueId &when) {
  const Constant *constant = when ? asConstant(when) : nullptr;
  if (constant && constant->kind == Constant::Bool && constant->number != 0)
    when = ValueId();
}

void WorkflowRewriter::keepStep(Op &op) {
  Step step = old.steps[op.attribute];
  forEachUse(step, [&](ValueId &use) { use = at(use); });
  dropIfTrue(step.when);
  stepPlaces[op.attribute] = StepId(made.steps.size());
  madeOf.push_back(StepId(op.attribute));
  op.attribute = made.steps.size();
  made.steps.push_back(std::move(step));
}

void WorkflowRewriter::keepEnd(Op &op) {
  End end = old.ends[op.attribute];
  forEachUseOfEnd(end, [&](ValueId &use) { use = at(use); });
  dropIfTrue(end.when);
  op.attribute = made.ends.size();
  made.ends.push_back(std::move(end));
}

void WorkflowRewriter::openRegion(RegionId id) {
  Region region = old.regions[id.index];
  RegionId added(made.regions.size());
  made.ops.back().attribute = added.index;
  region.step = StepId(made.steps.size() - 1);
  region.parent = open.empty() ? RegionId() : open.back().made;
  region.firstOp = made.ops.size();
  region.firstStep = made.steps.size();
  made.regions.push_back(std::move(region));
  open.push_back({.old = id, .made = added});
}

void WorkflowRewriter::closeRegions(uint32_t ordinal) {
  while (!open.empty() && old.regions[open.back().old.index].endOp == ordinal) {
    Region &region = made.regions[open.back().made.index];
    open.pop_back();
    for (ValueId &value : region.yields)
      value = at(value);
    region.endOp = made.ops.size();
    region.endStep = made.steps.size();
    known.forgetFrom(made, region.firstOp);
  }
}

//--- Making -------------------------------------------------------------------

ValueId WorkflowRewriter::make(Op op, llvm::ArrayRef<ValueId> operands) {
  if (ValueId equal = known.find(made, op, operands))
    return equal;
  ValueId id = append(op, operands);
  known.add(made, id);
  ++changes;
  return id;
}

ValueId WorkflowRewriter::constant(const Constant &constant, TypeId type) {
  if (!pools)
    pools.emplace(owner);
  return make(Op{.kind = OpKind::Const,
                 .type = type,
                 .attribute = pools->constant(constant).index},
              {});
}

const Constant *WorkflowRewriter::asConstant(ValueId value) const {
  const Op &op = made.op(value);
  return op.kind == OpKind::Const ? &owner.constant(op) : nullptr;
}

//--- The end ------------------------------------------------------------------

void WorkflowRewriter::resolveEdges() {
  // What stands for a dropped step comes before it, so one walk resolves all.
  for (uint32_t i = 0; i != old.steps.size(); ++i) {
    auto it = standIns.find(StepId(i));
    if (it == standIns.end())
      continue;
    std::vector<StepId> resolved;
    for (StepId from : it->second) {
      auto further = standIns.find(from);
      if (further == standIns.end())
        resolved.push_back(from);
      else
        llvm::append_range(resolved, further->second);
    }
    llvm::sort(resolved);
    resolved.erase(std::unique(resolved.begin(), resolved.end()),
                   resolved.end());
    it->second = std::move(resolved);
  }
  for (Step &step : made.steps) {
    llvm::SmallVector<Edge, 1> edges;
    for (Edge edge : step.deps) {
      if (StepId place = stepPlaces[edge.from.index])
        edges.push_back({.from = place, .kinds = edge.kinds});
      else
        for (StepId from : standIns.lookup(edge.from))
          edges.push_back({.from = stepPlaces[from.index],
                           .kinds = uint8_t(EdgeKind::Order)});
    }
    mergeEdges(edges);
    step.deps = std::move(edges);
  }
}

void WorkflowRewriter::finish() {
  if (!old.locations.empty())
    made.locations.resize(made.ops.size());
  resolveEdges();
  refreshEdgeKinds(made);
  numberSteps(made);
  target = std::move(made);
}

//--- Edges --------------------------------------------------------------------

void ir::refreshEdgeKinds(Workflow &workflow) {
  RegionMap map(workflow);
  std::vector<RegionSummary> summaries = summarize(workflow, map);
  Dependencies dependencies(workflow, &map, summaries);
  for (uint32_t i = 0; i != workflow.steps.size(); ++i) {
    llvm::ArrayRef<ValueId> uses;
    if (RegionId region = map.ranBy(StepId(i)))
      uses = summaries[region.index].uses;
    llvm::SmallVectorImpl<Edge> &edges = workflow.steps[i].deps;
    for (Edge &edge : edges)
      edge.kinds &= uint8_t(EdgeKind::Order);
    llvm::append_range(edges, dependencies.of(StepId(i), uses));
    mergeEdges(edges);
    for (Edge &edge : edges)
      if (edge.kinds == 0)
        edge.kinds = uint8_t(EdgeKind::Order);
  }
}
