//===- GrammarExpressions.cpp - Operators and operands --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Each function reads one rule of CPython's grammar, named after it.
/// Chains are read by loops: only brackets and lambdas recurse.
//===----------------------------------------------------------------------===//
#include "Recognizer.h"

using namespace plue;
using namespace plue::syntax;

Shape Recognizer::value(llvm::StringRef what, uint32_t begin, uint32_t height) {
  checkHeight(height);
  uint32_t end = previous().end;
  return {.kind = Shape::Value,
          .height = height,
          .begin = begin,
          .end = end,
          .obstacle = what,
          .obstacleBegin = begin,
          .obstacleEnd = end};
}

/// A star may stand in a tuple, but a single starred expression is nothing.
void Recognizer::checkNotStarred(const Shape &shape) {
  if (shape.kind == Shape::Starred && beginFault())
    context.diags.report(context.range(shape.begin, shape.end),
                         diag::lone_star);
}

bool Recognizer::atExpressionStart() const {
  switch (peek().kind) {
  case TokenKind::Name:
  case TokenKind::Number:
  case TokenKind::String:
  case TokenKind::Broken:
  case TokenKind::KwNone:
  case TokenKind::KwTrue:
  case TokenKind::KwFalse:
  case TokenKind::KwNot:
  case TokenKind::KwLambda:
  case TokenKind::KwAwait:
  case TokenKind::LeftParen:
  case TokenKind::LeftBracket:
  case TokenKind::LeftBrace:
  case TokenKind::Ellipsis:
  case TokenKind::Plus:
  case TokenKind::Minus:
  case TokenKind::Tilde:
  case TokenKind::Star:
    return true;
  default:
    return false;
  }
}

//--- Lists of expressions -----------------------------------------------------

/// Takes the star of a starred element.
void Recognizer::takeStar() {
  uint32_t star = take().begin;
  findings.stars.push_back({.star = star, .operand = peek().begin});
}

Shape Recognizer::starExpression() {
  if (!at(TokenKind::Star))
    return expression();
  uint32_t begin = peek().begin;
  takeStar();
  Shape inner = bitwiseOr();
  inner.kind = Shape::Starred;
  inner.begin = begin;
  inner.end = previous().end;
  inner.hasStar = true;
  ++inner.height;
  return inner;
}

/// One expression, or several with commas, which make a tuple.
Shape Recognizer::starExpressions() {
  uint32_t begin = peek().begin;
  Shape first = starExpression();
  if (!at(TokenKind::Comma))
    return first;
  return elements(first, TokenKind::Newline, Shape::Tuple, begin);
}

Shape Recognizer::yieldExpression() {
  Token word = take();
  bool isFrom = accept(TokenKind::KwFrom);
  scopes.yield(word, isFrom);
  Shape inner{.begin = word.begin};
  if (isFrom)
    inner = expression();
  else if (atExpressionStart()) {
    inner = starExpressions();
    checkNotStarred(inner);
  }
  return value("a yield expression", word.begin, inner.height + 1);
}

Shape Recognizer::yieldOrStar() {
  if (at(TokenKind::KwYield))
    return yieldExpression();
  Shape shape = starExpressions();
  checkNotStarred(shape);
  return shape;
}

//--- Named and conditional expressions ----------------------------------------

Shape Recognizer::namedExpression() {
  if (at(TokenKind::Name) && peek(1).is(TokenKind::ColonEqual)) {
    Token name = take();
    take();
    Shape inner = expression();
    scopes.bindWalrus(name);
    return value("an assignment expression", name.begin, inner.height + 1);
  }
  Shape shape = expression();
  if (at(TokenKind::ColonEqual) && beginFault())
    context.diags.report(context.range(shape.begin, shape.end),
                         diag::walrus_misplaced, "assigns only to a name");
  return shape;
}

Shape Recognizer::starNamedExpression() {
  return at(TokenKind::Star) ? starExpression() : namedExpression();
}

Shape Recognizer::lambda() {
  Deeper deeper(*this);
  uint32_t begin = take().begin;
  auto [names, height] = parameters(TokenKind::Colon, /*hasTypes=*/false);
  expect(TokenKind::Colon);
  scopes.enter(ScopeRules::Kind::Lambda);
  for (const Token &name : names)
    scopes.bindParameter(name);
  Shape body = expression();
  scopes.leave();
  return value("a lambda", begin, std::max(height, body.height) + 1);
}

/// `a if b else c if d else e`, read from left to right.
Shape Recognizer::expression() {
  uint32_t begin = peek().begin;
  uint32_t height = 0, links = 0;
  for (;;) {
    bool isLambda = at(TokenKind::KwLambda); // Its body takes any `if`.
    Shape arm = isLambda ? lambda() : disjunction();
    height = std::max(height, arm.height + links);
    if (isLambda || !at(TokenKind::KwIf)) {
      if (links == 0)
        return arm;
      break;
    }
    take();
    ++links;
    height = std::max(height, disjunction().height + links);
    if (!at(TokenKind::KwElse)) {
      expected("`else` and the value if the condition is false");
      break;
    }
    take();
    checkHeight(height);
  }
  return value("a conditional expression", begin, height + 1);
}

//--- Operators ----------------------------------------------------------------

Shape Recognizer::disjunction() {
  uint32_t begin = peek().begin;
  Shape shape = conjunction();
  if (!at(TokenKind::KwOr))
    return shape;
  uint32_t height = shape.height;
  while (accept(TokenKind::KwOr))
    height = std::max(height, conjunction().height);
  return value("an expression", begin, height + 1);
}

