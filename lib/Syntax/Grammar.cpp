//===- Grammar.cpp - Whether tokens are Python ----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Grammar.h"
#include "Recognizer.h"

using namespace plue;
using namespace plue::syntax;

//--- Faults -------------------------------------------------------------------

/// Whether a fault may be reported now. If so, the rest of the line is skipped:
/// the cursor moves to its end, where every rule finds nothing to do.
bool Recognizer::beginFault() {
  if (isFaulty)
    return false;
  isFaulty = true;
  while (!atAny(TokenKind::Newline, TokenKind::EndOfFile))
    ++pos;
  return true;
}

/// Leaves a line with a fault behind, its end included.
void Recognizer::skipLine() {
  while (!atAny(TokenKind::Newline, TokenKind::EndOfFile))
    ++pos;
  accept(TokenKind::Newline);
  isFaulty = isStopped;
}

std::string Recognizer::describeHere() const {
  const Token &token = peek();
  if (token.is(TokenKind::EndOfFile) && embeddedDepth > 0)
    return "the end of the replacement";
  if (token.isAnyOf(TokenKind::Name, TokenKind::Number))
    return ("`" + context.textOf(token) + "`").str();
  return describe(token.kind).str();
}

/// The token here; of a line's end, the place just behind the last token.
SourceRange Recognizer::rangeHere() const {
  const Token &token = peek();
  bool isEnd = token.isAnyOf(TokenKind::Newline, TokenKind::EndOfFile);
  if (isEnd && pos > 0 && !previous().is(TokenKind::Newline))
    return context.range(previous().end, previous().end);
  return context.range(token);
}

void Recognizer::expected(llvm::StringRef what) {
  bool isKnown = at(TokenKind::Broken); // It has been reported.
  SourceRange range = rangeHere();
  std::string found = describeHere();
  if (beginFault() && !isKnown)
    context.diags.report(range, diag::expected_token, what, found);
}

bool Recognizer::expect(TokenKind kind) {
  if (accept(kind))
    return true;
  expected(describe(kind));
  return false;
}

//--- Limits -------------------------------------------------------------------

Recognizer::Deeper::Deeper(Recognizer &recognizer) : recognizer(recognizer) {
  if (++recognizer.depth <= recognizer.context.limits.syntaxDepth)
    return;
  SourceRange range = recognizer.rangeHere();
  if (!recognizer.isStopped && recognizer.beginFault())
    recognizer.context.diags.report(
        range, diag::nested_too_deeply,
        uint64_t(recognizer.context.limits.syntaxDepth));
  recognizer.stop();
}

/// Goes to the end of the file, whence nothing more is read or said.
void Recognizer::stop() {
  isStopped = isFaulty = true;
  pos = tokens.size() - 1;
}

void Recognizer::checkHeight(uint32_t height) {
  if (height <= maxHeight())
    return;
  SourceRange range = rangeHere();
  if (beginFault())
    context.diags.report(range, diag::chain_too_long, uint64_t(maxHeight()))
        .hint("give parts of it names");
}

//--- Entry --------------------------------------------------------------------

void Recognizer::file() {
  statements();
  scopes.leave();
}

/// CPython reads a replacement as if it stood in parentheses.
uint32_t Recognizer::embeddedExpression() {
  Shape shape = yieldOrStar();
  if (!at(TokenKind::EndOfFile))
    expected("the end of the replacement");
  return shape.height;
}

Findings syntax::checkGrammar(const ParseContext &context,
                              llvm::ArrayRef<Token> tokens) {
  Findings findings;
  ScopeRules scopes(context);
  Recognizer(context, tokens, scopes, findings, 0, 0).file();
  return findings;
}
