//===- StagingTest.cpp - Run-time values and cells ------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What the evaluator relies on: a symbolic value may be moved about, but
/// whoever would look at it raises Residual before anything has changed; and
/// the context hears of every change of a cell beforehand.
//===----------------------------------------------------------------------===//
#include "Fixture.h"

using namespace plue;
using namespace plue::value;

namespace {
class StagingTest : public plue::value::testing::ValueTest {
protected:
  const Value unknown = Value::symbolic(7);

  void expectResidual(FailureOr<Value> result, const char *what) {
    EXPECT_EQ(kindOf(result), ExcKind::Residual) << what;
  }
};
} // namespace

//--- Symbolic values ----------------------------------------------------------

TEST_F(StagingTest, LookingAtASymbolicValueIsResidual) {
  for (unsigned op = 0; op != 4; ++op)
    expectResidual(unary(ctx, UnaryOp(op), unknown), "unary");
  for (unsigned op = 0; op != 13; ++op) {
    expectResidual(binary(ctx, BinaryOp(op), unknown, num(1)), "left");
    expectResidual(binary(ctx, BinaryOp(op), str("a"), unknown), "right");
    expectResidual(inplace(ctx, BinaryOp(op), list({}), unknown), "in place");
  }
  for (unsigned op = 0; op != 8; ++op) {
    expectResidual(compare(ctx, CompareOp(op), unknown, Value::none()), "<");
    expectResidual(compare(ctx, CompareOp(op), unknown, unknown), "same");
  }
  expectResidual(compare(ctx, CompareOp::In, unknown, str("abc")), "in str");
  expectResidual(compare(ctx, CompareOp::In, unknown, dict({})), "in dict");
  expectResidual(compare(ctx, CompareOp::In, num(1), unknown), "in unknown");
  EXPECT_EQ(kindOf(truth(ctx, unknown)), ExcKind::Residual);
  EXPECT_EQ(kindOf(hash(ctx, tuple({num(1), unknown}))), ExcKind::Residual);
  EXPECT_EQ(kindOf(length(ctx, unknown)), ExcKind::Residual);
  EXPECT_EQ(kindOf(toJson(ctx, list(unknown))), ExcKind::Residual);
  expectResidual(iterate(ctx, unknown), "iterate");
  expectResidual(repr(ctx, list({num(1), unknown})), "repr");
  expectResidual(format(ctx, unknown, ""), "format");
  expectResidual(getItem(ctx, unknown, num(0)), "item of");
  expectResidual(getItem(ctx, list(num(1)), unknown), "index");
  expectResidual(getSlice(ctx, str("a"), unknown, Value::none(), Value::none()),
                 "slice");
  expectResidual(getMethod(ctx, unknown, "upper"), "method");
  expectResidual(call(ctx, unknown, {}), "call");
}

TEST_F(StagingTest, EveryBuiltinAndMethodMeetsSymbolicArguments) {
  // Whatever the arguments: a result that did not look, a certain type error,
  // or Residual; nothing else, and no crash.
  std::vector<Value> objects = {num(1),       Value::floating(1),
                                str("ab"),    tuple(num(1)),
                                list(num(1)), dict({{num(1), num(2)}}),
                                set(num(1)),  get(builtin("range", num(3)))};
  auto check = [&](FailureOr<Value> result, llvm::StringRef name) {
    EXPECT_EQ(failed(result), ctx.hasException()) << name.str();
    if (ctx.hasException())
      ctx.takeException();
  };
  llvm::SmallVector<Value> args;
  for (unsigned count = 0; count != 4; ++count) {
    for (llvm::StringRef name : builtinNames())
      check(builtin(name, args), name);
    for (Value object : objects)
      for (llvm::StringRef name : methodNames(object.kind()))
        check(method(object, name, args), name);
    args.push_back(unknown);
  }
}

TEST_F(StagingTest, MovingASymbolicValueIsFine) {
  Value xs = list({num(1), unknown});
  EXPECT_EQ(*length(ctx, xs), 2U);
  EXPECT_TRUE(get(getItem(ctx, xs, num(1))).isSymbolic());
  EXPECT_TRUE(*truth(ctx, xs));
  Value both = get(binary(ctx, BinaryOp::Add, xs, list(unknown)));
  EXPECT_EQ(*length(ctx, both), 3U);
  EXPECT_EQ(*length(ctx, get(binary(ctx, BinaryOp::Mul, xs, num(2)))), 4U);
  EXPECT_TRUE(succeeded(method(xs, "append", unknown)));
  EXPECT_TRUE(succeeded(method(xs, "insert", {num(0), unknown})));
  EXPECT_TRUE(succeeded(method(xs, "extend", tuple(unknown))));
  EXPECT_TRUE(succeeded(method(xs, "reverse")));
  EXPECT_TRUE(get(method(xs, "pop", num(0))).isSymbolic());
  Value d = dict({{str("k"), unknown}});
  EXPECT_TRUE(get(getItem(ctx, d, str("k"))).isSymbolic());
  EXPECT_TRUE(get(method(d, "get", {str("z"), unknown})).isSymbolic());
  EXPECT_TRUE(succeeded(setItem(ctx, d, str("z"), unknown)));
  EXPECT_EQ(items(ctx, get(method(d, "values")))->size(), 2U);
  Value pairs = get(builtin("zip", {xs, xs}));
  EXPECT_EQ(items(ctx, pairs)->size(), 4U);
}

