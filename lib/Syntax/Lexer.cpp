//===- Lexer.cpp - From text to tokens ------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Lexer.h"
#include "Identifiers.h"
#include "NumberLiteral.h"
#include "StringLiteral.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::syntax;

/// CPython's limit on nested blocks.
static constexpr size_t maxIndents = 100;

namespace {
class Lexer {
public:
  Lexer(const ParseContext &context, uint32_t begin, uint32_t end,
        bool isEmbedded)
      : context(context), text(context.text.take_front(end)), pos(begin),
        isEmbedded(isEmbedded) {}

  FailureOr<std::vector<Token>> lex();

private:
  /// How deep a block is indented, by both of CPython's measures: with tab
  /// stops at eight columns and with tabs of one. They must agree about what is
  /// deeper, or the file means different things to different eyes.
  struct Indent {
    uint32_t column = 0;
    uint32_t narrowColumn = 0;
    /// Came from a bad dedent: no block was opened for it.
    bool isRepair = false;
  };

  bool atEnd() const { return pos >= text.size(); }
  char peek(uint32_t ahead = 0) const {
    return pos + ahead < text.size() ? text[pos + ahead] : '\0';
  }
  bool atLineEnd() const { return peek() == '\n' || peek() == '\r'; }

  void lexLineStart();
  Indent measureIndent();
  void applyIndent(Indent indent, uint32_t begin);
  void dedent(Indent indent, uint32_t begin);
  void checkTabs(bool agrees, uint32_t begin);

  void lexToken();
  void lexLineEnd();
  void skipLineEnd();
  void skipComment();
  bool skipContinuation();
  void lexName();
  void lexNumber();
  void lexString(StringPrefix prefix);
  void lexOperator();
  void lexUnknown();
  void openBracket(TokenKind kind);
  void closeBracket(TokenKind kind);
  void reportUnclosed();
  bool beginsStatement(TokenKind kind) const;
  void finish();

  void add(TokenKind kind, uint32_t length) {
    tokens.push_back({.kind = kind, .begin = pos, .end = pos + length});
    pos += length;
  }
  SourceRange rangeHere(uint32_t length) const {
    return context.range(pos, pos + length);
  }
  DiagnosticEngine &diags() const { return context.diags; }

  const ParseContext &context;
  llvm::StringRef text;
  uint32_t pos;
  bool isEmbedded;
  std::vector<Token> tokens;
  std::vector<Indent> indents{{}};
  /// The open brackets, by their index in `tokens`.
  llvm::SmallVector<size_t, 16> brackets;
  bool atLineStart = true;
  /// The next token is the first on its line, though inside brackets.
  bool afterInnerLineEnd = false;
  /// Lines and blocks cannot be told apart any more.
  bool hasFailed = false;
};
} // namespace

//--- Indentation --------------------------------------------------------------

Lexer::Indent Lexer::measureIndent() {
  Indent indent;
  std::optional<uint32_t> continued;
  for (;; ++pos) {
    switch (peek()) {
    case ' ':
      ++indent.column;
      ++indent.narrowColumn;
      continue;
    case '\t':
      indent.column = (indent.column / 8 + 1) * 8;
      ++indent.narrowColumn;
      continue;
    case '\f':
      indent = {};
      continue;
    case '\\':
      // The indentation before the first continuation is what counts.
      if (!continued)
        continued = indent.column;
      if (skipContinuation()) {
        --pos;
        continue;
      }
      [[fallthrough]];
    default:
      if (continued)
        indent.column = indent.narrowColumn = *continued;
      return indent;
    }
  }
}

void Lexer::checkTabs(bool agrees, uint32_t begin) {
  if (agrees)
    return;
  hasFailed = true;
  diags()
      .report(context.range(begin, pos), diag::inconsistent_tabs)
      .hint("indent with spaces alone");
}

