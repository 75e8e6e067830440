//===- FormatSpec.cpp - The format-specification mini-language ------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file `format(value,
/// "[[fill]align][sign][z][#][0][width][,][.precision][type]")` for ints,
/// floats and strings. There are no locales: 'n' is 'd' or 'g'.
//===----------------------------------------------------------------------===//
#include "Format.h"
#include "Unicode.h"
#include "llvm/ADT/StringExtras.h"
#include <cmath>

using namespace plue;
using namespace plue::value;

namespace {
struct Spec {
  llvm::StringRef fill = " ";
  char align;
  /// '+', '-' or ' '; 0 if not written.
  char sign = 0;
  bool noNegativeZero = false;
  bool alternate = false;
  int64_t width = -1;
  /// ',' or '_', or 0.
  char grouping = 0;
  int64_t precision = -1;
  /// 0 if not written.
  uint32_t type = 0;
};

/// Reads a specification for one kind of value.
class SpecParser {
public:
  SpecParser(Context &ctx, Value v, llvm::StringRef text)
      : ctx(ctx), v(v), text(text) {}
  FailureOr<Spec> parse(char defaultAlign, uint32_t defaultType);

private:
  bool consume(char c);
  void parseAlign(Spec &spec);
  LogicalResult parseGrouping(Spec &spec);
  LogicalResult checkGrouping(const Spec &spec, uint32_t type);
  FailureOr<int64_t> parseNumber();

  Context &ctx;
  Value v;
  llvm::StringRef text;
  size_t i = 0;
  bool hasFill = false, hasAlign = false;
};
} // namespace

//--- Reading ------------------------------------------------------------------

static bool isAlign(llvm::StringRef text, size_t i) {
  return i < text.size() && llvm::StringRef("<>=^").contains(text[i]);
}

bool SpecParser::consume(char c) {
  if (i == text.size() || text[i] != c)
    return false;
  ++i;
  return true;
}

void SpecParser::parseAlign(Spec &spec) {
  size_t fillSize = text.empty() ? 0 : unicode::sizeOf(text[0]);
  if (fillSize != 0 && isAlign(text, fillSize)) {
    spec.fill = text.take_front(fillSize);
    spec.align = text[fillSize];
    i = fillSize + 1;
    hasFill = hasAlign = true;
  } else if (isAlign(text, 0)) {
    spec.align = text[0];
    i = 1;
    hasAlign = true;
  }
}

FailureOr<int64_t> SpecParser::parseNumber() {
  std::optional<int64_t> number = takeNumber(text, i);
  if (!number)
    return raiseValueError(ctx, "Too many decimal digits in format string");
  return *number;
}

LogicalResult SpecParser::parseGrouping(Spec &spec) {
  if (consume(','))
    spec.grouping = ',';
  bool both = consume('_') && std::exchange(spec.grouping, '_') == ',';
  if (spec.grouping == '_' && i < text.size() && text[i] == ',')
    both = true;
  if (!both)
    return success();
  return raiseValueError(ctx, "Cannot specify both ',' and '_'.");
}

/// A type as messages quote it.
static std::string quoteType(uint32_t type) {
  if (type > 32 && type < 128)
    return {static_cast<char>(type)};
  return "\\x" + llvm::utohexstr(type, /*LowerCase=*/true);
}

LogicalResult SpecParser::checkGrouping(const Spec &spec, uint32_t type) {
  if (spec.grouping == 0)
    return success();
  if (type == 0 || (type < 128 && llvm::StringRef("defgEG%F").contains(type)))
    return success();
  if (spec.grouping == '_' && type < 128 &&
      llvm::StringRef("boxX").contains(type))
    return success();
  return raiseValueError(ctx, "Cannot specify '" + llvm::Twine(spec.grouping) +
                                  "' with '" + quoteType(type) + "'.");
}

