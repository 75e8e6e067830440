//===- Lexer.cpp - The tokens of a plan's text ----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Lexer.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::asmparser;

static bool isNamePart(char c) { return llvm::isAlnum(c) || c == '_'; }
static bool isWordPart(char c) { return isNamePart(c) || c == '.'; }
static bool isInLine(char c) { return c != '\n'; }

//--- Between tokens -----------------------------------------------------------

void Lexer::skipWhile(bool (*isPart)(char)) {
  while (at < text.size() && isPart(text[at]))
    ++at;
}

/// Returns whether a line has ended.
bool Lexer::skipBlanks() {
  bool sawLineEnd = at == 0;
  while (at < text.size()) {
    char c = text[at];
    if (c == '/' && peek(1) == '/') {
      skipWhile(isInLine);
      continue;
    }
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
      break;
    sawLineEnd |= c == '\n';
    ++at;
  }
  return sawLineEnd;
}

//--- Names and numbers --------------------------------------------------------

Token::Kind Lexer::stray() {
  uint32_t begin = at++;
  // The rest of a character of several bytes.
  while ((uint8_t(peek()) & 0xC0) == 0x80)
    ++at;
  llvm::StringRef character = text.slice(begin, at);
  bool isShown = llvm::isPrint(character[0]) || character.size() > 1;
  if (!isSilent)
    diags.report({file, begin, at}, diag::asm_stray_character,
                 isShown ? "`" + character.str() + "`"
                         : "0x" + llvm::utohexstr(uint8_t(character[0]), true));
  return Token::Error;
}

/// A name behind its sigil.
Token::Kind Lexer::lexName(Token::Kind kind) {
  if (!isNamePart(peek(1)))
    return stray();
  ++at;
  skipWhile(isNamePart);
  return kind;
}

Token::Kind Lexer::lexSymbol() {
  if (peek(1) != '"') {
    if (lexName(Token::Symbol) == Token::Error)
      return Token::Error;
  } else {
    ++at;
    if (lexString() == Token::Error)
      return Token::Error;
  }
  if (peek() == '.' && llvm::isDigit(peek(1))) {
    ++at;
    skipWhile(llvm::isDigit);
  }
  return Token::Symbol;
}

/// Which numbers there are depends on where they stand; whatever looks like one
/// is taken as a whole.
Token::Kind Lexer::lexNumber() {
  ++at;
  while (at < text.size()) {
    bool isSign =
        (peek() == '+' || peek() == '-') && llvm::toLower(text[at - 1]) == 'e';
    if (!isWordPart(peek()) && !isSign)
      break;
    ++at;
  }
  return Token::Number;
}

//--- Strings ------------------------------------------------------------------

/// Moves past what follows a backslash.
Token::Kind Lexer::lexEscape() {
  uint32_t begin = at++;
  switch (peek()) {
  case '"':
  case '\\':
  case 'n':
  case 't':
  case 'r':
    ++at;
    return Token::String;
  case 'x':
    if (llvm::isHexDigit(peek(1)) && llvm::isHexDigit(peek(2))) {
      at += 3;
      return Token::String;
    }
    break;
  default:
    break;
  }
  uint32_t end =
      std::min<uint32_t>(begin + (peek() == 'x' ? 4 : 2),
                         std::min(text.find('\n', begin), text.size()));
  if (!isSilent)
    diags
        .report({file, begin, end}, diag::asm_unknown_escape,
                text.slice(begin, end))
        .hint("the escapes are \\\" \\\\ \\n \\t \\r and \\xHH");
  return Token::Error;
}

Token::Kind Lexer::lexString() {
  uint32_t begin = at++;
  bool isSound = true;
  while (at < text.size() && text[at] != '"' && text[at] != '\n')
    if (text[at] == '\\')
      isSound &= lexEscape() != Token::Error;
    else
      ++at;
  if (peek() == '"' && at < text.size()) {
    ++at;
    return isSound ? Token::String : Token::Error;
  }
  if (!isSilent)
    diags.report({file, begin, at}, diag::asm_string_not_closed);
  return Token::Error;
}

std::string asmparser::unquoted(llvm::StringRef quoted) {
  std::string text;
  quoted = quoted.drop_front().drop_back();
  for (size_t i = 0; i != quoted.size(); ++i) {
    if (quoted[i] != '\\') {
      text += quoted[i];
      continue;
    }
    switch (char c = quoted[++i]) {
    case 'n':
      text += '\n';
      break;
    case 't':
      text += '\t';
      break;
    case 'r':
      text += '\r';
      break;
    case 'x':
      text += char(llvm::hexFromNibbles(quoted[i + 1], quoted[i + 2]));
      i += 2;
      break;
    default:
      text += c;
    }
  }
  return text;
}

//--- Tokens -------------------------------------------------------------------

Token::Kind Lexer::lexToken() {
  char c = peek();
  if (llvm::isAlpha(c) || c == '_') {
    skipWhile(isWordPart);
    return Token::Word;
  }
  if (llvm::isDigit(c) || (c == '-' && isNamePart(peek(1))))
    return lexNumber();
  switch (c) {
  case '%':
    return lexName(Token::Value);
  case '!':
    return lexName(Token::Type);
  case '@':
    return lexSymbol();
  case '"':
    return lexString();
  case '*':
    at += peek(1) == '*' ? 2 : 1;
    return Token::Punctuation;
  default:
    if (!llvm::StringRef("{}()[],:=+?#").contains(c))
      return stray();
    ++at;
    return Token::Punctuation;
  }
}

Token Lexer::next() {
  Token token;
  token.isFirstOfLine = skipBlanks();
  token.begin = at;
  if (at < text.size())
    token.kind = lexToken();
  token.text = text.slice(token.begin, at);
  return token;
}
