//===- VerifyUnwraps.cpp - Are values there when they are said to be? -----===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file `unwrap a, g` says that `a` is not None wherever the guard `g` holds,
/// and what uses it is typed as if that were so. The guard must be the proof:
///
///   - a test of `a`, or of the type of the event: see showsPresence();
///   - a flag that came together with `a`: both are elements of what one
///     function returns, or of what one region carries. The code that made them
///     sets the one only if it sets the other;
///   - `True`, if `a` is computed from nothing but the event and the inputs:
///   the
///     plan was made for an event that is known.
///
/// Where the guard does not hold, the value may be handed on but is not looked
/// at; see exec::Evaluator. The proof is one operation, not any number of steps
/// of reasoning, so all of them are checked in linear time.
//===----------------------------------------------------------------------===//
#include "Verify.h"
#include "plue/IR/Presence.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::ir;

namespace {
class UnwrapVerifier {
public:
  UnwrapVerifier(const Plan &plan, const Workflow &workflow)
      : plan(plan), workflow(workflow), isOfEvent(workflow.ops.size()) {}

  llvm::Error verify();

private:
  bool isProof(ValueId guard, ValueId value) const;
  bool cameTogether(ValueId flag, ValueId value) const;
  bool dependsOnEventOnly(const Op &op) const;

  ValueId operand(const Op &op, unsigned i) const {
    return workflow.operands(op)[i];
  }
  /// Null if \p value is not a constant.
  const Constant *constant(ValueId value) const {
    const Op &op = workflow.op(value);
    return op.kind == OpKind::Const ? &plan.constant(op) : nullptr;
  }

  const Plan &plan;
  const Workflow &workflow;
  /// Which operations depend on nothing but the event and the inputs.
  std::vector<bool> isOfEvent;
};
} // namespace

/// Whether both are elements of one tuple, or \p flag compares one of them.
bool UnwrapVerifier::cameTogether(ValueId flag, ValueId value) const {
  const Op &op = workflow.op(value);
  const Op *element = &workflow.op(flag);
  if (element->kind == OpKind::CmpEq && constant(operand(*element, 1)))
    element = &workflow.op(operand(*element, 0));
  if (op.kind != OpKind::Index || element->kind != OpKind::Index ||
      !constant(operand(op, 1)) || !constant(operand(*element, 1)))
    return false;
  OpKind whole = workflow.op(operand(op, 0)).kind;
  return operand(op, 0) == operand(*element, 0) &&
         (whole == OpKind::Apply || whole == OpKind::Foreach);
}

bool UnwrapVerifier::isProof(ValueId guard, ValueId value) const {
  if (const Constant *known = constant(guard))
    return known->kind == Constant::Bool && known->number == 1 &&
           isOfEvent[value.index];
  return showsPresence(plan, workflow, guard, value) ||
         cameTogether(guard, value);
}

bool UnwrapVerifier::dependsOnEventOnly(const Op &op) const {
  auto isKnown = [&](ValueId value) -> bool { return isOfEvent[value.index]; };
  switch (op.kind) {
  case OpKind::Const:
  case OpKind::Event:
  case OpKind::Input:
    return true;
  case OpKind::Select:
    // The one that is not taken does not matter.
    return isKnown(operand(op, 0)) &&
           (isKnown(operand(op, 1)) || isKnown(operand(op, 2)));
  case OpKind::And:
  case OpKind::Or:
    return isKnown(operand(op, 0));
  case OpKind::Result:
  case OpKind::Env:
  case OpKind::Secret:
  case OpKind::HashFiles:
  case OpKind::Param:
  case OpKind::Foreach:
  case OpKind::Undefined:
  case OpKind::Step:
  case OpKind::End:
    return false;
  default:
    return llvm::all_of(workflow.operands(op), isKnown);
  }
}

llvm::Error UnwrapVerifier::verify() {
  for (uint32_t i = 0; i != workflow.ops.size(); ++i) {
    const Op &op = workflow.ops[i];
    isOfEvent[i] = dependsOnEventOnly(op);
    if (op.kind == OpKind::Unwrap && !isProof(operand(op, 1), operand(op, 0)))
      return faultAt({PlanPlace::Op, i},
                     "op {0} (unwrap): operand 1 does not show that operand 0 "
                     "is there",
                     i);
  }
  return llvm::Error::success();
}

llvm::Error ir::verifyUnwraps(const Plan &plan, const Workflow &workflow) {
  return UnwrapVerifier(plan, workflow).verify();
}
