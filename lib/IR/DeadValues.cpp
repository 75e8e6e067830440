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
///
/// A step is needed because of what it does, unless whoever asks says that it
/// does nothing; then its operands are needed only if its handle is. Uses come
/// after what they use, so by the time that the walk comes to a step it knows.
//===----------------------------------------------------------------------===//
#include "Finish.h"
#include "plue/IR/Rewrite.h"

using namespace plue;
using namespace plue::ir;

//--- What is needed -----------------------------------------------------------

std::vector<bool> ir::findLive(const Workflow &workflow,
                               llvm::function_ref<bool(StepId)> isRemovable) {
  std::vector<bool> isLive(workflow.ops.size());
  auto mark = [&](ValueId value) { isLive[value.index] = true; };
  for (const Region &region : workflow.regions)
    llvm::for_each(region.yields, mark);
  for (size_t i = workflow.ops.size(); i-- > 0;) {
    const Op &op = workflow.ops[i];
    if (op.kind == OpKind::Step) {
      StepId step(op.attribute);
      if (!isLive[i] && isRemovable(step))
        continue;
      forEachUse(workflow.steps[step.index], mark);
    } else if (op.kind == OpKind::End) {
      forEachUseOfEnd(workflow.ends[op.attribute], mark);
    } else if (op.kind != OpKind::Foreach && op.kind != OpKind::Param &&
               !isLive[i]) {
      continue;
    }
    isLive[i] = true;
    llvm::for_each(workflow.operands(op), mark);
  }
  return isLive;
}

//--- Dropping the rest --------------------------------------------------------

namespace {
class DeadValues {
public:
  explicit DeadValues(Workflow &workflow)
      : workflow(workflow),
        isLive(findLive(workflow, [](StepId) { return false; })),
        renumbered(workflow.ops.size()) {}

  void drop() {
    compact();
    forEachUseInTables([&](ValueId &use) { use = renumbered[use.index]; });
  }

private:
  template <typename Function> void forEachUseInTables(Function function);
  void compact();

  Workflow &workflow;
  std::vector<bool> isLive;
  std::vector<ValueId> renumbered;
};
} // namespace

/// Calls \p function with each value that the tables name.
template <typename Function>
void DeadValues::forEachUseInTables(Function function) {
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

uint32_t ir::dropDeadValues(Workflow &workflow) {
  size_t before = workflow.ops.size();
  DeadValues(workflow).drop();
  return before - workflow.ops.size();
}
