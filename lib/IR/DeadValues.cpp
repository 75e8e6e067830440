//===- DeadValues.cpp - Dropping what nothing uses ------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Partial evaluation makes more values than end up in a step: conditions
/// that were simplified away, choices nobody looks at. All of them are pure, so
/// those that no step and no end needs are dropped and the rest renumbered. One
/// walk back marks what is needed, one walk forward moves it down. Regions and
/// what they are given stay as they are.
//===----------------------------------------------------------------------===//
#include "Finish.h"
#include "plue/IR/Regions.h"

using namespace plue;
using namespace plue::ir;

namespace {
class DeadValues {
public:
  explicit DeadValues(Workflow &workflow)
      : workflow(workflow), isLive(workflow.ops.size()),
        renumbered(workflow.ops.size()) {}

  void drop() {
    markRoots();
    for (size_t i = workflow.ops.size(); i-- > 0;)
      if (isLive[i])
        for (ValueId operand : workflow.operands(ValueId(i)))
          mark(operand);
    compact();
    forEachRoot([&](ValueId &use) { use = renumbered[use.index]; });
  }

private:
  template <typename Function> void forEachRoot(Function function);
  void markRoots();
  void mark(ValueId value) { isLive[value.index] = true; }
  void compact();

  Workflow &workflow;
  std::vector<bool> isLive;
  std::vector<ValueId> renumbered;
};
} // namespace

/// Calls \p function with each value that the tables name.
template <typename Function> void DeadValues::forEachRoot(Function function) {
  for (Step &step : workflow.steps) {
    function(step.op);
    forEachUse(step, function);
  }
  for (End &end : workflow.ends)
    forEachUseOfEnd(end, function);
  for (Region &region : workflow.regions)
    for (ValueId &value : region.yields)
      function(value);
}

void DeadValues::markRoots() {
  for (size_t i = 0; i < workflow.ops.size(); ++i) {
    OpKind kind = workflow.ops[i].kind;
    if (kind == OpKind::End || kind == OpKind::Foreach || kind == OpKind::Param)
      isLive[i] = true;
  }
  forEachRoot([&](ValueId use) { mark(use); });
}

void DeadValues::compact() {
  std::vector<Op> ops;
  std::vector<ValueId> pool;
  std::vector<Location> locations;
  // How many operations remain of those before each.
  std::vector<uint32_t> place;
  for (size_t i = 0; i < workflow.ops.size(); ++i) {
    place.push_back(ops.size());
    if (!isLive[i])
      continue;
    renumbered[i] = ValueId(ops.size());
    Op op = workflow.ops[i];
    uint32_t firstOperand = pool.size();
    for (ValueId operand : workflow.operands(op))
      pool.push_back(renumbered[operand.index]);
    op.firstOperand = firstOperand;
    ops.push_back(op);
    if (i < workflow.locations.size())
      locations.push_back(workflow.locations[i]);
  }
  place.push_back(ops.size());
  for (Region &region : workflow.regions) {
    region.firstOp = place[region.firstOp];
    region.endOp = place[region.endOp];
  }
  workflow.ops = std::move(ops);
  workflow.operandPool = std::move(pool);
  workflow.locations = std::move(locations);
}

void plue::ir::dropDeadValues(Workflow &workflow) {
  DeadValues(workflow).drop();
}
