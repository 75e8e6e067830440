//===- Sort.cpp - Sorting -------------------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A merge sort over runs that are sorted by insertion, so short lists
/// are compared in the very order in which CPython compares them. A stable sort
/// has one result, whatever the algorithm, if `<` is a total order. NaNs and
/// sets have none: the result would be an accident of the algorithm, and is
/// refused.
//===----------------------------------------------------------------------===//
#include "Internal.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

using namespace plue;
using namespace plue::value;

namespace {
/// An item and what it is sorted by.
struct Keyed {
  Value key;
  Value item;
};

class Sorter {
public:
  Sorter(Context &ctx, llvm::SmallVectorImpl<Keyed> &all)
      : ctx(ctx), all(all) {}
  LogicalResult run();
  /// Raises if two neighbours are equal: their order is where they stood.
  LogicalResult refuseTies();

private:
  FailureOr<bool> isLess(size_t i, size_t j) {
    return lessThan(ctx, all[i].key, all[j].key);
  }
  FailureOr<size_t> takeRun(size_t begin, size_t end);
  LogicalResult insertFrom(size_t begin, size_t from, size_t end);
  LogicalResult merge(size_t begin, size_t middle, size_t end);

  Context &ctx;
  llvm::SmallVectorImpl<Keyed> &all;
  llvm::SmallVector<Keyed, 0> scratch;
};
} // namespace

/// The end of the run that starts at \p begin; one that descends is reversed.
FailureOr<size_t> Sorter::takeRun(size_t begin, size_t end) {
  size_t i = begin + 1;
  if (i == end)
    return end;
  PLUE_BIND(bool descending, isLess(i, begin));
  for (++i; i < end; ++i) {
    PLUE_BIND(bool isDown, isLess(i, i - 1));
    if (isDown != descending)
      break;
  }
  if (descending)
    std::reverse(all.begin() + begin, all.begin() + i);
  return i;
}

/// Puts the items [from, end) one by one where they belong in what precedes.
LogicalResult Sorter::insertFrom(size_t begin, size_t from, size_t end) {
  for (size_t i = from; i < end; ++i) {
    size_t low = begin, high = i;
    while (low < high) {
      size_t middle = low + (high - low) / 2;
      PLUE_BIND(bool before, isLess(i, middle));
      before ? high = middle : low = middle + 1;
    }
    std::rotate(all.begin() + low, all.begin() + i, all.begin() + i + 1);
  }
  return success();
}

LogicalResult Sorter::merge(size_t begin, size_t middle, size_t end) {
  scratch.assign(all.begin() + begin, all.begin() + middle);
  size_t left = 0, right = middle, out = begin;
  while (left != scratch.size() && right != end) {
    PLUE_BIND(bool takeRight, lessThan(ctx, all[right].key, scratch[left].key));
    all[out++] = takeRight ? all[right++] : scratch[left++];
  }
  std::copy(scratch.begin() + left, scratch.end(), all.begin() + out);
  return success();
}

LogicalResult Sorter::run() {
  constexpr size_t MaxInserted = 64;
  size_t size = all.size();
  // As CPython has it: a list this short is one run, a longer one has several.
  size_t chunk = size < MaxInserted ? size : MaxInserted / 2;
  for (size_t begin = 0; begin < size; begin += chunk) {
    size_t end = std::min(begin + chunk, size);
    PLUE_BIND(size_t sorted, takeRun(begin, end));
    PLUE_CHECK(insertFrom(begin, sorted, end));
  }
  for (size_t width = chunk; width != 0 && width < size; width *= 2)
    for (size_t begin = 0; begin + width < size; begin += 2 * width)
      PLUE_CHECK(
          merge(begin, begin + width, std::min(begin + 2 * width, size)));
  return success();
}

LogicalResult Sorter::refuseTies() {
  for (size_t i = 1; i < all.size(); ++i) {
    PLUE_BIND(bool isBefore, isLess(i - 1, i));
    if (!isBefore)
      return raiseSetOrder(ctx, "sorting a set by a key that is the same for "
                                "two of its items");
  }
  return success();
}

/// Whether `<` is no total order on what \p v holds.
static FailureOr<bool> isUnordered(Context &ctx, Value v) {
  if (v.isFloat())
    return std::isnan(v.asFloat());
  if (isSetLike(v))
    return true;
  if (!v.is(Kind::List) && !v.is(Kind::Tuple))
    return false;
  NestingScope scope(ctx);
  PLUE_CHECK(scope.check(" in comparison"));
  for (Value item : sequenceItems(v)) {
    PLUE_CHECK(ctx.burn(1));
    PLUE_BIND(bool found, isUnordered(ctx, item));
    if (found)
      return true;
  }
  return false;
}

static FailureOr<Value> keyOf(Context &ctx, Value function, Value item) {
  if (!function || function.isNone())
    return item;
  return call(ctx, function, {.positional = item, .keywords = {}});
}

LogicalResult value::sortValues(Context &ctx,
                                llvm::MutableArrayRef<Value> values, Value key,
                                bool reverse, bool anyOrder) {
  if (key)
    PLUE_CHECK(checkKnown(ctx, key));
  PLUE_CHECK(ctx.burn(1 + values.size()));
  llvm::SmallVector<Keyed, 0> all;
  all.reserve(values.size());
  for (Value item : values) {
    PLUE_BIND(Value by, keyOf(ctx, key, item));
    PLUE_BIND(bool unordered, isUnordered(ctx, by));
    if (unordered && values.size() > 1)
      return ctx.raise(ExcKind::Nondeterministic,
                       "NaNs and sets have no order to sort by");
    all.push_back({.key = by, .item = item});
  }
  // Equal items keep their order, so a reverse sort must reverse them twice.
  if (reverse)
    std::reverse(all.begin(), all.end());
  Sorter sorter(ctx, all);
  PLUE_CHECK(sorter.run());
  if (anyOrder)
    PLUE_CHECK(sorter.refuseTies());
  if (reverse)
    std::reverse(all.begin(), all.end());
  for (auto [place, keyed] : llvm::zip(values, all))
    place = keyed.item;
  return success();
}
