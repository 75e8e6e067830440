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
void Recognizer::checkPieces(llvm::ArrayRef<FormatPiece> pieces, bool isRaw,
                             uint32_t &height) {
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
    auto inner =
        lexEmbedded(context, piece.expressionBegin, piece.expressionEnd);
    if (failed(inner))
      return;
    Recognizer below(context, *inner, scopes, findings, embeddedDepth + 1,
                     depth);
    height = std::max(height, below.embeddedExpression() + 2);
    findings.embedded.push_back(
        {.depth = embeddedDepth, .tokens = std::move(*inner)});
    checkPieces(piece.spec, isRaw, height);
  }
}

void Recognizer::checkString(const Token &token, uint32_t &height) {
  StringParts parts = partsOf(context, token);
  bool isRaw = parts.prefix.isRaw;
  if (parts.prefix.isBytes) {
    (void)checkBytes(context, parts.bodyBegin, parts.bodyEnd, isRaw);
    return;
  }
  if (!parts.prefix.isFormat) {
    llvm::SmallString<64> text;
    bool isPlain = isRaw || !context.textOf(token).contains('\\');
    if (!isPlain)
      (void)decodeText(context, parts.bodyBegin, parts.bodyEnd, isRaw, text);
    return;
  }
  auto pieces = splitFString(context, parts.bodyBegin, parts.bodyEnd, isRaw);
  if (succeeded(pieces))
    checkPieces(*pieces, isRaw, height);
}

Shape Recognizer::strings() {
  uint32_t begin = peek().begin;
  uint32_t height = 1;
  bool isBytes = partsOf(context, peek()).prefix.isBytes;
  bool isFormat = false;
  while (at(TokenKind::String)) {
    Token token = take();
    StringPrefix prefix = partsOf(context, token).prefix;
    isFormat |= prefix.isFormat;
    checkString(token, height);
    if (isStopped)
      return {};
    if (prefix.isBytes != isBytes && beginFault())
      context.diags.report(context.range(token), diag::mixed_bytes);
  }
  return value(isFormat ? "an f-string" : "a string", begin, height);
}
