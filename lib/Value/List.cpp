//===- List.cpp - Methods of lists, tuples and ranges ---------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A method that changes a list does all that can fail first, then tells
/// the context, then changes it.
//===----------------------------------------------------------------------===//
#include "Calls.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;

//--- Searching ----------------------------------------------------------------

/// A bound of `index(value, start, stop)`; None is not accepted here.
static FailureOr<int64_t> searchBound(Context &ctx, Value v, int64_t absent,
                                      int64_t size) {
  if (!v)
    return absent;
  PLUE_CHECK(checkKnown(ctx, v));
  if (!v.isIntegral())
    return raiseTypeError(
        ctx, "slice indices must be integers or have an __index__ method");
  PLUE_BIND(int64_t i, toIndexClamped(ctx, v));
  return i < 0 ? std::max<int64_t>(i + size, 0) : i;
}

/// Where \p item is; nothing if it is not there.
static FailureOr<std::optional<size_t>> findItem(Context &ctx, Value sequence,
                                                 Value item, int64_t start,
                                                 int64_t stop) {
  for (int64_t i = start; i < stop; ++i) {
    if (i >= int64_t(sequenceItems(sequence).size()))
      break;
    PLUE_CHECK(ctx.burn(1));
    PLUE_BIND(bool same, sameMember(ctx, sequenceItems(sequence)[i], item));
    if (same)
      return std::optional<size_t>(i);
  }
  return std::optional<size_t>();
}

static FailureOr<std::optional<size_t>> findArgument(Context &ctx,
                                                     const Invocation &in) {
  int64_t size = sequenceItems(in.self).size();
  PLUE_BIND(int64_t start, searchBound(ctx, in[1], 0, size));
  PLUE_BIND(int64_t stop, searchBound(ctx, in[2], INT64_MAX, size));
  return findItem(ctx, in.self, in[0], start, stop);
}

static FailureOr<Value> countItem(Context &ctx, const Invocation &in) {
  int64_t count = 0;
  for (Value item : sequenceItems(in.self)) {
    PLUE_CHECK(ctx.burn(1));
    PLUE_BIND(bool same, sameMember(ctx, item, in[0]));
    count += same;
  }
  return Value::smallInt(count);
}

FailureOr<Value> value::listCount(Context &ctx, const Invocation &in) {
  return countItem(ctx, in);
}
FailureOr<Value> value::tupleCount(Context &ctx, const Invocation &in) {
  return countItem(ctx, in);
}

FailureOr<Value> value::listIndex(Context &ctx, const Invocation &in) {
  PLUE_BIND(std::optional<size_t> place, findArgument(ctx, in));
  if (place)
    return Value::smallInt(*place);
  PLUE_BIND(Value shown, repr(ctx, in[0]));
  return raiseValueError(ctx, shown.text() + " is not in list");
}

FailureOr<Value> value::tupleIndex(Context &ctx, const Invocation &in) {
  PLUE_BIND(std::optional<size_t> place, findArgument(ctx, in));
  if (!place)
    return raiseValueError(ctx, "tuple.index(x): x not in tuple");
  return Value::smallInt(*place);
}

//--- Changing -----------------------------------------------------------------

FailureOr<Value> value::listAppend(Context &ctx, const Invocation &in) {
  ListObject *list = in.self.asList();
  PLUE_CHECK(ctx.checkItems(uint64_t(list->items.size) + 1));
  PLUE_CHECK(ctx.willMutate(in.self));
  PLUE_CHECK(append(ctx, list, in[0]));
  return Value::none();
}

FailureOr<Value> value::listClear(Context &ctx, const Invocation &in) {
  PLUE_CHECK(ctx.willMutate(in.self));
  in.self.asList()->items = {};
  return Value::none();
}

FailureOr<Value> value::listCopy(Context &ctx, const Invocation &in) {
  return ctx.heap.makeList(ctx, in.self.asList()->items);
}

FailureOr<Value> value::listExtend(Context &ctx, const Invocation &in) {
  PLUE_CHECK(inplace(ctx, BinaryOp::Add, in.self, in[0]));
  return Value::none();
}

