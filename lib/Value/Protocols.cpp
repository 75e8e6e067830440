//===- Protocols.cpp - Truth, length, items and slices --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Internal.h"
#include "Unicode.h"
#include "plue/Value/Builtins.h"

using namespace plue;
using namespace plue::value;

//--- Truth and length ---------------------------------------------------------

/// The length of what has one, as long as it is known.
static std::optional<uint64_t> lengthOf(Value v) {
  switch (v.kind()) {
  case Kind::Str:
    return v.asStr()->length;
  case Kind::Tuple:
    return v.asTuple()->items.size();
  case Kind::Range:
    return v.asRange()->length;
  case Kind::List:
    return v.asList()->items.size;
  case Kind::Dict:
    return v.asDict()->live;
  case Kind::Set:
    return v.asSet()->table.live;
  case Kind::View:
    return v.asView()->dict->live;
  default:
    return std::nullopt;
  }
}

FailureOr<bool> value::truth(Context &ctx, Value v) {
  PLUE_CHECK(ctx.burn(1));
  switch (v.kind()) {
  case Kind::Symbolic:
    return ctx.raiseResidual();
  case Kind::None:
    return false;
  case Kind::Bool:
    return v.asBool();
  case Kind::Int:
    return !isZero(v);
  case Kind::Float:
    return v.asFloat() != 0;
  case Kind::Object:
    return v.asObject()->truth();
  default:
    return lengthOf(v).value_or(1) != 0;
  }
}

FailureOr<uint64_t> value::length(Context &ctx, Value v) {
  PLUE_CHECK(ctx.burn(1));
  PLUE_CHECK(checkKnown(ctx, v));
  std::optional<uint64_t> length = lengthOf(v);
  if (!length)
    return raiseTypeError(ctx,
                          "object of type '" + typeName(v) + "' has no len()");
  return *length;
}

//--- Strings by code point ----------------------------------------------------

llvm::StringRef value::charAt(const StrObject *s, size_t index) {
  llvm::StringRef text = s->text();
  if (s->isAscii())
    return text.substr(index, 1);
  size_t offset = unicode::byteOffset(text, index);
  return text.substr(offset, unicode::sizeOf(text[offset]));
}

llvm::StringRef value::substring(const StrObject *s, size_t start,
                                 size_t stop) {
  llvm::StringRef text = s->text();
  if (s->isAscii())
    return text.slice(start, stop);
  text = text.drop_front(unicode::byteOffset(text, start));
  return text.take_front(unicode::byteOffset(text, stop - start));
}

//--- Items --------------------------------------------------------------------

int64_t value::rangeItem(const RangeObject *range, uint64_t i) {
  // Wraps as unsigned numbers do; the result is in range.
  return int64_t(uint64_t(range->start) + i * uint64_t(range->step));
}

/// How messages name the index of each kind.
static llvm::StringRef indexableName(Value v) {
  switch (v.kind()) {
  case Kind::Str:
    return "string";
  case Kind::Range:
    return "range object";
  default:
    return typeName(v);
  }
}

static LogicalResult raiseIndexType(Context &ctx, Value object, Value index) {
  if (object.isStr())
    return raiseTypeError(ctx, "string indices must be integers, not '" +
                                   typeName(index) + "'");
  return raiseTypeError(ctx, typeName(object) +
                                 " indices must be integers or slices, not " +
                                 typeName(index));
}

/// The place that \p index means in a sequence, counted from the start.
static FailureOr<uint64_t> resolveIndex(Context &ctx, Value object, Value index,
                                        llvm::StringRef doing) {
  PLUE_CHECK(checkKnown(ctx, index));
  if (!index.isIntegral())
    return raiseIndexType(ctx, object, index);
  PLUE_BIND(int64_t i, toIndexClamped(ctx, index));
  if (index.isBigInt() && !object.is(Kind::Range))
    return ctx.raise(ExcKind::IndexError,
                     "cannot fit 'int' into an index-sized integer");
  auto length = static_cast<int64_t>(*lengthOf(object));
  i = i < 0 ? i + length : i;
  if (i < 0 || i >= length)
    return ctx.raise(ExcKind::IndexError,
                     indexableName(object) + doing + " index out of range");
  return i;
}

