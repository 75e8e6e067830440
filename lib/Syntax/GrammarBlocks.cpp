//===- GrammarBlocks.cpp - Compound statements ----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Recognizer.h"

using namespace plue;
using namespace plue::syntax;

//--- Blocks -------------------------------------------------------------------

/// `:` and the block after it. \p header is the word that began the statement,
/// \p what names it in a message.
void Recognizer::block(const Token &header, llvm::StringRef what) {
  Deeper deeper(*this);
  if (at(TokenKind::Equal)) {
    SourceRange range = rangeHere();
    if (beginFault())
      context.diags.report(range, diag::expected_token, "`:`", "`=`")
          .suggest(range, "==");
  }
  if (!isFaulty && !accept(TokenKind::Colon))
    expected("`:`");
  if (isFaulty)
    return endOfLine();
  if (!at(TokenKind::Newline))
    return simpleStatements();
  take();
  if (at(TokenKind::Indent))
    return indentedStatements();
  context.diags.report(rangeHere(), diag::expected_block, what)
      .label(context.range(header), "this needs a block");
}

/// From an indent to its dedent.
void Recognizer::indentedStatements() {
  take();
  while (!atAny(TokenKind::Dedent, TokenKind::EndOfFile))
    statement();
  accept(TokenKind::Dedent);
}

void Recognizer::unexpectedIndent() {
  size_t lineBegin = peek().begin;
  while (lineBegin > 0 && (context.text[lineBegin - 1] == ' ' ||
                           context.text[lineBegin - 1] == '\t'))
    --lineBegin;
  context.diags.report(context.range(lineBegin, peek().begin),
                       diag::unexpected_indent);
  Deeper deeper(*this);
  indentedStatements();
}

/// `else`, `elif`, `except`, `finally` with nothing before it.
void Recognizer::orphanClause() {
  Token word = take();
  llvm::StringRef before =
      word.isAnyOf(TokenKind::KwExcept, TokenKind::KwFinally) ? "`try`"
      : word.is(TokenKind::KwElif)                            ? "`if`"
                                                              : "`if` or loop";
  SourceRange range = context.range(word);
  if (beginFault())
    context.diags.report(range, diag::orphan_clause, context.textOf(word),
                         before);
  endOfLine();
}

void Recognizer::statement() {
  if (!isCompoundStart())
    return simpleStatements();
  isPrologue = false;
  switch (peek().kind) {
  case TokenKind::Newline: // An empty line of repairs.
    take();
    return;
  case TokenKind::Indent:
    return unexpectedIndent();
  case TokenKind::KwIf:
    return ifStatement();
  case TokenKind::KwFor:
    return forStatement();
  case TokenKind::KwWhile:
    return whileStatement();
  case TokenKind::KwTry:
    return tryStatement();
  case TokenKind::KwWith:
    return withStatement();
  case TokenKind::KwDef:
    return functionDefinition(false);
  case TokenKind::KwClass:
    return classDefinition();
  case TokenKind::KwAsync:
    return asyncStatement();
  case TokenKind::At:
    return decorators();
  case TokenKind::Name:
    return matchStatement();
  default:
    return orphanClause();
  }
}

bool Recognizer::isCompoundStart() const {
  switch (peek().kind) {
  case TokenKind::Newline:
  case TokenKind::Indent:
  case TokenKind::KwIf:
  case TokenKind::KwFor:
  case TokenKind::KwWhile:
  case TokenKind::KwTry:
  case TokenKind::KwWith:
  case TokenKind::KwDef:
  case TokenKind::KwClass:
  case TokenKind::KwAsync:
  case TokenKind::At:
  case TokenKind::KwElse:
  case TokenKind::KwElif:
  case TokenKind::KwExcept:
  case TokenKind::KwFinally:
    return true;
  case TokenKind::Name:
    return atMatchStatement();
  default:
    return false;
  }
}

//--- Branches and loops -------------------------------------------------------

void Recognizer::elseClause() {
  if (!at(TokenKind::KwElse))
    return;
  Token word = take();
  if (at(TokenKind::KwIf)) {
    SourceRange range = context.range(word.begin, peek().end);
    if (beginFault())
      context.diags.report(range, diag::expected_token, "`:`", "`if`")
          .suggest(range, "elif");
  }
  block(word, "`else`");
}

void Recognizer::ifStatement() {
  uint32_t elifsBefore = elifs;
  Token word = take();
  namedExpression();
  block(word, "`if`");
  while (at(TokenKind::KwElif)) {
    checkHeight(++elifs + 1);
    if (isFaulty)
      return stop();
    word = take();
    namedExpression();
    block(word, "`elif`");
  }
  elseClause();
  elifs = elifsBefore;
}

void Recognizer::forStatement() {
  Token word = take();
  size_t firstToken = pos;
  targetList(TokenKind::KwIn);
  bindTargets(firstToken, pos);
  expect(TokenKind::KwIn);
  checkNotStarred(starExpressions());
  scopes.enterRegion(ScopeRules::Region::Loop, word);
  block(word, "`for`");
  scopes.leaveRegion();
  elseClause();
}

void Recognizer::whileStatement() {
  Token word = take();
  namedExpression();
  scopes.enterRegion(ScopeRules::Region::Loop, word);
  block(word, "`while`");
  scopes.leaveRegion();
  elseClause();
}

//--- try and with -------------------------------------------------------------