TEST_F(StagingTest, WhatIsFoundBeforeASymbolicValueIsExact) {
  Value xs = list({num(1), unknown});
  EXPECT_EQ(show(compare(ctx, CompareOp::In, num(1), xs)), "True");
  EXPECT_EQ(show(method(xs, "index", num(1))), "0");
  expectResidual(compare(ctx, CompareOp::In, num(2), xs), "after");
  EXPECT_EQ(show(builtin("any", xs)), "True");
  expectResidual(builtin("all", xs), "all");
  EXPECT_FALSE(*equals(ctx, xs, list({num(2), unknown})));
  EXPECT_FALSE(*equals(ctx, xs, list(num(1))));
}

TEST_F(StagingTest, NothingHasChangedWhenResidualIsRaised) {
  Value xs = list({num(3), unknown, num(1)});
  Value d = dict({{num(1), num(2)}});
  Value s = set({num(1)});
  ctx.mutated.clear();
  expectResidual(method(xs, "sort"), "sort");
  expectResidual(method(xs, "remove", num(1)), "remove");
  expectResidual(method(xs, "pop", unknown), "pop");
  expectResidual(method(xs, "extend", unknown), "extend");
  expectResidual(method(d, "update", list({tuple({num(5), num(6)}), unknown})),
                 "update");
  expectResidual(method(d, "setdefault", unknown), "setdefault");
  expectResidual(method(s, "add", unknown), "add");
  expectResidual(method(s, "update", list({num(5), unknown})), "set update");
  EXPECT_EQ(kindOf(setItem(ctx, d, unknown, num(1))), ExcKind::Residual);
  EXPECT_EQ(kindOf(setItem(ctx, xs, unknown, num(1))), ExcKind::Residual);
  EXPECT_TRUE(ctx.mutated.empty());
  EXPECT_EQ(xs.asList()->items.size, 3U);
  EXPECT_EQ(show(d), "{1: 2}");
  EXPECT_EQ(show(s), "{1}");
}

//--- Cells --------------------------------------------------------------------

TEST_F(StagingTest, TheContextHearsOfEveryChange) {
  Value xs = list({num(2), num(1)});
  Value d = dict({{num(1), num(2)}});
  Value s = set({num(1), num(2)});
  struct Change {
    Value cell;
    const char *name;
    llvm::SmallVector<Value> args;
  };
  const Change changes[] = {
      {xs, "append", {num(3)}},
      {xs, "extend", {list(num(4))}},
      {xs, "insert", {num(0), num(9)}},
      {xs, "pop", {}},
      {xs, "remove", {num(9)}},
      {xs, "reverse", {}},
      {xs, "sort", {}},
      {xs, "clear", {}},
      {d, "update", {d}},
      {d, "setdefault", {num(8)}},
      {d, "pop", {num(8)}},
      {d, "popitem", {}},
      {d, "clear", {}},
      {s, "add", {num(7)}},
      {s, "discard", {num(7)}},
      {s, "remove", {num(2)}},
      {s, "update", {s}},
      {s, "intersection_update", {s}},
      {s, "difference_update", {list({})}},
      {s, "symmetric_difference_update", {list({})}},
      {s, "pop", {}},
      {s, "clear", {}},
  };
  for (const Change &change : changes) {
    ctx.mutated.clear();
    EXPECT_TRUE(succeeded(method(change.cell, change.name, change.args)))
        << change.name;
    ASSERT_EQ(ctx.mutated.size(), 1U) << change.name;
    EXPECT_TRUE(isIdentical(ctx.mutated[0], change.cell)) << change.name;
  }
}

