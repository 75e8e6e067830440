//===- Scanner.cpp - Following the quotes of a shell command --------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Quotes and expansions. Words and commands are in ScannerWords.cpp, the
/// bodies of here-documents in ScannerHereDocuments.cpp.
//===----------------------------------------------------------------------===//
#include "Scanner.h"
#include "ScannerState.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::shell;

Scanner::Scanner(llvm::StringRef text, const Placeholders &placeholders,
                 Dialect dialect)
    : text(text), placeholders(placeholders), dialect(dialect) {
  result.holes.resize(placeholders.offsets.size());
  stack.push_back({.kind = FrameKind::Script});
}

ScanResult shell::scan(llvm::StringRef text, const Placeholders &placeholders,
                       Dialect dialect) {
  return Scanner(text, placeholders, dialect).run();
}

ScanResult Scanner::run() {
  while (!atEnd() && !result.confusedAt)
    step();
  if (!result.confusedAt)
    finishCommand();
  bool isComplete =
      stack.size() == 1 && top().isBalanced() && pendingHereDocuments == 0;
  if (!isComplete)
    confuse();
  result.statementEnds.push_back(text.size());
  // What was read before the confusion may have been read wrongly.
  if (result.confusedAt)
    for (ScannedHole &hole : result.holes)
      hole.refuse(Fault::Unclear);
  return std::move(result);
}

void Scanner::confuse() {
  if (!result.confusedAt)
    result.confusedAt = std::min<uint32_t>(pos, text.size());
}

//===----------------------------------------------------------------------===//
// Frames
//===----------------------------------------------------------------------===//

/// The innermost frame that holds commands.
Frame &Scanner::commands() {
  auto it = std::find_if(stack.rbegin(), stack.rend(),
                         [](const Frame &f) { return f.holdsCommands(); });
  return *it; // The script itself is one.
}

Word &Scanner::word() {
  Frame &frame = commands();
  if (!frame.word)
    frame.word.emplace();
  return *frame.word;
}

static constexpr unsigned maxBackticks = 32;

void Scanner::push(Frame frame) {
  // What is between backticks is left to the grammar, which is slow there.
  if (frame.kind == FrameKind::Backticks && ++backticks > maxBackticks)
    return confuse();
  if (stack.size() >= maxCommandNesting) {
    result.isTooDeep = true;
    confuse();
    return;
  }
  if (frame.kind == FrameKind::Substitution)
    ++substitutions;
  frame.firstHole = nextHole;
  stack.push_back(std::move(frame));
}

/// Leaves a frame. What a substitution contains flows into the word around it.
void Scanner::pop() {
  Frame done = std::move(stack.back());
  stack.pop_back();
  top().hadHereDocument |= done.hadHereDocument;
  if (done.kind != FrameKind::Substitution)
    return;
  --substitutions;
  Word &outer = word();
  for (unsigned hole = done.firstHole; hole < nextHole; ++hole)
    outer.holes.push_back(hole);
}

void Scanner::step() {
  switch (top().kind) {
  case FrameKind::Double:
    return stepDouble();
  case FrameKind::Expansion:
    return stepExpansion();
  case FrameKind::Arithmetic:
    return stepArithmetic();
  case FrameKind::Backticks:
    return stepBackticks();
  default:
    return stepCommands();
  }
}

bool Scanner::looksAt(llvm::StringRef what, uint32_t offset) const {
  uint32_t begin = pos + offset, end = begin + what.size();
  bool isFree = nextHole >= placeholders.offsets.size() ||
                placeholders.offsets[nextHole] >= end;
  return isFree && text.substr(begin).starts_with(what);
}

//===----------------------------------------------------------------------===//
// Holes
//===----------------------------------------------------------------------===//

/// What is wrong with a hole here because of what is around it.
Fault Scanner::faultHere() {
  bool hadHereDocument = false;
  for (const Frame &frame : llvm::reverse(stack)) {
    if (frame.kind == FrameKind::Expansion)
      return Fault::Expansion;
    if (frame.kind == FrameKind::Arithmetic)
      return Fault::Arithmetic;
    if (frame.kind == FrameKind::Backticks)
      return Fault::Backticks;
    if (frame.isTranslated)
      return Fault::SpecialQuotes;
    hadHereDocument |= frame.hadHereDocument;
    if (frame.kind == FrameKind::Substitution && hadHereDocument)
      return Fault::WithHereDocument;
  }
  return pendingHereDocuments != 0 ? Fault::AfterHereDocument : Fault::None;
}

/// Passes the hole that stands here.
ScannedHole &Scanner::takeHole() {
  ScannedHole &hole = result.holes[nextHole];
  hole.substitutions = substitutions;
  if (Fault fault = faultHere(); fault != Fault::None)
    hole.refuse(fault);
  bool isQuoted = top().kind == FrameKind::Double;
  hole.context = isQuoted ? HoleContext::DoubleQuoted : HoleContext::Bare;
  Word &around = word();
  around.holes.push_back(nextHole);
  around.isAllHoles &= !isQuoted;
  ++nextHole;
  pos += placeholders.size;
  return hole;
}

/// Adds a character to the word.
void Scanner::append(char c) {
  Word &around = word();
  around.isAllHoles = false;
  if (around.holes.empty())
    around.prefix += c;
}

//===----------------------------------------------------------------------===//
// Quotes
//===----------------------------------------------------------------------===//

void Scanner::stepDouble() {
  word().isAllHoles = false;
  if (atHole()) {
    takeHole();
    return;
  }
  switch (char c = peek()) {
  case '"':
    ++pos;
    return pop();
  case '\\':
    return backslash();
  case '$':
    return dollar();
  case '`':
    ++pos;
    word().hasExpansion = true;
    return push({.kind = FrameKind::Backticks});
  default:
    append(c);
    ++pos;
  }
}

