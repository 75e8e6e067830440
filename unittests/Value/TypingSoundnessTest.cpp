//===- TypingSoundnessTest.cpp - Types against values ---------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The one property of Typing.h: whatever an operation does with some
/// values, it is among what the rules say of types that the values have. Every
/// operation of the catalogue is carried out on a great many values.
///
/// A failure names a number; `run(number)` does the same again.
//===----------------------------------------------------------------------===//
#include "Fixture.h"
#include "RandomValues.h"
#include "plue/Value/Typing.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace plue;
using namespace plue::value;
using namespace plue::value::testing;

namespace {
/// One operation on random values.
class Experiment {
public:
  Experiment(TypeStore &types, uint64_t seed)
      : types(types), random(ctx, seed) {}

  void run();
  /// What was done, for people.
  std::string text;
  /// What is wrong; empty if nothing is.
  std::string fault;
  /// The operation, if it has returned.
  std::string succeededName;
  unsigned numUseful = 0;

  Limits limits;
  Heap heap;
  TypeStore &types;
  RecordingContext ctx{heap, types, limits};

private:
  void operators();
  void comparisons();
  void subscripts();
  void formats();
  void calls();
  void conversions();
  void methods();

  /// Notes an operand.
  TypedValue use(TypedValue v);
  TypedValue use() { return use(random.value()); }
  void arguments(Value object = Value());
  CallTypes callTypes();
  TypeId resultOf(unsigned argument, llvm::ArrayRef<TypeId> operands);

  /// Compares what has happened with what was foretold.
  void check(FailureOr<Value> result, const Typing &typing);
  void checkResult(Value v, const Typing &typing);
  void checkException(const Typing &typing, const char *when);
  void expectAdmitted(TypeId type, Value v, const char *what,
                      const Typing &typing);
  void complain(const llvm::Twine &what);

  RandomValues random;
  std::string name;
  bool usesEmpty = false;
  bool functionMayRaise = false;
  llvm::SmallVector<Value> positional;
  llvm::SmallVector<TypeId> positionalTypes;
  llvm::SmallVector<std::pair<llvm::StringRef, Value>> keywords;
  llvm::SmallVector<std::pair<llvm::StringRef, TypeId>> keywordTypes;
  bool isFunctionKnown = true;
};
} // namespace

//--- Checking -----------------------------------------------------------------

void Experiment::complain(const llvm::Twine &what) {
  if (fault.empty())
    fault = what.str();
}

TypedValue Experiment::use(TypedValue used) {
  usesEmpty |= holdsEmpty(ctx, used.v);
  FailureOr<Value> shown = repr(ctx, used.v);
  if (failed(shown))
    ctx.takeException();
  text += " " + (succeeded(shown) ? shown->text().str() : "?") + ": " +
          types.str(used.type);
  return used;
}

void Experiment::checkException(const Typing &typing, const char *when) {
  Exception exception = ctx.takeException();
  if (exception.kind >= ExcKind::Limit ||
      exception.kind == ExcKind::RecursionError)
    return;
  ++numUseful;
  if (!typing.isError() && !typing.mayRaise && !functionMayRaise)
    complain(llvm::Twine("raises ") + when + ": " +
             value::name(exception.kind) + ": " + exception.message);
}

void Experiment::expectAdmitted(TypeId type, Value v, const char *what,
                                const Typing &typing) {
  FailureOr<Value> shown = repr(ctx, v);
  if (failed(shown))
    ctx.takeException();
  std::string textOfValue = succeeded(shown) ? shown->text().str() : "?";
  bool isAdmitted = admits(ctx, type, v);
  if (ctx.hasException())
    return checkException(typing, "when walked");
  if (!isAdmitted)
    complain(llvm::Twine(what) + " is " + textOfValue + ", not of type " +
             types.str(type));
}

void Experiment::checkResult(Value v, const Typing &typing) {
  if (!typing.isError()) {
    ++numUseful;
    succeededName = name;
    return expectAdmitted(typing.type, v, "the result", typing);
  }
  // Iterators fail when they are walked; nothing fails for items that there
  // are none of.
  if (v.is(Kind::Iterator) && failed(items(ctx, v)))
    return checkException(typing, "when walked");
  if (!usesEmpty)
    complain("returns, against: " + typing.error);
}

void Experiment::check(FailureOr<Value> result, const Typing &typing) {
  text += " -> " + (typing.isError() ? "error" : types.str(typing.type));
  if (typing.isError() && typing.error.empty())
    complain("an error without a message");
  if (failed(result))
    return checkException(typing, "at once");
  checkResult(*result, typing);
}

