//===- ScannerWords.cpp - Words and simple commands -----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The part of the shell's grammar that says which words belong to one
/// simple command, and what kind of word each is.
//===----------------------------------------------------------------------===//
#include "Commands.h"
#include "ScannerState.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace plue;
using namespace plue::shell;

void Scanner::stepCommands() {
  if (atHole()) {
    takeHole();
    return;
  }
  char c = peek();
  switch (c) {
  case ' ':
  case '\t':
    finishWord();
    ++pos;
    return;
  case '\n':
    return newline();
  case '#':
    if (!top().word)
      return comment();
    break;
  case '\'':
    return singleQuotes();
  case '"':
    word().isQuoted = true;
    ++pos;
    return push({.kind = FrameKind::Double});
  case '\\':
    return looksAt("\\\n") ? void(pos += 2) : backslash();
  case '$':
    return dollar();
  case '`':
    word().hasExpansion = true;
    word().isAllHoles = false;
    ++pos;
    return push({.kind = FrameKind::Backticks});
  case ';':
  case '&':
  case '|':
    return separator();
  case '<':
  case '>':
    return redirect();
  case '(':
    return openParenthesis();
  case ')':
    return closeParenthesis();
  default:
    break;
  }
  append(c);
  if (c == '=')
    finishAssignment(word());
  ++pos;
}

//===----------------------------------------------------------------------===//
// Operators
//===----------------------------------------------------------------------===//

void Scanner::newline() {
  finishWord();
  Frame &frame = top();
  // These may go on in the next line, before their `in`.
  bool goesOn =
      frame.kind == FrameKind::Array || frame.isInPattern() ||
      frame.command == CommandKind::Test ||
      (frame.command == CommandKind::For && frame.words.size() == 1) ||
      (frame.command == CommandKind::Case && frame.words.size() == 1);
  if (!goesOn)
    finishCommand();
  ++pos;
  if (pendingHereDocuments != 0)
    readHereDocuments();
  finishStatement();
}

/// The grammar takes memory that grows with the square of a longer one.
static constexpr unsigned maxPipeline = 100;

/// An operator within `[[ … ]]`; it stands between the words of the test.
void Scanner::testOperator() {
  finishWord();
  static constexpr llvm::StringLiteral operators[] = {"&&", "||", "|", "<",
                                                      ">",  "(",  ")"};
  static constexpr llvm::StringLiteral others[] = {"<<", ">>", "<&",
                                                   ">&", "<(", ">("};
  auto matches = [&](llvm::StringRef op) { return looksAt(op); };
  const auto *op = llvm::find_if(operators, matches);
  // `finishWord` may just have left the test.
  if (top().command != CommandKind::Test)
    return;
  if (llvm::any_of(others, matches) || op == std::end(operators))
    return confuse();
  top().words.push_back({.prefix = op->str()});
  pos += op->size();
}

/// `;`, `&`, `|` and what begins with them.
void Scanner::separator() {
  Frame &frame = top();
  if (frame.command == CommandKind::Test)
    return testOperator();
  if (looksAt("&>"))
    return redirect();
  finishWord();
  if (looksAt(";;") || looksAt(";&"))
    return endCaseItem();
  if (frame.isInPattern() && peek() == '|') {
    ++pos;
    return;
  }
  bool isMisplaced = frame.kind == FrameKind::Array || frame.isInPattern();
  if (isMisplaced)
    return confuse();
  bool hasCommand = frame.hasCommand;
  finishCommand();
  if (!hasCommand || frame.needsCommand)
    return confuse(); // Two operators in a row.
  bool isPipe = looksAt("|") && !looksAt("||");
  frame.pipelineLength = isPipe ? frame.pipelineLength + 1 : 0;
  if (frame.pipelineLength > maxPipeline)
    return confuse();
  frame.needsCommand = isPipe || looksAt("||") || looksAt("&&");
  pos += looksAt("||") || looksAt("&&") || looksAt("|&") ? 2 : 1;
  finishStatement();
}

/// `;;`, `;&` or `;;&` ends an item of a `case`.
void Scanner::endCaseItem() {
  Frame &frame = top();
  finishCommand();
  if (frame.cases.empty() || frame.isInPattern() || frame.needsCommand)
    return confuse();
  frame.cases.back() = CaseState::Pattern;
  pos += looksAt(";;&") ? 3 : 2;
}

namespace {
struct RedirectionOperator {
  llvm::StringLiteral text;
  Redirection kind;
};
} // namespace

