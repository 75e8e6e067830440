//===- Algebra.cpp - Rules that hold for every value ----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Each rule must hold for every value of the types it asks for, as
/// CPython computes it, which rules out most of what holds for numbers: `x + 0`
/// is not `x` where `x` is True, and `x == x` is false for a NaN. An operand
/// that a rule leaves out must be one that cannot raise, unless the operation
/// would not have looked at it.
//===----------------------------------------------------------------------===//
#include "Algebra.h"
#include "plue/IR/Semantics.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using ir::Constant;
using ir::Op;
using ir::OpKind;
using ir::TypeId;
using ir::ValueId;
using value::TypeKind;
namespace types = plue::value::types;

//--- Types --------------------------------------------------------------------

static bool isScalar(TypeKind kind) {
  return kind == TypeKind::Bool || kind == TypeKind::Int ||
         kind == TypeKind::Float || kind == TypeKind::Str;
}

/// Whoever takes a union or an optional can do with each of its members, but
/// not with None alone, which no operation is declared to take.
bool plue::canStandFor(const value::TypeStore &types, TypeId by, TypeId type) {
  if (by == type)
    return true;
  TypeKind kind = types.kind(type);
  if (kind != TypeKind::Optional && kind != TypeKind::Union)
    return false;
  return by == types.withoutNone(type) ||
         (isScalar(types.kind(by)) && types.isAssignable(by, type));
}

//--- Logic --------------------------------------------------------------------

Algebra::Algebra(ir::WorkflowRewriter &rewriter)
    : rewriter(rewriter), raising(rewriter.plan(), rewriter.after()) {}

/// What is known of the truth of \p value.
std::optional<bool> Algebra::asBool(ValueId value) const {
  const Constant *constant = rewriter.asConstant(value);
  if (!constant)
    return std::nullopt;
  return ir::isTruthy(*constant);
}

ValueId Algebra::simplifyAnd(Operands operands) {
  auto [a, b] = std::pair(operands[0], operands[1]);
  if (std::optional<bool> known = asBool(a))
    return *known ? b : a;
  if (a == b)
    return a;
  std::optional<bool> known = asBool(b);
  if (!known || !isBool(a) || !isBool(b))
    return ValueId();
  if (*known)
    return a;
  return mayRaise(a) ? ValueId() : b;
}

ValueId Algebra::simplifyOr(Operands operands) {
  auto [a, b] = std::pair(operands[0], operands[1]);
  if (std::optional<bool> known = asBool(a))
    return *known ? a : b;
  if (a == b)
    return a;
  std::optional<bool> known = asBool(b);
  if (!known || !isBool(a) || !isBool(b))
    return ValueId();
  if (!*known)
    return a;
  return mayRaise(a) ? ValueId() : b;
}

ValueId Algebra::negation(ValueId value) {
  if (ValueId simpler = simplifyNot(value))
    return simpler;
  return rewriter.make(OpKind::Not, types::Bool, {value});
}

ValueId Algebra::simplifySelect(const Op &op, Operands operands) {
  auto [c, a, b] = std::tuple(operands[0], operands[1], operands[2]);
  if (std::optional<bool> known = asBool(c))
    return *known ? a : b;
  if (a == b && !mayRaise(c))
    return a;
  if (this->op(c).kind == OpKind::Not && isBool(operandsOf(c)[0])) {
    Op turned{.kind = OpKind::Select, .type = op.type};
    return rewriter.make(turned, {operandsOf(c)[0], b, a});
  }
  if (!isBool(a) || !isBool(b))
    return ValueId();
  std::optional<bool> whenTrue = asBool(a), whenFalse = asBool(b);
  if (whenTrue && whenFalse)
    return *whenTrue ? c : negation(c);
  if (whenFalse && !*whenFalse)
    return rewriter.make(OpKind::And, types::Bool, {c, a});
  if (whenTrue && *whenTrue)
    return rewriter.make(OpKind::Or, types::Bool, {c, b});
  return ValueId();
}

ValueId Algebra::simplifyNot(ValueId operand) {
  if (op(operand).kind == OpKind::Truth)
    return rewriter.make(OpKind::Not, types::Bool, {operandsOf(operand)[0]});
  if (op(operand).kind != OpKind::Not)
    return ValueId();
  ValueId twice = operandsOf(operand)[0];
  if (isBool(twice))
    return twice;
  return rewriter.make(OpKind::Truth, types::Bool, {twice});
}

ValueId Algebra::simplifyTruth(ValueId operand) {
  if (isBool(operand))
    return operand;
  switch (op(operand).kind) {
  case OpKind::MakeTuple:
  case OpKind::MakeList:
    if (!mayRaise(operand))
      return rewriter.constantBool(op(operand).numOperands != 0);
    return ValueId();
  default:
    return ValueId();
  }
}

//--- Comparison ---------------------------------------------------------------

/// Whether each value of this type equals itself and nothing else `is` it.
static bool isOrdinary(TypeKind kind) {
  return kind == TypeKind::Bool || kind == TypeKind::Int ||
         kind == TypeKind::Str || kind == TypeKind::Enum;
}

ValueId Algebra::simplifyComparison(const Op &op, Operands operands) {
  auto [a, b] = std::pair(operands[0], operands[1]);
  bool isEquality = op.kind == OpKind::CmpEq || op.kind == OpKind::CmpIs;
  bool isInequality = op.kind == OpKind::CmpNe || op.kind == OpKind::CmpIsNot;
  if (a == b && isOrdinary(rewriter.plan().types.kind(type(a))) &&
      !mayRaise(a)) {
    bool isTrue =
        isEquality || op.kind == OpKind::CmpLe || op.kind == OpKind::CmpGe;
    if (isTrue || isInequality || op.kind == OpKind::CmpLt ||
        op.kind == OpKind::CmpGt)
      return rewriter.constantBool(isTrue);
  }
  if (rewriter.asConstant(a) && !rewriter.asConstant(b) &&
      (op.kind == OpKind::CmpEq || op.kind == OpKind::CmpNe))
    return rewriter.make(op.kind, op.type, {b, a});
  if ((!isEquality && !isInequality) || !isBool(a) || !isBool(b))
    return ValueId();
  std::optional<bool> known = asBool(b);
  if (!known)
    return ValueId();
  return *known == isEquality ? a : negation(a);
}

