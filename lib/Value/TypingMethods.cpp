//===- TypingMethods.cpp - Types of methods -------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Rules for the methods of numbers and containers, by what carries them
/// out; parameters are numbered as in Builtins.def. Those of strings have their
/// own file.
//===----------------------------------------------------------------------===//
#include "TypeRules.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;
using namespace plue::value::typing;

/// A part of the object's own type: the items of a list, the keys of a dict.
static TypeId part(const Call &call, unsigned i = 0) {
  return call.types[call.self].elements[i];
}

/// The items of \p iterable, which must be hashable.
static TypeId takeHashable(TypeStore &types, TypeId iterable, Checks &checks) {
  TypeId item = checks.take(itemsOf(types, iterable));
  return checks.failed() ? item
                         : checks.takeOfItems(types, keysFrom(types, item));
}

//--- Sequences and numbers ----------------------------------------------------

static Outcome givesInt(Call &call) { return {types::Int}; }
static Outcome givesBool(Call &call) { return {types::Bool}; }

static Outcome countItems(Call &call) {
  return Checks()
      .require(isEquatable(call.types, call[0], types::None))
      .gives(types::Int);
}

static Outcome findItem(Call &call) {
  return Checks()
      .require(isEquatable(call.types, call[0], types::None))
      .require(call.parameters.size() > 1 ? call.given(1, isIntegral)
                                          : Answer::Yes)
      .require(call.parameters.size() > 2 ? call.given(2, isIntegral)
                                          : Answer::Yes)
      .risk(true)
      .gives(types::Int);
}

//--- Lists --------------------------------------------------------------------

/// None, and the list has had \p item added.
static Outcome withItem(Call &call, Checks checks, TypeId item) {
  if (!checks.failed())
    call.objectAfter = call.types.list(call.types.join(part(call), item));
  return checks.gives(types::None);
}

/// None, and the object is of the type that it was.
static Outcome changes(Call &call) {
  call.objectAfter = call.self;
  return {types::None};
}

static Outcome copies(Call &call) { return {call.self}; }

static Outcome listAppend(Call &call) { return withItem(call, {}, call[0]); }

static Outcome listExtend(Call &call) {
  Checks checks;
  TypeId item = checks.take(itemsOf(call.types, call[0]));
  return withItem(call, checks, item);
}

static Outcome listInsert(Call &call) {
  return withItem(call, Checks().require(isSize(call.types, call[0])), call[1]);
}

static Outcome listPop(Call &call) {
  call.objectAfter = call.self;
  return Checks()
      .require(call.given(0, isIntegral))
      .risk(true)
      .gives(part(call));
}

static Outcome listRemove(Call &call) {
  call.objectAfter = call.self;
  return Checks()
      .require(isEquatable(call.types, call[0], types::None))
      .risk(true)
      .gives(types::None);
}

static Outcome listSort(Call &call) {
  call.objectAfter = call.self;
  Checks checks;
  TypeId key = checks.takeOfItems(call.types, call.keyOf(call[0], part(call)));
  return checks.require(call.given(1, isSize))
      .risk(isOrderable(call.types, key, key) != Answer::Yes)
      .gives(types::None);
}

//--- Dicts --------------------------------------------------------------------

static Outcome dictFromkeys(Call &call) {
  TypeStore &types = call.types;
  Checks checks;
  TypeId key = takeHashable(types, call[0], checks);
  return checks.gives(types.dict(key, call.get(1, types::None)));
}

static Outcome dictGet(Call &call) {
  TypeId v = call.types.join(part(call, 1), call.get(1, types::None));
  return Checks().require(isHashable(call.types, call[0])).gives(v);
}

static Outcome dictPop(Call &call) {
  call.objectAfter = call.self;
  TypeStore &types = call.types;
  Answer canAsk = isHashable(types, call[0]);
  if (isNever(types, part(call)))
    canAsk = Answer::Yes; // An empty dict does not even look at the key.
  TypeId v = part(call, 1);
  return Checks().requireOfItems(canAsk).risk(!call[1]).gives(
      call[1] ? types.join(v, call[1]) : v);
}

static Outcome dictPopitem(Call &call) {
  call.objectAfter = call.self;
  return mayGive(call.types.tuple({part(call, 0), part(call, 1)}));
}

