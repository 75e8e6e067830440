//===- Regions.cpp - Loops among the steps of a workflow ------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/Regions.h"
#include "Dependencies.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::ir;

//--- What stands where --------------------------------------------------------

RegionMap::RegionMap(const Workflow &workflow) : workflow(workflow) {
  if (workflow.regions.empty())
    return;
  ops.resize(workflow.ops.size());
  steps.resize(workflow.steps.size());
  // Inner regions come later and take their part from the outer ones.
  for (uint32_t i = 0; i != workflow.regions.size(); ++i) {
    const Region &region = workflow.regions[i];
    std::fill(ops.begin() + region.firstOp, ops.begin() + region.endOp,
              RegionId(i));
    std::fill(steps.begin() + region.firstStep, steps.begin() + region.endStep,
              RegionId(i));
    depths.push_back(1 + depth(region.parent));
    byStep[region.step] = RegionId(i);
  }
}

const Region *ir::regionMadeBy(const Workflow &workflow, ValueId value) {
  const Op &op = workflow.op(value);
  if (op.kind == OpKind::Foreach)
    return &workflow.regions[op.attribute];
  if (op.kind == OpKind::Step &&
      workflow.steps[op.attribute].definition.kind == StepKind::Foreach)
    return &workflow.regions[workflow.ops[value.index + 1].attribute];
  return nullptr;
}

bool RegionMap::isVisible(ValueId value, ValueId place) const {
  if (workflow.regions.empty())
    return true;
  RegionId around = ofOp(value);
  if (around && place.index >= workflow.regions[around.index].endOp)
    return false;
  const Region *made = regionMadeBy(workflow, value);
  return !made || place.index >= made->endOp;
}

std::pair<StepId, StepId> RegionMap::sideBySide(StepId a, StepId b) const {
  RegionId aRegion = ofStep(a), bRegion = ofStep(b);
  auto goUp = [&](StepId &step, RegionId &region) {
    step = workflow.regions[region.index].step;
    region = workflow.regions[region.index].parent;
  };
  while (aRegion != bRegion) {
    if (depth(aRegion) >= depth(bRegion))
      goUp(a, aRegion);
    else
      goUp(b, bRegion);
  }
  return {a, b};
}

//--- What regions are to others -----------------------------------------------

namespace {
/// Collects the values from outside that a region uses.
class UseCollector {
public:
  explicit UseCollector(const Workflow &workflow)
      : workflow(workflow), seenBy(workflow.ops.size()) {}

  std::vector<ValueId> collect(RegionId id);

private:
  void add(ValueId value);

  const Workflow &workflow;
  /// The last region that a value was found in.
  std::vector<RegionId> seenBy;
  RegionId region;
  std::vector<ValueId> uses;
};
} // namespace

void UseCollector::add(ValueId value) {
  bool isOutside = value.index < workflow.regions[region.index].firstOp;
  if (isOutside && std::exchange(seenBy[value.index], region) != region)
    uses.push_back(value);
}

std::vector<ValueId> UseCollector::collect(RegionId id) {
  const Region &body = workflow.regions[id.index];
  region = id;
  uses.clear();
  for (uint32_t i = body.firstOp; i != body.endOp; ++i) {
    const Op &op = workflow.ops[i];
    for (ValueId operand : workflow.operands(op))
      add(operand);
    if (op.kind == OpKind::Step)
      forEachUse(workflow.steps[op.attribute], [&](ValueId v) { add(v); });
    else if (op.kind == OpKind::End)
      forEachUseOfEnd(workflow.ends[op.attribute], [&](ValueId v) { add(v); });
  }
  for (ValueId value : body.yields)
    add(value);
  return uses;
}

namespace {
/// Finds the carried values that a region's body reads: those that its steps,
/// its ends and its inner regions need, in this iteration or, by way of what is
/// yielded, in the next.
class ReadFinder {
public:
  ReadFinder(const Workflow &workflow, const RegionMap &map,
             llvm::ArrayRef<RegionSummary> summaries)
      : workflow(workflow), map(map), summaries(summaries),
        seenBy(workflow.ops.size()) {}

