//===- TypingStrMethods.cpp - Types of methods of strings -----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Nearly all follow one scheme: a result that does not depend on the
/// arguments, arguments of fixed types. They stand in one table.
//===----------------------------------------------------------------------===//
#include "TypeRules.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;
using namespace plue::value::typing;

//--- Arguments ----------------------------------------------------------------

/// A text of which not every value will do: one character, not empty, ….
static Answer isSomeText(const TypeStore &types, TypeId type) {
  return both(isText(types, type), Answer::Maybe);
}

static Answer isSeparator(const TypeStore &types, TypeId type) {
  return askMembers(types, type, [&](TypeId member) {
    if (member == types::None)
      return Answer::Yes;
    return isSomeText(types, member);
  });
}

/// `startswith(("a", "b"))` looks no further than to the first that matches.
static Answer isAffixes(const TypeStore &types, const TypeNode &tuple) {
  Answer all = Answer::Yes;
  for (auto [i, element] : llvm::enumerate(tuple.elements)) {
    Answer one = isText(types, element);
    bool mayStopBefore = i != 0 || !isFixedTuple(tuple);
    all = both(all, mayStopBefore && one == Answer::No ? Answer::Maybe : one);
  }
  return all;
}

static Answer isAffix(const TypeStore &types, TypeId type) {
  return askMembers(types, type, [&](TypeId member) {
    const TypeNode &node = types[member];
    if (node.kind == TypeKind::Tuple)
      return isAffixes(types, node);
    return answer(isTextKind(node.kind));
  });
}

/// What a table for `translate` has for a character.
static Answer isTranslation(const TypeStore &types, TypeId table) {
  return askMembers(types, table, [&](TypeId member) {
    const TypeNode &node = types[member];
    if (isTextKind(node.kind))
      return Answer::Yes;
    if (node.kind == TypeKind::Dict)
      return std::max(isTextOrNone(types, node.elements[1]), Answer::Maybe);
    // Others are looked at only if there is a character to look up.
    return Answer::Maybe;
  });
}

//--- The table ----------------------------------------------------------------

namespace {
using Asked = Answer(const TypeStore &, TypeId);

struct StrRule {
  enum Result { Bool, Int, Str, Strs, Triple };

  llvm::StringLiteral name;
  Result result;
  Asked *arguments[3] = {};
  /// Whatever the arguments are.
  bool mayRaise = false;
};
} // namespace

/// Sorted by name.
static constexpr StrRule StrRules[] = {
    {"capitalize", StrRule::Str},
    {"casefold", StrRule::Str},
    {"center", StrRule::Str, {isSize, isSomeText}},
    {"count", StrRule::Int, {isText, isBound, isBound}},
    {"endswith", StrRule::Bool, {isAffix, isBound, isBound}},
    {"expandtabs", StrRule::Str, {isSize}},
    {"find", StrRule::Int, {isText, isBound, isBound}},
    {"format", StrRule::Str, {}, /*mayRaise=*/true},
    {"index", StrRule::Int, {isText, isBound, isBound}, /*mayRaise=*/true},
    {"isalnum", StrRule::Bool},
    {"isalpha", StrRule::Bool},
    {"isascii", StrRule::Bool},
    {"isdecimal", StrRule::Bool},
    {"isdigit", StrRule::Bool},
    {"isidentifier", StrRule::Bool},
    {"islower", StrRule::Bool},
    {"isnumeric", StrRule::Bool},
    {"isprintable", StrRule::Bool},
    {"isspace", StrRule::Bool},
    {"istitle", StrRule::Bool},
    {"isupper", StrRule::Bool},
    {"ljust", StrRule::Str, {isSize, isSomeText}},
    {"lower", StrRule::Str},
    {"lstrip", StrRule::Str, {isTextOrNone}},
    {"partition", StrRule::Triple, {isSomeText}},
    {"removeprefix", StrRule::Str, {isText}},
    {"removesuffix", StrRule::Str, {isText}},
    {"replace", StrRule::Str, {isText, isText, isSize}},
    {"rfind", StrRule::Int, {isText, isBound, isBound}},
    {"rindex", StrRule::Int, {isText, isBound, isBound}, /*mayRaise=*/true},
    {"rjust", StrRule::Str, {isSize, isSomeText}},
    {"rpartition", StrRule::Triple, {isSomeText}},
    {"rsplit", StrRule::Strs, {isSeparator, isSize}},
    {"rstrip", StrRule::Str, {isTextOrNone}},
    {"split", StrRule::Strs, {isSeparator, isSize}},
    {"splitlines", StrRule::Strs, {isSize}},
    {"startswith", StrRule::Bool, {isAffix, isBound, isBound}},
    {"strip", StrRule::Str, {isTextOrNone}},
    {"swapcase", StrRule::Str},
    {"title", StrRule::Str},
    {"translate", StrRule::Str, {isTranslation}},
    {"upper", StrRule::Str},
    {"zfill", StrRule::Str, {isSize}},
};

