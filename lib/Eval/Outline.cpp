//===- Outline.cpp - Code that runs when the plan does --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The ways into outlining. The work is done in Outline*.cpp.
//===----------------------------------------------------------------------===//
#include "Outlining.h"

using namespace plue;
using namespace plue::eval;
using namespace plue::syntax;

/// Nothing if lowering has found effects; else whether all went well.
static std::optional<LogicalResult> analyse(Outlining &outlining,
                                            LogicalResult isLowered) {
  if (outlining.lowering.hasEffects && failed(isLowered) &&
      !outlining.evaluator.hasException())
    return std::nullopt;
  if (failed(isLowered) || failed(outlining.inference.run()))
    return outlining.evaluator.reported();
  return success();
}

static FailureOr<Value> valueOf(Outlining &outlining, LogicalResult lowered) {
  std::optional<LogicalResult> done = analyse(outlining, lowered);
  if (!done)
    return Value();
  if (failed(*done))
    return failure();
  return outlining.finishExpression();
}

/// What the function is called, in the text of a plan and of expressions.
static llvm::StringRef nameFor(const Expr *expr) {
  if (auto *call = llvm::dyn_cast<CallExpr>(expr)) {
    if (auto *name = llvm::dyn_cast<NameExpr>(call->callee))
      return name->name;
    if (auto *method = llvm::dyn_cast<AttributeExpr>(call->callee))
      return method->name;
  }
  return llvm::isa<ComprehensionExpr>(expr) ? "comprehension" : "expression";
}

FailureOr<Value> plue::eval::outlineExpression(Evaluator &evaluator,
                                               const Expr *expr,
                                               const KnownValues &known) {
  Outlining outlining(evaluator, nameFor(expr), expr->range);
  return valueOf(outlining, outlining.lowering.lowerExpression(expr, known));
}

FailureOr<Value> plue::eval::outlineCall(Evaluator &evaluator,
                                         const FunctionObject &callee,
                                         const CallArgs &args,
                                         SourceRange range) {
  Outlining outlining(evaluator, callee.name, range);
  return valueOf(outlining, outlining.lowering.lowerCall(callee, args, range));
}

static std::optional<Completion> completionOf(Outlining &outlining,
                                              LogicalResult lowered) {
  std::optional<LogicalResult> done = analyse(outlining, lowered);
  if (!done)
    return std::nullopt;
  return failed(*done) ? Completion::Failed : outlining.finishLoop();
}

std::optional<Completion> plue::eval::outlineLoop(Evaluator &evaluator,
                                                  const ForStmt *loop,
                                                  Value iterable) {
  Outlining outlining(evaluator, "loop", loop->range);
  return completionOf(outlining, outlining.lowering.lowerLoop(loop, iterable));
}

std::optional<Completion> plue::eval::outlineLoop(Evaluator &evaluator,
                                                  const WhileStmt *loop) {
  Outlining outlining(evaluator, "loop", loop->range);
  return completionOf(outlining, outlining.lowering.lowerLoop(loop));
}

const ComprehensionExpr *plue::eval::generatorIn(const CallExpr &call) {
  for (const Argument &argument : call.arguments) {
    auto *generator = llvm::dyn_cast<ComprehensionExpr>(argument.value);
    if (generator && generator->form == ComprehensionKind::Generator)
      return generator;
  }
  return nullptr;
}
