//===- TypeRules.cpp - What the rules of Typing.h are made of -------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "TypeRules.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;
using namespace plue::value::typing;

TypeId Checks::take(Outcome part) {
  require(!part.type      ? Answer::No
          : part.mayRaise ? Answer::Maybe
                          : Answer::Yes);
  return part.type ? part.type : types::Any;
}

//--- Members of unions --------------------------------------------------------

TypeVector typing::membersOf(const TypeStore &types, TypeId type) {
  TypeVector members;
  TypeId present = types.withoutNone(type);
  if (types.kind(present) == TypeKind::Union)
    llvm::append_range(members, types[present].elements);
  else
    members.push_back(present);
  if (types.isOptional(type))
    members.push_back(types::None);
  return members;
}

void OutcomeJoin::add(Outcome outcome) {
  joined.mayRaise |= outcome.mayRaise;
  someRaise |= !outcome.type;
  if (outcome.type)
    joined.type =
        joined.type ? types.join(joined.type, outcome.type) : outcome.type;
}

Outcome OutcomeJoin::result() const {
  if (!joined.type)
    return raises();
  return {joined.type, joined.mayRaise || someRaise};
}

Outcome typing::lift(TypeStore &types, TypeId operand,
                     llvm::function_ref<Outcome(TypeId)> rule) {
  OutcomeJoin joined(types);
  for (TypeId member : membersOf(types, operand))
    joined.add(isNever(types, member) ? Outcome{member} : rule(member));
  return joined.result();
}

Outcome typing::lift(TypeStore &types, TypeId left, TypeId right,
                     llvm::function_ref<Outcome(TypeId, TypeId)> rule) {
  return lift(types, left, [&](TypeId a) {
    return lift(types, right, [&](TypeId b) { return rule(a, b); });
  });
}

Answer typing::askMembers(const TypeStore &types, TypeId type,
                          llvm::function_ref<Answer(TypeId)> ask) {
  std::optional<Answer> all;
  for (TypeId member : membersOf(types, type)) {
    if (isNever(types, member))
      continue;
    Answer one = member == types::Any ? Answer::Maybe : ask(member);
    all = !all || *all == one ? one : Answer::Maybe;
  }
  return all.value_or(Answer::Yes);
}

//--- Kinds --------------------------------------------------------------------

bool typing::isTextKind(TypeKind kind) {
  return kind == TypeKind::Str || kind == TypeKind::Enum;
}

bool typing::isIntKind(TypeKind kind) {
  return kind == TypeKind::Int || kind == TypeKind::Bool;
}

bool typing::isNumberKind(TypeKind kind) {
  return isIntKind(kind) || kind == TypeKind::Float;
}

bool typing::isFixedTuple(const TypeNode &node) {
  return node.kind == TypeKind::Tuple && node.names.empty();
}

bool typing::isNeverEmpty(const TypeStore &types, TypeId iterable) {
  return isFixedTuple(types[iterable]) && !types[iterable].elements.empty();
}

bool typing::isRange(const TypeNode &node) {
  return node.kind == TypeKind::Iterable && node.label == "range";
}

static bool isItemsView(const TypeNode &node) {
  return node.kind == TypeKind::Iterable && node.label == "dict_items";
}

bool typing::isView(const TypeNode &node) {
  return isItemsView(node) ||
         (node.kind == TypeKind::Iterable &&
          (node.label == "dict_keys" || node.label == "dict_values"));
}

bool typing::isSetLike(const TypeNode &node) {
  return node.kind == TypeKind::Set ||
         (isView(node) && node.label != "dict_values");
}

//--- Properties ---------------------------------------------------------------

Answer typing::isText(const TypeStore &types, TypeId type) {
  return askMembers(types, type, [&](TypeId member) {
    return answer(isTextKind(types.kind(member)));
  });
}

Answer typing::isTextOrNone(const TypeStore &types, TypeId type) {
  return askMembers(types, type, [&](TypeId member) {
    return answer(isTextKind(types.kind(member)) || member == types::None);
  });
}

Answer typing::isIntegral(const TypeStore &types, TypeId type) {
  return askMembers(types, type, [&](TypeId member) {
    return answer(isIntKind(types.kind(member)));
  });
}

Answer typing::isSize(const TypeStore &types, TypeId type) {
  return askMembers(types, type, [&](TypeId member) {
    return member == types::Int ? Answer::Maybe : answer(member == types::Bool);
  });
}

Answer typing::isBound(const TypeStore &types, TypeId type) {
  return askMembers(types, type, [&](TypeId member) {
    return answer(isIntKind(types.kind(member)) || member == types::None);
  });
}

