//===- Int.cpp - Integers -------------------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Ints are 64-bit until they overflow; then an APInt wide enough for any
/// result does the work, and Heap::makeInt finds the representation. Before a
/// number is computed its size is estimated from below: what is certain to
/// exceed the limit is refused unseen, so the numbers that are computed have at
/// most twice the bits the limit allows.
///
/// Division and remainder round towards minus infinity, as Python's do.
//===----------------------------------------------------------------------===//
#include "Internal.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/StringExtras.h"
#include <cmath>

using namespace plue;
using namespace plue::value;
using llvm::APInt;

APInt value::toAPInt(Value v) {
  if (v.isBigInt())
    return v.asBigInt()->number;
  return APInt(64, v.asInt(), /*isSigned=*/true);
}

bool value::isZero(Value v) { return !v.isBigInt() && v.asInt() == 0; }

bool value::isNegative(Value v) {
  return v.isBigInt() ? v.asBigInt()->number.isNegative() : v.asInt() < 0;
}

/// How many bits the magnitude has.
static unsigned magnitudeBits(const APInt &n) {
  return n.abs().getActiveBits();
}

/// What multiplying or dividing numbers of these sizes costs.
static LogicalResult burnProduct(Context &ctx, const APInt &a, const APInt &b) {
  return ctx.burn(uint64_t(a.getNumWords()) * b.getNumWords());
}

static LogicalResult checkBits(Context &ctx, uint64_t atLeast) {
  if (atLeast <= ctx.limits.intBits)
    return success();
  return ctx.raiseLimit("the size of an int in bits", atLeast,
                        ctx.limits.intBits);
}

//--- Conversions --------------------------------------------------------------

int value::compareInts(Value a, Value b) {
  if (!a.isBigInt() && !b.isBigInt())
    return a.asInt() < b.asInt() ? -1 : a.asInt() > b.asInt();
  APInt x = toAPInt(a), y = toAPInt(b);
  unsigned width = std::max(x.getBitWidth(), y.getBitWidth());
  x = x.sext(width);
  y = y.sext(width);
  return x.slt(y) ? -1 : x.sgt(y);
}

/// A finite float without a fraction, as an int.
static APInt exactInt(double whole) {
  int exponent;
  double mantissa = std::frexp(whole, &exponent);
  if (exponent <= 63)
    return APInt(64, static_cast<int64_t>(whole), /*isSigned=*/true);
  auto digits = static_cast<int64_t>(std::ldexp(mantissa, 53));
  return APInt(exponent + 1, digits, /*isSigned=*/true) << (exponent - 53);
}

int value::compareIntFloat(Value i, double d) {
  if (std::isinf(d))
    return d > 0 ? -1 : 1;
  double whole = std::floor(d);
  APInt x = toAPInt(i), y = exactInt(whole);
  unsigned width = std::max(x.getBitWidth(), y.getBitWidth());
  x = x.sext(width);
  y = y.sext(width);
  if (x == y)
    return whole < d ? -1 : 0;
  return x.slt(y) ? -1 : 1;
}

FailureOr<Value> value::truncate(Context &ctx, double d) {
  if (std::isnan(d))
    return raiseValueError(ctx, "cannot convert float NaN to integer");
  if (std::isinf(d))
    return ctx.raise(ExcKind::OverflowError,
                     "cannot convert float infinity to integer");
  return ctx.heap.makeInt(ctx, exactInt(std::trunc(d)));
}

FailureOr<double> value::toDouble(Context &ctx, Value v) {
  if (v.isFloat())
    return v.asFloat();
  if (!v.isBigInt())
    return static_cast<double>(v.asInt());
  llvm::APFloat result(llvm::APFloat::IEEEdouble());
  llvm::APFloat::opStatus status =
      result.convertFromAPInt(v.asBigInt()->number, /*IsSigned=*/true,
                              llvm::APFloat::rmNearestTiesToEven);
  if (status & llvm::APFloat::opOverflow)
    return ctx.raise(ExcKind::OverflowError,
                     "int too large to convert to float");
  return result.convertToDouble();
}

FailureOr<int64_t> value::toIndexClamped(Context &ctx, Value v) {
  PLUE_CHECK(checkKnown(ctx, v));
  if (!v.isIntegral())
    return raiseTypeError(ctx, "'" + typeName(v) +
                                   "' object cannot be interpreted as an "
                                   "integer");
  if (!v.isBigInt())
    return v.asInt();
  return isNegative(v) ? INT64_MIN : INT64_MAX;
}

FailureOr<int64_t> value::toIndex(Context &ctx, Value v) {
  PLUE_BIND(int64_t index, toIndexClamped(ctx, v));
  if (v.isBigInt())
    return ctx.raise(ExcKind::OverflowError,
                     "Python int too large to convert to C ssize_t");
  return index;
}

