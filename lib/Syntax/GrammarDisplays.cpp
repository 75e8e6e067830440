//===- GrammarDisplays.cpp - Brackets and comprehensions ------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Recognizer.h"

using namespace plue;
using namespace plue::syntax;

//--- Tuples, lists, parentheses -----------------------------------------------

static void noteElement(Shape &whole, const Shape &element, bool &hasStar) {
  whole.height = std::max(whole.height, element.height + 1);
  whole.hasStar |= element.hasStar;
  if (whole.obstacle.empty() && !element.obstacle.empty()) {
    whole.obstacle = element.obstacle;
    whole.obstacleBegin = element.obstacleBegin;
    whole.obstacleEnd = element.obstacleEnd;
  }
  if (element.kind != Shape::Starred)
    return;
  if (hasStar && whole.obstacle.empty()) {
    whole.obstacle = "a second starred target";
    whole.obstacleBegin = element.begin;
    whole.obstacleEnd = element.end;
  }
  hasStar = true;
}

/// The elements after \p first, up to but without \p closing, which is Newline
/// for a tuple without parentheses.
Shape Recognizer::elements(Shape first, TokenKind closing, Shape::Kind kind,
                           uint32_t begin) {
  bool isOpen = closing == TokenKind::Newline;
  Shape whole{.kind = kind, .begin = begin};
  bool hasStar = false;
  noteElement(whole, first, hasStar);
  while (accept(TokenKind::Comma)) {
    if (isOpen ? !atExpressionStart() : at(closing))
      break;
    noteElement(whole, isOpen ? starExpression() : starNamedExpression(),
                hasStar);
  }
  whole.end = previous().end;
  checkHeight(whole.height);
  return whole;
}

/// A group, a tuple or a generator expression.
Shape Recognizer::parentheses() {
  Deeper deeper(*this);
  uint32_t begin = take().begin;
  ScopeRules::Comprehension mark{.begin = scopes.mark()};
  if (accept(TokenKind::RightParen))
    return {.kind = Shape::Tuple, .begin = begin, .end = previous().end};
  bool isYield = at(TokenKind::KwYield);
  Shape inner = isYield ? yieldExpression() : starNamedExpression();
  if (at(TokenKind::Comma) && !isYield) {
    inner = elements(inner, TokenKind::RightParen, Shape::Tuple, begin);
    expect(TokenKind::RightParen);
    inner.end = previous().end;
    return inner;
  }
  if (atComprehension() && !isYield) {
    if (inner.kind == Shape::Starred && beginFault())
      context.diags.report(context.range(inner.begin, inner.end),
                           diag::unpacking_in_comprehension);
    uint32_t height = std::max(inner.height, comprehension(mark, true));
    expect(TokenKind::RightParen);
    return value("a generator expression", begin, height + 1);
  }
  checkNotStarred(inner);
  expect(TokenKind::RightParen);
  inner.isParenthesized = true;
  ++inner.height; // The concrete tree has a node for the parentheses.
  return inner;
}

Shape Recognizer::list() {
  Deeper deeper(*this);
  uint32_t begin = take().begin;
  ScopeRules::Comprehension mark{.begin = scopes.mark()};
  if (accept(TokenKind::RightBracket))
    return {.kind = Shape::List, .begin = begin, .end = previous().end};
  Shape first = starNamedExpression();
  if (atComprehension()) {
    if (first.kind == Shape::Starred && beginFault())
      context.diags.report(context.range(first.begin, first.end),
                           diag::unpacking_in_comprehension);
    uint32_t height = std::max(first.height, comprehension(mark, false));
    expect(TokenKind::RightBracket);
    return value("a list comprehension", begin, height + 1);
  }
  Shape whole = elements(first, TokenKind::RightBracket, Shape::List, begin);
  expect(TokenKind::RightBracket);
  whole.end = previous().end;
  return whole;
}

//--- Dicts and sets -----------------------------------------------------------

