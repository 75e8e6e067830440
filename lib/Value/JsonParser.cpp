//===- JsonParser.cpp - JSON text as values -------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file `json.loads`: what is read are Python's values, so objects keep their
/// order, `1` is an int of any size and `1.0` a float. Of two members with the
/// same name the last one counts. Unlike Python's parser this one knows JSON
/// only, neither NaN nor Infinity, and half a surrogate pair becomes U+FFFD.
//===----------------------------------------------------------------------===//
#include "Internal.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"

using namespace plue;
using namespace plue::value;

namespace {
class JsonParser {
public:
  JsonParser(Context &ctx, llvm::StringRef text)
      : ctx(ctx), text(text), rest(text) {}

  FailureOr<Value> parse();

private:
  FailureOr<Value> parseValue();
  FailureOr<Value> parseObject();
  FailureOr<Value> parseArray();
  FailureOr<Value> parseString();
  FailureOr<Value> parseNumber();
  LogicalResult parseEscape(TextBuilder &out);
  LogicalResult parseUnicodeEscape(TextBuilder &out);
  FailureOr<uint32_t> parseHex();

  void skipSpace() { rest = rest.ltrim(" \t\r\n"); }
  bool consume(llvm::StringRef token) {
    skipSpace();
    return rest.consume_front(token);
  }
  /// Takes digits; how many there were.
  size_t consumeDigits() {
    size_t count = rest.take_while(llvm::isDigit).size();
    rest = rest.drop_front(count);
    return count;
  }
  LogicalResult fail(const llvm::Twine &message);

  Context &ctx;
  llvm::StringRef text;
  /// What has not been read.
  llvm::StringRef rest;
};
} // namespace

/// Where, as people count.
LogicalResult JsonParser::fail(const llvm::Twine &message) {
  llvm::StringRef before = text.drop_back(rest.size());
  size_t line = before.count('\n') + 1;
  size_t column = before.size() - (before.rfind('\n') + 1) + 1;
  return raiseValueError(ctx, message + ": line " + llvm::Twine(line) +
                                  " column " + llvm::Twine(column));
}

FailureOr<Value> JsonParser::parse() {
  PLUE_CHECK(ctx.burnBytes(text.size()));
  PLUE_BIND(Value v, parseValue());
  skipSpace();
  if (!rest.empty())
    return fail("there is more after the value");
  return v;
}

FailureOr<Value> JsonParser::parseValue() {
  PLUE_CHECK(ctx.burn(1));
  skipSpace();
  if (rest.empty())
    return fail("a value is missing");
  switch (rest.front()) {
  case '{':
    return parseObject();
  case '[':
    return parseArray();
  case '"':
    return parseString();
  }
  if (rest.consume_front("null"))
    return Value::none();
  if (rest.consume_front("true"))
    return Value::boolean(true);
  if (rest.consume_front("false"))
    return Value::boolean(false);
  return parseNumber();
}

FailureOr<Value> JsonParser::parseArray() {
  NestingScope scope(ctx);
  PLUE_CHECK(scope.check(" while decoding a JSON array"));
  rest = rest.drop_front();
  ValueVector items;
  if (!consume("]")) {
    do {
      PLUE_BIND(Value item, parseValue());
      items.push_back(item);
      PLUE_CHECK(ctx.checkItems(items.size()));
    } while (consume(","));
    if (!consume("]"))
      return fail("a `,` or `]` is missing");
  }
  return ctx.heap.makeList(ctx, items);
}

FailureOr<Value> JsonParser::parseObject() {
  NestingScope scope(ctx);
  PLUE_CHECK(scope.check(" while decoding a JSON object"));
  rest = rest.drop_front();
  PLUE_BIND(Value dict, ctx.heap.makeDict(ctx));
  if (consume("}"))
    return dict;
  do {
    skipSpace();
    if (!rest.starts_with("\""))
      return fail("a name in quotes is missing");
    PLUE_BIND(Value name, parseString());
    if (!consume(":"))
      return fail("a `:` is missing");
    PLUE_BIND(Value v, parseValue());
    PLUE_CHECK(dictInsert(ctx, dict.asDict(), name, v));
  } while (consume(","));
  if (!consume("}"))
    return fail("a `,` or `}` is missing");
  return dict;
}

