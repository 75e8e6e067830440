//===- StrSearch.cpp - Finding text in text -------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Searches take time linear in what they read, whatever it is: forwards
/// by the C library's two-way search, backwards by Knuth, Morris and Pratt.
/// UTF-8 bytes can be searched as they are, since no character is part of
/// another.
//===----------------------------------------------------------------------===//
#include "Calls.h"
#include "Unicode.h"
#include <cstring>

using namespace plue;
using namespace plue::value;

static constexpr size_t NotFound = llvm::StringRef::npos;

size_t value::findText(llvm::StringRef text, llvm::StringRef needle) {
  if (needle.empty())
    return 0;
  const void *found =
      memmem(text.data(), text.size(), needle.data(), needle.size());
  return found ? static_cast<const char *>(found) - text.data() : NotFound;
}

size_t value::rfindText(llvm::StringRef text, llvm::StringRef needle) {
  size_t n = needle.size();
  if (n > text.size())
    return NotFound;
  if (n <= 1)
    return n == 0 ? text.size() : text.rfind(needle[0]);
  // back[i]: how much of the needle's end still matches after its last i
  // characters did and the next did not.
  llvm::SmallVector<uint32_t, 64> back(n + 1, 0);
  auto at = [](llvm::StringRef s, size_t i) { return s[s.size() - 1 - i]; };
  for (size_t i = 1, k = 0; i != n; ++i) {
    while (k != 0 && at(needle, i) != at(needle, k))
      k = back[k];
    k += at(needle, i) == at(needle, k);
    back[i + 1] = k;
  }
  for (size_t i = 0, k = 0; i != text.size(); ++i) {
    while (k != 0 && at(text, i) != at(needle, k))
      k = back[k];
    k += at(text, i) == at(needle, k);
    if (k == n)
      return text.size() - 1 - i;
  }
  return NotFound;
}

//--- find, index, count -------------------------------------------------------

namespace {
/// The part of a string that `start` and `end` arguments leave to search.
struct Window {
  llvm::StringRef text;
  /// In code points.
  int64_t start;
  /// False if `start` lies behind `end`: then not even "" is found.
  bool isOpen;
};
} // namespace

/// The bounds are looked at before the first argument, as CPython does.
static FailureOr<Window> windowOf(Context &ctx, const Invocation &in) {
  const StrObject *s = in.self.asStr();
  PLUE_BIND(IndexSpan span, resolveSpan(ctx, in[1], in[2], s->length));
  PLUE_CHECK(ctx.burnBytes(s->bytes));
  if (span.start > span.stop)
    return Window{.text = "", .start = span.start, .isOpen = false};
  return Window{.text = substring(s, span.start, span.stop),
                .start = span.start,
                .isOpen = true};
}

static FailureOr<llvm::StringRef> needleOf(Context &ctx, Value needle) {
  PLUE_CHECK(checkKnown(ctx, needle));
  if (!needle.isStr())
    return raiseTypeError(ctx, "must be str, not " + typeName(needle));
  return needle.text();
}

/// Where the needle is, in code points; -1 if it is not there.
static FailureOr<int64_t> locate(Context &ctx, const Invocation &in,
                                 bool backwards) {
  PLUE_BIND(Window window, windowOf(ctx, in));
  PLUE_BIND(llvm::StringRef needle, needleOf(ctx, in[0]));
  size_t at = !window.isOpen ? NotFound
              : backwards    ? rfindText(window.text, needle)
                             : findText(window.text, needle);
  if (at == NotFound)
    return -1;
  return window.start + int64_t(unicode::length(window.text.take_front(at)));
}

static FailureOr<Value> find(Context &ctx, const Invocation &in,
                             bool backwards) {
  PLUE_BIND(int64_t at, locate(ctx, in, backwards));
  return Value::smallInt(at);
}

static FailureOr<Value> index(Context &ctx, const Invocation &in,
                              bool backwards) {
  PLUE_BIND(int64_t at, locate(ctx, in, backwards));
  if (at < 0)
    return raiseValueError(ctx, "substring not found");
  return Value::smallInt(at);
}

FailureOr<Value> value::strFind(Context &ctx, const Invocation &in) {
  return find(ctx, in, /*backwards=*/false);
}
FailureOr<Value> value::strRfind(Context &ctx, const Invocation &in) {
  return find(ctx, in, /*backwards=*/true);
}
FailureOr<Value> value::strIndex(Context &ctx, const Invocation &in) {
  return index(ctx, in, /*backwards=*/false);
}
FailureOr<Value> value::strRindex(Context &ctx, const Invocation &in) {
  return index(ctx, in, /*backwards=*/true);
}

static FailureOr<uint64_t> countText(Context &ctx, llvm::StringRef text,
                                     llvm::StringRef needle) {
  if (needle.empty())
    return unicode::length(text) + 1;
  uint64_t count = 0;
  for (size_t at; (at = findText(text, needle)) != NotFound; ++count) {
    PLUE_CHECK(ctx.burn(1));
    text = text.drop_front(at + needle.size());
  }
  return count;
}

FailureOr<Value> value::strCount(Context &ctx, const Invocation &in) {
  PLUE_BIND(Window window, windowOf(ctx, in));
  PLUE_BIND(llvm::StringRef needle, needleOf(ctx, in[0]));
  if (!window.isOpen)
    return Value::smallInt(0);
  PLUE_BIND(uint64_t count, countText(ctx, window.text, needle));
  return Value::smallInt(count);
}

