//===- Literals.cpp - Numbers, strings, constants, locations --------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Parser.h"
#include "plue/IR/Keywords.h"
#include "plue/IR/Spelling.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/bit.h"
#include <charconv>

using namespace plue;
using namespace plue::ir;
using namespace plue::asmparser;

//--- Numbers ------------------------------------------------------------------

FailureOr<uint64_t> Parser::parseNumber(uint64_t most) {
  if (token.kind != Token::Number)
    return expected("a number");
  uint64_t number = 0;
  if (token.text.getAsInteger(10, number) || number > most)
    return diags.report(range(token), diag::asm_bad_number, token.text,
                        "a number from 0 to " + std::to_string(most));
  advance();
  return number;
}

FailureOr<uint32_t> Parser::parseNumber32() {
  FailureOr<uint64_t> number = parseNumber(~0U);
  if (failed(number))
    return failure();
  return uint32_t(*number);
}

/// In milliseconds: `30s`, `1500ms`.
FailureOr<uint64_t> Parser::parseDuration() {
  if (token.kind != Token::Number)
    return expected("a time");
  llvm::StringRef digits = token.text;
  uint64_t unit = digits.consume_back("ms")  ? 1
                  : digits.consume_back("s") ? 1000
                                             : 0;
  uint64_t number = 0;
  if (unit == 0 || digits.getAsInteger(10, number) || number > ~0ULL / unit)
    return diags.report(range(token), diag::asm_bad_number, token.text,
                        "a time like `30s` or `1500ms`");
  advance();
  return number * unit;
}

//--- Texts --------------------------------------------------------------------

FailureOr<llvm::StringRef> Parser::parseString() {
  FailureOr<Token> string = take(Token::String, "a string");
  if (failed(string))
    return failure();
  return plan->save(unquoted(string->text));
}

FailureOr<llvm::StringRef> Parser::parseName(llvm::StringRef what) {
  if (token.kind == Token::String)
    return parseString();
  if (token.kind != Token::Word || !isIdentifier(token.text))
    return expected(what);
  llvm::StringRef name = plan->save(token.text);
  advance();
  return name;
}

FailureOr<unsigned>
Parser::parseWord(llvm::StringRef what,
                  llvm::ArrayRef<llvm::StringLiteral> words) {
  if (token.kind != Token::Word)
    return expected("a " + what);
  const auto *it = llvm::find(words, token.text);
  if (it == words.end())
    return unknown(
        what, llvm::SmallVector<llvm::StringRef>(words.begin(), words.end()));
  advance();
  return it - words.begin();
}

LogicalResult Parser::parseStrings(std::vector<llvm::StringRef> &strings) {
  if (failed(consume("[")))
    return failure();
  return parseList("]", [&]() -> LogicalResult {
    FailureOr<llvm::StringRef> string = parseString();
    if (succeeded(string))
      strings.push_back(*string);
    return string;
  });
}

//--- Constants ----------------------------------------------------------------

/// The bits of a float in hexadecimal.
static bool parseFloatBits(llvm::StringRef digits, double &real) {
  uint64_t bits = 0;
  if (!digits.consume_front("0x") || digits.size() != 16 ||
      digits.getAsInteger(16, bits))
    return false;
  real = llvm::bit_cast<double>(bits);
  return true;
}

static bool parseFloat(llvm::StringRef text, double &real) {
  if (!text.contains('.') && !text.contains('e') && text != "-inf")
    return false;
  auto [end, error] = std::from_chars(text.begin(), text.end(), real);
  return error == std::errc() && end == text.end();
}

FailureOr<Constant> Parser::parseNumericConstant() {
  Constant constant;
  if (!token.text.getAsInteger(10, constant.number)) {
    constant.kind = Constant::Int;
  } else if (isBigInt(token.text)) {
    constant.number = 0;
    constant.kind = Constant::BigInt;
    constant.text = plan->save(token.text);
  } else if (constant.number = 0; parseFloatBits(token.text, constant.real) ||
                                  parseFloat(token.text, constant.real)) {
    constant.kind = Constant::Float;
  } else {
    return diags.report(range(token), diag::asm_bad_number,
                        token.text.take_front(100),
                        "an integer of up to 1234 digits or a float");
  }
  advance();
  return constant;
}

