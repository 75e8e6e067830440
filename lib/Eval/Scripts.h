//===- Scripts.h - Commands as code and data --------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EVAL_SCRIPTS_H
#define PLUE_LIB_EVAL_SCRIPTS_H

#include "Evaluator.h"

namespace plue::eval {

/// The script that \p cmd, a string known or not, means under \p shell. Text
/// from the source is code; each run-time value in it is a hole that will be
/// escaped for the place it stands in, or refused where that is not sound. A
/// choice between strings is a choice between scripts.
FailureOr<ValueId> makeScript(Evaluator &evaluator, Value cmd,
                              ir::ShellKind shell, SourceRange range);

} // namespace plue::eval

#endif // PLUE_LIB_EVAL_SCRIPTS_H
