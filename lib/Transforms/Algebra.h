//===- Algebra.h - Rules that hold for every value --------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_TRANSFORMS_ALGEBRA_H
#define PLUE_LIB_TRANSFORMS_ALGEBRA_H

#include "plue/Analysis/Raising.h"
#include "plue/IR/Rewrite.h"

namespace plue {

/// Whether a value of type \p by can take the place of one of type \p type,
/// whoever uses it: it is the same type, or what is left of an optional or a
/// union when it is known.
bool canStandFor(const value::TypeStore &types, ir::TypeId by, ir::TypeId type);

class Algebra {
public:
  explicit Algebra(ir::WorkflowRewriter &rewriter);

  /// A value that \p op, to be appended with \p operands, always equals and
  /// that is simpler, or none. It raises where and as the operation would.
  ir::ValueId simplify(const ir::Op &op,
                       llvm::ArrayRef<ir::ValueId> operands);

private:
  using ValueId = ir::ValueId;
  using Operands = llvm::ArrayRef<ir::ValueId>;

  ValueId simplifyAnd(Operands operands);
  ValueId simplifyOr(Operands operands);
  ValueId simplifySelect(const ir::Op &op, Operands operands);
  ValueId simplifyNot(ValueId operand);
  ValueId simplifyTruth(ValueId operand);
  ValueId simplifyComparison(const ir::Op &op, Operands operands);
  ValueId simplifyConcat(const ir::Op &op, Operands operands);
  ValueId simplifyFormat(Operands operands);
  ValueId simplifyUnwrap(Operands operands);
  ValueId simplifyIndex(Operands operands);
  ValueId simplifyLength(const ir::Op &op, Operands operands);
  ValueId byRule(const ir::Op &op, Operands operands);

  ValueId negation(ValueId value);
  std::optional<bool> asBool(ValueId value) const;
  const ir::Op &op(ValueId value) { return rewriter.after().op(value); }
  Operands operandsOf(ValueId value) {
    return rewriter.after().operands(value);
  }
  ir::TypeId type(ValueId value) { return rewriter.after().typeOf(value); }
  bool isBool(ValueId value) { return type(value) == value::types::Bool; }
  bool mayRaise(ValueId value) { return raising.mayRaise(value); }

  ir::WorkflowRewriter &rewriter;
  analysis::Raising raising;
};

} // namespace plue

#endif // PLUE_LIB_TRANSFORMS_ALGEBRA_H
