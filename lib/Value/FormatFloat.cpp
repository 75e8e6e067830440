//===- FormatFloat.cpp - Floats with a given precision --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file std::to_chars writes the exact digits; what is added here is what it
/// does not know: the alternate form, Python's variants, and zeros past the
/// last digit that a double can have, which need no arithmetic.
//===----------------------------------------------------------------------===//
#include "Format.h"
#include "Unicode.h"
#include "llvm/ADT/StringExtras.h"
#include <charconv>
#include <cmath>

using namespace plue;
using namespace plue::value;

/// No double has more digits after the point, or more significant ones.
static constexpr int64_t MostDigits = 1100;

static std::string toChars(double d, std::chars_format format,
                           int64_t precision) {
  // 309 digits before the point, and those behind it.
  char buffer[MostDigits + 330];
  auto end = std::to_chars(buffer, buffer + sizeof(buffer), d, format,
                           static_cast<int>(std::min(precision, MostDigits)))
                 .ptr;
  return {buffer, end};
}

static std::string fixed(double d, int64_t precision, bool alternate) {
  std::string text = toChars(d, std::chars_format::fixed, precision);
  if (precision > MostDigits)
    text.append(precision - MostDigits, '0');
  if (precision == 0 && alternate)
    text += '.';
  return text;
}

static std::string scientific(double d, int64_t precision, bool alternate) {
  std::string text = toChars(d, std::chars_format::scientific, precision);
  size_t e = text.find('e');
  if (precision > MostDigits)
    text.insert(e, precision - MostDigits, '0');
  if (precision == 0 && alternate)
    text.insert(e, 1, '.');
  return text;
}

static int exponentOf(llvm::StringRef scientific) {
  int exponent = 0;
  llvm::StringRef digits = scientific.split('e').second;
  digits.consume_front("+");
  digits.getAsInteger(10, exponent);
  return exponent;
}

/// Drops zeros at the end of the fraction, and the point if nothing remains.
static std::string withoutTrailingZeros(llvm::StringRef mantissa) {
  if (mantissa.contains('.'))
    mantissa = mantissa.rtrim('0').rtrim('.');
  return mantissa.str();
}

/// As short as \p precision significant digits allow.
static std::string general(double d, const FloatStyle &style) {
  int64_t precision = std::max<int64_t>(style.precision, 1);
  // Digits past the last are zeros, and kept only in the alternate form.
  if (!style.alternate)
    precision = std::min(precision, MostDigits);
  std::string text = scientific(d, precision - 1, style.alternate);
  int exponent = exponentOf(text);
  bool isPlain =
      exponent >= -4 && exponent + (style.addDotZero ? 1 : 0) < precision;
  if (isPlain) {
    text = fixed(d, precision - 1 - exponent, style.alternate);
    if (!style.alternate)
      text = withoutTrailingZeros(text);
    if (style.addDotZero && !llvm::StringRef(text).contains('.'))
      text += ".0";
    return text;
  }
  if (style.alternate)
    return text;
  auto [mantissa, tail] = llvm::StringRef(text).split('e');
  return withoutTrailingZeros(mantissa) + "e" + tail.str();
}

static std::string finiteMagnitude(double d, const FloatStyle &style) {
  switch (llvm::toLower(style.type)) {
  case 'e':
    return scientific(d, style.precision, style.alternate);
  case 'f':
    return fixed(d, style.precision, style.alternate);
  case 'g':
    return general(d, style);
  default:
    std::string text = floatRepr(d);
    if (style.alternate && !llvm::StringRef(text).contains('.'))
      text.insert(std::min(text.find('e'), text.size()), 1, '.');
    return text;
  }
}

std::string value::formatMagnitude(double d, const FloatStyle &style) {
  d = std::fabs(d);
  std::string text = std::isnan(d)   ? "nan"
                     : std::isinf(d) ? "inf"
                                     : finiteMagnitude(d, style);
  return llvm::isUpper(style.type) ? llvm::StringRef(text).upper() : text;
}

std::optional<int64_t> value::takeNumber(llvm::StringRef text, size_t &i,
                                         int64_t most) {
  int64_t number = -1;
  for (llvm::StringRef rest = text.drop_front(i); !rest.empty();) {
    std::optional<unsigned> digit =
        unicode::decimalValue(unicode::takeFront(rest));
    if (!digit)
      break;
    number = std::max<int64_t>(number, 0);
    if (number > (most - *digit) / 10)
      return std::nullopt;
    number = number * 10 + *digit;
    i = text.size() - rest.size();
  }
  return number;
}
