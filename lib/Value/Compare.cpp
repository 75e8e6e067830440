//===- Compare.cpp - Equality, order and membership -----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Numbers compare by value, exactly, whatever their kinds; text by code
/// points, which is the order of its UTF-8 bytes; sequences by their first
/// difference. Containers find their members by identity first, as CPython's
/// do, with one exception: a float here has no identity, so whether two NaNs
/// are one object cannot be said, and is refused.
//===----------------------------------------------------------------------===//
#include "Internal.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>
#include <compare>

using namespace plue;
using namespace plue::value;

llvm::StringRef value::spelling(CompareOp op) {
  static constexpr llvm::StringLiteral Names[] = {
      "==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in"};
  return Names[static_cast<size_t>(op)];
}

static bool isNumber(Value v) { return v.isIntegral() || v.isFloat(); }

static std::partial_ordering orderOf(int sign) { return sign <=> 0; }

static std::partial_ordering compareNumbers(Value a, Value b) {
  if (a.isFloat() && b.isFloat())
    return a.asFloat() <=> b.asFloat();
  if (a.isFloat()) {
    if (std::isnan(a.asFloat()))
      return std::partial_ordering::unordered;
    return orderOf(-compareIntFloat(b, a.asFloat()));
  }
  if (b.isFloat()) {
    if (std::isnan(b.asFloat()))
      return std::partial_ordering::unordered;
    return orderOf(compareIntFloat(a, b.asFloat()));
  }
  return orderOf(compareInts(a, b));
}

llvm::ArrayRef<Value> value::sequenceItems(Value v) {
  if (v.is(Kind::Tuple))
    return v.asTuple()->items;
  return v.asList()->items;
}

//--- Equality -----------------------------------------------------------------

FailureOr<bool> value::sameMember(Context &ctx, Value a, Value b) {
  if (a.isFloat() && b.isFloat() && std::isnan(a.asFloat()) &&
      std::isnan(b.asFloat()))
    return ctx.raise(ExcKind::Nondeterministic,
                     "whether a container holds a NaN depends on which object "
                     "it is; test for it with x != x");
  if (isIdentical(a, b) && !a.isSymbolic())
    return true;
  return equals(ctx, a, b);
}

static FailureOr<bool> equalSequences(Context &ctx, llvm::ArrayRef<Value> a,
                                      llvm::ArrayRef<Value> b) {
  if (a.size() != b.size())
    return false;
  NestingScope scope(ctx);
  PLUE_CHECK(scope.check(" in comparison"));
  for (auto [x, y] : llvm::zip(a, b)) {
    PLUE_CHECK(ctx.burn(1));
    PLUE_BIND(bool same, sameMember(ctx, x, y));
    if (!same)
      return false;
  }
  return true;
}

static FailureOr<bool> equalDicts(Context &ctx, DictObject *a, DictObject *b) {
  if (a->live != b->live)
    return false;
  NestingScope scope(ctx);
  PLUE_CHECK(scope.check(" in comparison"));
  for (const DictObject::Entry &entry : a->entries) {
    if (!entry.key)
      continue;
    PLUE_BIND(Value * other, dictFind(ctx, b, entry.key));
    if (!other)
      return false;
    PLUE_BIND(bool same, sameMember(ctx, entry.value, *other));
    if (!same)
      return false;
  }
  return true;
}

static bool equalRanges(const RangeObject *a, const RangeObject *b) {
  if (a->length != b->length || a->length == 0)
    return a->length == b->length;
  return a->start == b->start && (a->length == 1 || a->step == b->step);
}

static bool equalMethods(const MethodObject *a, const MethodObject *b) {
  return isIdentical(a->self, b->self) && a->name == b->name;
}

/// Both of one kind, and no numbers.
static FailureOr<bool> equalsOfKind(Context &ctx, Value a, Value b) {
  switch (a.kind()) {
  case Kind::Str:
    PLUE_CHECK(ctx.burn(a.asStr()->bytes / 64));
    return a.text() == b.text();
  case Kind::Tuple:
  case Kind::List:
    return equalSequences(ctx, sequenceItems(a), sequenceItems(b));
  case Kind::Dict:
    return equalDicts(ctx, a.asDict(), b.asDict());
  case Kind::Range:
    return equalRanges(a.asRange(), b.asRange());
  case Kind::Method:
    return equalMethods(a.asMethod(), b.asMethod());
  default:
    return isIdentical(a, b);
  }
}

FailureOr<bool> value::equals(Context &ctx, Value a, Value b) {
  PLUE_CHECK(ctx.burn(1));
  PLUE_CHECK(checkKnown(ctx, a, b));
  if (isNumber(a) && isNumber(b))
    return compareNumbers(a, b) == 0;
  if (isSetLike(a) && isSetLike(b)) {
    PLUE_BIND(Value same, compareSets(ctx, CompareOp::Eq, a, b));
    return same.asBool();
  }
  if (a.kind() != b.kind())
    return false;
  return equalsOfKind(ctx, a, b);
}

//--- Order --------------------------------------------------------------------

static bool holds(CompareOp op, std::partial_ordering order) {
  switch (op) {
  case CompareOp::Lt:
    return order < 0;
  case CompareOp::Le:
    return order <= 0;
  case CompareOp::Gt:
    return order > 0;
  case CompareOp::Ge:
    return order >= 0;
  default:
    llvm_unreachable("not an order");
  }
}

