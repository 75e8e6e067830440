//===- GrammarTargets.cpp - What can be assigned to -----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Recognizer.h"

using namespace plue;
using namespace plue::syntax;

/// One target of a loop or of `del`: no comparison, which would take the `in`.
Shape Recognizer::targetElement() {
  return at(TokenKind::Star) ? starExpression() : bitwiseOr();
}

/// The targets of a `for`, up to \p stop; reports what cannot be one.
Shape Recognizer::targetList(TokenKind stop) {
  uint32_t begin = peek().begin;
  Shape shape = targetElement();
  bool isTuple = at(TokenKind::Comma);
  Shape whole{.kind = Shape::Tuple, .begin = begin};
  for (;;) {
    whole.height = std::max(whole.height, shape.height + 1);
    bool isStar = shape.kind == Shape::Starred;
    if (isStar && whole.hasStar && beginFault())
      context.diags.report(context.range(shape.begin, shape.end),
                           diag::cannot_assign, "a second starred target");
    whole.hasStar |= isStar;
    if (!isStar || isTuple)
      shape.kind = isStar ? Shape::Name : shape.kind;
    if (!checkAssignable(shape) || !accept(TokenKind::Comma) || at(stop) ||
        at(TokenKind::Equal))
      break;
    shape = targetElement();
  }
  whole.end = previous().end;
  return whole;
}

/// Reports \p target if it cannot stand left of `=`.
bool Recognizer::checkAssignable(const Shape &target) {
  if (target.kind == Shape::Missing)
    return false;
  if (target.kind == Shape::Starred) {
    if (beginFault())
      context.diags
          .report(context.range(target.begin, target.end), diag::lone_star)
          .hint("a starred target stands in a tuple: `*x, = …`");
    return false;
  }
  if (target.obstacle.empty())
    return true;
  if (beginFault()) {
    auto report = context.diags.report(
        context.range(target.obstacleBegin, target.obstacleEnd),
        diag::cannot_assign, target.obstacle);
    if (target.obstacle == "a comparison" ||
        target.obstacle == "a function call" ||
        target.obstacle == "an expression")
      report.hint("to compare, write `==`");
  }
  return false;
}

void Recognizer::checkDeletable(const Shape &target) {
  if (target.kind == Shape::Missing)
    return;
  if (target.hasStar) {
    if (beginFault())
      context.diags.report(context.range(target.begin, target.end),
                           diag::cannot_delete, "something starred");
  } else if (!target.obstacle.empty() && beginFault()) {
    context.diags.report(
        context.range(target.obstacleBegin, target.obstacleEnd),
        diag::cannot_delete, target.obstacle);
  }
}

/// Annotations and augmented assignments take one name, attribute or item.
bool Recognizer::checkSingle(const Shape &target, bool isAnnotation) {
  llvm::StringRef what;
  switch (target.kind) {
  case Shape::Missing:
    return false;
  case Shape::Name:
  case Shape::Attribute:
  case Shape::Subscript:
    return true;
  case Shape::Tuple:
    what = "a tuple";
    break;
  case Shape::List:
    what = "a list";
    break;
  case Shape::Starred:
    what = "something starred";
    break;
  case Shape::Value:
    what = target.obstacle;
    break;
  }
  if (beginFault()) {
    SourceRange range = context.range(target.begin, target.end);
    if (isAnnotation)
      context.diags.report(range, diag::cannot_annotate, what);
    else
      context.diags.report(range, diag::cannot_augment, what);
  }
  return false;
}

/// Whether \p token ends something that a bracket after it subscripts or calls.
static bool endsOperand(const Token &token) {
  return token.isAnyOf(TokenKind::Name, TokenKind::String, TokenKind::Number,
                       TokenKind::RightParen, TokenKind::RightBracket,
                       TokenKind::RightBrace);
}

/// Tells the scope about the names that the targets in the tokens
/// [first, last) bind: those that are no part of an attribute, item or call. If
/// there are \p names, they go there instead: the names of a comprehension.
void Recognizer::bindTargets(size_t first, size_t last,
                             llvm::SmallVectorImpl<Token> *names,
                             bool isStore) {
  if (isFaulty)
    return;
  unsigned trailers = 0; // Brackets that subscript or call, or stand in such.
  llvm::SmallVector<bool, 8> brackets;
  for (size_t i = first; i < last; ++i) {
    const Token &token = tokens[i];
    bool isOpening = token.isAnyOf(TokenKind::LeftParen, TokenKind::LeftBracket,
                                   TokenKind::LeftBrace);
    bool isClosing = token.isAnyOf(
        TokenKind::RightParen, TokenKind::RightBracket, TokenKind::RightBrace);
    if (isOpening) {
      brackets.push_back(i > first && endsOperand(tokens[i - 1]));
      trailers += brackets.back();
    } else if (isClosing && !brackets.empty()) {
      trailers -= brackets.pop_back_val();
    }
    if (!token.is(TokenKind::Name) || trailers > 0)
      continue;
    const Token &next = tokens[std::min(i + 1, tokens.size() - 1)];
    bool hasTrailer = next.isAnyOf(TokenKind::Dot, TokenKind::LeftParen,
                                   TokenKind::LeftBracket);
    bool isMember = i > first && tokens[i - 1].is(TokenKind::Dot);
    if (hasTrailer)
      continue;
    if (isMember) {
      if (isStore)
        scopes.bindMember(token);
      continue;
    }
    if (names)
      names->push_back(token);
    else
      scopes.bind(token);
  }
}
