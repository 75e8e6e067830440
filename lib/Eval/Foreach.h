//===- Foreach.h - Loops with steps over run-time data ----------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EVAL_FOREACH_H
#define PLUE_LIB_EVAL_FOREACH_H

#include "Evaluator.h"

namespace plue::eval {

/// A loop over a run-time value.
struct ForeachLoop {
  Value iterable;
  SourceRange range;
  /// Whose variables the loop can change.
  Frame *frame;
  /// One iteration, given its item.
  llvm::function_ref<Completion(Value)> body;
  /// What follows unless the loop was left by `break`.
  llvm::function_ref<Completion()> orElse;
};

/// Makes a region of \p loop and says how it completed.
Completion evaluateForeach(Evaluator &evaluator, const ForeachLoop &loop);

} // namespace plue::eval

#endif // PLUE_LIB_EVAL_FOREACH_H
