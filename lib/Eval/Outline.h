//===- Outline.h - Code that runs when the plan does ------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Where code would have to look into a run-time value again and again (a
/// loop over it, a recursion that depends on it) and has no effects, the code
/// becomes a function of the plan, and its value an `apply` operation. What the
/// code changes in variables and containers of the evaluator comes back with
/// the value.
///
/// Each of these first decides whether the code has effects; then nothing has
/// happened yet and no diagnostic was given, so that the caller can do
/// something else.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EVAL_OUTLINE_H
#define PLUE_LIB_EVAL_OUTLINE_H

#include "Lower.h"

namespace plue::eval {

/// The value of \p expr; Absent if it has effects. What is in \p known has been
/// evaluated and is not evaluated again.
FailureOr<Value> outlineExpression(Evaluator &evaluator,
                                   const syntax::Expr *expr,
                                   const KnownValues &known);

/// Runs \p loop over \p iterable and says how it completed; nothing if it has
/// effects.
std::optional<Completion>
outlineLoop(Evaluator &evaluator, const syntax::ForStmt *loop, Value iterable);
std::optional<Completion> outlineLoop(Evaluator &evaluator,
                                      const syntax::WhileStmt *loop);

/// The value of a call; Absent if \p callee has effects.
FailureOr<Value> outlineCall(Evaluator &evaluator, const FunctionObject &callee,
                             const CallArgs &args, SourceRange range);

/// The one generator expression among the arguments of \p call, or null.
const syntax::ComprehensionExpr *generatorIn(const syntax::CallExpr &call);

} // namespace plue::eval

#endif // PLUE_LIB_EVAL_OUTLINE_H
