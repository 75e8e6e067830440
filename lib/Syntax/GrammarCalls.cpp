//===- GrammarCalls.cpp - Arguments and subscripts ------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Recognizer.h"
#include "llvm/ADT/DenseMap.h"

using namespace plue;
using namespace plue::syntax;

/// What has been seen of a call's arguments.
struct Recognizer::ArgumentState {
  llvm::SmallDenseMap<llvm::StringRef, Token, 8> keywords;
  bool isFirst = true;
  bool hasKeyword = false;
  bool hasDoubleStar = false;
  uint32_t height = 1;
};

void Recognizer::starArgument(ArgumentState &state) {
  SourceRange range = rangeHere();
  if (take().is(TokenKind::DoubleStar)) {
    state.hasDoubleStar = true;
  } else if (state.hasDoubleStar && beginFault()) {
    context.diags.report(range, diag::argument_order, "`*` cannot follow `**`");
  }
  state.height = std::max(state.height, expression().height);
  if (atComprehension() && beginFault())
    context.diags.report(range, diag::unpacking_in_comprehension);
}

void Recognizer::keywordArgument(ArgumentState &state) {
  Token name = take();
  take(); // The `=`.
  state.hasKeyword = true;
  llvm::StringRef text = context.textOf(name);
  auto [first, isNew] = state.keywords.try_emplace(text, name);
  if (!isNew)
    context.diags.report(context.range(name), diag::repeated_keyword, text)
        .label(context.range(first->second), "first given here");
  if (text == "__debug__")
    context.diags.report(context.range(name), diag::cannot_assign,
                         "`__debug__`");
  state.height = std::max(state.height, expression().height);
}

void Recognizer::positionalArgument(ArgumentState &state,
                                    bool acceptsGenerator) {
  ScopeRules::Comprehension mark{.begin = scopes.mark()};
  Shape shape = namedExpression();
  SourceRange range = context.range(shape.begin, shape.end);
  state.height = std::max(state.height, shape.height);
  if (at(TokenKind::Equal)) {
    if (beginFault())
      context.diags.report(range, diag::keyword_target)
          .hint("to compare, write `==`");
    return;
  }
  if (atComprehension()) {
    state.height = std::max(state.height, comprehension(mark, true));
    bool isAlone =
        state.isFirst && acceptsGenerator && at(TokenKind::RightParen);
    if (!isAlone && beginFault())
      context.diags.report(range, diag::generator_parentheses)
          .hint("put parentheses around it");
    return;
  }
  bool isLate = state.hasKeyword || state.hasDoubleStar;
  if (isLate && beginFault())
    context.diags.report(range, diag::argument_order,
                         state.hasDoubleStar
                             ? "a positional argument cannot follow `**`"
                             : "a positional argument cannot follow a named "
                               "one");
}

void Recognizer::argument(ArgumentState &state, bool acceptsGenerator) {
  bool isNamed = peek(1).is(TokenKind::Equal);
  if (atAny(TokenKind::Star, TokenKind::DoubleStar))
    starArgument(state);
  else if (at(TokenKind::Name) && isNamed)
    keywordArgument(state);
  else
    positionalArgument(state, acceptsGenerator);
  state.isFirst = false;
}

/// From one parenthesis to the other. Returns the height.
uint32_t Recognizer::arguments(bool acceptsGenerator) {
  Deeper deeper(*this);
  take();
  ArgumentState state;
  while (
      !atAny(TokenKind::RightParen, TokenKind::Newline, TokenKind::EndOfFile)) {
    argument(state, acceptsGenerator);
    if (!accept(TokenKind::Comma))
      break;
  }
  if (!at(TokenKind::RightParen))
    expected("`,` or `)`");
  accept(TokenKind::RightParen);
  return state.height + 1;
}

//--- Subscripts ---------------------------------------------------------------

/// A slice, an expression, or a starred expression.
Shape Recognizer::slice() {
  uint32_t begin = peek().begin;
  if (at(TokenKind::Star)) {
    takeStar();
    Shape starred = expression();
    ++starred.height;
    return starred;
  }
  Shape whole{.begin = begin};
  bool isNamed = peek(1).is(TokenKind::ColonEqual);
  for (unsigned part = 0; part < 3; ++part) {
    if (!atAny(TokenKind::Colon, TokenKind::Comma, TokenKind::RightBracket)) {
      Shape shape = part == 0 ? namedExpression() : expression();
      whole.height = std::max(whole.height, shape.height + 1);
    } else if (part == 0 && !at(TokenKind::Colon)) {
      expected("an expression");
    }
    if ((part == 0 && isNamed) || part == 2 || !accept(TokenKind::Colon))
      break;
  }
  return whole;
}

Shape Recognizer::subscript(Shape object) {
  Deeper deeper(*this);
  take();
  uint32_t height = std::max(object.height, slice().height);
  while (accept(TokenKind::Comma) && !at(TokenKind::RightBracket))
    height = std::max(height, slice().height);
  if (!at(TokenKind::RightBracket))
    expected("`]`");
  accept(TokenKind::RightBracket);
  checkHeight(height + 1);
  return {.kind = Shape::Subscript,
          .height = height + 1,
          .begin = object.begin,
          .end = previous().end};
}
