//===- Parser.cpp - Text to plans -----------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Tokens, lists, attributes and recovery, on which the rest is built,
/// and the whole.
//===----------------------------------------------------------------------===//
#include "Parser.h"
#include "plue/AsmParser/AsmParser.h"
#include "plue/IR/Spelling.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::ir;
using namespace plue::asmparser;

/// Whoever has so many faults need not be told of more at a time.
static constexpr uint32_t MaxErrors = 100;

//--- Tokens -------------------------------------------------------------------

void Parser::advance() {
  lastEnd = token.end();
  token = lexer.next();
}

Token Parser::peekToken() {
  uint32_t position = lexer.position();
  lexer.setSilent(true);
  Token next = lexer.next();
  lexer.setSilent(false);
  lexer.seek(position);
  return next;
}

LogicalResult Parser::expected(const llvm::Twine &what) {
  constexpr size_t MaxShown = 40;
  if (token.kind == Token::Error)
    return failure();
  std::string seen = "the end of the text";
  if (token.kind != Token::End)
    seen = "`" + token.text.take_front(MaxShown).str() +
           (token.text.size() > MaxShown ? "…`" : "`");
  return diags.report(range(token), diag::asm_expected, what.str(), seen);
}

bool Parser::consumeIf(llvm::StringRef spelling) {
  if (!token.is(spelling))
    return false;
  advance();
  return true;
}

LogicalResult Parser::consume(llvm::StringRef spelling) {
  return consumeIf(spelling) ? success() : expected("`" + spelling + "`");
}

FailureOr<Token> Parser::take(Token::Kind kind, llvm::StringRef what) {
  if (token.kind != kind)
    return expected(what);
  Token taken = token;
  advance();
  return taken;
}

LogicalResult Parser::unknown(llvm::StringRef what,
                              llvm::ArrayRef<llvm::StringRef> known) {
  llvm::StringRef similar = nearest(token.text, known);
  DiagnosticBuilder fault =
      diags.report(range(token), diag::asm_unknown_word, what, token.text);
  if (similar.empty())
    return fault.hint("known are " + listOf(known, 16));
  return fault.suggest(range(token), similar);
}

/// Goes on at the next item after the one that began at \p start: at the begin
/// of a line, or at the brace that closes what the item stands in. Whatever the
/// item has opened is left out.
void Parser::recover(uint32_t start) {
  lexer.seek(start);
  lexer.setSilent(true);
  token = lexer.next();
  unsigned depth = 0;
  for (bool isFirst = true; token.kind != Token::End; isFirst = false) {
    bool isItem = token.isFirstOfLine || token.is("}");
    if (!isFirst && depth == 0 && isItem)
      break;
    if (token.is("{"))
      ++depth;
    else if (token.is("}") && depth != 0)
      --depth;
    token = lexer.next();
  }
  lexer.setSilent(false);
  // Once more, to report what may be wrong with it.
  lexer.seek(token.begin);
  token = lexer.next();
  token.isFirstOfLine = true;
}

/// Whether what \p opened began ends here; if the text does, that is reported.
bool Parser::isAtEnd(const Token &opened, llvm::StringRef close) {
  if (token.is(close) || diags.numErrors() >= MaxErrors)
    return true;
  if (token.kind != Token::End)
    return false;
  diags
      .report(range(token), diag::asm_expected, ("`" + close + "`").str(),
              "the end of the text")
      .note(range(opened), diag::note_asm_opened_here);
  return true;
}

//--- Lists and attributes -----------------------------------------------------

LogicalResult Parser::parseList(llvm::StringRef close,
                                llvm::function_ref<LogicalResult()> parseItem) {
  if (consumeIf(close))
    return success();
  do
    if (failed(parseItem()))
      return failure();
  while (consumeIf(","));
  return token.is(close) ? consume(close) : expected("`,` or `" + close + "`");
}

LogicalResult Parser::parseAttributes(llvm::ArrayRef<llvm::StringRef> known,
                                      Handler handle) {
  llvm::SmallVector<llvm::StringRef, 8> given;
  if (!consumeIf("{"))
    return success();
  return parseList("}", [&]() -> LogicalResult {
    if (token.kind != Token::Word)
      return expected("the name of an attribute");
    if (!llvm::is_contained(known, token.text))
      return unknown("attribute", known);
    if (llvm::is_contained(given, token.text))
      return diags.report(range(token), diag::asm_given_twice, token.text);
    llvm::StringRef name = token.text;
    given.push_back(name);
    advance();
    return handle(name);
  });
}

//--- The whole ----------------------------------------------------------------

/// Points at the first line that is not UTF-8.
static void reportNotUtf8(FileId file, llvm::StringRef text,
                          DiagnosticEngine &diags) {
  uint32_t begin = 0;
  while (begin < text.size()) {
    uint32_t end = std::min(text.find('\n', begin), text.size());
    if (!isUtf8(text.slice(begin, end)))
      break;
    begin = end + 1;
  }
  diags.report({file, begin, begin}, diag::asm_not_utf8);
}

void Parser::verify() {
  llvm::handleAllErrors(ir::verify(*plan), [&](const VerifyError &fault) {
    diags.report(range(spans.find(fault.place)), diag::plan_unsound,
                 fault.message);
  });
}

std::unique_ptr<Plan> Parser::run() {
  uint32_t errorsBefore = diags.numErrors();
  advance();
  if (failed(parseVersion()))
    return nullptr;
  while (token.kind != Token::End && diags.numErrors() < MaxErrors) {
    uint32_t start = token.begin;
    if (failed(parseDeclaration()))
      recover(start);
  }
  finishFunctions();
  if (diags.numErrors() == errorsBefore)
    verify();
  if (diags.numErrors() != errorsBefore)
    return nullptr;
  return std::move(plan);
}

std::unique_ptr<Plan> asmparser::parsePlan(FileId file,
                                           const SourceManager &sources,
                                           DiagnosticEngine &diags) {
  llvm::StringRef text = sources.text(file);
  if (text.size() > MaxTextBytes) {
    diags.report({file, 0, 0}, diag::source_too_large, sources.path(file),
                 uint64_t(text.size()), MaxTextBytes);
    return nullptr;
  }
  if (!isUtf8(text)) {
    reportNotUtf8(file, text, diags);
    return nullptr;
  }
  return Parser(file, text, diags).run();
}
