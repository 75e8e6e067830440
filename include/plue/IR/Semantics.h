//===- Semantics.h - What pure operations mean ------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The operations whose value follows from their operands alone, computed
/// with lib/Value. plue-exec evaluates plans by these functions and the folding
/// pass computes what is known by them, so that the two cannot disagree.
//===----------------------------------------------------------------------===//
#ifndef PLUE_IR_SEMANTICS_H
#define PLUE_IR_SEMANTICS_H

#include "plue/IR/Plan.h"
#include "plue/Value/Ops.h"

namespace plue::ir {

/// The value that a constant is.
FailureOr<value::Value> constantValue(value::Context &context,
                                      const Constant &constant);

/// The type of that value, and whether it is truthy.
TypeId typeOf(const Constant &constant);
bool isTruthy(const Constant &constant);

/// The constant that \p v is, if it is of a kind that there are constants of.
/// The text of a big int is put into \p storage; that of a string is its own.
std::optional<Constant> constantOf(value::Value v, std::string &storage);

/// Whether compute() knows the operation. It does not know those that stand for
/// something in the world, for a step or for a region, that call functions of
/// the plan, or that look at only some of their operands.
bool isComputable(OpKind kind);

/// The value of the computable operation \p op of \p plan, whose operands have
/// the values \p operands. They are not changed: what Python changes in place
/// is changed in a copy. Raises what the program would.
FailureOr<value::Value> compute(value::Context &context, const Plan &plan,
                                const Op &op,
                                llvm::ArrayRef<value::Value> operands);

} // namespace plue::ir

#endif // PLUE_IR_SEMANTICS_H
