//===- HostileTest.cpp - Values made to exhaust the evaluator -------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file None of this may crash, hang or fill the memory; each is refused with
/// count and limit. The whole file runs in well under a second.
//===----------------------------------------------------------------------===//
#include "Fixture.h"
#include <chrono>

using namespace plue;
using namespace plue::value;
using HostileTest = plue::value::testing::ValueTest;

/// 10 to the power of \p exponent.
static Value tenTo(Context &ctx, int64_t exponent) {
  return *binary(ctx, BinaryOp::Pow, Value::smallInt(10),
                 Value::smallInt(exponent));
}

//--- Big numbers --------------------------------------------------------------

TEST_F(HostileTest, TowersOfPowersAreRefused) {
  // 10 ** 10 ** 9
  Value exponent = tenTo(ctx, 9);
  EXPECT_EQ(why(binary(ctx, BinaryOp::Pow, num(10), exponent)),
            "limit: the size of an int in bits comes to 3000000001, and the "
            "limit is 4096");
  Value huge = tenTo(ctx, 300);
  EXPECT_EQ(kindOf(binary(ctx, BinaryOp::Pow, huge, huge)), ExcKind::Limit);
}

TEST_F(HostileTest, RepeatedSquaringStopsAtTheLimit) {
  Value x = num(3);
  FailureOr<Value> result = x;
  int rounds = 0;
  for (; rounds != 40 && succeeded(result); ++rounds) {
    x = *result;
    result = binary(ctx, BinaryOp::Mul, x, x);
  }
  EXPECT_LT(rounds, 14);
  EXPECT_EQ(kindOf(result), ExcKind::Limit);
}

TEST_F(HostileTest, HugeShiftsAreRefused) {
  Value count = tenTo(ctx, 10);
  EXPECT_EQ(why(binary(ctx, BinaryOp::LShift, num(1), count)),
            "limit: the size of an int in bits comes to 10000000001, and the "
            "limit is 4096");
  EXPECT_EQ(kindOf(binary(ctx, BinaryOp::LShift, num(1), tenTo(ctx, 30))),
            ExcKind::Limit);
  EXPECT_EQ(show(binary(ctx, BinaryOp::LShift, num(0), count)), "0");
  EXPECT_EQ(show(binary(ctx, BinaryOp::RShift, num(-1), count)), "-1");
}

TEST_F(HostileTest, LimitOnIntsIsExact) {
  Value most = get(binary(ctx, BinaryOp::LShift, num(1), num(4095)));
  EXPECT_TRUE(most.isBigInt());
  EXPECT_EQ(kindOf(binary(ctx, BinaryOp::Add, most, most)), ExcKind::Limit);
  Value rest = get(binary(ctx, BinaryOp::Sub, most, num(1)));
  Value all = get(binary(ctx, BinaryOp::Add, most, rest)); // 2**4096 - 1
  EXPECT_EQ(kindOf(binary(ctx, BinaryOp::Add, all, num(1))), ExcKind::Limit);
  EXPECT_TRUE(succeeded(unary(ctx, UnaryOp::Minus, all)));
  EXPECT_EQ(kindOf(unary(ctx, UnaryOp::Invert, all)), ExcKind::Limit);
}

TEST_F(HostileTest, LongDigitStringsAreRefused) {
  Value digits = str(std::string(1'000'000, '9'));
  EXPECT_EQ(kindOf(convert(ctx, types::Int, {.positional = digits})),
            ExcKind::ValueError);
  Value fits = str(std::string(4300, '9'));
  EXPECT_EQ(kindOf(convert(ctx, types::Int, {.positional = fits})),
            ExcKind::Limit);
  Value hex = str(std::string(1'000'000, 'f'));
  EXPECT_EQ(kindOf(convert(ctx, types::Int, {.positional = {hex, num(16)}})),
            ExcKind::Limit);
  Value zeros = str(std::string(1'000'000, '0'));
  EXPECT_EQ(show(convert(ctx, types::Int, {.positional = {zeros, num(2)}})),
            "0");
}

TEST_F(HostileTest, ModularPowersCostFuel) {
  Value n = get(binary(ctx, BinaryOp::Pow, num(3), num(2500)));
  EXPECT_EQ(kindOf(builtin("pow", {n, n, n})), ExcKind::Limit);
}

//--- Long strings and lists ---------------------------------------------------