static FailureOr<Value> dictItem(Context &ctx, Value dict, Value key) {
  PLUE_BIND(Value * place, dictFind(ctx, dict.asDict(), key));
  if (!place)
    return raiseKeyError(ctx, key);
  return *place;
}

FailureOr<Value> value::getItem(Context &ctx, Value object, Value index) {
  PLUE_CHECK(ctx.burn(1));
  PLUE_CHECK(checkKnown(ctx, object));
  switch (object.kind()) {
  case Kind::Dict:
    return dictItem(ctx, object, index);
  case Kind::Type:
    return subscriptType(ctx, object.asType(), index);
  case Kind::Str:
  case Kind::List:
  case Kind::Tuple:
  case Kind::Range:
    break;
  default:
    return raiseTypeError(ctx, "'" + typeName(object) +
                                   "' object is not subscriptable");
  }
  PLUE_BIND(uint64_t i, resolveIndex(ctx, object, index, ""));
  if (object.isStr()) {
    PLUE_CHECK(ctx.burn(object.asStr()->isAscii() ? 0 : i / 64));
    return ctx.heap.makeStr(ctx, charAt(object.asStr(), i));
  }
  if (object.is(Kind::Range))
    return Value::smallInt(rangeItem(object.asRange(), i));
  return sequenceItems(object)[i];
}

LogicalResult value::setItem(Context &ctx, Value object, Value index, Value v) {
  PLUE_CHECK(ctx.burn(1));
  PLUE_CHECK(checkKnown(ctx, object));
  if (object.is(Kind::Dict)) {
    PLUE_CHECK(hash(ctx, index)); // Refuses the key before anyone is told.
    PLUE_CHECK(ctx.willMutate(object));
    return dictInsert(ctx, object.asDict(), index, v);
  }
  if (!object.is(Kind::List))
    return raiseTypeError(ctx, "'" + typeName(object) +
                                   "' object does not support item assignment");
  PLUE_BIND(uint64_t i, resolveIndex(ctx, object, index, " assignment"));
  PLUE_CHECK(ctx.willMutate(object));
  object.asList()->items[i] = v;
  return success();
}

//--- Slices -------------------------------------------------------------------

static FailureOr<int64_t> sliceIndex(Context &ctx, Value v, int64_t absent) {
  PLUE_CHECK(checkKnown(ctx, v));
  if (!v || v.isNone())
    return absent;
  if (!v.isIntegral())
    return raiseTypeError(ctx, "slice indices must be integers or None or have "
                               "an __index__ method");
  return toIndexClamped(ctx, v);
}

/// Counts a negative bound from the end, and clamps it to [low, high].
static int64_t clampBound(int64_t i, int64_t length, int64_t low,
                          int64_t high) {
  if (i < 0)
    i = i + length < 0 ? low : i + length; // Of different signs: no overflow.
  return std::clamp(i, low, high);
}

FailureOr<SliceBounds> value::resolveSlice(Context &ctx, Value start,
                                           Value stop, Value step,
                                           uint64_t ulength) {
  PLUE_BIND(int64_t by, sliceIndex(ctx, step, 1));
  if (by == 0)
    return raiseValueError(ctx, "slice step cannot be zero");
  by = std::max<int64_t>(by, -INT64_MAX);
  auto length = static_cast<int64_t>(std::min<uint64_t>(ulength, INT64_MAX));
  // Going backwards, one before the start is a bound too.
  int64_t low = by < 0 ? -1 : 0, high = by < 0 ? length - 1 : length;
  PLUE_BIND(int64_t from, sliceIndex(ctx, start, by < 0 ? INT64_MAX : 0));
  PLUE_BIND(int64_t to, sliceIndex(ctx, stop, by < 0 ? INT64_MIN : INT64_MAX));
  from = clampBound(from, length, low, high);
  to = clampBound(to, length, low, high);
  uint64_t count = 0;
  if (by > 0 && from < to)
    count = uint64_t(to - from - 1) / uint64_t(by) + 1;
  if (by < 0 && from > to)
    count = uint64_t(from - to - 1) / uint64_t(-by) + 1;
  return SliceBounds{.start = from, .stop = to, .step = by, .count = count};
}