Answer typing::hasTruth(const TypeStore &types, TypeId type) {
  if (type == types::Any)
    return Answer::Yes;
  return askMembers(types, type, [&](TypeId member) {
    return answer(member != types::Secret);
  });
}

Answer typing::hasLength(const TypeStore &types, TypeId type) {
  return askMembers(types, type, [&](TypeId member) {
    const TypeNode &node = types[member];
    switch (node.kind) {
    case TypeKind::Str:
    case TypeKind::Enum:
    case TypeKind::List:
    case TypeKind::Tuple:
    case TypeKind::Dict:
    case TypeKind::Set:
      return Answer::Yes;
    default:
      return answer(isRange(node) || isView(node));
    }
  });
}

/// A tuple can be if all of its items can.
static Answer isTupleHashable(const TypeStore &types, const TypeNode &node) {
  Answer all = Answer::Yes;
  for (TypeId element : node.elements)
    all = both(all, isHashable(types, element));
  return all == Answer::No && !isFixedTuple(node) ? Answer::Maybe : all;
}

Answer typing::isHashable(const TypeStore &types, TypeId type) {
  return askMembers(types, type, [&](TypeId member) {
    const TypeNode &node = types[member];
    switch (node.kind) {
    case TypeKind::Tuple:
      return isTupleHashable(types, node);
    case TypeKind::List:
    case TypeKind::Dict:
    case TypeKind::Set:
    case TypeKind::Record:
    case TypeKind::Secret:
      return Answer::No;
    default:
      return answer(!isSetLike(node));
    }
  });
}

//--- Comparison ---------------------------------------------------------------

/// Asks about each pair of members; a pair with Never is no pair.
static Answer
askPairs(const TypeStore &types, TypeId a, TypeId b, Answer ofAny,
         llvm::function_ref<Answer(const TypeNode &, const TypeNode &)> ask) {
  std::optional<Answer> all;
  for (TypeId x : membersOf(types, a))
    for (TypeId y : membersOf(types, b)) {
      if (isNever(types, x) || isNever(types, y))
        continue;
      bool isAny = x == types::Any || y == types::Any;
      Answer one = isAny ? ofAny : ask(types[x], types[y]);
      all = !all || *all == one ? one : Answer::Maybe;
    }
  return all.value_or(Answer::Yes);
}

/// Sets are compared by looking the items of one up in the other, and those of
/// a view of items need not be hashable.
static Answer areItemsHashable(const TypeStore &types, const TypeNode &a,
                               const TypeNode &b) {
  for (const TypeNode *side : {&a, &b})
    if (isItemsView(*side) &&
        isHashable(types, side->elements.front()) != Answer::Yes)
      return Answer::Maybe;
  return Answer::Yes;
}

Answer typing::isEquatable(const TypeStore &types, TypeId a, TypeId b) {
  return askPairs(
      types, a, b, Answer::Yes, [&](const TypeNode &x, const TypeNode &y) {
        if (x.kind == TypeKind::Secret || y.kind == TypeKind::Secret)
          return Answer::No;
        if (isSetLike(x) && isSetLike(y))
          return areItemsHashable(types, x, y);
        return Answer::Yes;
      });
}

/// Whether values of the two are never equal, from their kinds alone.
static bool areNeverEqual(const TypeStore &types, TypeId a, TypeId b) {
  return askPairs(types, a, b, Answer::Maybe,
                  [&](const TypeNode &x, const TypeNode &y) {
                    bool mayBeEqual =
                        x.kind == y.kind ||
                        (isNumberKind(x.kind) && isNumberKind(y.kind)) ||
                        (isTextKind(x.kind) && isTextKind(y.kind)) ||
                        (isSetLike(x) && isSetLike(y));
                    return answer(!mayBeEqual);
                  }) == Answer::Yes;
}

/// The first items that differ decide; those before them need no order.
static Answer areFixedOrderable(const TypeStore &types,
                                llvm::ArrayRef<TypeId> a,
                                llvm::ArrayRef<TypeId> b) {
  Answer all = Answer::Yes;
  for (auto [i, pair] : llvm::enumerate(llvm::zip(a, b))) {
    auto [x, y] = pair;
    if (x == types::None && y == types::None)
      continue;
    Answer one = isOrderable(types, x, y);
    if (one == Answer::No && (i != 0 || !areNeverEqual(types, x, y)))
      one = Answer::Maybe;
    all = both(all, one);
  }
  return all;
}

static Answer areSequencesOrderable(const TypeStore &types, const TypeNode &a,
                                    const TypeNode &b) {
  if (isFixedTuple(a) && isFixedTuple(b))
    return areFixedOrderable(types, a.elements, b.elements);
  for (TypeId x : a.elements)
    for (TypeId y : b.elements)
      if (isOrderable(types, x, y) != Answer::Yes)
        return Answer::Maybe;
  return Answer::Yes;
}