  std::vector<bool> find(RegionId id);

private:
  void visit(ValueId value);
  void visitOperands(ValueId value);

  const Workflow &workflow;
  const RegionMap &map;
  llvm::ArrayRef<RegionSummary> summaries;
  std::vector<RegionId> seenBy;
  RegionId region;
  std::vector<ValueId> pending;
  std::vector<bool> isRead;
};
} // namespace

void ReadFinder::visit(ValueId value) {
  bool isInside = value.index >= workflow.regions[region.index].firstOp;
  if (isInside && std::exchange(seenBy[value.index], region) != region)
    pending.push_back(value);
}

void ReadFinder::visitOperands(ValueId value) {
  const Op &op = workflow.op(value);
  llvm::ArrayRef<ValueId> operands = workflow.operands(op);
  if (op.kind == OpKind::Param) {
    const Region &body = workflow.regions[region.index];
    uint32_t place = value.index - body.firstOp;
    if (place == 0)
      return;
    isRead[place - 1] = true;
    visit(body.yields[place - 1]);
  } else if (op.kind == OpKind::Foreach) {
    // What the inner region needs itself has been visited.
    const std::vector<bool> &inner = summaries[op.attribute].isRead;
    for (size_t i = 0; i != inner.size(); ++i)
      if (!inner[i])
        visit(operands[1 + i]);
  } else {
    for (ValueId operand : operands)
      visit(operand);
  }
}

std::vector<bool> ReadFinder::find(RegionId id) {
  const Region &body = workflow.regions[id.index];
  region = id;
  isRead.assign(body.yields.size(), false);
  visit(ValueId(body.firstOp + 1)); // Whether to go on.
  for (uint32_t i = body.firstOp; i != body.endOp; ++i) {
    const Op &op = workflow.ops[i];
    if (map.ofOp(ValueId(i)) != id)
      continue;
    if (op.kind == OpKind::Step)
      forEachUse(workflow.steps[op.attribute], [&](ValueId v) { visit(v); });
    else if (op.kind == OpKind::End)
      forEachUseOfEnd(workflow.ends[op.attribute],
                      [&](ValueId v) { visit(v); });
    else if (op.kind == OpKind::Foreach)
      for (ValueId value : summaries[op.attribute].uses)
        visit(value);
  }
  while (!pending.empty()) {
    ValueId value = pending.back();
    pending.pop_back();
    visitOperands(value);
  }
  return isRead;
}

/// Merges what a step in a region is into what the region is.
static void include(RegionSummary &summary, Effects effects, bool hasDependsOn,
                    llvm::ArrayRef<uint32_t> groups, bool isFirst) {
  summary.effects = Effects(uint8_t(summary.effects) | uint8_t(effects));
  summary.hasDependsOn &= hasDependsOn;
  if (isFirst) {
    summary.groups.assign(groups.begin(), groups.end());
    return;
  }
  llvm::erase_if(summary.groups, [&](uint32_t group) {
    return !llvm::binary_search(groups, group);
  });
}

std::vector<RegionSummary> ir::summarize(const Workflow &workflow,
                                         const RegionMap &map) {
  std::vector<RegionSummary> summaries(workflow.regions.size());
  UseCollector collector(workflow);
  ReadFinder finder(workflow, map, summaries);
  // Inner regions come later.
  for (size_t i = workflow.regions.size(); i-- > 0;) {
    const Region &region = workflow.regions[i];
    RegionSummary &summary = summaries[i];
    summary.hasDependsOn = region.firstStep != region.endStep;
    bool isFirst = true;
    for (uint32_t s = region.firstStep; s != region.endStep; ++s) {
      const Step &step = workflow.steps[s];
      if (map.ofStep(StepId(s)) != RegionId(i))
        continue;
      if (RegionId inner = map.ranBy(StepId(s))) {
        const RegionSummary &known = summaries[inner.index];
        include(summary, known.effects, known.hasDependsOn, known.groups,
                isFirst);
      } else {
        include(summary, effectsOf(step.definition.kind), step.hasDependsOn,
                step.groups, isFirst);
      }
      isFirst = false;
    }
    llvm::erase_if(summary.groups, [&](uint32_t group) {
      return group >= region.firstGroup && group < region.endGroup;
    });
    summary.uses = collector.collect(RegionId(i));
    summary.isRead = finder.find(RegionId(i));
    llvm::ArrayRef<ValueId> operands =
        workflow.operands(ValueId(region.firstOp - 1));
    summary.uses.push_back(operands[0]);
    for (size_t c = 0; c != summary.isRead.size(); ++c)
      if (summary.isRead[c])
        summary.uses.push_back(operands[1 + c]);
  }
  return summaries;
}

