//===- TypingBuiltins.cpp - Types of built-in functions -------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A rule for each function of Builtins.def; parameters are numbered as
/// its signature there lists them.
//===----------------------------------------------------------------------===//
#include "TypeRules.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;
using namespace plue::value::typing;

//--- Text ---------------------------------------------------------------------

/// What has a text: all but secrets.
static Outcome textOf(Call &call) {
  return Checks().require(hasTruth(call.types, call[0])).gives(types::Str);
}
Outcome typing::typeAscii(Call &call) { return textOf(call); }
Outcome typing::typeRepr(Call &call) { return textOf(call); }

Outcome typing::typeChr(Call &call) {
  // Those of bools are characters.
  return Checks().require(isSize(call.types, call[0])).gives(types::Str);
}

Outcome typing::typeOrd(Call &call) {
  return Checks()
      .require(isText(call.types, call[0]))
      .risk(true)
      .gives(types::Int);
}

Outcome typing::typeFormat(Call &call) {
  if (!call[1])
    return formatRule(call.types, call[0], "");
  Checks checks;
  checks.require(isText(call.types, call[1]));
  return checks.gives(
      checks.take(formatRule(call.types, call[0], std::nullopt)));
}

Outcome typing::typePrint(Call &call) {
  Checks checks;
  for (TypeId v : call.rest)
    checks.require(hasTruth(call.types, v));
  checks.require(call.given(0, isTextOrNone));
  checks.require(call.given(1, isTextOrNone));
  checks.require(call.given(2, [](const TypeStore &types, TypeId file) {
    return askMembers(types, file, [](TypeId member) {
      return answer(member == types::None);
    });
  }));
  return checks.gives(types::None);
}

//--- Numbers ------------------------------------------------------------------

static Outcome digitsOf(Call &call) {
  return Checks().require(isIntegral(call.types, call[0])).gives(types::Str);
}
Outcome typing::typeBin(Call &call) { return digitsOf(call); }
Outcome typing::typeHex(Call &call) { return digitsOf(call); }
Outcome typing::typeOct(Call &call) { return digitsOf(call); }

Outcome typing::typeAbs(Call &call) {
  return lift(call.types, call[0], [&](TypeId v) -> Outcome {
    TypeKind kind = call.types.kind(v);
    if (kind == TypeKind::Any)
      return mayGive(types::Any);
    if (!isNumberKind(kind))
      return raises();
    return {isIntKind(kind) ? types::Int : types::Float};
  });
}

/// Takes what `%` takes, but only numbers.
Outcome typing::typeDivmod(Call &call) {
  TypeStore &types = call.types;
  return lift(types, call[0], call[1], [&](TypeId a, TypeId b) {
    auto isNumber = [&](TypeId v) {
      return v == types::Any || isNumberKind(types.kind(v));
    };
    if (!isNumber(a) || !isNumber(b))
      return raises();
    Outcome part = binaryRule(types, BinaryOp::Mod, a, b);
    return mayGive(types.tuple({part.type, part.type}));
  });
}

Outcome typing::typePow(Call &call) {
  TypeStore &types = call.types;
  return lift(types, call.get(2, types::None), [&](TypeId modulus) {
    if (modulus == types::None)
      return lift(types, call[0], call[1], [&](TypeId a, TypeId b) {
        return binaryRule(types, BinaryOp::Pow, a, b);
      });
    // Any may be None.
    bool isKnown = modulus != types::Any;
    return Checks()
        .require(isKnown ? isIntegral(types, call[0]) : Answer::Maybe)
        .require(isKnown ? isIntegral(types, call[1]) : Answer::Maybe)
        .require(isIntegral(types, modulus))
        .risk(true)
        .gives(isKnown ? types::Int : types::Any);
  });
}

/// \p v is a number.
static Outcome roundRule(TypeStore &types, TypeId v, TypeId digits) {
  bool isFloat = v == types::Float;
  if (digits == types::Any)
    return mayGive(isFloat ? types.join(types::Int, types::Float) : types::Int);
  if (digits == types::None)
    return {types::Int, isFloat};
  if (!isIntKind(types.kind(digits)))
    return raises();
  return {isFloat ? types::Float : types::Int, isFloat};
}

Outcome typing::typeRound(Call &call) {
  TypeStore &types = call.types;
  return lift(types, call[0], call.get(1, types::None),
              [&](TypeId v, TypeId digits) {
                if (v == types::Any)
                  return mayGive(types::Any);
                if (!isNumberKind(types.kind(v)))
                  return raises();
                return roundRule(types, v, digits);
              });
}

Outcome typing::typeRange(Call &call) {
  return Checks()
      .require(call.given(0, isIntegral))
      .require(call.given(1, isIntegral))
      .require(call.given(2, isIntegral))
      .risk(call[2].isValid()) // Zero.
      .gives(call.types.iterable("range", types::Int));
}

//--- Types --------------------------------------------------------------------

Outcome typing::typeCallable(Call &call) { return {types::Bool}; }

/// A class is Any here, and so whether it is one cannot be said.
Outcome typing::typeIsinstance(Call &call) {
  TypeStore &types = call.types;
  return lift(types, call[1], [&](TypeId of) -> Outcome {
    TypeNode node = types[of];
    if (node.kind == TypeKind::Any)
      return mayGive(types::Bool);
    if (node.kind != TypeKind::Tuple)
      return raises();
    return {types::Bool, !node.elements.empty()};
  });
}

Outcome typing::typeType(Call &call) {
  if (call.rest.size() != 1)
    return raises();
  Answer hasName = askMembers(call.types, call.rest[0], [&](TypeId v) {
    return kindOfClass(call.types, v) == Kind::Absent ? Answer::Maybe
                                                      : Answer::Yes;
  });
  return Checks().require(hasName).gives(types::Any);
}

//--- Calls --------------------------------------------------------------------

Typing value::typeOfCall(TypeStore &types, BuiltinId function,
                         const CallTypes &args) {
  static constexpr Outcome (*Rules[])(Call &) = {
#define PLUE_BUILTIN(Name, name, isClass, arity, function, signature)          \
  type##Name,
#include "plue/Value/Builtins.def"
  };
  Outcome outcome =
      applyRule(types, functionEntry(function),
                Rules[static_cast<size_t>(function)], TypeId(), args);
  return describeCall(
      types, outcome, args,
      [&](Context &ctx, const CallArgs &samples) -> FailureOr<Value> {
        PLUE_BIND(Value result, callBuiltin(ctx, function, samples));
        // `map` fails when it is walked.
        if (result.is(Kind::Iterator))
          PLUE_CHECK(items(ctx, result));
        return result;
      });
}
