//===- OutlineResults.cpp - What comes back from an outlined function -----===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Outlining.h"

using namespace plue;
using namespace plue::eval;

//--- What comes out -----------------------------------------------------------

/// The value that \p v is for the evaluator, if it is known now: a constant or
/// a container of its own.
Value Outlining::knownResult(const Abstract &v) {
  if (v.known)
    return v.known;
  bool isOneCell =
      !v.scalars && v.sites.size() == 1 && inference.site(v.sites[0]).cell;
  return isOneCell ? inference.site(v.sites[0]).cell : Value();
}

/// What of \p v is a container of the evaluator may not change any more, once
/// all has been written back.
void Outlining::freeze(const Abstract &v) {
  for (SiteId id : inference.reachable(v))
    if (inference.site(id).cell)
      frozen.insert(id);
}

size_t Outlining::addPart(const Abstract &v) {
  TypeId type = inference.typeOf(v);
  if (types.kind(type) == TypeKind::Never)
    type = types::Any;
  parts.push_back({.v = v, .type = type, .value = {}});
  return parts.size() - 1;
}

/// Makes the type of the last part optional; whether it was not before.
bool Outlining::wrap() {
  TypeId before = parts.back().type;
  parts.back().type = types.optional(before);
  return parts.back().type != before;
}

Value Outlining::unwrap(Value v, ValueId guard) {
  if (!isRuntime(v))
    return v;
  ValueId value = runtimeId(v);
  TypeId type = types.withoutNone(evaluator.typeOfSymbolic(v));
  return evaluator.symbolic(
      evaluator.emit(OpKind::Unwrap, type, {value, guard}, range));
}

void Outlining::loadOrNone(uint32_t slot) {
  lowering.emit(InstrKind::IsBound, range, 0, slot);
  size_t unbound = lowering.emit(InstrKind::JumpIfFalse, range);
  lowering.emit(InstrKind::Load, range, 0, slot);
  size_t end = lowering.emit(InstrKind::Jump, range);
  lowering.patch(unbound);
  lowering.emitConstant(Value::none(), range);
  lowering.patch(end);
}

/// What a variable that the loop binds is afterwards; leaves what is not known
/// on the stack.
Outlining::Outcome Outlining::outcomeOf(const Capture &capture) {
  Outcome outcome{.capture = capture};
  Abstract v = inference.slotAtEnd(capture.rootSlot);
  if (v.isNever())
    return outcome;
  outcome.v = knownResult(v);
  if (v.maybeUnbound) {
    lowering.emit(InstrKind::IsBound, range, 0, capture.rootSlot);
    Abstract flag;
    flag.scalars = types::Bool;
    outcome.bound = addPart(flag);
  }
  if (outcome.v)
    return outcome;
  freeze(v);
  if (v.maybeUnbound) {
    loadOrNone(capture.rootSlot);
    outcome.value = addPart(v);
    outcome.isWrapped = wrap();
  } else {
    lowering.emit(InstrKind::Load, range, 0, capture.rootSlot);
    outcome.value = addPart(v);
  }
  return outcome;
}

/// The containers that were changed come back last.
void Outlining::returnCells() {
  for (SiteId id : changed) {
    lowering.emit(InstrKind::Load, range, 0, cellSlots.lookup(id));
    Abstract v;
    v.sites.push_back(id);
    addPart(v);
    for (const Abstract &part : inference.site(id).parts)
      freeze(part);
  }
}

LogicalResult Outlining::emitApply() {
  if (parts.size() == 1) {
    resultType = parts[0].type;
  } else {
    lowering.emit(InstrKind::MakeTuple, range, parts.size());
    llvm::SmallVector<TypeId, 8> elements;
    for (const Part &part : parts)
      elements.push_back(part.type);
    resultType = types.tuple(elements);
  }
  lowering.emit(InstrKind::Return, range);
  ir::FunctionId function = addToPlan();
  evaluator.builder.setLocation(evaluator.locate(range));
  evaluator.noteWalks(OpKind::Apply, operands, range);
  apply = value::isIterator(types, resultType)
              ? evaluator.builder.fresh(OpKind::Apply, resultType, operands,
                                        function.index)
              : evaluator.builder.op(OpKind::Apply, resultType, operands,
                                     function.index);
  evaluator.noteOrigin(apply, range);
  return anchor();
}

/// Makes sure that what may raise is evaluated here in the program.
LogicalResult Outlining::anchor() {
  evaluator.anchor(apply);
  return success();
}

LogicalResult Outlining::replaceContent(Value cell, ValueId content) {
  return evaluator.setContent(cell, content, range);
}

/// As `return` does where the loop stands.
Completion Outlining::completeReturn(Value v) {
  if (evaluator.workflow && evaluator.callStack.size() == 1)
    return evaluator.completionOf(evaluator.endRun(
        {.isSuccess = true, .when = {}, .reason = {}, .outputs = {}}, range));
  evaluator.returned = v;
  return Completion::Return;
}

Value Outlining::partValue(size_t i) {
  Part &part = parts[i];
  if (!part.value)
    part.value =
        parts.size() == 1
            ? apply
            : evaluator.emit(
                  OpKind::Index, part.type,
                  {apply, evaluator.reifyScalar(Value::smallInt(int64_t(i)))},
                  range);
  return evaluator.symbolic(part.value);
}

