//===- Token.cpp - The words and signs of a file --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Token.h"
#include "llvm/ADT/StringSwitch.h"

using namespace plue;
using namespace plue::syntax;

llvm::StringRef syntax::describe(TokenKind kind) {
  static constexpr llvm::StringLiteral texts[] = {
#define PLUE_TOKEN(name, text) text,
#include "Tokens.def"
  };
  return texts[static_cast<unsigned>(kind)];
}

TokenKind syntax::keywordOrName(llvm::StringRef word) {
  return llvm::StringSwitch<TokenKind>(word)
#define PLUE_KEYWORD(name, spelling) .Case(spelling, TokenKind::name)
#include "Tokens.def"
      .Default(TokenKind::Name);
}

TokenKind syntax::operatorAt(llvm::StringRef text, unsigned &length) {
  struct Operator {
    llvm::StringLiteral spelling;
    TokenKind kind;
  };
  static constexpr Operator operators[] = {
#define PLUE_OPERATOR(name, spelling) {spelling, TokenKind::name},
#include "Tokens.def"
  };
  for (const Operator &candidate : operators) {
    if (!text.starts_with(candidate.spelling))
      continue;
    length = candidate.spelling.size();
    return candidate.kind;
  }
  return TokenKind::Broken;
}