//--- Text ---------------------------------------------------------------------

/// Texts within texts are unfolded while they are short: each stage of a long
/// one that is put together bit by bit may be in use.
ValueId Algebra::simplifyConcat(const Op &op, Operands operands) {
  constexpr size_t MaxParts = 8, MaxJoined = 256;
  llvm::SmallVector<ValueId, MaxParts> parts;
  for (ValueId operand : operands) {
    bool isNested = this->op(operand).kind == OpKind::Concat;
    Operands inner = isNested ? operandsOf(operand) : Operands(operand);
    if (operands.size() + inner.size() > MaxParts)
      inner = operand;
    for (ValueId part : inner) {
      const Constant *text = rewriter.asConstant(part);
      const Constant *before =
          parts.empty() ? nullptr : rewriter.asConstant(parts.back());
      if (text && text->kind == Constant::Str && text->text.empty())
        continue;
      bool areBoth = text && text->kind == Constant::Str && before &&
                     before->kind == Constant::Str &&
                     before->text.size() + text->text.size() <= MaxJoined;
      if (!areBoth) {
        parts.push_back(part);
        continue;
      }
      std::string joined = (before->text + text->text).str();
      parts.back() = rewriter.constant({.kind = Constant::Str, .text = joined},
                                       types::Str);
    }
  }
  if (parts.empty())
    return rewriter.constant({.kind = Constant::Str}, types::Str);
  if (parts.size() == 1 && type(parts[0]) == op.type)
    return parts[0];
  if (Operands(parts) == operands)
    return ValueId();
  return rewriter.make(Op{.kind = OpKind::Concat, .type = op.type}, parts);
}

ValueId Algebra::simplifyFormat(Operands operands) {
  const Constant *spec = rewriter.asConstant(operands[1]);
  if (!spec || spec->kind != Constant::Str || !spec->text.empty())
    return ValueId();
  if (type(operands[0]) == types::Str)
    return operands[0];
  if (!isScalar(rewriter.plan().types.kind(type(operands[0]))))
    return ValueId();
  return rewriter.make(OpKind::Str, types::Str, {operands[0]});
}

//--- Optionals and items ------------------------------------------------------

ValueId Algebra::simplifyUnwrap(Operands operands) {
  ValueId value = operands[0];
  const Constant *constant = rewriter.asConstant(value);
  if (constant && constant->kind != Constant::None)
    return value;
  bool isUnwrapped =
      op(value).kind == OpKind::Unwrap && operandsOf(value)[1] == operands[1];
  return isUnwrapped ? value : ValueId();
}

/// An item of a display, if the others can be left out.
ValueId Algebra::simplifyIndex(Operands operands) {
  ValueId display = operands[0];
  OpKind kind = op(display).kind;
  const Constant *index = rewriter.asConstant(operands[1]);
  if ((kind != OpKind::MakeTuple && kind != OpKind::MakeList) || !index ||
      index->kind != Constant::Int || mayRaise(display))
    return ValueId();
  Operands items = operandsOf(display);
  int64_t place = index->number;
  if (place < 0)
    place += items.size();
  if (place < 0 || place >= int64_t(items.size()))
    return ValueId();
  return items[place];
}

ValueId Algebra::simplifyLength(const Op &op, Operands operands) {
  if (rewriter.plan().string(op) != "len" || operands.size() != 1)
    return ValueId();
  OpKind kind = this->op(operands[0]).kind;
  if ((kind != OpKind::MakeTuple && kind != OpKind::MakeList) ||
      mayRaise(operands[0]))
    return ValueId();
  return rewriter.constant(
      {.kind = Constant::Int, .number = this->op(operands[0]).numOperands},
      types::Int);
}

//--- All rules ----------------------------------------------------------------

ValueId Algebra::byRule(const Op &op, Operands operands) {
  switch (op.kind) {
  case OpKind::And:
    return simplifyAnd(operands);
  case OpKind::Or:
    return simplifyOr(operands);
  case OpKind::Select:
    return simplifySelect(op, operands);
  case OpKind::Not:
    return simplifyNot(operands[0]);
  case OpKind::Truth:
    return simplifyTruth(operands[0]);
  case OpKind::CmpEq:
  case OpKind::CmpNe:
  case OpKind::CmpLt:
  case OpKind::CmpLe:
  case OpKind::CmpGt:
  case OpKind::CmpGe:
  case OpKind::CmpIs:
  case OpKind::CmpIsNot:
    return simplifyComparison(op, operands);
  case OpKind::Str:
    return type(operands[0]) == types::Str ? operands[0] : ValueId();
  case OpKind::Concat:
    return simplifyConcat(op, operands);
  case OpKind::Format:
    return simplifyFormat(operands);
  case OpKind::Unwrap:
    return simplifyUnwrap(operands);
  case OpKind::Index:
    return simplifyIndex(operands);
  case OpKind::Call:
    return simplifyLength(op, operands);
  default:
    return ValueId();
  }
}

ValueId Algebra::simplify(const Op &op, llvm::ArrayRef<ValueId> operands) {
  ValueId simpler = byRule(op, operands);
  if (simpler && canStandFor(rewriter.plan().types, type(simpler), op.type))
    return simpler;
  return ValueId();
}
