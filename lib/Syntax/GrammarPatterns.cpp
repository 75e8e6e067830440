//===- GrammarPatterns.cpp - Match statements -----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "NumberLiteral.h"
#include "Recognizer.h"
#include "StringLiteral.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace plue;
using namespace plue::syntax;

/// The names that a pattern has bound so far, and whether the part read last
/// matches everything.
struct Recognizer::PatternState {
  llvm::SmallVector<llvm::StringRef, 4> names;
  llvm::SmallDenseSet<llvm::StringRef, 4> bound;
  bool isIrrefutable = false;
  SourceRange irrefutable;

  bool bind(llvm::StringRef name) {
    names.push_back(name);
    return bound.insert(name).second;
  }
  /// Takes back the names after the first \p count, and returns them.
  llvm::SmallVector<llvm::StringRef, 4> takeSince(size_t count) {
    llvm::SmallVector<llvm::StringRef, 4> taken(llvm::drop_begin(names, count));
    names.truncate(count);
    for (llvm::StringRef name : taken)
      bound.erase(name);
    return taken;
  }
};

/// `match` is a keyword only where a line that it begins ends with a colon and
/// is followed by a block of `case`.
bool Recognizer::atMatchStatement() const {
  if (!at(TokenKind::Name) || context.textOf(peek()) != "match")
    return false;
  size_t end = pos;
  while (!tokens[end].isAnyOf(TokenKind::Newline, TokenKind::EndOfFile))
    ++end;
  return end + 2 < tokens.size() && end > pos + 1 &&
         tokens[end - 1].is(TokenKind::Colon) &&
         tokens[end + 1].is(TokenKind::Indent) &&
         tokens[end + 2].is(TokenKind::Name) &&
         context.textOf(tokens[end + 2]) == "case";
}

void Recognizer::subject() {
  uint32_t begin = peek().begin;
  Shape first = starNamedExpression();
  if (at(TokenKind::Comma))
    elements(first, TokenKind::Colon, Shape::Tuple, begin);
  else
    checkNotStarred(first);
}

void Recognizer::matchStatement() {
  Deeper deeper(*this);
  take();
  subject();
  expect(TokenKind::Colon);
  if (isFaulty || !at(TokenKind::Newline)) {
    endOfLine();
    return;
  }
  take();
  take(); // The indent: atMatchStatement has seen it.
  caseBlocks();
  accept(TokenKind::Dedent);
}

void Recognizer::caseBlocks() {
  std::optional<SourceRange> irrefutable;
  while (!atAny(TokenKind::Dedent, TokenKind::EndOfFile)) {
    if (!at(TokenKind::Name) || context.textOf(peek()) != "case") {
      expected("`case`");
      endOfLine();
      continue;
    }
    if (irrefutable)
      context.diags.report(*irrefutable, diag::pattern_fault,
                           "this matches everything; nothing after it is "
                           "reached");
    irrefutable.reset();
    Token word = take();
    PatternState state;
    openPattern(state);
    bool isGuarded = accept(TokenKind::KwIf);
    if (isGuarded)
      namedExpression();
    else if (state.isIrrefutable)
      irrefutable = state.irrefutable;
    block(word, "`case`");
  }
}

void Recognizer::patternFault(SourceRange range, llvm::StringRef text) {
  if (beginFault())
    context.diags.report(range, diag::pattern_fault, text);
}

void Recognizer::capture(const Token &name, PatternState &state) {
  scopes.bind(name);
  if (!state.bind(context.textOf(name)))
    context.diags.report(context.range(name), diag::pattern_fault,
                         "the pattern binds this name twice");
}

//--- Patterns -----------------------------------------------------------------

/// A pattern, or several with commas.
void Recognizer::openPattern(PatternState &state) {
  bool isStar = at(TokenKind::Star);
  if (isStar)
    starPattern(state);
  else
    pattern(state);
  if (!at(TokenKind::Comma)) {
    if (isStar)
      expected("`,` after the starred pattern");
    return;
  }
  unsigned stars = isStar;
  while (accept(TokenKind::Comma)) {
    if (atAny(TokenKind::Colon, TokenKind::KwIf))
      break;
    if (at(TokenKind::Star) && ++stars > 1)
      return patternFault(rangeHere(), "a sequence has only one starred "
                                       "pattern");
    if (at(TokenKind::Star))
      starPattern(state);
    else
      pattern(state);
  }
  state.isIrrefutable = false;
}

