//===- Bindings.h - Every way a name can be bound ------------ -*- C++ -*--===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file There are many ways to bind a name, and a rule about names that
/// forgets one of them is no rule. So there is one list of them, here, and both
/// the resolver and the rules use it.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SEMA_BINDINGS_H
#define PLUE_SEMA_BINDINGS_H

#include "Walk.h"

namespace plue::sema {

struct Binding {
  llvm::StringRef name;
  SourceRange range;
  /// Only an annotation without a value: `x: int`.
  bool isBare = false;
};

using BindingVisitor = llvm::function_ref<void(const Binding &)>;

/// The names that the target \p expr of an assignment, loop or comprehension
/// binds.
void forEachTarget(const syntax::Expr &expr, BindingVisitor visit);

/// The parameters.
void forEachBinding(llvm::ArrayRef<syntax::Parameter> parameters,
                    BindingVisitor visit);

/// The names that \p stmt itself binds: not through statements inside it, and
/// not through `:=`.
void forEachBinding(const syntax::Stmt &stmt, BindingVisitor visit);

/// The names that `:=` binds in the scope where \p expr stands, also from
/// inside comprehensions, but not from the bodies of lambdas.
void forEachWalrus(const syntax::Expr &expr, BindingVisitor visit);

/// Everything that \p block binds in its own scope, in order, however nested.
void forEachBindingIn(syntax::Block block, BindingVisitor visit);

} // namespace plue::sema

#endif // PLUE_SEMA_BINDINGS_H