//--- Operations ---------------------------------------------------------------

void Experiment::operators() {
  TypedValue a = use();
  if (random.chance(10)) {
    auto op = UnaryOp(random.below(4));
    name = "unary " + spelling(op).str();
    return check(unary(ctx, op, a.v), typeOfUnary(types, op, a.type));
  }
  TypedValue b = use(random.like(a.v));
  auto op = BinaryOp(random.below(13));
  name = spelling(op).str();
  if (random.chance(60))
    return check(binary(ctx, op, a.v, b.v),
                 typeOfBinary(types, op, a.type, b.type));
  name += "=";
  check(inplace(ctx, op, a.v, b.v), typeOfInplace(types, op, a.type, b.type));
}

void Experiment::comparisons() {
  TypedValue a = use(), b = use(random.like(a.v));
  auto op = CompareOp(random.below(10));
  name = spelling(op).str();
  check(compare(ctx, op, a.v, b.v), typeOfCompare(types, op, a.type, b.type));
}

void Experiment::subscripts() {
  TypedValue object = use();
  switch (random.below(4)) {
  case 0: {
    name = "slice";
    TypedValue parts[3];
    for (TypedValue &part : parts)
      part = use(random.chance(50)   ? TypedValue{Value::none(), types::None}
                 : random.chance(90) ? random.number()
                                     : random.value());
    return check(getSlice(ctx, object.v, parts[0].v, parts[1].v, parts[2].v),
                 typeOfSlice(types, object.type, parts[0].type, parts[1].type,
                             parts[2].type));
  }
  case 1: {
    name = "set item";
    TypedValue index =
        use(random.chance(60) ? random.number() : random.value());
    TypedValue item = use();
    Typing typing = typeOfSetItem(types, object.type, index.type, item.type);
    LogicalResult done = setItem(ctx, object.v, index.v, item.v);
    return check(failed(done) ? FailureOr<Value>(failure()) : object.v, typing);
  }
  case 2:
    name = "items";
    return check(iterate(ctx, object.v),
                 Typing{types::Any, typeOfItems(types, object.type).mayRaise});
  default:
    name = "index";
    TypedValue index =
        use(random.chance(60) ? random.number() : random.value());
    Value known = random.chance(50) ? index.v : Value();
    return check(getItem(ctx, object.v, index.v),
                 typeOfIndex(types, object.type, index.type, known));
  }
}

void Experiment::formats() {
  static constexpr llvm::StringLiteral Specs[] = {
      "",  "5", "<5",  "d", "x", "f", ".2f", "s",  "c", "e",  "g",  "%", "+",
      ",", "n", "05d", "é", "q", "z", ".3",  "#x", "b", "^9", "=5", "_"};
  TypedValue v = use();
  llvm::StringRef spec = Specs[random.below(std::size(Specs))];
  text += " format " + spec.str();
  name = "format";
  std::optional<llvm::StringRef> known(spec);
  if (random.chance(30))
    known = std::nullopt;
  check(format(ctx, v.v, spec), typeOfFormat(types, v.type, known));
}

//--- Calls --------------------------------------------------------------------

/// Methods are given an item of their object now and then.
void Experiment::arguments(Value object) {
  static constexpr llvm::StringLiteral Names[] = {
      "key", "default", "reverse",  "start", "strict", "sep",
      "a",   "ndigits", "maxsplit", "base",  "end",    "keepends"};
  static constexpr uint8_t Counts[] = {0, 1, 1, 1, 1, 2, 2, 3};
  for (unsigned i = Counts[random.below(std::size(Counts))]; i != 0; --i) {
    TypedValue v = use(random.argumentFor(object));
    positional.push_back(v.v);
    positionalTypes.push_back(v.type);
  }
  if (!random.chance(25))
    return;
  llvm::StringRef keyword = Names[random.below(std::size(Names))];
  text += " " + keyword.str() + "=";
  TypedValue v = use(random.argument());
  keywords.push_back({keyword, v.v});
  keywordTypes.push_back({keyword, v.type});
}

/// What a built-in function or class that was given as an argument returns.
TypeId Experiment::resultOf(unsigned argument,
                            llvm::ArrayRef<TypeId> operands) {
  Value function =
      argument == ~0U ? keywords.front().second : positional[argument];
  CallTypes args{.positional = operands};
  Typing typing;
  if (function.is(Kind::Builtin))
    typing = typeOfCall(types, function.asBuiltin(), args);
  else if (function.is(Kind::Type))
    typing = typeOfConversion(types, function.asType(), args);
  else
    typing = {.type = types::Any, .mayRaise = true};
  functionMayRaise |= typing.mayRaise;
  return typing.type;
}

