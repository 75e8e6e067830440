//===- Comparison.cpp - Comparing run-time values -------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A comparison that raises TypeError whatever the values are is refused
/// now. Equality and identity are total; ordering and membership want values
/// that are there.
//===----------------------------------------------------------------------===//
#include "Evaluator.h"

using namespace plue;
using namespace plue::eval;
using value::CompareOp;
using value::ExcKind;

static OpKind opFor(CompareOp op) {
  return static_cast<OpKind>(static_cast<int>(OpKind::CmpEq) +
                             static_cast<int>(op));
}
static_assert(int(OpKind::CmpNotIn) - int(OpKind::CmpEq) ==
                  int(CompareOp::NotIn) - int(CompareOp::Eq),
              "the comparisons stand in the same order in both lists");

/// Refuses comparisons that raise TypeError whatever the values are.
LogicalResult Evaluator::checkComparable(CompareOp op, TypeId left,
                                         TypeId right, SourceRange range) {
  value::Typing typing = value::typeOfCompare(types, op, left, right);
  return typing.isError() ? raise(typing.errorKind, typing.error) : success();
}

FailureOr<Value> Evaluator::compareSymbolic(CompareOp op, Value left,
                                            Value right, SourceRange range) {
  bool isIdentity = op == CompareOp::Is || op == CompareOp::IsNot;
  bool isMembership = op == CompareOp::In || op == CompareOp::NotIn;
  bool isEquality = op == CompareOp::Eq || op == CompareOp::Ne;
  // Equality and identity are total; for all else None is a TypeError.
  auto present = [&](Value v) -> FailureOr<Value> {
    bool mayBeNone = isIdentity || isEquality || !isRuntime(v);
    return mayBeNone ? v : withoutNone(v, range);
  };
  FailureOr<Value> l = isMembership && !isText(right) ? left : present(left);
  FailureOr<Value> r = failed(l) ? l : present(right);
  if (failed(r))
    return failure();
  FailureOr<ValueId> a = reifyToRead(*l, range);
  FailureOr<ValueId> b = failed(a) ? a : reifyToRead(*r, range);
  if (failed(b))
    return failure();
  for (ValueId operand : {*a, *b})
    if (mayHoldSecret(builder.workflow().typeOf(operand)))
      return refuseSecret("compared", range, operand);
  TypeId leftType = builder.workflow().typeOf(*a);
  TypeId rightType = builder.workflow().typeOf(*b);
  if (failed(located(checkComparable(op, leftType, rightType, range), range)))
    return failure();
  bool isNever = isIdentity && !types.isAssignable(rightType, leftType) &&
                 !types.isAssignable(leftType, rightType) &&
                 leftType != types::Any;
  if (isNever)
    return Value::boolean(op == CompareOp::IsNot);
  ValueId result = emit(opFor(op), types::Bool, {*a, *b}, range);
  if (value::typeOfCompare(types, op, leftType, rightType).mayRaise)
    anchor(result);
  return symbolic(result);
}

/// A handle equals no text and no number, as its author may have hoped.
static void warnAboutStep(Evaluator &evaluator, CompareOp op, Value left,
                          Value right, SourceRange range) {
  if (objectAs<StepObject>(right))
    std::swap(left, right);
  bool isEquality = op == CompareOp::Eq || op == CompareOp::Ne;
  bool isData = right.isStr() || right.isBool() || right.is(Kind::Int);
  if (isEquality && isData && objectAs<StepObject>(left))
    evaluator.diags.report(range, diag::step_compared, value::typeName(right),
                           op == CompareOp::Eq ? "False" : "True");
}

FailureOr<Value> Evaluator::compareOp(CompareOp op, Value left, Value right,
                                      SourceRange range) {
  FailureOr<Value> l = resolve(left, range), r = resolve(right, range);
  if (failed(l) || failed(r))
    return failure();
  if (const Choice *choice = choiceOf(*l))
    return distribute(*choice, range, [&](Value side) {
      return compareOp(op, side, *r, range);
    });
  if (const Choice *choice = choiceOf(*r))
    return distribute(*choice, range, [&](Value side) {
      return compareOp(op, *l, side, range);
    });
  if (isRuntime(*l) || isRuntime(*r))
    return compareSymbolic(op, *l, *r, range);
  warnAboutStep(*this, op, *l, *r, range);
  FailureOr<Value> result = value::compare(*this, op, *l, *r);
  if (succeeded(result) || exception().kind != ExcKind::Residual)
    return located(result, range);
  (void)takeException();
  return compareSymbolic(op, *l, *r, range);
}