//--- Strings ------------------------------------------------------------------

FailureOr<Value> JsonParser::parseString() {
  TextBuilder out(ctx);
  rest = rest.drop_front();
  for (;;) {
    llvm::StringRef plain = rest.take_until(
        [](char c) { return c == '"' || c == '\\' || uint8_t(c) < 0x20; });
    PLUE_CHECK(out.append(plain));
    rest = rest.drop_front(plain.size());
    if (rest.empty())
      return fail("a string does not end");
    if (rest.consume_front("\""))
      return out.finish();
    if (rest.front() != '\\')
      return fail("a control character in a string");
    PLUE_CHECK(parseEscape(out));
  }
}

LogicalResult JsonParser::parseEscape(TextBuilder &out) {
  static constexpr llvm::StringRef Escapes = "\"\\/bfnrt",
                                   Meanings = "\"\\/\b\f\n\r\t";
  char escape = rest.size() < 2 ? '\0' : rest[1];
  if (escape == 'u')
    return parseUnicodeEscape(out);
  size_t index = Escapes.find(escape);
  if (index == llvm::StringRef::npos)
    return fail("an unknown escape in a string");
  rest = rest.drop_front(2);
  return out.append(Meanings[index]);
}

/// The four digits after `\u`.
FailureOr<uint32_t> JsonParser::parseHex() {
  uint32_t unit = 0;
  llvm::StringRef digits = rest.substr(2, 4);
  if (digits.size() != 4 || !llvm::all_of(digits, llvm::isHexDigit))
    return fail("four hexadecimal digits are missing");
  (void)digits.getAsInteger(16, unit);
  rest = rest.drop_front(6);
  return unit;
}

LogicalResult JsonParser::parseUnicodeEscape(TextBuilder &out) {
  auto isHigh = [](uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; };
  auto isLow = [](uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; };
  PLUE_BIND(uint32_t unit, parseHex());
  if (isHigh(unit) && rest.starts_with("\\u")) {
    llvm::StringRef before = rest;
    PLUE_BIND(uint32_t low, parseHex());
    if (isLow(low))
      return out.appendCodePoint(0x10000 + ((unit - 0xD800) << 10) +
                                 (low - 0xDC00));
    rest = before;
  }
  bool isHalf = isHigh(unit) || isLow(unit);
  return out.appendCodePoint(isHalf ? 0xFFFD : unit);
}

//--- Numbers ------------------------------------------------------------------

FailureOr<Value> JsonParser::parseNumber() {
  llvm::StringRef start = rest;
  rest.consume_front("-");
  bool isZero = rest.starts_with("0");
  size_t numDigits = consumeDigits();
  if (numDigits == 0 || (isZero && numDigits > 1)) {
    rest = start;
    return fail("a value is missing");
  }
  bool isFloat = rest.consume_front(".");
  if (isFloat && consumeDigits() == 0)
    return fail("digits are missing after the point");
  if (rest.consume_front("e") || rest.consume_front("E")) {
    isFloat = true;
    if (!rest.consume_front("+"))
      rest.consume_front("-");
    if (consumeDigits() == 0)
      return fail("the digits of an exponent are missing");
  }
  llvm::StringRef literal = start.drop_back(rest.size());
  PLUE_BIND(Value number, ctx.heap.makeStr(ctx, literal));
  if (isFloat)
    return parseFloat(ctx, number);
  return parseInt(ctx, number, /*base=*/10);
}

FailureOr<Value> value::parseJson(Context &ctx, llvm::StringRef text) {
  return JsonParser(ctx, text).parse();
}
