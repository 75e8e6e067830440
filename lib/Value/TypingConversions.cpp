//===- TypingConversions.cpp - Types of conversions -----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file `str(x)`, `list(xs)`, …: the rules for Conversions.cpp. A container's
/// class makes a container of what it is given, whatever its parameters say.
//===----------------------------------------------------------------------===//
#include "TypeRules.h"

using namespace plue;
using namespace plue::value;
using namespace plue::value::typing;

static Outcome toNone(Call &call) { return {types::None}; }

static Outcome toBool(Call &call) {
  return Checks().require(call.given(0, hasTruth)).gives(types::Bool);
}

/// Texts may be no number, floats not finite.
static Answer hasInt(const TypeStore &types, TypeId type) {
  return askMembers(types, type, [&](TypeId member) {
    TypeKind kind = types.kind(member);
    if (isTextKind(kind) || kind == TypeKind::Float)
      return Answer::Maybe;
    return answer(isIntKind(kind));
  });
}

static Outcome toInt(Call &call) {
  if (!call[1])
    return Checks().require(call.given(0, hasInt)).gives(types::Int);
  if (!call[0])
    return raises();
  return Checks()
      .require(isText(call.types, call[0]))
      .require(isIntegral(call.types, call[1]))
      .risk(true)
      .gives(types::Int);
}

static Answer hasFloat(const TypeStore &types, TypeId type) {
  return askMembers(types, type, [&](TypeId member) {
    TypeKind kind = types.kind(member);
    if (isTextKind(kind) || kind == TypeKind::Int)
      return Answer::Maybe;
    return answer(isNumberKind(kind));
  });
}

static Outcome toFloat(Call &call) {
  return Checks().require(call.given(0, hasFloat)).gives(types::Float);
}

/// There are no bytes that could be decoded.
static Outcome toStr(Call &call) {
  if (call[1] || call[2])
    return raises();
  return Checks().require(call.given(0, hasTruth)).gives(types::Str);
}

static Outcome toList(Call &call) {
  Checks checks;
  TypeId item =
      call[0] ? checks.take(itemsOf(call.types, call[0])) : call.types.never();
  return checks.gives(call.types.list(item));
}

static Outcome toTuple(Call &call) {
  TypeStore &types = call.types;
  if (!call[0])
    return {types.tuple({})};
  return lift(types, call[0], [&](TypeId v) -> Outcome {
    if (types.kind(v) == TypeKind::Tuple)
      return {v};
    Checks checks;
    TypeId item = checks.take(itemsOf(types, v));
    return checks.gives(types.tupleOf(item));
  });
}

static Outcome toSet(Call &call) {
  TypeStore &types = call.types;
  if (!call[0])
    return {types.set(types.never())};
  Checks checks;
  TypeId item = checks.take(itemsOf(types, call[0]));
  if (checks.failed())
    return raises();
  item = checks.takeOfItems(types, keysFrom(types, item));
  return checks.gives(types.set(item));
}

static Outcome toDict(Call &call) {
  TypeStore &types = call.types;
  Checks checks;
  TypeId dict = types.dict(types.never(), types.never());
  if (call[0])
    dict = checks.take(dictFrom(types, call[0]));
  if (checks.failed())
    return raises();
  for (auto [name, v] : call.keywords)
    dict = joinDicts(types, dict, types.dict(types::Str, v));
  return checks.gives(dict);
}

using Conversion = Outcome(Call &call);

static Conversion *ruleOf(TypeKind kind) {
  switch (kind) {
  case TypeKind::None:
    return toNone;
  case TypeKind::Bool:
    return toBool;
  case TypeKind::Int:
    return toInt;
  case TypeKind::Float:
    return toFloat;
  case TypeKind::Str:
    return toStr;
  case TypeKind::List:
    return toList;
  case TypeKind::Tuple:
    return toTuple;
  case TypeKind::Set:
    return toSet;
  case TypeKind::Dict:
    return toDict;
  default:
    return nullptr;
  }
}

Typing value::typeOfConversion(TypeStore &types, TypeId type,
                               const CallTypes &args) {
  TypeKind kind = types.kind(type);
  const NativeEntry *entry = conversionEntry(kind);
  Outcome outcome = raises();
  if (entry)
    outcome = applyRule(types, *entry, ruleOf(kind), TypeId(), args);
  return describeCall(types, outcome, args,
                      [&](Context &ctx, const CallArgs &samples) {
                        return convert(ctx, type, samples);
                      });
}
