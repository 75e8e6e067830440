//===- Paths.cpp - Branching on run-time conditions -----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Where CPython takes one branch, we evaluate both. The two sides start
/// from the same state: the first side's writes are undone from the journal
/// before the second runs. What happens then depends on how each side
/// completed:
///
///   both go on        their states are merged, slot by slot, into choices
///   one ended the run the other goes on alone; from here on the path carries
///                     the condition that led to it
///   one left a scope  its state waits in that scope (JoinScope) while the
///   other
///   (`return`, …)     goes on alone; the scope's end merges them
///   both left it the  as if the statement had stood after the merge
///   same way
///
/// The path needs no record of what is merged again: at a merge it is cut back
/// to where the branch began. Only when some path inside has gone elsewhere
/// does a condition stay behind, which says "not there".
///
/// Variables merge here; what containers hold does in Cells.cpp.
//===----------------------------------------------------------------------===//
#include "Evaluator.h"
#include "KnownEvent.h"
#include "plue/IR/Presence.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace plue;
using namespace plue::eval;

//--- The path -----------------------------------------------------------------

/// Conjunctions are taken apart, so that each conjunct is a fact of its own.
void Evaluator::push(ValueId condition, SourceRange range) {
  const ir::Workflow &workflow = builder.workflow();
  if (workflow.op(condition).kind == OpKind::And) {
    ValueId left = workflow.operands(condition)[0];
    ValueId right = workflow.operands(condition)[1];
    push(left, range);
    push(right, range);
    return;
  }
  if (isOnPath(condition))
    return;
  ValueId conjunction = builder.conjunction(guard(), condition);
  path.push({condition, conjunction, range});
}

/// Guards grow to the left: what is left of a guard soon is that of an outer
/// part of the path.
bool Evaluator::holdsHere(ValueId guard) const {
  const ir::Workflow &workflow = builder.workflow();
  while (guard && !path.isGuard(guard)) {
    bool isLast = workflow.op(guard).kind != OpKind::And;
    if (!isOnPath(isLast ? guard : workflow.operands(guard)[1]))
      return false;
    guard = isLast ? ValueId() : workflow.operands(guard)[0];
  }
  return true;
}

/// `a or b`, written with `and` and `not` so that its opposite is a conjunction
/// of facts. Where \p b begins with `not a`, that much of it says nothing.
ValueId Evaluator::disjunction(ValueId a, ValueId b) {
  ValueId notA = builder.negate(a);
  const ir::Workflow &workflow = builder.workflow();
  ValueId rest;
  llvm::SmallVector<ValueId, 8> conjuncts;
  for (ValueId left = b;; left = workflow.operands(left)[0]) {
    bool isLast = workflow.op(left).kind != OpKind::And;
    conjuncts.push_back(isLast ? left : workflow.operands(left)[1]);
    if (isLast || conjuncts.size() > 16)
      break;
  }
  if (workflow.op(b).kind == OpKind::And && conjuncts.size() <= 16 &&
      conjuncts.back() == notA) {
    for (ValueId conjunct :
         llvm::reverse(llvm::ArrayRef(conjuncts).drop_back()))
      rest = builder.conjunction(rest, conjunct);
    b = rest;
  }
  return builder.negate(builder.conjunction(notA, builder.negate(b)));
}

ValueId Evaluator::conjunctionSince(size_t mark) {
  if (mark >= path.size())
    return builder.constantBool(true);
  std::vector<ValueId> &chain = path.chainFrom(mark);
  while (mark + chain.size() < path.size()) {
    ValueId before = chain.empty() ? ValueId() : chain.back();
    chain.push_back(
        builder.conjunction(before, path[mark + chain.size()].value));
  }
  return chain.back();
}

//--- Two sides ----------------------------------------------------------------

/// One side of a branch after it was evaluated and its writes undone.
struct Evaluator::Side {
  Completion completion;
  /// What led into it, and what else held when it completed.
  std::vector<Condition> conditions;
  Changes writes;
  Value returned;
  /// The containers that it has frozen: the other side may still change them.
  llvm::SmallVector<std::pair<uint32_t, SourceRange>, 4> frozen;
};

/// Undoes the journal back to \p journalMark and returns what had been written.
Changes Evaluator::takeWrites(JournalMark mark) {
  Changes written;
  for (size_t i = mark.slots; i < journal.size(); ++i)
    written.slots[journal[i].slot] = *journal[i].slot;
  while (journal.size() > mark.slots) {
    *journal.back().slot = journal.back().before;
    journal.pop_back();
  }
  written.cells = takeContents(mark.cells);
  return written;
}

