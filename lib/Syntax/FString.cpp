//===- FString.cpp - The parts of an f-string -----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FString.h"

using namespace plue;
using namespace plue::syntax;

namespace {
class Splitter {
public:
  Splitter(const ParseContext &context, uint32_t begin, uint32_t end,
           bool isRaw)
      : context(context), pos(begin), end(end), isRaw(isRaw) {}

  /// \p level is 0 outside and 1 inside a format specification.
  LogicalResult split(std::vector<FormatPiece> &pieces, unsigned level);

private:
  char peek(uint32_t ahead = 0) const {
    return pos + ahead < end ? context.text[pos + ahead] : '\0';
  }
  LogicalResult report(uint32_t at, const char *text) {
    return context.diags.report(context.range(at, at + 1),
                                diag::malformed_fstring, text);
  }

  LogicalResult literal(std::vector<FormatPiece> &pieces, unsigned level);
  void skipEscape();
  LogicalResult replacement(FormatPiece &piece, unsigned level);
  LogicalResult findExpressionEnd();
  LogicalResult expressionChar(llvm::SmallVectorImpl<uint32_t> &brackets,
                               bool &isEnd);
  LogicalResult skipNestedString();
  LogicalResult checkNotEmpty(const FormatPiece &piece);
  LogicalResult conversion(FormatPiece &piece);

  const ParseContext &context;
  uint32_t pos;
  uint32_t end;
  bool isRaw;
};
} // namespace

static void addLiteral(std::vector<FormatPiece> &pieces, uint32_t begin,
                       uint32_t end) {
  if (begin != end)
    pieces.push_back({.begin = begin, .end = end, .isLiteral = true});
}

/// Steps over a backslash and what it escapes; a brace after it counts, except
/// those around a character's name.
void Splitter::skipEscape() {
  ++pos;
  if (peek() == '{' || peek() == '}' || pos >= end)
    return;
  bool isNamed = peek() == 'N' && peek(1) == '{';
  ++pos;
  if (!isNamed)
    return;
  while (pos < end && peek() != '}')
    ++pos;
  if (pos < end)
    ++pos;
}

/// Literal text up to a replacement, the end, or the brace that ends a
/// specification.
LogicalResult Splitter::literal(std::vector<FormatPiece> &pieces,
                                unsigned level) {
  uint32_t begin = pos;
  while (pos < end) {
    char c = peek();
    if (c == '\\' && !isRaw) {
      skipEscape();
      continue;
    }
    if (c != '{' && c != '}') {
      ++pos;
      continue;
    }
    if (level == 0 && peek(1) == c) {
      addLiteral(pieces, begin, pos + 1); // One of the two braces.
      pos += 2;
      begin = pos;
      continue;
    }
    if (level == 0 && c == '}')
      return report(pos, "a single `}` stands for nothing; write `}}` for "
                         "the character");
    break;
  }
  addLiteral(pieces, begin, pos);
  return success();
}

/// `pos` stands on a quote inside a replacement.
LogicalResult Splitter::skipNestedString() {
  uint32_t begin = pos;
  char quote = peek();
  bool isTriple = peek(1) == quote && peek(2) == quote;
  pos += isTriple ? 3 : 1;
  for (; pos < end; ++pos) {
    if (peek() == '\\')
      return report(pos, "a replacement cannot hold a backslash; give the "
                         "value a name before");
    if (peek() != quote)
      continue;
    if (isTriple && (peek(1) != quote || peek(2) != quote))
      continue;
    pos += isTriple ? 3 : 1;
    return success();
  }
  return report(begin, "a string inside a replacement does not end; it needs "
                       "other quotes than the f-string");
}

static char closingOf(char opening) {
  return opening == '(' ? ')' : opening == '[' ? ']' : '}';
}

