//===- StrLayout.cpp - Padding, tabs and translation ----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Calls.h"
#include "Unicode.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;

//--- Padding ------------------------------------------------------------------

/// The character to fill with, a space if there is no argument.
static FailureOr<llvm::StringRef> fillArgument(Context &ctx, Value fill) {
  if (!fill)
    return llvm::StringRef(" ");
  PLUE_CHECK(checkKnown(ctx, fill));
  if (!fill.isStr())
    return raiseTypeError(ctx,
                          "The fill character must be a unicode character, "
                          "not " +
                              typeName(fill));
  if (fill.asStr()->length != 1)
    return raiseTypeError(
        ctx, "The fill character must be exactly one character long");
  return fill.text();
}

/// How much a string must grow to be \p width wide.
static FailureOr<uint64_t> marginFor(Context &ctx, Value self, Value width) {
  PLUE_BIND(int64_t wanted, toIndex(ctx, width));
  int64_t length = self.asStr()->length;
  return wanted > length ? static_cast<uint64_t>(wanted - length) : 0;
}

static FailureOr<Value> pad(Context &ctx, Value self, uint64_t left,
                            uint64_t right, llvm::StringRef fill) {
  if (left + right == 0)
    return self;
  TextBuilder out(ctx);
  PLUE_CHECK(out.appendRepeated(fill, left));
  PLUE_CHECK(out.append(self.text()));
  PLUE_CHECK(out.appendRepeated(fill, right));
  return out.finish();
}

FailureOr<Value> value::strLjust(Context &ctx, const Invocation &in) {
  PLUE_BIND(uint64_t margin, marginFor(ctx, in.self, in[0]));
  PLUE_BIND(llvm::StringRef fill, fillArgument(ctx, in[1]));
  return pad(ctx, in.self, 0, margin, fill);
}

FailureOr<Value> value::strRjust(Context &ctx, const Invocation &in) {
  PLUE_BIND(uint64_t margin, marginFor(ctx, in.self, in[0]));
  PLUE_BIND(llvm::StringRef fill, fillArgument(ctx, in[1]));
  return pad(ctx, in.self, margin, 0, fill);
}

FailureOr<Value> value::strCenter(Context &ctx, const Invocation &in) {
  PLUE_BIND(uint64_t margin, marginFor(ctx, in.self, in[0]));
  PLUE_BIND(llvm::StringRef fill, fillArgument(ctx, in[1]));
  // An odd margin favours the left if the final width is odd too.
  uint64_t width = in.self.asStr()->length + margin;
  uint64_t left = margin / 2 + (margin & width & 1);
  return pad(ctx, in.self, left, margin - left, fill);
}

FailureOr<Value> value::strZfill(Context &ctx, const Invocation &in) {
  PLUE_BIND(uint64_t margin, marginFor(ctx, in.self, in[0]));
  if (margin == 0)
    return in.self;
  llvm::StringRef text = in.self.text();
  bool isSigned = text.starts_with("+") || text.starts_with("-");
  TextBuilder out(ctx);
  PLUE_CHECK(out.append(text.take_front(isSigned)));
  PLUE_CHECK(out.appendRepeated("0", margin));
  PLUE_CHECK(out.append(text.drop_front(isSigned)));
  return out.finish();
}

//--- Tabs ---------------------------------------------------------------------

FailureOr<Value> value::strExpandtabs(Context &ctx, const Invocation &in) {
  int64_t tab = 8;
  if (in[0]) {
    PLUE_BIND(tab, toCInt(ctx, in[0]));
  }
  llvm::StringRef rest = in.self.text();
  PLUE_CHECK(ctx.burnBytes(4 * rest.size()));
  TextBuilder out(ctx);
  int64_t column = 0;
  while (!rest.empty()) {
    uint32_t c = unicode::takeFront(rest);
    if (c != '\t') {
      PLUE_CHECK(out.appendCodePoint(c));
      column = c == '\n' || c == '\r' ? 0 : column + 1;
    } else if (tab > 0) {
      int64_t width = tab - column % tab;
      PLUE_CHECK(out.appendRepeated(" ", width));
      column += width;
    }
  }
  return out.finish();
}

//--- Translation --------------------------------------------------------------

static LogicalResult setTranslation(Context &ctx, DictObject *table, uint32_t c,
                                    Value to) {
  return dictInsert(ctx, table, Value::smallInt(c), to);
}