static Outcome dictSetdefault(Call &call) {
  TypeStore &types = call.types;
  Checks checks;
  TypeId key = checks.take(keysFrom(types, call[0]));
  if (checks.failed())
    return raises();
  TypeId filler = call.get(1, types::None);
  call.objectAfter = joinDicts(types, call.self, types.dict(key, filler));
  return checks.gives(types.join(part(call, 1), filler));
}

static Outcome dictUpdate(Call &call) {
  TypeStore &types = call.types;
  Checks checks;
  TypeId after = call.self;
  if (call[0]) {
    TypeId added = checks.take(dictFrom(types, call[0]));
    if (checks.failed())
      return raises();
    after = joinDicts(types, after, added);
  }
  for (auto [name, v] : call.keywords)
    after = joinDicts(types, after, types.dict(types::Str, v));
  call.objectAfter = after;
  return checks.gives(types::None);
}

static Outcome dictItems(Call &call) {
  TypeStore &types = call.types;
  TypeId pair = types.tuple({part(call, 0), part(call, 1)});
  return {types.iterable("dict_items", pair)};
}
static Outcome dictKeys(Call &call) {
  return {call.types.iterable("dict_keys", part(call, 0))};
}
static Outcome dictValues(Call &call) {
  return {call.types.iterable("dict_values", part(call, 1))};
}

//--- Sets ---------------------------------------------------------------------

/// The set that is made of \p others one by one, as \p combine says.
static Outcome combineAll(Call &call, llvm::ArrayRef<TypeId> others,
                          TypeId (*combine)(TypeStore &, TypeId, TypeId)) {
  Checks checks;
  TypeId item = part(call);
  for (TypeId other : others)
    item = combine(call.types, item, takeHashable(call.types, other, checks));
  return checks.gives(call.types.set(item));
}

static TypeId uniteItems(TypeStore &types, TypeId a, TypeId b) {
  return types.join(a, b);
}
static TypeId keepItems(TypeStore &types, TypeId a, TypeId b) { return a; }

static Outcome setUnion(Call &call) {
  return combineAll(call, call.rest, uniteItems);
}
static Outcome setDifference(Call &call) {
  return combineAll(call, call.rest, keepItems);
}
/// Only what is in the set already is kept. A view is asked about the items of
/// a smaller set instead, and those of a view need not be hashable.
static TypeId takeCommon(TypeStore &types, TypeId item, TypeId other,
                         Checks &checks) {
  TypeId others = checks.take(itemsOf(types, other));
  Answer canAsk = isSetKey(types, others);
  bool mayBeView = types.mayBe(other, TypeKind::Iterable);
  if (mayBeView && canAsk == Answer::No)
    canAsk = Answer::Maybe;
  checks.requireOfItems(canAsk);
  return commonOf(types, item, others);
}

static Outcome setIntersection(Call &call) {
  Checks checks;
  TypeId item = part(call);
  for (TypeId other : call.rest)
    item = takeCommon(call.types, item, other, checks);
  return checks.gives(call.types.set(item));
}

static Outcome setSymmetricDifference(Call &call) {
  return combineAll(call, call[0], uniteItems);
}

/// The object becomes what another method makes.
static Outcome becomes(Call &call, Outcome made) {
  if (!made.type)
    return raises();
  call.objectAfter = made.type;
  return {types::None, made.mayRaise};
}

static Outcome setUpdate(Call &call) { return becomes(call, setUnion(call)); }
static Outcome setDifferenceUpdate(Call &call) {
  return becomes(call, setDifference(call));
}
static Outcome setIntersectionUpdate(Call &call) {
  return becomes(call, setIntersection(call));
}
static Outcome setSymmetricDifferenceUpdate(Call &call) {
  return becomes(call, setSymmetricDifference(call));
}

/// Compares with a set of whatever can be walked.
static Outcome compareItems(Call &call) {
  Checks checks;
  takeHashable(call.types, call[0], checks);
  return checks.gives(types::Bool);
}

static Outcome setIsdisjoint(Call &call) {
  Checks checks;
  TypeId item = checks.take(itemsOf(call.types, call[0]));
  return checks.requireOfItems(isSetKey(call.types, item)).gives(types::Bool);
}

