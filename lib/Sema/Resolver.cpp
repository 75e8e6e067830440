//===- Resolver.cpp - What each name means --------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Resolver.h"
#include "Bindings.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace plue;
using namespace plue::sema;
using namespace plue::syntax;

namespace {
/// The names of a module, function, lambda or comprehension.
struct Scope {
  explicit Scope(Scope *parent) : parent(parent) {}

  Scope *parent;
  llvm::DenseMap<llvm::StringRef, uint32_t> slotOf;
  llvm::SmallVector<llvm::StringRef> names;
  /// By slot: where the name is declared, while it is only declared.
  llvm::SmallVector<SourceRange> bareDeclarations;

  bool isModule() const { return !parent; }
  void declare(const Binding &binding);
};

class Resolver {
public:
  Resolver(Module &module, const RuleContext &context)
      : module(module), context(context) {}
  void run();

private:
  void block(Block block, Scope &scope);
  void stmt(Stmt *stmt, Scope &scope);
  void expr(Expr *expr, Scope &scope);
  void functionBody(FunctionDefStmt &function, Scope &outer);
  void lambda(LambdaExpr &lambda, Scope &outer);
  void comprehension(ComprehensionExpr &expr, Scope &outer);
  void imported(llvm::ArrayRef<ImportedName> names, Scope &scope);

  Resolution lookUp(llvm::StringRef name, SourceRange range, Scope &scope);
  bool lookUpBuiltin(llvm::StringRef name, Resolution &result);
  void checkBound(llvm::StringRef name, SourceRange range, const Scope &scope,
                  uint32_t slot);
  void reportUnknown(llvm::StringRef name, SourceRange range,
                     const Scope &scope);
  ScopeInfo finish(const Scope &scope);

  Module &module;
  const RuleContext &context;
  llvm::DenseMap<llvm::StringRef, uint32_t> builtins;
};
} // namespace

void Scope::declare(const Binding &binding) {
  auto [it, isNew] = slotOf.try_emplace(binding.name, names.size());
  if (isNew) {
    names.push_back(binding.name);
    bareDeclarations.push_back(binding.isBare ? binding.range : SourceRange());
  } else if (!binding.isBare) {
    bareDeclarations[it->second] = SourceRange();
  }
}

ScopeInfo Resolver::finish(const Scope &scope) {
  size_t count = scope.names.size();
  auto *names = module.arena.Allocate<llvm::StringRef>(count);
  std::uninitialized_copy(scope.names.begin(), scope.names.end(), names);
  return {.slots = {names, count}};
}

//--- Looking names up ---------------------------------------------------------

bool Resolver::lookUpBuiltin(llvm::StringRef name, Resolution &result) {
  auto it = builtins.find(name);
  if (it == builtins.end())
    return false;
  result.where = Resolution::Builtin;
  result.slot = it->second;
  return true;
}

/// A name that has only been declared, `x: int`, has no value ever.
void Resolver::checkBound(llvm::StringRef name, SourceRange range,
                          const Scope &scope, uint32_t slot) {
  SourceRange declaration = scope.bareDeclarations[slot];
  if (declaration.isValid() && declaration != range)
    context.diags.report(range, diag::never_bound, name)
        .label(declaration, "only declared here");
}

Resolution Resolver::lookUp(llvm::StringRef name, SourceRange range,
                            Scope &scope) {
  Resolution result;
  for (Scope *at = &scope; at; at = at->parent) {
    auto it = at->slotOf.find(name);
    if (it != at->slotOf.end()) {
      checkBound(name, range, *at, it->second);
      result.where = at->isModule() ? Resolution::Global : Resolution::Frame;
      result.slot = it->second;
      if (at->isModule())
        result.hops = 0;
      return result;
    }
    ++result.hops;
  }
  result.hops = 0;
  if (!lookUpBuiltin(name, result) && !isDunder(name))
    reportUnknown(name, range, scope);
  return result;
}

