//===- StringLiteral.h - Strings as they are written ------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A string literal is a prefix, a quote, a body and the quote again.
/// Scanning finds where it ends; decoding turns the body (or, in an f-string, a
/// part of it) into the text it stands for.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SYNTAX_STRINGLITERAL_H
#define PLUE_SYNTAX_STRINGLITERAL_H

#include "Lexer.h"
#include "llvm/ADT/SmallVector.h"

namespace plue::syntax {

struct StringPrefix {
  unsigned length = 0;
  bool isRaw = false;
  bool isBytes = false;
  bool isFormat = false;
};

/// The string prefix that \p text begins with, if a quote follows it. Whether
/// there is a string literal at all.
bool scanStringPrefix(llvm::StringRef text, StringPrefix &prefix);

struct ScannedString {
  uint32_t length;
  bool isTerminated;
  bool isTriple;
};

/// Scans the string whose opening quote \p text begins with. One that is not
/// terminated ends with its line, or with the text if it is triple-quoted.
ScannedString scanString(llvm::StringRef text);

/// A string token taken apart.
struct StringParts {
  StringPrefix prefix;
  uint32_t bodyBegin;
  uint32_t bodyEnd;
};
StringParts partsOf(const ParseContext &context, const Token &token);

/// Appends the text that the source bytes [begin, end) stand for to \p out.
/// Reports escapes that mean nothing.
LogicalResult decodeText(const ParseContext &context, uint32_t begin,
                         uint32_t end, bool isRaw,
                         llvm::SmallVectorImpl<char> &out);

/// Reports what is wrong with the body of a bytes literal.
LogicalResult checkBytes(const ParseContext &context, uint32_t begin,
                         uint32_t end, bool isRaw);

} // namespace plue::syntax

#endif // PLUE_SYNTAX_STRINGLITERAL_H
