//===- Float.cpp - Floating-point numbers ---------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Floats are the machine's doubles. What C leaves open (the sign of a
/// remainder, errors) follows CPython; decimal digits come from std::to_chars,
/// which is exact: the shortest that read back the same, or correctly rounded.
//===----------------------------------------------------------------------===//
#include "Internal.h"
#include "Unicode.h"
#include <charconv>
#include <cmath>

using namespace plue;
using namespace plue::value;

//--- To text ------------------------------------------------------------------

namespace {
/// A positive finite number as `0.d1d2d3… * 10**point`.
struct Decimal {
  std::string digits;
  int point;
};
} // namespace

/// Takes `d.ddde±dd` apart.
static Decimal fromScientific(llvm::StringRef text) {
  auto [mantissa, exponent] = text.split('e');
  int e = 0;
  exponent.consume_front("+");
  exponent.getAsInteger(10, e);
  std::string digits = mantissa.take_front(1).str();
  digits += mantissa.drop_front(std::min<size_t>(2, mantissa.size()));
  return {std::move(digits), e + 1};
}

static Decimal shortestDecimal(double d) {
  char buffer[32];
  auto end = std::to_chars(buffer, buffer + sizeof(buffer), d,
                           std::chars_format::scientific)
                 .ptr;
  return fromScientific({buffer, size_t(end - buffer)});
}

static std::string plainNotation(const Decimal &decimal) {
  const auto &[digits, point] = decimal;
  int size = static_cast<int>(digits.size());
  if (point <= 0)
    return "0." + std::string(-point, '0') + digits;
  if (point >= size)
    return digits + std::string(point - size, '0') + ".0";
  return digits.substr(0, point) + "." + digits.substr(point);
}

static std::string exponentNotation(const Decimal &decimal) {
  std::string text = decimal.digits.substr(0, 1);
  if (decimal.digits.size() > 1)
    text += "." + decimal.digits.substr(1);
  int e = decimal.point - 1;
  std::string magnitude = std::to_string(std::abs(e));
  if (magnitude.size() < 2)
    magnitude.insert(0, "0");
  return text + (e < 0 ? "e-" : "e+") + magnitude;
}

std::string value::floatRepr(double d) {
  if (std::isnan(d))
    return "nan";
  std::string sign = std::signbit(d) ? "-" : "";
  d = std::fabs(d);
  if (std::isinf(d))
    return sign + "inf";
  Decimal decimal = shortestDecimal(d);
  bool isPlain = decimal.point > -4 && decimal.point <= 16;
  return sign + (isPlain ? plainNotation(decimal) : exponentNotation(decimal));
}

//--- From text ----------------------------------------------------------------

/// Digits of any script as ASCII, other white space as a space: what CPython
/// does before it looks at a number.
static std::string toAsciiNumber(llvm::StringRef text) {
  llvm::SmallString<32> ascii;
  while (!text.empty()) {
    uint32_t c = unicode::takeFront(text);
    if (c >= 128 && unicode::isSpace(c))
      c = ' ';
    else if (std::optional<unsigned> digit = unicode::decimalValue(c))
      c = '0' + *digit;
    unicode::append(ascii, c);
  }
  return ascii.str().str();
}

/// Removes underscores; false if one is not between two digits.
static bool removeUnderscores(std::string &text) {
  auto isDigitAt = [&](size_t i) {
    return i < text.size() && text[i] >= '0' && text[i] <= '9';
  };
  for (size_t i = text.find('_'); i != std::string::npos;
       i = text.find('_', i + 1))
    if (i == 0 || !isDigitAt(i - 1) || !isDigitAt(i + 1))
      return false;
  llvm::erase(text, '_');
  return true;
}

/// The number that all of \p text is, if it is one.
static std::optional<double> numberFrom(llvm::StringRef text) {
  bool negative = text.consume_front("-");
  if (!negative)
    text.consume_front("+");
  if (text.empty() || text.starts_with("-") || text.starts_with("+"))
    return std::nullopt;
  double sign = negative ? -1 : 1;
  if (text.equals_insensitive("inf") || text.equals_insensitive("infinity"))
    return sign * HUGE_VAL;
  if (text.equals_insensitive("nan"))
    return std::copysign(NAN, sign);
  if (text[0] != '.' && (text[0] < '0' || text[0] > '9'))
    return std::nullopt;
  double d = 0;
  auto [end, error] = std::from_chars(text.begin(), text.end(), d);
  if (end != text.end() || error == std::errc::invalid_argument)
    return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    // Too large or too small to tell apart from here; strtod says which.
    d = std::strtod(text.str().c_str(), nullptr);
  }
  return sign * d;
}

FailureOr<Value> value::parseFloat(Context &ctx, Value text) {
  PLUE_CHECK(ctx.burnBytes(text.asStr()->bytes));
  std::string number = toAsciiNumber(text.text());
  llvm::StringRef trimmed = llvm::StringRef(number).trim(" \t\n\v\f\r\x1c\x1d"
                                                         "\x1e\x1f");
  std::string digits = trimmed.str();
  std::optional<double> d;
  if (removeUnderscores(digits))
    d = numberFrom(digits);
  if (d)
    return Value::floating(*d);
  PLUE_BIND(Value shown, repr(ctx, text));
  return raiseValueError(ctx,
                         "could not convert string to float: " + shown.text());
}

