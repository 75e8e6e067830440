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

/// The tokens of an expression inside an f-string, itself inside `depth` other
/// f-strings.
struct EmbeddedTokens {
  unsigned depth;
  std::vector<Token> tokens;
};

/// How high a tree may be for each level of nesting that the limits allow.
constexpr unsigned HeightPerNesting = 5;

/// Checks the program \p tokens and returns the expressions inside its
/// f-strings in order of position.
std::vector<EmbeddedTokens> checkGrammar(const ParseContext &context,
                                         llvm::ArrayRef<Token> tokens);

} // namespace plue::syntax

#endif // PLUE_SYNTAX_GRAMMAR_H