void Lexer::dedent(Indent indent, uint32_t begin) {
  while (indents.back().column > indent.column) {
    if (!indents.back().isRepair)
      add(TokenKind::Dedent, 0);
    indents.pop_back();
  }
  if (indents.back().column == indent.column) {
    checkTabs(indents.back().narrowColumn == indent.narrowColumn, begin);
    return;
  }
  diags().report(context.range(begin, pos), diag::unmatched_dedent);
  indent.isRepair = true;
  indents.push_back(indent);
}

void Lexer::applyIndent(Indent indent, uint32_t begin) {
  const Indent &current = indents.back();
  if (indent.column == current.column) {
    checkTabs(indent.narrowColumn == current.narrowColumn, begin);
  } else if (indent.column < current.column) {
    dedent(indent, begin);
  } else if (indents.size() >= maxIndents) {
    diags().report(context.range(begin, pos), diag::nested_too_deeply,
                   uint64_t(maxIndents));
    hasFailed = true;
  } else {
    checkTabs(indent.narrowColumn > current.narrowColumn, begin);
    indents.push_back(indent);
    add(TokenKind::Indent, 0);
  }
}

/// Blank lines and lines with only a comment say nothing about blocks.
void Lexer::lexLineStart() {
  uint32_t begin = pos;
  Indent indent = measureIndent();
  if (peek() == '#')
    skipComment();
  if (atEnd())
    return;
  if (atLineEnd())
    return skipLineEnd();
  atLineStart = false;
  applyIndent(indent, begin);
}

//--- Line ends and what is skipped --------------------------------------------

void Lexer::skipLineEnd() { pos += peek() == '\r' && peek(1) == '\n' ? 2 : 1; }

void Lexer::skipComment() {
  while (!atEnd() && !atLineEnd())
    ++pos;
}

void Lexer::lexLineEnd() {
  if (!brackets.empty() || isEmbedded) {
    skipLineEnd();
    afterInnerLineEnd = true;
    return;
  }
  uint32_t begin = pos;
  skipLineEnd();
  tokens.push_back({.kind = TokenKind::Newline, .begin = begin, .end = pos});
  atLineStart = true;
}

/// A backslash that is not the last thing on its line is a fault.
bool Lexer::skipContinuation() {
  uint32_t backslash = pos++;
  if (!atLineEnd()) {
    diags().report(context.range(backslash, pos), diag::stray_backslash);
    tokens.push_back(
        {.kind = TokenKind::Broken, .begin = backslash, .end = pos});
    return false;
  }
  skipLineEnd();
  if (atEnd() && !isEmbedded) {
    diags().report(context.range(backslash, backslash + 1),
                   diag::nothing_after_backslash);
    tokens.push_back(
        {.kind = TokenKind::Broken, .begin = backslash, .end = pos});
    return false;
  }
  return true;
}

//--- Words --------------------------------------------------------------------

static bool beginsName(char c) {
  return llvm::isAlpha(c) || c == '_' || (c & 0x80) != 0;
}

static bool continuesName(char c) { return beginsName(c) || llvm::isDigit(c); }

/// Keywords that no expression holds. One at the start of a line inside
/// brackets means that a bracket was never closed, which lets the rest be read.
bool Lexer::beginsStatement(TokenKind kind) const {
  switch (kind) {
  case TokenKind::KwAssert:
  case TokenKind::KwBreak:
  case TokenKind::KwClass:
  case TokenKind::KwContinue:
  case TokenKind::KwDef:
  case TokenKind::KwDel:
  case TokenKind::KwElif:
  case TokenKind::KwExcept:
  case TokenKind::KwFinally:
  case TokenKind::KwGlobal:
  case TokenKind::KwImport:
  case TokenKind::KwNonlocal:
  case TokenKind::KwPass:
  case TokenKind::KwRaise:
  case TokenKind::KwReturn:
  case TokenKind::KwTry:
  case TokenKind::KwWhile:
  case TokenKind::KwWith:
    return true;
  default:
    return false;
  }
}

