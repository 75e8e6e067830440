//===- LazyIterators.cpp - enumerate, filter, map, zip, reversed ----------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Iterators over other iterators, evaluated item by item, so that what a
/// function given to `map` does happens when CPython would do it.
//===----------------------------------------------------------------------===//
#include "Calls.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;

namespace {
class EnumerateIterator final : public IteratorObject {
public:
  EnumerateIterator(Value inner, Value count) : inner(inner), count(count) {}
  llvm::StringRef typeName() const override { return "enumerate"; }
  FailureOr<Value> next(Context &ctx) override {
    PLUE_BIND(Value item, value::next(ctx, inner));
    if (!item)
      return Value();
    PLUE_BIND(Value pair, ctx.heap.makeTuple(ctx, {count, item}));
    PLUE_BIND(count, binary(ctx, BinaryOp::Add, count, Value::smallInt(1)));
    return pair;
  }

private:
  Value inner, count;
};

class FilterIterator final : public IteratorObject {
public:
  FilterIterator(Value function, Value inner)
      : function(function), inner(inner) {}
  llvm::StringRef typeName() const override { return "filter"; }
  FailureOr<Value> next(Context &ctx) override {
    for (;;) {
      PLUE_BIND(Value item, value::next(ctx, inner));
      if (!item)
        return Value();
      PLUE_BIND(bool isKept, keeps(ctx, item));
      if (isKept)
        return item;
    }
  }

private:
  FailureOr<bool> keeps(Context &ctx, Value item) {
    if (function.isNone())
      return truth(ctx, item);
    PLUE_BIND(Value verdict,
              call(ctx, function, {.positional = item, .keywords = {}}));
    return truth(ctx, verdict);
  }

  Value function, inner;
};

class MapIterator final : public IteratorObject {
public:
  MapIterator(Value function, ValueVector inners)
      : function(function), inners(std::move(inners)) {}
  llvm::StringRef typeName() const override { return "map"; }
  FailureOr<Value> next(Context &ctx) override {
    ValueVector arguments;
    for (Value inner : inners) {
      PLUE_BIND(Value item, value::next(ctx, inner));
      if (!item)
        return Value();
      arguments.push_back(item);
    }
    return call(ctx, function, {.positional = arguments, .keywords = {}});
  }

private:
  Value function;
  ValueVector inners;
};

class ZipIterator final : public IteratorObject {
public:
  ZipIterator(ValueVector inners, bool strict)
      : inners(std::move(inners)), strict(strict) {}
  llvm::StringRef typeName() const override { return "zip"; }
  FailureOr<Value> next(Context &ctx) override;

private:
  LogicalResult checkAllEnded(Context &ctx, size_t ended);
  LogicalResult raiseLength(Context &ctx, size_t i, llvm::StringRef than);

  ValueVector inners;
  bool strict;
};
} // namespace

/// `zip() argument 3 is shorter than arguments 1-2`
LogicalResult ZipIterator::raiseLength(Context &ctx, size_t i,
                                       llvm::StringRef than) {
  std::string others =
      i == 1 ? "argument 1" : "arguments 1-" + std::to_string(i);
  return raiseValueError(ctx, "zip() argument " + llvm::Twine(i + 1) + " is " +
                                  than + " than " + others);
}

/// The first iterator has ended; in strict mode so must the others.
LogicalResult ZipIterator::checkAllEnded(Context &ctx, size_t ended) {
  if (ended != 0)
    return raiseLength(ctx, ended, "shorter");
  for (size_t i = 1; i != inners.size(); ++i) {
    PLUE_BIND(Value item, value::next(ctx, inners[i]));
    if (item)
      return raiseLength(ctx, i, "longer");
  }
  return success();
}

FailureOr<Value> ZipIterator::next(Context &ctx) {
  if (inners.empty())
    return Value();
  ValueVector row;
  for (auto [i, inner] : llvm::enumerate(inners)) {
    PLUE_BIND(Value item, value::next(ctx, inner));
    if (item) {
      row.push_back(item);
      continue;
    }
    if (strict)
      PLUE_CHECK(checkAllEnded(ctx, i));
    return Value();
  }
  return ctx.heap.makeTuple(ctx, row);
}

//--- Built-ins ----------------------------------------------------------------

template <typename T, typename... Args>
static FailureOr<Value> make(Context &ctx, Args &&...args) {
  return ctx.heap.adopt(ctx, std::make_unique<T>(std::forward<Args>(args)...));
}

static FailureOr<ValueVector> iterateAll(Context &ctx,
                                         llvm::ArrayRef<Value> iterables) {
  ValueVector inners;
  for (Value iterable : iterables) {
    PLUE_BIND(Value inner, iterate(ctx, iterable));
    inners.push_back(inner);
  }
  return inners;
}

FailureOr<Value> value::builtinEnumerate(Context &ctx, const Invocation &in) {
  if (!in[0])
    return raiseTypeError(ctx,
                          "enumerate() missing required argument 'iterable'");
  Value start = in[1] ? in[1] : Value::smallInt(0);
  PLUE_CHECK(toIndexClamped(ctx, start));
  PLUE_BIND(start, unary(ctx, UnaryOp::Plus, start));
  PLUE_BIND(Value inner, iterate(ctx, in[0]));
  return make<EnumerateIterator>(ctx, inner, start);
}

FailureOr<Value> value::builtinFilter(Context &ctx, const Invocation &in) {
  PLUE_CHECK(checkKnown(ctx, in[0]));
  PLUE_BIND(Value inner, iterate(ctx, in[1]));
  return make<FilterIterator>(ctx, in[0], inner);
}

FailureOr<Value> value::builtinMap(Context &ctx, const Invocation &in) {
  if (in.rest.size() < 2)
    return raiseTypeError(ctx, "map() must have at least two arguments.");
  PLUE_CHECK(checkKnown(ctx, in.rest[0]));
  PLUE_BIND(ValueVector inners, iterateAll(ctx, in.rest.drop_front()));
  return make<MapIterator>(ctx, in.rest[0], std::move(inners));
}

FailureOr<Value> value::builtinZip(Context &ctx, const Invocation &in) {
  bool strict = false;
  if (in[0]) {
    PLUE_BIND(strict, truth(ctx, in[0]));
  }
  PLUE_BIND(ValueVector inners, iterateAll(ctx, in.rest));
  return make<ZipIterator>(ctx, std::move(inners), strict);
}

FailureOr<Value> value::builtinReversed(Context &ctx, const Invocation &in) {
  return iterateReversed(ctx, in[0]);
}

FailureOr<Value> value::builtinNext(Context &ctx, const Invocation &in) {
  PLUE_CHECK(checkKnown(ctx, in[0]));
  if (!in[0].is(Kind::Iterator))
    return raiseTypeError(ctx, "'" + typeName(in[0]) +
                                   "' object is not an iterator");
  PLUE_CHECK(ctx.willMutate(in[0]));
  PLUE_BIND(Value item, next(ctx, in[0]));
  if (item)
    return item;
  if (in[1])
    return in[1];
  return ctx.raise(ExcKind::StopIteration, "");
}
