//===- Arithmetic.cpp - Unary and binary operators ------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Finds out what an operator means for its operands, in CPython's order:
/// numbers, sets and dicts first, then the sequences' `+` and `*`. The order
/// decides which message a wrong pair of types gets.
//===----------------------------------------------------------------------===//
#include "Internal.h"

using namespace plue;
using namespace plue::value;

llvm::StringRef value::spelling(UnaryOp op) {
  static constexpr llvm::StringLiteral Names[] = {"+", "-", "~", "not"};
  return Names[static_cast<size_t>(op)];
}

llvm::StringRef value::spelling(BinaryOp op) {
  static constexpr llvm::StringLiteral Names[] = {
      "+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^", "@"};
  return Names[static_cast<size_t>(op)];
}

//--- Unary --------------------------------------------------------------------

FailureOr<Value> value::unary(Context &ctx, UnaryOp op, Value operand) {
  PLUE_CHECK(ctx.burn(1));
  PLUE_CHECK(checkKnown(ctx, operand));
  if (op == UnaryOp::Not) {
    PLUE_BIND(bool b, truth(ctx, operand));
    return Value::boolean(!b);
  }
  if (operand.isIntegral())
    return unaryInt(ctx, op, operand);
  if (operand.isFloat() && op == UnaryOp::Minus)
    return Value::floating(-operand.asFloat());
  if (operand.isFloat() && op == UnaryOp::Plus)
    return operand;
  return raiseTypeError(ctx, "bad operand type for unary " + spelling(op) +
                                 ": '" + typeName(operand) + "'");
}

//--- Numbers ------------------------------------------------------------------

static bool isNumber(Value v) { return v.isIntegral() || v.isFloat(); }

static bool isBitwise(BinaryOp op) {
  return op == BinaryOp::BitAnd || op == BinaryOp::BitOr ||
         op == BinaryOp::BitXor;
}

static bool isIntOnly(BinaryOp op) {
  return isBitwise(op) || op == BinaryOp::LShift || op == BinaryOp::RShift;
}

static FailureOr<Value> binaryNumbers(Context &ctx, BinaryOp op, Value a,
                                      Value b) {
  if (a.isBool() && b.isBool() && isBitwise(op)) {
    bool x = a.asBool(), y = b.asBool();
    return Value::boolean(op == BinaryOp::BitAnd  ? x && y
                          : op == BinaryOp::BitOr ? x || y
                                                  : x != y);
  }
  if (a.isIntegral() && b.isIntegral())
    return binaryInt(ctx, op, a, b);
  PLUE_BIND(double x, toDouble(ctx, a));
  PLUE_BIND(double y, toDouble(ctx, b));
  return binaryFloat(ctx, op, x, y);
}

static bool isNumeric(BinaryOp op, Value a, Value b) {
  if (!isNumber(a) || !isNumber(b) || op == BinaryOp::MatMul)
    return false;
  return !isIntOnly(op) || (a.isIntegral() && b.isIntegral());
}

//--- Sequences ----------------------------------------------------------------

static bool isSequence(Value v) {
  return v.isStr() || v.is(Kind::List) || v.is(Kind::Tuple);
}

static FailureOr<Value> makeSequence(Context &ctx, Kind kind,
                                     llvm::ArrayRef<Value> items) {
  return kind == Kind::List ? ctx.heap.makeList(ctx, items)
                            : ctx.heap.makeTuple(ctx, items);
}

static FailureOr<Value> concatItems(Context &ctx, Value a, Value b) {
  llvm::ArrayRef<Value> x = sequenceItems(a), y = sequenceItems(b);
  PLUE_CHECK(ctx.checkItems(uint64_t(x.size()) + y.size()));
  ValueVector items(x.begin(), x.end());
  llvm::append_range(items, y);
  return makeSequence(ctx, a.kind(), items);
}

static FailureOr<Value> concat(Context &ctx, Value a, Value b) {
  if (a.kind() != b.kind())
    return raiseTypeError(ctx, "can only concatenate " + typeName(a) +
                                   " (not \"" + typeName(b) + "\") to " +
                                   typeName(a));
  if (!a.isStr())
    return concatItems(ctx, a, b);
  TextBuilder text(ctx);
  PLUE_CHECK(text.append(a.text()));
  PLUE_CHECK(text.append(b.text()));
  return text.finish();
}

/// How often `sequence * count` repeats; a negative count is none.
static FailureOr<uint64_t> repeatCount(Context &ctx, Value count) {
  if (!count.isIntegral())
    return raiseTypeError(ctx, "can't multiply sequence by non-int of type '" +
                                   typeName(count) + "'");
  PLUE_BIND(int64_t times, toIndexClamped(ctx, count));
  if (count.isBigInt())
    return ctx.raise(ExcKind::OverflowError,
                     "cannot fit 'int' into an index-sized integer");
  return times < 0 ? 0 : static_cast<uint64_t>(times);
}

/// The size of \p times things of \p size; past 64 bits, the most there is.
static uint64_t totalSize(uint64_t size, uint64_t times) {
  uint64_t total;
  return __builtin_mul_overflow(size, times, &total) ? UINT64_MAX : total;
}

static FailureOr<Value> repeat(Context &ctx, Value sequence, Value count) {
  PLUE_BIND(uint64_t times, repeatCount(ctx, count));
  if (sequence.isStr()) {
    TextBuilder text(ctx);
    PLUE_CHECK(text.appendRepeated(sequence.text(), times));
    return text.finish();
  }
  llvm::ArrayRef<Value> items = sequenceItems(sequence);
  uint64_t total = totalSize(items.size(), times);
  PLUE_CHECK(ctx.checkItems(total));
  PLUE_CHECK(ctx.burnBytes(total * sizeof(Value)));
  ValueVector repeated;
  repeated.reserve(total);
  for (uint64_t i = 0; i < total; i += items.size())
    llvm::append_range(repeated, items);
  return makeSequence(ctx, sequence.kind(), repeated);
}