Answer typing::isOrderable(const TypeStore &types, TypeId a, TypeId b) {
  return askPairs(
      types, a, b, Answer::Maybe, [&](const TypeNode &x, const TypeNode &y) {
        if (isSetLike(x) && isSetLike(y))
          return areItemsHashable(types, x, y);
        bool isSequence = x.kind == TypeKind::List || x.kind == TypeKind::Tuple;
        if (isSequence && x.kind == y.kind)
          return areSequencesOrderable(types, x, y);
        return answer((isNumberKind(x.kind) && isNumberKind(y.kind)) ||
                      (isTextKind(x.kind) && isTextKind(y.kind)));
      });
}

//--- Parts --------------------------------------------------------------------

TypeId typing::joinAll(TypeStore &types, llvm::ArrayRef<TypeId> parts) {
  TypeId joined = types.never();
  for (TypeId part : parts)
    joined = types.join(joined, part);
  return joined;
}

static Outcome itemsOfMember(TypeStore &types, TypeId member) {
  // A copy: joining may make types.
  TypeNode node = types[member];
  switch (node.kind) {
  case TypeKind::Any:
    return mayGive(types::Any);
  case TypeKind::Str:
  case TypeKind::Enum:
    return {types::Str};
  case TypeKind::List:
  case TypeKind::Set:
  case TypeKind::Dict:
  case TypeKind::Iterable:
    return {node.elements.front()};
  case TypeKind::Tuple:
    return {joinAll(types, node.elements)};
  default:
    return raises();
  }
}

Outcome typing::itemsOf(TypeStore &types, TypeId iterable) {
  return lift(types, iterable,
              [&](TypeId member) { return itemsOfMember(types, member); });
}

Outcome typing::keysFrom(TypeStore &types, TypeId type) {
  return lift(types, type, [&](TypeId member) {
    return Checks().require(isHashable(types, member)).gives(member);
  });
}

/// Equal texts have the types of both, so the smaller one will do; equal
/// numbers may be either.
static TypeId commonOfMembers(TypeStore &types, TypeId a, TypeId b) {
  TypeKind x = types.kind(a), y = types.kind(b);
  if (a == types::Any || b == types::Any)
    return types::Any;
  if (isTextKind(x) && isTextKind(y))
    return types.isAssignable(b, a) ? b : a;
  if (areNeverEqual(types, a, b))
    return types.never();
  return types.join(a, b);
}

TypeId typing::commonOf(TypeStore &types, TypeId a, TypeId b) {
  return lift(types, a, b,
              [&](TypeId x, TypeId y) {
                return Outcome{commonOfMembers(types, x, y)};
              })
      .type;
}

/// The dict with the one item that \p pair is.
static Outcome dictFromPair(TypeStore &types, TypeId pair) {
  TypeNode node = types[pair];
  bool isPair = isFixedTuple(node);
  if (isPair && node.elements.size() != 2)
    return raises();
  Checks checks;
  TypeId item = checks.take(itemsOf(types, pair));
  if (checks.risk(!isPair).failed())
    return raises();
  TypeId key = checks.take(keysFrom(types, isPair ? node.elements[0] : item));
  return checks.gives(types.dict(key, isPair ? node.elements[1] : item));
}

TypeId typing::joinDicts(TypeStore &types, TypeId a, TypeId b) {
  TypeNode x = types[a], y = types[b];
  TypeId key = types.join(x.elements[0], y.elements[0]);
  return types.dict(key, types.join(x.elements[1], y.elements[1]));
}

/// Like lift(), but a union of dicts becomes one dict: what is made of its
/// items is a copy anyway.
static Outcome liftToDict(TypeStore &types, TypeId operand,
                          llvm::function_ref<Outcome(TypeId)> rule) {
  TypeId merged = types.dict(types.never(), types.never());
  OutcomeJoin all(types);
  for (TypeId member : membersOf(types, operand)) {
    Outcome one = isNever(types, member) ? Outcome{merged} : rule(member);
    if (one.type)
      merged = joinDicts(types, merged, one.type);
    all.add(one);
  }
  Outcome outcome = all.result();
  return outcome.type ? Outcome{merged, outcome.mayRaise} : outcome;
}

Outcome typing::dictFrom(TypeStore &types, TypeId pairs) {
  return liftToDict(types, pairs, [&](TypeId member) -> Outcome {
    if (types.kind(member) == TypeKind::Dict)
      return {member};
    Checks checks;
    TypeId pair = checks.take(itemsOf(types, member));
    if (checks.failed())
      return raises();
    TypeId dict = checks.take(liftToDict(
        types, pair, [&](TypeId one) { return dictFromPair(types, one); }));
    return checks.gives(dict);
  });
}
