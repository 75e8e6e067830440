//===- GrammarStrings.cpp - Runs of string literals -----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Recognizer.h"
#include "StringLiteral.h"

using namespace plue;
using namespace plue::syntax;

/// The expressions in the replacements, and the text between them.
void Recognizer::checkPieces(llvm::ArrayRef<FormatPiece> pieces, bool isRaw) {
  llvm::SmallString<64> text;
  for (const FormatPiece &piece : pieces) {
    if (piece.isLiteral) {
      (void)decodeText(context, piece.begin, piece.end, isRaw, text);
      text.clear();
      continue;
    }
    Deeper deeper(*this);
    if (isStopped)
      return;
    std::vector<Token> inner =
        lexEmbedded(context, piece.expressionBegin, piece.expressionEnd);
    Recognizer(context, inner, scopes, findings, embeddedDepth + 1, depth)
        .embeddedExpression();
    findings.embedded.push_back(
        {.depth = embeddedDepth, .tokens = std::move(inner)});
    checkPieces(piece.spec, isRaw);
  }
}

/// Whether \p token is an f-string.
bool Recognizer::checkString(const Token &token) {
  StringParts parts = partsOf(context, token);
  bool isRaw = parts.prefix.isRaw;
  if (parts.prefix.isBytes) {
    (void)checkBytes(context, parts.bodyBegin, parts.bodyEnd, isRaw);
    return false;
  }
  if (!parts.prefix.isFormat) {
    llvm::SmallString<64> text;
    bool isPlain = isRaw || !context.textOf(token).contains('\\');
    if (!isPlain)
      (void)decodeText(context, parts.bodyBegin, parts.bodyEnd, isRaw, text);
    return false;
  }
  auto pieces = splitFString(context, parts.bodyBegin, parts.bodyEnd, isRaw);
  if (succeeded(pieces))
    checkPieces(*pieces, isRaw);
  return true;
}

Shape Recognizer::strings() {
  uint32_t begin = peek().begin;
  bool isBytes = partsOf(context, peek()).prefix.isBytes;
  bool isFormat = false;
  while (at(TokenKind::String)) {
    Token token = take();
    isFormat |= checkString(token);
    if (isStopped)
      return {};
    if (partsOf(context, token).prefix.isBytes != isBytes && beginFault())
      context.diags.report(context.range(token), diag::mixed_bytes);
  }
  return value(isFormat ? "an f-string" : "a string", begin, 2);
}