FailureOr<IndexSpan> value::resolveSpan(Context &ctx, Value start, Value stop,
                                        uint64_t ulength) {
  auto length = static_cast<int64_t>(ulength);
  PLUE_BIND(int64_t from, sliceIndex(ctx, start, 0));
  PLUE_BIND(int64_t to, sliceIndex(ctx, stop, INT64_MAX));
  // A start past the end stays there: nothing is found, not even "".
  from = from < 0 ? clampBound(from, length, 0, length) : from;
  return IndexSpan{.start = from, .stop = clampBound(to, length, 0, length)};
}

static FailureOr<Value> sliceStr(Context &ctx, const StrObject *s,
                                 const SliceBounds &bounds) {
  PLUE_CHECK(ctx.burnBytes(s->bytes));
  if (bounds.step == 1)
    return ctx.heap.makeStr(
        ctx, substring(s, bounds.start, bounds.start + bounds.count));
  TextBuilder out(ctx);
  if (s->isAscii()) {
    for (uint64_t i = 0; i != bounds.count; ++i)
      PLUE_CHECK(out.append(s->data[bounds.index(i)]));
    return out.finish();
  }
  // Where each code point starts, once, rather than from the front each time.
  llvm::SmallVector<uint32_t, 0> offsets;
  offsets.reserve(s->length);
  for (size_t at = 0; at != s->bytes; at += unicode::sizeOf(s->data[at]))
    offsets.push_back(at);
  for (uint64_t i = 0; i != bounds.count; ++i) {
    const char *at = s->data + offsets[bounds.index(i)];
    PLUE_CHECK(out.append({at, unicode::sizeOf(*at)}));
  }
  return out.finish();
}

static FailureOr<Value> sliceRange(Context &ctx, const RangeObject *range,
                                   const SliceBounds &bounds) {
  // An item exists, but the bound past the last one may not fit.
  int64_t start, stop, step;
  auto item = [&](int64_t i, int64_t &result) {
    return !__builtin_mul_overflow(i, range->step, &result) &&
           !__builtin_add_overflow(range->start, result, &result);
  };
  if (!item(bounds.start, start) || !item(bounds.stop, stop) ||
      __builtin_mul_overflow(range->step, bounds.step, &step))
    return raiseRangeBound(ctx);
  return ctx.heap.makeRange(ctx, start, stop, step);
}

static FailureOr<Value> sliceItems(Context &ctx, Value object,
                                   const SliceBounds &bounds) {
  llvm::ArrayRef<Value> all = sequenceItems(object);
  if (bounds.count == all.size() && bounds.step == 1 && object.is(Kind::Tuple))
    return object;
  PLUE_CHECK(ctx.burnBytes(bounds.count * sizeof(Value)));
  ValueVector chosen;
  chosen.reserve(bounds.count);
  for (uint64_t i = 0; i != bounds.count; ++i)
    chosen.push_back(all[bounds.index(i)]);
  return object.is(Kind::List) ? ctx.heap.makeList(ctx, chosen)
                               : ctx.heap.makeTuple(ctx, chosen);
}

FailureOr<Value> value::getSlice(Context &ctx, Value object, Value start,
                                 Value stop, Value step) {
  PLUE_CHECK(ctx.burn(1));
  PLUE_CHECK(checkKnown(ctx, object));
  if (object.is(Kind::Dict))
    return raiseTypeError(ctx, "unhashable type: 'slice'");
  bool isSliceable = object.isStr() || object.is(Kind::List) ||
                     object.is(Kind::Tuple) || object.is(Kind::Range);
  if (!isSliceable)
    return raiseTypeError(ctx, "'" + typeName(object) +
                                   "' object is not subscriptable");
  PLUE_BIND(SliceBounds bounds,
            resolveSlice(ctx, start, stop, step, *lengthOf(object)));
  if (object.isStr())
    return sliceStr(ctx, object.asStr(), bounds);
  if (object.is(Kind::Range))
    return sliceRange(ctx, object.asRange(), bounds);
  return sliceItems(ctx, object, bounds);
}
