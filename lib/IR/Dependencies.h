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
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_IR_DEPENDENCIES_H
#define PLUE_LIB_IR_DEPENDENCIES_H

#include "plue/IR/Plan.h"

namespace plue::ir {

class Dependencies {
public:
  /// Operands in \p workflow must come before their uses, and every `step`
  /// operation must belong to a step.
  explicit Dependencies(const Workflow &workflow);

  /// The data and guard edges of \p step, each predecessor once. Must be asked
  /// for steps in order.
  llvm::ArrayRef<Edge> of(StepId step);

  /// How many values have been looked at so far.
  uint64_t work() const { return visits; }

private:
  void walk(StepId step, EdgeKind kind);
  void visit(ValueId value);
  void need(StepId step, StepId predecessor, EdgeKind kind);
  bool isCovered(StepId step, ValueId value, EdgeKind kind) const;
  void pushOperands(const Step &step);

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

  const Workflow &workflow;
  std::vector<Node> nodes;
  /// The last step that found this one as a predecessor, and where in `found`.
  std::vector<std::pair<StepId, uint32_t>> foundBy;
  std::vector<Edge> found;
  /// A heap of values to look at, the latest first.
  std::vector<ValueId> pending;
  uint64_t visits = 0;
};

} // namespace plue::ir

#endif // PLUE_LIB_IR_DEPENDENCIES_H