Evaluator::Side Evaluator::runSide(ValueId condition, SourceRange range,
                                   llvm::function_ref<Completion()> body) {
  size_t pathMark = path.size();
  JournalMark mark = journalMark();
  bool wasJournaling = isJournaling;
  uint32_t mutableBefore = oldestMutable;
  llvm::SaveAndRestore cause(mutationCondition, range);
  isJournaling = true;
  oldestMutable = heap.nextSerial();
  cellBoundary = cellJournal.size();
  size_t frozenBefore = frozenMark();

  push(condition, range);
  Side side;
  side.completion = body();
  // What failed here was reported; the other side shall be looked at too.
  if (side.completion == Completion::Failed && hasException())
    (void)takeException();
  side.conditions.assign(path.begin() + pathMark, path.end());
  side.writes = takeWrites(mark);
  side.returned = returned;
  side.frozen.assign(frozen.begin() + frozenBefore, frozen.end());
  thawSince(frozenBefore);
  path.truncate(pathMark);
  restoreJournaling(wasJournaling, mutableBefore);
  return side;
}

/// Ends a stretch of journaling, unless an exit that waits in some scope still
/// needs to be told apart from the path that went on.
void Evaluator::restoreJournaling(bool wasJournaling, uint32_t mutableBefore) {
  isJournaling = wasJournaling;
  oldestMutable = mutableBefore;
  for (const JoinScope *scope : scopes) {
    isJournaling |= !scope->exits.empty();
    oldestMutable = std::max(oldestMutable, scope->oldestMutable);
  }
}

Completion Evaluator::branch(ValueId condition, SourceRange range,
                             llvm::function_ref<Completion()> whenTrue,
                             llvm::function_ref<Completion()> whenFalse) {
  size_t departedBefore = numDeparted;
  ValueId negated = builder.negate(condition);
  Side yes = runSide(condition, range, whenTrue);
  Side no = runSide(negated, range, whenFalse);
  if (yes.completion == Completion::Failed ||
      no.completion == Completion::Failed)
    return Completion::Failed;
  for (const Side *side : {&yes, &no})
    for (const auto &entry : side->frozen)
      frozen.insert(entry);

  if (yes.completion == no.completion) {
    mergeWrites(condition, yes.writes, no.writes, range);
    returned = choose(condition, yes.returned, no.returned, range);
    if (numDeparted != departedBefore && yes.completion != Completion::Ended)
      rejoin(yes, no, range);
    return yes.completion;
  }
  // In a loop over run-time data the end of the run is an end of the iteration.
  if (regions.empty() && yes.completion == Completion::Ended)
    return goOnWith(no);
  if (regions.empty() && no.completion == Completion::Ended)
    return goOnWith(yes);
  // Different ways of leaving: one waits where it leaves to.
  if (yes.completion == Completion::Normal) {
    leaveEarly(no);
    return goOnWith(yes);
  }
  leaveEarly(yes);
  return goOnWith(no);
}

/// Puts on the path what is left to say when both sides go on but some path
/// within does not: we are where one of the two completed.
void Evaluator::rejoin(const Side &whenTrue, const Side &whenFalse,
                       SourceRange range) {
  auto conjunction = [&](const Side &side) {
    ValueId all = builder.constantBool(true);
    for (const Condition &condition : side.conditions)
      all = builder.conjunction(all, condition.value);
    return all;
  };
  ValueId alive = disjunction(conjunction(whenTrue), conjunction(whenFalse));
  if (!builder.asConstant(alive))
    push(alive, range);
}

/// Makes \p side the state from here on.
Completion Evaluator::goOnWith(const Side &side) {
  for (const Condition &condition : side.conditions)
    push(condition.value, condition.range);
  for (auto [slot, v] : side.writes.slots)
    write(slot, v);
  adoptContents(side.writes.cells);
  returned = side.returned;
  return side.completion;
}

void Evaluator::mergeWrites(ValueId condition, const Changes &whenTrue,
                            const Changes &whenFalse, SourceRange range) {
  mergeCells(condition, whenTrue.cells, whenFalse.cells, range);
  auto valueIn = [](const SlotValues &writes, Value *slot) {
    auto it = writes.find(slot);
    return it == writes.end() ? *slot : it->second;
  };
  SlotValues merged;
  for (const SlotValues *side : {&whenTrue.slots, &whenFalse.slots})
    for (const auto &[slot, unused] : *side)
      merged[slot] = choose(condition, valueIn(whenTrue.slots, slot),
                            valueIn(whenFalse.slots, slot), range);
  for (auto [slot, v] : merged)
    write(slot, v);
}

