//===- Walk.h - The parts of a node -------------------------- -*- C++ -*--===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_SEMA_WALK_H
#define PLUE_SEMA_WALK_H

#include "plue/Syntax/AST.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace plue::sema {

using ExprVisitor = llvm::function_ref<void(syntax::Expr *)>;
using BlockVisitor = llvm::function_ref<void(syntax::Block)>;

/// Visits the direct subexpressions of \p expr, in the order they are written.
void forEachChild(const syntax::Expr &expr, ExprVisitor visit);

/// Visits the expressions that stand directly in \p stmt: not those of nested
/// statements, but decorators, defaults and annotations of a function.
void forEachExpr(const syntax::Stmt &stmt, ExprVisitor visit);

/// Visits the blocks of \p stmt; the body of a function is one.
void forEachBlock(const syntax::Stmt &stmt, BlockVisitor visit);

/// Visits annotations and default values.
void forEachExpr(llvm::ArrayRef<syntax::Parameter> parameters,
                 ExprVisitor visit);

} // namespace plue::sema

#endif // PLUE_SEMA_WALK_H
