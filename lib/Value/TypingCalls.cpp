//===- TypingCalls.cpp - Types of calls -----------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Arguments are bound by the very code that binds them for a call: each
/// is represented by its type, as a value. The rules are in the files beside.
//===----------------------------------------------------------------------===//
#include "TypeRules.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;
using namespace plue::value::typing;

//--- Binding ------------------------------------------------------------------

namespace {
/// Types in the place of arguments.
struct StandIns {
  explicit StandIns(const CallTypes &args) {
    for (TypeId type : args.positional)
      positional.push_back(Value::type(type));
    for (auto [name, type] : args.keywords)
      keywords.push_back({name, Value::type(type)});
  }
  CallArgs args() const { return {positional, keywords}; }

  ValueVector positional;
  llvm::SmallVector<std::pair<llvm::StringRef, Value>> keywords;
};
} // namespace

Outcome typing::applyRule(TypeStore &types, const NativeEntry &entry, Rule rule,
                          TypeId self, const CallTypes &args,
                          TypeId *objectAfter) {
  Heap heap;
  Limits limits;
  Context ctx(heap, types, limits);
  StandIns standIns(args);
  Invocation in;
  if (failed(bindArguments(ctx, entry, "", standIns.args(), in)))
    return raises();
  Call call{.types = types, .self = self, .args = args};
  for (Value parameter : in.parameters)
    call.parameters.push_back(parameter ? parameter.asType() : TypeId());
  if (entry.signature.hasRest)
    call.rest = args.positional;
  if (entry.signature.hasKeywords)
    call.keywords = args.keywords;
  Outcome outcome = rule(call);
  if (objectAfter)
    *objectAfter = call.objectAfter;
  return outcome;
}

Outcome Call::resultOf(TypeId function, unsigned argument,
                       llvm::ArrayRef<TypeId> operands, Outcome without) const {
  auto isAbsent = [&](TypeId operand) { return isNever(types, operand); };
  if (llvm::any_of(operands, isAbsent))
    return {types.never()}; // It is not called.
  return lift(types, function, [&](TypeId member) -> Outcome {
    if (member == types::None)
      return without;
    if (member != types::Any)
      return raises();
    if (!args.resultOf)
      return mayGive(types::Any);
    TypeId result = args.resultOf(argument, operands);
    return result ? Outcome{result} : raises();
  });
}

Outcome Call::keyOf(TypeId function, TypeId item) const {
  return function ? resultOf(function, KeyArgument, item, {item})
                  : Outcome{item};
}

Typing typing::describeCall(
    TypeStore &types, Outcome outcome, const CallTypes &args,
    llvm::function_ref<FailureOr<Value>(Context &, const CallArgs &)> run) {
  TypeVector operands(args.positional.begin(), args.positional.end());
  for (auto [name, type] : args.keywords)
    operands.push_back(type);
  size_t numPositional = args.positional.size();
  return describe(
      types, outcome, operands,
      [&](Context &ctx, llvm::ArrayRef<Value> samples) {
        llvm::SmallVector<std::pair<llvm::StringRef, Value>> keywords;
        for (auto [keyword, sample] :
             llvm::zip(args.keywords, samples.drop_front(numPositional)))
          keywords.push_back({keyword.first, sample});
        return run(ctx, {samples.take_front(numPositional), keywords});
      });
}

//--- Methods ------------------------------------------------------------------

bool value::isIterator(const TypeStore &types, TypeId type) {
  const TypeNode &node = types[type];
  return node.kind == TypeKind::Iterable && !typing::isRange(node) &&
         !typing::isView(node);
}

Kind value::kindOfMethods(const TypeStore &types, TypeId type) {
  const TypeNode &node = types[type];
  if (node.kind == TypeKind::Enum)
    return Kind::Str;
  if (typing::isRange(node))
    return Kind::Range;
  if (typing::isView(node))
    return typing::isSetLike(node) ? Kind::View : Kind::Absent;
  return kindOfClass(types, type);
}

/// Whether some container has a method of that name which changes it.
static bool maySomethingChange(llvm::StringRef name) {
  static constexpr llvm::StringLiteral names[] = {
      "add",
      "append",
      "clear",
      "difference_update",
      "discard",
      "extend",
      "insert",
      "intersection_update",
      "pop",
      "popitem",
      "remove",
      "reverse",
      "setdefault",
      "sort",
      "symmetric_difference_update",
      "update",
  };
  return llvm::is_contained(names, name);
}

static Outcome methodOutcome(TypeStore &types, TypeId object,
                             llvm::StringRef name, const CallTypes &args,
                             TypeId &objectAfter) {
  if (object == types::Any) {
    if (maySomethingChange(name))
      objectAfter = types::Any;
    return mayGive(types::Any);
  }
  Kind kind = kindOfMethods(types, object);
  const NativeEntry *entry =
      kind == Kind::Absent ? nullptr : findMethod(kind, name);
  if (!entry)
    return raises();
  return applyRule(
      types, *entry, [&](Call &call) { return methodRule(kind, name, call); },
      object, args, &objectAfter);
}

/// The object and the arguments together, for samples.
static Typing describeMethod(TypeStore &types, Outcome outcome, TypeId object,
                             llvm::StringRef name, const CallTypes &args) {
  TypeVector withObject{object};
  llvm::append_range(withObject, args.positional);
  CallTypes all{.positional = withObject, .keywords = args.keywords};
  return describeCall(
      types, outcome, all, [&](Context &ctx, const CallArgs &samples) {
        return callMethod(ctx, samples.positional.front(), name,
                          {samples.positional.drop_front(), samples.keywords});
      });
}

MethodTyping value::typeOfMethod(TypeStore &types, TypeId object,
                                 llvm::StringRef name, const CallTypes &args) {
  OutcomeJoin after(types);
  bool changes = false;
  Outcome outcome = lift(types, object, [&](TypeId member) {
    TypeId objectAfter;
    Outcome one = methodOutcome(types, member, name, args, objectAfter);
    changes |= objectAfter.isValid();
    if (one.type)
      after.add({objectAfter ? objectAfter : member});
    return one;
  });
  MethodTyping typing;
  static_cast<Typing &>(typing) =
      describeMethod(types, outcome, object, name, args);
  if (changes)
    typing.objectAfter = after.result().type;
  return typing;
}
