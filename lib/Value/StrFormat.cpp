//===- StrFormat.cpp - str.format -----------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file `"{} {0!r:>{width}} {name}".format(…)`. Fields that look up attributes
/// or items are refused: a format string is data, and data must not walk the
/// objects it is given. An f-string says the same where it can be checked.
//===----------------------------------------------------------------------===//
#include "Calls.h"
#include "Format.h"
#include "Unicode.h"
#include "plue/Value/FormatPieces.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::value;

namespace {
using Field = FormatField;

class FieldFormatter {
public:
  FieldFormatter(Context &ctx, const Invocation &in) : ctx(ctx), in(in) {}
  /// Formats \p text; fields in specifications may nest \p depth deep.
  LogicalResult format(llvm::StringRef text, TextBuilder &out, unsigned depth);

private:
  FailureOr<Value> lookUp(llvm::StringRef name);
  FailureOr<Value> positional(std::optional<int64_t> index);
  LogicalResult formatField(const Field &field, TextBuilder &out,
                            unsigned depth);

  Context &ctx;
  const Invocation &in;
  enum { Undecided, Automatic, Manual } numbering = Undecided;
  int64_t nextIndex = 0;
};
} // namespace

//--- Reading ------------------------------------------------------------------

/// Copies text up to the next field; doubled braces stand for one.
static LogicalResult takeLiteral(Context &ctx, llvm::StringRef &rest,
                                 TextBuilder &out) {
  while (!rest.empty()) {
    size_t brace = std::min(rest.find_first_of("{}"), rest.size());
    PLUE_CHECK(out.append(rest.take_front(brace)));
    rest = rest.drop_front(brace);
    if (rest.empty())
      return success();
    char c = rest[0];
    bool isDoubled = rest.size() > 1 && rest[1] == c;
    if (!isDoubled && (c == '}' || rest.size() == 1))
      return raiseValueError(ctx, "Single '" + llvm::Twine(c) +
                                      "' encountered in format string");
    if (!isDoubled)
      return success();
    PLUE_CHECK(out.append(c));
    rest = rest.drop_front(2);
  }
  return success();
}

static LogicalResult takeName(Context &ctx, llvm::StringRef &rest, Field &field,
                              char &end) {
  size_t i = 0;
  for (; i != rest.size() && !llvm::StringRef("}:!").contains(rest[i]); ++i) {
    if (rest[i] == '{')
      return raiseValueError(ctx, "unexpected '{' in field name");
    // Whatever stands between brackets does not end the name.
    if (rest[i] == '[')
      i = std::min(rest.find(']', i), rest.size() - 1);
  }
  if (i == rest.size())
    return raiseValueError(ctx, "expected '}' before end of string");
  field.name = rest.take_front(i);
  end = rest[i];
  rest = rest.drop_front(i + 1);
  return success();
}

/// True if the field ends with its conversion.
static FailureOr<bool> takeConversion(Context &ctx, llvm::StringRef &rest,
                                      Field &field) {
  if (rest.empty())
    return raiseValueError(
        ctx, "end of string while looking for conversion specifier");
  field.conversion = unicode::takeFront(rest);
  if (rest.empty() || rest.consume_front(":"))
    return false;
  if (!rest.consume_front("}"))
    return raiseValueError(ctx, "expected ':' after conversion specifier");
  return true;
}

static LogicalResult takeSpec(Context &ctx, llvm::StringRef &rest,
                              Field &field) {
  unsigned depth = 1;
  for (size_t i = 0; i != rest.size(); ++i) {
    depth += rest[i] == '{';
    field.specHasFields |= rest[i] == '{';
    depth -= rest[i] == '}';
    if (depth != 0)
      continue;
    field.spec = rest.take_front(i);
    rest = rest.drop_front(i + 1);
    return success();
  }
  return raiseValueError(ctx, "unmatched '{' in format spec");
}

static FailureOr<Field> takeField(Context &ctx, llvm::StringRef &rest) {
  Field field;
  char end = '}';
  PLUE_CHECK(takeName(ctx, rest, field, end));
  if (end == '}')
    return field;
  if (end == '!') {
    PLUE_BIND(bool isDone, takeConversion(ctx, rest, field));
    if (isDone)
      return field;
  }
  PLUE_CHECK(takeSpec(ctx, rest, field));
  return field;
}

