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
  needsEmpty |= part.needsEmpty;
  return part.type ? part.type : types::Any;
}

Checks &Checks::requireOfItems(Answer a) {
  needsEmpty |= a == Answer::No;
  return risk(a != Answer::Yes);
}

TypeId Checks::takeOfItems(TypeStore &types, Outcome part) {
  if (part.type)
    return take(part);
  requireOfItems(Answer::No);
  return types.never();
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
  if (!outcome.type) {
    someRaise = true;
    return;
  }
  joined.mayRaise |= outcome.mayRaise;
  joined.needsEmpty &= outcome.needsEmpty;
  joined.type =
      joined.type ? types.join(joined.type, outcome.type) : outcome.type;
}

Outcome OutcomeJoin::result() const {
  if (!joined.type)
    return raises();
  return {joined.type, joined.mayRaise || someRaise, joined.needsEmpty};
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
  if (x.kind != TypeKind::Dict || y.kind != TypeKind::Dict)
    return types::Any; // One was past the limits of types.
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
  if (outcome.type)
    outcome.type = merged;
  return outcome;
}

Outcome typing::dictFrom(TypeStore &types, TypeId pairs) {
  return liftToDict(types, pairs, [&](TypeId member) -> Outcome {
    if (types.kind(member) == TypeKind::Dict)
      return {member};
    Checks checks;
    TypeId pair = checks.take(itemsOf(types, member));
    if (checks.failed())
      return raises();
    Outcome dict = liftToDict(
        types, pair, [&](TypeId one) { return dictFromPair(types, one); });
    if (!dict.type)
      dict = {types.dict(types.never(), types.never()), /*mayRaise=*/true,
              /*needsEmpty=*/true};
    return checks.gives(checks.take(dict));
  });
}