std::vector<std::vector<Edge>>
ir::findInstanceNeeds(const Workflow &workflow,
                      llvm::ArrayRef<RegionSummary> summaries, uint32_t firstOp,
                      uint32_t firstStep,
                      llvm::ArrayRef<std::vector<ValueId>> uses) {
  Dependencies dependencies(workflow, nullptr, summaries, firstOp, firstStep);
  std::vector<std::vector<Edge>> needs;
  for (const std::vector<ValueId> &each : uses) {
    StepId step(firstStep + needs.size());
    needs.push_back(dependencies.of(step, each).vec());
  }
  return needs;
}

//--- What people see ----------------------------------------------------------

ShownEdges::Node &ShownEdges::node(StepId step) {
  if (step.index >= nodes.size())
    nodes.resize(step.index + 1);
  return nodes[step.index];
}

void ShownEdges::add(StepId step, StepId parent) {
  node(step);
  std::vector<StepId> direct, indirect;
  for (Edge edge : workflow.steps[step.index].deps) {
    StepKind kind = workflow.steps[edge.from.index].definition.kind;
    if (isPseudo(kind))
      appendEnds(edge.from, indirect);
    else
      direct.push_back(edge.from);
  }
  if (direct.empty() && indirect.empty() && parent)
    direct = at(parent).edges;
  if (!indirect.empty())
    addIndirect(direct, std::move(indirect));
  for (StepId from : direct)
    nodes[from.index].isCovered = true;
  nodes[step.index].edges = std::move(direct);
  if (parent)
    nodes[parent.index].children.push_back(step);
}

/// Adds to \p steps those of \p others that none of all these waits for.
void ShownEdges::addIndirect(std::vector<StepId> &steps,
                             std::vector<StepId> others) const {
  llvm::DenseSet<StepId> implied(steps.begin(), steps.end());
  for (const std::vector<StepId> *list : {&steps, &others})
    for (StepId step : *list)
      implied.insert(at(step).edges.begin(), at(step).edges.end());
  for (StepId step : others)
    if (implied.insert(step).second)
      steps.push_back(step);
  llvm::sort(steps);
}

/// Appends the steps whose end is the end of the pseudo-step \p step.
void ShownEdges::appendEnds(StepId step, std::vector<StepId> &into) {
  if (workflow.steps[step.index].definition.kind == StepKind::Check) {
    llvm::append_range(into, at(step).edges);
    return;
  }
  Node &region = nodes[step.index];
  if (!region.isClosed) {
    // Nobody asks before all of its steps are there.
    region.isClosed = true;
    std::vector<StepId> last;
    for (StepId child : region.children) {
      StepKind kind = workflow.steps[child.index].definition.kind;
      if (kind == StepKind::Foreach)
        appendEnds(child, last);
      else if (kind != StepKind::Check)
        last.push_back(child);
    }
    llvm::erase_if(last, [&](StepId s) { return at(s).isCovered; });
    region.last = last.empty() ? region.edges : std::move(last);
    region.children.clear();
  }
  llvm::append_range(into, region.last);
}

ShownEdges ir::plannedEdges(const Workflow &workflow) {
  ShownEdges edges(workflow);
  RegionMap map(workflow);
  for (uint32_t i = 0; i != workflow.steps.size(); ++i) {
    RegionId region = map.ofStep(StepId(i));
    edges.add(StepId(i),
              region ? workflow.regions[region.index].step : StepId());
  }
  return edges;
}
