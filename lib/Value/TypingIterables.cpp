//===- TypingIterables.cpp - Types of functions on iterables --------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Those that make one value of many, and those that make iterators.
//===----------------------------------------------------------------------===//
#include "TypeRules.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;
using namespace plue::value::typing;

//--- Folds --------------------------------------------------------------------

static Outcome truthsOf(Call &call) {
  Checks checks;
  TypeId item = checks.take(itemsOf(call.types, call[0]));
  return checks.requireOfItems(hasTruth(call.types, item)).gives(types::Bool);
}
Outcome typing::typeAll(Call &call) { return truthsOf(call); }
Outcome typing::typeAny(Call &call) { return truthsOf(call); }

Outcome typing::typeLen(Call &call) {
  return Checks().require(hasLength(call.types, call[0])).gives(types::Int);
}

static Outcome addOnce(TypeStore &types, TypeId total, TypeId item) {
  return lift(types, total, item, [&](TypeId a, TypeId b) {
    return binaryRule(types, BinaryOp::Add, a, b);
  });
}

/// What sums of tuples have in common, however many are added.
static TypeId widen(TypeStore &types, TypeId total, TypeId item) {
  TypeNode node = types[total];
  if (node.kind != TypeKind::Tuple)
    return total;
  TypeId all = joinAll(types, node.elements);
  return types.tupleOf(types.join(all, itemsOf(types, item).type));
}

/// What `total` becomes when items are added to it, one or more.
static Outcome addAll(TypeStore &types, TypeId total, TypeId item) {
  Checks checks;
  TypeId sums = types.never();
  constexpr unsigned MaxRounds = 8;
  for (unsigned round = 0; round != MaxRounds; ++round) {
    Outcome once = addOnce(types, total, item);
    if (!once.type && round != 0)
      return mayGive(sums); // Only one item can be added.
    TypeId added = widen(types, checks.take(once), item);
    if (checks.failed())
      return raises();
    total = types.join(sums, added);
    if (total == sums)
      return checks.gives(sums);
    sums = total;
  }
  return mayGive(types::Any);
}

static Outcome sumRule(TypeStore &types, TypeId iterable, TypeId start,
                       bool isFromZero) {
  Checks checks;
  TypeId item = checks.take(itemsOf(types, iterable));
  if (checks.failed() || isTextKind(types.kind(start)))
    return raises();
  checks.risk(start == types::Any); // It may be a text.
  if (isNever(types, item))
    return checks.gives(start);
  // Zero is not too large for a float, and so is a bool.
  Outcome sums = addAll(types, isFromZero ? types::Bool : start, item);
  if (isNeverEmpty(types, iterable))
    return checks.gives(checks.take(sums));
  return checks.gives(types.join(start, checks.takeOfItems(types, sums)));
}

Outcome typing::typeSum(Call &call) {
  return lift(call.types, call[0], call.get(1, types::Int),
              [&](TypeId iterable, TypeId start) {
                return sumRule(call.types, iterable, start, !call[1]);
              });
}

/// Of several arguments each is compared with one of those before it.
static Outcome extremumOfArguments(Call &call) {
  TypeStore &types = call.types;
  Checks checks;
  TypeId earlier = types.never(), all = types.never();
  for (auto [i, v] : llvm::enumerate(call.rest)) {
    TypeId key = checks.take(call.keyOf(call[0], v));
    if (i != 0)
      checks.require(isOrderable(types, key, earlier));
    earlier = types.join(earlier, key);
    all = types.join(all, v);
  }
  return call[1] ? raises() : checks.gives(all);
}

static Outcome extremum(Call &call) {
  TypeStore &types = call.types;
  if (call.rest.size() > 1)
    return extremumOfArguments(call);
  if (call.rest.empty())
    return raises();
  Checks checks;
  TypeId item = checks.take(itemsOf(types, call.rest[0]));
  if (checks.failed())
    return raises();
  TypeId key = checks.takeOfItems(types, call.keyOf(call[0], item));
  // A single item is compared with nothing.
  checks.risk(isOrderable(types, key, key) != Answer::Yes);
  if (call[1])
    return checks.gives(types.join(item, call[1]));
  return checks.risk(!isNeverEmpty(types, call.rest[0])).gives(item);
}
Outcome typing::typeMax(Call &call) { return extremum(call); }
Outcome typing::typeMin(Call &call) { return extremum(call); }

