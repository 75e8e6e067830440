//===- Foreach.cpp - Loops with steps over run-time data ------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A loop whose items are known only at run time, and whose body has
/// effects, becomes a region of the plan. The body is evaluated once, on an
/// item and on carried values that stand for whatever variables and containers
/// are at the start of an iteration.
///
/// What has to be carried, and at which types, shows only when the body has
/// been evaluated. So it is evaluated until nothing new is found: each time the
/// plan is built from where the loop began, with the types joined. Types only
/// widen, and after some evaluations go straight to the widest there is. What
/// can be carried is there before the loop begins. So this ends.
///
/// `break`, `return` and the end of the run are variables of the loop, set
/// where they are met. The next iteration takes place if none of them is; after
/// the loop they say where to go on.
//===----------------------------------------------------------------------===//
#include "Foreach.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace plue;
using namespace plue::eval;
using namespace plue::syntax;

namespace {
/// A variable or a container that iterations hand on.
struct Carried {
  /// One of the two.
  Value *slot = nullptr;
  Value cell;
  TypeId type;
  /// The variable may be unbound: whether it is gets carried too.
  bool isMaybeUnbound = false;
  /// What it was before the loop, as far as it was bound; and when it was.
  Value before;
  ValueId boundBefore;
};

class ForeachBuilder {
public:
  ForeachBuilder(Evaluator &evaluator, const ForeachLoop &loop)
      : evaluator(evaluator), builder(evaluator.builder),
        types(evaluator.types), loop(loop), region(evaluator.callStack.size()) {
  }

  Completion run();

private:
  LogicalResult readIterable();
  bool evaluateBody();
  void bindParams(const ir::ForeachParams &params);
  Completion iterate(Value item);
  bool note(const Changes &changes);
  bool noteSlot(Value *slot, Value after);
  bool noteCell(Value cell, const Contents &contents);
  bool join(Carried &carried, TypeId type);
  TypeId widest(TypeId container);
  bool isVisible(Value *slot) const;
  std::optional<Carried> begin(Value *slot, Value cell);
  bool isPlanValue(Value v) const;
  ValueId undefined(TypeId type);
  ValueId whereBound(ValueId bound, ValueId v);
  ir::ForeachHead head();
  std::vector<ValueId> yields(const Changes &changes);
  Completion goOn(llvm::ArrayRef<ValueId> results);
  void forget(const ir::WorkflowBuilder::Mark &mark);
  Completion failed();

  Evaluator &evaluator;
  ir::WorkflowBuilder &builder;
  value::TypeStore &types;
  const ForeachLoop &loop;
  LoopRegion region;
  ValueId iterable;
  TypeId itemType;
  std::vector<Carried> carried;
  Changes changes;
  bool isWide = false;
};
} // namespace

/// How often a body is evaluated before types that still widen become as wide
/// as can be.
static constexpr unsigned MaxNarrowPasses = 6;

Completion ForeachBuilder::failed() {
  return evaluator.completionOf(evaluator.reported());
}

LogicalResult ForeachBuilder::readIterable() {
  FailureOr<Value> v = loop.iterable;
  if (isRuntime(*v))
    v = evaluator.withoutNone(*v, loop.range);
  FailureOr<ValueId> id = plue::failed(v) ? FailureOr<ValueId>(failure())
                                          : evaluator.reify(*v, loop.range);
  if (plue::failed(id))
    return failure();
  iterable = *id;
  value::Typing items =
      value::typeOfItems(types, builder.workflow().typeOf(iterable));
  if (items.isError()) {
    (void)evaluator.raise(items.errorKind, items.error);
    return evaluator.report(loop.range);
  }
  if (types.mayBe(builder.workflow().typeOf(iterable), TypeKind::Set) &&
      builder.workflow().typeOf(iterable) != types::Any) {
    (void)evaluator.raise(value::ExcKind::Nondeterministic,
                          "the order of a set is not defined; walk "
                          "sorted(...) instead");
    return evaluator.report(loop.range);
  }
  if (items.mayRaise)
    evaluator.anchor(iterable);
  evaluator.noteWalks(OpKind::Foreach, iterable, loop.range);
  itemType = items.type;
  return success();
}

