//===- Outline.cpp - Code that runs when the plan does --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The borders of an outlined function: what it is given and what comes
/// back.
///
/// A container of the evaluator that the code changes must be an object of its
/// own in the function, however equal it is to another one. So it is made
/// there, of its items; containers that are only read come in ready-made.
///
/// What comes back may contain a container of the evaluator, or be one of
/// several. It is a copy then, as far as the evaluator can see, which nobody
/// notices as long as the original does not change: it is frozen.
//===----------------------------------------------------------------------===//
#include "Outline.h"
#include "Infer.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace plue;
using namespace plue::eval;
using namespace plue::syntax;

namespace plue::eval {
class Outlining {
public:
  Outlining(Evaluator &evaluator, llvm::StringRef name, SourceRange range)
      : evaluator(evaluator), types(evaluator.types), range(range),
        lowering(evaluator, name), inference(evaluator, lowering) {}

  FailureOr<Value> finishExpression();
  Completion finishLoop();

  Evaluator &evaluator;
  value::TypeStore &types;
  SourceRange range;
  Lowering lowering;
  Inference inference;

private:
  /// Something that the function returns.
  struct Part {
    Abstract v;
    TypeId type;
    ValueId value;
  };
  /// A variable of the evaluator after a loop.
  struct Outcome {
    Capture capture;
    /// Known now; Absent otherwise.
    Value v;
    /// Of `parts`; whether it is bound, and what it holds.
    std::optional<size_t> bound, value;
    /// Its type is optional only because it may have no value.
    bool isWrapped = false;
  };

  //--- What comes in
  void findChanges();
  bool needsIdentity(Value v);
  LogicalResult checkChanges();
  uint32_t newParameter(ValueId operand);
  uint32_t parameter(ValueId operand);
  LogicalResult construct(Value v);
  LogicalResult constructCell(Value v);
  LogicalResult emitItems(llvm::ArrayRef<Value> items, InstrKind make);
  LogicalResult initialise(const Capture &capture);
  LogicalResult emitPrologue();

  //--- What comes out
  size_t addPart(const Abstract &v);
  bool wrap();
  Value unwrap(Value v, ValueId guard);
  LogicalResult anchor();
  LogicalResult replaceContent(Value cell, ValueId content);
  Completion completeReturn(Value v);
  void loadOrNone(uint32_t slot);
  Outcome outcomeOf(const Capture &capture);
  Value knownResult(const Abstract &v);
  void freeze(const Abstract &v);
  void returnCells();
  LogicalResult emitApply();
  LogicalResult writeBack();
  Value partValue(size_t i);
  bool isNew(size_t i) const;
  FailureOr<Value> ownValue(size_t i, Value v);
  Completion complete(std::optional<size_t> exit, std::optional<size_t> value);

  //--- The code
  void finishBodies();
  void patchConstants();
  void guardLoads(uint32_t function);
  uint32_t renumbered(uint32_t rootSlot) const;
  ir::FunctionId addToPlan();
  ir::Function finished(uint32_t function);

  std::vector<SiteId> changed;
  std::vector<Value> changedCells;
  std::set<SiteId> frozen;
  llvm::DenseMap<SiteId, uint32_t> cellSlots;
  std::set<SiteId> underway;
  /// Operands of the `apply`, and the slots of the root that they go to.
  std::vector<ValueId> operands;
  std::vector<uint32_t> parameterSlots;
  llvm::DenseMap<ValueId, uint32_t> parameterOf;
  /// Variables of the root that are parameters themselves.
  llvm::DenseMap<uint32_t, uint32_t> sameAs;
  std::vector<uint32_t> newSlots;
  std::vector<Part> parts;
  /// The returned value's type is optional only because it may have no value.
  bool isReturnWrapped = false;
  ValueId apply;
  TypeId resultType;
};
} // namespace plue::eval

//--- Changes ------------------------------------------------------------------