Outcome typing::typeSorted(Call &call) {
  TypeStore &types = call.types;
  Checks checks;
  TypeId item = checks.take(itemsOf(types, call[0])), function;
  for (auto [name, type] : call.keywords) {
    if (name == "key")
      function = type;
    else if (name == "reverse")
      checks.require(isSize(types, type));
    else
      return raises();
  }
  if (checks.failed())
    return raises();
  TypeId key = checks.takeOfItems(types, call.keyOf(function, item));
  checks.risk(isOrderable(types, key, key) != Answer::Yes);
  return checks.gives(types.list(item));
}

//--- Iterators ----------------------------------------------------------------

Outcome typing::typeEnumerate(Call &call) {
  if (!call[0])
    return raises();
  Checks checks;
  TypeId item = checks.take(itemsOf(call.types, call[0]));
  checks.require(call.given(1, isIntegral));
  return checks.gives(
      call.types.iterable("enumerate", call.types.tuple({types::Int, item})));
}

/// Without a function what is false is dropped, and so None is.
Outcome typing::typeFilter(Call &call) {
  TypeStore &types = call.types;
  Checks checks;
  TypeId item = checks.take(itemsOf(types, call[1]));
  if (checks.failed())
    return raises();
  checks.takeOfItems(types, call.resultOf(call[0], 0, item, {types::Bool}));
  if (call[0] == types::None)
    item = item == types::None ? types.never() : types.withoutNone(item);
  return checks.gives(types.iterable("filter", item));
}

/// The items of each of \p iterables.
static TypeVector itemsOfEach(TypeStore &types,
                              llvm::ArrayRef<TypeId> iterables,
                              Checks &checks) {
  TypeVector items;
  for (TypeId iterable : iterables)
    items.push_back(checks.take(itemsOf(types, iterable)));
  return items;
}

Outcome typing::typeMap(Call &call) {
  if (call.rest.size() < 2)
    return raises();
  Checks checks;
  TypeVector items = itemsOfEach(call.types, call.rest.drop_front(), checks);
  if (checks.failed())
    return raises();
  TypeId result = checks.takeOfItems(
      call.types, call.resultOf(call.rest[0], 0, items, raises()));
  return checks.gives(call.types.iterable("map", result));
}

Outcome typing::typeZip(Call &call) {
  TypeStore &types = call.types;
  Checks checks;
  TypeVector items = itemsOfEach(types, call.rest, checks);
  checks.require(call.given(0, hasTruth)).risk(call[0].isValid());
  TypeId row = items.empty() ? types.never() : types.tuple(items);
  return checks.gives(types.iterable("zip", row));
}

/// What Python calls the iterator that walks backwards.
static llvm::StringRef reversedName(const TypeNode &node) {
  if (node.kind == TypeKind::List)
    return "list_reverseiterator";
  if (node.kind == TypeKind::Dict)
    return "dict_reversekeyiterator";
  if (node.kind != TypeKind::Iterable)
    return "reversed";
  if (isRange(node))
    return "range_iterator";
  return node.label == "dict_keys"     ? "dict_reversekeyiterator"
         : node.label == "dict_values" ? "dict_reversevalueiterator"
                                       : "dict_reverseitemiterator";
}

Outcome typing::typeReversed(Call &call) {
  TypeStore &types = call.types;
  return lift(types, call[0], [&](TypeId v) -> Outcome {
    TypeNode node = types[v];
    // One of several classes, all of which can be walked only once.
    if (node.kind == TypeKind::Any)
      return mayGive(types.iterable("reversed", types::Any));
    bool isOnlyWalked =
        node.kind == TypeKind::Iterable && !isRange(node) && !isView(node);
    Outcome item = itemsOf(types, v);
    if (!item.type || isOnlyWalked || node.kind == TypeKind::Set)
      return raises();
    return {types.iterable(reversedName(node), item.type)};
  });
}

Outcome typing::typeNext(Call &call) {
  TypeStore &types = call.types;
  return lift(types, call[0], [&](TypeId v) -> Outcome {
    TypeNode node = types[v];
    if (node.kind == TypeKind::Any)
      return mayGive(types::Any);
    if (node.kind != TypeKind::Iterable || isRange(node) || isView(node))
      return raises();
    if (call[1])
      return {types.join(node.elements[0], call[1])};
    return mayGive(node.elements[0]);
  });
}
