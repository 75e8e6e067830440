//===- Dependencies.h - Steps whose results a step needs --------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Which results a step's operands (data) and its guard are computed
/// from. The builder makes edges of them and the verifier asks for these edges.
///
/// Expressions are shared, so walking them anew for each step would be
/// quadratic where every step is guarded by all early returns before it. Two
/// observations keep it near linear. A value that needs at most one step, as
/// most do, stands for that step. And a guard whose needs have been established
/// for step p needs no second look at a step that waits for p anyway. Data
/// edges tell a distributed executor what to hand over, so that short cut is
/// taken for them only where expressions need a great many steps.
///
/// In a region only steps of the same region count: what its body needs from
/// outside, the step that runs the region needs; see RegionSummary. The value
/// of `foreach` needs that step, and the first values of what is only
/// collected.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_IR_DEPENDENCIES_H
#define PLUE_LIB_IR_DEPENDENCIES_H

#include "plue/IR/Regions.h"

namespace plue::ir {

class Dependencies {
public:
  /// Operands in \p workflow must come before their uses, and every `step`
  /// operation must belong to a step. \p map is null if no regions are looked
  /// into. Operations before \p firstOp and steps before \p firstStep do not
  /// count.
  Dependencies(const Workflow &workflow, const RegionMap *map,
               llvm::ArrayRef<RegionSummary> summaries, uint32_t firstOp = 0,
               uint32_t firstStep = 0);

  /// The data and guard edges of \p step, each predecessor once. Must be asked
  /// for steps in order. \p uses are values that are used beside the step's
  /// own operands: if it runs a region, those of the region.
  llvm::ArrayRef<Edge> of(StepId step, llvm::ArrayRef<ValueId> uses = {});

  /// How many values have been looked at so far.
  uint64_t work() const { return visits; }

private:
  /// What is known of a value, beside Workflow::ops.
  struct Node {
    /// The value whose needs are the same, none if nothing is needed: a `step`
    /// operation, or one whose operands need different things.
    ValueId same;
    /// At least the number of steps that are needed.
    uint32_t weight = 0;
    /// The last step that this was looked at for.
    StepId coveredBy;
  };
  /// The last step that found one as a predecessor, and where in `found`.
  using Finder = std::pair<StepId, uint32_t>;

  void walk(StepId step, EdgeKind kind);
  void visit(ValueId value);
  void need(StepId step, StepId predecessor, EdgeKind kind);
  bool isCovered(StepId step, ValueId value, EdgeKind kind) const;
  void pushOperands(const Step &step);
  uint32_t scopeOf(RegionId region) const;
  void include(Node &node, ValueId self, ValueId operand) const;
  template <typename Function>
  void forEachOperand(ValueId value, Function function) const;
  Node &node(ValueId value) { return nodes[value.index - firstOp]; }
  const Node &node(ValueId value) const { return nodes[value.index - firstOp]; }
  Finder &finderOf(StepId step) { return foundBy[step.index - firstStep]; }
  const Finder &finderOf(StepId step) const {
    return foundBy[step.index - firstStep];
  }

  const Workflow &workflow;
  const RegionMap *map;
  llvm::ArrayRef<RegionSummary> summaries;
  uint32_t firstOp, firstStep;
  /// Where the operations begin that count for the step that is asked for.
  uint32_t scope = 0;
  std::vector<Node> nodes;
  std::vector<Finder> foundBy;
  std::vector<Edge> found;
  /// A heap of values to look at, the latest first.
  std::vector<ValueId> pending;
  uint64_t visits = 0;
};

/// Sorts edges and makes those with the same origin one.
void mergeEdges(llvm::SmallVectorImpl<Edge> &edges);

} // namespace plue::ir

#endif // PLUE_LIB_IR_DEPENDENCIES_H