//--- Leaving scopes early -----------------------------------------------------

JoinScope &Evaluator::scopeFor(Completion exit) {
  for (JoinScope *scope : llvm::reverse(scopes))
    if (scope->exit == exit)
      return *scope;
  llvm_unreachable("Sema has checked that jumps stand inside their scopes");
}

/// Leaves \p side's state with the scope it jumps out of. From here on that
/// scope's other paths are journaled, so that the two can be told apart.
void Evaluator::leaveEarly(const Side &side) {
  JoinScope &scope = scopeFor(side.completion);
  ValueId condition = conjunctionSince(scope.pathMark);
  for (const Condition &extra : side.conditions)
    condition = builder.conjunction(condition, extra.value);
  // An enclosing branch may yet be undone: take along all that was written.
  Changes writes;
  for (size_t i = scope.journalMark.slots; i < journal.size(); ++i)
    writes.slots[journal[i].slot] = *journal[i].slot;
  for (auto [slot, v] : side.writes.slots)
    writes.slots[slot] = v;
  writes.cells = currentContents(scope.journalMark.cells);
  for (const auto &[cell, entry] : side.writes.cells)
    writes.cells.insert_or_assign(cell, entry);
  scope.exits.push_back({.condition = condition,
                         .writes = std::move(writes),
                         .returned = side.returned});
  scope.oldestMutable = heap.nextSerial();
  ++numDeparted;
  restoreJournaling(isJournaling, oldestMutable);
}

/// The variables that differ, or may, between \p exit and now, as they were
/// there. What changed only after the exit had its first old value then.
Changes Evaluator::stateAt(const JoinScope &scope,
                           const JoinScope::Exit &exit) const {
  Changes state;
  for (size_t i = scope.journalMark.slots; i < journal.size(); ++i)
    state.slots.insert({journal[i].slot, journal[i].before});
  for (auto [slot, v] : exit.writes.slots)
    state.slots[slot] = v;
  for (size_t i = scope.journalMark.cells; i < cellJournal.size(); ++i) {
    const CellWrite &write = cellJournal[i];
    state.cells.insert({write.cell.cell(), {write.cell, write.before}});
  }
  for (const auto &[cell, entry] : exit.writes.cells)
    state.cells.insert_or_assign(cell, entry);
  return state;
}

/// Makes the state of \p exit the current one: no other path reaches the end.
void Evaluator::adopt(const JoinScope &scope, const JoinScope::Exit &exit) {
  Changes state = stateAt(scope, exit);
  for (auto [slot, v] : state.slots)
    write(slot, v);
  adoptContents(state.cells);
  returned = exit.returned;
}

/// Merges the state of \p exit into the current one.
void Evaluator::merge(const JoinScope &scope, const JoinScope::Exit &exit,
                      SourceRange range) {
  Changes state = stateAt(scope, exit);
  mergeCells(exit.condition, state.cells, {}, range);
  for (auto [slot, v] : state.slots)
    write(slot, choose(exit.condition, v, *slot, range));
  returned = choose(exit.condition, exit.returned, returned, range);
}

Completion Evaluator::joinScope(Completion exit, SourceRange range,
                                llvm::function_ref<Completion()> body) {
  JoinScope scope{.exit = exit,
                  .pathMark = path.size(),
                  .journalMark = journalMark(),
                  .exits = {}};
  size_t departedBefore = numDeparted;
  bool wasJournaling = isJournaling;
  uint32_t mutableBefore = oldestMutable;
  scopes.push_back(&scope);
  Completion completion = body();
  scopes.pop_back();
  if (completion == Completion::Normal || completion == exit) {
    completion = Completion::Normal;
  } else if (!scope.exits.empty() && completion != Completion::Failed) {
    // The main path goes elsewhere; those that left to here go on.
    if (completion != Completion::Ended || !regions.empty())
      leaveEarly({.completion = completion,
                  .conditions = {},
                  .writes = {},
                  .returned = returned});
  } else {
    restoreJournaling(wasJournaling, mutableBefore);
    if (completion == Completion::Failed)
      path.truncate(scope.pathMark);
    return completion;
  }

  ValueId alive = completion == Completion::Normal
                      ? conjunctionSince(scope.pathMark)
                      : builder.constantBool(false);
  for (const JoinScope::Exit &left : llvm::reverse(scope.exits)) {
    if (completion == Completion::Normal)
      merge(scope, left, range);
    else
      adopt(scope, left);
    completion = Completion::Normal;
    alive = disjunction(alive, left.condition);
  }
  path.truncate(scope.pathMark);
  // Those that left to here are back; what is missing has gone further.
  bool isMissing = numDeparted - departedBefore != scope.exits.size();
  if (isMissing && !builder.asConstant(alive))
    push(alive, range);
  restoreJournaling(wasJournaling, mutableBefore);
  return completion;
}

