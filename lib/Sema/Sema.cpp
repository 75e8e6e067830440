//===- Sema.cpp - Names and the restricted subset -------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Sema/Sema.h"
#include "Resolver.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace plue;
using namespace plue::sema;
using namespace plue::syntax;

namespace {
/// Shows every node to the rules that are about its kind.
class Checker {
public:
  explicit Checker(const RuleContext &context) : context(context) {}
  void block(Block block);

private:
  void stmt(const Stmt &stmt);
  void expr(const Expr &expr);
  void call(const CallExpr &call);
  void binding(const Binding &binding) { checkBinding(context, binding); }

  const RuleContext &context;
  /// A generator expression that its parent has accepted.
  const Expr *accepted = nullptr;
};
} // namespace

void Checker::call(const CallExpr &call) {
  checkFormat(context, call);
  for (const Argument &argument : call.arguments)
    if (argument.kind == Argument::Keyword)
      checkKeyword(context, argument);
  expr(*call.callee);
  const Expr *generator = acceptedGenerator(call);
  for (const Argument &argument : call.arguments) {
    accepted = generator;
    expr(*argument.value);
  }
}

void Checker::expr(const Expr &node) {
  auto bind = [this](const Binding &b) { binding(b); };
  bool isAccepted = accepted == &node;
  accepted = nullptr;
  if (const auto *e = llvm::dyn_cast<CallExpr>(&node))
    return call(*e);
  llvm::TypeSwitch<const Expr *>(&node)
      .Case([&](const NameExpr *e) { checkName(context, *e); })
      .Case([&](const AttributeExpr *e) { checkAttribute(context, *e); })
      .Case([&](const CompareExpr *e) { checkIdentity(context, *e); })
      .Case([&](const RefusedExpr *e) { checkRefused(context, *e); })
      .Case([&](const LambdaExpr *e) { forEachBinding(e->parameters, bind); })
      .Case([&](const ComprehensionExpr *e) {
        if (e->form == ComprehensionKind::Generator && !isAccepted)
          reportGenerator(context, *e);
      })
      .Default([](const Expr *) {});
  forEachChild(node, [this](Expr *child) { expr(*child); });
}

void Checker::stmt(const Stmt &stmt) {
  auto bind = [this](const Binding &b) { binding(b); };
  llvm::TypeSwitch<const Stmt *>(&stmt)
      .Case([&](const AssignStmt *s) {
        for (const Expr *target : s->targets)
          checkTarget(context, *target);
      })
      .Case([&](const AugAssignStmt *s) { checkTarget(context, *s->target); })
      .Case([&](const ForStmt *s) { checkTarget(context, *s->target); })
      .Case([&](const FunctionDefStmt *s) {
        binding({.name = s->name, .range = s->nameRange});
        forEachBinding(s->parameters, bind);
      })
      .Case([&](const ImportStmt *s) { checkImport(context, *s); })
      .Case([&](const ImportFromStmt *s) { checkImportFrom(context, *s); })
      .Case([&](const RefusedStmt *s) { checkRefused(context, *s); })
      .Default([](const Stmt *) {});
  forEachExpr(stmt, [this](Expr *e) { expr(*e); });
  forEachBlock(stmt, [this](Block b) { block(b); });
}

void Checker::block(Block block) {
  for (const Stmt *s : block)
    stmt(*s);
}

LogicalResult sema::check(Module &module, const Prelude &prelude,
                          const SourceManager &sources,
                          DiagnosticEngine &diags) {
  RuleContext context{.prelude = prelude, .sources = sources, .diags = diags};
  uint32_t errorsBefore = diags.numErrors();
  resolve(module, context);
  Checker(context).block(module.body);
  return success(diags.numErrors() == errorsBefore);
}
