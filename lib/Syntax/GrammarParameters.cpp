//===- GrammarParameters.cpp - Parameters of functions and lambdas --------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Recognizer.h"
#include "llvm/ADT/DenseMap.h"

using namespace plue;
using namespace plue::syntax;

/// What has been seen of a list of parameters.
struct Recognizer::ParameterState {
  explicit ParameterState(bool hasTypes) : hasTypes(hasTypes) {}

  bool hasTypes;
  llvm::SmallVector<Token, 8> names;
  llvm::SmallDenseMap<llvm::StringRef, Token, 8> seen;
  std::optional<Token> star;
  std::optional<Token> bareStar;
  bool hasSlash = false;
  bool hasDoubleStar = false;
  std::optional<Token> withDefault;
  uint32_t height = 1;
};

/// An annotation; it is shown to tree-sitter apart from what it annotates.
void Recognizer::annotation(bool acceptsStar) {
  size_t first = pos;
  ++embeddedDepth; // What stands in it is embedded deeper.
  if (acceptsStar && at(TokenKind::Star))
    starExpression();
  else
    expression();
  --embeddedDepth;
  std::vector<Token> own(tokens.begin() + first, tokens.begin() + pos);
  uint32_t end = previous().end;
  own.push_back({.kind = TokenKind::EndOfFile, .begin = end, .end = end});
  findings.annotations.push_back(context.range(own.front().begin, end));
  findings.embedded.push_back(
      {.depth = embeddedDepth, .tokens = std::move(own)});
}

void Recognizer::parameterAnnotation(ParameterState &state, bool acceptsStar) {
  if (state.hasTypes && accept(TokenKind::Colon))
    annotation(acceptsStar);
}

void Recognizer::parameterName(ParameterState &state) {
  if (at(TokenKind::LeftParen)) {
    SourceRange range = rangeHere();
    if (beginFault())
      context.diags.report(range, diag::parameter_order,
                           "a parameter cannot be a tuple");
    return;
  }
  if (!name("a parameter's name"))
    return;
  const Token &token = previous();
  state.names.push_back(token);
  auto [first, isNew] = state.seen.try_emplace(context.textOf(token), token);
  if (!isNew)
    context.diags
        .report(context.range(token), diag::duplicate_parameter,
                context.textOf(token))
        .label(context.range(first->second), "first declared here");
}

void Recognizer::slashParameter(ParameterState &state) {
  SourceRange range = rangeHere();
  take();
  const char *text = nullptr;
  if (state.hasSlash)
    text = "`/` may stand only once";
  else if (state.star)
    text = "`/` must stand before `*`";
  else if (state.names.empty())
    text = "a parameter must stand before `/`";
  if (text && beginFault())
    context.diags.report(range, diag::parameter_order, text);
  state.hasSlash = true;
}

/// `*`, `*name` or `**name`.
void Recognizer::starParameter(ParameterState &state) {
  SourceRange range = rangeHere();
  Token star = take();
  bool isDouble = star.is(TokenKind::DoubleStar);
  if (!isDouble && state.star && beginFault()) {
    context.diags.report(range, diag::parameter_order,
                         "`*` may stand only once");
    return;
  }
  if (!isDouble)
    state.star = star;
  if (!isDouble &&
      atAny(TokenKind::Comma, TokenKind::RightParen, TokenKind::Colon)) {
    state.bareStar = star;
    return;
  }
  parameterName(state);
  parameterAnnotation(state, /*acceptsStar=*/!isDouble);
  if (at(TokenKind::Equal) && beginFault())
    context.diags.report(range, diag::parameter_order,
                         "a parameter with a star has no default");
  state.hasDoubleStar |= isDouble;
  state.bareStar.reset();
}

void Recognizer::plainParameter(ParameterState &state) {
  parameterName(state);
  Token token = previous();
  parameterAnnotation(state, /*acceptsStar=*/false);
  bool isKeywordOnly = state.star.has_value();
  state.bareStar.reset();
  if (accept(TokenKind::Equal)) {
    state.height = std::max(state.height, expression().height);
    if (!isKeywordOnly)
      state.withDefault = token;
    return;
  }
  if (state.withDefault && !isKeywordOnly && beginFault())
    context.diags
        .report(context.range(token), diag::default_order,
                context.textOf(token))
        .label(context.range(*state.withDefault), "this one has a default");
}

void Recognizer::parameter(ParameterState &state) {
  if (state.hasDoubleStar) {
    SourceRange range = rangeHere();
    if (beginFault())
      context.diags.report(range, diag::parameter_order,
                           "nothing can follow `**`");
    return;
  }
  if (at(TokenKind::Slash))
    return slashParameter(state);
  bool isBareStarBefore = state.bareStar && at(TokenKind::DoubleStar);
  if (isBareStarBefore && beginFault()) {
    context.diags.report(context.range(*state.bareStar), diag::parameter_order,
                         "a named parameter must follow the bare `*`");
    return;
  }
  if (atAny(TokenKind::Star, TokenKind::DoubleStar))
    return starParameter(state);
  plainParameter(state);
}

/// Reads up to \p closing.
Recognizer::Parameters Recognizer::parameters(TokenKind closing,
                                              bool hasTypes) {
  ParameterState state(hasTypes);
  while (!atAny(closing, TokenKind::Newline, TokenKind::EndOfFile)) {
    parameter(state);
    if (!accept(TokenKind::Comma))
      break;
  }
  if (state.bareStar && beginFault())
    context.diags.report(context.range(*state.bareStar), diag::parameter_order,
                         "a named parameter must follow the bare `*`");
  return {.names = std::move(state.names), .height = state.height};
}
