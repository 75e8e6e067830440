//===- TypingSubscripts.cpp - Types of items, slices and formats ----------===//
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

//--- Items --------------------------------------------------------------------

/// The item that a known index chooses.
static Outcome knownTupleItem(llvm::ArrayRef<TypeId> items, Value known) {
  if (known.isBigInt())
    return raises();
  int64_t i = known.asInt(), size = items.size();
  i = i < 0 ? i + size : i;
  return i < 0 || i >= size ? raises() : Outcome{items[i]};
}

static Outcome indexRule(TypeStore &types, TypeId object, TypeId index,
                         Value known) {
  TypeNode node = types[object];
  if (node.kind == TypeKind::Any)
    return mayGive(types::Any);
  if (node.kind == TypeKind::Dict)
    return Checks()
        .require(isHashable(types, index))
        .risk(true)
        .gives(node.elements[1]);
  bool isIndexable = isTextKind(node.kind) || node.kind == TypeKind::List ||
                     node.kind == TypeKind::Tuple || isRange(node);
  if (!isIndexable || isIntegral(types, index) == Answer::No)
    return raises();
  if (isFixedTuple(node) && known && known.isIntegral())
    return knownTupleItem(node.elements, known);
  if (isFixedTuple(node) && node.elements.empty())
    return raises();
  return mayGive(itemsOf(types, object).type);
}

Typing value::typeOfIndex(TypeStore &types, TypeId object, TypeId index,
                          Value known) {
  Outcome outcome = lift(types, object, index, [&](TypeId a, TypeId b) {
    return indexRule(types, a, b, known);
  });
  bool isUsable = known && known.isIntegral();
  return describe(types, outcome, {object, index},
                  [&](Context &ctx, llvm::ArrayRef<Value> v) {
                    return getItem(ctx, v[0], isUsable ? known : v[1]);
                  });
}

static Outcome setItemRule(TypeStore &types, TypeId object, TypeId index,
                           TypeId item) {
  TypeNode node = types[object];
  if (node.kind == TypeKind::Any)
    return mayGive(types::Any);
  Checks checks;
  if (node.kind == TypeKind::Dict) {
    TypeId key = checks.take(keysFrom(types, index));
    key = types.join(node.elements[0], key);
    return checks.gives(types.dict(key, types.join(node.elements[1], item)));
  }
  if (node.kind != TypeKind::List)
    return raises();
  checks.require(isIntegral(types, index)).risk(true);
  return checks.gives(types.list(types.join(node.elements[0], item)));
}

Typing value::typeOfSetItem(TypeStore &types, TypeId object, TypeId index,
                            TypeId item) {
  Outcome outcome = lift(types, object, index, [&](TypeId a, TypeId b) {
    return setItemRule(types, a, b, item);
  });
  return describe(
      types, outcome, {object, index, item},
      [&](Context &ctx, llvm::ArrayRef<Value> v) -> FailureOr<Value> {
        PLUE_CHECK(setItem(ctx, v[0], v[1], v[2]));
        return v[0];
      });
}

//--- Slices -------------------------------------------------------------------

static Outcome sliceRule(TypeStore &types, TypeId object,
                         llvm::ArrayRef<TypeId> parts) {
  TypeNode node = types[object];
  Checks checks;
  for (TypeId part : parts)
    checks.require(isBound(types, part));
  // A step of zero.
  checks.risk(!types.isAssignable(parts.back(), types::None));
  if (node.kind == TypeKind::Any)
    return Checks(checks).risk(true).gives(types::Any);
  if (node.kind == TypeKind::List || isRange(node))
    return checks.gives(object);
  if (isTextKind(node.kind))
    return checks.gives(types::Str);
  if (node.kind != TypeKind::Tuple)
    return raises();
  if (node.elements.empty())
    return checks.gives(object);
  return checks.gives(types.tupleOf(joinAll(types, node.elements)));
}

Typing value::typeOfSlice(TypeStore &types, TypeId object, TypeId start,
                          TypeId stop, TypeId step) {
  TypeVector parts;
  for (TypeId part : {start, stop, step})
    parts.push_back(part ? part : types::None);
  Outcome outcome = lift(types, object, [&](TypeId member) {
    return sliceRule(types, member, parts);
  });
  return describe(types, outcome, {object, parts[0], parts[1], parts[2]},
                  [&](Context &ctx, llvm::ArrayRef<Value> v) {
                    return getSlice(ctx, v[0], v[1], v[2], v[3]);
                  });
}

//--- Formats ------------------------------------------------------------------

/// Whether a specification is refused is found out on one value of the type:
/// only the characters and floats that ints become depend on the value.
static Outcome formatOneRule(TypeStore &types, TypeId v, llvm::StringRef spec) {
  if (v == types::Any)
    return {types::Str, !spec.empty()};
  if (v == types::Secret)
    return raises();
  if (spec.empty())
    return {types::Str};
  if (exceptionOn(types, v, [&](Context &ctx, llvm::ArrayRef<Value> samples) {
        return format(ctx, samples[0], spec);
      }))
    return raises();
  bool dependsOnValue = llvm::StringRef("ceEfFgG%").contains(spec.back());
  return {types::Str, v == types::Int && dependsOnValue};
}

Outcome typing::formatRule(TypeStore &types, TypeId v,
                           std::optional<llvm::StringRef> spec) {
  return lift(types, v, [&](TypeId member) {
    if (!spec)
      return Checks()
          .require(answer(member != types::Secret))
          .risk(true)
          .gives(types::Str);
    return formatOneRule(types, member, *spec);
  });
}

Typing value::typeOfFormat(TypeStore &types, TypeId v,
                           std::optional<llvm::StringRef> spec) {
  return describe(types, formatRule(types, v, spec), v,
                  [&](Context &ctx, llvm::ArrayRef<Value> samples) {
                    return format(ctx, samples[0], spec.value_or(""));
                  });
}

//--- Walking ------------------------------------------------------------------

Typing value::typeOfItems(TypeStore &types, TypeId iterable) {
  return describe(
      types, itemsOf(types, iterable), iterable,
      [](Context &ctx, llvm::ArrayRef<Value> v) { return iterate(ctx, v[0]); });
}
