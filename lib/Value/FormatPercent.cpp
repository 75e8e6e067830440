//===- FormatPercent.cpp - printf-style formatting ------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file `format % arguments`. A tuple is the arguments, anything else is one;
/// what can be subscripted and is no string also serves `%(key)s`, and then
/// need not be used up.
//===----------------------------------------------------------------------===//
#include "Format.h"
#include "Unicode.h"
#include "plue/Value/FormatPieces.h"
#include "llvm/ADT/StringExtras.h"
#include <cmath>

using namespace plue;
using namespace plue::value;

namespace {
/// `%(key)-#0 +width.precision type`
struct Conversion {
  bool leftJustify = false, plus = false, space = false, alternate = false,
       zero = false;
  int64_t width = -1;
  int64_t precision = -1;
  uint32_t type = 0;
  /// Where the type stands in the format, in bytes.
  size_t offset = 0;
};

class PercentFormatter {
public:
  PercentFormatter(Context &ctx, llvm::StringRef format, Value arguments);
  FailureOr<Value> run();

private:
  LogicalResult formatOne();
  LogicalResult parse(Conversion &c);
  LogicalResult parseKey();
  LogicalResult parseFlags(Conversion &c);
  LogicalResult parseWidth(Conversion &c);
  LogicalResult parsePrecision(Conversion &c);
  std::optional<int64_t> takeAsciiNumber(int64_t most);
  FailureOr<int64_t> starArgument();
  FailureOr<Value> nextArgument();

  LogicalResult convert(const Conversion &c, Value v);
  LogicalResult convertText(const Conversion &c, Value text);
  LogicalResult convertInt(const Conversion &c, Value v);
  LogicalResult convertFloat(const Conversion &c, Value v);
  LogicalResult convertChar(const Conversion &c, Value v);
  LogicalResult raiseUnsupported(const Conversion &c);
  LogicalResult put(const Conversion &c, llvm::StringRef prefix,
                    llvm::StringRef body, bool zeroFill);

  bool atEnd() const { return i == format.size(); }

  Context &ctx;
  llvm::StringRef format;
  size_t i = 0;
  TextBuilder out;
  /// The arguments still to come. A lone one stands in `lone`.
  llvm::ArrayRef<Value> rest;
  Value lone;
  /// What keys are looked up in; absent if there is nothing.
  Value mapping;
};
} // namespace

static bool isMapping(Value v) {
  return v.is(Kind::Dict) || v.is(Kind::List) || v.is(Kind::Range);
}

PercentFormatter::PercentFormatter(Context &ctx, llvm::StringRef format,
                                   Value arguments)
    : ctx(ctx), format(format), out(ctx) {
  if (arguments.is(Kind::Tuple))
    rest = arguments.asTuple()->items;
  else
    lone = arguments;
  if (isMapping(arguments))
    mapping = arguments;
}

FailureOr<Value> PercentFormatter::nextArgument() {
  if (lone)
    return std::exchange(lone, Value());
  if (rest.empty())
    return raiseTypeError(ctx, "not enough arguments for format string");
  Value v = rest.front();
  rest = rest.drop_front();
  return v;
}

//--- Reading ------------------------------------------------------------------

LogicalResult PercentFormatter::parseKey() {
  if (!mapping)
    return raiseTypeError(ctx, "format requires a mapping");
  size_t start = ++i;
  for (unsigned depth = 1; depth != 0; ++i) {
    if (atEnd())
      return raiseValueError(ctx, "incomplete format key");
    depth += format[i] == '(';
    depth -= format[i] == ')';
  }
  PLUE_BIND(Value key, ctx.heap.makeStr(ctx, format.slice(start, i - 1)));
  PLUE_BIND(lone, getItem(ctx, mapping, key));
  rest = {};
  return success();
}

