//===- Grammar.cpp - Whether tokens are Python ----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Grammar.h"
#include "FString.h"
#include "StringLiteral.h"

using namespace plue;
using namespace plue::syntax;

namespace {
/// Finds the expressions inside f-strings.
class Grammar {
public:
  explicit Grammar(const ParseContext &context) : context(context) {}

  void check(llvm::ArrayRef<Token> tokens, unsigned depth);
  std::vector<EmbeddedTokens> takeEmbedded() { return std::move(embedded); }

private:
  void checkPieces(llvm::ArrayRef<FormatPiece> pieces, unsigned depth);

  const ParseContext &context;
  std::vector<EmbeddedTokens> embedded;
};
} // namespace

void Grammar::checkPieces(llvm::ArrayRef<FormatPiece> pieces, unsigned depth) {
  for (const FormatPiece &piece : pieces) {
    if (piece.isLiteral)
      continue;
    std::vector<Token> tokens =
        lexEmbedded(context, piece.expressionBegin, piece.expressionEnd);
    check(tokens, depth + 1);
    embedded.push_back({.depth = depth, .tokens = std::move(tokens)});
    checkPieces(piece.spec, depth);
  }
}

void Grammar::check(llvm::ArrayRef<Token> tokens, unsigned depth) {
  for (const Token &token : tokens) {
    if (!token.is(TokenKind::String))
      continue;
    StringParts parts = partsOf(context, token);
    if (!parts.prefix.isFormat)
      continue;
    auto pieces = splitFString(context, parts.bodyBegin, parts.bodyEnd,
                               parts.prefix.isRaw);
    if (succeeded(pieces))
      checkPieces(*pieces, depth);
  }
}

std::vector<EmbeddedTokens> syntax::checkGrammar(const ParseContext &context,
                                                 llvm::ArrayRef<Token> tokens) {
  Grammar grammar(context);
  grammar.check(tokens, 0);
  return grammar.takeEmbedded();
}