FailureOr<Spec> SpecParser::parse(char defaultAlign, uint32_t defaultType) {
  Spec spec{.align = defaultAlign, .type = defaultType};
  parseAlign(spec);
  if (i < text.size() && llvm::StringRef(" +-").contains(text[i]))
    spec.sign = text[i++];
  spec.noNegativeZero = consume('z');
  spec.alternate = consume('#');
  if (!hasFill && consume('0')) {
    spec.fill = "0";
    if (!hasAlign && defaultAlign == '>')
      spec.align = '=';
  }
  PLUE_BIND(spec.width, parseNumber());
  PLUE_CHECK(parseGrouping(spec));
  if (consume('.')) {
    PLUE_BIND(spec.precision, parseNumber());
    if (spec.precision < 0)
      return raiseValueError(ctx, "Format specifier missing precision");
  }
  llvm::StringRef rest = text.drop_front(i);
  if (!rest.empty() && rest.size() > unicode::sizeOf(rest[0]))
    return raiseValueError(ctx, "Invalid format specifier '" + text +
                                    "' for object of type '" + typeName(v) +
                                    "'");
  if (!rest.empty())
    spec.type = unicode::takeFront(rest);
  PLUE_CHECK(checkGrouping(spec, spec.type));
  return spec;
}

static LogicalResult raiseUnknownType(Context &ctx, uint32_t type, Value v) {
  return raiseValueError(ctx, "Unknown format code '" + quoteType(type) +
                                  "' for object of type '" + typeName(v) + "'");
}

//--- Layout -------------------------------------------------------------------

/// \p text, which has \p length characters, filled up to the width.
static FailureOr<Value> padText(Context &ctx, const Spec &spec,
                                llvm::StringRef text, int64_t length) {
  uint64_t margin = spec.width > length ? spec.width - length : 0;
  uint64_t left = spec.align == '<'   ? 0
                  : spec.align == '^' ? margin / 2
                                      : margin;
  TextBuilder out(ctx);
  PLUE_CHECK(out.appendRepeated(spec.fill, left));
  PLUE_CHECK(out.append(text));
  PLUE_CHECK(out.appendRepeated(spec.fill, margin - left));
  return out.finish();
}

namespace {
/// A number in pieces: sign and prefix, the digits that are grouped, the rest.
struct NumberParts {
  std::string sign;
  llvm::StringRef digits;
  llvm::StringRef rest;
};
} // namespace

/// Puts separators between groups of digits, with zeros in front until there
/// are \p minWidth characters. The first is never a separator.
static std::string groupDigits(llvm::StringRef digits, char separator,
                               unsigned groupSize, int64_t minWidth) {
  // From the back, since that is where groups begin.
  std::string reversed;
  int64_t room = minWidth;
  for (bool isFirst = true; isFirst || !digits.empty() || room > 0;
       isFirst = false) {
    if (!isFirst) {
      reversed += separator;
      --room;
    }
    int64_t wanted = std::max<int64_t>({int64_t(digits.size()), room, 1});
    size_t size = std::min<int64_t>(groupSize, wanted);
    llvm::StringRef group = digits.take_back(size);
    reversed.append(std::make_reverse_iterator(group.end()),
                    std::make_reverse_iterator(group.begin()));
    reversed.append(size - group.size(), '0');
    digits = digits.drop_back(group.size());
    room -= size;
  }
  std::reverse(reversed.begin(), reversed.end());
  return reversed;
}

/// How many digits stand between separators.
static unsigned groupSizeFor(uint32_t type) {
  return type < 128 && type != 0 && llvm::StringRef("boxX").contains(type) ? 4
                                                                           : 3;
}