void Resolver::reportUnknown(llvm::StringRef name, SourceRange range,
                             const Scope &scope) {
  if (reportRefusedName(context, name, range))
    return;
  if (llvm::is_contained(context.prelude.context, name)) {
    context.diags.report(range, diag::unknown_name, name)
        .suggest(range, ("ctx." + name).str());
    return;
  }
  // A search for every one of very many unknown names would take too long.
  constexpr uint32_t mostSuggestions = 100;
  if (context.diags.numErrors() >= mostSuggestions) {
    context.diags.report(range, diag::unknown_name, name);
    return;
  }
  llvm::SmallVector<llvm::StringRef> candidates{"True", "False", "None"};
  for (const Scope *at = &scope; at; at = at->parent)
    llvm::append_range(candidates, at->names);
  llvm::append_range(candidates, context.prelude.sdk);
  llvm::append_range(candidates, context.prelude.builtins);
  llvm::StringRef similar = nearest(name, candidates);
  // Any two names of one letter are one edit apart.
  if (name.size() == 1 && !similar.equals_insensitive(name))
    similar = {};
  context.diags.report(range, diag::unknown_name, name).suggest(range, similar);
}

//--- Scopes -------------------------------------------------------------------

void Resolver::functionBody(FunctionDefStmt &function, Scope &outer) {
  Scope scope(&outer);
  auto declare = [&](const Binding &binding) { scope.declare(binding); };
  forEachBinding(function.parameters, declare);
  forEachBindingIn(function.body, declare);
  block(function.body, scope);
  function.scope = finish(scope);
}

void Resolver::lambda(LambdaExpr &lambda, Scope &outer) {
  forEachExpr(lambda.parameters, [&](Expr *e) { expr(e, outer); });
  Scope scope(&outer);
  auto declare = [&](const Binding &binding) { scope.declare(binding); };
  forEachBinding(lambda.parameters, declare);
  forEachWalrus(*lambda.body, declare);
  expr(lambda.body, scope);
  lambda.scope = finish(scope);
}

void Resolver::comprehension(ComprehensionExpr &comprehension, Scope &outer) {
  Scope scope(&outer);
  for (const Generator &generator : comprehension.generators)
    forEachTarget(*generator.target,
                  [&](const Binding &binding) { scope.declare(binding); });
  bool isFirst = true;
  for (const Generator &generator : comprehension.generators) {
    expr(generator.iterable, isFirst ? outer : scope);
    expr(generator.target, scope);
    for (Expr *condition : generator.conditions)
      expr(condition, scope);
    isFirst = false;
  }
  expr(comprehension.element, scope);
  if (comprehension.value)
    expr(comprehension.value, scope);
  comprehension.scope = finish(scope);
}

//--- Nodes --------------------------------------------------------------------

void Resolver::expr(Expr *node, Scope &scope) {
  llvm::TypeSwitch<Expr *>(node)
      .Case([&](NameExpr *e) {
        e->resolution = lookUp(e->name, e->range, scope);
      })
      .Case([&](LambdaExpr *e) { lambda(*e, scope); })
      .Case([&](ComprehensionExpr *e) { comprehension(*e, scope); })
      .Default([&](Expr *e) {
        forEachChild(*e, [&](Expr *child) { expr(child, scope); });
      });
}

void Resolver::imported(llvm::ArrayRef<ImportedName> names, Scope &scope) {
  for (const ImportedName &name : names)
    if (!name.alias.empty())
      const_cast<ImportedName &>(name).resolution =
          lookUp(name.alias, name.range, scope);
}

void Resolver::stmt(Stmt *stmt, Scope &scope) {
  forEachExpr(*stmt, [&](Expr *e) { expr(e, scope); });
  llvm::TypeSwitch<Stmt *>(stmt)
      .Case([&](FunctionDefStmt *s) {
        s->resolution = lookUp(s->name, s->nameRange, scope);
        functionBody(*s, scope);
      })
      .Case([&](ImportStmt *s) { imported(s->names, scope); })
      .Case([&](ImportFromStmt *s) { imported(s->names, scope); })
      .Default([&](Stmt *s) {
        forEachBlock(*s, [&](Block b) { block(b, scope); });
      });
}

void Resolver::block(Block block, Scope &scope) {
  for (Stmt *s : block)
    stmt(s, scope);
}

void Resolver::run() {
  uint32_t slot = 0;
  for (llvm::StringRef name : context.prelude.builtins)
    builtins.try_emplace(name, slot++);
  for (llvm::StringRef name : context.prelude.sdk)
    builtins.try_emplace(name, slot++);
  Scope scope(nullptr);
  forEachBindingIn(module.body,
                   [&](const Binding &binding) { scope.declare(binding); });
  block(module.body, scope);
  module.scope = finish(scope);
}

void sema::resolve(Module &module, const RuleContext &context) {
  Resolver(module, context).run();
}