LogicalResult PercentFormatter::parseFlags(Conversion &c) {
  for (; !atEnd(); ++i) {
    switch (format[i]) {
    case '-':
      c.leftJustify = true;
      break;
    case '+':
      c.plus = true;
      break;
    case ' ':
      c.space = true;
      break;
    case '#':
      c.alternate = true;
      break;
    case '0':
      c.zero = true;
      break;
    default:
      return success();
    }
  }
  return success();
}

/// Here, unlike elsewhere, digits of other scripts do not count.
std::optional<int64_t> PercentFormatter::takeAsciiNumber(int64_t most) {
  llvm::StringRef digits = format.drop_front(i).take_while(llvm::isDigit);
  i += digits.size();
  size_t read = 0;
  return takeNumber(digits, read, most);
}

FailureOr<int64_t> PercentFormatter::starArgument() {
  ++i;
  PLUE_BIND(Value v, nextArgument());
  PLUE_CHECK(checkKnown(ctx, v));
  if (!v.isIntegral())
    return raiseTypeError(ctx, "* wants int");
  PLUE_BIND(int64_t number, toIndex(ctx, v));
  if (number == INT64_MIN)
    return raiseValueError(ctx, "width too big");
  return number;
}

LogicalResult PercentFormatter::parseWidth(Conversion &c) {
  if (!atEnd() && format[i] == '*') {
    PLUE_BIND(int64_t width, starArgument());
    c.leftJustify |= width < 0;
    c.width = std::abs(width);
    return success();
  }
  std::optional<int64_t> width = takeAsciiNumber(INT64_MAX);
  if (!width)
    return raiseValueError(ctx, "width too big");
  c.width = *width;
  return success();
}

LogicalResult PercentFormatter::parsePrecision(Conversion &c) {
  if (atEnd() || format[i] != '.')
    return success();
  ++i;
  if (!atEnd() && format[i] == '*') {
    PLUE_BIND(int64_t precision, starArgument());
    c.precision = std::max<int64_t>(precision, 0);
  } else {
    std::optional<int64_t> precision = takeAsciiNumber(MaxFormatNumber);
    if (!precision)
      return raiseValueError(ctx, "precision too big");
    c.precision = std::max<int64_t>(*precision, 0);
  }
  if (c.precision > MaxFormatNumber)
    return raiseValueError(ctx, "precision too big");
  return success();
}

LogicalResult PercentFormatter::parse(Conversion &c) {
  if (!atEnd() && format[i] == '(')
    PLUE_CHECK(parseKey());
  PLUE_CHECK(parseFlags(c));
  PLUE_CHECK(parseWidth(c));
  PLUE_CHECK(parsePrecision(c));
  // C's size modifiers mean nothing here.
  if (!atEnd() && llvm::StringRef("hlL").contains(format[i]))
    ++i;
  if (atEnd())
    return raiseValueError(ctx, "incomplete format");
  c.offset = i;
  llvm::StringRef tail = format.drop_front(i);
  c.type = unicode::takeFront(tail);
  i = format.size() - tail.size();
  return success();
}

//--- Writing ------------------------------------------------------------------

/// Zeros go between sign or base and digits, other padding around all.
LogicalResult PercentFormatter::put(const Conversion &c, llvm::StringRef prefix,
                                    llvm::StringRef body, bool zeroFill) {
  int64_t length = prefix.size() + unicode::length(body);
  uint64_t margin = c.width > length ? c.width - length : 0;
  bool zeros = zeroFill && c.zero && !c.leftJustify;
  if (!zeros && !c.leftJustify)
    PLUE_CHECK(out.appendRepeated(" ", margin));
  PLUE_CHECK(out.append(prefix));
  if (zeros)
    PLUE_CHECK(out.appendRepeated("0", margin));
  PLUE_CHECK(out.append(body));
  if (c.leftJustify)
    PLUE_CHECK(out.appendRepeated(" ", margin));
  return success();
}

static std::string signText(const Conversion &c, bool negative) {
  return negative ? "-" : c.plus ? "+" : c.space ? " " : "";
}