static FailureOr<Value> layOutNumber(Context &ctx, const Spec &spec,
                                     const NumberParts &parts) {
  int64_t others = parts.sign.size() + parts.rest.size();
  std::string digits = parts.digits.str();
  if (spec.grouping != 0 && !digits.empty()) {
    bool zeros = spec.fill == "0" && spec.align == '=';
    int64_t minWidth = zeros ? spec.width - others : 0;
    PLUE_CHECK(ctx.checkStringBytes(std::max<int64_t>(minWidth, 0)));
    digits =
        groupDigits(digits, spec.grouping, groupSizeFor(spec.type), minWidth);
  }
  if (spec.align != '=')
    return padText(ctx, spec, parts.sign + digits + parts.rest.str(),
                   others + digits.size());
  int64_t length = others + digits.size();
  TextBuilder out(ctx);
  PLUE_CHECK(out.append(parts.sign));
  PLUE_CHECK(out.appendRepeated(spec.fill,
                                spec.width > length ? spec.width - length : 0));
  PLUE_CHECK(out.append(digits));
  PLUE_CHECK(out.append(parts.rest));
  return out.finish();
}

static std::string signText(const Spec &spec, bool negative) {
  if (negative)
    return "-";
  return spec.sign == '+' ? "+" : spec.sign == ' ' ? " " : "";
}

//--- Kinds --------------------------------------------------------------------

static FailureOr<Value> formatStr(Context &ctx, Value v, llvm::StringRef text) {
  PLUE_BIND(Spec spec, SpecParser(ctx, v, text).parse('<', 's'));
  if (spec.type != 's')
    return raiseUnknownType(ctx, spec.type, v);
  llvm::StringRef refused = spec.sign == ' '      ? "Space"
                            : spec.sign != 0      ? "Sign"
                            : spec.noNegativeZero ? "Negative zero coercion (z)"
                            : spec.alternate      ? "Alternate form (#)"
                                                  : "";
  if (!refused.empty())
    return raiseValueError(ctx,
                           refused + " not allowed in string format specifier");
  if (spec.align == '=')
    return raiseValueError(
        ctx, "'=' alignment not allowed in string format specifier");
  const StrObject *s = v.asStr();
  int64_t length = s->length;
  if (spec.precision >= 0)
    length = std::min(length, spec.precision);
  return padText(ctx, spec, substring(s, 0, length), length);
}

static FailureOr<Value> formatChar(Context &ctx, const Spec &spec, Value v) {
  if (spec.sign != 0)
    return raiseValueError(
        ctx, "Sign not allowed with integer format specifier 'c'");
  if (spec.alternate)
    return raiseValueError(
        ctx,
        "Alternate form (#) not allowed with integer format specifier 'c'");
  if (v.isBigInt())
    return ctx.raise(ExcKind::OverflowError,
                     "Python int too large to convert to C long");
  if (v.asInt() < 0 || v.asInt() > unicode::MaxCodePoint)
    return ctx.raise(ExcKind::OverflowError, "%c arg not in range(0x110000)");
  PLUE_BIND(Value character, makeChar(ctx, v.asInt()));
  Spec aligned = spec;
  aligned.align = spec.align == '=' ? '>' : spec.align;
  return padText(ctx, aligned, character.text(), 1);
}

/// The base a type writes in; 0 if it is no type for ints.
static unsigned baseOf(uint32_t type) {
  switch (type) {
  case 'd':
  case 'n':
    return 10;
  case 'b':
    return 2;
  case 'o':
    return 8;
  case 'x':
  case 'X':
    return 16;
  default:
    return 0;
  }
}

static FailureOr<Value> formatDigits(Context &ctx, const Spec &spec, Value v) {
  std::string digits = intDigits(v, baseOf(spec.type));
  if (spec.type == 'X')
    digits = llvm::StringRef(digits).upper();
  bool negative = digits[0] == '-';
  NumberParts parts{.sign = signText(spec, negative),
                    .digits = llvm::StringRef(digits).drop_front(negative)};
  if (spec.alternate && baseOf(spec.type) != 10) {
    parts.sign += '0';
    parts.sign += static_cast<char>(spec.type);
  }
  return layOutNumber(ctx, spec, parts);
}

