//===- Rules.h - What the subset refuses --------------------- -*- C++ -*--===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file One family of rules a file. A rule is a function that looks at one
/// node and reports; Sema.cpp walks the tree and calls them all, so that one
/// run says everything there is to say.
///
/// Whatever is refused is refused with a reason and with what to write instead.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SEMA_RULES_H
#define PLUE_SEMA_RULES_H

#include "Bindings.h"
#include "plue/Sema/Sema.h"

namespace plue::sema {

struct RuleContext {
  const Prelude &prelude;
  const SourceManager &sources;
  DiagnosticEngine &diags;
};

// Imports.cpp
void checkImport(const RuleContext &context, const syntax::ImportStmt &stmt);
void checkImportFrom(const RuleContext &context,
                     const syntax::ImportFromStmt &stmt);
/// What to do without the module \p name; empty if it is not a known one.
llvm::StringRef hintForModule(llvm::StringRef name);

// Names.cpp
/// `__x__`: a name that belongs to Python itself.
bool isDunder(llvm::StringRef name);
void checkBinding(const RuleContext &context, const Binding &binding);
void checkName(const RuleContext &context, const syntax::NameExpr &expr);
void checkAttribute(const RuleContext &context,
                    const syntax::AttributeExpr &expr);
void checkKeyword(const RuleContext &context, const syntax::Argument &argument);

// Builtins.cpp
/// Reports \p name if it is one that Python has and the subset has not.
bool reportRefusedName(const RuleContext &context, llvm::StringRef name,
                       SourceRange range);

// Constructs.cpp
void checkRefused(const RuleContext &context, const syntax::RefusedStmt &stmt);
void checkRefused(const RuleContext &context, const syntax::RefusedExpr &expr);
void checkTarget(const RuleContext &context, const syntax::Expr &target);
void checkIdentity(const RuleContext &context, const syntax::CompareExpr &expr);

// Generators.cpp
/// The generator expression that \p call may have as an argument, if any.
const syntax::Expr *acceptedGenerator(const syntax::CallExpr &call);
void reportGenerator(const RuleContext &context,
                     const syntax::ComprehensionExpr &expr);

// Formats.cpp
void checkFormat(const RuleContext &context, const syntax::CallExpr &call);

} // namespace plue::sema

#endif // PLUE_SEMA_RULES_H
