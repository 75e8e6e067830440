//===- ScopeRules.cpp - Rules of Python about names and places ------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "ScopeRules.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::syntax;

/// CPython's limit on loops, `with` and `try` inside each other.
static constexpr size_t maxRegions = 20;

static bool isFunction(ScopeRules::Kind kind) {
  return kind != ScopeRules::Kind::Module && kind != ScopeRules::Kind::Class;
}

//--- Scopes -------------------------------------------------------------------

void ScopeRules::enter(Kind kind) { scopes.emplace_back(kind); }

void ScopeRules::leave() {
  Scope scope = std::move(scopes.back());
  scopes.pop_back();
  checkAwaits(scope);
  settleNonlocals(scope);
  bool isAsyncGenerator = scope.kind == Kind::AsyncFunction && scope.hasYield;
  if (isAsyncGenerator && scope.valueReturn)
    context.diags.report(context.range(*scope.valueReturn),
                         diag::async_generator_return);
}

/// Whether each name that was declared nonlocal inside \p scope is bound in it;
/// if not, it may be further out.
void ScopeRules::settleNonlocals(Scope &scope) {
  for (const Token &name : scope.wanted) {
    uint8_t flags = scope.names.lookup(context.textOf(name));
    bool isBound =
        (flags & (Bound | Parameter | Nonlocal)) && !(flags & Global);
    if (isFunction(scope.kind) && isBound)
      continue;
    if (scope.kind == Kind::Class && context.textOf(name) == "__class__")
      continue; // Every method sees it.
    if (scopes.empty() || (flags & Global))
      context.diags.report(context.range(name), diag::nonlocal_unbound,
                           context.textOf(name));
    else
      scopes.back().wanted.push_back(name);
  }
}

//--- Names --------------------------------------------------------------------

void ScopeRules::checkDebug(const Token &name) {
  if (context.textOf(name) == "__debug__")
    context.diags.report(context.range(name), diag::cannot_assign,
                         "`__debug__`");
}

void ScopeRules::use(const Token &name) { current().uses.push_back(name); }

void ScopeRules::bind(const Token &name) {
  checkDebug(name);
  current().names[context.textOf(name)] |= Bound;
}

void ScopeRules::bindParameter(const Token &name) {
  checkDebug(name);
  current().names[context.textOf(name)] |= Parameter;
}

void ScopeRules::annotate(const Token &name) {
  uint8_t &flags = current().names[context.textOf(name)];
  if ((flags & (Global | Nonlocal)) && !isModule())
    context.diags.report(context.range(name), diag::declaration_conflict,
                         context.textOf(name),
                         flags & Global ? "global" : "nonlocal", "annotated");
  flags |= Annotated;
  bind(name);
}

void ScopeRules::declare(const Token &name, Flag flag) {
  llvm::StringRef text = context.textOf(name);
  Scope &scope = current();
  // Whatever was used in a comprehension has been dropped by now.
  for (const Token &use : scope.uses)
    scope.names[context.textOf(use)] |= Used;
  scope.uses.clear();
  uint8_t &flags = scope.names[text];
  llvm::StringRef clash = flags & Parameter   ? "a parameter"
                          : flags & Annotated ? "annotated before"
                          : flags & Bound     ? "assigned before"
                          : flags & Used      ? "used before"
                                              : "";
  uint8_t other = flag == Global ? Nonlocal : Global;
  if (clash.empty() && (flags & other))
    clash = flag == Global ? "nonlocal too" : "global too";
  if (!clash.empty())
    context.diags.report(context.range(name), diag::declaration_conflict, text,
                         flag == Global ? "global" : "nonlocal", clash);
  flags |= flag;
}

void ScopeRules::declareGlobal(const Token &name) { declare(name, Global); }

void ScopeRules::declareNonlocal(const Token &name) {
  if (isModule()) {
    context.diags.report(context.range(name), diag::outside, "nonlocal",
                         "a function");
    return;
  }
  declare(name, Nonlocal);
  scopes[scopes.size() - 2].wanted.push_back(name);
}

void ScopeRules::bindWalrus(const Token &name) {
  checkDebug(name);
  if (iterables > 0)
    context.diags
        .report(context.range(name), diag::walrus_misplaced,
                "cannot stand in what a comprehension iterates over")
        .hint("give the value a name before");
  Scope &scope = current();
  scope.walruses.push_back(name);
  // If it turns out to be inside a comprehension, it still binds here.
  scope.names[context.textOf(name)] |= Bound;
}

