//===- Lexer.h - The tokens of a plan's text --------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Tokens are made one at a time. Blanks, line ends and comments, which
/// go from `//` to the end of the line, only separate them; that a token is the
/// first of its line matters to recovery alone.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_ASMPARSER_LEXER_H
#define PLUE_LIB_ASMPARSER_LEXER_H

#include "plue/Basic/Diagnostic.h"

namespace plue::asmparser {

struct Token {
  enum Kind : uint8_t {
    End,
    /// A fault that has been reported.
    Error,
    /// `make.list`
    Word,
    /// `%name`
    Value,
    /// `!name`
    Type,
    /// `@name`, `@"any text"`, and for functions `@name.0`
    Symbol,
    /// `-1`, `2.5e+10`, `0x7ff8`, `30s`, a digest that begins with a digit
    Number,
    /// `"text"`
    String,
    /// One of `{ } ( ) [ ] , : = + * ** ? #`
    Punctuation,
  };
  Kind kind = End;
  bool isFirstOfLine = false;
  uint32_t begin = 0;
  /// With its quotes or its sigil.
  llvm::StringRef text = {};

  uint32_t end() const { return begin + text.size(); }
  bool is(llvm::StringRef spelling) const {
    return (kind == Word || kind == Punctuation) && text == spelling;
  }
};

class Lexer {
public:
  /// \p text is that of \p file.
  Lexer(FileId file, llvm::StringRef text, DiagnosticEngine &diags)
      : file(file), text(text), diags(diags) {}

  /// The next token. A fault is reported unless the lexer is silent.
  Token next();
  /// Goes on at \p offset.
  void seek(uint32_t offset) { at = offset; }
  uint32_t position() const { return at; }
  void setSilent(bool silent) { isSilent = silent; }

private:
  char peek(uint32_t ahead = 0) const {
    return at + ahead < text.size() ? text[at + ahead] : '\0';
  }
  bool skipBlanks();
  void skipWhile(bool (*isPart)(char));
  Token::Kind lexToken();
  Token::Kind lexName(Token::Kind kind);
  Token::Kind lexSymbol();
  Token::Kind lexNumber();
  Token::Kind lexString();
  Token::Kind lexEscape();
  Token::Kind stray();

  FileId file;
  llvm::StringRef text;
  DiagnosticEngine &diags;
  uint32_t at = 0;
  bool isSilent = false;
};

/// The text that \p quoted, the text of a String token, stands for.
std::string unquoted(llvm::StringRef quoted);

} // namespace plue::asmparser

#endif // PLUE_LIB_ASMPARSER_LEXER_H