LogicalResult PercentFormatter::convertText(const Conversion &c, Value text) {
  const StrObject *s = text.asStr();
  if (c.precision < 0 || c.precision >= int64_t(s->length))
    return put(c, "", s->text(), /*zeroFill=*/false);
  return put(c, "", substring(s, 0, c.precision), /*zeroFill=*/false);
}

LogicalResult PercentFormatter::convertInt(const Conversion &c, Value v) {
  bool isDecimal = c.type == 'd' || c.type == 'i' || c.type == 'u';
  if (isDecimal && v.isFloat()) {
    PLUE_BIND(v, truncate(ctx, v.asFloat()));
  }
  if (!v.isIntegral())
    return raiseTypeError(
        ctx, llvm::Twine("%") + llvm::Twine(static_cast<char>(c.type)) +
                 " format: " + (isDecimal ? "a real number" : "an integer") +
                 " is required, not " + typeName(v));
  PLUE_CHECK(burnDigits(ctx, v));
  std::string digits = intDigits(v, isDecimal ? 10 : c.type == 'o' ? 8 : 16);
  bool negative = digits[0] == '-';
  digits.erase(0, negative);
  if (c.precision > int64_t(digits.size())) {
    PLUE_CHECK(ctx.checkStringBytes(c.precision));
    digits.insert(0, c.precision - digits.size(), '0');
  }
  std::string prefix = signText(c, negative);
  if (c.alternate && !isDecimal) {
    prefix += '0';
    prefix += static_cast<char>(c.type);
  }
  if (c.type == 'X')
    digits = llvm::StringRef(digits).upper();
  return put(c, prefix, digits, /*zeroFill=*/true);
}

LogicalResult PercentFormatter::convertFloat(const Conversion &c, Value v) {
  if (!v.isIntegral() && !v.isFloat())
    return raiseTypeError(ctx, "must be real number, not " + typeName(v));
  PLUE_BIND(double d, toDouble(ctx, v));
  FloatStyle style{.type = static_cast<char>(c.type),
                   .precision = c.precision < 0 ? 6 : c.precision,
                   .alternate = c.alternate};
  PLUE_CHECK(ctx.checkStringBytes(style.precision));
  PLUE_CHECK(ctx.burn(64 + style.precision / 64));
  bool negative = std::signbit(d) && !std::isnan(d);
  return put(c, signText(c, negative), formatMagnitude(d, style),
             /*zeroFill=*/true);
}

LogicalResult PercentFormatter::convertChar(const Conversion &c, Value v) {
  Value character = v;
  if (v.isIntegral()) {
    if (v.isBigInt() || v.asInt() < 0 || v.asInt() > unicode::MaxCodePoint)
      return ctx.raise(ExcKind::OverflowError, "%c arg not in range(0x110000)");
    PLUE_BIND(character, makeChar(ctx, v.asInt()));
  }
  if (!character.isStr() || character.asStr()->length != 1)
    return raiseTypeError(ctx, "%c requires int or char");
  return put(c, "", character.text(), /*zeroFill=*/false);
}

LogicalResult PercentFormatter::convert(const Conversion &c, Value v) {
  PLUE_CHECK(checkKnown(ctx, v));
  switch (c.type) {
  case 's': {
    PLUE_BIND(Value text, str(ctx, v));
    return convertText(c, text);
  }
  case 'r': {
    PLUE_BIND(Value text, repr(ctx, v));
    return convertText(c, text);
  }
  case 'a': {
    PLUE_BIND(Value text, ascii(ctx, v));
    return convertText(c, text);
  }
  case 'd':
  case 'i':
  case 'u':
  case 'o':
  case 'x':
  case 'X':
    return convertInt(c, v);
  case 'e':
  case 'E':
  case 'f':
  case 'F':
  case 'g':
  case 'G':
    return convertFloat(c, v);
  case 'c':
    return convertChar(c, v);
  default:
    return raiseUnsupported(c);
  }
}

