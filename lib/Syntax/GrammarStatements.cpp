//===- GrammarStatements.cpp - Simple statements --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Recognizer.h"
#include "StringLiteral.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::syntax;

//--- Lines --------------------------------------------------------------------

void Recognizer::statements() {
  while (!at(TokenKind::EndOfFile))
    statement();
}

/// One statement, or several with semicolons, and the end of the line.
void Recognizer::simpleStatements() {
  Token first = peek();
  do {
    if (at(TokenKind::Newline))
      break; // After a last semicolon.
    first = peek();
    simpleStatement();
  } while (accept(TokenKind::Semicolon));
  if (!isFaulty && !at(TokenKind::Newline))
    misplacedPrint(first);
  endOfLine();
}

/// Something follows a statement that was complete. `print "x"` and `exec "x"`
/// were statements once.
void Recognizer::misplacedPrint(const Token &first) {
  llvm::StringRef word = context.textOf(first);
  bool isOld = first.is(TokenKind::Name) && previous().begin == first.begin &&
               (word == "print" || word == "exec") && !at(TokenKind::Broken);
  if (!isOld)
    return expected("the end of the statement");
  SourceRange range = context.range(first);
  if (!beginFault())
    return;
  uint32_t end = previous().end;
  auto report = context.diags.report(range, diag::statement_of_python2, word);
  report.hint("put what follows in parentheses");
  if (word == "print")
    report.fixIt(context.range(first.end, first.end + 1), "(")
        .fixIt(context.range(end, end), ")");
}

void Recognizer::endOfLine() {
  if (!isFaulty && !at(TokenKind::Newline) && !at(TokenKind::EndOfFile))
    expected("the end of the statement");
  bool wasFaulty = isFaulty;
  skipLine();
  // What is indented below a line with a fault was meant to be its block.
  if (wasFaulty && at(TokenKind::Indent))
    indentedStatements();
}

static bool isCompound(TokenKind kind) {
  switch (kind) {
  case TokenKind::KwIf:
  case TokenKind::KwFor:
  case TokenKind::KwWhile:
  case TokenKind::KwTry:
  case TokenKind::KwWith:
  case TokenKind::KwDef:
  case TokenKind::KwClass:
  case TokenKind::KwAsync:
  case TokenKind::At:
    return true;
  default:
    return false;
  }
}

/// Whether the line here is nothing but plain strings.
bool Recognizer::isDocstring() const {
  size_t at = pos;
  for (; tokens[at].is(TokenKind::String); ++at) {
    StringPrefix prefix = partsOf(context, tokens[at]).prefix;
    if (prefix.isBytes || prefix.isFormat)
      return false;
  }
  return tokens[at].isAnyOf(TokenKind::Newline, TokenKind::Semicolon);
}

void Recognizer::simpleStatement() {
  bool wasPrologue = isPrologue;
  isPrologue = false;
  switch (peek().kind) {
  case TokenKind::KwPass:
    take();
    return;
  case TokenKind::KwBreak:
  case TokenKind::KwContinue:
    return scopes.jump(take());
  case TokenKind::KwReturn:
    return returnStatement();
  case TokenKind::KwRaise:
    return raiseStatement();
  case TokenKind::KwAssert:
    return assertStatement();
  case TokenKind::KwDel:
    return delStatement();
  case TokenKind::KwGlobal:
    return declaration(/*isGlobal=*/true);
  case TokenKind::KwNonlocal:
    return declaration(/*isGlobal=*/false);
  case TokenKind::KwImport:
    return importStatement();
  case TokenKind::KwFrom:
    isPrologue = wasPrologue;
    return importFrom();
  case TokenKind::String:
    // A docstring may stand before `from __future__ import`.
    isPrologue = pos == 0 && isDocstring();
    return expressionStatement();
  default:
    if (!isCompound(peek().kind))
      return expressionStatement();
    SourceRange range = rangeHere();
    std::string found = describeHere();
    if (beginFault())
      context.diags.report(range, diag::compound_inside_line, found);
  }
}

//--- Expressions and assignments ----------------------------------------------

static bool isAugmented(TokenKind kind) {
  switch (kind) {
  case TokenKind::PlusEqual:
  case TokenKind::MinusEqual:
  case TokenKind::StarEqual:
  case TokenKind::SlashEqual:
  case TokenKind::DoubleSlashEqual:
  case TokenKind::PercentEqual:
  case TokenKind::DoubleStarEqual:
  case TokenKind::LeftShiftEqual:
  case TokenKind::RightShiftEqual:
  case TokenKind::AmpersandEqual:
  case TokenKind::BarEqual:
  case TokenKind::CaretEqual:
  case TokenKind::AtEqual:
    return true;
  default:
    return false;
  }
}

/// `target = target = … value`; everything but the last must be a target.
void Recognizer::assignments(Shape shape, size_t firstToken) {
  while (at(TokenKind::Equal)) {
    if (!checkAssignable(shape))
      return;
    bindTargets(firstToken, pos);
    take();
    firstToken = pos;
    shape = at(TokenKind::KwYield) ? yieldExpression() : starExpressions();
  }
  checkNotStarred(shape);
  if (isAugmented(peek().kind) && beginFault())
    context.diags.report(context.range(shape.begin, shape.end),
                         diag::cannot_augment, "an assignment");
}

void Recognizer::annotatedAssignment(const Shape &target, size_t firstToken) {
  if (!checkSingle(target, /*isAnnotation=*/true))
    return;
  bool isName = target.kind == Shape::Name && !target.isParenthesized;
  if (isName)
    scopes.annotate(tokens[firstToken]);
  else
    bindTargets(firstToken, pos);
  take();
  annotation(/*acceptsStar=*/false);
  if (accept(TokenKind::Equal))
    yieldOrStar();
}

