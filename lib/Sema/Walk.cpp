//===- Walk.cpp - The parts of a node -------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Walk.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace plue;
using namespace plue::sema;
using namespace plue::syntax;

static void visitParts(llvm::ArrayRef<JoinedPart> parts, ExprVisitor visit) {
  for (const JoinedPart &part : parts) {
    if (part.value)
      visit(part.value);
    visitParts(part.spec, visit);
  }
}

static void visitComprehension(const ComprehensionExpr &expr,
                               ExprVisitor visit) {
  visit(expr.element);
  if (expr.value)
    visit(expr.value);
  for (const Generator &generator : expr.generators) {
    visit(generator.target);
    visit(generator.iterable);
    for (Expr *condition : generator.conditions)
      visit(condition);
  }
}

void sema::forEachExpr(llvm::ArrayRef<Parameter> parameters,
                       ExprVisitor visit) {
  for (const Parameter &parameter : parameters) {
    if (parameter.annotation)
      visit(parameter.annotation);
    if (parameter.defaultValue)
      visit(parameter.defaultValue);
  }
}

void sema::forEachChild(const Expr &expr, ExprVisitor visit) {
  auto visitAll = [&](llvm::ArrayRef<Expr *> exprs) {
    for (Expr *e : exprs)
      if (e)
        visit(e);
  };
  llvm::TypeSwitch<const Expr *>(&expr)
      .Case([&](const JoinedStrExpr *e) { visitParts(e->parts, visit); })
      .Case([&](const SequenceExpr *e) { visitAll(e->elements); })
      .Case([&](const DictExpr *e) {
        for (const DictItem &item : e->items)
          visitAll({item.key, item.value});
      })
      .Case([&](const UnaryExpr *e) { visit(e->operand); })
      .Case([&](const BinaryExpr *e) {
        visitAll({e->left, e->right});
      })
      .Case([&](const BoolOpExpr *e) { visitAll(e->operands); })
      .Case([&](const CompareExpr *e) {
        visit(e->first);
        visitAll(e->rest);
      })
      .Case([&](const ConditionalExpr *e) {
        visitAll({e->whenTrue, e->condition, e->whenFalse});
      })
      .Case([&](const LambdaExpr *e) {
        forEachExpr(e->parameters, visit);
        visit(e->body);
      })
      .Case([&](const CallExpr *e) {
        visit(e->callee);
        for (const Argument &argument : e->arguments)
          visit(argument.value);
      })
      .Case([&](const AttributeExpr *e) { visit(e->object); })
      .Case([&](const SubscriptExpr *e) {
        visitAll({e->object, e->index});
      })
      .Case([&](const SliceExpr *e) {
        visitAll({e->start, e->stop, e->step});
      })
      .Case([&](const StarredExpr *e) { visit(e->value); })
      .Case([&](const ComprehensionExpr *e) { visitComprehension(*e, visit); })
      .Case([&](const WalrusExpr *e) {
        visitAll({e->target, e->value});
      })
      .Case([&](const RefusedExpr *e) { visitAll({e->operand}); })
      .Default([](const Expr *) {});
}

void sema::forEachExpr(const Stmt &stmt, ExprVisitor visit) {
  auto visitAll = [&](llvm::ArrayRef<Expr *> exprs) {
    for (Expr *e : exprs)
      if (e)
        visit(e);
  };
  llvm::TypeSwitch<const Stmt *>(&stmt)
      .Case([&](const ExprStmt *s) { visit(s->value); })
      .Case([&](const AssignStmt *s) {
        visitAll(s->targets);
        visit(s->value);
      })
      .Case([&](const AugAssignStmt *s) {
        visitAll({s->target, s->value});
      })
      .Case([&](const AnnAssignStmt *s) {
        visitAll({s->target, s->annotation, s->value});
      })
      .Case([&](const IfStmt *s) { visit(s->condition); })
      .Case([&](const ForStmt *s) {
        visitAll({s->target, s->iterable});
      })
      .Case([&](const WhileStmt *s) { visit(s->condition); })
      .Case([&](const FunctionDefStmt *s) {
        visitAll(s->decorators);
        forEachExpr(s->parameters, visit);
        visitAll({s->returns});
      })
      .Case([&](const ReturnStmt *s) { visitAll({s->value}); })
      .Case([&](const AssertStmt *s) {
        visitAll({s->condition, s->message});
      })
      .Case([&](const RaiseStmt *s) {
        visitAll({s->exception, s->cause});
      })
      .Default([](const Stmt *) {});
}

void sema::forEachBlock(const Stmt &stmt, BlockVisitor visit) {
  llvm::TypeSwitch<const Stmt *>(&stmt)
      .Case([&](const IfStmt *s) {
        visit(s->body);
        visit(s->orElse);
      })
      .Case([&](const ForStmt *s) {
        visit(s->body);
        visit(s->orElse);
      })
      .Case([&](const WhileStmt *s) {
        visit(s->body);
        visit(s->orElse);
      })
      .Case([&](const FunctionDefStmt *s) { visit(s->body); })
      .Case([&](const RefusedStmt *s) { visit(s->body); })
      .Default([](const Stmt *) {});
}