LogicalResult PercentFormatter::raiseUnsupported(const Conversion &c) {
  char shown = c.type >= ' ' && c.type < 127 ? static_cast<char>(c.type) : '?';
  size_t index = unicode::length(format.take_front(c.offset));
  return raiseValueError(ctx, "unsupported format character '" +
                                  llvm::Twine(shown) + "' (0x" +
                                  llvm::utohexstr(c.type, true) +
                                  ") at index " + llvm::Twine(index));
}

LogicalResult PercentFormatter::formatOne() {
  if (!atEnd() && format[i] == '%') {
    ++i;
    return out.append('%');
  }
  Conversion c;
  PLUE_CHECK(parse(c));
  PLUE_BIND(Value v, nextArgument());
  return convert(c, v);
}

FailureOr<Value> PercentFormatter::run() {
  PLUE_CHECK(ctx.burnBytes(format.size()));
  while (!atEnd()) {
    size_t percent = std::min(format.find('%', i), format.size());
    PLUE_CHECK(out.append(format.slice(i, percent)));
    i = percent;
    if (atEnd())
      break;
    ++i;
    PLUE_CHECK(ctx.burn(1));
    PLUE_CHECK(formatOne());
  }
  if (!mapping && (lone || !rest.empty()))
    return raiseTypeError(
        ctx, "not all arguments converted during string formatting");
  return out.finish();
}

FailureOr<Value> value::percentFormat(Context &ctx, Value format,
                                      Value arguments) {
  return PercentFormatter(ctx, format.text(), arguments).run();
}

//--- Pieces -------------------------------------------------------------------

/// What follows `%(`, up to its parenthesis.
static std::optional<llvm::StringRef> takeKey(llvm::StringRef &rest) {
  unsigned depth = 1;
  for (size_t i = 0; i != rest.size(); ++i) {
    depth += rest[i] == '(';
    depth -= rest[i] == ')';
    if (depth != 0)
      continue;
    llvm::StringRef key = rest.take_front(i);
    rest = rest.drop_front(i + 1);
    return key;
  }
  return std::nullopt;
}

/// Digits or a star, as a width or a precision.
static void skipCount(llvm::StringRef &rest, unsigned &numStars) {
  if (rest.consume_front("*"))
    ++numStars;
  else
    rest = rest.drop_while([](char c) { return llvm::isDigit(c); });
}

/// What follows `%`, which is not another one.
static std::optional<PercentField> takePercentField(llvm::StringRef &rest) {
  PercentField field;
  if (rest.consume_front("(")) {
    field.key = takeKey(rest);
    if (!field.key)
      return std::nullopt;
  }
  llvm::StringRef begin = rest;
  rest = rest.ltrim("-+ #0");
  skipCount(rest, field.numStars);
  if (rest.consume_front("."))
    skipCount(rest, field.numStars);
  if (!rest.empty() && llvm::StringRef("hlL").contains(rest[0]))
    rest = rest.drop_front();
  if (rest.empty() || !llvm::StringRef("diouxXeEfFgGcrsa").contains(rest[0]))
    return std::nullopt;
  rest = rest.drop_front();
  field.text = ("%" + begin.drop_back(rest.size())).str();
  return field;
}

std::optional<std::vector<PercentPiece>>
value::percentPieces(llvm::StringRef format) {
  std::vector<PercentPiece> pieces;
  std::string literal;
  while (!format.empty()) {
    size_t percent = std::min(format.find('%'), format.size());
    literal += format.take_front(percent);
    format = format.drop_front(percent);
    if (format.consume_front("%%")) {
      literal += '%';
      continue;
    }
    if (!format.consume_front("%"))
      break;
    std::optional<PercentField> field = takePercentField(format);
    if (!field)
      return std::nullopt;
    pieces.push_back({.literal = std::move(literal), .field = *field});
    literal.clear();
  }
  pieces.push_back({.literal = std::move(literal), .field = {}});
  return pieces;
}
