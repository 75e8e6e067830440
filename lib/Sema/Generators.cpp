//===- Generators.cpp - Where a generator expression may stand ------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A generator is a value that runs later. Here it may only feed, on the
/// spot, a function that takes all of its values.
//===----------------------------------------------------------------------===//
#include "Rules.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::sema;
using namespace plue::syntax;

static constexpr llvm::StringRef consumers[] = {"all", "any",  "dict", "list",
                                                "max", "min",  "next", "set",
                                                "sorted", "sum", "tuple"};

/// Methods that take all values of an argument.
static constexpr llvm::StringRef consumingMethods[] = {"join", "extend",
                                                       "update"};

static bool consumesArgument(const Expr *callee) {
  if (const auto *name = llvm::dyn_cast<NameExpr>(callee))
    return name->resolution.where == Resolution::Builtin &&
           llvm::is_contained(consumers, name->name);
  const auto *method = llvm::dyn_cast<AttributeExpr>(callee);
  return method && llvm::is_contained(consumingMethods, method->name);
}

const Expr *sema::acceptedGenerator(const CallExpr &call) {
  if (call.arguments.empty() || !consumesArgument(call.callee))
    return nullptr;
  const Argument &first = call.arguments.front();
  return first.kind == Argument::Positional ? first.value : nullptr;
}

void sema::reportGenerator(const RuleContext &context,
                           const ComprehensionExpr &expr) {
  context.diags.report(expr.range, diag::generator_refused)
      .hint("make a list: `[… for … in …]`");
}
