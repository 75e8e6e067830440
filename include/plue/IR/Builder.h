//===- Builder.h - Making a plan --------------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file PlanBuilder interns what workflows share; WorkflowBuilder appends
/// operations. Equal pure operations are made once, so that equal expressions
/// in the source are one value, and trivial logic is simplified as it is made.
///
/// finish() computes what is derived: edges (design 5.2) and keys.
//===----------------------------------------------------------------------===//
#ifndef PLUE_IR_BUILDER_H
#define PLUE_IR_BUILDER_H

#include "plue/IR/OpTable.h"
#include "plue/IR/Pools.h"
#include "llvm/ADT/StringMap.h"

namespace plue::ir {

/// How a `foreach` begins.
struct ForeachHead {
  ValueId iterable;
  TypeId itemType;
  /// The first values of what is carried, and the types of it. The first is a
  /// bool: while it is true, the loop goes on.
  std::vector<ValueId> inits;
  std::vector<TypeId> types;
  /// The guard of the loop; none: always.
  ValueId when;
};

/// What an iteration is given.
struct ForeachParams {
  ValueId item;
  std::vector<ValueId> carried;
};

/// What was said about the order of a step.
struct StepOrdering {
  /// Replaces program order if given.
  std::optional<std::vector<StepId>> dependsOn;
  /// Ascending numbers of the parallel groups that the step is a member of.
  llvm::SmallVector<uint32_t, 1> groups;
};

class PlanBuilder {
public:
  PlanBuilder() : result(std::make_unique<Plan>()), pools(*result) {}

  Plan &plan() { return *result; }
  TypeStore &types() { return result->types; }
  uint32_t string(llvm::StringRef text) { return pools.string(text); }
  ConstantId constant(const Constant &constant) {
    return pools.constant(constant);
  }
  TemplateId shellTemplate(ShellTemplate shell) {
    return pools.shellTemplate(std::move(shell));
  }
  /// Adds a function and those in it, which refer to each other by their places
  /// in \p group; the earlier ones if there are equal ones.
  FunctionId functions(std::vector<Function> group);
  /// The plan, with its tables made compact: no ordinal of a string, a constant
  /// or a template holds any more.
  std::unique_ptr<Plan> take();

private:
  std::unique_ptr<Plan> result;
  Pools pools;
  /// By their bytes.
  llvm::StringMap<FunctionId> functionIds;
};

class WorkflowBuilder {
public:
  WorkflowBuilder(PlanBuilder &plan, llvm::StringRef name);

  Workflow &workflow() { return result; }
  PlanBuilder &plan() { return planBuilder; }

  /// Locations of operations made from now on.
  void setLocation(Location location) { here = location; }

  //--- Values ----------------------------------------------------------------
  /// A pure operation; the earlier one if there is an equal one.
  ValueId op(OpKind kind, TypeId type, llvm::ArrayRef<ValueId> operands,
             uint32_t attribute = 0);
  /// The same, and never an earlier one: for what has an identity, as an
  /// iterator has.
  ValueId fresh(OpKind kind, TypeId type, llvm::ArrayRef<ValueId> operands,
                uint32_t attribute = 0);
  /// An operation whose attribute is a string.
  ValueId named(OpKind kind, TypeId type, llvm::ArrayRef<ValueId> operands,
                llvm::StringRef name);
  ValueId constant(const Constant &constant);
  ValueId constantBool(bool b);
  ValueId constantStr(llvm::StringRef text);
  /// The constant that \p value is, or null.
  const Constant *asConstant(ValueId value) const;

  /// Logic on bools: simplified where one side is constant or both are equal. A
  /// none operand of conjunction() is "always".
  ValueId negate(ValueId value);
  ValueId conjunction(ValueId a, ValueId b);
  /// The bool that \p value's truth is.
  ValueId truth(ValueId value);

  //--- Effects ---------------------------------------------------------------
  /// Appends a step. \p dependsOn replaces program order if given. Step::key,
  /// if set, is the call path that the key will begin with.
  StepId step(Step step, std::optional<std::vector<StepId>> dependsOn);
  /// Members run together: no order edges among them, unless another step
  /// stands between.
  void parallel(llvm::ArrayRef<StepId> members);
  EndId end(End end);

  /// Makes the run end with an exception here if one of \p values, computed in
  /// order while \p when holds, raises it. Consecutive checks under one guard
  /// are one step.
  void check(llvm::ArrayRef<ValueId> values, ValueId when);

  //--- Regions ---------------------------------------------------------------
  /// What is made until endForeach() is the body of a loop.
  ForeachParams beginForeach(const ForeachHead &head);
  /// Ends the innermost loop: \p yields are what the carried values are after
  /// an iteration. Returns what they are after the loop. No operation made in
  /// the body is found by op() any more.
  std::vector<ValueId> endForeach(llvm::ArrayRef<ValueId> yields);

  /// A place in the making of the workflow.
  struct Mark {
    size_t ops, operands, steps, ends, regions, memberships, openRegions;
    uint32_t groups;
  };
  Mark mark();
  /// Whether a loop is open that was not when \p mark was taken.
  bool isInRegion(const Mark &mark) const {
    return openRegions.size() > mark.openRegions;
  }
  /// Forgets everything that was made since \p mark: values, steps, ends,
  /// regions and parallel groups. The regions that were open then must still
  /// be.
  void rollback(const Mark &mark);

  /// Adds the finished workflow to the plan.
  void finish();

private:
  ValueId append(const Op &op, llvm::ArrayRef<ValueId> operands);
  bool isComplement(ValueId a, ValueId b) const;
  void placeCheck();

  PlanBuilder &planBuilder;
  Workflow result;
  Location here;
  std::vector<StepOrdering> orderings;
  uint32_t numGroups = 0;
  /// The steps that became members of parallel groups, in that order.
  std::vector<StepId> memberships;
  /// From the outside in.
  std::vector<RegionId> openRegions;
  /// A check that further values may be added to; it has no place until
  /// something else gets one.
  std::optional<Step> openCheck;
  Location checkLocation;
  /// Pure operations that can be used where the next one will stand.
  OpTable known;
};

} // namespace plue::ir

#endif // PLUE_IR_BUILDER_H