/// Longer ones first.
static constexpr RedirectionOperator redirectionOperators[] = {
    {"<<<", Redirection::HereString},
    {"<<-", Redirection::IndentedHereDocument},
    {"&>>", Redirection::File},
    {"<<", Redirection::HereDocument},
    {"<&", Redirection::Duplicate},
    {">&", Redirection::Duplicate},
    {"<>", Redirection::File},
    {">>", Redirection::File},
    {">|", Redirection::File},
    {"&>", Redirection::File},
    {"<", Redirection::File},
    {">", Redirection::File},
};

void Scanner::redirect() {
  Frame &frame = top();
  if (frame.command == CommandKind::Test)
    return testOperator();
  if (looksAt("<(") || looksAt(">(")) {
    word().hasExpansion = true;
    word().isAllHoles = false;
    pos += 2;
    return push({.kind = FrameKind::Substitution});
  }
  // Digits just before the operator are a descriptor.
  bool isDescriptor = frame.word && frame.word->isConstant() &&
                      !frame.word->isQuoted &&
                      llvm::all_of(frame.word->prefix, llvm::isDigit);
  if (isDescriptor)
    frame.word.reset();
  finishWord();
  if (frame.kind == FrameKind::Array || frame.isInPattern() ||
      frame.redirection != Redirection::None)
    return confuse();
  for (const RedirectionOperator &op : redirectionOperators) {
    if (!looksAt(op.text))
      continue;
    frame.redirection = op.kind;
    pos += op.text.size();
    return;
  }
  confuse();
}

void Scanner::openParenthesis() {
  Frame &frame = top();
  if (frame.command == CommandKind::Test)
    return testOperator();
  if (frame.word && frame.word->isAssignment && frame.word->holes.empty() &&
      llvm::StringRef(frame.word->prefix).ends_with("=")) {
    ++pos;
    return push({.kind = FrameKind::Array});
  }
  finishWord();
  uint32_t blanks = 1;
  while (looksAt(" ", blanks) || looksAt("\t", blanks))
    ++blanks;
  if (looksAt(")", blanks) && frame.words.size() <= 1 &&
      frame.command == CommandKind::Simple && !frame.isInPattern())
    return defineFunction(blanks);
  bool isFor = frame.command == CommandKind::For && frame.words.empty();
  if ((frame.expectsCommand() || isFor) && looksAt("((")) {
    pos += 2;
    frame.needsBody = frame.needsCommand = false;
    frame.hasCommand = true;
    word().hasExpansion = true;
    return push({.kind = FrameKind::Arithmetic, .closer = ')'});
  }
  ++pos;
  if (frame.isInPattern())
    return; // `(pattern)` is the same as `pattern)`.
  if (!frame.expectsCommand())
    return confuse();
  frame.needsBody = frame.needsCommand = false;
  frame.hasCommand = true;
  push({.kind = FrameKind::Subshell});
}

/// `name()`, or the `()` after `function name`.
void Scanner::defineFunction(uint32_t blanks) {
  Frame &frame = top();
  if (frame.words.empty() != frame.needsBody)
    return confuse();
  if (!frame.words.empty())
    refuseAll(frame.words.front(), Fault::Name);
  frame.words.clear();
  frame.needsBody = true;
  pos += blanks + 1;
}

void Scanner::closeParenthesis() {
  Frame &frame = top();
  if (frame.command == CommandKind::Test)
    return testOperator();
  finishWord();
  if (frame.isInPattern()) {
    frame.cases.back() = CaseState::Body;
    ++pos;
    return;
  }
  finishCommand();
  bool isComplete = frame.kind != FrameKind::Script && frame.isBalanced();
  if (!isComplete)
    return confuse();
  ++pos;
  pop();
}

//===----------------------------------------------------------------------===//
// Words
//===----------------------------------------------------------------------===//

void Scanner::refuseAll(const Word &done, Fault fault, llvm::StringRef about) {
  for (unsigned hole : done.holes)
    result.holes[hole].refuse(fault, about);
}

/// An empty value must not make the word vanish.
void Scanner::forceWord(const Word &done) {
  for (unsigned hole : done.holes)
    if (result.holes[hole].context == HoleContext::Bare &&
        result.holes[hole].substitutions == substitutions)
      result.holes[hole].context = HoleContext::Word;
}

