//===- OutlineInputs.cpp - What an outlined function is given -------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Outlining.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace plue;
using namespace plue::eval;

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
