//===- Sema.h - Names and the restricted subset -----------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Checks that need no evaluation: every name is resolved to a slot or a
/// built-in, and whatever the subset refuses is reported with the reason and
/// what to write instead. One rule family per file.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SEMA_SEMA_H
#define PLUE_SEMA_SEMA_H

#include "plue/Basic/Diagnostic.h"
#include "plue/Syntax/AST.h"

namespace plue::sema {

/// The names a workflow file can use without binding them.
struct Prelude {
  /// Pure built-ins and types: `len`, `str`, …
  llvm::ArrayRef<llvm::StringRef> builtins;
  /// What the module `plue` offers: `workflow`, `push`, `schema`, … These are
  /// visible without an import too (C43).
  llvm::ArrayRef<llvm::StringRef> sdk;
  /// What the context has, which is visible only through it: `run`, `event`, …
  llvm::ArrayRef<llvm::StringRef> context = {};
};

/// Resolves every name of \p module in place and reports what is refused. A name
/// resolved to Builtin has the slot of its place in `prelude.builtins` followed
/// by `prelude.sdk`.
LogicalResult check(syntax::Module &module, const Prelude &prelude,
                    const SourceManager &sources, DiagnosticEngine &diags);

} // namespace plue::sema

#endif // PLUE_SEMA_SEMA_H