//--- Types --------------------------------------------------------------------

/// `int | str`, `str | None`.
static bool isTypeUnion(BinaryOp op, Value a, Value b) {
  return op == BinaryOp::BitOr && (a.is(Kind::Type) || b.is(Kind::Type)) &&
         (a.is(Kind::Type) || a.isNone()) && (b.is(Kind::Type) || b.isNone());
}

static TypeId typeMeant(Value v) {
  return v.isNone() ? types::None : v.asType();
}

//--- Binary -------------------------------------------------------------------

static FailureOr<Value> mergeDicts(Context &ctx, Value a, Value b) {
  PLUE_BIND(Value merged, copyDict(ctx, a.asDict()));
  PLUE_CHECK(updateDict(ctx, merged.asDict(), b));
  return merged;
}

static LogicalResult raiseUnsupported(Context &ctx, llvm::StringRef op,
                                      llvm::StringRef suffix, Value a,
                                      Value b) {
  // `**` and pow() are one operation to CPython, except in place.
  llvm::StringRef also = op == "**" && suffix.empty() ? " or pow()" : "";
  return raiseTypeError(ctx, "unsupported operand type(s) for " + op + suffix +
                                 also + ": '" + typeName(a) + "' and '" +
                                 typeName(b) + "'");
}

static FailureOr<Value> binaryKnown(Context &ctx, BinaryOp op, Value a, Value b,
                                    llvm::StringRef suffix) {
  if (isNumeric(op, a, b))
    return binaryNumbers(ctx, op, a, b);
  if (isTypeUnion(op, a, b))
    return Value::type(ctx.types.join(typeMeant(a), typeMeant(b)));
  bool isSetOp = isBitwise(op) || op == BinaryOp::Sub;
  if (isSetOp && (isSetLike(a) || isSetLike(b))) {
    PLUE_BIND(Value result, binarySet(ctx, op, a, b));
    if (result)
      return result;
  }
  if (op == BinaryOp::BitOr && a.is(Kind::Dict) && b.is(Kind::Dict))
    return mergeDicts(ctx, a, b);
  if (op == BinaryOp::Mod && a.isStr())
    return percentFormat(ctx, a, b);
  if (op == BinaryOp::Add && isSequence(a))
    return concat(ctx, a, b);
  if (op == BinaryOp::Mul && isSequence(a))
    return repeat(ctx, a, b);
  // In place, CPython does not look at the right when the left is a container.
  bool isLeftAsked = !suffix.empty() && isIterable(a);
  if (op == BinaryOp::Mul && isSequence(b) && !isLeftAsked)
    return repeat(ctx, b, a);
  return raiseUnsupported(ctx, spelling(op), suffix, a, b);
}

FailureOr<Value> value::binary(Context &ctx, BinaryOp op, Value a, Value b) {
  PLUE_CHECK(ctx.burn(1));
  PLUE_CHECK(checkKnown(ctx, a, b));
  return binaryKnown(ctx, op, a, b, "");
}

//--- In place -----------------------------------------------------------------

/// `list += iterable`
static FailureOr<Value> extendInPlace(Context &ctx, Value list, Value from) {
  PLUE_BIND(ValueVector added, items(ctx, from));
  PLUE_CHECK(
      ctx.checkItems(uint64_t(list.asList()->items.size) + added.size()));
  PLUE_CHECK(ctx.willMutate(list));
  for (Value item : added)
    PLUE_CHECK(append(ctx, list.asList(), item));
  return list;
}

/// `list *= count`
static FailureOr<Value> repeatInPlace(Context &ctx, Value list, Value count) {
  PLUE_BIND(Value repeated, repeat(ctx, list, count));
  PLUE_CHECK(ctx.willMutate(list));
  list.asList()->items = repeated.asList()->items;
  return list;
}

static FailureOr<Value> mergeInPlace(Context &ctx, Value dict, Value from) {
  // All that can go wrong does so on the way into a copy.
  PLUE_BIND(Value added, ctx.heap.makeDict(ctx));
  PLUE_CHECK(updateDict(ctx, added.asDict(), from));
  PLUE_CHECK(ctx.willMutate(dict));
  PLUE_CHECK(updateDict(ctx, dict.asDict(), added));
  return dict;
}

FailureOr<Value> value::inplace(Context &ctx, BinaryOp op, Value a, Value b) {
  PLUE_CHECK(ctx.burn(1));
  PLUE_CHECK(checkKnown(ctx, a, b));
  if (a.is(Kind::List) && op == BinaryOp::Add)
    return extendInPlace(ctx, a, b);
  if (a.is(Kind::List) && op == BinaryOp::Mul)
    return repeatInPlace(ctx, a, b);
  if (a.is(Kind::Dict) && op == BinaryOp::BitOr)
    return mergeInPlace(ctx, a, b);
  bool isSetOp = isBitwise(op) || op == BinaryOp::Sub;
  if (a.is(Kind::Set) && b.is(Kind::Set) && isSetOp) {
    PLUE_CHECK(ctx.willMutate(a));
    PLUE_CHECK(inplaceSet(ctx, op, a.asSet(), b));
    return a;
  }
  return binaryKnown(ctx, op, a, b, "=");
}