/// A backslash and what it escapes. A value must not be escaped: its own first
/// byte would be, instead of what was put before it.
void Scanner::backslash() {
  ++pos;
  word().isQuoted = true;
  if (atHole()) {
    takeHole().refuse(Fault::AfterEscape, "\\");
    return;
  }
  if (atEnd())
    return confuse();
  if (peek() != '\n') // A backslash and a line end are nothing.
    append(peek());
  ++pos;
}

/// Everything up to the closing quote, in which nothing is special.
void Scanner::singleQuotes() {
  ++pos;
  Word &around = word();
  around.isQuoted = true;
  around.isAllHoles = false;
  while (!atEnd()) {
    if (atHole()) {
      takeHole().context = HoleContext::SingleQuoted;
      around.isAllHoles = false;
      continue;
    }
    char c = peek();
    ++pos;
    if (c == '\'')
      return;
    append(c);
  }
  confuse();
}

/// `$'…'`, which not every sh knows. Where there is a backslash in it, they do
/// not even agree where it ends.
void Scanner::specialQuotes() {
  pos += 2;
  word().hasExpansion = true;
  while (!atEnd()) {
    if (atHole()) {
      takeHole().refuse(Fault::SpecialQuotes);
      continue;
    }
    char c = peek();
    ++pos;
    if (c == '\'')
      return;
    if (c == '\\' && dialect == Dialect::Sh)
      return confuse();
    if (c == '\\' && !atHole())
      ++pos;
  }
  confuse();
}

void Scanner::comment() {
  while (!atEnd() && (atHole() || peek() != '\n')) {
    if (!atHole()) {
      ++pos;
      continue;
    }
    takeHole().refuse(Fault::Comment);
    commands().word.reset();
  }
}

//===----------------------------------------------------------------------===//
// Expansions
//===----------------------------------------------------------------------===//

void Scanner::dollar() {
  Word &around = word();
  around.isAllHoles = false;
  bool isQuoted = !top().holdsCommands();
  if (!isQuoted && looksAt("$'"))
    return specialQuotes();
  if (top().kind == FrameKind::Expansion && looksAt("$'"))
    return confuse(); // Shells differ.
  if (!isQuoted && looksAt("$\"")) {
    pos += 2;
    around.hasExpansion = true;
    return push({.kind = FrameKind::Double, .isTranslated = true});
  }
  if (looksAt("$((")) {
    pos += 3;
    around.hasExpansion = true;
    return push({.kind = FrameKind::Arithmetic, .closer = ')'});
  }
  if (looksAt("$[")) {
    pos += 2;
    around.hasExpansion = true;
    return push({.kind = FrameKind::Arithmetic, .closer = ']'});
  }
  if (looksAt("$(")) {
    pos += 2;
    around.hasExpansion = true;
    return push({.kind = FrameKind::Substitution});
  }
  if (looksAt("${")) {
    pos += 2;
    around.hasExpansion = true;
    return push({.kind = FrameKind::Expansion});
  }
  dollarName();
}

static bool isNameChar(char c) { return llvm::isAlnum(c) || c == '_'; }

/// `$name`, `$1`, `$?`, or a `$` that is just that.
void Scanner::dollarName() {
  ++pos;
  uint32_t begin = pos;
  if (!atHole() && llvm::StringRef("@*#?$!-").contains(peek()) && !atEnd()) {
    word().hasExpansion = true;
    word().hasList |= peek() == '@';
    ++pos;
    return;
  }
  while (!atEnd() && !atHole() && isNameChar(peek()))
    ++pos;
  if (pos == begin && !atHole())
    return append('$');
  word().hasExpansion = true;
  if (!atHole())
    return;
  // The value would be read as, or be added to, the name.
  if (pos == begin)
    takeHole().refuse(Fault::AfterEscape, "$");
  else
    takeHole().refuse(Fault::Name);
}

/// Inside `${…}`. Holes are refused here whatever the quotes, so only the end
/// matters.
void Scanner::stepExpansion() {
  if (atHole()) {
    takeHole();
    return;
  }
  bool isInDouble = stack[stack.size() - 2].kind == FrameKind::Double;
  switch (peek()) {
  case '}':
    ++pos;
    return pop();
  case '\\':
    return backslash();
  case '$':
    return dollar();
  case '"':
    ++pos;
    return push({.kind = FrameKind::Double});
  case '`':
    ++pos;
    return push({.kind = FrameKind::Backticks});
  case '\'':
    if (!isInDouble)
      return singleQuotes();
    [[fallthrough]];
  default:
    word().hasList |= peek() == '@';
    ++pos;
  }
}

void Scanner::stepArithmetic() {
  if (atHole()) {
    takeHole();
    return;
  }
  Frame &frame = top();
  char c = peek();
  if (c == '$')
    return dollar();
  if (c == '\\')
    return backslash();
  ++pos;
  if (c == '"')
    return push({.kind = FrameKind::Double});
  if (c == '`')
    return push({.kind = FrameKind::Backticks});
  char opener = frame.closer == ')' ? '(' : '[';
  if (c == opener) {
    ++frame.depth;
  } else if (c == frame.closer && frame.depth > 0) {
    --frame.depth;
  } else if (c == frame.closer) {
    if (c == ')' && !looksAt(")"))
      return confuse(); // A subshell in a substitution, perhaps.
    pos += c == ')';
    pop();
  }
}

void Scanner::stepBackticks() {
  if (atHole()) {
    takeHole();
    return;
  }
  char c = peek();
  if (c == '\\')
    return backslash();
  ++pos;
  if (c == '`')
    pop();
}