Shape Recognizer::conjunction() {
  uint32_t begin = peek().begin;
  Shape shape = inversion();
  if (!at(TokenKind::KwAnd))
    return shape;
  uint32_t height = shape.height;
  while (accept(TokenKind::KwAnd))
    height = std::max(height, inversion().height);
  return value("an expression", begin, height + 1);
}

Shape Recognizer::inversion() {
  uint32_t begin = peek().begin;
  uint32_t nots = 0;
  while (accept(TokenKind::KwNot))
    ++nots;
  Shape shape = comparison();
  return nots == 0 ? shape : value("an expression", begin, shape.height + nots);
}

/// Reads a comparison operator, if there is one.
bool Recognizer::acceptComparison() {
  switch (peek().kind) {
  case TokenKind::LessGreater: {
    SourceRange range = rangeHere();
    if (beginFault())
      context.diags.report(range, diag::expected_token, "a comparison", "`<>`")
          .suggest(range, "!=");
    return false;
  }
  case TokenKind::KwNot:
    if (!peek(1).is(TokenKind::KwIn))
      return false;
    take();
    take();
    return true;
  case TokenKind::KwIs:
    take();
    accept(TokenKind::KwNot);
    return true;
  case TokenKind::Less:
  case TokenKind::LessEqual:
  case TokenKind::Greater:
  case TokenKind::GreaterEqual:
  case TokenKind::EqualEqual:
  case TokenKind::NotEqual:
  case TokenKind::KwIn:
    take();
    return true;
  default:
    return false;
  }
}

Shape Recognizer::comparison() {
  uint32_t begin = peek().begin;
  Shape shape = bitwiseOr();
  uint32_t height = shape.height;
  bool isComparison = false;
  while (acceptComparison()) {
    isComparison = true;
    height = std::max(height, bitwiseOr().height);
  }
  return isComparison ? value("a comparison", begin, height + 1) : shape;
}

/// How tightly a binary operator binds; 0 is no operator.
static unsigned levelOf(TokenKind kind) {
  switch (kind) {
  case TokenKind::Bar:
    return 1;
  case TokenKind::Caret:
    return 2;
  case TokenKind::Ampersand:
    return 3;
  case TokenKind::LeftShift:
  case TokenKind::RightShift:
    return 4;
  case TokenKind::Plus:
  case TokenKind::Minus:
    return 5;
  case TokenKind::Star:
  case TokenKind::Slash:
  case TokenKind::DoubleSlash:
  case TokenKind::Percent:
  case TokenKind::At:
    return 6;
  default:
    return 0;
  }
}

/// Operators that bind more tightly than \p level, all of them to the left.
Shape Recognizer::binary(unsigned level) {
  uint32_t begin = peek().begin;
  Shape left = factor();
  for (;;) {
    unsigned next = levelOf(peek().kind);
    if (next <= level)
      return left;
    take();
    Shape right = binary(next);
    left =
        value("an expression", begin, std::max(left.height, right.height) + 1);
  }
}

/// Signs and powers: `-a ** -b ** c`, which leans to the right.
Shape Recognizer::factor() {
  uint32_t begin = peek().begin;
  uint32_t links = 0;
  for (;;) {
    while (atAny(TokenKind::Plus, TokenKind::Minus, TokenKind::Tilde)) {
      take();
      ++links;
    }
    Shape operand = primary();
    if (!accept(TokenKind::DoubleStar))
      return links == 0 ? operand
                        : value("an expression", begin, operand.height + links);
    ++links;
    checkHeight(operand.height + links);
  }
}

//--- Operands -----------------------------------------------------------------

Shape Recognizer::attribute(Shape object) {
  take();
  if (!name("an attribute's name after the dot"))
    return {};
  checkHeight(object.height + 1);
  return {.kind = Shape::Attribute,
          .height = object.height + 1,
          .begin = object.begin,
          .end = previous().end};
}

Shape Recognizer::primary() {
  bool isAwait = at(TokenKind::KwAwait);
  uint32_t begin = peek().begin;
  if (isAwait)
    scopes.await(take());
  Shape shape = atom();
  for (;;) {
    if (at(TokenKind::Dot)) {
      shape = attribute(shape);
    } else if (at(TokenKind::LeftParen)) {
      uint32_t height = std::max(shape.height, arguments(true)) + 1;
      shape = value("a function call", shape.begin, height);
    } else if (at(TokenKind::LeftBracket)) {
      shape = subscript(shape);
    } else {
      break;
    }
  }
  return isAwait ? value("an await expression", begin, shape.height + 1)
                 : shape;
}

Shape Recognizer::nameAtom() {
  const Token &token = take();
  scopes.use(token);
  return {.kind = Shape::Name, .begin = token.begin, .end = token.end};
}

Shape Recognizer::atom() {
  uint32_t begin = peek().begin;
  switch (peek().kind) {
  case TokenKind::Name:
    return nameAtom();
  case TokenKind::Number:
    take();
    return value("a number", begin, 1);
  case TokenKind::String:
    return strings();
  case TokenKind::KwNone:
  case TokenKind::KwTrue:
  case TokenKind::KwFalse: {
    llvm::StringRef what = describe(take().kind);
    return value(what, begin, 1);
  }
  case TokenKind::Ellipsis:
    take();
    return value("`...`", begin, 1);
  case TokenKind::LeftParen:
    return parentheses();
  case TokenKind::LeftBracket:
    return list();
  case TokenKind::LeftBrace:
    return braces();
  default:
    expected("an expression");
    return {};
  }
}