void Recognizer::pattern(PatternState &state) {
  Deeper deeper(*this);
  orPattern(state);
  if (!accept(TokenKind::KwAs))
    return;
  if (!name("a name"))
    return;
  if (context.textOf(previous()) == "_")
    return patternFault(context.range(previous()), "`_` binds nothing");
  if (atAny(TokenKind::Dot, TokenKind::LeftParen))
    return patternFault(rangeHere(), "only a name can follow `as`");
  capture(previous(), state);
}

/// Alternatives; each must bind the same names.
void Recognizer::orPattern(PatternState &state) {
  uint32_t begin = peek().begin;
  size_t namesBefore = state.names.size();
  closedPattern(state);
  while (at(TokenKind::Bar)) {
    if (state.isIrrefutable)
      return patternFault(state.irrefutable,
                          "this matches everything; the other alternatives "
                          "are never tried");
    take();
    auto previousNames = state.takeSince(namesBefore);
    closedPattern(state);
    llvm::ArrayRef<llvm::StringRef> names =
        llvm::ArrayRef(state.names).drop_front(namesBefore);
    bool bindsSame = names.size() == previousNames.size() &&
                     llvm::all_of(previousNames, [&](llvm::StringRef name) {
                       return state.bound.contains(name);
                     });
    if (!bindsSame)
      patternFault(context.range(begin, previous().end),
                   "the alternatives bind different names");
  }
}

void Recognizer::closedPattern(PatternState &state) {
  state.isIrrefutable = false;
  switch (peek().kind) {
  case TokenKind::KwNone:
  case TokenKind::KwTrue:
  case TokenKind::KwFalse:
    take();
    return;
  case TokenKind::String: {
    SourceRange range = rangeHere();
    if (strings().obstacle == "an f-string")
      patternFault(range, "an f-string is no pattern");
    return;
  }
  case TokenKind::Number:
  case TokenKind::Minus:
    return numberPattern();
  case TokenKind::Name:
    return namePattern(state);
  case TokenKind::LeftParen:
    return sequencePattern(TokenKind::RightParen, state);
  case TokenKind::LeftBracket:
    return sequencePattern(TokenKind::RightBracket, state);
  case TokenKind::LeftBrace:
    return mappingPattern(state);
  default:
    expected("a pattern");
  }
}

/// `-1`, `2.5`, `1 + 2j`: the second of a sum must be imaginary, and only it.
void Recognizer::numberPattern() {
  auto isImaginary = [&](const Token &token) {
    return context.textOf(token).ends_with_insensitive("j") &&
           !context.textOf(token).starts_with_insensitive("0x");
  };
  accept(TokenKind::Minus);
  if (!expect(TokenKind::Number))
    return;
  bool isReal = !isImaginary(previous());
  if (!atAny(TokenKind::Plus, TokenKind::Minus))
    return;
  SourceRange range = rangeHere();
  take();
  if (!expect(TokenKind::Number))
    return;
  if (!isReal || !isImaginary(previous()))
    patternFault(range, "only a real and an imaginary number can be added in "
                        "a pattern");
}

/// A name to bind, `_`, a dotted value, or a class.
void Recognizer::namePattern(PatternState &state) {
  Token first = take();
  bool isWildcard = context.textOf(first) == "_";
  if (isWildcard && atAny(TokenKind::Dot, TokenKind::LeftParen))
    return patternFault(context.range(first), "`_` is no value");
  bool isDotted = at(TokenKind::Dot);
  while (accept(TokenKind::Dot))
    if (!name("an attribute's name after the dot"))
      return;
  if (at(TokenKind::LeftParen)) {
    scopes.use(first);
    return classPattern(state);
  }
  if (isDotted) {
    scopes.use(first);
    return;
  }
  if (!isWildcard)
    capture(first, state);
  state.isIrrefutable = true;
  state.irrefutable = context.range(first);
}

void Recognizer::starPattern(PatternState &state) {
  take();
  if (!name("a name after `*`"))
    return;
  if (context.textOf(previous()) != "_")
    capture(previous(), state);
}

/// A sequence; parentheses around one pattern only group it.
void Recognizer::sequencePattern(TokenKind closing, PatternState &state) {
  take();
  unsigned count = 0, stars = 0;
  bool isGroup = closing == TokenKind::RightParen;
  bool hasComma = false;
  while (!at(closing)) {
    ++count;
    if (at(TokenKind::Star)) {
      isGroup = false;
      if (++stars > 1)
        return patternFault(rangeHere(), "a sequence has only one starred "
                                         "pattern");
      starPattern(state);
    } else {
      pattern(state);
    }
    if (!accept(TokenKind::Comma))
      break;
    hasComma = true;
  }
  if (stars == 1 && count == 1 && !hasComma && closing == TokenKind::RightParen)
    return expected("`,` after the starred pattern");
  expect(closing);
  state.isIrrefutable &= isGroup && count == 1 && !hasComma;
}

