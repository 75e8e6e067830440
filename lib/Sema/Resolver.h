//===- Resolver.h - What each name means --------------------- -*- C++ -*--===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Python decides by syntax alone where a name lives: a name bound
/// anywhere in a function is local to all of it, comprehensions and lambdas
/// have scopes of their own, `:=` binds outside its comprehensions. The
/// resolver does the same and writes the answer into the tree.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SEMA_RESOLVER_H
#define PLUE_SEMA_RESOLVER_H

#include "Rules.h"

namespace plue::sema {

/// Resolves every name in \p module and reports those that mean nothing.
void resolve(syntax::Module &module, const RuleContext &context);

} // namespace plue::sema

#endif // PLUE_SEMA_RESOLVER_H