FailureOr<Value> value::listInsert(Context &ctx, const Invocation &in) {
  ListObject *list = in.self.asList();
  PLUE_BIND(int64_t at, toIndex(ctx, in[0]));
  int64_t size = list->items.size;
  at = std::clamp<int64_t>(at < 0 ? at + size : at, 0, size);
  PLUE_CHECK(ctx.checkItems(uint64_t(size) + 1));
  PLUE_CHECK(ctx.burnBytes((size - at) * sizeof(Value)));
  PLUE_CHECK(ctx.willMutate(in.self));
  PLUE_CHECK(append(ctx, list, in[1]));
  std::rotate(list->items.begin() + at, list->items.end() - 1,
              list->items.end());
  return Value::none();
}

/// Removes the item at \p index, which exists.
static FailureOr<Value> removeAt(Context &ctx, Value self, size_t index) {
  ListObject *list = self.asList();
  PLUE_CHECK(ctx.burnBytes((list->items.size - index) * sizeof(Value)));
  PLUE_CHECK(ctx.willMutate(self));
  Value item = list->items[index];
  std::copy(list->items.begin() + index + 1, list->items.end(),
            list->items.begin() + index);
  --list->items.size;
  return item;
}

FailureOr<Value> value::listPop(Context &ctx, const Invocation &in) {
  int64_t size = in.self.asList()->items.size, at = -1;
  if (in[0]) {
    PLUE_BIND(at, toIndex(ctx, in[0]));
  }
  if (size == 0)
    return ctx.raise(ExcKind::IndexError, "pop from empty list");
  at = at < 0 ? at + size : at;
  if (at < 0 || at >= size)
    return ctx.raise(ExcKind::IndexError, "pop index out of range");
  return removeAt(ctx, in.self, at);
}

FailureOr<Value> value::listRemove(Context &ctx, const Invocation &in) {
  PLUE_BIND(std::optional<size_t> place,
            findItem(ctx, in.self, in[0], 0, INT64_MAX));
  if (!place)
    return raiseValueError(ctx, "list.remove(x): x not in list");
  PLUE_CHECK(removeAt(ctx, in.self, *place));
  return Value::none();
}

FailureOr<Value> value::listReverse(Context &ctx, const Invocation &in) {
  ListObject *list = in.self.asList();
  PLUE_CHECK(ctx.burnBytes(list->items.size * sizeof(Value)));
  PLUE_CHECK(ctx.willMutate(in.self));
  std::reverse(list->items.begin(), list->items.end());
  return Value::none();
}

FailureOr<Value> value::listSort(Context &ctx, const Invocation &in) {
  bool reverse = false;
  if (in[1]) {
    PLUE_CHECK(checkKnown(ctx, in[1]));
    PLUE_BIND(int64_t flag, toCInt(ctx, in[1]));
    reverse = flag != 0;
  }
  ListObject *list = in.self.asList();
  ArenaVector<Value> before = list->items;
  ValueVector sorted(before.begin(), before.end());
  PLUE_CHECK(sortValues(ctx, sorted, in[0], reverse, /*anyOrder=*/false));
  if (list->items.data != before.data || list->items.size != before.size)
    return raiseValueError(ctx, "list modified during sort");
  PLUE_CHECK(ctx.willMutate(in.self));
  llvm::copy(sorted, list->items.begin());
  return Value::none();
}

//--- Ranges -------------------------------------------------------------------

FailureOr<Value> value::rangeCount(Context &ctx, const Invocation &in) {
  PLUE_BIND(Value found, compare(ctx, CompareOp::In, in[0], in.self));
  return Value::smallInt(found.asBool());
}

FailureOr<Value> value::rangeIndex(Context &ctx, const Invocation &in) {
  PLUE_BIND(Value found, compare(ctx, CompareOp::In, in[0], in.self));
  if (!found.asBool() && in[0].isIntegral()) {
    PLUE_BIND(Value shown, repr(ctx, in[0]));
    return raiseValueError(ctx, shown.text() + " is not in range");
  }
  if (!found.asBool())
    return raiseValueError(ctx, "sequence.index(x): x not in sequence");
  PLUE_BIND(Value i, convertToInt(ctx, in[0]));
  const RangeObject *range = in.self.asRange();
  auto at = static_cast<uint64_t>(i.asInt());
  auto start = static_cast<uint64_t>(range->start);
  auto step = static_cast<uint64_t>(range->step);
  return Value::smallInt(range->step > 0 ? (at - start) / step
                                         : (start - at) / (0 - step));
}