void Scanner::finishWord() {
  Frame &frame = top();
  if (!frame.word)
    return;
  Word done = std::move(*frame.word);
  frame.word.reset();
  if (!done.isAllHoles)
    forceWord(done);
  if (frame.redirection != Redirection::None)
    return finishRedirection(std::move(done));
  if (frame.kind == FrameKind::Array) {
    if (llvm::StringRef(done.prefix).starts_with("["))
      refuseAll(done, Fault::Subscript);
    if (dialect == Dialect::Sh)
      refuseAll(done, Fault::Unclear);
    return;
  }
  if (frame.isInPattern())
    return finishPattern(std::move(done));
  if (frame.command == CommandKind::Test)
    return finishTestWord(std::move(done));
  if (frame.command == CommandKind::For)
    return finishForWord(std::move(done));
  if (frame.expectsCommand())
    return finishCommandStart(std::move(done));
  finishArgument(std::move(done));
}

void Scanner::finishRedirection(Word done) {
  Frame &frame = top();
  Redirection kind = frame.redirection;
  frame.redirection = Redirection::None;
  frame.needsCommand = false; // `> file` is a command by itself.
  frame.hasCommand = true;
  forceWord(done);
  if (kind == Redirection::Duplicate)
    return refuseAll(done, Fault::Descriptor);
  if (kind != Redirection::HereDocument &&
      kind != Redirection::IndentedHereDocument)
    return;
  refuseAll(done, Fault::Delimiter);
  // An escaped value contains an expansion; a delimiter that does too could be
  // formed by one.
  if (!done.isConstant() || llvm::StringRef(done.prefix).contains('$'))
    return confuse();
  frame.hereDocuments.push_back(
      {.delimiter = done.prefix,
       .isQuoted = done.isQuoted,
       .isIndented = kind == Redirection::IndentedHereDocument});
  frame.hadHereDocument = true;
  ++pendingHereDocuments;
}

void Scanner::finishPattern(Word done) {
  Frame &frame = top();
  bool isEnd = done.isConstant() && !done.isQuoted && done.prefix == "esac";
  if (isEnd)
    frame.cases.pop_back();
  forceWord(done);
}

/// `for NAME in WORD…` or `for NAME do`.
void Scanner::finishForWord(Word done) {
  Frame &frame = top();
  size_t position = frame.words.size();
  if (position == 0)
    refuseAll(done, Fault::Name);
  if (position == 1 && done.isConstant() && done.prefix == "do") {
    frame.words.clear();
    frame.command = CommandKind::Simple;
    return;
  }
  if (position == 1 && !(done.isConstant() && done.prefix == "in"))
    return confuse();
  frame.words.push_back(std::move(done));
}

void Scanner::finishTestWord(Word done) {
  Frame &frame = top();
  forceWord(done);
  bool isEnd = done.isConstant() && !done.isQuoted && done.prefix == "]]";
  if (!isEnd) {
    frame.words.push_back(std::move(done));
    return;
  }
  judgeTest(frame.words, result.holes);
  frame.words.clear();
  frame.command = CommandKind::Simple;
}

void Scanner::finishArgument(Word done) {
  Frame &frame = top();
  frame.words.push_back(std::move(done));
  if (frame.command == CommandKind::Function) {
    refuseAll(frame.words.back(), Fault::Name);
    frame.words.clear();
    frame.command = CommandKind::Simple;
    frame.needsBody = true;
    return;
  }
  if (frame.command != CommandKind::Case)
    return;
  forceWord(frame.words.back());
  if (frame.words.size() == 1)
    return; // The subject; `in` comes next.
  const Word &in = frame.words.back();
  if (!in.isConstant() || in.prefix != "in")
    return confuse();
  frame.words.clear();
  frame.command = CommandKind::Simple;
  frame.cases.push_back(CaseState::Pattern);
}

//===----------------------------------------------------------------------===//
// Commands
//===----------------------------------------------------------------------===//

static bool isIdentifier(llvm::StringRef text) {
  return !text.empty() && !llvm::isDigit(text.front()) &&
         llvm::all_of(text,
                      [](char c) { return llvm::isAlnum(c) || c == '_'; });
}

/// Whether the arguments of the command may be assignments.
static bool isDeclaration(const Frame &frame) {
  if (frame.words.empty() || frame.command != CommandKind::Simple)
    return false;
  return llvm::StringSwitch<bool>(frame.words.front().prefix)
      .Cases("declare", "typeset", "local", "export", "readonly", true)
      .Default(false);
}