FailureOr<std::vector<FormatPiece>>
value::formatPieces(Context &ctx, llvm::StringRef format) {
  std::vector<FormatPiece> pieces;
  PLUE_CHECK(ctx.burnBytes(format.size()));
  while (!format.empty()) {
    TextBuilder literal(ctx);
    PLUE_CHECK(takeLiteral(ctx, format, literal));
    pieces.push_back({.literal = literal.text().str(), .field = {}});
    if (format.empty())
      break;
    format = format.drop_front(); // `{`
    PLUE_BIND(FormatField field, takeField(ctx, format));
    pieces.back().field = field;
  }
  return pieces;
}

//--- Arguments ----------------------------------------------------------------

FailureOr<Value> FieldFormatter::positional(std::optional<int64_t> index) {
  if (numbering == (index ? Automatic : Manual))
    return raiseValueError(
        ctx, llvm::Twine("cannot switch from ") +
                 (index ? "automatic field numbering to manual field "
                          "specification"
                        : "manual field specification to automatic field "
                          "numbering"));
  numbering = index ? Manual : Automatic;
  int64_t i = index ? *index : nextIndex++;
  if (i >= int64_t(in.rest.size()))
    return ctx.raise(ExcKind::IndexError,
                     "Replacement index " + llvm::Twine(i) +
                         " out of range for positional args tuple");
  return in.rest[i];
}

FailureOr<Value> FieldFormatter::lookUp(llvm::StringRef name) {
  if (name.find_first_of(".[") != llvm::StringRef::npos)
    return raiseValueError(
        ctx, "a format string cannot look up attributes or items ('{" + name +
                 "}'); use an f-string");
  if (name.empty())
    return positional(std::nullopt);
  size_t i = 0;
  std::optional<int64_t> index = takeNumber(name, i);
  if (!index)
    return raiseValueError(ctx, "Too many decimal digits in format string");
  if (i == name.size())
    return positional(index);
  PLUE_CHECK(ctx.burn(in.keywords.size() / 4));
  for (auto [keyword, v] : in.keywords)
    if (keyword == name)
      return v;
  PLUE_BIND(Value key, ctx.heap.makeStr(ctx, name));
  return raiseKeyError(ctx, key);
}

//--- Writing ------------------------------------------------------------------

static FailureOr<Value> applyConversion(Context &ctx, uint32_t conversion,
                                        Value v) {
  switch (conversion) {
  case 0:
    return v;
  case 'r':
    return repr(ctx, v);
  case 's':
    return str(ctx, v);
  case 'a':
    return ascii(ctx, v);
  default:
    break;
  }
  bool isPlain = conversion > 32 && conversion < 127;
  return raiseValueError(
      ctx, "Unknown conversion specifier " +
               (isPlain ? std::string(1, char(conversion))
                        : "\\x" + llvm::utohexstr(conversion, true)));
}

LogicalResult FieldFormatter::formatField(const Field &field, TextBuilder &out,
                                          unsigned depth) {
  PLUE_CHECK(ctx.burn(1));
  PLUE_BIND(Value v, lookUp(field.name));
  PLUE_CHECK(checkKnown(ctx, v));
  PLUE_BIND(v, applyConversion(ctx, field.conversion, v));
  TextBuilder expanded(ctx);
  llvm::StringRef spec = field.spec;
  if (field.specHasFields) {
    PLUE_CHECK(format(spec, expanded, depth - 1));
    spec = expanded.text();
  }
  PLUE_BIND(Value text, value::format(ctx, v, spec));
  return out.append(text.text());
}

LogicalResult FieldFormatter::format(llvm::StringRef text, TextBuilder &out,
                                     unsigned depth) {
  if (depth == 0)
    return raiseValueError(ctx, "Max string recursion exceeded");
  PLUE_CHECK(ctx.burnBytes(text.size()));
  while (!text.empty()) {
    PLUE_CHECK(takeLiteral(ctx, text, out));
    if (text.empty())
      break;
    text = text.drop_front(); // `{`
    PLUE_BIND(Field field, takeField(ctx, text));
    PLUE_CHECK(formatField(field, out, depth));
  }
  return success();
}

FailureOr<Value> value::strFormat(Context &ctx, const Invocation &in) {
  TextBuilder out(ctx);
  PLUE_CHECK(FieldFormatter(ctx, in).format(in.self.text(), out, /*depth=*/2));
  return out.finish();
}
