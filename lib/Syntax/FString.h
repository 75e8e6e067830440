//===- FString.h - The parts of an f-string ---------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file CPython 3.11 takes f-strings apart character by character, after the
/// tokenizer and by rules of their own: a replacement ends at the first `!`,
/// `:`,
/// `=` or `}` outside brackets and quotes; it holds no backslash and no `#`;
/// doubled braces mean themselves, but not inside a format specification. We
/// follow the same rules, not those of a grammar.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SYNTAX_FSTRING_H
#define PLUE_SYNTAX_FSTRING_H

#include "Lexer.h"

namespace plue::syntax {

/// A stretch of source text that stands for itself (escapes are decoded later),
/// or a replacement `{expression=!c:spec}`.
struct FormatPiece {
  uint32_t begin;
  uint32_t end;
  bool isLiteral;

  // Of a replacement: where the expression is,
  uint32_t expressionBegin = 0;
  uint32_t expressionEnd = 0;
  // with `=`, where the text to show ends (else 0),
  uint32_t shownEnd = 0;
  char conversion = 0;
  bool hasSpec = false;
  std::vector<FormatPiece> spec = {};
};

/// Takes the body [begin, end) of an f-string apart, reporting what is wrong
/// with its structure.
FailureOr<std::vector<FormatPiece>> splitFString(const ParseContext &context,
                                                 uint32_t begin, uint32_t end,
                                                 bool isRaw);

} // namespace plue::syntax

#endif // PLUE_SYNTAX_FSTRING_H
