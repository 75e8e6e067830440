//===- TypeProperties.cpp - What values of a type can do ------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Which types have a length, a hash, an order, …, and for which of their
/// values. Any may be any of it; a union is what its members are.
//===----------------------------------------------------------------------===//
#include "TypeRules.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;
using namespace plue::value::typing;

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

Answer typing::isSetKey(const TypeStore &types, TypeId type) {
  return askMembers(types, type, [&](TypeId member) {
    return types.kind(member) == TypeKind::Set ? Answer::Yes
                                               : isHashable(types, member);
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

bool typing::areNeverEqual(const TypeStore &types, TypeId a, TypeId b) {
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
