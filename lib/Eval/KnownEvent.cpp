//===- KnownEvent.cpp - Deciding conditions by a given event --------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file `--event` specialises a plan: conditions on the event are decided when
/// compiling, and only the steps that it leads to are planned. The event's
/// texts themselves stay run-time values. They come from outside, so they must
/// stay data: a title that became text of the source would be code in a
/// command.
//===----------------------------------------------------------------------===//
#include "KnownEvent.h"

using namespace plue;
using namespace plue::eval;

namespace {
class EventFolder {
public:
  EventFolder(Evaluator &evaluator, const llvm::json::Object &event)
      : evaluator(evaluator), workflow(evaluator.builder.workflow()),
        plan(evaluator.builder.plan().plan()), event(event) {}

  Value fold(ValueId value);

private:
  Value foldOp(const ir::Op &op);
  Value foldLogic(const ir::Op &op);
  Value foldComparison(const ir::Op &op);
  Value foldContainer(const ir::Op &op);
  Value fromJson(const llvm::json::Value *json);
  const llvm::json::Value *jsonOf(ValueId value);
  Value orAbsent(FailureOr<Value> result);
  ValueId operand(const ir::Op &op, unsigned i) const {
    return workflow.operands(op)[i];
  }

  Evaluator &evaluator;
  const ir::Workflow &workflow;
  const ir::Plan &plan;
  const llvm::json::Object &event;
  unsigned depth = 0;
};
} // namespace

/// What raises is left to the run.
Value EventFolder::orAbsent(FailureOr<Value> result) {
  if (succeeded(result))
    return *result;
  (void)evaluator.takeException();
  return Value();
}

Value EventFolder::fold(ValueId value) {
  if (depth > evaluator.limits.syntaxDepth || failed(evaluator.burn(1))) {
    if (evaluator.hasException())
      (void)evaluator.takeException();
    return Value();
  }
  ++depth;
  Value result = foldOp(workflow.op(value));
  --depth;
  return result;
}

/// The part of the event that a field, or a field of a field, names.
const llvm::json::Value *EventFolder::jsonOf(ValueId value) {
  const ir::Op &op = workflow.op(value);
  if (op.kind == OpKind::Event)
    return event.get(plan.string(op));
  if (op.kind == OpKind::Input) {
    const llvm::json::Object *inputs = event.getObject("inputs");
    return inputs ? inputs->get(plan.string(op)) : nullptr;
  }
  if (op.kind == OpKind::Unwrap)
    return jsonOf(operand(op, 0));
  const llvm::json::Value *record =
      op.kind == OpKind::Field ? jsonOf(operand(op, 0)) : nullptr;
  const llvm::json::Object *object = record ? record->getAsObject() : nullptr;
  return object ? object->get(plan.string(op)) : nullptr;
}

Value EventFolder::fromJson(const llvm::json::Value *json) {
  return json ? orAbsent(value::fromJson(evaluator, *json)) : Value::none();
}

Value EventFolder::foldOp(const ir::Op &op) {
  switch (op.kind) {
  case OpKind::Const:
    return orAbsent(evaluator.valueOf(plan.constant(op)));
  case OpKind::Event:
    return fromJson(event.get(plan.string(op)));
  case OpKind::Input:
    // Without its inputs an event says nothing about them.
    return event.get("inputs")
               ? fromJson(jsonOf(ValueId(&op - &workflow.ops[0])))
               : Value();
  case OpKind::Field:
  case OpKind::Unwrap:
    return fromJson(jsonOf(ValueId(&op - &workflow.ops[0])));
  case OpKind::Not:
  case OpKind::Truth:
  case OpKind::And:
  case OpKind::Or:
  case OpKind::Select:
    return foldLogic(op);
  case OpKind::MakeTuple:
  case OpKind::MakeList:
    return foldContainer(op);
  default:
    if (op.kind >= OpKind::CmpEq && op.kind <= OpKind::CmpNotIn)
      return foldComparison(op);
    return Value();
  }
}

Value EventFolder::foldLogic(const ir::Op &op) {
  Value first = fold(operand(op, 0));
  if (!first)
    return Value();
  FailureOr<bool> truth = value::truth(evaluator, first);
  if (failed(truth))
    return orAbsent(failure());
  switch (op.kind) {
  case OpKind::Not:
    return Value::boolean(!*truth);
  case OpKind::Truth:
    return Value::boolean(*truth);
  case OpKind::And:
    return *truth ? fold(operand(op, 1)) : first;
  case OpKind::Or:
    return *truth ? first : fold(operand(op, 1));
  default:
    return fold(operand(op, *truth ? 1 : 2));
  }
}

Value EventFolder::foldComparison(const ir::Op &op) {
  Value left = fold(operand(op, 0)), right = fold(operand(op, 1));
  if (!left || !right)
    return Value();
  auto comparison =
      static_cast<value::CompareOp>(int(op.kind) - int(OpKind::CmpEq));
  return orAbsent(value::compare(evaluator, comparison, left, right));
}

Value EventFolder::foldContainer(const ir::Op &op) {
  llvm::SmallVector<Value, 8> items;
  for (ValueId item : workflow.operands(op)) {
    items.push_back(fold(item));
    if (!items.back())
      return Value();
  }
  return orAbsent(op.kind == OpKind::MakeList
                      ? evaluator.heap.makeList(evaluator, items)
                      : evaluator.heap.makeTuple(evaluator, items));
}

Value plue::eval::valueByEvent(Evaluator &evaluator, ValueId value) {
  const auto &event = evaluator.options.event;
  return event ? EventFolder(evaluator, *event).fold(value) : Value();
}