//--- What is carried ----------------------------------------------------------

/// Whether anything after the loop or in another iteration can see \p slot.
bool ForeachBuilder::isVisible(Value *slot) const {
  llvm::ArrayRef<Value> slots = loop.frame->slots;
  if (!slots.empty() && slot >= slots.begin() && slot < slots.end())
    return true;
  return llvm::any_of(evaluator.regions, [&](const LoopRegion *around) {
    return around->owns(slot);
  });
}

bool ForeachBuilder::isPlanValue(Value v) const {
  if (!v || evaluator.canReify(v) || objectAs<StepObject>(v) || v.isStaleView())
    return true;
  if (const Choice *choice = evaluator.choiceOf(v))
    return isPlanValue(choice->whenTrue) && isPlanValue(choice->whenFalse);
  if (auto *maybe = objectAs<MaybeUnboundObject>(v))
    return isPlanValue(maybe->whenBound);
  if (v.is(Kind::List))
    return llvm::all_of(v.asList()->items,
                        [&](Value item) { return isPlanValue(item); });
  if (v.is(Kind::Tuple))
    return llvm::all_of(v.asTuple()->items,
                        [&](Value item) { return isPlanValue(item); });
  return v.is(Kind::Dict) || v.is(Kind::Set) || v.is(Kind::Range) ||
         v.is(Kind::View);
}

/// A value of \p type that nobody looks at.
ValueId ForeachBuilder::undefined(TypeId type) {
  return builder.op(OpKind::Undefined, type, {});
}

/// \p v where \p bound holds; it is not looked at elsewhere.
ValueId ForeachBuilder::whereBound(ValueId bound, ValueId v) {
  if (builder.asConstant(bound))
    return v;
  TypeId type = builder.workflow().typeOf(v);
  return builder.op(OpKind::Select, type, {bound, v, undefined(type)});
}

/// What \p slot or \p cell is before the loop; nothing if it cannot be carried.
std::optional<Carried> ForeachBuilder::begin(Value *slot, Value cell) {
  Carried result{.slot = slot, .cell = cell};
  result.before = slot ? *slot : cell;
  result.type = types.never();
  if (!result.before) {
    result.isMaybeUnbound = true;
    return result;
  }
  if (auto *maybe = objectAs<MaybeUnboundObject>(result.before)) {
    result.isMaybeUnbound = true;
    result.boundBefore = maybe->condition;
    result.before = maybe->whenBound;
  }
  if (!isPlanValue(result.before))
    return std::nullopt;
  FailureOr<ValueId> init = evaluator.reify(result.before, loop.range);
  if (plue::failed(init))
    return std::nullopt;
  result.type = builder.workflow().typeOf(*init);
  return result;
}

bool ForeachBuilder::join(Carried &item, TypeId type) {
  // Two types may hold the same values, and a join prefer the other one.
  if (types.isAssignable(type, item.type))
    return false;
  TypeId joined = types.join(item.type, type);
  if (isWide && joined != item.type)
    joined = item.cell ? widest(joined) : types::Any;
  return std::exchange(item.type, joined) != joined;
}

/// A container stays one of its kind, whatever is in it.
TypeId ForeachBuilder::widest(TypeId container) {
  switch (types.kind(container)) {
  case TypeKind::List:
    return types.list(types::Any);
  case TypeKind::Dict:
    return types.dict(types::Any, types::Any);
  case TypeKind::Set:
    return types.set(types::Any);
  default:
    return types::Any;
  }
}

/// Takes account of a variable that has changed; says whether that is news.
bool ForeachBuilder::noteSlot(Value *slot, Value after) {
  if (!isVisible(slot))
    return false;
  auto it = llvm::find_if(carried, [&](Carried &c) { return c.slot == slot; });
  bool isNew = it == carried.end();
  if (isNew) {
    if (isIdentical(*slot, after) || !isPlanValue(after))
      return false;
    std::optional<Carried> item = begin(slot, Value());
    if (!item)
      return false;
    carried.push_back(*item);
    it = std::prev(carried.end());
  }
  bool hasChanged = isNew;
  if (auto *maybe = objectAs<MaybeUnboundObject>(after)) {
    hasChanged |= !std::exchange(it->isMaybeUnbound, true);
    after = maybe->whenBound;
  }
  FailureOr<ValueId> id = after ? evaluator.reify(after, loop.range)
                                : FailureOr<ValueId>(ValueId());
  if (plue::failed(id) || !*id)
    return hasChanged;
  return join(*it, builder.workflow().typeOf(*id)) || hasChanged;
}