/// From a dict whose keys are characters or their numbers.
static FailureOr<Value> tableFromDict(Context &ctx, Value from) {
  if (!from.is(Kind::Dict))
    return raiseTypeError(
        ctx, "if you give only one argument to maketrans it must be a dict");
  PLUE_BIND(Value table, ctx.heap.makeDict(ctx));
  for (const DictObject::Entry &entry : from.asDict()->entries) {
    if (!entry.key)
      continue;
    Value key = entry.key;
    PLUE_CHECK(ctx.burn(1));
    if (key.isStr()) {
      if (key.asStr()->length != 1)
        return raiseValueError(
            ctx, "string keys in translate table must be of length 1");
      llvm::StringRef text = key.text();
      key = Value::smallInt(unicode::takeFront(text));
    } else if (!key.isIntegral()) {
      return raiseTypeError(
          ctx, "keys in translate table must be strings or integers");
    }
    PLUE_CHECK(dictInsert(ctx, table.asDict(), key, entry.value));
  }
  return table;
}

/// The characters of \p from map to those of \p to, those of \p removed to
/// None.
static FailureOr<Value> tableFromStrings(Context &ctx, Value from, Value to,
                                         Value removed) {
  if (from.asStr()->length != to.asStr()->length)
    return raiseValueError(ctx, "the first two maketrans arguments must have "
                                "equal length");
  PLUE_BIND(Value table, ctx.heap.makeDict(ctx));
  llvm::StringRef x = from.text(), y = to.text();
  while (!x.empty()) {
    uint32_t c = unicode::takeFront(x);
    PLUE_CHECK(setTranslation(ctx, table.asDict(), c,
                              Value::smallInt(unicode::takeFront(y))));
  }
  for (llvm::StringRef z = removed ? removed.text() : ""; !z.empty();) {
    uint32_t c = unicode::takeFront(z);
    PLUE_CHECK(setTranslation(ctx, table.asDict(), c, Value::none()));
  }
  return table;
}

FailureOr<Value> value::strMaketrans(Context &ctx, const Invocation &in) {
  PLUE_CHECK(checkKnown(ctx, in[0]));
  for (unsigned i : {1U, 2U})
    if (in[i])
      PLUE_CHECK(checkStrArgument(
          ctx, in[i], "maketrans() argument " + llvm::Twine(i + 1)));
  if (!in[1])
    return tableFromDict(ctx, in[0]);
  if (!in[0].isStr())
    return raiseTypeError(ctx, "first maketrans argument must be a string if "
                               "there is a second argument");
  return tableFromStrings(ctx, in[0], in[1], in[2]);
}

/// What a table has for character \p c; absent if nothing.
static FailureOr<Value> lookUp(Context &ctx, Value table, uint32_t c) {
  if (table.is(Kind::Dict)) {
    PLUE_BIND(Value * place, dictFind(ctx, table.asDict(), Value::smallInt(c)));
    return place ? *place : Value();
  }
  if (table.is(Kind::List) || table.is(Kind::Tuple) || table.isStr() ||
      table.is(Kind::Range)) {
    PLUE_BIND(uint64_t size, length(ctx, table));
    if (c >= size)
      return Value();
  }
  return getItem(ctx, table, Value::smallInt(c));
}

static LogicalResult appendTranslated(Context &ctx, TextBuilder &out, Value to,
                                      uint32_t c) {
  if (!to)
    return out.appendCodePoint(c);
  PLUE_CHECK(checkKnown(ctx, to));
  if (to.isNone())
    return success();
  if (to.isStr())
    return out.append(to.text());
  if (!to.isIntegral())
    return raiseTypeError(ctx,
                          "character mapping must return integer, None or str");
  if (to.isBigInt() || to.asInt() < 0 || to.asInt() > unicode::MaxCodePoint ||
      unicode::isSurrogate(to.asInt()))
    return raiseValueError(ctx, "character mapping must be in range(0x110000)");
  return out.appendCodePoint(to.asInt());
}

FailureOr<Value> value::strTranslate(Context &ctx, const Invocation &in) {
  PLUE_CHECK(checkKnown(ctx, in[0]));
  TextBuilder out(ctx);
  for (llvm::StringRef rest = in.self.text(); !rest.empty();) {
    PLUE_CHECK(ctx.burn(1));
    uint32_t c = unicode::takeFront(rest);
    PLUE_BIND(Value to, lookUp(ctx, in[0], c));
    PLUE_CHECK(appendTranslated(ctx, out, to, c));
  }
  return out.finish();
}