TEST_F(StagingTest, ARefusedChangeDoesNotHappen) {
  Value xs = list({num(2), num(1)});
  Value d = dict({{num(1), num(2)}});
  Value s = set({num(1)});
  Value it = get(builtin("zip", {xs}));
  ctx.refusesMutation = true;
  for (const char *name : {"pop", "reverse", "sort", "clear"})
    EXPECT_EQ(kindOf(method(xs, name)), ExcKind::Reported) << name;
  EXPECT_EQ(kindOf(inplace(ctx, BinaryOp::Add, xs, list(num(1)))),
            ExcKind::Reported);
  EXPECT_EQ(kindOf(inplace(ctx, BinaryOp::Mul, xs, num(2))), ExcKind::Reported);
  EXPECT_EQ(kindOf(inplace(ctx, BinaryOp::BitOr, d, d)), ExcKind::Reported);
  EXPECT_EQ(kindOf(inplace(ctx, BinaryOp::BitOr, s, s)), ExcKind::Reported);
  EXPECT_EQ(kindOf(setItem(ctx, d, num(1), num(3))), ExcKind::Reported);
  EXPECT_EQ(kindOf(builtin("next", it)), ExcKind::Reported);
  EXPECT_EQ(kindOf(iterate(ctx, it)), ExcKind::Reported);
  EXPECT_EQ(show(xs), "[2, 1]");
  EXPECT_EQ(show(d), "{1: 2}");
  // What needs no change is none.
  EXPECT_EQ(show(method(s, "add", num(1))), "None");
  EXPECT_EQ(show(method(s, "discard", num(5))), "None");
  EXPECT_EQ(show(method(d, "setdefault", num(1))), "2");
}

//--- Sets ---------------------------------------------------------------------

TEST_F(StagingTest, TheOrderOfASetNeverShows) {
  Value s = set({num(1), num(2)});
  TypeId lists = types.list(types::Any);
  auto refused = [&](FailureOr<Value> v, const char *what) {
    EXPECT_EQ(kindOf(v), ExcKind::Nondeterministic) << what;
  };
  refused(repr(ctx, s), "repr");
  refused(repr(ctx, list(s)), "repr inside");
  refused(iterate(ctx, s), "iterate");
  refused(convert(ctx, lists, {.positional = s}), "list");
  refused(method(str(","), "join", set({str("a"), str("b")})), "join");
  refused(method(s, "pop"), "pop");
  refused(builtin("enumerate", s), "enumerate");
  refused(builtin("zip", s), "zip");
  refused(inplace(ctx, BinaryOp::Add, list({}), s), "+=");
  refused(callMethod(ctx, dict({}), "fromkeys", {.positional = s}), "fromkeys");
  refused(builtin("sum", set({Value::floating(0.1), num(1)})), "sum");
  EXPECT_EQ(kindOf(items(ctx, s)), ExcKind::Nondeterministic);
  // CPython's order of two equals would show in the result.
  Value len = Value::builtin(*findBuiltin("len"));
  Value words = set({str("a"), str("b"), str("ccc")});
  BuiltinId sorted = *findBuiltin("sorted"), max = *findBuiltin("max"),
            min = *findBuiltin("min");
  std::pair<llvm::StringRef, Value> byLength[] = {{"key", len}};
  CallArgs args{.positional = words, .keywords = byLength};
  refused(callBuiltin(ctx, sorted, args), "sorted by key");
  refused(callBuiltin(ctx, min, args), "min by key");
  EXPECT_EQ(show(callBuiltin(ctx, max, args)), "'ccc'");
  EXPECT_EQ(show(builtin("sorted", words)), "['a', 'b', 'ccc']");
}

TEST_F(StagingTest, NoNanIsComparedByIdentity) {
  Value nan = Value::floating(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(kindOf(compare(ctx, CompareOp::In, nan, list(nan))),
            ExcKind::Nondeterministic);
  EXPECT_EQ(kindOf(builtin("sorted", list({nan, num(1)}))),
            ExcKind::Nondeterministic);
  EXPECT_FALSE(*equals(ctx, nan, nan));
}

TEST_F(StagingTest, AddressesNeverShow) {
  EXPECT_EQ(kindOf(repr(ctx, get(builtin("zip")))), ExcKind::Nondeterministic);
  EXPECT_EQ(kindOf(repr(ctx, get(getMethod(ctx, str("a"), "join")))),
            ExcKind::Nondeterministic);
}

//--- Printing -----------------------------------------------------------------

TEST_F(StagingTest, PrintFormatsOneLine) {
  std::pair<llvm::StringRef, Value> options[] = {{"sep", str("-")},
                                                 {"end", str("!\n")}};
  EXPECT_TRUE(succeeded(builtin("print", {num(1), str("a"), Value::none()})));
  EXPECT_TRUE(succeeded(builtin("print")));
  Value args[] = {num(1), num(2)};
  EXPECT_TRUE(
      succeeded(callBuiltin(ctx, *findBuiltin("print"), {args, options})));
  EXPECT_EQ(kindOf(builtin("print", unknown)), ExcKind::Residual);
  EXPECT_EQ(ctx.printed, (std::vector<std::string>{"1 a None", "", "1-2!"}));
}