//--- Choosing -----------------------------------------------------------------

/// When a variable's value is bound: known, or by a condition.
struct Evaluator::Boundness {
  Value v;           // Absent if it never is.
  ValueId condition; // None if v is always bound (or never).
};

Evaluator::Boundness Evaluator::boundness(Value v) const {
  if (auto *maybe = objectAs<MaybeUnboundObject>(v))
    return {maybe->whenBound, maybe->condition};
  return {v, ValueId()};
}

Value Evaluator::choose(ValueId condition, Value whenTrue, Value whenFalse,
                        SourceRange range) {
  if (isIdentical(whenTrue, whenFalse))
    return whenTrue;
  Boundness yes = boundness(whenTrue), no = boundness(whenFalse);
  if (!yes.v || !no.v || yes.condition || no.condition) {
    auto boundWhen = [&](const Boundness &side) {
      return side.condition ? side.condition
                            : builder.constantBool(bool(side.v));
    };
    ValueId bound = disjunction(
        builder.conjunction(condition, boundWhen(yes)),
        builder.conjunction(builder.negate(condition), boundWhen(no)));
    Value v = !yes.v  ? no.v
              : !no.v ? yes.v
                      : choose(condition, yes.v, no.v, range);
    return Value::object(heap.makeObject<MaybeUnboundObject>(bound, v, range));
  }
  if (objectAs<PoisonObject>(whenTrue) || objectAs<PoisonObject>(whenFalse))
    return objectAs<PoisonObject>(whenTrue) ? whenTrue : whenFalse;
  if (whenTrue.isStr() && whenFalse.isStr() &&
      whenTrue.text() == whenFalse.text())
    return whenTrue;
  // A container is itself, though its content may be known only at run time.
  bool isData = canReify(whenTrue) && canReify(whenFalse) &&
                !whenTrue.isContainer() && !whenFalse.isContainer();
  if (isData) {
    if (ValueId logic = chooseBool(condition, whenTrue, whenFalse))
      return symbolic(logic);
    if (isOptional(whenTrue))
      whenTrue = narrowed(whenTrue, condition, range);
    if (isOptional(whenFalse))
      whenFalse = narrowed(whenFalse, builder.negate(condition), range);
    ValueId a = reifyScalar(whenTrue), b = reifyScalar(whenFalse);
    TypeId aType = builder.workflow().typeOf(a);
    TypeId bType = builder.workflow().typeOf(b);
    TypeId type = types.join(aType, bType);
    // What may be a secret is one, as far as anybody is concerned.
    if (type != aType && mayHoldSecret(type) && isText(whenTrue) &&
        isText(whenFalse))
      type = types::Secret;
    return symbolic(emit(OpKind::Select, type, {condition, a, b}, range));
  }
  choices.push_back({condition, whenTrue, whenFalse, range});
  return Value::symbolic(ChoiceBit | uint32_t(choices.size() - 1));
}

bool Evaluator::isOptional(Value v) const {
  return isRuntime(v) && types.isOptional(typeOfSymbolic(v));
}

/// \p v where \p condition holds: what one of its first conjuncts shows to be
/// there is there, after the branch too.
Value Evaluator::narrowed(Value v, ValueId condition, SourceRange range) {
  constexpr unsigned MaxLooked = 32;
  const ir::Workflow &workflow = builder.workflow();
  ValueId value = runtimeId(v), rest = condition;
  for (unsigned i = 0; rest && i != MaxLooked; ++i) {
    bool isLast = workflow.op(rest).kind != OpKind::And;
    ValueId fact = isLast ? rest : workflow.operands(rest)[1];
    if (ir::showsPresence(builder.plan().plan(), workflow, fact, value))
      return symbolic(emit(OpKind::Unwrap, types.withoutNone(typeOfSymbolic(v)),
                           {value, fact}, range));
    rest = isLast ? ValueId() : workflow.operands(rest)[0];
  }
  return v;
}

