//===- ParseInt.cpp - Integers from text ----------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Internal.h"
#include "Unicode.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::value;

/// CPython converts no more decimal digits than this.
static constexpr size_t MaxDecimalDigits = 4300;

namespace {
/// The parts of an integer as written.
struct Literal {
  bool negative = false;
  unsigned base = 10;
  /// ASCII digits, without underscores.
  std::string digits;
};
} // namespace

static std::optional<unsigned> digitValue(uint32_t c) {
  if (std::optional<unsigned> decimal = unicode::decimalValue(c))
    return decimal;
  if (c >= 128 || !llvm::isAlpha(static_cast<char>(c)))
    return std::nullopt;
  return llvm::toLower(static_cast<char>(c)) - 'a' + 10;
}

/// White space that int() strips: the control characters among it only if
/// something in the text is not ASCII, since CPython then replaces them first.
static llvm::StringRef trimmed(llvm::StringRef text) {
  auto isSpace = [ascii = unicode::isAscii(text)](uint32_t c) {
    return ascii && c >= 0x1C && c <= 0x1F ? false : unicode::isSpace(c);
  };
  for (llvm::StringRef rest = text; !rest.empty(); text = rest)
    if (!isSpace(unicode::takeFront(rest)))
      break;
  for (llvm::StringRef rest = text; !rest.empty(); text = rest)
    if (!isSpace(unicode::takeBack(rest)))
      break;
  return text;
}

/// The base that a prefix such as `0x` stands for; 0 if there is none.
static unsigned prefixBase(llvm::StringRef text) {
  if (text.size() < 2 || text[0] != '0')
    return 0;
  switch (llvm::toLower(text[1])) {
  case 'x':
    return 16;
  case 'o':
    return 8;
  case 'b':
    return 2;
  default:
    return 0;
  }
}

/// Digits, with single underscores between them.
static bool takeDigits(llvm::StringRef text, Literal &literal,
                       bool mayStartWithUnderscore) {
  bool afterDigit = mayStartWithUnderscore;
  while (!text.empty()) {
    uint32_t c = unicode::takeFront(text);
    if (c == '_') {
      if (!std::exchange(afterDigit, false))
        return false;
      continue;
    }
    std::optional<unsigned> digit = digitValue(c);
    if (!digit || *digit >= literal.base)
      return false;
    literal.digits +=
        *digit < 10 ? char('0' + *digit) : char('a' + *digit - 10);
    afterDigit = true;
  }
  return afterDigit && !literal.digits.empty();
}

static std::optional<Literal> readLiteral(llvm::StringRef text, int64_t base) {
  Literal literal;
  text = trimmed(text);
  literal.negative = text.consume_front("-");
  if (!literal.negative)
    text.consume_front("+");
  unsigned prefix = prefixBase(text);
  bool hasPrefix = prefix != 0 && (base == 0 || base == int64_t(prefix));
  literal.base = hasPrefix ? prefix : base == 0 ? 10 : base;
  if (hasPrefix)
    text = text.drop_front(2);
  if (!takeDigits(text, literal, hasPrefix))
    return std::nullopt;
  // In a literal of Python, `010` would be ambiguous.
  bool isOctalLike = base == 0 && !hasPrefix && literal.digits[0] == '0';
  if (isOctalLike && literal.digits.find_first_not_of('0') != std::string::npos)
    return std::nullopt;
  return literal;
}

static LogicalResult checkDigits(Context &ctx, const Literal &literal,
                                 size_t significant) {
  bool isPowerOfTwo = (literal.base & (literal.base - 1)) == 0;
  if (!isPowerOfTwo && literal.digits.size() > MaxDecimalDigits)
    return raiseValueError(
        ctx, "Exceeds the limit (4300 digits) for integer string conversion: "
             "value has " +
                 llvm::Twine(literal.digits.size()) +
                 " digits; use sys.set_int_max_str_digits() to increase the "
                 "limit");
  // Every digit but the first is worth at least this many bits.
  uint64_t bits = (significant - 1) * llvm::Log2_32(literal.base) + 1;
  if (bits > ctx.limits.intBits)
    return ctx.raiseLimit("the size of an int in bits", bits,
                          ctx.limits.intBits);
  return ctx.burn(significant * significant / 1024);
}

/// The number; \p width bits are enough for it.
static llvm::APInt parseDigits(llvm::StringRef digits, unsigned base,
                               unsigned width) {
  llvm::APInt number(width, 0);
  for (char c : digits) {
    number *= base;
    number += *digitValue(c);
  }
  return number;
}

FailureOr<Value> value::parseInt(Context &ctx, Value text, int64_t base) {
  PLUE_CHECK(ctx.burnBytes(8 * uint64_t(text.asStr()->bytes)));
  std::optional<Literal> literal = readLiteral(text.text(), base);
  if (!literal) {
    PLUE_BIND(Value shown, repr(ctx, text));
    return raiseValueError(ctx, "invalid literal for int() with base " +
                                    llvm::Twine(base) + ": " + shown.text());
  }
  llvm::StringRef digits = llvm::StringRef(literal->digits).ltrim('0');
  if (digits.empty())
    digits = "0";
  PLUE_CHECK(checkDigits(ctx, *literal, digits.size()));
  unsigned width = digits.size() * llvm::Log2_32_Ceil(literal->base) + 2;
  llvm::APInt number = parseDigits(digits, literal->base, width);
  return ctx.heap.makeInt(ctx, literal->negative ? -number : number);
}
