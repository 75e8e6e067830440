//===- HandledCalls.h - Whose failures a workflow deals with ----*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Design 5.3: the failure of a step is the workflow's to handle if
/// `exit_code`, `success` or `failed` of a value that may be its handle is read
/// anywhere, taken or not. That is a property of the call that makes the step,
/// found from the text of the module alone: it must not depend on what is known
/// when compiling, nor on how often the call is evaluated.
///
/// The text is made into a graph of where values flow: from calls through
/// names, containers, parameters and returned values. The calls from which one
/// gets to such a read are the handled ones. Names are followed in order of
/// statements: of `r = ctx.run(…); r.failed; r = ctx.run(…)` only the first is
/// handled, and what a branch assigned before it left is not seen after it.
/// Containers and their items are one; so are all calls of a function.
///
/// Every value flows forwards, and what is put into a container flows
/// backwards, to all names that the container may have. So each place in the
/// graph has two nodes, one for its value and one for what is stored into it.
/// The graph is as large as the text and is walked once.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EVAL_HANDLEDCALLS_H
#define PLUE_LIB_EVAL_HANDLEDCALLS_H

#include "plue/Syntax/AST.h"
#include "llvm/ADT/DenseSet.h"

namespace plue::eval {

class HandledCalls {
public:
  explicit HandledCalls(const syntax::Module &module);

  /// Whether the failure of a step that \p call makes is handled, unless the
  /// call says otherwise.
  bool contains(const syntax::CallExpr &call) const {
    return calls.contains(&call);
  }

private:
  llvm::DenseSet<const syntax::CallExpr *> calls;
};

} // namespace plue::eval

#endif // PLUE_LIB_EVAL_HANDLEDCALLS_H