//--- Rounding -----------------------------------------------------------------

static double fromDecimal(llvm::StringRef text) {
  double d = 0;
  auto result = std::from_chars(text.begin(), text.end(), d);
  return result.ec == std::errc::result_out_of_range ? HUGE_VAL : d;
}

/// To \p digits decimals after the point.
static double roundToDecimals(double d, int digits) {
  char buffer[800];
  auto end = std::to_chars(buffer, buffer + sizeof(buffer), d,
                           std::chars_format::fixed, digits)
                 .ptr;
  return fromDecimal({buffer, size_t(end - buffer)});
}

/// To a multiple of 10**\p power; \p d is positive.
static double roundToPower(double d, int power) {
  char buffer[1200];
  auto format = [&](int precision) -> llvm::StringRef {
    auto end = std::to_chars(buffer, buffer + sizeof(buffer), d,
                             std::chars_format::scientific, precision)
                   .ptr;
    return {buffer, size_t(end - buffer)};
  };
  // No double has more digits than this.
  Decimal exact = fromScientific(format(800));
  int kept = exact.point - power;
  if (kept > 0)
    return fromDecimal(format(kept - 1));
  // All digits go; what counts is whether they are more than one half.
  bool isMore = kept == 0 &&
                (exact.digits[0] > '5' ||
                 (exact.digits[0] == '5' &&
                  exact.digits.find_first_not_of('0', 1) != std::string::npos));
  return isMore ? fromDecimal("1e" + std::to_string(power)) : 0;
}

FailureOr<double> value::roundFloat(Context &ctx, double d, int64_t digits) {
  constexpr int MostDigits = 323, MostZeros = 308;
  if (!std::isfinite(d) || d == 0 || digits > MostDigits)
    return d;
  if (digits < -MostZeros)
    return 0.0 * d;
  double rounded = digits >= 0
                       ? roundToDecimals(std::fabs(d), static_cast<int>(digits))
                       : roundToPower(std::fabs(d), static_cast<int>(-digits));
  if (std::isinf(rounded))
    return ctx.raise(ExcKind::OverflowError,
                     "rounded value too large to represent");
  return std::copysign(rounded, d);
}

//--- Operators ----------------------------------------------------------------

static LogicalResult raiseZeroDivision(Context &ctx, llvm::StringRef what) {
  return ctx.raise(ExcKind::ZeroDivisionError, what);
}

/// The remainder has the sign of the divisor.
static double floatMod(double a, double b) {
  double rest = std::fmod(a, b);
  if (rest == 0)
    return std::copysign(0.0, b);
  return (b < 0) != (rest < 0) ? rest + b : rest;
}

/// The steps of CPython, whose roundings show.
static double floatFloorDiv(double a, double b) {
  double rest = std::fmod(a, b);
  double quotient = (a - rest) / b;
  if (rest != 0 && (b < 0) != (rest < 0))
    quotient -= 1;
  if (quotient == 0)
    return std::copysign(0.0, a / b);
  double whole = std::floor(quotient);
  return quotient - whole > 0.5 ? whole + 1 : whole;
}

static FailureOr<Value> floatPow(Context &ctx, double a, double b) {
  if (a == 0 && b < 0 && std::isfinite(b))
    return raiseZeroDivision(ctx, "0.0 cannot be raised to a negative power");
  if (a < 0 && std::isfinite(a) && std::isfinite(b) && b != std::floor(b))
    return raiseValueError(ctx, "a negative number to a fractional power is a "
                                "complex number, and there are none here");
  double result = std::pow(a, b);
  if (std::isinf(result) && std::isfinite(a) && std::isfinite(b))
    return ctx.raise(ExcKind::OverflowError,
                     "(34, 'Numerical result out of range')");
  return Value::floating(result);
}

FailureOr<Value> value::binaryFloat(Context &ctx, BinaryOp op, double a,
                                    double b) {
  switch (op) {
  case BinaryOp::Add:
    return Value::floating(a + b);
  case BinaryOp::Sub:
    return Value::floating(a - b);
  case BinaryOp::Mul:
    return Value::floating(a * b);
  case BinaryOp::Div:
    if (b == 0)
      return raiseZeroDivision(ctx, "float division by zero");
    return Value::floating(a / b);
  case BinaryOp::FloorDiv:
    if (b == 0)
      return raiseZeroDivision(ctx, "float floor division by zero");
    return Value::floating(floatFloorDiv(a, b));
  case BinaryOp::Mod:
    if (b == 0)
      return raiseZeroDivision(ctx, "float modulo");
    return Value::floating(floatMod(a, b));
  case BinaryOp::Pow:
    return floatPow(ctx, a, b);
  default:
    llvm_unreachable("floats have no such operator");
  }
}