void Lexer::lexName() {
  StringPrefix prefix;
  if (scanStringPrefix(text.substr(pos, 3), prefix))
    return lexString(prefix);
  uint32_t length = 0;
  bool isAscii = true;
  for (; continuesName(peek(length)); ++length)
    isAscii &= (peek(length) & 0x80) == 0;
  llvm::StringRef word = text.substr(pos, length);
  if (!isAscii && failed(checkIdentifier(context, pos, word)))
    return add(TokenKind::Broken, length);
  TokenKind kind = keywordOrName(word);
  if (afterInnerLineEnd && !isEmbedded && beginsStatement(kind)) {
    reportUnclosed();
    // What follows is a line of its own, at its own indentation.
    while (text[pos - 1] == ' ' || text[pos - 1] == '\t')
      --pos;
    tokens.push_back({.kind = TokenKind::Newline, .begin = pos, .end = pos});
    atLineStart = true;
    afterInnerLineEnd = false;
    return;
  }
  add(kind, length);
}

static llvm::StringRef explain(NumberFault fault) {
  switch (fault) {
  case NumberFault::Underscore:
    return "an underscore must stand between two digits";
  case NumberFault::NoDigits:
    return "digits are missing";
  case NumberFault::DigitTooLarge:
    return "it has a digit that is too large for its base";
  default:
    return "a name cannot follow a number directly";
  }
}

void Lexer::lexNumber() {
  ScannedNumber number = scanNumber(text.drop_front(pos));
  SourceRange range = rangeHere(number.length);
  llvm::StringRef spelling = context.sources.text(range);
  switch (number.fault) {
  case NumberFault::None:
    return add(TokenKind::Number, number.length);
  case NumberFault::LeadingZero: {
    bool isOctal = spelling.find_first_not_of("01234567_") == spelling.npos;
    llvm::StringRef digits = spelling.ltrim("0_");
    diags()
        .report(range, diag::leading_zero, spelling)
        .hint("octal numbers are written with `0o`")
        .fixIt(range, (isOctal ? "0o" : "") + digits);
    break;
  }
  case NumberFault::TooManyDigits:
    diags().report(range, diag::too_many_digits, uint64_t(spelling.size()),
                   uint64_t(MaxDecimalDigits));
    break;
  default:
    diags().report(range, diag::malformed_number, spelling,
                   explain(number.fault));
  }
  add(TokenKind::Broken, number.length);
}

void Lexer::lexString(StringPrefix prefix) {
  ScannedString string = scanString(text.drop_front(pos + prefix.length));
  uint32_t length = prefix.length + string.length;
  if (string.isTerminated)
    return add(TokenKind::String, length);
  // The opening quote is what there is to see of a long one.
  uint32_t shown = string.isTriple ? prefix.length + 3 : length;
  auto report =
      string.isTriple
          ? diags().report(rangeHere(shown), diag::unterminated_triple_string)
          : diags().report(rangeHere(shown), diag::unterminated_string);
  if (!string.isTriple)
    report.hint("a string of several lines is written with three quotes");
  add(TokenKind::Broken, length);
}

//--- Signs --------------------------------------------------------------------

static TokenKind closingOf(TokenKind opening) {
  return TokenKind(static_cast<unsigned>(opening) + 1);
}

void Lexer::openBracket(TokenKind kind) {
  if (brackets.size() >= context.limits.syntaxDepth) {
    diags().report(rangeHere(1), diag::nested_too_deeply,
                   uint64_t(context.limits.syntaxDepth));
    hasFailed = true;
  }
  brackets.push_back(tokens.size());
  add(kind, 1);
}

