//===- Regions.h - Loops among the steps of a workflow ----------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What stands in which region, what a region is to the steps around it,
/// and which steps people see. Regions nest: each operation and each step
/// belongs to the innermost one that it stands in; the operations `step` and
/// `foreach` of a region, and its step, belong to the one around it.
//===----------------------------------------------------------------------===//
#ifndef PLUE_IR_REGIONS_H
#define PLUE_IR_REGIONS_H

#include "plue/IR/Plan.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace plue::ir {

/// Calls \p function with each value that \p step names but its handle. Values
/// that are not there are left out.
template <typename StepT, typename Function>
void forEachUse(StepT &step, Function function) {
  auto visit = [&](auto &value) {
    if (value)
      function(value);
  };
  visit(step.name);
  visit(step.when);
  visit(step.definition.script);
  for (auto &word : step.definition.argv)
    visit(word);
  for (auto &variable : step.definition.env)
    visit(variable.value);
  for (auto &input : step.definition.inputs)
    visit(input.value);
  visit(step.policy.cacheKey);
}

/// The same for an end.
template <typename EndT, typename Function>
void forEachUseOfEnd(EndT &end, Function function) {
  auto visit = [&](auto &value) {
    if (value)
      function(value);
  };
  visit(end.when);
  visit(end.reason);
  for (auto &output : end.outputs)
    visit(output.value);
}

/// How deeply regions may be nested.
inline constexpr uint32_t MaxRegionDepth = 32;

/// The region that \p value is the result or the step of, or null.
const Region *regionMadeBy(const Workflow &workflow, ValueId value);

class RegionMap {
public:
  /// The regions of \p workflow must be nested as they should be.
  explicit RegionMap(const Workflow &workflow);

  RegionId ofOp(ValueId value) const {
    return value.index < ops.size() ? ops[value.index] : RegionId();
  }
  RegionId ofStep(StepId step) const {
    return step.index < steps.size() ? steps[step.index] : RegionId();
  }
  /// 0 outside all regions.
  uint32_t depth(RegionId region) const {
    return region ? depths[region.index] : 0;
  }
  /// The region that the `foreach` step \p step runs.
  RegionId ranBy(StepId step) const { return byStep.lookup(step); }

  /// The steps, or the steps that run the regions around them, that stand side
  /// by side in the innermost region that has both.
  std::pair<StepId, StepId> sideBySide(StepId a, StepId b) const;

  /// Whether what stands at \p place may use \p value, which comes before: it
  /// belongs to no region that has ended, and is not made by one that has not.
  bool isVisible(ValueId value, ValueId place) const;

private:
  const Workflow &workflow;
  /// Empty if there are no regions.
  std::vector<RegionId> ops, steps;
  std::vector<uint32_t> depths;
  llvm::DenseMap<StepId, RegionId> byStep;
};

/// What a region is to the steps around it.
struct RegionSummary {
  /// Of all steps in it.
  Effects effects = Effects::None;
  /// All steps in it have a `depends_on`.
  bool hasDependsOn = false;
  /// The groups, formed outside, that all steps in it are members of.
  llvm::SmallVector<uint32_t, 1> groups;
  /// The values from outside that it needs: what it iterates over,
  /// the first values of what isRead, and what is used in its body.
  std::vector<ValueId> uses;
  /// Which carried values the body reads. The others are only collected: their
  /// first values are for those who use the last ones.
  std::vector<bool> isRead;
};

/// Beside Workflow::regions.
std::vector<RegionSummary> summarize(const Workflow &workflow,
                                     const RegionMap &map);

//--- Order --------------------------------------------------------------------

/// A step as the rules of order see it; see lib/IR/Ordering.cpp.
struct OrderedStep {
  Effects effects = Effects::None;
  bool hasDependsOn = false;
  /// Ascending. Numbers should be small.
  llvm::SmallVector<uint32_t, 1> groups;
  /// What it waits for in any case, in no order.
  llvm::SmallVector<Edge, 1> deps;
};

/// Adds the edges that order asks for to \p steps, which stand in program
/// order. Edges are between places in the list, and are sorted.
void orderSteps(std::vector<OrderedStep> &steps);

/// The data and guard edges of steps that were made from a region while a plan
/// runs: those from \p firstStep on, whose operations are those from \p firstOp
/// on. What is older is not looked at. \p uses stands beside the steps: what
/// they use beside their own operands. \p summaries are those of the workflow.
std::vector<std::vector<Edge>>
findInstanceNeeds(const Workflow &workflow,
                  llvm::ArrayRef<RegionSummary> summaries, uint32_t firstOp,
                  uint32_t firstStep,
                  llvm::ArrayRef<std::vector<ValueId>> uses);

//--- What people see ----------------------------------------------------------

/// The edges between the steps that people see. An edge to a check stands for
/// edges to what the check waits for, one to a region for edges to the last
/// steps in it; and the first steps in a region wait for what the region waits
/// for. Of the steps that come together so, those that another waits for are
/// left out.
class ShownEdges {
public:
  explicit ShownEdges(const Workflow &workflow) : workflow(workflow) {}

  /// Steps must be added in program order. \p parent is the step of the region
  /// around \p step, or none.
  void add(StepId step, StepId parent);
  /// The steps that \p step waits for, ascending. If it is a pseudo-step, those
  /// that whoever waits for it waits for.
  llvm::ArrayRef<StepId> of(StepId step) const { return at(step).edges; }

private:
  struct Node {
    std::vector<StepId> edges;
    /// A region: the steps in it, until it was asked for the last ones.
    std::vector<StepId> children;
    std::vector<StepId> last;
    bool isClosed = false;
    /// A step was shown to wait for this one.
    bool isCovered = false;
  };

  Node &node(StepId step);
  const Node &at(StepId step) const { return nodes[step.index]; }
  void appendEnds(StepId step, std::vector<StepId> &into);
  void addIndirect(std::vector<StepId> &steps,
                   std::vector<StepId> others) const;

  const Workflow &workflow;
  std::vector<Node> nodes;
};

/// ShownEdges of a workflow as it is planned, its regions' bodies included.
ShownEdges plannedEdges(const Workflow &workflow);

} // namespace plue::ir

#endif // PLUE_IR_REGIONS_H
