//===- NumberLiteral.cpp - Numbers as they are written --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "NumberLiteral.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>
#include <charconv>
#include <cstdlib>

using namespace plue;
using namespace plue::syntax;

namespace {
/// Reads one number from left to right; stops at the first fault.
class NumberScanner {
public:
  explicit NumberScanner(llvm::StringRef text) : text(text) {}
  ScannedNumber scan();

private:
  char peek(uint32_t ahead = 0) const {
    return pos + ahead < text.size() ? text[pos + ahead] : '\0';
  }
  void fail(NumberFault what) {
    if (fault == NumberFault::None)
      fault = what;
  }
  void scanRadix(unsigned radix);
  void scanDecimal();
  void scanExponent();
  bool scanDigits(unsigned radix);
  void checkEnd();

  llvm::StringRef text;
  uint32_t pos = 0;
  NumberFault fault = NumberFault::None;
};
} // namespace

static bool isNameByte(char c) {
  return llvm::isAlnum(c) || c == '_' || (c & 0x80) != 0;
}

/// Digits with single underscores between them. Whether there were any.
bool NumberScanner::scanDigits(unsigned radix) {
  uint32_t start = pos;
  for (;;) {
    while (llvm::hexDigitValue(peek()) < radix)
      ++pos;
    if (peek() != '_' || pos == start)
      break;
    if (llvm::hexDigitValue(peek(1)) >= radix)
      return fail(NumberFault::Underscore), true;
    ++pos;
  }
  return pos != start;
}

void NumberScanner::scanRadix(unsigned radix) {
  pos = 2;
  if (peek() == '_')
    ++pos; // `0x_ff` is a number.
  if (!scanDigits(radix))
    fail(llvm::isDigit(peek()) ? NumberFault::DigitTooLarge
                               : NumberFault::NoDigits);
  else if (llvm::isDigit(peek()))
    fail(NumberFault::DigitTooLarge);
}

/// `1else` is a number and a keyword, `1e` a fault.
void NumberScanner::scanExponent() {
  if (peek() != 'e' && peek() != 'E')
    return;
  bool hasSign = peek(1) == '+' || peek(1) == '-';
  if (!hasSign && !llvm::isDigit(peek(1)))
    return;
  pos += hasSign ? 2 : 1;
  if (!scanDigits(10))
    fail(NumberFault::NoDigits);
}

void NumberScanner::scanDecimal() {
  scanDigits(10);
  llvm::StringRef whole = text.take_front(pos);
  bool isInt = true;
  if (peek() == '.') {
    isInt = false;
    ++pos;
    scanDigits(10);
  }
  uint32_t mantissaEnd = pos;
  scanExponent();
  isInt &= pos == mantissaEnd;
  if (peek() == 'j' || peek() == 'J') {
    isInt = false;
    ++pos;
  }
  if (!isInt)
    return;
  if (whole.starts_with("0") && whole.find_first_not_of("0_") != whole.npos)
    fail(NumberFault::LeadingZero);
  if (whole.size() - whole.count('_') > MaxDecimalDigits)
    fail(NumberFault::TooManyDigits);
}

/// A keyword may stand right after a number, as in `1if x else 2`.
void NumberScanner::checkEnd() {
  static constexpr llvm::StringLiteral keywords[] = {
      "and", "else", "for", "if", "in", "is", "not", "or"};
  llvm::StringRef rest = text.drop_front(pos);
  if (rest.empty() || !isNameByte(rest.front()))
    return;
  if (llvm::none_of(keywords, [&](llvm::StringRef keyword) {
        return rest.starts_with(keyword);
      }))
    fail(NumberFault::TrailingName);
}

ScannedNumber NumberScanner::scan() {
  char marker = peek() == '0' ? llvm::toLower(peek(1)) : '\0';
  if (marker == 'x')
    scanRadix(16);
  else if (marker == 'o')
    scanRadix(8);
  else if (marker == 'b')
    scanRadix(2);
  else
    scanDecimal();
  if (fault == NumberFault::None)
    checkEnd();
  if (fault != NumberFault::None)
    while (isNameByte(peek()))
      ++pos;
  return {.length = pos, .fault = fault};
}

ScannedNumber syntax::scanNumber(llvm::StringRef text) {
  return NumberScanner(text).scan();
}

NumberForm syntax::formOf(llvm::StringRef number) {
  if (number.size() > 1 && number[0] == '0' && llvm::isAlpha(number[1]) &&
      llvm::StringRef("xXoObB").contains(number[1]))
    return NumberForm::Int;
  if (number.ends_with_insensitive("j"))
    return NumberForm::Complex;
  return number.find_first_of(".eE") == number.npos ? NumberForm::Int
                                                    : NumberForm::Float;
}

llvm::SmallString<32> syntax::withoutUnderscores(llvm::StringRef number) {
  llvm::SmallString<32> result;
  std::copy_if(number.begin(), number.end(), std::back_inserter(result),
               [](char c) { return c != '_'; });
  return result;
}

double syntax::decodeFloat(llvm::StringRef number) {
  double value = 0;
  auto parsed = std::from_chars(number.begin(), number.end(), value);
  if (parsed.ec != std::errc::result_out_of_range)
    return value;
  // Out of range is infinity or zero; strtod says which.
  return std::strtod(number.str().c_str(), nullptr);
}