void Lexer::closeBracket(TokenKind kind) {
  if (brackets.empty()) {
    diags().report(rangeHere(1), diag::unmatched_bracket, describe(kind));
    return add(TokenKind::Broken, 1);
  }
  Token opening = tokens[brackets.pop_back_val()];
  if (closingOf(opening.kind) == kind)
    return add(kind, 1);
  diags()
      .report(rangeHere(1), diag::mismatched_bracket, describe(kind),
              describe(opening.kind))
      .label(context.range(opening), "opened here")
      .fixIt(rangeHere(1), describe(closingOf(opening.kind)).slice(1, 2));
  add(TokenKind::Broken, 1);
}

void Lexer::lexOperator() {
  unsigned length = 0;
  TokenKind kind = operatorAt(text.drop_front(pos), length);
  switch (kind) {
  case TokenKind::Broken:
    return lexUnknown();
  case TokenKind::LeftParen:
  case TokenKind::LeftBracket:
  case TokenKind::LeftBrace:
    return openBracket(kind);
  case TokenKind::RightParen:
  case TokenKind::RightBracket:
  case TokenKind::RightBrace:
    return closeBracket(kind);
  default:
    return add(kind, length);
  }
}

void Lexer::lexUnknown() {
  unsigned char c = peek();
  bool isPrintable = c >= 0x20 && c < 0x7F;
  std::string shown = isPrintable ? llvm::formatv("`{0}`", char(c)).str()
                                  : llvm::formatv("U+{0:X-4}", c).str();
  auto report = diags().report(rangeHere(1), diag::unknown_character, shown);
  if (c == '`')
    report.hint("write `repr(…)`; backquotes went away with Python 2");
  else if (c == '!')
    report.hint("negation is written `not`");
  else if (c == '$')
    report.hint("a shell variable belongs inside a command's string");
  add(TokenKind::Broken, 1);
}

void Lexer::lexToken() {
  char c = peek();
  if (c == ' ' || c == '\t' || c == '\f') {
    ++pos;
    return;
  }
  if (c == '#')
    return skipComment();
  if (atLineEnd())
    return lexLineEnd();
  if (c == '\\') {
    skipContinuation();
    return;
  }
  StringPrefix none;
  if (beginsName(c))
    lexName();
  else if (llvm::isDigit(c) || (c == '.' && llvm::isDigit(peek(1))))
    lexNumber();
  else if (c == '\'' || c == '"')
    lexString(none);
  else
    lexOperator();
  afterInnerLineEnd = false;
}

//--- The whole ----------------------------------------------------------------

void Lexer::reportUnclosed() {
  if (brackets.empty())
    return;
  Token &opening = tokens[brackets.back()];
  brackets.clear();
  diags().report(context.range(opening), diag::unclosed_bracket,
                 describe(opening.kind));
  opening.kind = TokenKind::Broken; // Nothing more is said about this line.
}

void Lexer::finish() {
  pos = text.size();
  reportUnclosed();
  if (!isEmbedded && !tokens.empty() &&
      tokens.back().kind != TokenKind::Newline)
    add(TokenKind::Newline, 0);
  for (; indents.size() > 1; indents.pop_back())
    if (!indents.back().isRepair)
      add(TokenKind::Dedent, 0);
  add(TokenKind::EndOfFile, 0);
}

FailureOr<std::vector<Token>> Lexer::lex() {
  tokens.reserve((text.size() - pos) / 4 + 8);
  while (!atEnd() && !hasFailed) {
    if (atLineStart && !isEmbedded)
      lexLineStart();
    else
      lexToken();
  }
  if (hasFailed)
    return failure();
  finish();
  return std::move(tokens);
}

FailureOr<std::vector<Token>> syntax::lexFile(const ParseContext &context) {
  uint32_t begin = context.text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  return Lexer(context, begin, context.text.size(), false).lex();
}

FailureOr<std::vector<Token>>
syntax::lexEmbedded(const ParseContext &context, uint32_t begin, uint32_t end) {
  return Lexer(context, begin, end, true).lex();
}