static TypeId typeOfResult(TypeStore &types, StrRule::Result result) {
  switch (result) {
  case StrRule::Bool:
    return types::Bool;
  case StrRule::Int:
    return types::Int;
  case StrRule::Str:
    return types::Str;
  case StrRule::Strs:
    return types.list(types::Str);
  case StrRule::Triple:
    return types.tuple({types::Str, types::Str, types::Str});
  }
  llvm_unreachable("not a Result");
}

//--- join ---------------------------------------------------------------------

static Outcome joinRule(Call &call) {
  TypeStore &types = call.types;
  return lift(types, call[0], [&](TypeId pieces) {
    TypeNode node = types[pieces];
    Checks checks;
    TypeId item = checks.take(itemsOf(types, pieces));
    if (!isFixedTuple(node))
      return checks.requireOfItems(isText(types, item)).gives(types::Str);
    for (TypeId element : node.elements)
      checks.require(isText(types, element));
    return checks.gives(types::Str);
  });
}

//--- maketrans ----------------------------------------------------------------

/// The keys become numbers, which bools are.
static Outcome tableFromDict(TypeStore &types, TypeId from) {
  return lift(types, from, [&](TypeId member) -> Outcome {
    TypeNode node = types[member];
    if (node.kind == TypeKind::Any)
      return mayGive(
          types.dict(types.join(types::Int, types::Bool), types::Any));
    if (node.kind != TypeKind::Dict)
      return raises();
    Outcome key = lift(types, node.elements[0], [&](TypeId k) -> Outcome {
      TypeKind kind = types.kind(k);
      if (kind == TypeKind::Any)
        return mayGive(types.join(types::Int, types::Bool));
      if (isTextKind(kind))
        return mayGive(types::Int);
      return isIntKind(kind) ? Outcome{k} : raises();
    });
    if (!key.type)
      return raises();
    return {types.dict(key.type, node.elements[1]), key.mayRaise};
  });
}

static Outcome maketransRule(Call &call) {
  TypeStore &types = call.types;
  if (!call[1])
    return tableFromDict(types, call[0]);
  TypeId to = call[2] ? types.optional(types::Int) : types::Int;
  return Checks()
      .require(isText(types, call[0]))
      .require(isText(types, call[1]))
      .require(call.given(2, isText))
      .risk(true)
      .gives(types.dict(types::Int, to));
}

//--- Rules --------------------------------------------------------------------

Outcome typing::strMethodRule(llvm::StringRef name, Call &call) {
  if (name == "join")
    return joinRule(call);
  if (name == "maketrans")
    return maketransRule(call);
  const StrRule *rule = llvm::find_if(
      StrRules, [&](const StrRule &each) { return each.name == name; });
  assert(rule != std::end(StrRules) && "a method without a rule");
  Checks checks;
  for (auto [i, parameter] : llvm::enumerate(call.parameters))
    checks.require(call.given(i, rule->arguments[i]));
  return checks.risk(rule->mayRaise)
      .gives(typeOfResult(call.types, rule->result));
}
