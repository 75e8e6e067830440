//===- Names.cpp - Names that belong to Python itself ---------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Names with two underscores on both sides reach into the machinery of
/// CPython. None of it exists here, so none of these names can be bound or
/// used, in any way, except `type(x).__name__`. A leading underscore makes an
/// attribute private; local names may have one.
//===----------------------------------------------------------------------===//
#include "Rules.h"

using namespace plue;
using namespace plue::sema;
using namespace plue::syntax;

bool sema::isDunder(llvm::StringRef name) {
  return name.size() > 4 && name.starts_with("__") && name.ends_with("__");
}

void sema::checkBinding(const RuleContext &context, const Binding &binding) {
  if (isDunder(binding.name))
    context.diags.report(binding.range, diag::reserved_name, binding.name)
        .hint("choose a name without the underscores");
}

/// Names are looked at where they stand as expressions, which targets do too.
void sema::checkName(const RuleContext &context, const NameExpr &expr) {
  if (!isDunder(expr.name))
    return;
  auto report =
      context.diags.report(expr.range, diag::reserved_name, expr.name);
  if (expr.name == "__name__")
    report.hint("a workflow file is read, not run as a script: leave out `if "
                "__name__ == \"__main__\"`");
  else if (expr.name == "__file__")
    report.hint("paths in a workflow are relative to the project");
}

static bool isTypeCall(const Expr *expr) {
  const auto *call = llvm::dyn_cast<CallExpr>(expr);
  if (!call || call->arguments.size() != 1 ||
      call->arguments[0].kind != Argument::Positional)
    return false;
  const auto *callee = llvm::dyn_cast<NameExpr>(call->callee);
  return callee && callee->name == "type";
}

void sema::checkAttribute(const RuleContext &context,
                          const AttributeExpr &expr) {
  if (isDunder(expr.name)) {
    if (expr.name == "__name__" && isTypeCall(expr.object))
      return;
    context.diags.report(expr.nameRange, diag::dunder_attribute, expr.name);
  } else if (expr.name.starts_with("_")) {
    context.diags.report(expr.nameRange, diag::private_attribute, expr.name);
  }
}

void sema::checkKeyword(const RuleContext &context, const Argument &argument) {
  if (isDunder(argument.name))
    context.diags.report(argument.nameRange, diag::reserved_name,
                         argument.name);
}