/// Whether part \p i is a container that the code has made and that nothing
/// else that comes out refers to.
bool Outlining::isNew(size_t i) const {
  const Abstract &v = parts[i].v;
  bool isContainer = !v.sites.empty() && !v.scalars;
  for (SiteId id : v.sites) {
    const Site &site = inference.site(id);
    isContainer &= site.kind <= Site::Dict && !site.cell && !site.isForeign;
    for (size_t j = 0; isContainer && j != parts.size(); ++j) {
      Abstract others;
      if (j != i)
        others = parts[j].v;
      else
        for (const Abstract &part : site.parts)
          others.sites.append(part.sites.begin(), part.sites.end());
      isContainer &= !inference.reachable(others).count(id);
    }
  }
  return isContainer;
}

/// Part \p i, which is \p v, as something that may be changed if that is safe.
FailureOr<Value> Outlining::ownValue(size_t i, Value v) {
  return isRuntime(v) && isNew(i) ? evaluator.makeCell(runtimeId(v), range)
                                  : FailureOr<Value>(v);
}

LogicalResult Outlining::writeBack() {
  size_t first = parts.size() - changed.size();
  for (size_t i = 0; i != changed.size(); ++i) {
    Value content = partValue(first + i);
    if (failed(replaceContent(changedCells[i], runtimeId(content))))
      return failure();
  }
  for (SiteId id : frozen)
    evaluator.freeze(inference.site(id).cell, range);
  return success();
}

FailureOr<Value> Outlining::finishExpression() {
  findChanges();
  if (failed(checkChanges()))
    return failure();
  finishBodies();
  Abstract v = inference.result();
  Value known = knownResult(v);
  // It may raise, so it is evaluated even if its value is known.
  if (failed(emitPrologue()))
    return failure();
  lowering.root().instrs.pop_back(); // It returned the value alone.
  lowering.root().ranges.pop_back();
  addPart(v);
  if (!known)
    freeze(v);
  returnCells();
  if (failed(emitApply()) || failed(writeBack()))
    return failure();
  return known ? FailureOr<Value>(known) : ownValue(0, partValue(0));
}

/// Goes on as the loop ended.
Completion Outlining::complete(std::optional<size_t> exit,
                               std::optional<size_t> value) {
  auto leave = [&](int64_t code, ValueId guard = {}) {
    if (code == Lowering::Break)
      return Completion::Break;
    if (code == Lowering::Continue)
      return Completion::Continue;
    if (code == Lowering::Normal)
      return Completion::Normal;
    Value v = value ? partValue(*value) : Value::none();
    if (isReturnWrapped && guard)
      v = unwrap(v, guard);
    FailureOr<Value> own = value ? ownValue(*value, v) : v;
    return failed(own) ? evaluator.completionOf(failure())
                       : completeReturn(*own);
  };
  if (!exit)
    return Completion::Normal;
  Abstract code = inference.slotAtEnd(*lowering.exitSlot);
  if (code.known)
    return leave(code.known.asInt());
  Value taken = partValue(*exit);
  std::function<Completion(int64_t)> from = [&](int64_t next) -> Completion {
    while (next != 4 && !lowering.canExit[next])
      ++next;
    if (next == 4)
      return Completion::Normal;
    ValueId is = evaluator.emit(
        OpKind::CmpEq, types::Bool,
        {runtimeId(taken), evaluator.reifyScalar(Value::smallInt(next))},
        range);
    return evaluator.branch(
        is, range, [&] { return leave(next, is); },
        [&] { return from(next + 1); });
  };
  return from(1);
}

Completion Outlining::finishLoop() {
  auto failedLoop = [&] { return evaluator.completionOf(failure()); };
  findChanges();
  if (failed(checkChanges()))
    return failedLoop();
  finishBodies();
  if (failed(emitPrologue()))
    return failedLoop();
  std::optional<size_t> exit, returned;
  if (lowering.exitSlot) {
    lowering.emit(InstrKind::Load, range, 0, *lowering.exitSlot);
    exit = addPart(inference.slotAtEnd(*lowering.exitSlot));
  }
  if (lowering.returnSlot) {
    Abstract v = inference.slotAtEnd(*lowering.returnSlot);
    freeze(v);
    loadOrNone(*lowering.returnSlot);
    returned = addPart(v);
    isReturnWrapped = v.maybeUnbound && wrap();
  }
  std::vector<Outcome> outcomes;
  for (const Capture &capture : lowering.captures)
    if (capture.slot && capture.isStored)
      outcomes.push_back(outcomeOf(capture));
  returnCells();
  if (failed(emitApply()))
    return failedLoop();
  for (const Outcome &outcome : outcomes) {
    Value v = outcome.v;
    if (outcome.value)
      v = partValue(*outcome.value);
    if (!v)
      continue;
    if (outcome.bound) {
      Value bound = partValue(*outcome.bound);
      if (outcome.isWrapped)
        v = unwrap(v, runtimeId(bound));
      if (outcome.value) {
        FailureOr<Value> own = ownValue(*outcome.value, v);
        if (failed(own))
          return failedLoop();
        v = *own;
      }
      v = Value::object(evaluator.heap.makeObject<MaybeUnboundObject>(
          runtimeId(bound), v, range));
    } else if (outcome.value) {
      FailureOr<Value> own = ownValue(*outcome.value, v);
      if (failed(own))
        return failedLoop();
      v = *own;
    }
    evaluator.write(outcome.capture.slot, v);
  }
  if (failed(writeBack()))
    return failedLoop();
  return complete(exit, returned);
}
