//===- Compilation.cpp - From a file to a plan ----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Driver/Compilation.h"
#include "plue/Eval/Eval.h"
#include "plue/IR/Verifier.h"
#include "plue/Sema/Sema.h"
#include "plue/Syntax/Parser.h"

using namespace plue;

static eval::EvalOptions evalOptions(const CompileOptions &options) {
  return {.defaultImage = options.defaultImage,
          .event = options.event,
          .limits = options.limits,
          .log = options.log};
}

CompileResult plue::compile(FileId file, const SourceManager &sources,
                            const CompileOptions &options,
                            DiagnosticEngine &diags) {
  CompileResult result;
  result.module = syntax::parse(file, sources, options.limits, diags);
  if (diags.hasErrors() || options.until == Phase::Parse)
    return result;

  if (failed(sema::check(*result.module, eval::prelude(), sources, diags)) ||
      options.until == Phase::Check)
    return result;

  ir::PlanBuilder builder;
  ir::Plan &plan = builder.plan();
  plan.sources.push_back({.path = plan.save(options.projectPath),
                          .digest = digestOf(sources.text(file))});
  if (failed(eval::evaluate(*result.module, sources, evalOptions(options),
                            diags, builder)))
    return result;

  result.plan = builder.take();
  // A plan that we made and that does not verify is our own fault.
  if (llvm::Error fault = ir::verify(*result.plan)) {
    result.internalFault = llvm::toString(std::move(fault));
    result.plan.reset();
  }
  return result;
}