static Outcome setAdd(Call &call) {
  TypeStore &types = call.types;
  Checks checks;
  TypeId item = checks.take(keysFrom(types, call[0]));
  call.objectAfter = types.set(types.join(part(call), item));
  return checks.gives(types::None);
}

static Outcome setDiscard(Call &call) {
  call.objectAfter = call.self;
  return Checks().require(isSetKey(call.types, call[0])).gives(types::None);
}
static Outcome setRemove(Call &call) {
  call.objectAfter = call.self;
  return Checks()
      .require(isSetKey(call.types, call[0]))
      .risk(true)
      .gives(types::None);
}

static Outcome setPop(Call &call) {
  call.objectAfter = call.self;
  return mayGive(part(call));
}

//--- Views --------------------------------------------------------------------

/// Of a view of items only the keys of pairs are looked up.
static Outcome viewIsdisjoint(Call &call) {
  bool isOfKeys = call.types[call.self].label == "dict_keys";
  if (isOfKeys)
    return compareItems(call);
  Checks checks;
  TypeId item = checks.take(itemsOf(call.types, call[0]));
  return checks.risk(isHashable(call.types, item) != Answer::Yes)
      .gives(types::Bool);
}

//--- The table ----------------------------------------------------------------

namespace {
struct MethodRule {
  Kind kind;
  llvm::StringLiteral name;
  Outcome (*rule)(Call &call);
};
} // namespace

static constexpr MethodRule MethodRules[] = {
    {Kind::Int, "bit_count", givesInt},
    {Kind::Int, "bit_length", givesInt},
    {Kind::Float, "is_integer", givesBool},

    {Kind::Tuple, "count", countItems},
    {Kind::Tuple, "index", findItem},
    {Kind::Range, "count", countItems},
    {Kind::Range, "index", findItem},

    {Kind::List, "append", listAppend},
    {Kind::List, "clear", changes},
    {Kind::List, "copy", copies},
    {Kind::List, "count", countItems},
    {Kind::List, "extend", listExtend},
    {Kind::List, "index", findItem},
    {Kind::List, "insert", listInsert},
    {Kind::List, "pop", listPop},
    {Kind::List, "remove", listRemove},
    {Kind::List, "reverse", changes},
    {Kind::List, "sort", listSort},

    {Kind::Dict, "clear", changes},
    {Kind::Dict, "copy", copies},
    {Kind::Dict, "fromkeys", dictFromkeys},
    {Kind::Dict, "get", dictGet},
    {Kind::Dict, "items", dictItems},
    {Kind::Dict, "keys", dictKeys},
    {Kind::Dict, "pop", dictPop},
    {Kind::Dict, "popitem", dictPopitem},
    {Kind::Dict, "setdefault", dictSetdefault},
    {Kind::Dict, "update", dictUpdate},
    {Kind::Dict, "values", dictValues},

    {Kind::Set, "add", setAdd},
    {Kind::Set, "clear", changes},
    {Kind::Set, "copy", copies},
    {Kind::Set, "difference", setDifference},
    {Kind::Set, "difference_update", setDifferenceUpdate},
    {Kind::Set, "discard", setDiscard},
    {Kind::Set, "intersection", setIntersection},
    {Kind::Set, "intersection_update", setIntersectionUpdate},
    {Kind::Set, "isdisjoint", setIsdisjoint},
    {Kind::Set, "issubset", compareItems},
    {Kind::Set, "issuperset", compareItems},
    {Kind::Set, "pop", setPop},
    {Kind::Set, "remove", setRemove},
    {Kind::Set, "symmetric_difference", setSymmetricDifference},
    {Kind::Set, "symmetric_difference_update", setSymmetricDifferenceUpdate},
    {Kind::Set, "union", setUnion},
    {Kind::Set, "update", setUpdate},

    {Kind::View, "isdisjoint", viewIsdisjoint},
};

Outcome typing::methodRule(Kind kind, llvm::StringRef name, Call &call) {
  if (kind == Kind::Str)
    return strMethodRule(name, call);
  if (kind == Kind::Bool)
    kind = Kind::Int;
  const MethodRule *found =
      llvm::find_if(MethodRules, [&](const MethodRule &each) {
        return each.kind == kind && each.name == name;
      });
  assert(found != std::end(MethodRules) && "a method without a rule");
  return found->rule(call);
}