/// Between bools a choice is plain logic: that keeps conditions comparable.
ValueId Evaluator::chooseBool(ValueId condition, Value whenTrue,
                              Value whenFalse) {
  auto isBool = [&](Value v) {
    return v.isBool() || (isRuntime(v) && typeOfSymbolic(v) == types::Bool);
  };
  if (!isBool(whenTrue) || !isBool(whenFalse))
    return ValueId();
  auto asValue = [&](Value v) {
    return v.isBool() ? builder.constantBool(v.asBool()) : runtimeId(v);
  };
  ValueId negated = builder.negate(condition);
  if (whenTrue.isBool())
    return whenTrue.asBool() ? disjunction(condition, asValue(whenFalse))
                             : builder.conjunction(negated, asValue(whenFalse));
  if (whenFalse.isBool())
    return whenFalse.asBool()
               ? disjunction(negated, asValue(whenTrue))
               : builder.conjunction(condition, asValue(whenTrue));
  return ValueId();
}

FailureOr<Value> Evaluator::resolve(Value v, SourceRange range) {
  while (const Choice *choice = choiceOf(v)) {
    if (isOnPath(choice->condition))
      v = choice->whenTrue;
    else if (isOnPath(builder.negate(choice->condition)))
      v = choice->whenFalse;
    else
      break;
  }
  if (objectAs<PoisonObject>(v))
    return reported();
  return currentView(v, range);
}

FailureOr<Value>
Evaluator::branchValue(ValueId condition, SourceRange range,
                       llvm::function_ref<FailureOr<Value>()> whenTrue,
                       llvm::function_ref<FailureOr<Value>()> whenFalse) {
  Value yes, no;
  auto run = [&](llvm::function_ref<FailureOr<Value>()> side, Value &result) {
    FailureOr<Value> v = side();
    if (failed(v))
      return completionOf(failure());
    // What this side's condition has shown to be there stays so.
    if (isRuntime(*v) && types.isOptional(typeOfSymbolic(*v)) &&
        proofOfPresence(runtimeId(*v)))
      v = withoutNone(*v, range);
    result = *v;
    return Completion::Normal;
  };
  Completion completion = branch(
      condition, range, [&] { return run(whenTrue, yes); },
      [&] { return run(whenFalse, no); });
  if (completion == Completion::Failed)
    return reported();
  if (completion == Completion::Ended) {
    hasEnded = true;
    return reported();
  }
  if (!yes || !no)
    return yes ? yes : no; // The other one has ended the run.
  return choose(condition, yes, no, range);
}

FailureOr<Evaluator::Truth> Evaluator::truthOf(Value v, SourceRange range) {
  FailureOr<Value> resolved = resolve(v, range);
  if (failed(resolved) || failed(located(burn(1), range)))
    return failure();
  v = *resolved;
  if (const Choice *choice = choiceOf(v)) {
    FailureOr<Truth> yes = truthOf(choice->whenTrue, range);
    if (failed(yes))
      return failure();
    FailureOr<Truth> no = truthOf(choice->whenFalse, range);
    if (failed(no))
      return failure();
    auto asValue = [&](const Truth &truth) {
      return truth.known ? Value::boolean(truth.value)
                         : symbolic(truth.condition);
    };
    return truthOf(
        choose(choice->condition, asValue(*yes), asValue(*no), range), range);
  }
  if (!isRuntime(v)) {
    FailureOr<bool> truth = located(value::truth(*this, v), range);
    if (failed(truth))
      return failure();
    return Truth{.known = true, .value = *truth, .condition = {}};
  }
  if (mayHoldSecret(typeOfSymbolic(v)))
    return refuseSecret("tested", range, runtimeId(v));
  ValueId condition = builder.truth(runtimeId(v));
  if (const ir::Constant *constant = builder.asConstant(condition))
    return Truth{
        .known = true, .value = constant->number != 0, .condition = {}};
  if (isOnPath(condition))
    return Truth{.known = true, .value = true, .condition = {}};
  if (isOnPath(builder.negate(condition)))
    return Truth{.known = true, .value = false, .condition = {}};
  if (Value decided = valueByEvent(*this, condition); decided.isBool())
    return Truth{.known = true, .value = decided.asBool(), .condition = {}};
  return Truth{.known = false, .value = false, .condition = condition};
}