TEST_F(HostileTest, RepetitionIsRefusedBeforeItIsDone) {
  Value count = tenTo(ctx, 12);
  EXPECT_EQ(why(binary(ctx, BinaryOp::Mul, str("a"), count)),
            "limit: the size of a string in bytes comes to 1000000000000, and "
            "the limit is 1048576");
  EXPECT_EQ(why(binary(ctx, BinaryOp::Mul, list(num(1)), count)),
            "limit: the number of items comes to 1000000000000, and the limit "
            "is 100000");
  Value most = num(INT64_MAX);
  EXPECT_EQ(kindOf(binary(ctx, BinaryOp::Mul, str("abc"), most)),
            ExcKind::Limit);
  EXPECT_EQ(kindOf(binary(ctx, BinaryOp::Mul, tuple({num(1), num(2)}), most)),
            ExcKind::Limit);
}

TEST_F(HostileTest, LongRangesCanBeMadeButNotWalked) {
  Value range = get(builtin("range", tenTo(ctx, 10)));
  EXPECT_EQ(show(builtin("len", range)), "10000000000");
  EXPECT_EQ(show(compare(ctx, CompareOp::In, num(9'999'999'999), range)),
            "True");
  TypeId list = types.list(types::Any);
  EXPECT_EQ(kindOf(convert(ctx, list, {.positional = range})), ExcKind::Limit);
  EXPECT_EQ(kindOf(builtin("sum", range)), ExcKind::Limit);
}

TEST_F(HostileTest, WidthsAreRefused) {
  Value width = tenTo(ctx, 10);
  for (llvm::StringRef name : {"ljust", "rjust", "center", "zfill"})
    EXPECT_EQ(kindOf(method(str("a"), name, width)), ExcKind::Limit)
        << name.str();
  EXPECT_EQ(kindOf(method(str("\t"), "expandtabs", num(INT32_MAX))),
            ExcKind::Limit);
  EXPECT_EQ(kindOf(format(ctx, num(1), "10000000000")), ExcKind::Limit);
  EXPECT_EQ(kindOf(format(ctx, num(1), "010000000000,")), ExcKind::Limit);
  EXPECT_EQ(kindOf(format(ctx, str("a"), "^10000000000")), ExcKind::Limit);
  EXPECT_EQ(kindOf(format(ctx, Value::floating(1), ".2000000000f")),
            ExcKind::Limit);
  EXPECT_EQ(kindOf(binary(ctx, BinaryOp::Mod, str("%10000000000d"), num(1))),
            ExcKind::Limit);
  EXPECT_EQ(kindOf(binary(ctx, BinaryOp::Mod, str("%.2000000000d"), num(1))),
            ExcKind::Limit);
  EXPECT_EQ(kindOf(binary(ctx, BinaryOp::Mod, str("%.2000000000g"), num(1))),
            ExcKind::Limit);
  EXPECT_EQ(kindOf(binary(ctx, BinaryOp::Mod, str("%*d"),
                          tuple({num(INT64_MIN), num(1)}))),
            ExcKind::ValueError);
  EXPECT_EQ(kindOf(method(str("{:{}}"), "format", {num(1), width})),
            ExcKind::Limit);
}

TEST_F(HostileTest, ReplacementDoesNotAmplify) {
  Value text = str(std::string(100'000, 'a'));
  EXPECT_EQ(kindOf(method(text, "replace", {str("a"), text})), ExcKind::Limit);
  EXPECT_EQ(kindOf(method(text, "replace", {str(""), text})), ExcKind::Limit);
  Value pieces = get(method(str(std::string(50'000, ',')), "split", str(",")));
  EXPECT_EQ(kindOf(method(text, "join", pieces)), ExcKind::Limit);
  Value table = dict({{num('a'), text}});
  EXPECT_EQ(kindOf(method(text, "translate", table)), ExcKind::Limit);
}

TEST_F(HostileTest, DoublingAStringStops) {
  FailureOr<Value> s = str("0123456789");
  int rounds = 0;
  for (; rounds != 50 && succeeded(s); ++rounds)
    s = binary(ctx, BinaryOp::Add, *s, *s);
  EXPECT_LT(rounds, 20);
  EXPECT_EQ(kindOf(s), ExcKind::Limit);
}

TEST_F(HostileTest, MemoryIsCountedInAll) {
  // Each of these strings is fine, all of them are not.
  Value half = str(std::string(600'000, 'x'));
  FailureOr<Value> s = half;
  for (int i = 0; i != 1000 && succeeded(s); ++i) {
    ctx.refuel();
    s = binary(ctx, BinaryOp::Add, half, str("y"));
  }
  EXPECT_EQ(kindOf(s), ExcKind::Limit);
  EXPECT_LE(heap.bytesAllocated(), limits.liveBytes);
}

TEST_F(HostileTest, SearchesAreLinear) {
  std::string text(500'000, 'a');
  Value haystack = str(text);
  Value needle = str(std::string(250'000, 'a') + "b");
  Value reversed = str("b" + std::string(250'000, 'a'));
  auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(show(method(haystack, "find", needle)), "-1");
  EXPECT_EQ(show(method(haystack, "rfind", reversed)), "-1");
  EXPECT_EQ(show(compare(ctx, CompareOp::In, needle, haystack)), "False");
  EXPECT_EQ(show(method(haystack, "count", needle)), "0");
  auto elapsed = std::chrono::steady_clock::now() - start;
  EXPECT_LT(elapsed, std::chrono::seconds(1));
}

//--- Shared and nested structures ---------------------------------------------

class NestedTest : public HostileTest {
protected:
  /// `x = [x, x]`, \p rounds times: small here, huge when written out.
  Value doubled(int rounds, bool asTuples) {
    Value x = num(1);
    for (int i = 0; i != rounds; ++i)
      x = asTuples ? tuple({x, x}) : list({x, x});
    return x;
  }
  /// `x = [x]`, \p depth times.
  Value nested(int depth, bool asTuples = false) {
    Value x = num(1);
    for (int i = 0; i != depth; ++i)
      x = asTuples ? tuple(x) : list(x);
    return x;
  }
};

TEST_F(NestedTest, SharedStructuresAreRefusedByFuelOrLimit) {
  EXPECT_EQ(kindOf(repr(ctx, doubled(40, false))), ExcKind::Limit);
  ctx.refuel();
  EXPECT_EQ(kindOf(toJson(ctx, doubled(40, false))), ExcKind::Limit);
  ctx.refuel();
  EXPECT_EQ(kindOf(equals(ctx, doubled(40, false), doubled(40, false))),
            ExcKind::Limit);
  ctx.refuel();
  EXPECT_EQ(kindOf(hash(ctx, doubled(40, true))), ExcKind::Limit);
  ctx.refuel();
  EXPECT_EQ(
      kindOf(compare(ctx, CompareOp::Lt, doubled(40, true), doubled(40, true))),
      ExcKind::Limit);
}

TEST_F(NestedTest, TypesOfSharedStructuresAreFound) {
  EXPECT_EQ(types.str(typeOf(types, doubled(3, false))),
            "list(list(list(int)))");
  // Past the limit of what a type can say there is Any.
  EXPECT_TRUE(typeOf(types, doubled(40, true)).isValid());
  Value cyclic = list({});
  ASSERT_TRUE(succeeded(append(ctx, cyclic.asList(), cyclic)));
  EXPECT_EQ(types.str(typeOf(types, cyclic)), "list");
}

TEST_F(NestedTest, DeepStructuresDoNotOverflowTheStack) {
  // R-limits: a deep structure is refused, never a crash.
  Value deep = nested(100'000), other = nested(100'000);
  EXPECT_EQ(why(repr(ctx, deep)), "RecursionError: maximum recursion depth "
                                  "exceeded while getting the repr of an "
                                  "object");
  EXPECT_EQ(why(equals(ctx, deep, other)),
            "RecursionError: maximum recursion depth exceeded in comparison");
  EXPECT_EQ(kindOf(compare(ctx, CompareOp::Lt, deep, other)),
            ExcKind::RecursionError);
  EXPECT_EQ(kindOf(hash(ctx, nested(100'000, true))), ExcKind::RecursionError);
  EXPECT_EQ(kindOf(toJson(ctx, deep)), ExcKind::RecursionError);
  EXPECT_EQ(ctx.nesting, 0U);
  EXPECT_TRUE(typeOf(types, deep).isValid());
}

TEST_F(NestedTest, ModerateDepthIsFine) {
  Value x = nested(300), y = nested(300);
  EXPECT_EQ(get(repr(ctx, x)).text(),
            std::string(300, '[') + "1" + std::string(300, ']'));
  EXPECT_TRUE(*equals(ctx, x, y));
}

TEST_F(NestedTest, DeepIteratorsAndTypeTuplesAreBounded) {
  Value it = list(num(1));
  Value none = Value::none();
  for (int i = 0; i != 50'000; ++i)
    it = get(builtin("filter", {none, it}));
  EXPECT_EQ(kindOf(builtin("next", it)), ExcKind::RecursionError);
  Value classes = nested(100'000, true);
  EXPECT_EQ(kindOf(builtin("isinstance", {none, classes})),
            ExcKind::RecursionError);
}

TEST_F(NestedTest, DeepTypesBecomeAny) {
  TypeId type = types::Int;
  for (int i = 0; i != 100'000; ++i)
    type = types.list(type);
  EXPECT_LT(types.str(type).size(), 1000U);
  EXPECT_TRUE(types.isAssignable(types::Int, types::Any));
  TypeId wide = types::Int;
  for (int i = 0; i != 60; ++i)
    wide = types.record("", {"a", "b"}, {wide, wide});
  EXPECT_LT(types.str(wide).size(), 1'000'000U);
}

TEST_F(NestedTest, CyclesShowAsInCPython) {
  Value x = list(num(1));
  ASSERT_TRUE(succeeded(append(ctx, x.asList(), x)));
  EXPECT_EQ(show(x), "[1, [...]]");
  Value d = dict({});
  ASSERT_TRUE(succeeded(dictInsert(ctx, d.asDict(), str("self"), d)));
  EXPECT_EQ(show(d), "{'self': {...}}");
  Value y = list(num(1));
  ASSERT_TRUE(succeeded(append(ctx, y.asList(), y)));
  EXPECT_EQ(kindOf(equals(ctx, x, y)), ExcKind::RecursionError);
  EXPECT_TRUE(*equals(ctx, x, x));
}

//--- Tables -------------------------------------------------------------------

TEST_F(HostileTest, ManyEqualHashesCostFuelAndNoMore) {
  // Colliding keys cannot be found without the hash function's help, but the
  // ones CPython suffers from are no trouble here.
  Value d = dict({});
  for (int64_t i = 0; i != 20'000; ++i)
    ASSERT_TRUE(succeeded(dictInsert(ctx, d.asDict(), num(i << 40), num(i))));
  EXPECT_LT(ctx.fuelUsed(), 300'000U);
  EXPECT_EQ(d.asDict()->live, 20'000U);
}

TEST_F(HostileTest, QueuesDoNotLeakHoles) {
  Value d = dict({});
  for (int64_t i = 0; i != 50'000; ++i) {
    ASSERT_TRUE(succeeded(dictInsert(ctx, d.asDict(), num(i), num(i))));
    if (i >= 10) {
      ASSERT_TRUE(*dictErase(ctx, d.asDict(), num(i - 10)));
    }
  }
  EXPECT_EQ(d.asDict()->live, 10U);
  EXPECT_LT(d.asDict()->entries.capacity, 100U);
}

TEST_F(HostileTest, ContainersStopAtTheLimitOfItems) {
  Value xs = list({});
  LogicalResult result = success();
  uint64_t count = 0;
  for (; succeeded(result); ++count)
    result = append(ctx, xs.asList(), num(1));
  EXPECT_EQ(count, limits.items + 1);
  EXPECT_EQ(why(result), "limit: the number of items comes to 100001, and the "
                         "limit is 100000");
  ctx.refuel();
  Value seen = set({});
  FailureOr<bool> added = true;
  for (int64_t i = 0; succeeded(added); ++i)
    added = setInsert(ctx, seen.asSet(), num(i));
  EXPECT_EQ(kindOf(added), ExcKind::Limit);
}

TEST_F(HostileTest, FuelRunsOutOnce) {
  ASSERT_TRUE(succeeded(ctx.burn(limits.fuel - 5)));
  EXPECT_EQ(why(ctx.burn(100)),
            "limit: the work of this evaluation comes to 1000095, and the "
            "limit is 1000000");
  EXPECT_EQ(kindOf(ctx.burn(1)), ExcKind::Limit);
  ctx.refuel();
  EXPECT_TRUE(succeeded(ctx.burn(1)));
  EXPECT_EQ(kindOf(ctx.burn(UINT64_MAX)), ExcKind::Limit);
}

//--- Bytes that are not text --------------------------------------------------

TEST_F(HostileTest, InvalidUtf8IsReplaced) {
  EXPECT_EQ(str("a\xFFz").text(), "a\uFFFDz");
  EXPECT_EQ(str("\xC3").text(), "\uFFFD");
  EXPECT_EQ(str("\xE2\x82").text(), "\uFFFD");
  EXPECT_EQ(str("\xE2\x82z").text(), "\uFFFDz");
  EXPECT_EQ(str("\xED\xA0\x80").asStr()->length, 3U); // a surrogate
  EXPECT_EQ(str("\xC0\x80").asStr()->length, 2U);     // an overlong NUL
  EXPECT_EQ(str("\xF4\x90\x80\x80").asStr()->length, 4U);
  EXPECT_EQ(str(llvm::StringRef("a\0b", 3)).asStr()->length, 3U);
}

TEST_F(HostileTest, SurrogatesAreNoCharacters) {
  EXPECT_EQ(kindOf(builtin("chr", num(0xD800))), ExcKind::ValueError);
  EXPECT_EQ(kindOf(format(ctx, num(0xDFFF), "c")), ExcKind::ValueError);
  EXPECT_EQ(kindOf(binary(ctx, BinaryOp::Mod, str("%c"), num(0xD800))),
            ExcKind::ValueError);
  EXPECT_EQ(
      kindOf(method(str("a"), "translate", dict({{num('a'), num(0xDC00)}}))),
      ExcKind::ValueError);
}