void Outlining::findChanges() {
  for (SiteId id = 0; id != inference.numSites(); ++id) {
    const Site &site = inference.site(id);
    if (!site.isMutated || !site.cell)
      continue;
    changed.push_back(id);
    changedCells.push_back(site.cell);
  }
}

/// What is changed must be a container of the evaluator or of the code.
LogicalResult Outlining::checkChanges() {
  for (SiteId id = 0; id != inference.numSites(); ++id) {
    const Site &site = inference.site(id);
    if (!site.isMutated || !site.isForeign)
      continue;
    evaluator.diags.report(site.mutation, diag::runtime_part_mutation)
        .hint("copy it first, for instance with `list(…)` or `dict(…)`");
    return evaluator.reported();
  }
  for (auto [id, cell] : llvm::zip(changed, changedCells)) {
    llvm::SaveAndRestore here(evaluator.callSite, inference.site(id).mutation);
    if (failed(evaluator.located(evaluator.willMutate(cell),
                                 inference.site(id).mutation)))
      return failure();
  }
  return success();
}

/// Whether \p v is, or has in it, something that the code changes.
bool Outlining::needsIdentity(Value v) {
  if (const Choice *choice = evaluator.choiceOf(v))
    return needsIdentity(choice->whenTrue) || needsIdentity(choice->whenFalse);
  if (v.is(Kind::Tuple))
    return llvm::any_of(v.asTuple()->items,
                        [&](Value item) { return needsIdentity(item); });
  std::optional<SiteId> site = inference.siteOfCell(v);
  if (!site)
    return false;
  Abstract abstract;
  abstract.sites.push_back(*site);
  return llvm::any_of(inference.reachable(abstract), [&](SiteId id) {
    return llvm::is_contained(changed, id);
  });
}

//--- What comes in ------------------------------------------------------------

uint32_t Outlining::newParameter(ValueId operand) {
  operands.push_back(operand);
  parameterSlots.push_back(lowering.newSlot(0));
  return parameterSlots.back();
}

/// The root's slot that \p operand comes in.
uint32_t Outlining::parameter(ValueId operand) {
  auto [it, isNew] = parameterOf.try_emplace(operand, 0);
  if (isNew)
    it->second = newParameter(operand);
  return it->second;
}

LogicalResult Outlining::emitItems(llvm::ArrayRef<Value> items,
                                   InstrKind make) {
  constexpr size_t atOnce = 200;
  bool isDict = make == InstrKind::MakeDict;
  if (make == InstrKind::MakeTuple || items.size() <= atOnce) {
    for (Value item : items)
      if (failed(construct(item)))
        return failure();
    lowering.emit(make, range, items.size());
    return success();
  }
  lowering.emit(make, range, 0);
  for (size_t i = 0; i < items.size(); i += isDict ? 2 : 1) {
    if (failed(construct(items[i])) ||
        (isDict && failed(construct(items[i + 1]))))
      return failure();
    lowering.emit(isDict ? InstrKind::Insert : InstrKind::Append, range);
  }
  return success();
}

/// Makes a container anew, once.
LogicalResult Outlining::constructCell(Value v) {
  SiteId site = *inference.siteOfCell(v);
  if (auto it = cellSlots.find(site); it != cellSlots.end()) {
    lowering.emit(InstrKind::Load, range, 0, it->second);
    return success();
  }
  if (isRuntime(v)) {
    // Each argument is copied on its own, so this is an object of its own.
    uint32_t slot = cellSlots[site] = newParameter(runtimeId(v));
    lowering.emit(InstrKind::Load, range, 0, slot);
    return success();
  }
  if (!underway.insert(site).second)
    return evaluator.unsupported("a container that contains itself", v, range);
  llvm::SmallVector<Value, 8> items;
  InstrKind make = InstrKind::MakeList;
  if (v.is(Kind::List)) {
    llvm::append_range(items, v.asList()->items);
  } else if (v.is(Kind::Dict)) {
    make = InstrKind::MakeDict;
    for (const auto &entry : v.asDict()->entries)
      if (entry.key)
        items.append({entry.key, entry.value});
  } else {
    make = InstrKind::MakeSet;
    for (const auto &entry : v.asSet()->table.entries)
      if (entry.key)
        items.push_back(entry.key);
  }
  if (failed(emitItems(items, make)))
    return failure();
  uint32_t slot = cellSlots[site] = lowering.newSlot(0);
  lowering.emit(InstrKind::Dup, range);
  lowering.emit(InstrKind::Store, range, 0, slot);
  return success();
}

