//===- Grammar.h - Whether tokens are Python --------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Decides whether a program is legal CPython 3.11 and says what is wrong
/// with it if not. tree-sitter cannot: it accepts more than half of the
/// programs that CPython rejects, and where it does not accept it guesses.
///
/// This is a recogniser by recursive descent over the tokens, after CPython's
/// own grammar. It builds nothing; what it knows of an expression is a Shape,
/// enough to say whether one may stand left of a `=`. A fault ends its logical
/// line and the next one starts afresh, so that one run reports many faults and
/// no fault twice.
///
/// Depth is bounded here for everybody after. Brackets, lambdas and blocks
/// count towards Limits::syntaxDepth. Chains (`a + b + c`, `x.y.z()`, `- - x`,
/// `elif`) are read by loops and do not, but they make the tree higher, and the
/// height of an expression or a chain of `elif` is bounded too.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SYNTAX_GRAMMAR_H
#define PLUE_SYNTAX_GRAMMAR_H

#include "Lexer.h"

namespace plue::syntax {

/// The tokens of an expression that tree-sitter is shown on its own: one inside
/// an f-string, or an annotation, which it would take for something else. It
/// stands inside `depth` others.
struct EmbeddedTokens {
  unsigned depth;
  std::vector<Token> tokens;
};

/// A star before an operand, which makes an element of a tuple, list, set or
/// subscript a starred one.
struct StarredElement {
  uint32_t star;
  uint32_t operand;
};

/// What the grammar found out that tree-sitter would get wrong; each list in
/// order of position.
struct Findings {
  std::vector<EmbeddedTokens> embedded;
  std::vector<StarredElement> stars;
  /// The places of annotations.
  std::vector<SourceRange> annotations;
};

/// How high a tree may be for each level of nesting that the limits allow.
constexpr unsigned HeightPerNesting = 5;

/// Checks the program \p tokens.
Findings checkGrammar(const ParseContext &context,
                      llvm::ArrayRef<Token> tokens);

} // namespace plue::syntax

#endif // PLUE_SYNTAX_GRAMMAR_H
