//===- Eval.h - From a checked module to a plan -----------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_EVAL_EVAL_H
#define PLUE_EVAL_EVAL_H

#include "plue/Basic/Diagnostic.h"
#include "plue/Basic/Limits.h"
#include "plue/IR/Builder.h"
#include "plue/Sema/Sema.h"
#include "plue/Syntax/AST.h"
#include "llvm/Support/JSON.h"

namespace plue::eval {

struct EvalOptions {
  /// The image of workflows that name none.
  std::string defaultImage = "ubuntu:22.04";
  /// With an event, its fields are known now and the plan is specialised.
  std::optional<llvm::json::Object> event;
  Limits limits;
  /// Where `print` writes its lines; null drops them.
  llvm::raw_ostream *log = nullptr;
};

/// The names that a workflow sees without binding them.
const sema::Prelude &prelude();

/// Evaluates \p module, which sema::check() has accepted, and adds the plan of
/// each workflow in it to \p plan. Every fault is reported with its location;
/// the plan is worth something only if this succeeds.
LogicalResult evaluate(const syntax::Module &module,
                       const SourceManager &sources, const EvalOptions &options,
                       DiagnosticEngine &diags, ir::PlanBuilder &plan);

} // namespace plue::eval

#endif // PLUE_EVAL_EVAL_H