/// Leaves \p v on the stack.
LogicalResult Outlining::construct(Value v) {
  if (failed(evaluator.located(evaluator.burn(1), range)))
    return failure();
  if (const Choice *choice = evaluator.choiceOf(v)) {
    // Containers are made whichever is chosen: others may refer to them too.
    for (Value side : {choice->whenTrue, choice->whenFalse}) {
      if (!needsIdentity(side))
        continue;
      if (failed(construct(side)))
        return failure();
      lowering.emit(InstrKind::Pop, range);
    }
    lowering.emit(InstrKind::Load, range, 0, parameter(choice->condition));
    size_t otherwise = lowering.emit(InstrKind::JumpIfFalse, range);
    if (failed(construct(choice->whenTrue)))
      return failure();
    size_t end = lowering.emit(InstrKind::Jump, range);
    lowering.patch(otherwise);
    if (failed(construct(choice->whenFalse)))
      return failure();
    lowering.patch(end);
    return success();
  }
  if (evaluator.canReify(v) && !isRuntime(v)) {
    lowering.emitConstant(v, range);
    return success();
  }
  if (!needsIdentity(v)) { // Also a container whose content is not known.
    FailureOr<ValueId> operand = evaluator.reify(v, range);
    if (failed(operand))
      return failure();
    lowering.emit(InstrKind::Load, range, 0, parameter(*operand));
    return success();
  }
  if (v.is(Kind::Tuple))
    return emitItems(v.asTuple()->items, InstrKind::MakeTuple);
  return constructCell(v);
}

/// Gives a variable of the root its first value.
LogicalResult Outlining::initialise(const Capture &capture) {
  Value v = capture.v;
  std::optional<size_t> skip;
  if (auto *maybe = objectAs<MaybeUnboundObject>(v)) {
    lowering.emit(InstrKind::Load, range, 0, parameter(maybe->condition));
    skip = lowering.emit(InstrKind::JumpIfFalse, range);
    v = maybe->whenBound;
    // It may be there only where the variable is bound.
    if (isRuntime(v) && !v.isContainer()) {
      ValueId none = evaluator.reifyScalar(Value::none());
      TypeId type = types.optional(evaluator.typeOfSymbolic(v));
      v = evaluator.symbolic(evaluator.emit(
          OpKind::Select, type, {maybe->condition, runtimeId(v), none}, range));
    }
  }
  if (!v)
    return success();
  SourceRange where = capture.range;
  if (auto *function = objectAs<FunctionObject>(v)) {
    lowering.emit(InstrKind::Load, where, 0,
                  lowering.lowered.find(function)->second.rootSlot);
    lowering.emit(InstrKind::Store, where, 0, capture.rootSlot);
  } else if (v.is(Kind::Builtin) || v.is(Kind::Type)) {
    if (v.is(Kind::Type))
      lowering.emit(InstrKind::Class, where, 0, v.asType().index);
    else
      lowering.emitString(InstrKind::Builtin, value::builtinName(v.asBuiltin()),
                          where);
    lowering.emit(InstrKind::Store, where, 0, capture.rootSlot);
  } else if (!skip && !needsIdentity(v)) {
    FailureOr<ValueId> operand = evaluator.reify(v, where);
    if (failed(operand))
      return failure();
    if (evaluator.mayHoldSecret(evaluator.builder.workflow().typeOf(*operand)))
      return evaluator.refuseSecret("used in a loop or a comprehension", where,
                                    *operand);
    uint32_t slot = parameter(*operand);
    if (!capture.isStored) {
      sameAs[capture.rootSlot] = slot;
      return success();
    }
    lowering.emit(InstrKind::Load, where, 0, slot);
    lowering.emit(InstrKind::Store, where, 0, capture.rootSlot);
  } else {
    if (failed(construct(v)))
      return failure();
    lowering.emit(InstrKind::Store, where, 0, capture.rootSlot);
  }
  if (skip)
    lowering.patch(*skip);
  return success();
}