static FailureOr<bool> ordered(Context &ctx, CompareOp op, Value a, Value b);

static FailureOr<bool> orderedSequences(Context &ctx, CompareOp op,
                                        llvm::ArrayRef<Value> a,
                                        llvm::ArrayRef<Value> b) {
  NestingScope scope(ctx);
  PLUE_CHECK(scope.check(" in comparison"));
  for (auto [x, y] : llvm::zip(a, b)) {
    PLUE_CHECK(ctx.burn(1));
    PLUE_BIND(bool same, sameMember(ctx, x, y));
    if (!same)
      return ordered(ctx, op, x, y);
  }
  return holds(op, a.size() <=> b.size());
}

static FailureOr<bool> ordered(Context &ctx, CompareOp op, Value a, Value b) {
  PLUE_CHECK(ctx.burn(1));
  PLUE_CHECK(checkKnown(ctx, a, b));
  if (isNumber(a) && isNumber(b))
    return holds(op, compareNumbers(a, b));
  if (isSetLike(a) && isSetLike(b)) {
    PLUE_BIND(Value result, compareSets(ctx, op, a, b));
    return result.asBool();
  }
  if (a.isStr() && b.isStr()) {
    PLUE_CHECK(ctx.burn(std::min(a.asStr()->bytes, b.asStr()->bytes) / 64));
    return holds(op, orderOf(a.text().compare(b.text())));
  }
  if (a.kind() == b.kind() && (a.is(Kind::List) || a.is(Kind::Tuple)))
    return orderedSequences(ctx, op, sequenceItems(a), sequenceItems(b));
  return raiseTypeError(ctx, "'" + spelling(op) +
                                 "' not supported between instances of '" +
                                 typeName(a) + "' and '" + typeName(b) + "'");
}

FailureOr<bool> value::lessThan(Context &ctx, Value a, Value b) {
  return ordered(ctx, CompareOp::Lt, a, b);
}

//--- Membership ---------------------------------------------------------------

static FailureOr<bool> rangeContains(Context &ctx, const RangeObject *range,
                                     Value item) {
  if (item.isFloat()) {
    double d = item.asFloat();
    if (!std::isfinite(d) || d != std::trunc(d))
      return false;
    PLUE_BIND(item, truncate(ctx, d));
  }
  if (!item.isIntegral() || item.isBigInt() || range->length == 0)
    return false;
  int64_t i = item.asInt(), start = range->start, step = range->step;
  bool isBehind = step > 0 ? i >= start : i <= start;
  if (!isBehind)
    return false;
  uint64_t distance =
      step > 0 ? uint64_t(i) - uint64_t(start) : uint64_t(start) - uint64_t(i);
  uint64_t stride = step > 0 ? uint64_t(step) : 0 - uint64_t(step);
  return distance % stride == 0 && distance / stride < range->length;
}

static FailureOr<bool> foundByWalking(Context &ctx, Value container,
                                      Value item) {
  bool found = false;
  PLUE_CHECK(forEach(ctx, container, [&](Value member) -> FailureOr<bool> {
    PLUE_BIND(found, sameMember(ctx, member, item));
    return !found;
  }));
  return found;
}

static FailureOr<bool> contains(Context &ctx, Value container, Value item) {
  PLUE_CHECK(checkKnown(ctx, container));
  switch (container.kind()) {
  case Kind::Str:
    PLUE_CHECK(checkKnown(ctx, item));
    if (!item.isStr())
      return raiseTypeError(
          ctx, "'in <string>' requires string as left operand, not " +
                   typeName(item));
    PLUE_CHECK(ctx.burnBytes(container.asStr()->bytes));
    return findText(container.text(), item.text()) != llvm::StringRef::npos;
  case Kind::Dict: {
    PLUE_BIND(Value * place, dictFind(ctx, container.asDict(), item));
    return place != nullptr;
  }
  case Kind::Set:
    return setContains(ctx, container.asSet(), item);
  case Kind::View:
    return viewContains(ctx, container.asView(), item);
  case Kind::Range:
    PLUE_CHECK(checkKnown(ctx, item));
    return rangeContains(ctx, container.asRange(), item);
  case Kind::List:
  case Kind::Tuple:
  case Kind::Iterator:
    return foundByWalking(ctx, container, item);
  default:
    return raiseTypeError(ctx, "argument of type '" + typeName(container) +
                                   "' is not iterable");
  }
}

//--- Operators ----------------------------------------------------------------

FailureOr<Value> value::compare(Context &ctx, CompareOp op, Value a, Value b) {
  PLUE_CHECK(ctx.burn(1));
  switch (op) {
  case CompareOp::Eq:
  case CompareOp::Ne: {
    PLUE_BIND(bool same, equals(ctx, a, b));
    return Value::boolean(same == (op == CompareOp::Eq));
  }
  case CompareOp::Is:
  case CompareOp::IsNot:
    PLUE_CHECK(checkKnown(ctx, a, b));
    return Value::boolean(isIdentical(a, b) == (op == CompareOp::Is));
  case CompareOp::In:
  case CompareOp::NotIn: {
    PLUE_BIND(bool found, contains(ctx, b, a));
    return Value::boolean(found == (op == CompareOp::In));
  }
  default:
    PLUE_BIND(bool result, ordered(ctx, op, a, b));
    return Value::boolean(result);
  }
}