void Recognizer::expressionStatement() {
  size_t firstToken = pos;
  Shape shape = at(TokenKind::KwYield) ? yieldExpression() : starExpressions();
  if (at(TokenKind::Equal))
    return assignments(shape, firstToken);
  if (at(TokenKind::Colon))
    return annotatedAssignment(shape, firstToken);
  if (isAugmented(peek().kind)) {
    if (!checkSingle(shape, /*isAnnotation=*/false))
      return;
    bindTargets(firstToken, pos);
    take();
    yieldOrStar();
    return;
  }
  if (at(TokenKind::ColonEqual)) {
    SourceRange range = rangeHere();
    if (beginFault())
      context.diags
          .report(range, diag::walrus_misplaced, "cannot be a statement")
          .hint("write `=`")
          .fixIt(range, "=");
    return;
  }
  checkNotStarred(shape);
}

//--- Statements with a keyword ------------------------------------------------

void Recognizer::returnStatement() {
  Token word = take();
  bool hasValue = !atAny(TokenKind::Newline, TokenKind::Semicolon);
  scopes.returnStatement(word, hasValue);
  if (hasValue)
    checkNotStarred(starExpressions());
}

void Recognizer::raiseStatement() {
  take();
  if (atAny(TokenKind::Newline, TokenKind::Semicolon))
    return;
  expression();
  if (accept(TokenKind::KwFrom))
    expression();
}

void Recognizer::assertStatement() {
  take();
  expression();
  if (accept(TokenKind::Comma))
    expression();
}

void Recognizer::delStatement() {
  take();
  size_t firstToken = pos;
  do {
    if (pos != firstToken && atAny(TokenKind::Newline, TokenKind::Semicolon))
      break;
    checkDeletable(targetElement());
  } while (accept(TokenKind::Comma));
  bindTargets(firstToken, pos, /*names=*/nullptr, /*isStore=*/false);
}

void Recognizer::declaration(bool isGlobal) {
  take();
  do {
    if (!name("a name"))
      return;
    if (isGlobal)
      scopes.declareGlobal(previous());
    else
      scopes.declareNonlocal(previous());
  } while (accept(TokenKind::Comma));
}

/// Takes a name. A keyword in its place is reported as such.
bool Recognizer::name(llvm::StringRef what) {
  if (accept(TokenKind::Name))
    return true;
  if (!peek().isKeyword()) {
    expected(what);
    return false;
  }
  SourceRange range = rangeHere();
  llvm::StringRef word = context.textOf(peek());
  if (beginFault())
    context.diags.report(range, diag::keyword_as_name, word);
  return false;
}

//--- Imports ------------------------------------------------------------------

bool Recognizer::dottedName() {
  do {
    if (!name("a module's name"))
      return false;
  } while (accept(TokenKind::Dot));
  return true;
}

/// Binds \p first, or the name after `as`.
void Recognizer::importBinding(const Token &first) {
  if (!accept(TokenKind::KwAs)) {
    scopes.bind(first);
    return;
  }
  if (name("a name"))
    scopes.bind(previous());
}

void Recognizer::importStatement() {
  take();
  do {
    Token first = peek();
    if (!dottedName())
      return;
    importBinding(first);
  } while (accept(TokenKind::Comma));
}

void Recognizer::futureImport(const Token &module) {
  if (!isPrologue)
    context.diags.report(context.range(module), diag::future_import,
                         "must stand at the beginning of the file");
}

void Recognizer::importedName(bool isFuture) {
  static constexpr llvm::StringRef features[] = {
      "nested_scopes",  "generators",     "division",         "absolute_import",
      "with_statement", "print_function", "unicode_literals", "barry_as_FLUFL",
      "generator_stop", "annotations"};
  Token first = peek();
  if (!name("a name to import"))
    return;
  llvm::StringRef feature = context.textOf(first);
  if (isFuture && !llvm::is_contained(features, feature))
    context.diags
        .report(context.range(first), diag::future_import,
                "knows no feature of that name")
        .suggest(context.range(first), nearest(feature, features));
  importBinding(first);
}

void Recognizer::importedNames(bool isFuture) {
  bool isParenthesized = accept(TokenKind::LeftParen);
  do {
    bool isEnd =
        isParenthesized ? at(TokenKind::RightParen) : at(TokenKind::Newline);
    bool isTrailing = isEnd && previous().is(TokenKind::Comma);
    if (isTrailing && isParenthesized)
      break;
    if (isTrailing) {
      SourceRange comma = context.range(previous());
      if (beginFault())
        context.diags
            .report(comma, diag::expected_token, "a name after `,`",
                    "the end of the line")
            .hint("a comma at the end needs parentheses around the names");
      return;
    }
    importedName(isFuture);
  } while (accept(TokenKind::Comma));
  if (isParenthesized)
    expect(TokenKind::RightParen);
}

void Recognizer::importFrom() {
  take();
  bool isRelative = false;
  while (accept(TokenKind::Dot) || accept(TokenKind::Ellipsis))
    isRelative = true;
  Token module = peek();
  bool isFuture = !isRelative && module.is(TokenKind::Name) &&
                  context.textOf(module) == "__future__" &&
                  peek(1).is(TokenKind::KwImport);
  if (!(isRelative && at(TokenKind::KwImport)) && !dottedName())
    return;
  if (isFuture)
    futureImport(module);
  isPrologue &= isFuture;
  if (!expect(TokenKind::KwImport))
    return;
  if (!at(TokenKind::Star))
    return importedNames(isFuture);
  Token star = take();
  if (isFuture)
    context.diags.report(context.range(star), diag::future_import,
                         "cannot import `*`");
  else if (!scopes.isModule())
    context.diags.report(context.range(star), diag::outside, "import *",
                         "the top level of the file");
}