FailureOr<Constant> Parser::parseConstant() {
  if (token.kind == Token::Number)
    return parseNumericConstant();
  if (token.kind == Token::String) {
    FailureOr<llvm::StringRef> string = parseString();
    return Constant{.kind = Constant::Str, .text = *string};
  }
  if (consumeIf("None"))
    return Constant();
  if (token.is("True") || token.is("False")) {
    Constant constant{.kind = Constant::Bool, .number = token.is("True")};
    advance();
    return constant;
  }
  if (consumeIf("inf"))
    return Constant{.kind = Constant::Float, .real = HUGE_VAL};
  if (consumeIf("nan"))
    return Constant{.kind = Constant::Float,
                    .real = llvm::bit_cast<double>(UsualNaN)};
  return expected("a constant");
}

//--- Tables -------------------------------------------------------------------

/// `#7`, behind the `#`.
FailureOr<uint32_t> Parser::parseEntry(llvm::StringRef what, size_t count) {
  Token number = token;
  FailureOr<uint32_t> ordinal = parseNumber32();
  if (succeeded(ordinal) && *ordinal >= count)
    return diags.report(range(number), diag::asm_no_entry, what,
                        uint64_t(*ordinal));
  return ordinal;
}

LogicalResult Parser::limitEntries(size_t count, llvm::StringRef what) {
  if (count < MaxTableEntries)
    return success();
  return diags.report(range(token), diag::asm_too_many,
                      uint64_t(MaxTableEntries), what);
}

FailureOr<uint32_t> Parser::parseStringRef() {
  if (consumeIf("#"))
    return parseEntry("string", plan->strings.size());
  uint32_t begin = token.begin, next = plan->strings.size();
  FailureOr<llvm::StringRef> string = parseString();
  if (failed(string) || failed(limitEntries(next, "strings")))
    return failure();
  uint32_t ordinal = tables.string(*string, next);
  if (ordinal == next) {
    plan->strings.push_back(*string);
    spans.strings.push_back(spanFrom(begin));
  }
  return ordinal;
}

FailureOr<uint32_t> Parser::parseConstantRef() {
  if (consumeIf("#"))
    return parseEntry("constant", plan->constants.size());
  uint32_t begin = token.begin, next = plan->constants.size();
  FailureOr<Constant> constant = parseConstant();
  if (failed(constant) || failed(limitEntries(next, "constants")))
    return failure();
  uint32_t ordinal = tables.constant(*constant, next);
  if (ordinal == next) {
    plan->constants.push_back(*constant);
    spans.constants.push_back(spanFrom(begin));
  }
  return ordinal;
}

//--- Locations ----------------------------------------------------------------

/// The ordinal of a source: by its path, by its number, or `?`.
FailureOr<uint32_t> Parser::parseLocationSource() {
  if (consumeIf("?"))
    return Location().source;
  if (consumeIf("#"))
    return parseNumber32();
  Token path = token;
  FailureOr<llvm::StringRef> text = parseString();
  if (failed(text))
    return failure();
  auto it = sources.find(*text);
  if (it == sources.end())
    return diags.report(range(path), diag::asm_undefined, "source", *text)
        .hint("a source is declared by `source \"PATH\" DIGEST`");
  return it->second;
}

/// `loc("a.py":3:1)`, if it is there; `loc(?)` is one that is not known.
FailureOr<std::optional<Location>> Parser::parseLocation() {
  if (!consumeIf("loc"))
    return std::optional<Location>();
  if (failed(consume("(")))
    return failure();
  bool isUnknown = token.is("?");
  FailureOr<uint32_t> source = parseLocationSource();
  if (failed(source))
    return failure();
  if (isUnknown && consumeIf(")"))
    return std::optional(Location());
  if (failed(consume(":")))
    return failure();
  FailureOr<uint32_t> line = parseNumber32();
  if (failed(line) || failed(consume(":")))
    return failure();
  FailureOr<uint32_t> column = parseNumber32();
  if (failed(column) || failed(consume(")")))
    return failure();
  return std::optional(
      Location{.source = *source, .line = *line, .column = *column});
}
