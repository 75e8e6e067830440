//===- NumberBuiltins.cpp - Built-in functions on numbers -----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Calls.h"
#include <cmath>

using namespace plue;
using namespace plue::value;

static bool isNumber(Value v) { return v.isIntegral() || v.isFloat(); }

//--- Digits -------------------------------------------------------------------

static FailureOr<Value> inBase(Context &ctx, Value v, unsigned base,
                               llvm::StringRef prefix) {
  PLUE_CHECK(toIndexClamped(ctx, v));
  PLUE_CHECK(burnDigits(ctx, v));
  std::string digits = intDigits(v, base);
  digits.insert(digits[0] == '-' ? 1 : 0, prefix.str());
  return ctx.heap.makeStr(ctx, digits);
}

FailureOr<Value> value::builtinBin(Context &ctx, const Invocation &in) {
  return inBase(ctx, in[0], 2, "0b");
}
FailureOr<Value> value::builtinHex(Context &ctx, const Invocation &in) {
  return inBase(ctx, in[0], 16, "0x");
}
FailureOr<Value> value::builtinOct(Context &ctx, const Invocation &in) {
  return inBase(ctx, in[0], 8, "0o");
}

FailureOr<Value> value::intBitCount(Context &ctx, const Invocation &in) {
  llvm::APInt n = toAPInt(in.self);
  return Value::smallInt(n.sext(n.getBitWidth() + 1).abs().popcount());
}

FailureOr<Value> value::intBitLength(Context &ctx, const Invocation &in) {
  llvm::APInt n = toAPInt(in.self);
  return Value::smallInt(n.sext(n.getBitWidth() + 1).abs().getActiveBits());
}

FailureOr<Value> value::floatIsInteger(Context &ctx, const Invocation &in) {
  double d = in.self.asFloat();
  return Value::boolean(std::isfinite(d) && d == std::trunc(d));
}

//--- Arithmetic ---------------------------------------------------------------

FailureOr<Value> value::builtinAbs(Context &ctx, const Invocation &in) {
  Value v = in[0];
  PLUE_CHECK(checkKnown(ctx, v));
  if (v.isFloat())
    return Value::floating(std::fabs(v.asFloat()));
  if (v.isIntegral())
    return unary(ctx, isNegative(v) ? UnaryOp::Minus : UnaryOp::Plus, v);
  return raiseTypeError(ctx,
                        "bad operand type for abs(): '" + typeName(v) + "'");
}

FailureOr<Value> value::builtinDivmod(Context &ctx, const Invocation &in) {
  Value a = in[0], b = in[1];
  PLUE_CHECK(checkKnown(ctx, a, b));
  if (!isNumber(a) || !isNumber(b))
    return raiseTypeError(ctx, "unsupported operand type(s) for divmod(): '" +
                                   typeName(a) + "' and '" + typeName(b) + "'");
  PLUE_BIND(bool nonZero, truth(ctx, b));
  if (!nonZero && (a.isFloat() || b.isFloat()))
    return ctx.raise(ExcKind::ZeroDivisionError, "float divmod()");
  PLUE_BIND(Value quotient, binary(ctx, BinaryOp::FloorDiv, a, b));
  PLUE_BIND(Value remainder, binary(ctx, BinaryOp::Mod, a, b));
  return ctx.heap.makeTuple(ctx, {quotient, remainder});
}

FailureOr<Value> value::builtinPow(Context &ctx, const Invocation &in) {
  Value base = in[0], exponent = in[1], modulus = in[2];
  if (!modulus || modulus.isNone())
    return binary(ctx, BinaryOp::Pow, base, exponent);
  PLUE_CHECK(checkKnown(ctx, base, exponent, modulus));
  if (base.isIntegral() && exponent.isIntegral() && modulus.isIntegral())
    return powMod(ctx, base, exponent, modulus);
  if (base.isFloat() || exponent.isFloat() || modulus.isFloat())
    return raiseTypeError(ctx, "pow() 3rd argument not allowed unless all "
                               "arguments are integers");
  return raiseTypeError(ctx, "unsupported operand type(s) for ** or pow(): '" +
                                 typeName(base) + "', '" + typeName(exponent) +
                                 "', '" + typeName(modulus) + "'");
}

//--- round --------------------------------------------------------------------

/// To a multiple of 10**\p zeros, half to even.
static FailureOr<Value> roundInt(Context &ctx, Value v, Value zeros) {
  // With more zeros than the number could have digits, nothing is left.
  bool isTiny = zeros.isBigInt() || zeros.asInt() > ctx.limits.intBits;
  if (isTiny)
    return Value::smallInt(0);
  PLUE_BIND(Value unit,
            binaryInt(ctx, BinaryOp::Pow, Value::smallInt(10), zeros));
  PLUE_BIND(Value whole, binaryInt(ctx, BinaryOp::FloorDiv, v, unit));
  PLUE_BIND(Value rest, binaryInt(ctx, BinaryOp::Mod, v, unit));
  PLUE_BIND(Value twice,
            binaryInt(ctx, BinaryOp::Mul, rest, Value::smallInt(2)));
  int order = compareInts(twice, unit);
  if (order > 0 || (order == 0 && toAPInt(whole)[0])) {
    PLUE_BIND(whole, binaryInt(ctx, BinaryOp::Add, whole, Value::smallInt(1)));
  }
  return binaryInt(ctx, BinaryOp::Mul, whole, unit);
}

FailureOr<Value> value::builtinRound(Context &ctx, const Invocation &in) {
  Value v = in[0], digits = in[1];
  PLUE_CHECK(checkKnown(ctx, v));
  if (!isNumber(v))
    return raiseTypeError(ctx, "type " + typeName(v) +
                                   " doesn't define __round__ method");
  if (!digits || digits.isNone()) {
    if (v.isFloat())
      return truncate(ctx, std::rint(v.asFloat()));
    return unary(ctx, UnaryOp::Plus, v);
  }
  if (v.isFloat()) {
    PLUE_BIND(int64_t n, toIndexClamped(ctx, digits));
    PLUE_CHECK(ctx.burn(16)); // For the digits of the whole number.
    PLUE_BIND(double rounded, roundFloat(ctx, v.asFloat(), n));
    return Value::floating(rounded);
  }
  PLUE_CHECK(toIndexClamped(ctx, digits));
  if (!isNegative(digits))
    return unary(ctx, UnaryOp::Plus, v);
  PLUE_BIND(Value zeros, unary(ctx, UnaryOp::Minus, digits));
  return roundInt(ctx, v, zeros);
}

//--- range --------------------------------------------------------------------

static FailureOr<int64_t> rangeBound(Context &ctx, Value v) {
  PLUE_BIND(int64_t bound, toIndexClamped(ctx, v));
  if (v.isBigInt())
    return raiseRangeBound(ctx);
  return bound;
}

LogicalResult value::raiseRangeBound(Context &ctx) {
  return ctx.raiseLimit("the size of a range in bits", 65, 64);
}

FailureOr<Value> value::builtinRange(Context &ctx, const Invocation &in) {
  PLUE_BIND(int64_t first, rangeBound(ctx, in[0]));
  if (!in[1])
    return ctx.heap.makeRange(ctx, 0, first, 1);
  PLUE_BIND(int64_t stop, rangeBound(ctx, in[1]));
  int64_t step = 1;
  if (in[2]) {
    PLUE_BIND(step, rangeBound(ctx, in[2]));
  }
  if (step == 0)
    return raiseValueError(ctx, "range() arg 3 must not be zero");
  return ctx.heap.makeRange(ctx, first, stop, step);
}