/// One `except` clause. \p isStar is whether the first was `except*`, \p bare
/// the word of one without a class.
void Recognizer::exceptClause(std::optional<bool> &isStar,
                              std::optional<Token> &bare) {
  Token word = take();
  bool hasStar = accept(TokenKind::Star);
  if (isStar && *isStar != hasStar)
    context.diags.report(context.range(word), diag::except_clauses,
                         "`except` and `except*` cannot be mixed");
  if (bare)
    context.diags.report(context.range(*bare), diag::except_clauses,
                         "`except` without a class must be the last");
  isStar = hasStar;
  bare.reset();
  if (at(TokenKind::Colon)) {
    bare = word;
    if (hasStar)
      expected("the classes to catch");
  } else {
    expression();
    if (at(TokenKind::Comma)) {
      SourceRange range = rangeHere();
      if (beginFault())
        context.diags.report(range, diag::except_clauses,
                             "several classes need parentheses");
    }
    if (accept(TokenKind::KwAs) && name("a name"))
      scopes.bind(previous());
  }
  scopes.enterRegion(hasStar ? ScopeRules::Region::ExceptStar
                             : ScopeRules::Region::Other,
                     word);
  block(word, "`except`");
  scopes.leaveRegion();
}

void Recognizer::exceptClauses(const Token &word) {
  std::optional<bool> isStar;
  std::optional<Token> bare;
  bool hasClause = false;
  while (at(TokenKind::KwExcept)) {
    exceptClause(isStar, bare);
    hasClause = true;
  }
  if (hasClause)
    elseClause();
  if (at(TokenKind::KwFinally)) {
    Token finally = take();
    scopes.enterRegion(ScopeRules::Region::Other, finally);
    block(finally, "`finally`");
    scopes.leaveRegion();
  } else if (!hasClause) {
    context.diags.report(context.range(word), diag::except_clauses,
                         "a `try` needs an `except` or `finally`");
  }
}

void Recognizer::tryStatement() {
  Token word = take();
  scopes.enterRegion(ScopeRules::Region::Other, word);
  block(word, "`try`");
  scopes.leaveRegion();
  exceptClauses(word);
}

/// Whether the parenthesis here encloses items with `as`, and not an
/// expression.
bool Recognizer::hasParenthesizedItems() const {
  unsigned open = 0;
  for (size_t i = pos; i < tokens.size(); ++i) {
    const Token &token = tokens[i];
    if (token.isAnyOf(TokenKind::LeftParen, TokenKind::LeftBracket,
                      TokenKind::LeftBrace))
      ++open;
    if (token.isAnyOf(TokenKind::RightParen, TokenKind::RightBracket,
                      TokenKind::RightBrace) &&
        --open == 0)
      return false;
    if (token.is(TokenKind::KwAs) && open == 1)
      return true;
    if (token.isAnyOf(TokenKind::Newline, TokenKind::EndOfFile))
      return false;
  }
  return false;
}

void Recognizer::withItem() {
  expression();
  if (!accept(TokenKind::KwAs))
    return;
  size_t firstToken = pos;
  checkAssignable(targetElement());
  bindTargets(firstToken, pos);
}

void Recognizer::withStatement() {
  Token word = take();
  bool isParenthesized = at(TokenKind::LeftParen) && hasParenthesizedItems();
  if (isParenthesized)
    take();
  do {
    bool isTrailing = isParenthesized && at(TokenKind::RightParen);
    if (isTrailing)
      break;
    withItem();
  } while (accept(TokenKind::Comma));
  if (isParenthesized)
    expect(TokenKind::RightParen);
  scopes.enterRegion(ScopeRules::Region::Other, word);
  block(word, "`with`");
  scopes.leaveRegion();
}

//--- Definitions --------------------------------------------------------------

void Recognizer::functionDefinition(bool isAsync) {
  Token word = take();
  if (name("the function's name"))
    scopes.bind(previous());
  llvm::SmallVector<Token, 8> names;
  if (expect(TokenKind::LeftParen)) {
    names = parameters(TokenKind::RightParen, /*hasTypes=*/true).names;
    if (!at(TokenKind::RightParen))
      expected("`,` or `)`");
    accept(TokenKind::RightParen);
    if (accept(TokenKind::Arrow))
      annotation(/*acceptsStar=*/false);
  }
  scopes.enter(isAsync ? ScopeRules::Kind::AsyncFunction
                       : ScopeRules::Kind::Function);
  for (const Token &parameter : names)
    scopes.bindParameter(parameter);
  block(word, "`def`");
  scopes.leave();
}

void Recognizer::classDefinition() {
  Token word = take();
  if (name("the class's name"))
    scopes.bind(previous());
  if (at(TokenKind::LeftParen))
    arguments(/*acceptsGenerator=*/false);
  scopes.enter(ScopeRules::Kind::Class);
  block(word, "`class`");
  scopes.leave();
}

void Recognizer::decorators() {
  while (accept(TokenKind::At)) {
    namedExpression();
    bool wasFaulty = isFaulty;
    if (!wasFaulty && !at(TokenKind::Newline))
      expected("the end of the line");
    skipLine();
  }
  if (at(TokenKind::KwDef))
    return functionDefinition(false);
  if (at(TokenKind::KwClass))
    return classDefinition();
  if (at(TokenKind::KwAsync) && peek(1).is(TokenKind::KwDef))
    return asyncStatement();
  // The line may be fine otherwise.
  context.diags.report(rangeHere(), diag::expected_token,
                       "a function after the decorator", describeHere());
}

void Recognizer::asyncStatement() {
  Token word = take();
  switch (peek().kind) {
  case TokenKind::KwDef:
    return functionDefinition(true);
  case TokenKind::KwFor:
    scopes.asyncStatement(word);
    return forStatement();
  case TokenKind::KwWith:
    scopes.asyncStatement(word);
    return withStatement();
  default:
    expected("`def`, `for` or `with` after `async`");
    endOfLine();
  }
}