/// Puts before the root's code what gives its variables their first values.
LogicalResult Outlining::emitPrologue() {
  // What comes back, and so may be seen to change, inference tells.
  size_t frozenBefore = evaluator.frozenMark();
  Code &root = lowering.root();
  std::vector<ir::Instr> body = std::move(root.instrs);
  std::vector<SourceRange> ranges = std::move(root.ranges);
  root.instrs.clear();
  root.ranges.clear();
  lowering.setFunction(0);
  if (lowering.exitSlot) {
    lowering.emitConstant(Value::smallInt(0), range);
    lowering.emit(InstrKind::Store, range, 0, *lowering.exitSlot);
  }
  // First, so that functions find their defaults; then the functions.
  auto isFunction = [](const Capture &capture) {
    return objectAs<FunctionObject>(capture.v) != nullptr;
  };
  for (const Capture &capture : lowering.captures)
    if (!isFunction(capture) && failed(initialise(capture)))
      return failure();
  for (const auto &[object, function] : lowering.lowered) {
    lowering.emit(InstrKind::Closure, object->range, 0, function.function);
    lowering.emit(InstrKind::Store, object->range, 0, function.rootSlot);
  }
  for (const Capture &capture : lowering.captures)
    if (isFunction(capture) && failed(initialise(capture)))
      return failure();
  // Containers that are changed although no variable leads to them directly.
  for (Value cell : changedCells) {
    if (cellSlots.count(*inference.siteOfCell(cell)))
      continue;
    if (failed(construct(cell)))
      return failure();
    lowering.emit(InstrKind::Pop, range);
  }
  size_t offset = root.instrs.size();
  for (ir::Instr &instr : body)
    if (ir::info(instr.kind).b == ir::InstrOperand::Target)
      instr.b += offset;
  root.instrs.insert(root.instrs.end(), body.begin(), body.end());
  root.ranges.insert(root.ranges.end(), ranges.begin(), ranges.end());
  evaluator.thawSince(frozenBefore);
  return success();
}

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

//--- The code -----------------------------------------------------------------

/// A variable that only ever holds a constant is that constant.
void Outlining::patchConstants() {
  llvm::DenseMap<uint32_t, Value> known;
  for (Capture &capture : lowering.captures)
    if (!capture.isStored && evaluator.canReify(capture.v) &&
        !isRuntime(capture.v)) {
      known[capture.rootSlot] = capture.v;
    }
  for (uint32_t f = 0; f != lowering.functions.size(); ++f) {
    Code &code = lowering.functions[f];
    lowering.setFunction(f);
    for (size_t i = 0; i != code.instrs.size(); ++i) {
      ir::Instr instr = code.instrs[i];
      bool isLoad = instr.kind == InstrKind::Load && instr.a == code.depth;
      Value v = isLoad ? known.lookup(instr.b) : Value();
      if (!v)
        continue;
      lowering.emitConstant(v, {});
      code.instrs[i] = code.instrs.back();
      code.instrs.pop_back();
      code.ranges.pop_back();
    }
  }
  // Defaults of functions are read where the function is made.
  llvm::DenseSet<uint32_t> defaults;
  for (const Code &code : lowering.functions)
    if (code.parent && *code.parent == 0)
      for (const ir::FunctionParameter &parameter : code.parameters)
        if (parameter.defaultSlot != ~0U)
          defaults.insert(parameter.defaultSlot);
  llvm::erase_if(lowering.captures, [&](const Capture &capture) {
    return known.count(capture.rootSlot) && !defaults.count(capture.rootSlot);
  });
}