bool ForeachBuilder::noteCell(Value cell, const Contents &contents) {
  auto it = llvm::find_if(
      carried, [&](Carried &c) { return c.cell && isIdentical(c.cell, cell); });
  bool isNew = it == carried.end();
  if (isNew) {
    std::optional<Carried> item = begin(nullptr, cell);
    if (!item)
      return false;
    carried.push_back(*item);
    it = std::prev(carried.end());
  }
  FailureOr<Value> now = evaluator.withContents(cell, contents);
  FailureOr<ValueId> id = plue::failed(now) ? FailureOr<ValueId>(failure())
                                            : evaluator.reify(*now, loop.range);
  if (plue::failed(id))
    return isNew;
  return join(*it, builder.workflow().typeOf(*id)) || isNew;
}

bool ForeachBuilder::note(const Changes &all) {
  bool isNews = false;
  for (const auto &[slot, after] : all.slots)
    isNews |= noteSlot(slot, after);
  for (const auto &[unused, entry] : all.cells)
    isNews |= noteCell(entry.first, entry.second);
  return isNews;
}

//--- The body -----------------------------------------------------------------

ir::ForeachHead ForeachBuilder::head() {
  ir::ForeachHead result;
  result.iterable = iterable;
  result.itemType = itemType;
  result.when = evaluator.guard();
  result.inits.push_back(builder.constantBool(true));
  result.types.push_back(types::Bool);
  for (Carried &item : carried) {
    FailureOr<ValueId> init = item.before
                                  ? evaluator.reify(item.before, loop.range)
                                  : FailureOr<ValueId>(undefined(item.type));
    // In the loop the variable holds a value, not this very container.
    if (item.slot && item.before)
      evaluator.freezeParts(item.before, loop.range);
    ValueId bound = item.boundBefore;
    if (!bound)
      bound = builder.constantBool(bool(item.before));
    result.inits.push_back(plue::failed(init) ? undefined(item.type)
                                              : whereBound(bound, *init));
    result.types.push_back(item.type);
    if (!item.isMaybeUnbound)
      continue;
    result.inits.push_back(bound);
    result.types.push_back(types::Bool);
  }
  return result;
}

void ForeachBuilder::bindParams(const ir::ForeachParams &params) {
  size_t next = 1;
  for (Carried &item : carried) {
    ValueId param = params.carried[next++];
    if (item.cell) {
      (void)evaluator.setContent(item.cell, param, loop.range);
      continue;
    }
    Value v = evaluator.symbolic(param);
    if (item.isMaybeUnbound)
      v = Value::object(evaluator.heap.makeObject<MaybeUnboundObject>(
          params.carried[next++], v, loop.range));
    evaluator.write(item.slot, v);
  }
}

/// One iteration; whatever ends it early has left a mark in the region.
Completion ForeachBuilder::iterate(Value item) {
  auto scope = [&](Completion exit, llvm::function_ref<Completion()> body) {
    return evaluator.joinScope(exit, loop.range, body);
  };
  return scope(Completion::Ended, [&] {
    return scope(Completion::Return, [&] {
      return scope(Completion::Break, [&] {
        return scope(Completion::Continue, [&] { return loop.body(item); });
      });
    });
  });
}

