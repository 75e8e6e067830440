//===- Token.h - The words and signs of a file ------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_SYNTAX_TOKEN_H
#define PLUE_SYNTAX_TOKEN_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>

namespace plue::syntax {

enum class TokenKind : uint8_t {
#define PLUE_TOKEN(name, text) name,
#include "Tokens.def"
};

/// The bytes [begin, end) of a file. Indents and dedents are empty and stand
/// where the line's first word begins.
struct Token {
  TokenKind kind;
  uint32_t begin;
  uint32_t end;

  bool is(TokenKind other) const { return kind == other; }
  template <typename... Kinds> bool isAnyOf(Kinds... kinds) const {
    return ((kind == kinds) || ...);
  }
  bool isKeyword() const {
    return kind >= TokenKind::KwFalse && kind <= TokenKind::KwYield;
  }
};

/// What a message calls a token of this kind: "`(`", "a name".
llvm::StringRef describe(TokenKind kind);

/// The keyword spelled \p word, or Name.
TokenKind keywordOrName(llvm::StringRef word);

/// The operator that \p text begins with, or Broken; sets \p length.
TokenKind operatorAt(llvm::StringRef text, unsigned &length);

} // namespace plue::syntax

#endif // PLUE_SYNTAX_TOKEN_H