//--- Comprehensions -----------------------------------------------------------

ScopeRules::Mark ScopeRules::mark() const {
  const Scope &scope = scopes.back();
  return {.uses = scope.uses.size(),
          .walruses = scope.walruses.size(),
          .awaits = scope.awaits.size(),
          .yields = scope.yields.size()};
}

void ScopeRules::asyncClause(const Token &word) {
  current().awaits.push_back(word);
}

/// Removes the entries since \p begin, except those from \p keepBegin up to
/// \p keepEnd.
static void dropSince(std::vector<Token> &log, size_t begin, size_t keepBegin,
                      size_t keepEnd) {
  log.erase(log.begin() + keepEnd, log.end());
  log.erase(log.begin() + begin, log.begin() + keepBegin);
}

void ScopeRules::endComprehension(const Comprehension &comprehension) {
  const auto &[begin, from, to, isGenerator, targets] = comprehension;
  Scope &scope = current();
  for (const Token &target : targets)
    checkDebug(target);
  for (const Token &walrus : llvm::drop_begin(scope.walruses, begin.walruses)) {
    bool isIterableOf = llvm::any_of(targets, [&](const Token &target) {
      return context.textOf(target) == context.textOf(walrus);
    });
    if (isIterableOf)
      context.diags.report(context.range(walrus), diag::walrus_misplaced,
                           "cannot rebind the variable of a comprehension");
    else if (scope.kind == Kind::Class)
      context.diags.report(context.range(walrus), diag::walrus_misplaced,
                           "cannot stand in a comprehension of a class body");
  }
  for (size_t i = begin.yields; i < scope.yields.size(); ++i)
    if (i < from.yields || i >= to.yields)
      reportOutside(scope.yields[i], "yield", "a function's own expressions");
  dropSince(scope.yields, begin.yields, from.yields, to.yields);
  dropSince(scope.uses, begin.uses, from.uses, to.uses);
  // A generator may wait wherever it stands; any other comprehension makes what
  // is around it wait too.
  if (isGenerator)
    dropSince(scope.awaits, begin.awaits, from.awaits, to.awaits);
}

//--- Jumps and suspensions ----------------------------------------------------

void ScopeRules::reportOutside(const Token &word, llvm::StringRef what,
                               llvm::StringRef where) {
  context.diags.report(context.range(word), diag::outside, what, where);
}

void ScopeRules::yield(const Token &word, bool isFrom) {
  Scope &scope = current();
  if (!isFunction(scope.kind))
    return reportOutside(word, "yield", "a function");
  if (isFrom && scope.kind == Kind::AsyncFunction)
    reportOutside(word, "yield from", "a function that is not async");
  scope.hasYield = true;
  scope.yields.push_back(word);
}

void ScopeRules::await(const Token &word) { current().awaits.push_back(word); }

void ScopeRules::checkAwaits(const Scope &scope) {
  if (scope.kind == Kind::AsyncFunction)
    return;
  for (const Token &word : scope.awaits)
    reportOutside(word, context.textOf(word), "an async function");
}

void ScopeRules::asyncStatement(const Token &word) {
  if (current().kind != Kind::AsyncFunction)
    reportOutside(word, "async", "an async function");
}

void ScopeRules::returnStatement(const Token &word, bool hasValue) {
  Scope &scope = current();
  if (!isFunction(scope.kind))
    return reportOutside(word, "return", "a function");
  if (llvm::is_contained(scope.regions, Region::ExceptStar))
    context.diags.report(context.range(word), diag::except_star_jump, "return");
  if (hasValue && !scope.valueReturn)
    scope.valueReturn = word;
}

void ScopeRules::jump(const Token &word) {
  for (Region region : llvm::reverse(current().regions)) {
    if (region == Region::Loop)
      return;
    if (region == Region::ExceptStar) {
      context.diags.report(context.range(word), diag::except_star_jump,
                           context.textOf(word));
      return;
    }
  }
  reportOutside(word, context.textOf(word), "a loop");
}

void ScopeRules::enterRegion(Region region, const Token &word) {
  if (current().regions.size() == maxRegions)
    context.diags.report(context.range(word), diag::nested_too_deeply,
                         uint64_t(maxRegions));
  current().regions.push_back(region);
}

void ScopeRules::leaveRegion() { current().regions.pop_back(); }
