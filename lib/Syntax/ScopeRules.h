//===- ScopeRules.h - Rules of Python about names and places - -*- C++ -*--===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What CPython checks after parsing, in its symbol table and its
/// compiler: declarations that come too late, `return` outside a function,
/// `await` outside an async one, `:=` where it would confuse a comprehension.
///
/// The grammar tells us what it meets in the order of the text, and there the
/// element of a comprehension comes before the `for` that makes it one. So what
/// happens in an expression is logged; when the `for` comes, the entries since
/// the element's mark turn out to belong to the comprehension.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SYNTAX_SCOPERULES_H
#define PLUE_SYNTAX_SCOPERULES_H

#include "Lexer.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>

namespace plue::syntax {

class ScopeRules {
public:
  enum class Kind : uint8_t { Module, Class, Function, AsyncFunction, Lambda };

  explicit ScopeRules(const ParseContext &context) : context(context) {
    enter(Kind::Module);
  }

  void enter(Kind kind);
  void leave();

  //--- Names ------------------------------------------------------------------

  void use(const Token &name);
  void bind(const Token &name);
  /// An attribute that is assigned to.
  void bindMember(const Token &name) { checkDebug(name); }
  void bindParameter(const Token &name);
  void annotate(const Token &name);
  void declareGlobal(const Token &name);
  void declareNonlocal(const Token &name);
  void bindWalrus(const Token &name);

  //--- Comprehensions ---------------------------------------------------------

  /// How much was logged at some point.
  struct Mark {
    size_t uses, walruses, awaits, yields;
  };
  Mark mark() const;

  void beginIterable() { ++iterables; }
  void endIterable() { --iterables; }
  /// A comprehension: where it began, where its first iterable was, which is
  /// not part of it, and the names its loops bind.
  struct Comprehension {
    Mark begin;
    Mark iterableBegin = {};
    Mark iterableEnd = {};
    bool isGenerator = false;
    llvm::SmallVector<Token, 2> targets = {};
  };
  void endComprehension(const Comprehension &comprehension);
  void asyncClause(const Token &word);

  //--- Jumps and suspensions --------------------------------------------------

  void yield(const Token &word, bool isFrom);
  void await(const Token &word);
  void returnStatement(const Token &word, bool hasValue);
  void jump(const Token &word);
  /// `async for` and `async with` statements.
  void asyncStatement(const Token &word);

  enum class Region : uint8_t { Loop, Other, ExceptStar };
  void enterRegion(Region region, const Token &word);
  void leaveRegion();

  bool isModule() const { return scopes.size() == 1; }

private:
  enum Flag : uint8_t {
    Bound = 1,
    Used = 2,
    Parameter = 4,
    Annotated = 8,
    Global = 16,
    Nonlocal = 32,
  };
  struct Scope {
    explicit Scope(Kind kind) : kind(kind) {}
    Kind kind;
    llvm::DenseMap<llvm::StringRef, uint8_t> names;
    /// Names that a scope inside declares nonlocal and that must turn up here
    /// or further out.
    std::vector<Token> wanted;
    // The logs.
    std::vector<Token> uses, walruses, awaits, yields;
    llvm::SmallVector<Region, 4> regions;
    std::optional<Token> valueReturn;
    bool hasYield = false;
  };

  Scope &current() { return scopes.back(); }
  void declare(const Token &name, Flag flag);
  void checkAwaits(const Scope &scope);
  void settleNonlocals(Scope &scope);
  void reportOutside(const Token &word, llvm::StringRef what,
                     llvm::StringRef where);
  void checkDebug(const Token &name);

  const ParseContext &context;
  std::vector<Scope> scopes;
  /// How many iterables of comprehensions we are in.
  unsigned iterables = 0;
};

} // namespace plue::syntax

#endif // PLUE_SYNTAX_SCOPERULES_H
