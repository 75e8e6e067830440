//===- MergeReads.cpp - Equal reads are one step --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Two steps that only read the workspace have the same result, and fail
/// alike, if they are defined alike and see the same workspace. They do if
///
///   - no step between them, in program order, conflicts with a read; and
///   - the second waits for nothing that the first does not wait for too, but
///     perhaps the first itself: so no earlier step that writes, beside which
///     the first may run because of its `depends_on`, comes before the second.
///
/// They must have the same guard, so that the one is skipped if the other is,
/// and be in the same region with the same place in its order. Reads are looked
/// for among the last few: what is further apart has a write between it in any
/// plan but a strange one.
//===----------------------------------------------------------------------===//
#include "plue/Analysis/Predecessors.h"
#include "plue/Analysis/Raising.h"
#include "plue/IR/Rewrite.h"
#include "plue/Transforms/Passes.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using ir::Effects;
using ir::Op;
using ir::OpKind;
using ir::Step;
using ir::StepId;
using ir::ValueId;

namespace {
class ReadMerger {
public:
  ReadMerger(ir::Plan &plan, ir::Workflow &workflow)
      : rewriter(plan, workflow), map(rewriter.before()),
        predecessors(rewriter.before()), raising(plan, rewriter.before()) {}

  void run();

  uint64_t numMerged = 0;

private:
  void visitStep(ValueId value, StepId id);
  StepId findEqual(StepId id);
  bool areEqual(StepId a, StepId b);
  bool seeTheSame(StepId earlier, StepId later);
  bool isSame(ValueId a, ValueId b) const;
  bool areSame(llvm::ArrayRef<ir::NamedValue> a,
               llvm::ArrayRef<ir::NamedValue> b) const;

  ir::WorkflowRewriter rewriter;
  ir::RegionMap map;
  analysis::Predecessors predecessors;
  analysis::Raising raising;
  /// The reads since the last step that conflicts with one, by old ordinals.
  std::vector<StepId> recent;
  /// The reads that are gone.
  llvm::DenseMap<StepId, StepId> mergedInto;
};
} // namespace

/// As the values are now: what they are computed from may have been merged.
bool ReadMerger::isSame(ValueId a, ValueId b) const {
  if (!a || !b)
    return a == b;
  return rewriter.at(a) == rewriter.at(b);
}

bool ReadMerger::areSame(llvm::ArrayRef<ir::NamedValue> a,
                         llvm::ArrayRef<ir::NamedValue> b) const {
  return llvm::equal(a, b, [&](auto &left, auto &right) {
    return left.name == right.name && isSame(left.value, right.value);
  });
}

/// The name of a step that is not there does not count, unless it may raise.
bool ReadMerger::areEqual(StepId a, StepId b) {
  const Step &x = rewriter.before().steps[a.index];
  const Step &y = rewriter.before().steps[b.index];
  if (y.name && !isSame(x.name, y.name) && raising.mayRaise(y.name))
    return false;
  return x.definition.kind == y.definition.kind && isSame(x.when, y.when) &&
         areSame(x.definition.inputs, y.definition.inputs) &&
         x.definition.resultType == y.definition.resultType &&
         x.policy.continueOnError == y.policy.continueOnError &&
         x.policy.timeoutMs == y.policy.timeoutMs &&
         x.policy.retry.attempts == y.policy.retry.attempts &&
         x.policy.retry.delayMs == y.policy.retry.delayMs &&
         isSame(x.policy.cacheKey, y.policy.cacheKey) &&
         x.hasDependsOn == y.hasDependsOn && x.groups == y.groups &&
         map.ofStep(a) == map.ofStep(b);
}

/// Whether all that \p later waits for has ended when \p earlier starts.
bool ReadMerger::seeTheSame(StepId earlier, StepId later) {
  llvm::SmallVector<StepId, 8> needed;
  for (ir::Edge edge : rewriter.before().steps[later.index].deps) {
    auto merged = mergedInto.find(edge.from);
    needed.push_back(merged == mergedInto.end() ? edge.from : merged->second);
  }
  if (needed.empty())
    return true;
  predecessors.find(earlier, *llvm::min_element(needed));
  return llvm::all_of(needed, [&](StepId step) {
    return step == earlier || predecessors.contains(step);
  });
}

StepId ReadMerger::findEqual(StepId id) {
  constexpr size_t MaxLooked = 32;
  for (StepId earlier :
       llvm::ArrayRef(recent).take_back(std::min(recent.size(), MaxLooked)))
    if (areEqual(earlier, id) && seeTheSame(earlier, id))
      return earlier;
  return StepId();
}

void ReadMerger::visitStep(ValueId value, StepId id) {
  Effects effects =
      ir::effectsOf(rewriter.before().steps[id.index].definition.kind);
  if (effects == Effects::Read) {
    if (StepId equal = findEqual(id)) {
      ValueId handle = rewriter.before().steps[equal.index].op;
      rewriter.merge(value, rewriter.at(handle));
      mergedInto[id] = equal;
      ++numMerged;
      return;
    }
    recent.push_back(id);
  } else if (ir::conflict(effects, Effects::Read) ||
             ir::conflict(Effects::Read, effects)) {
    recent.clear();
  }
  rewriter.keep(value);
}

void ReadMerger::run() {
  rewriter.run([&](ValueId value) {
    const Op &op = rewriter.before().op(value);
    if (op.kind == OpKind::Step)
      visitStep(value, StepId(op.attribute));
    else if (op.kind == OpKind::Result)
      rewriter.keepOnce(value); // Fields of one step are one value.
    else
      rewriter.keep(value);
  });
}

namespace {
class MergeReads : public Pass {
public:
  MergeReads() : Pass("merge-reads") {}

private:
  void runOnWorkflow(ir::Plan &plan, ir::Workflow &workflow) override {
    ReadMerger merger(plan, workflow);
    merger.run();
    numMerged += merger.numMerged;
  }

  Statistic numMerged{this, "merged", "steps that read what one before read"};
};
} // namespace

std::unique_ptr<Pass> plue::createMergeReadsPass() {
  return std::make_unique<MergeReads>();
}