/// An assignment is known by its `=`, which has just been added to \p done.
void Scanner::finishAssignment(const Word &done) {
  const Frame &frame = top();
  bool isPossible = frame.expectsCommand() || isDeclaration(frame);
  if (!isPossible || !done.holes.empty() || done.isQuoted || done.isAssignment)
    return;
  llvm::StringRef name = llvm::StringRef(done.prefix).drop_back();
  name.consume_back("+");
  bool hasSubscript = name.ends_with("]");
  if (hasSubscript)
    name = name.take_until([](char c) { return c == '['; });
  // An expansion can be part of a subscript but not of a name.
  if (isIdentifier(name) && (hasSubscript || !done.hasExpansion))
    word().isAssignment = true;
}

static bool opensCompound(llvm::StringRef word) {
  return llvm::StringSwitch<bool>(word)
      .Cases("{", "if", "while", "until", "for", true)
      .Cases("select", "case", "[[", true)
      .Default(false);
}

/// The first word of a command, or one before it.
void Scanner::finishCommandStart(Word done) {
  Frame &frame = top();
  llvm::StringRef text = done.prefix;
  frame.needsCommand = false;
  frame.hasCommand = true;
  bool isCompound = done.isConstant() && !done.isQuoted && opensCompound(text);
  if (frame.needsBody && !isCompound)
    return confuse();
  frame.needsBody = false;
  if (done.isAssignment) {
    llvm::StringRef name = text.take_until(
        [](char c) { return c == '=' || c == '+' || c == '['; });
    judgeAssignment(name, done, result.holes);
    return;
  }
  bool isPlain = done.isConstant() && !done.isQuoted;
  if (isPlain && text == "-p" && frame.words.empty())
    return; // `time -p`
  if (isPlain && finishReservedWord(text))
    return;
  // `a[HOLE]=x`, whose `=` was not seen as one.
  auto [name, subscript] = text.split('[');
  if (!done.holes.empty() && isIdentifier(name) && text.contains('['))
    refuseAll(done, Fault::Subscript);
  refuseAll(done, Fault::CommandName);
  frame.words.push_back(std::move(done));
}

/// Opens and closes blocks; false if \p name does not belong here.
bool Scanner::followBlocks(llvm::StringRef name) {
  auto &blocks = top().blocks;
  char opened = llvm::StringSwitch<char>(name)
                    .Case("if", 'i')
                    .Cases("while", "until", "for", "select", 'l')
                    .Case("{", '{')
                    .Default(0);
  char within = llvm::StringSwitch<char>(name)
                    .Cases("then", "elif", "else", "fi", 'i')
                    .Cases("do", "done", 'l')
                    .Case("}", '{')
                    .Default(0);
  if (opened)
    blocks.push_back(opened);
  if (!within)
    return true;
  if (blocks.empty() || blocks.back() != within)
    return false;
  if (name == "fi" || name == "done" || name == "}")
    blocks.pop_back();
  return true;
}

/// Notes the end of a statement of the script itself.
void Scanner::finishStatement() {
  if (stack.size() == 1 && top().isBalanced() && pendingHereDocuments == 0)
    result.statementEnds.push_back(pos);
}

/// Whether \p name is a reserved word (or alike) after which a command is still
/// to come.
bool Scanner::finishReservedWord(llvm::StringRef name) {
  Frame &frame = top();
  if (name == "esac" && !frame.cases.empty()) {
    frame.cases.pop_back();
    return true;
  }
  if (name == "coproc") { // A name or a command follows.
    confuse();
    return true;
  }
  CommandKind kind = llvm::StringSwitch<CommandKind>(name)
                         .Cases("for", "select", CommandKind::For)
                         .Case("case", CommandKind::Case)
                         .Case("function", CommandKind::Function)
                         .Case("[[", CommandKind::Test)
                         .Default(CommandKind::Simple);
  frame.command = kind;
  bool isBashTest = kind == CommandKind::Test && dialect == Dialect::Sh;
  if (isBashTest || !followBlocks(name)) {
    confuse();
    return true;
  }
  if (kind != CommandKind::Simple)
    return true;
  return llvm::StringSwitch<bool>(name)
      .Cases("if", "then", "else", "elif", "fi", true)
      .Cases("while", "until", "do", "done", true)
      .Cases("!", "{", "}", "time", true)
      .Default(false);
}

void Scanner::finishCommand() {
  Frame &frame = top();
  finishWord();
  if (frame.redirection != Redirection::None) {
    confuse(); // An operator without its word.
    return;
  }
  if (frame.command == CommandKind::Case ||
      frame.command == CommandKind::Test ||
      frame.command == CommandKind::Function) {
    confuse();
    return;
  }
  if (frame.command == CommandKind::Simple)
    judgeCommand(frame.words, result.holes);
  frame.words.clear();
  frame.command = CommandKind::Simple;
  frame.hasCommand = false;
}
