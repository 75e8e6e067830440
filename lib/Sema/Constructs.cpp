//===- Constructs.cpp - Statements and expressions that are refused -------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Rules.h"

using namespace plue;
using namespace plue::sema;
using namespace plue::syntax;

//--- Statements ---------------------------------------------------------------

/// `del d[k]` as `d.pop(k)`; empty if \p text is anything more.
static std::string popFor(llvm::StringRef text) {
  if (!text.consume_front("del"))
    return {};
  text = text.trim();
  bool isOneItem = text.ends_with("]") && text.count('[') == 1 &&
                   text.count(']') == 1 && !text.contains(':') &&
                   !text.contains('\n') && !text.contains(',');
  if (!isOneItem)
    return {};
  auto [object, index] = text.drop_back().split('[');
  return (object.trim() + ".pop(" + index.trim() + ")").str();
}

static void checkDel(const RuleContext &context, const RefusedStmt &stmt) {
  auto report = context.diags.report(stmt.headRange, diag::del_refused);
  std::string pop = popFor(context.sources.text(stmt.range));
  if (pop.empty())
    report.hint("take an item out of a dict or list with `.pop(key)`");
  else
    report.hint("write `" + pop + "`").fixIt(stmt.range, pop);
}

void sema::checkRefused(const RuleContext &context, const RefusedStmt &stmt) {
  DiagnosticEngine &diags = context.diags;
  SourceRange range = stmt.headRange;
  switch (stmt.construct) {
  case Construct::Class:
    diags.report(range, diag::class_refused)
        .hint("keep values in a dict, or describe a record with `schema(…)`");
    break;
  case Construct::Try:
    diags.report(range, diag::try_refused)
        .hint("to go on after a failed step, look at its `exit_code` or give "
              "it `continue_on_error=True`");
    break;
  case Construct::With:
    diags.report(range, diag::with_refused)
        .hint(context.sources.text(range).contains(".parallel(")
                  ? "give it a list of steps: `ctx.parallel([ctx.run(…), …])`"
                  : "write the statements without it; files are read with "
                    "`ctx.read(path)`");
    break;
  case Construct::Match:
    diags.report(range, diag::match_refused).hint("write `if … elif … else`");
    break;
  case Construct::AsyncFunction:
  case Construct::AsyncFor:
  case Construct::AsyncWith:
  case Construct::AsyncComprehension:
    diags.report(range, diag::async_refused)
        .hint("leave out `async`; steps run side by side with "
              "`ctx.parallel([…])`");
    break;
  case Construct::Global:
  case Construct::Nonlocal:
    diags
        .report(range, diag::outer_binding_refused,
                stmt.construct == Construct::Global ? "global" : "nonlocal")
        .hint("return the value, or change a list or dict in place");
    break;
  case Construct::Del:
    checkDel(context, stmt);
    break;
  default:
    llvm_unreachable("an expression is no statement");
  }
}

//--- Expressions --------------------------------------------------------------

void sema::checkRefused(const RuleContext &context, const RefusedExpr &expr) {
  DiagnosticEngine &diags = context.diags;
  switch (expr.construct) {
  case Construct::Await:
    diags.report(expr.range, diag::await_refused)
        .hint("leave out `await`; a step's result is there to be used");
    break;
  case Construct::Yield:
    diags.report(expr.range, diag::yield_refused)
        .hint("collect the values in a list and return it");
    break;
  case Construct::Bytes:
    diags.report(expr.range, diag::bytes_refused)
        .hint("use a string; binary data stays in files");
    break;
  case Construct::Complex:
    diags.report(expr.range, diag::complex_refused);
    break;
  case Construct::AsyncComprehension:
    diags.report(expr.range, diag::async_refused).hint("leave out `async`");
    break;
  default:
    llvm_unreachable("a statement is no expression");
  }
}

/// `x[a:b] = …`
void sema::checkTarget(const RuleContext &context, const Expr &target) {
  if (const auto *sequence = llvm::dyn_cast<SequenceExpr>(&target)) {
    for (const Expr *element : sequence->elements)
      checkTarget(context, *element);
    return;
  }
  if (const auto *star = llvm::dyn_cast<StarredExpr>(&target))
    return checkTarget(context, *star->value);
  const auto *subscript = llvm::dyn_cast<SubscriptExpr>(&target);
  if (subscript && llvm::isa<SliceExpr>(subscript->index))
    context.diags.report(target.range, diag::slice_assignment_refused)
        .hint("make a new list: `xs = xs[:i] + new + xs[j:]`");
}

static bool isSingleton(const Expr *expr) {
  const auto *constant = llvm::dyn_cast<ConstantExpr>(expr);
  if (!constant)
    return false;
  switch (constant->constant) {
  case ConstantKind::None:
  case ConstantKind::True:
  case ConstantKind::False:
  case ConstantKind::Ellipsis:
    return true;
  default:
    return false;
  }
}

/// Objects have no identity here, so `is` makes sense only with values that
/// exist once.
void sema::checkIdentity(const RuleContext &context, const CompareExpr &expr) {
  const Expr *left = expr.first;
  for (size_t i = 0; i < expr.ops.size(); ++i) {
    const Expr *right = expr.rest[i];
    bool isNot = expr.ops[i] == CompareOperator::IsNot;
    bool isIdentity = isNot || expr.ops[i] == CompareOperator::Is;
    if (isIdentity && !isSingleton(left) && !isSingleton(right))
      context.diags
          .report(expr.opRanges[i], diag::identity_refused,
                  isNot ? "is not" : "is")
          .suggest(expr.opRanges[i], isNot ? "!=" : "==");
    left = right;
  }
}