LogicalResult
Splitter::expressionChar(llvm::SmallVectorImpl<uint32_t> &brackets,
                         bool &isEnd) {
  char c = peek();
  switch (c) {
  case '\\':
    return report(pos, "a replacement cannot hold a backslash; give the value "
                       "a name before");
  case '#':
    return report(pos, "a replacement cannot hold a comment");
  case '\'':
  case '"':
    return skipNestedString();
  case '(':
  case '[':
  case '{':
    if (brackets.size() >= context.limits.syntaxDepth)
      return context.diags.report(context.range(pos, pos + 1),
                                  diag::nested_too_deeply,
                                  uint64_t(context.limits.syntaxDepth));
    brackets.push_back(pos++);
    return success();
  case '!':
  case ':':
  case '=':
  case '<':
  case '>': {
    bool isOuter = brackets.empty();
    bool isComparison = peek(1) == '=' && c != ':';
    if (isOuter && isComparison)
      pos += 2;
    else if (isOuter && c != '<' && c != '>')
      isEnd = true;
    else
      ++pos;
    return success();
  }
  case ')':
  case ']':
  case '}':
    if (brackets.empty() && c == '}') {
      isEnd = true;
      return success();
    }
    if (brackets.empty() || closingOf(context.text[brackets.back()]) != c)
      return report(pos, "a closing bracket matches nothing");
    brackets.pop_back();
    ++pos;
    return success();
  default:
    ++pos;
    return success();
  }
}

LogicalResult Splitter::findExpressionEnd() {
  llvm::SmallVector<uint32_t, 8> brackets;
  for (bool isEnd = false; pos < end && !isEnd;)
    if (failed(expressionChar(brackets, isEnd)))
      return failure();
  if (!brackets.empty())
    return report(brackets.back(), "a bracket is never closed");
  return success();
}

LogicalResult Splitter::checkNotEmpty(const FormatPiece &piece) {
  llvm::StringRef expression =
      context.text.slice(piece.expressionBegin, piece.expressionEnd);
  if (!expression.trim(" \t\r\n\f").empty())
    return success();
  return context.diags
      .report(context.range(piece.begin, piece.expressionEnd),
              diag::malformed_fstring,
              "there is nothing to show between the "
              "braces")
      .hint("for the characters, write `{{` and `}}`");
}

LogicalResult Splitter::conversion(FormatPiece &piece) {
  ++pos; // The `!`.
  char c = peek();
  if (c != 's' && c != 'r' && c != 'a')
    return report(pos - 1, "the conversions are `!s`, `!r` and `!a`");
  piece.conversion = c;
  ++pos;
  return success();
}

LogicalResult Splitter::replacement(FormatPiece &piece, unsigned level) {
  if (level >= 2)
    return report(pos, "a replacement inside a format inside a format");
  piece.expressionBegin = ++pos;
  if (failed(findExpressionEnd()))
    return failure();
  piece.expressionEnd = pos;
  if (pos >= end)
    return report(piece.begin, "a `{` is never closed");
  if (failed(checkNotEmpty(piece)))
    return failure();
  if (peek() == '=') {
    ++pos;
    while (pos < end && llvm::StringRef(" \t\n\r\f\v").contains(peek()))
      ++pos;
    piece.shownEnd = pos;
  }
  if (peek() == '!' && failed(conversion(piece)))
    return failure();
  if (peek() == ':') {
    ++pos;
    piece.hasSpec = true;
    if (failed(split(piece.spec, level + 1)))
      return failure();
  }
  if (peek() != '}')
    return report(piece.begin, "a `{` is never closed");
  piece.end = ++pos;
  return success();
}

LogicalResult Splitter::split(std::vector<FormatPiece> &pieces,
                              unsigned level) {
  for (;;) {
    if (failed(literal(pieces, level)))
      return failure();
    if (pos >= end || peek() == '}')
      return success();
    FormatPiece piece{.begin = pos, .end = pos, .isLiteral = false};
    if (failed(replacement(piece, level)))
      return failure();
    pieces.push_back(std::move(piece));
  }
}

FailureOr<std::vector<FormatPiece>>
syntax::splitFString(const ParseContext &context, uint32_t begin, uint32_t end,
                     bool isRaw) {
  std::vector<FormatPiece> pieces;
  if (failed(Splitter(context, begin, end, isRaw).split(pieces, 0)))
    return failure();
  return pieces;
}
