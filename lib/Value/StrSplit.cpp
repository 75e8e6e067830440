//===- StrSplit.cpp - Splitting, stripping and joining --------------------===//
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

//--- strip --------------------------------------------------------------------

/// Whether a character is among \p chars, or white space if there are none.
static bool isStripped(uint32_t c, const Value &chars,
                       llvm::ArrayRef<uint32_t> sorted) {
  if (!chars || chars.isNone())
    return unicode::isSpace(c);
  return llvm::binary_search(sorted, c);
}

static llvm::SmallVector<uint32_t> sortedChars(llvm::StringRef text) {
  llvm::SmallVector<uint32_t> chars;
  while (!text.empty())
    chars.push_back(unicode::takeFront(text));
  llvm::sort(chars);
  return chars;
}

static FailureOr<Value> strip(Context &ctx, const Invocation &in,
                              llvm::StringRef name, bool front, bool back) {
  Value chars = in[0];
  llvm::SmallVector<uint32_t> sorted;
  if (chars && !chars.isNone()) {
    PLUE_CHECK(checkKnown(ctx, chars));
    if (!chars.isStr())
      return raiseTypeError(ctx, name + " arg must be None or str");
    PLUE_CHECK(ctx.burn(chars.asStr()->length));
    sorted = sortedChars(chars.text());
  }
  llvm::StringRef text = in.self.text();
  PLUE_CHECK(ctx.burnBytes(text.size()));
  for (llvm::StringRef rest = text; front && !rest.empty(); text = rest)
    if (!isStripped(unicode::takeFront(rest), chars, sorted))
      break;
  for (llvm::StringRef rest = text; back && !rest.empty(); text = rest)
    if (!isStripped(unicode::takeBack(rest), chars, sorted))
      break;
  if (text.size() == in.self.text().size())
    return in.self;
  return ctx.heap.makeStr(ctx, text);
}

FailureOr<Value> value::strStrip(Context &ctx, const Invocation &in) {
  return strip(ctx, in, "strip", true, true);
}
FailureOr<Value> value::strLstrip(Context &ctx, const Invocation &in) {
  return strip(ctx, in, "lstrip", true, false);
}
FailureOr<Value> value::strRstrip(Context &ctx, const Invocation &in) {
  return strip(ctx, in, "rstrip", false, true);
}

//--- split --------------------------------------------------------------------

namespace {
/// Collects pieces of a string as strings.
class Pieces {
public:
  explicit Pieces(Context &ctx) : ctx(ctx) {}
  LogicalResult add(llvm::StringRef piece) {
    PLUE_CHECK(ctx.checkItems(values.size() + 1));
    PLUE_BIND(Value v, ctx.heap.makeStr(ctx, piece));
    values.push_back(v);
    return success();
  }
  FailureOr<Value> finish(bool reversed) {
    if (reversed)
      std::reverse(values.begin(), values.end());
    return ctx.heap.makeList(ctx, values);
  }

private:
  Context &ctx;
  ValueVector values;
};
} // namespace

/// How many bytes at the front, or the back, are (or are not) white space.
static size_t spaceSpan(llvm::StringRef text, bool wanted, bool atBack) {
  size_t span = 0;
  for (llvm::StringRef rest = text; !rest.empty();
       span = text.size() - rest.size()) {
    uint32_t c = atBack ? unicode::takeBack(rest) : unicode::takeFront(rest);
    if (unicode::isSpace(c) != wanted)
      break;
  }
  return span;
}

/// At runs of white space. Once there have been \p most splits, the rest is one
/// piece, up to the far end of the text.
static LogicalResult splitSpace(Pieces &pieces, llvm::StringRef text,
                                uint64_t most, bool atBack) {
  auto drop = [&](size_t n) {
    text = atBack ? text.drop_back(n) : text.drop_front(n);
  };
  for (;; --most) {
    drop(spaceSpan(text, /*wanted=*/true, atBack));
    if (text.empty())
      return success();
    if (most == 0)
      return pieces.add(text);
    size_t word = spaceSpan(text, /*wanted=*/false, atBack);
    PLUE_CHECK(
        pieces.add(atBack ? text.take_back(word) : text.take_front(word)));
    drop(word);
  }
}