FailureOr<int64_t> value::toCInt(Context &ctx, Value v) {
  PLUE_BIND(int64_t number, toIndexClamped(ctx, v));
  if (number < INT32_MIN || number > INT32_MAX)
    return ctx.raise(ExcKind::OverflowError,
                     "Python int too large to convert to C int");
  return number;
}

LogicalResult value::burnDigits(Context &ctx, Value v) {
  if (!v.isBigInt())
    return success();
  uint64_t words = v.asBigInt()->number.getNumWords();
  return ctx.burn(words * words);
}

std::string value::intDigits(Value v, unsigned base) {
  llvm::SmallString<64> digits;
  toAPInt(v).toString(digits, base, /*Signed=*/true,
                      /*formatAsCLiteral=*/false, /*UpperCase=*/false);
  return digits.str().str();
}

//--- Division -----------------------------------------------------------------

static LogicalResult raiseZeroDivision(Context &ctx, llvm::StringRef what) {
  return ctx.raise(ExcKind::ZeroDivisionError, what);
}

namespace {
struct Quotient {
  APInt quotient, remainder;
};
} // namespace

/// Rounds towards minus infinity; both of one width, with a bit to spare.
static Quotient floorDivide(const APInt &a, const APInt &b) {
  Quotient q{APInt(a.getBitWidth(), 0), APInt(a.getBitWidth(), 0)};
  APInt::sdivrem(a, b, q.quotient, q.remainder);
  if (!q.remainder.isZero() && q.remainder.isNegative() != b.isNegative()) {
    --q.quotient;
    q.remainder += b;
  }
  return q;
}

static FailureOr<Quotient> divide(Context &ctx, Value a, Value b) {
  APInt x = toAPInt(a), y = toAPInt(b);
  PLUE_CHECK(burnProduct(ctx, x, y));
  unsigned width = std::max(x.getBitWidth(), y.getBitWidth()) + 1;
  return floorDivide(x.sext(width), y.sext(width));
}

/// `mantissa * 2**exponent`, where \p mantissa has 64 significant bits of which
/// the last may stand for any number of lower ones, rounded once.
static double scaleRounded(uint64_t mantissa, int exponent) {
  // Past the smallest exponent fewer bits remain; round to those that do.
  int drop = std::max(11, -1074 - exponent);
  if (drop > 64)
    return 0;
  uint64_t kept = drop == 64 ? 0 : mantissa >> drop;
  uint64_t half = 1ULL << (drop - 1);
  uint64_t rest = drop == 64 ? mantissa : mantissa & ((half << 1) - 1);
  if (rest > half || (rest == half && (kept & 1)))
    ++kept;
  return std::ldexp(static_cast<double>(kept), exponent + drop);
}

/// The quotient as the nearest float: enough bits of it to round correctly, and
/// one that says whether anything is left.
static FailureOr<Value> trueDivide(Context &ctx, Value a, Value b) {
  if (isZero(b))
    return raiseZeroDivision(ctx, "division by zero");
  constexpr int64_t Exact = 1LL << 53;
  if (!a.isBigInt() && !b.isBigInt() && a.asInt() <= Exact &&
      a.asInt() >= -Exact && b.asInt() <= Exact && b.asInt() >= -Exact)
    return Value::floating(static_cast<double>(a.asInt()) /
                           static_cast<double>(b.asInt()));
  if (isZero(a))
    return Value::floating(isNegative(b) ? -0.0 : 0.0);
  APInt x = toAPInt(a), y = toAPInt(b);
  bool negative = x.isNegative() != y.isNegative();
  unsigned width = std::max(x.getBitWidth(), y.getBitWidth()) + 1;
  x = x.sext(width).abs();
  y = y.sext(width).abs();
  PLUE_CHECK(ctx.burn(uint64_t(x.getNumWords() + 1) * (y.getNumWords() + 1)));
  // Scale so that the quotient has 65 or 66 bits.
  int shift = 65 - int(x.getActiveBits()) + int(y.getActiveBits());
  width += std::abs(shift);
  x = x.zext(width);
  y = y.zext(width);
  shift > 0 ? x <<= shift : y <<= -shift;
  APInt quotient, remainder;
  APInt::udivrem(x, y, quotient, remainder);
  int surplus = int(quotient.getActiveBits()) - 64;
  uint64_t mantissa = quotient.lshr(surplus).getZExtValue();
  bool inexact = !remainder.isZero() || int(quotient.countr_zero()) < surplus;
  double result = scaleRounded(mantissa | inexact, surplus - shift);
  if (std::isinf(result))
    return ctx.raise(ExcKind::OverflowError,
                     "integer division result too large for a float");
  return Value::floating(negative ? -result : result);
}