/// `key: value` or `**mapping`.
void Recognizer::dictItem(uint32_t &height) {
  if (accept(TokenKind::DoubleStar)) {
    height = std::max(height, bitwiseOr().height);
    return;
  }
  if (at(TokenKind::Star)) {
    SourceRange range = rangeHere();
    if (beginFault())
      context.diags.report(range, diag::mixed_display);
    return;
  }
  Shape key = expression();
  if (atAny(TokenKind::Comma, TokenKind::RightBrace)) {
    if (beginFault())
      context.diags.report(context.range(key.begin, key.end),
                           diag::mixed_display);
    return;
  }
  expect(TokenKind::Colon);
  height = std::max({height, key.height, expression().height});
}

void Recognizer::setItems(uint32_t &height) {
  while (accept(TokenKind::Comma)) {
    if (at(TokenKind::RightBrace))
      return;
    Shape element = starNamedExpression();
    height = std::max(height, element.height);
    bool isItem = atAny(TokenKind::Colon, TokenKind::DoubleStar);
    if (isItem && beginFault())
      context.diags.report(context.range(element.begin, element.end),
                           diag::mixed_display);
  }
}

void Recognizer::dictItems(uint32_t &height) {
  while (accept(TokenKind::Comma)) {
    if (at(TokenKind::RightBrace))
      return;
    dictItem(height);
  }
}

Shape Recognizer::braces() {
  Deeper deeper(*this);
  uint32_t begin = take().begin;
  ScopeRules::Comprehension mark{.begin = scopes.mark()};
  uint32_t height = 1;
  bool isDict = true;
  bool isUnpacking = atAny(TokenKind::Star, TokenKind::DoubleStar);
  SourceRange star = rangeHere();
  if (at(TokenKind::DoubleStar)) {
    dictItem(height);
  } else if (!at(TokenKind::RightBrace)) {
    Shape first = starNamedExpression();
    height = first.height;
    bool isWalrus =
        first.obstacle == "an assignment expression" && !first.isParenthesized;
    isDict =
        !isWalrus && first.kind != Shape::Starred && accept(TokenKind::Colon);
    if (isDict)
      height = std::max(height, expression().height);
  }
  bool isComprehension = atComprehension();
  if (isComprehension) {
    if (isUnpacking && beginFault())
      context.diags.report(star, diag::unpacking_in_comprehension);
    height = std::max(height, comprehension(mark, false));
  } else if (isDict) {
    dictItems(height);
  } else {
    setItems(height);
  }
  expect(TokenKind::RightBrace);
  llvm::StringRef what = isDict ? "a dict" : "a set";
  if (isComprehension)
    what = isDict ? "a dict comprehension" : "a set comprehension";
  return value(what, begin, height + 1);
}

//--- Comprehensions -----------------------------------------------------------

bool Recognizer::atComprehension() const {
  return at(TokenKind::KwFor) ||
         (at(TokenKind::KwAsync) && peek(1).is(TokenKind::KwFor));
}

/// The `for` and `if` clauses. Returns their height.
uint32_t Recognizer::comprehension(ScopeRules::Comprehension comprehension,
                                   bool isGenerator) {
  comprehension.isGenerator = isGenerator;
  uint32_t height = 1;
  bool isFirst = true;
  while (atComprehension()) {
    if (at(TokenKind::KwAsync))
      scopes.asyncClause(take());
    take();
    size_t firstToken = pos;
    Shape target = targetList(TokenKind::KwIn);
    bindTargets(firstToken, pos, &comprehension.targets);
    expect(TokenKind::KwIn);
    if (isFirst)
      comprehension.iterableBegin = scopes.mark();
    scopes.beginIterable();
    height = std::max({height, target.height, disjunction().height});
    scopes.endIterable();
    if (isFirst)
      comprehension.iterableEnd = scopes.mark();
    isFirst = false;
    while (accept(TokenKind::KwIf))
      height = std::max(height, disjunction().height);
  }
  scopes.endComprehension(comprehension);
  return height;
}