/// Before each load of a variable that may have no value: what CPython says
/// then.
void Outlining::guardLoads(uint32_t function) {
  Code &code = lowering.functions[function];
  std::vector<ir::Instr> instrs = std::move(code.instrs);
  std::vector<SourceRange> ranges = std::move(code.ranges);
  code.instrs.clear();
  code.ranges.clear();
  lowering.setFunction(function);
  std::vector<uint32_t> places;
  for (uint32_t i = 0; i != instrs.size(); ++i) {
    places.push_back(lowering.here());
    const ir::Instr &instr = instrs[i];
    if (inference.unboundLoads.count({function, i})) {
      uint32_t holder = function;
      for (unsigned hops = instr.a; hops != 0; --hops)
        holder = *lowering.functions[holder].parent;
      std::string name = lowering.functions[holder].slotNames[instr.b].str();
      lowering.emit(InstrKind::IsBound, ranges[i], instr.a, instr.b);
      size_t isBound = lowering.emit(InstrKind::JumpIfTrue, ranges[i]);
      std::string text =
          instr.a == 0
              ? "cannot access local variable '" + name +
                    "' where it is not associated with a value"
              : "cannot access free variable '" + name +
                    "' where it is not associated with a value in enclosing "
                    "scope";
      lowering.emit(InstrKind::Const, ranges[i], 0,
                    lowering.constant(
                        {.kind = ir::Constant::Str,
                         .text = evaluator.builder.plan().plan().save(text)}));
      lowering.emitString(InstrKind::Raise,
                          instr.a == 0 ? "UnboundLocalError" : "NameError",
                          ranges[i]);
      lowering.patch(isBound);
    }
    lowering.emit(instr.kind, ranges[i], instr.a, instr.b);
  }
  places.push_back(lowering.here());
  // The jumps that are new lead past their guard and stay.
  for (uint32_t i = 0; i != instrs.size(); ++i)
    if (ir::info(instrs[i].kind).b == ir::InstrOperand::Target) {
      uint32_t at = places[i];
      code.instrs[at].b = places[instrs[i].b];
    }
}

/// What inference has found out about the code goes into it.
void Outlining::finishBodies() {
  for (const auto &[function, pc] : inference.fields)
    lowering.functions[function].instrs[pc].kind = InstrKind::Field;
  for (uint32_t f = 0; f != lowering.functions.size(); ++f)
    guardLoads(f);
  patchConstants();
}

uint32_t Outlining::renumbered(uint32_t rootSlot) const {
  auto it = sameAs.find(rootSlot);
  return newSlots[it == sameAs.end() ? rootSlot : it->second];
}

ir::Function Outlining::finished(uint32_t f) {
  Code &code = lowering.functions[f];
  ir::PlanBuilder &plan = evaluator.builder.plan();
  ir::Function function;
  function.name = plan.plan().save(code.name);
  if (code.parent)
    function.parent = ir::FunctionId(*code.parent);
  bool isRoot = !code.parent;
  function.numSlots = code.slotNames.size();
  function.isGenerator = code.isGenerator;
  for (ir::FunctionParameter parameter : code.parameters) {
    bool isInRoot = code.parent && *code.parent == 0;
    if (isInRoot && parameter.defaultSlot != ~0U)
      parameter.defaultSlot = renumbered(parameter.defaultSlot);
    parameter.name = plan.plan().save(parameter.name);
    function.parameters.push_back(parameter);
  }
  if (isRoot) {
    function.resultType = resultType;
    for (auto [i, operand] : llvm::enumerate(operands)) {
      function.parameters.push_back(
          {.name = plan.plan().save("p" + std::to_string(i))});
      function.parameterTypes.push_back(
          evaluator.builder.workflow().typeOf(operand));
    }
  }
  for (auto [instr, where] : llvm::zip(code.instrs, code.ranges)) {
    ir::Instr copy = instr;
    const ir::InstrInfo &about = ir::info(instr.kind);
    if (about.b == ir::InstrOperand::Constant)
      copy.b = plan.constant(lowering.constants[instr.b]).index;
    else if (about.b == ir::InstrOperand::String ||
             (about.b == ir::InstrOperand::Keywords && instr.b != ~0U))
      copy.b = plan.string(lowering.strings[instr.b]);
    else if (about.a == ir::InstrOperand::Hops && instr.a == code.depth)
      copy.b = renumbered(instr.b);
    function.code.push_back(copy);
    function.locations.push_back(evaluator.locate(where));
  }
  return function;
}