std::vector<ValueId> ForeachBuilder::yields(const Changes &all) {
  auto valueOf = [&](Value *slot) {
    auto it = all.slots.find(slot);
    return it == all.slots.end() ? *slot : it->second;
  };
  auto flagOf = [&](Value &slot) {
    Value v = valueOf(&slot);
    return v.isBool() ? builder.constantBool(v.asBool()) : runtimeId(v);
  };
  auto reified = [&](Value v, TypeId type) {
    FailureOr<ValueId> id = evaluator.reify(v, loop.range);
    return plue::failed(id) ? undefined(type) : *id;
  };
  ValueId go = builder.negate(flagOf(region.broken));
  go = builder.conjunction(go, builder.negate(flagOf(region.returning)));
  go = builder.conjunction(go, builder.negate(flagOf(region.ended)));
  std::vector<ValueId> result{go};
  for (Carried &item : carried) {
    if (item.cell) {
      auto it = all.cells.find(item.cell.cell());
      FailureOr<Value> now =
          it == all.cells.end()
              ? item.cell
              : evaluator.withContents(item.cell, it->second.second);
      result.push_back(plue::failed(now) ? undefined(item.type)
                                         : reified(*now, item.type));
      continue;
    }
    Value v = valueOf(item.slot);
    ValueId bound = builder.constantBool(bool(v));
    if (auto *maybe = objectAs<MaybeUnboundObject>(v)) {
      bound = maybe->condition;
      v = maybe->whenBound;
    }
    if (v)
      evaluator.freezeParts(v, loop.range);
    result.push_back(v ? whereBound(bound, reified(v, item.type))
                       : undefined(item.type));
    if (item.isMaybeUnbound)
      result.push_back(bound);
  }
  return result;
}

/// Forgets what was known of values that are no more.
void ForeachBuilder::forget(const ir::WorkflowBuilder::Mark &mark) {
  builder.rollback(mark);
  evaluator.forgetValuesFrom(mark.ops);
}

/// Evaluates the body once. Says whether it has shown something new, and if so
/// leaves nothing behind; else the region is complete but for what follows.
bool ForeachBuilder::evaluateBody() {
  ir::WorkflowBuilder::Mark mark = builder.mark();
  size_t frozenBefore = evaluator.frozenMark();
  ir::ForeachHead loopHead = head();
  ir::ForeachParams params = builder.beginForeach(loopHead);
  evaluator.noteOrigin(params.item, loop.range);
  for (ValueId param : params.carried)
    evaluator.noteOrigin(param, loop.range);
  Evaluator::BodyState state = evaluator.enterBody(loop.range);
  bindParams(params);
  region.reset();
  region.firstValue = mark.ops;
  // What was returned last may be of an evaluation that is forgotten.
  llvm::SaveAndRestore lastReturned(evaluator.returned, Value());
  uint32_t firstInBody = evaluator.heap.nextSerial();
  Completion completion = iterate(evaluator.symbolic(params.item));
  evaluator.leaveBody(state);
  region.hasFailed |= completion == Completion::Failed;
  if (region.hasFailed) {
    (void)evaluator.takeWrites(state.mark);
    while (builder.isInRegion(mark))
      (void)builder.endForeach(loopHead.inits);
    return false;
  }
  // Looked at while the containers are as the body has left them; what is made
  // to find their types belongs to the body.
  changes = evaluator.takeWrites(state.mark);
  // An iteration's own containers are gone when it ends.
  changes.cells.remove_if(
      [&](const auto &change) { return change.first->serial >= firstInBody; });
  bool isNews = note(changes);
  if (isNews) {
    evaluator.thawSince(frozenBefore);
    forget(mark);
    return true;
  }
  std::vector<ValueId> yielded = yields(changes);
  region.results = builder.endForeach(yielded);
  for (ValueId result : region.results)
    evaluator.noteOrigin(result, loop.range);
  evaluator.forgetValuesInBody(mark.ops);
  return false;
}

//--- The loop -----------------------------------------------------------------

