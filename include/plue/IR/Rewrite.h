//===- Rewrite.h - Workflows made anew --------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Operations are ordinals in a list, so taking one out or putting one in
/// moves all that follow. WorkflowRewriter makes the list anew instead: it
/// walks over the old one, and for each operation its user says whether it is
/// kept, replaced by something made already, or dropped. What refers to
/// operations, steps, ends and regions is taken along, and what is derived of
/// them (edges, numbers) is put right in the end.
///
/// \code
///   WorkflowRewriter rewriter(plan, workflow);
///   rewriter.run([&](ValueId value) {
///     if (ValueId simpler = simplify(rewriter, value))
///       rewriter.replace(value, simpler);
///     else
///       rewriter.keep(value);
///   });
/// \endcode
///
/// Order survives: a step that waited for a dropped one waits for what that
/// waited for, so a failure reaches the same steps as before.
//===----------------------------------------------------------------------===//
#ifndef PLUE_IR_REWRITE_H
#define PLUE_IR_REWRITE_H

#include "plue/IR/OpTable.h"
#include "plue/IR/Pools.h"
#include "plue/IR/Regions.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace plue::ir {

class WorkflowRewriter {
public:
  /// Takes \p workflow, which must be sound, away until run() is done.
  WorkflowRewriter(Plan &plan, Workflow &workflow);

  /// Calls \p visit for each operation in order. It must call keep(), replace()
  /// or drop() for it.
  void run(llvm::function_ref<void(ValueId)> visit);

  /// The workflow as it was, and as far as it is made. Steps and ends of the
  /// latter may be changed, but for their edges, which are still the old ones.
  const Workflow &before() const { return old; }
  Workflow &after() { return made; }
  const Plan &plan() const { return owner; }

  //--- In run(), for the operation that is visited ---------------------------

  /// What has become of an earlier operation.
  ValueId at(ValueId value) const {
    assert(places[value.index] && "it was dropped");
    return places[value.index];
  }
  /// Appends the operation with its operands as they are now. Its type follows
  /// theirs where it must.
  ValueId keep(ValueId value);
  /// Keeps a pure operation, or replaces it by an equal one that was kept by
  /// this function or made, and can be seen from here.
  ValueId keepOnce(ValueId value);
  /// Lets \p by, which is made already, stand for \p value.
  void replace(ValueId value, ValueId by);
  /// Leaves the operation out; nothing that is kept may use it. With the step
  /// of a region goes the region: its value is what it began with.
  void drop(ValueId value);
  /// Leaves out the step \p value, for which the kept step \p by stands: who
  /// waited for the one waits for the other.
  void merge(ValueId value, ValueId by);

  /// A pure operation before the one that is visited; an earlier one if there
  /// is an equal one among those made by this function.
  ValueId make(Op op, llvm::ArrayRef<ValueId> operands);
  ValueId make(OpKind kind, TypeId type, llvm::ArrayRef<ValueId> operands) {
    return make(Op{.kind = kind, .type = type}, operands);
  }
  ValueId constant(const Constant &constant, TypeId type);
  ValueId constantBool(bool b) {
    return constant({.kind = Constant::Bool, .number = b}, value::types::Bool);
  }
  /// The constant that \p value, which is made, is; or null.
  const Constant *asConstant(ValueId value) const;
  /// How many operations were replaced or dropped, or made by make().
  uint64_t numChanges() const { return changes; }

private:
  ValueId append(const Op &op, llvm::ArrayRef<ValueId> operands);
  Op mapped(ValueId value, llvm::SmallVectorImpl<ValueId> &operands) const;
  void dropIfTrue(ValueId &when);
  void keepStep(Op &op);
  void keepEnd(Op &op);
  void openRegion(RegionId region);
  void closeRegions(uint32_t ordinal);
  void dropRegion(RegionId region);
  TypeId typeFor(const Op &op, llvm::ArrayRef<ValueId> operands) const;
  void resolveEdges();
  void finish();

  Plan &owner;
  Workflow &target;
  Workflow old, made;
  std::optional<Pools> pools;
  OpTable known;
  /// By the old ordinals.
  std::vector<ValueId> places;
  std::vector<StepId> stepPlaces;
  /// What the new steps were.
  std::vector<StepId> madeOf;
  /// The steps that whoever waited for a dropped one waits for; old ordinals.
  llvm::DenseMap<StepId, std::vector<StepId>> standIns;
  /// The new regions that are being made, with where they end in the old list.
  struct OpenRegion {
    RegionId old, made;
  };
  std::vector<OpenRegion> open;
  /// Old operations up to here are left out with their region.
  uint32_t skipUntil = 0;
  uint64_t changes = 0;
};

//--- What is needed -----------------------------------------------------------

/// Which operations are needed by ends, by what regions carry, and by steps.
/// Steps for which \p isRemovable holds are needed only if their handles are.
std::vector<bool> findLive(const Workflow &workflow,
                           llvm::function_ref<bool(StepId)> isRemovable);

/// Drops the operations that no step and no end needs and renumbers the rest.
/// Returns how many there were.
uint32_t dropDeadValues(Workflow &workflow);

/// Makes the kinds of edges say why they are there now: edges for data and
/// guards where results are needed, order for what is left. No edge goes.
void refreshEdgeKinds(Workflow &workflow);

} // namespace plue::ir

#endif // PLUE_IR_REWRITE_H