static LogicalResult splitAt(Pieces &pieces, llvm::StringRef text,
                             llvm::StringRef separator, uint64_t most) {
  for (size_t at;
       most != 0 && (at = findText(text, separator)) != llvm::StringRef::npos;
       --most) {
    PLUE_CHECK(pieces.add(text.take_front(at)));
    text = text.drop_front(at + separator.size());
  }
  return pieces.add(text);
}

/// Each search costs as much as the separator is long, even if it ends at once.
static LogicalResult rsplitAt(Context &ctx, Pieces &pieces,
                              llvm::StringRef text, llvm::StringRef separator,
                              uint64_t most) {
  for (; most != 0; --most) {
    PLUE_CHECK(ctx.burn(separator.size() / 64));
    size_t at = rfindText(text, separator);
    if (at == llvm::StringRef::npos)
      break;
    PLUE_CHECK(pieces.add(text.drop_front(at + separator.size())));
    text = text.take_front(at);
  }
  return pieces.add(text);
}

static FailureOr<Value> split(Context &ctx, const Invocation &in, bool atBack) {
  Value separator = in[0] ? in[0] : Value::none();
  int64_t most = -1;
  PLUE_CHECK(checkKnown(ctx, separator));
  if (in[1]) {
    PLUE_BIND(most, toIndex(ctx, in[1]));
  }
  llvm::StringRef text = in.self.text();
  PLUE_CHECK(ctx.burnBytes(text.size()));
  Pieces pieces(ctx);
  if (separator.isNone()) {
    PLUE_CHECK(splitSpace(pieces, text, uint64_t(most), atBack));
    return pieces.finish(atBack);
  }
  if (!separator.isStr())
    return raiseTypeError(ctx,
                          "must be str or None, not " + typeName(separator));
  if (separator.text().empty())
    return raiseValueError(ctx, "empty separator");
  if (atBack)
    PLUE_CHECK(rsplitAt(ctx, pieces, text, separator.text(), uint64_t(most)));
  else
    PLUE_CHECK(splitAt(pieces, text, separator.text(), uint64_t(most)));
  return pieces.finish(atBack);
}

FailureOr<Value> value::strSplit(Context &ctx, const Invocation &in) {
  return split(ctx, in, /*atBack=*/false);
}
FailureOr<Value> value::strRsplit(Context &ctx, const Invocation &in) {
  return split(ctx, in, /*atBack=*/true);
}

//--- splitlines ---------------------------------------------------------------

static bool isLineBreak(uint32_t c) {
  return (c >= '\n' && c <= '\r') || (c >= 0x1C && c <= 0x1E) || c == 0x85 ||
         c == 0x2028 || c == 0x2029;
}

FailureOr<Value> value::strSplitlines(Context &ctx, const Invocation &in) {
  bool keepEnds = false;
  if (in[0]) {
    PLUE_BIND(int64_t keep, toCInt(ctx, in[0]));
    keepEnds = keep != 0;
  }
  llvm::StringRef line = in.self.text(), rest = line;
  PLUE_CHECK(ctx.burnBytes(line.size()));
  Pieces pieces(ctx);
  while (!rest.empty()) {
    llvm::StringRef before = rest;
    uint32_t c = unicode::takeFront(rest);
    if (!isLineBreak(c))
      continue;
    if (c == '\r')
      rest.consume_front("\n");
    PLUE_CHECK(
        pieces.add(line.drop_back(keepEnds ? rest.size() : before.size())));
    line = rest;
  }
  if (!line.empty())
    PLUE_CHECK(pieces.add(line));
  return pieces.finish(/*reversed=*/false);
}

//--- join ---------------------------------------------------------------------

FailureOr<Value> value::strJoin(Context &ctx, const Invocation &in) {
  PLUE_CHECK(checkKnown(ctx, in[0]));
  if (!isIterable(in[0]))
    return raiseTypeError(ctx, "can only join an iterable");
  PLUE_BIND(ValueVector pieces, items(ctx, in[0]));
  TextBuilder out(ctx);
  for (auto [i, piece] : llvm::enumerate(pieces)) {
    PLUE_CHECK(ctx.burn(1));
    PLUE_CHECK(checkKnown(ctx, piece));
    if (!piece.isStr())
      return raiseTypeError(ctx, "sequence item " + llvm::Twine(i) +
                                     ": expected str instance, " +
                                     typeName(piece) + " found");
    if (i != 0)
      PLUE_CHECK(out.append(in.self.text()));
    PLUE_CHECK(out.append(piece.text()));
  }
  return out.finish();
}