/// Makes the state after the loop the current one and goes where it leads.
Completion ForeachBuilder::goOn(llvm::ArrayRef<ValueId> results) {
  size_t next = 1;
  auto resultOf = [&](Value &slot) {
    for (auto [i, item] : llvm::enumerate(carried))
      if (item.slot == &slot)
        return region.after[i];
    return Value::boolean(false);
  };
  region.after.clear();
  for (Carried &item : carried) {
    ValueId result = results[next++];
    Value v = evaluator.symbolic(result);
    if (item.isMaybeUnbound)
      v = Value::object(evaluator.heap.makeObject<MaybeUnboundObject>(
          results[next++], v, loop.range));
    region.after.push_back(v);
    if (item.cell) {
      if (plue::failed(evaluator.setContent(item.cell, result, loop.range)))
        return failed();
    } else if (!region.owns(item.slot)) {
      evaluator.write(item.slot, v);
    }
  }
  Value ended = resultOf(region.ended), returning = resultOf(region.returning);
  Value broken = resultOf(region.broken);
  Value returned = resultOf(region.returned);
  auto when = [&](Value flag, llvm::function_ref<Completion()> whenTrue,
                  llvm::function_ref<Completion()> whenFalse) {
    if (flag.isBool())
      return flag.asBool() ? whenTrue() : whenFalse();
    return evaluator.branch(runtimeId(flag), loop.range, whenTrue, whenFalse);
  };
  return when(
      ended, [&] { return evaluator.endAgain(); },
      [&] {
        return when(
            returning,
            [&] {
              if (auto *maybe = objectAs<MaybeUnboundObject>(returned))
                returned = maybe->whenBound;
              evaluator.noteReturn(returned);
              evaluator.returned = returned;
              return Completion::Return;
            },
            [&] {
              return when(
                  broken, [] { return Completion::Normal; }, loop.orElse);
            });
      });
}

Completion ForeachBuilder::run() {
  if (plue::failed(readIterable()))
    return evaluator.completionOf(failure());
  llvm::SaveAndRestore inLoop(evaluator.isInLoop, true);
  bool isFrozen = loop.iterable.isContainer() &&
                  evaluator.freeze(loop.iterable, loop.range);
  {
    evaluator.regions.push_back(&region);
    llvm::SaveAndRestore inner(evaluator.loopRegion, &region);
    for (unsigned passes = 1; evaluateBody(); ++passes)
      isWide = passes >= MaxNarrowPasses;
    evaluator.regions.pop_back();
  }
  if (isFrozen)
    evaluator.thaw(loop.iterable);
  if (region.hasFailed)
    return failed();
  return goOn(region.results);
}

Completion plue::eval::evaluateForeach(Evaluator &evaluator,
                                       const ForeachLoop &loop) {
  return ForeachBuilder(evaluator, loop).run();
}

//--- What the evaluator keeps for it ------------------------------------------

Evaluator::BodyState Evaluator::enterBody(SourceRange range) {
  BodyState state{.path = path.size(),
                  .mark = journalMark(),
                  .wasJournaling = isJournaling,
                  .mutableBefore = oldestMutable,
                  .departed = numDeparted};
  isJournaling = true;
  oldestMutable = heap.nextSerial();
  cellBoundary = cellJournal.size();
  mutationCondition = range;
  return state;
}

void Evaluator::leaveBody(const BodyState &state) {
  path.truncate(state.path);
  path.forgetChains();
  numDeparted = state.departed;
  restoreJournaling(state.wasJournaling, state.mutableBefore);
}

void Evaluator::forgetValuesFrom(size_t first) {
  if (origins.size() > first)
    origins.resize(first);
  llvm::SmallVector<ValueId> gone;
  for (auto &[value, guard] : anchors)
    if (value.index >= first)
      gone.push_back(value);
  for (ValueId value : gone)
    anchors.erase(value);
  gone.clear();
  for (auto &[value, walk] : walks)
    if (value.index >= first)
      gone.push_back(value);
  for (ValueId value : gone)
    walks.erase(value);
}

/// Values outside that were anchored in the body are not, after it.
void Evaluator::forgetValuesInBody(size_t first) {
  llvm::SmallVector<ValueId> gone;
  for (auto &[value, guard] : anchors)
    if (value.index >= first || (guard && guard.index >= first))
      gone.push_back(value);
  for (ValueId value : gone)
    anchors.erase(value);
}

/// The run ends on this path, as it has done in a loop before.
Completion Evaluator::endAgain() {
  for (LoopRegion *outer : regions)
    write(&outer->ended, Value::boolean(true));
  ++numDeparted;
  return Completion::Ended;
}

/// `return` leaves every loop of the current call.
void Evaluator::noteReturn(Value v) {
  for (LoopRegion *outer : regions)
    if (outer->depth == callStack.size()) {
      write(&outer->returning, Value::boolean(true));
      write(&outer->returned, v);
    }
}
