//===- DeadSteps.cpp - Steps that cannot matter ---------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A step may go if a run without it does the same: it never runs, or it
/// only reads, nobody uses what it reads, and it cannot fail the run. Whoever
/// waited for it then waits for what it waited for, so that a failure before it
/// reaches as far as it did.
///
/// Three things keep a step. That its handle is used: what a skipped step
/// leaves behind is None, and says so by being there. That it stands in a loop:
/// whether iterations run side by side is decided by what conflicts, and a step
/// that is skipped conflicts. And that too many edges would have to replace it,
/// where many steps wait for it and it waits for many.
//===----------------------------------------------------------------------===//
#include "plue/Analysis/Raising.h"
#include "plue/IR/Rewrite.h"
#include "plue/Transforms/Passes.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using ir::Constant;
using ir::Op;
using ir::OpKind;
using ir::Step;
using ir::StepId;
using ir::StepKind;
using ir::ValueId;

namespace {
class StepRemover {
public:
  StepRemover(ir::Plan &plan, ir::Workflow &workflow)
      : plan(plan), rewriter(plan, workflow), old(rewriter.before()), map(old),
        raising(plan, old) {}

  void run();

  uint64_t numSteps = 0, numChecks = 0, numValues = 0, numEnds = 0;

private:
  bool isFalse(ValueId when) const;
  bool isEmpty(ValueId iterable) const;
  bool areQuiet(const Step &step);
  bool neverRuns(StepId id) const;
  bool isUseless(StepId id);
  bool addsFewEdges(StepId id);
  void visit(ValueId value);
  void visitStep(ValueId value, StepId id);
  void thinOut(Step &check, const Step &before);
  bool isReached(const ir::End &end, ValueId value);

  ir::Plan &plan;
  ir::WorkflowRewriter rewriter;
  const ir::Workflow &old;
  ir::RegionMap map;
  analysis::Raising raising;
  std::vector<bool> isLive, mayGo;
  /// How many steps wait for each, and for how many each waits when those that
  /// go are gone.
  std::vector<uint32_t> numWaiting, numBefore;
  /// The run ends before what comes now.
  bool hasEnded = false;
};
} // namespace

//--- What may go --------------------------------------------------------------

bool StepRemover::isFalse(ValueId when) const {
  if (!when || old.op(when).kind != OpKind::Const)
    return false;
  const Constant &constant = plan.constant(old.op(when));
  return constant.kind == Constant::Bool && constant.number == 0;
}

bool StepRemover::isEmpty(ValueId iterable) const {
  const Op &op = old.op(iterable);
  return (op.kind == OpKind::MakeList || op.kind == OpKind::MakeTuple) &&
         op.numOperands == 0;
}

bool StepRemover::neverRuns(StepId id) const {
  const Step &step = old.steps[id.index];
  if (isFalse(step.when))
    return true;
  return step.definition.kind == StepKind::Foreach && !step.when &&
         isEmpty(old.operands(ValueId(step.op.index + 1))[0]);
}

/// Whether nothing that \p step is computed from may raise.
bool StepRemover::areQuiet(const Step &step) {
  bool isQuiet = true;
  ir::forEachUse(step,
                 [&](ValueId value) { isQuiet &= !raising.mayRaise(value); });
  return isQuiet;
}

/// Whether \p id does nothing but leave a result behind, or not even that.
bool StepRemover::isUseless(StepId id) {
  if (map.ofStep(id))
    return false;
  const Step &step = old.steps[id.index];
  if (neverRuns(id))
    return true;
  StepKind kind = step.definition.kind;
  bool isHandledRead =
      ir::effectsOf(kind) == ir::Effects::Read && step.policy.continueOnError;
  return (kind == StepKind::Check || isHandledRead) && areQuiet(step);
}

bool StepRemover::addsFewEdges(StepId id) {
  constexpr uint64_t Few = 16;
  uint64_t before = 0;
  for (ir::Edge edge : old.steps[id.index].deps)
    before += mayGo[edge.from.index] ? numBefore[edge.from.index] : 1;
  uint64_t waiting = numWaiting[id.index];
  numBefore[id.index] = std::min<uint64_t>(before, ~0U);
  return before * waiting <= before + waiting + Few;
}

//--- The walk -----------------------------------------------------------------

/// What may raise is all that a check is for.
void StepRemover::thinOut(Step &check, const Step &before) {
  ir::ShortList<ir::NamedValue> raisers;
  for (auto [now, then] :
       llvm::zip(check.definition.inputs, before.definition.inputs))
    if (raising.mayRaise(then.value))
      raisers.push_back(now);
  if (raisers.empty()) // The guard may, or it stands in a loop.
    raisers.push_back(check.definition.inputs.front());
  numValues += check.definition.inputs.size() - raisers.size();
  check.definition.inputs = std::move(raisers);
}

void StepRemover::visitStep(ValueId value, StepId id) {
  const Step &step = old.steps[id.index];
  bool isCheck = step.definition.kind == StepKind::Check;
  if (!isLive[value.index]) {
    ++(isCheck ? numChecks : numSteps);
    return rewriter.drop(value);
  }
  rewriter.keep(value);
  if (isCheck)
    thinOut(rewriter.after().steps.back(), step);
}

/// Ends are looked at in order, and the first whose guard holds is the one.
bool StepRemover::isReached(const ir::End &end, ValueId value) {
  if (hasEnded || isFalse(end.when))
    return false;
  hasEnded = !end.when && !map.ofOp(value);
  return true;
}

void StepRemover::visit(ValueId value) {
  const Op &op = old.op(value);
  if (op.kind == OpKind::Step)
    return visitStep(value, StepId(op.attribute));
  if (op.kind == OpKind::End && !isReached(old.ends[op.attribute], value)) {
    ++numEnds;
    return rewriter.drop(value);
  }
  isLive[value.index] ? void(rewriter.keep(value)) : rewriter.drop(value);
}

void StepRemover::run() {
  size_t count = old.steps.size();
  numWaiting.resize(count);
  numBefore.resize(count);
  mayGo.resize(count);
  for (const Step &step : old.steps)
    for (ir::Edge edge : step.deps)
      ++numWaiting[edge.from.index];
  for (uint32_t i = 0; i != count; ++i)
    mayGo[i] = isUseless(StepId(i)) && addsFewEdges(StepId(i));
  isLive = ir::findLive(old, [&](StepId step) { return mayGo[step.index]; });
  rewriter.run([&](ValueId value) { visit(value); });
}

namespace {
class DeadSteps : public Pass {
public:
  DeadSteps() : Pass("dead-steps") {}

private:
  void runOnWorkflow(ir::Plan &plan, ir::Workflow &workflow) override {
    StepRemover remover(plan, workflow);
    remover.run();
    numSteps += remover.numSteps;
    numChecks += remover.numChecks;
    numValues += remover.numValues;
    numEnds += remover.numEnds;
  }

  Statistic numSteps{this, "steps", "steps and loops that are gone"};
  Statistic numChecks{this, "checks", "checks that are gone"};
  Statistic numValues{this, "values", "values that checks no longer compute"};
  Statistic numEnds{this, "ends", "ends that were never reached"};
};
} // namespace

std::unique_ptr<Pass> plue::createDeadStepsPass() {
  return std::make_unique<DeadSteps>();
}