//--- Powers and shifts --------------------------------------------------------

static FailureOr<Value> multiply(Context &ctx, const APInt &x, const APInt &y) {
  unsigned bits = magnitudeBits(x) + magnitudeBits(y);
  PLUE_CHECK(checkBits(ctx, bits == 0 ? 0 : bits - 1));
  PLUE_CHECK(burnProduct(ctx, x, y));
  return ctx.heap.makeInt(ctx, x.sext(bits + 2) * y.sext(bits + 2));
}

/// \p base to an exponent that is not negative.
static FailureOr<Value> power(Context &ctx, Value base, Value exponent) {
  APInt b = toAPInt(base);
  bool isOdd = toAPInt(exponent)[0];
  if (isZero(exponent) || b.isOne())
    return Value::smallInt(1);
  if (b.isZero())
    return Value::smallInt(0);
  if (b.isAllOnes())
    return Value::smallInt(isOdd ? -1 : 1);
  // The magnitude is at least 2 to this.
  uint64_t bits = magnitudeBits(b) - 1;
  uint64_t e = exponent.isBigInt() ? UINT64_MAX / 8192 : exponent.asInt();
  e = std::min<uint64_t>(e, UINT64_MAX / 8192);
  PLUE_CHECK(checkBits(ctx, bits * e + 1));
  unsigned width = (bits + 1) * e + 2;
  APInt result(width, 1),
      factor = b.sext(std::max(width, b.getBitWidth())).trunc(width);
  for (; e != 0; e >>= 1) {
    PLUE_CHECK(ctx.burn(2ULL * result.getNumWords() * result.getNumWords()));
    if (e & 1)
      result *= factor;
    factor *= factor; // Overflows only after its last use.
  }
  return ctx.heap.makeInt(ctx, result);
}

static FailureOr<Value> powInt(Context &ctx, Value base, Value exponent) {
  if (!isNegative(exponent))
    return power(ctx, base, exponent);
  PLUE_BIND(double b, toDouble(ctx, base));
  PLUE_BIND(double e, toDouble(ctx, exponent));
  return binaryFloat(ctx, BinaryOp::Pow, b, e);
}

/// The inverse of \p a modulo \p m by Euclid's algorithm, or nothing.
static std::optional<APInt> inverse(APInt a, const APInt &m) {
  APInt r0 = m, r1 = floorDivide(a, m).remainder;
  APInt t0(m.getBitWidth(), 0), t1(m.getBitWidth(), 1);
  while (!r1.isZero()) {
    Quotient q = floorDivide(r0, r1);
    APInt t2 = t0 - q.quotient * t1;
    r0 = r1;
    r1 = q.remainder;
    t0 = t1;
    t1 = t2;
  }
  if (!r0.isOne())
    return std::nullopt;
  return t0;
}

FailureOr<Value> value::powMod(Context &ctx, Value base, Value exponent,
                               Value modulus) {
  if (isZero(modulus))
    return raiseValueError(ctx, "pow() 3rd argument cannot be 0");
  APInt b = toAPInt(base), e = toAPInt(exponent), m = toAPInt(modulus);
  unsigned width =
      2 * std::max({b.getBitWidth(), e.getBitWidth(), m.getBitWidth()}) + 4;
  uint64_t words = width / 64 + 1;
  // As many steps for the inverse, at worst, as for the power.
  PLUE_CHECK(ctx.burn(2 * words * words * e.getSignificantBits()));
  b = b.sext(width);
  e = e.sext(width);
  m = m.sext(width);
  bool isNegativeModulus = m.isNegative();
  APInt positive = m.abs();
  if (e.isNegative()) {
    PLUE_CHECK(ctx.burn(4 * words * words * positive.getActiveBits()));
    std::optional<APInt> inverted = inverse(b, positive);
    if (!inverted)
      return raiseValueError(ctx,
                             "base is not invertible for the given modulus");
    b = *inverted;
    e = e.abs();
  }
  APInt factor = floorDivide(b, positive).remainder;
  APInt result = floorDivide(APInt(width, 1), positive).remainder;
  for (unsigned i = 0, n = e.getActiveBits(); i != n; ++i) {
    if (e[i])
      result = (result * factor).urem(positive);
    factor = (factor * factor).urem(positive);
  }
  if (isNegativeModulus && !result.isZero())
    result += m;
  return ctx.heap.makeInt(ctx, result);
}