//--- startswith, endswith -----------------------------------------------------

/// \p affixes is a string or a tuple of them.
static FailureOr<Value> hasAffix(Context &ctx, const Invocation &in,
                                 bool atEnd) {
  llvm::StringRef name = atEnd ? "endswith" : "startswith";
  PLUE_BIND(Window window, windowOf(ctx, in));
  auto matches = [&](Value affix) {
    return window.isOpen && (atEnd ? window.text.ends_with(affix.text())
                                   : window.text.starts_with(affix.text()));
  };
  Value affixes = in[0];
  PLUE_CHECK(checkKnown(ctx, affixes));
  if (affixes.isStr())
    return Value::boolean(matches(affixes));
  if (!affixes.is(Kind::Tuple))
    return raiseTypeError(ctx, name +
                                   " first arg must be str or a tuple of str, "
                                   "not " +
                                   typeName(affixes));
  for (Value affix : affixes.asTuple()->items) {
    PLUE_CHECK(ctx.burn(1));
    PLUE_CHECK(checkKnown(ctx, affix));
    if (!affix.isStr())
      return raiseTypeError(ctx, "tuple for " + name +
                                     " must only contain str, not " +
                                     typeName(affix));
    if (matches(affix))
      return Value::boolean(true);
  }
  return Value::boolean(false);
}

FailureOr<Value> value::strStartswith(Context &ctx, const Invocation &in) {
  return hasAffix(ctx, in, /*atEnd=*/false);
}
FailureOr<Value> value::strEndswith(Context &ctx, const Invocation &in) {
  return hasAffix(ctx, in, /*atEnd=*/true);
}

FailureOr<Value> value::strRemoveprefix(Context &ctx, const Invocation &in) {
  PLUE_CHECK(checkStrArgument(ctx, in[0], "removeprefix() argument"));
  llvm::StringRef text = in.self.text();
  return text.consume_front(in[0].text()) ? ctx.heap.makeStr(ctx, text)
                                          : in.self;
}

FailureOr<Value> value::strRemovesuffix(Context &ctx, const Invocation &in) {
  PLUE_CHECK(checkStrArgument(ctx, in[0], "removesuffix() argument"));
  llvm::StringRef text = in.self.text();
  return text.consume_back(in[0].text()) ? ctx.heap.makeStr(ctx, text)
                                         : in.self;
}

//--- partition ----------------------------------------------------------------

static FailureOr<Value> partition(Context &ctx, const Invocation &in,
                                  bool backwards) {
  Value separator = in[0];
  PLUE_BIND(llvm::StringRef needle, needleOf(ctx, separator));
  if (needle.empty())
    return raiseValueError(ctx, "empty separator");
  llvm::StringRef text = in.self.text();
  PLUE_CHECK(ctx.burnBytes(text.size()));
  PLUE_BIND(Value empty, ctx.heap.makeStr(ctx, ""));
  size_t at = backwards ? rfindText(text, needle) : findText(text, needle);
  if (at == NotFound && backwards)
    return ctx.heap.makeTuple(ctx, {empty, empty, in.self});
  if (at == NotFound)
    return ctx.heap.makeTuple(ctx, {in.self, empty, empty});
  PLUE_BIND(Value before, ctx.heap.makeStr(ctx, text.take_front(at)));
  PLUE_BIND(Value after,
            ctx.heap.makeStr(ctx, text.drop_front(at + needle.size())));
  return ctx.heap.makeTuple(ctx, {before, separator, after});
}

FailureOr<Value> value::strPartition(Context &ctx, const Invocation &in) {
  return partition(ctx, in, /*backwards=*/false);
}
FailureOr<Value> value::strRpartition(Context &ctx, const Invocation &in) {
  return partition(ctx, in, /*backwards=*/true);
}

//--- replace ------------------------------------------------------------------

/// `replacement` before every character and at the end.
static LogicalResult interleave(Context &ctx, TextBuilder &out,
                                llvm::StringRef text,
                                llvm::StringRef replacement, uint64_t most) {
  for (; most != 0; --most) {
    PLUE_CHECK(ctx.burn(1));
    PLUE_CHECK(out.append(replacement));
    if (text.empty())
      return success();
    unsigned size = unicode::sizeOf(text.front());
    PLUE_CHECK(out.append(text.take_front(size)));
    text = text.drop_front(size);
  }
  return out.append(text);
}

FailureOr<Value> value::strReplace(Context &ctx, const Invocation &in) {
  PLUE_CHECK(checkStrArgument(ctx, in[0], "replace() argument 1"));
  PLUE_CHECK(checkStrArgument(ctx, in[1], "replace() argument 2"));
  llvm::StringRef old = in[0].text(), replacement = in[1].text();
  int64_t most = -1;
  if (in[2]) {
    PLUE_BIND(most, toIndex(ctx, in[2]));
  }
  llvm::StringRef text = in.self.text();
  PLUE_CHECK(ctx.burnBytes(text.size()));
  TextBuilder out(ctx);
  if (old.empty()) {
    PLUE_CHECK(interleave(ctx, out, text, replacement, uint64_t(most)));
    return out.finish();
  }
  for (size_t at; most != 0 && (at = findText(text, old)) != NotFound; --most) {
    PLUE_CHECK(ctx.burn(1));
    PLUE_CHECK(out.append(text.take_front(at)));
    PLUE_CHECK(out.append(replacement));
    text = text.drop_front(at + old.size());
  }
  PLUE_CHECK(out.append(text));
  return out.finish();
}
