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
static Outcome typeAscii(Call &call) { return textOf(call); }
static Outcome typeRepr(Call &call) { return textOf(call); }

static Outcome typeChr(Call &call) {
  // Those of bools are characters.
  return Checks().require(isSize(call.types, call[0])).gives(types::Str);
}

static Outcome typeOrd(Call &call) {
  return Checks()
      .require(isText(call.types, call[0]))
      .risk(true)
      .gives(types::Int);
}

static Outcome typeFormat(Call &call) {
  if (!call[1])
    return formatRule(call.types, call[0], "");
  Checks checks;
  checks.require(isText(call.types, call[1]));
  return checks.gives(
      checks.take(formatRule(call.types, call[0], std::nullopt)));
}

static Outcome typePrint(Call &call) {
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
static Outcome typeBin(Call &call) { return digitsOf(call); }
static Outcome typeHex(Call &call) { return digitsOf(call); }
static Outcome typeOct(Call &call) { return digitsOf(call); }

static Outcome typeAbs(Call &call) {
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
static Outcome typeDivmod(Call &call) {
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

static Outcome typePow(Call &call) {
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

static Outcome typeRound(Call &call) {
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

static Outcome typeRange(Call &call) {
  return Checks()
      .require(call.given(0, isIntegral))
      .require(call.given(1, isIntegral))
      .require(call.given(2, isIntegral))
      .risk(call[2].isValid()) // Zero.
      .gives(call.types.iterable("range", types::Int));
}

//--- Folds --------------------------------------------------------------------

static Outcome truthsOf(Call &call) {
  Checks checks;
  TypeId item = checks.take(itemsOf(call.types, call[0]));
  return checks.require(hasTruth(call.types, item)).gives(types::Bool);
}
static Outcome typeAll(Call &call) { return truthsOf(call); }
static Outcome typeAny(Call &call) { return truthsOf(call); }

static Outcome typeLen(Call &call) {
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

/// Adds items until no more types come up.
static Outcome sumRule(TypeStore &types, TypeId iterable, TypeId start,
                       TypeId item) {
  Checks checks;
  if (isNever(types, item))
    return checks.gives(start);
  TypeId total = start;
  bool isNonempty = isNeverEmpty(types, iterable);
  constexpr unsigned MaxRounds = 8;
  for (unsigned round = 0; round != MaxRounds; ++round) {
    TypeId added = checks.take(addOnce(types, total, item));
    if (checks.failed())
      return raises();
    added = widen(types, added, item);
    TypeId next = round == 0 && isNonempty ? added : types.join(total, added);
    if (next == total)
      return checks.gives(total);
    total = next;
  }
  return mayGive(types::Any);
}

static Outcome typeSum(Call &call) {
  TypeStore &types = call.types;
  return lift(types, call[0], call.get(1, types::Int),
              [&](TypeId iterable, TypeId start) {
                Checks checks;
                TypeId item = checks.take(itemsOf(types, iterable));
                if (checks.failed() || isTextKind(types.kind(start)))
                  return raises();
                checks.risk(start == types::Any); // It may be a text.
                return checks.gives(
                    checks.take(sumRule(types, iterable, start, item)));
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
  TypeId key = checks.take(call.keyOf(call[0], item));
  // A single item is compared with nothing.
  checks.risk(isOrderable(types, key, key) != Answer::Yes);
  if (call[1])
    return checks.gives(types.join(item, call[1]));
  return checks.risk(!isNeverEmpty(types, call.rest[0])).gives(item);
}
static Outcome typeMax(Call &call) { return extremum(call); }
static Outcome typeMin(Call &call) { return extremum(call); }

static Outcome typeSorted(Call &call) {
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
  TypeId key = checks.take(call.keyOf(function, item));
  checks.risk(isOrderable(types, key, key) != Answer::Yes);
  return checks.gives(types.list(item));
}

//--- Iterators ----------------------------------------------------------------

static Outcome typeEnumerate(Call &call) {
  if (!call[0])
    return raises();
  Checks checks;
  TypeId item = checks.take(itemsOf(call.types, call[0]));
  checks.require(call.given(1, isIntegral));
  return checks.gives(
      call.types.iterable("enumerate", call.types.tuple({types::Int, item})));
}

/// Without a function what is false is dropped, and so None is.
static Outcome typeFilter(Call &call) {
  TypeStore &types = call.types;
  Checks checks;
  TypeId item = checks.take(itemsOf(types, call[1]));
  if (checks.failed())
    return raises();
  checks.take(call.resultOf(call[0], 0, item, {types::Bool}));
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

static Outcome typeMap(Call &call) {
  if (call.rest.size() < 2)
    return raises();
  Checks checks;
  TypeVector items = itemsOfEach(call.types, call.rest.drop_front(), checks);
  if (checks.failed())
    return raises();
  TypeId result = checks.take(call.resultOf(call.rest[0], 0, items, raises()));
  return checks.gives(call.types.iterable("map", result));
}

static Outcome typeZip(Call &call) {
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

static Outcome typeReversed(Call &call) {
  TypeStore &types = call.types;
  return lift(types, call[0], [&](TypeId v) -> Outcome {
    TypeNode node = types[v];
    if (node.kind == TypeKind::Any)
      return mayGive(types::Any);
    bool isOnlyWalked =
        node.kind == TypeKind::Iterable && !isRange(node) && !isView(node);
    Outcome item = itemsOf(types, v);
    if (!item.type || isOnlyWalked || node.kind == TypeKind::Set)
      return raises();
    return {types.iterable(reversedName(node), item.type)};
  });
}

static Outcome typeNext(Call &call) {
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

//--- Types --------------------------------------------------------------------

static Outcome typeCallable(Call &call) { return {types::Bool}; }

/// A class is Any here, and so whether it is one cannot be said.
static Outcome typeIsinstance(Call &call) {
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

static Outcome typeType(Call &call) {
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
  return describeCall(types, outcome, args,
                      [&](Context &ctx, const CallArgs &samples) {
                        return callBuiltin(ctx, function, samples);
                      });
}
