//===- Lexer.h - From text to tokens ----------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file CPython 3.11's tokenizer: indentation with its tab rules, brackets,
/// line continuations, numbers and strings. It reports what it cannot read as
/// it goes and puts a Broken token there, so that nothing else is said about
/// that line.
///
/// An f-string is one token here, as it was in 3.11; FString.h takes it apart
/// and asks for the expressions inside to be lexed on their own.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SYNTAX_LEXER_H
#define PLUE_SYNTAX_LEXER_H

#include "Token.h"
#include "plue/Basic/Diagnostic.h"
#include "plue/Basic/Limits.h"
#include <vector>

namespace plue::syntax {

/// What the phases of the parser share.
struct ParseContext {
  FileId file;
  llvm::StringRef text;
  const SourceManager &sources;
  const Limits &limits;
  DiagnosticEngine &diags;

  SourceRange range(uint32_t begin, uint32_t end) const {
    return {.file = file, .begin = begin, .end = end};
  }
  SourceRange range(const Token &token) const {
    return range(token.begin, token.end);
  }
  llvm::StringRef textOf(const Token &token) const {
    return text.slice(token.begin, token.end);
  }
};

/// The tokens of a whole file; a byte order mark is skipped. Ends with
/// EndOfFile, and indents and dedents balance. Fails if there is no telling
/// where blocks and lines end.
FailureOr<std::vector<Token>> lexFile(const ParseContext &context);

/// The tokens of the expression [begin, end) inside an f-string, where line
/// ends mean nothing. Ends with EndOfFile.
FailureOr<std::vector<Token>> lexEmbedded(const ParseContext &context,
                                          uint32_t begin, uint32_t end);

} // namespace plue::syntax

#endif // PLUE_SYNTAX_LEXER_H