static FailureOr<Value> formatDouble(Context &ctx, const Spec &spec, double d);

static bool isFloatType(uint32_t type) {
  return type != 0 && type < 128 && llvm::StringRef("eEfFgG%").contains(type);
}

static FailureOr<Value> formatInt(Context &ctx, Value v, llvm::StringRef text) {
  PLUE_BIND(Spec spec, SpecParser(ctx, v, text).parse('>', 'd'));
  if (isFloatType(spec.type)) {
    PLUE_BIND(double d, toDouble(ctx, v));
    return formatDouble(ctx, spec, d);
  }
  if (spec.type != 'c' && baseOf(spec.type) == 0)
    return raiseUnknownType(ctx, spec.type, v);
  if (spec.precision >= 0)
    return raiseValueError(ctx,
                           "Precision not allowed in integer format specifier");
  if (spec.noNegativeZero)
    return raiseValueError(ctx, "Negative zero coercion (z) not allowed in "
                                "integer format specifier");
  PLUE_CHECK(burnDigits(ctx, v));
  return spec.type == 'c' ? formatChar(ctx, spec, v)
                          : formatDigits(ctx, spec, v);
}

/// How a specification without a type, or with one, wants a float written.
static FloatStyle styleOf(const Spec &spec) {
  FloatStyle style{.type = static_cast<char>(spec.type),
                   .precision = spec.precision < 0 ? 6 : spec.precision,
                   .alternate = spec.alternate};
  if (spec.type == 0) {
    style.type = spec.precision < 0 ? 'r' : 'g';
    style.addDotZero = true;
  } else if (spec.type == 'n') {
    style.type = 'g';
  } else if (spec.type == '%') {
    style.type = 'f';
  }
  return style;
}

static FailureOr<Value> formatDouble(Context &ctx, const Spec &spec, double d) {
  if (spec.precision > MaxFormatNumber)
    return raiseValueError(ctx, "precision too big");
  PLUE_CHECK(ctx.checkStringBytes(std::max<int64_t>(spec.precision, 0)));
  PLUE_CHECK(ctx.burn(64 + std::max<int64_t>(spec.precision, 0) / 64));
  if (spec.type == '%')
    d *= 100;
  std::string text = formatMagnitude(d, styleOf(spec));
  if (spec.type == '%')
    text += '%';
  bool negative = std::signbit(d) && !std::isnan(d);
  if (spec.noNegativeZero && llvm::StringRef(text).find_first_of(
                                 "123456789n") == llvm::StringRef::npos)
    negative = false;
  NumberParts parts{.sign = signText(spec, negative)};
  parts.digits = llvm::StringRef(text).take_while(llvm::isDigit);
  parts.rest = llvm::StringRef(text).drop_front(parts.digits.size());
  return layOutNumber(ctx, spec, parts);
}

static FailureOr<Value> formatFloat(Context &ctx, Value v,
                                    llvm::StringRef text) {
  PLUE_BIND(Spec spec, SpecParser(ctx, v, text).parse('>', 0));
  if (spec.type != 0 && spec.type != 'n' && !isFloatType(spec.type))
    return raiseUnknownType(ctx, spec.type, v);
  return formatDouble(ctx, spec, v.asFloat());
}

FailureOr<Value> value::format(Context &ctx, Value v, llvm::StringRef spec) {
  PLUE_CHECK(ctx.burnBytes(spec.size()));
  PLUE_CHECK(checkKnown(ctx, v));
  if (spec.empty())
    return str(ctx, v);
  if (v.isStr())
    return formatStr(ctx, v, spec);
  if (v.isIntegral())
    return formatInt(ctx, v, spec);
  if (v.isFloat())
    return formatFloat(ctx, v, spec);
  return raiseTypeError(ctx, "unsupported format string passed to " +
                                 typeName(v) + ".__format__");
}