ir::FunctionId Outlining::addToPlan() {
  // Parameters come first.
  newSlots.assign(lowering.root().slotNames.size(), ~0U);
  uint32_t next = 0;
  for (uint32_t slot : parameterSlots)
    newSlots[slot] = next++;
  for (uint32_t &slot : newSlots)
    if (slot == ~0U)
      slot = next++;
  std::vector<ir::Function> group;
  for (uint32_t f = 0; f != lowering.functions.size(); ++f)
    group.push_back(finished(f));
  return evaluator.builder.plan().functions(std::move(group));
}

//--- Entry points -------------------------------------------------------------

/// Nothing if lowering has found effects; else whether all went well.
static std::optional<LogicalResult> analyse(Outlining &outlining,
                                            LogicalResult isLowered) {
  if (outlining.lowering.hasEffects && failed(isLowered) &&
      !outlining.evaluator.hasException())
    return std::nullopt;
  if (failed(isLowered) || failed(outlining.inference.run()))
    return outlining.evaluator.reported();
  return success();
}

static FailureOr<Value> valueOf(Outlining &outlining, LogicalResult lowered) {
  std::optional<LogicalResult> done = analyse(outlining, lowered);
  if (!done)
    return Value();
  if (failed(*done))
    return failure();
  return outlining.finishExpression();
}

/// What the function is called, in the text of a plan and of expressions.
static llvm::StringRef nameFor(const Expr *expr) {
  if (auto *call = llvm::dyn_cast<CallExpr>(expr)) {
    if (auto *name = llvm::dyn_cast<NameExpr>(call->callee))
      return name->name;
    if (auto *method = llvm::dyn_cast<AttributeExpr>(call->callee))
      return method->name;
  }
  return llvm::isa<ComprehensionExpr>(expr) ? "comprehension" : "expression";
}

FailureOr<Value> plue::eval::outlineExpression(Evaluator &evaluator,
                                               const Expr *expr,
                                               const KnownValues &known) {
  Outlining outlining(evaluator, nameFor(expr), expr->range);
  return valueOf(outlining, outlining.lowering.lowerExpression(expr, known));
}

FailureOr<Value> plue::eval::outlineCall(Evaluator &evaluator,
                                         const FunctionObject &callee,
                                         const CallArgs &args,
                                         SourceRange range) {
  Outlining outlining(evaluator, callee.name, range);
  return valueOf(outlining, outlining.lowering.lowerCall(callee, args, range));
}

static std::optional<Completion> completionOf(Outlining &outlining,
                                              LogicalResult lowered) {
  std::optional<LogicalResult> done = analyse(outlining, lowered);
  if (!done)
    return std::nullopt;
  return failed(*done) ? Completion::Failed : outlining.finishLoop();
}

std::optional<Completion> plue::eval::outlineLoop(Evaluator &evaluator,
                                                  const ForStmt *loop,
                                                  Value iterable) {
  Outlining outlining(evaluator, "loop", loop->range);
  return completionOf(outlining, outlining.lowering.lowerLoop(loop, iterable));
}

std::optional<Completion> plue::eval::outlineLoop(Evaluator &evaluator,
                                                  const WhileStmt *loop) {
  Outlining outlining(evaluator, "loop", loop->range);
  return completionOf(outlining, outlining.lowering.lowerLoop(loop));
}

const ComprehensionExpr *plue::eval::generatorIn(const CallExpr &call) {
  for (const Argument &argument : call.arguments) {
    auto *generator = llvm::dyn_cast<ComprehensionExpr>(argument.value);
    if (generator && generator->form == ComprehensionKind::Generator)
      return generator;
  }
  return nullptr;
}