//--- Mappings and classes -----------------------------------------------------

/// A text that equal numbers share: `16`, `0x10` and `16.0` are one key.
static std::string numberKey(llvm::StringRef number) {
  auto digits = withoutUnderscores(number);
  llvm::StringRef text = digits;
  int64_t whole = 0;
  if (formOf(text) == NumberForm::Int && !text.getAsInteger(0, whole))
    return std::to_string(whole);
  if (formOf(text) == NumberForm::Complex)
    return decodeFloat(text.drop_back()) == 0 ? "0" : text.lower();
  double value = decodeFloat(text);
  bool isWhole = formOf(text) == NumberForm::Float && value < 1e15 &&
                 value == static_cast<double>(static_cast<int64_t>(value));
  return isWhole ? std::to_string(static_cast<int64_t>(value)) : text.lower();
}

/// Reads a key that is a number and returns a text that equal ones share.
std::string Recognizer::numberKeyPattern() {
  size_t first = pos;
  bool isNegative = at(TokenKind::Minus);
  numberPattern();
  size_t count = pos - first;
  if (isFaulty || count > (isNegative ? 2U : 1U))
    return context.text.slice(tokens[first].begin, previous().end).str();
  std::string key = numberKey(context.textOf(previous()));
  return isNegative && key != "0" ? "-" + key : key;
}

std::string Recognizer::stringKeyPattern() {
  size_t first = pos;
  SourceRange range = rangeHere();
  if (strings().obstacle == "an f-string")
    patternFault(range, "an f-string is no pattern");
  if (isFaulty)
    return {};
  llvm::SmallString<32> text;
  bool isBytes = partsOf(context, tokens[first]).prefix.isBytes;
  text += isBytes ? "b:" : "s:";
  for (const Token &token : tokens.slice(first, pos - first)) {
    StringParts parts = partsOf(context, token);
    (void)decodeText(context, parts.bodyBegin, parts.bodyEnd,
                     parts.prefix.isRaw || isBytes, text);
  }
  return text.str().str();
}

/// Reads a key. Returns a text that equal literals share, empty for a name.
std::string Recognizer::mappingKey() {
  switch (peek().kind) {
  case TokenKind::KwNone:
    take();
    return "None";
  case TokenKind::KwTrue:
    take();
    return "1"; // Equal to the number.
  case TokenKind::KwFalse:
    take();
    return "0";
  case TokenKind::Number:
  case TokenKind::Minus:
    return numberKeyPattern();
  case TokenKind::String:
    return stringKeyPattern();
  case TokenKind::Name:
    scopes.use(take());
    if (!at(TokenKind::Dot))
      expected("`.`: a key is a literal or a dotted name");
    while (accept(TokenKind::Dot) && name("an attribute's name after the dot"))
      ;
    return {};
  default:
    expected("a key");
    return {};
  }
}

void Recognizer::mappingPattern(PatternState &state) {
  take();
  llvm::StringSet<> keys;
  while (!at(TokenKind::RightBrace)) {
    if (accept(TokenKind::DoubleStar)) {
      if (!name("a name after `**`"))
        return;
      if (context.textOf(previous()) == "_")
        return patternFault(context.range(previous()), "`**_` says nothing");
      capture(previous(), state);
      accept(TokenKind::Comma);
      break;
    }
    uint32_t begin = peek().begin;
    std::string key = mappingKey();
    if (!isFaulty && !key.empty() && !keys.insert(key).second)
      context.diags.report(context.range(begin, previous().end),
                           diag::pattern_fault,
                           "the pattern has this key twice");
    if (!expect(TokenKind::Colon))
      return;
    pattern(state);
    if (!accept(TokenKind::Comma))
      break;
  }
  expect(TokenKind::RightBrace);
  state.isIrrefutable = false;
}

void Recognizer::classPattern(PatternState &state) {
  take();
  llvm::SmallDenseSet<llvm::StringRef, 8> keywords;
  while (!at(TokenKind::RightParen)) {
    if (at(TokenKind::Name) && peek(1).is(TokenKind::Equal)) {
      Token keyword = take();
      take();
      if (!keywords.insert(context.textOf(keyword)).second)
        context.diags.report(context.range(keyword), diag::pattern_fault,
                             "the pattern has this attribute twice");
    } else if (!keywords.empty()) {
      return patternFault(rangeHere(), "a positional pattern cannot follow a "
                                       "named one");
    }
    pattern(state);
    if (!accept(TokenKind::Comma))
      break;
  }
  expect(TokenKind::RightParen);
  state.isIrrefutable = false;
}
