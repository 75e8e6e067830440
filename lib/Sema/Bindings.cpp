//===- Bindings.cpp - Every way a name can be bound -----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Bindings.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace plue;
using namespace plue::sema;
using namespace plue::syntax;

void sema::forEachTarget(const Expr &expr, BindingVisitor visit) {
  llvm::TypeSwitch<const Expr *>(&expr)
      .Case([&](const NameExpr *e) {
        visit({.name = e->name, .range = e->range});
      })
      .Case([&](const SequenceExpr *e) {
        for (const Expr *element : e->elements)
          forEachTarget(*element, visit);
      })
      .Case([&](const StarredExpr *e) { forEachTarget(*e->value, visit); })
      .Default([](const Expr *) {}); // Attributes and items bind no name.
}

void sema::forEachBinding(llvm::ArrayRef<Parameter> parameters,
                          BindingVisitor visit) {
  for (const Parameter &parameter : parameters)
    visit({.name = parameter.name, .range = parameter.nameRange});
}

static void visitImported(llvm::ArrayRef<ImportedName> names,
                          BindingVisitor visit) {
  for (const ImportedName &name : names)
    if (!name.alias.empty()) // A star binds nothing that we know of.
      visit({.name = name.alias, .range = name.range});
}

void sema::forEachBinding(const Stmt &stmt, BindingVisitor visit) {
  llvm::TypeSwitch<const Stmt *>(&stmt)
      .Case([&](const AssignStmt *s) {
        for (const Expr *target : s->targets)
          forEachTarget(*target, visit);
      })
      .Case([&](const AugAssignStmt *s) { forEachTarget(*s->target, visit); })
      .Case([&](const AnnAssignStmt *s) {
        forEachTarget(*s->target, [&](const Binding &binding) {
          visit({.name = binding.name,
                 .range = binding.range,
                 .isBare = !s->value});
        });
      })
      .Case([&](const ForStmt *s) { forEachTarget(*s->target, visit); })
      .Case([&](const FunctionDefStmt *s) {
        visit({.name = s->name, .range = s->nameRange});
      })
      .Case([&](const ImportStmt *s) { visitImported(s->names, visit); })
      .Case([&](const ImportFromStmt *s) { visitImported(s->names, visit); })
      .Case([&](const RefusedStmt *s) {
        for (llvm::StringRef name : s->names)
          visit({.name = name, .range = s->headRange});
      })
      .Default([](const Stmt *) {});
}

void sema::forEachWalrus(const Expr &expr, BindingVisitor visit) {
  if (const auto *lambda = llvm::dyn_cast<LambdaExpr>(&expr)) {
    forEachExpr(lambda->parameters, [&](Expr *e) { forEachWalrus(*e, visit); });
    return;
  }
  if (const auto *walrus = llvm::dyn_cast<WalrusExpr>(&expr))
    forEachTarget(*walrus->target, visit);
  forEachChild(expr, [&](Expr *e) { forEachWalrus(*e, visit); });
}

void sema::forEachBindingIn(Block block, BindingVisitor visit) {
  for (const Stmt *stmt : block) {
    forEachBinding(*stmt, visit);
    forEachExpr(*stmt, [&](Expr *e) { forEachWalrus(*e, visit); });
    if (!llvm::isa<FunctionDefStmt>(stmt)) // Its body is another scope.
      forEachBlock(*stmt, [&](Block b) { forEachBindingIn(b, visit); });
  }
}