static FailureOr<Value> shiftLeft(Context &ctx, Value a, Value count) {
  if (isNegative(count))
    return raiseValueError(ctx, "negative shift count");
  if (isZero(a))
    return Value::smallInt(0);
  APInt x = toAPInt(a);
  uint64_t n = count.isBigInt() ? uint64_t(INT64_MAX) : count.asInt();
  PLUE_CHECK(checkBits(ctx, magnitudeBits(x) + n));
  return ctx.heap.makeInt(ctx, x.sext(x.getBitWidth() + n) << n);
}

static FailureOr<Value> shiftRight(Context &ctx, Value a, Value count) {
  if (isNegative(count))
    return raiseValueError(ctx, "negative shift count");
  APInt x = toAPInt(a);
  uint64_t width = x.getBitWidth();
  uint64_t n =
      count.isBigInt() ? width : std::min<uint64_t>(count.asInt(), width);
  return ctx.heap.makeInt(ctx, x.sext(width + 1).ashr(n));
}

//--- Operators ----------------------------------------------------------------

/// The operators that cannot grow a number by more than a bit.
static FailureOr<Value> binaryWide(Context &ctx, BinaryOp op, Value a,
                                   Value b) {
  APInt x = toAPInt(a), y = toAPInt(b);
  unsigned width = std::max(x.getBitWidth(), y.getBitWidth()) + 1;
  PLUE_CHECK(ctx.burn(width / 64));
  x = x.sext(width);
  y = y.sext(width);
  switch (op) {
  case BinaryOp::Add:
    return ctx.heap.makeInt(ctx, x + y);
  case BinaryOp::Sub:
    return ctx.heap.makeInt(ctx, x - y);
  case BinaryOp::BitAnd:
    return ctx.heap.makeInt(ctx, x & y);
  case BinaryOp::BitOr:
    return ctx.heap.makeInt(ctx, x | y);
  case BinaryOp::BitXor:
    return ctx.heap.makeInt(ctx, x ^ y);
  default:
    llvm_unreachable("not such an operator");
  }
}

/// The common case: no allocation and no overflow. Absent if it is not.
static Value binarySmall(BinaryOp op, int64_t a, int64_t b) {
  int64_t result;
  switch (op) {
  case BinaryOp::Add:
    return __builtin_add_overflow(a, b, &result) ? Value()
                                                 : Value::smallInt(result);
  case BinaryOp::Sub:
    return __builtin_sub_overflow(a, b, &result) ? Value()
                                                 : Value::smallInt(result);
  case BinaryOp::Mul:
    return __builtin_mul_overflow(a, b, &result) ? Value()
                                                 : Value::smallInt(result);
  case BinaryOp::BitAnd:
    return Value::smallInt(a & b);
  case BinaryOp::BitOr:
    return Value::smallInt(a | b);
  case BinaryOp::BitXor:
    return Value::smallInt(a ^ b);
  default:
    return Value();
  }
}

FailureOr<Value> value::binaryInt(Context &ctx, BinaryOp op, Value a, Value b) {
  if (!a.isBigInt() && !b.isBigInt())
    if (Value result = binarySmall(op, a.asInt(), b.asInt()))
      return result;
  switch (op) {
  case BinaryOp::Mul:
    return multiply(ctx, toAPInt(a), toAPInt(b));
  case BinaryOp::Div:
    return trueDivide(ctx, a, b);
  case BinaryOp::FloorDiv: {
    if (isZero(b))
      return raiseZeroDivision(ctx, "integer division or modulo by zero");
    PLUE_BIND(Quotient q, divide(ctx, a, b));
    return ctx.heap.makeInt(ctx, q.quotient);
  }
  case BinaryOp::Mod: {
    if (isZero(b))
      return raiseZeroDivision(ctx, "integer modulo by zero");
    PLUE_BIND(Quotient q, divide(ctx, a, b));
    return ctx.heap.makeInt(ctx, q.remainder);
  }
  case BinaryOp::Pow:
    return powInt(ctx, a, b);
  case BinaryOp::LShift:
    return shiftLeft(ctx, a, b);
  case BinaryOp::RShift:
    return shiftRight(ctx, a, b);
  default:
    return binaryWide(ctx, op, a, b);
  }
}

FailureOr<Value> value::unaryInt(Context &ctx, UnaryOp op, Value a) {
  switch (op) {
  case UnaryOp::Plus:
    return ctx.heap.makeInt(ctx, toAPInt(a)); // Makes an int of a bool.
  case UnaryOp::Minus:
    return binaryInt(ctx, BinaryOp::Sub, Value::smallInt(0), a);
  case UnaryOp::Invert:
    return binaryInt(ctx, BinaryOp::Sub, Value::smallInt(-1), a);
  case UnaryOp::Not:
    return Value::boolean(isZero(a));
  }
  llvm_unreachable("not a UnaryOp");
}
