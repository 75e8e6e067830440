//===- Presence.cpp - Conditions that show values to be there -------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/Presence.h"
#include "plue/IR/EventFields.h"
#include "plue/IR/Spelling.h"

using namespace plue;
using namespace plue::ir;

/// Null if \p value is not a constant.
static const Constant *constantOf(const Plan &plan, const Workflow &workflow,
                                  ValueId value) {
  const Op &op = workflow.op(value);
  return op.kind == OpKind::Const ? &plan.constant(op) : nullptr;
}

static bool isNone(const Plan &plan, const Workflow &workflow, ValueId value) {
  const Constant *constant = constantOf(plan, workflow, value);
  return constant && constant->kind == Constant::None;
}

/// Whether the input \p name is given whenever a run is started by hand.
static bool isRequiredInput(const Plan &plan, const Workflow &workflow,
                            llvm::StringRef name) {
  return llvm::all_of(workflow.triggers, [&](const Trigger &trigger) {
    return llvm::none_of(trigger.inputs, [&](const InputDecl &input) {
      return input.name == name && plan.types.isOptional(input.type);
    });
  });
}

/// Whether `compared == type` with the constant \p type says that \p value is
/// there: `ctx.event.type == "pull_request"` shows `ctx.event.pull_request`.
static bool isTestOfEvent(const Plan &plan, const Workflow &workflow,
                          const Op &compared, const Constant &type,
                          const Op &value) {
  if (compared.kind != OpKind::Event || plan.string(compared) != "type")
    return false;
  if (value.kind == OpKind::Input)
    return type.text == spelling(TriggerKind::Manual) &&
           isRequiredInput(plan, workflow, plan.string(value));
  return value.kind == OpKind::Event &&
         isFieldOfEvent(plan.string(value), type.text);
}

bool ir::showsPresence(const Plan &plan, const Workflow &workflow,
                       ValueId condition, ValueId value) {
  const Op &op = workflow.op(condition);
  llvm::ArrayRef<ValueId> operands = workflow.operands(op);
  switch (op.kind) {
  case OpKind::Truth:
    return operands[0] == value;
  case OpKind::CmpIsNot:
  case OpKind::CmpNe:
    return operands[0] == value && isNone(plan, workflow, operands[1]);
  case OpKind::CmpEq: {
    const Constant *constant = constantOf(plan, workflow, operands[1]);
    if (!constant || constant->kind == Constant::None)
      return false;
    return operands[0] == value ||
           isTestOfEvent(plan, workflow, workflow.op(operands[0]), *constant,
                         workflow.op(value));
  }
  case OpKind::Not: {
    const Op &inner = workflow.op(operands[0]);
    llvm::ArrayRef<ValueId> compared = workflow.operands(inner);
    return (inner.kind == OpKind::CmpIs || inner.kind == OpKind::CmpEq) &&
           compared[0] == value && isNone(plan, workflow, compared[1]);
  }
  default:
    return false;
  }
}