CallTypes Experiment::callTypes() {
  CallTypes args{.positional = positionalTypes, .keywords = keywordTypes};
  return args;
}

void Experiment::calls() {
  auto id = BuiltinId(random.below(builtinNames().size()));
  name = builtinName(id).str();
  text += name;
  arguments();
  auto result = [&](unsigned argument, llvm::ArrayRef<TypeId> operands) {
    return resultOf(argument, operands);
  };
  CallTypes args = callTypes();
  if (random.chance(75))
    args.resultOf = result;
  Typing typing = typeOfCall(types, id, args);
  check(callBuiltin(ctx, id, {positional, keywords}), typing);
}

void Experiment::conversions() {
  llvm::StringRef className = classNames()[random.below(classNames().size())];
  name = className.str();
  text += name;
  arguments();
  // A class given to a container's class makes a type instead.
  for (Value &v : positional)
    if (v.is(Kind::Type))
      v = Value::builtin(BuiltinId::Len);
  TypeId type = findClass(types, className)->asType();
  Typing typing = typeOfConversion(types, type, callTypes());
  check(convert(ctx, type, {positional, keywords}), typing);
}

void Experiment::methods() {
  TypedValue object = use();
  std::vector<llvm::StringRef> names = methodNames(object.v.kind());
  if (names.empty() || random.chance(5))
    names = methodNames(Kind::List);
  name = names[random.below(names.size())].str();
  text += " ." + name;
  arguments(object.v);
  auto result = [&](unsigned argument, llvm::ArrayRef<TypeId> operands) {
    return resultOf(argument, operands);
  };
  CallTypes args = callTypes();
  if (random.chance(75))
    args.resultOf = result;
  MethodTyping typing = typeOfMethod(types, object.type, name, args);
  FailureOr<Value> returned =
      callMethod(ctx, object.v, name, {positional, keywords});
  bool hasReturned = succeeded(returned);
  check(returned, typing);
  name = typeName(object.v).str() + "." + name;
  if (!succeededName.empty())
    succeededName = name;
  if (!hasReturned || typing.isError() || object.v.is(Kind::Iterator))
    return;
  TypeId after = typing.objectAfter ? typing.objectAfter : object.type;
  expectAdmitted(after, object.v, "the object afterwards", typing);
}

void Experiment::run() {
  switch (random.below(10)) {
  case 0:
  case 1:
    return operators();
  case 2:
    return comparisons();
  case 3:
    return subscripts();
  case 4:
    return formats();
  case 5:
  case 6:
    return calls();
  case 7:
    return conversions();
  default:
    return methods();
  }
}

//--- The test -----------------------------------------------------------------

TEST(TypingSoundnessTest, WhatHappensWasForetold) {
  constexpr unsigned NumExperiments = 300'000, PerStore = 500, MaxFaults = 25;
  auto store = std::make_unique<TypeStore>();
  llvm::StringSet<> succeeded;
  unsigned numUseful = 0, numFaults = 0;
  for (unsigned i = 0; i != NumExperiments && numFaults < MaxFaults; ++i) {
    if (i % PerStore == 0)
      store = std::make_unique<TypeStore>();
    Experiment experiment(*store, i);
    experiment.run();
    numUseful += experiment.numUseful != 0;
    succeeded.insert(experiment.succeededName);
    if (experiment.fault.empty())
      continue;
    ++numFaults;
    ADD_FAILURE() << i << ": " << experiment.text << "\n" << experiment.fault;
  }
  EXPECT_GT(numUseful, NumExperiments * 9 / 10);
  // None of it is vacuous: each function and method has returned something.
  for (llvm::StringRef name : builtinNames())
    EXPECT_TRUE(succeeded.contains(name)) << name.str();
  for (llvm::StringRef name : classNames())
    EXPECT_TRUE(succeeded.contains(name)) << name.str();
  for (Kind kind : {Kind::Int, Kind::Float, Kind::Str, Kind::Tuple, Kind::Range,
                    Kind::List, Kind::Dict, Kind::Set}) {
    static constexpr llvm::StringLiteral Owners[] = {
        "",      "",      "",     "int",  "float", "str",
        "tuple", "range", "list", "dict", "set"};
    for (llvm::StringRef name : methodNames(kind)) {
      std::string full = (Owners[size_t(kind)] + "." + name).str();
      EXPECT_TRUE(succeeded.contains(full)) << full;
    }
  }
}
