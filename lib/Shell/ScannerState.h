//===- ScannerState.h - The frames of the scanner ---------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_SHELL_SCANNERSTATE_H
#define PLUE_LIB_SHELL_SCANNERSTATE_H

#include "Scanner.h"
#include "llvm/ADT/SmallString.h"

namespace plue::shell {

enum class FrameKind : uint8_t {
  // These contain commands.
  Script,
  Subshell,
  Substitution,
  /// `name=( … )`: words only.
  Array,
  // These do not.
  Double,
  /// `${ … }`
  Expansion,
  /// `$(( … ))`, `(( … ))`, `$[ … ]`
  Arithmetic,
  Backticks,
};

/// What the words being collected are.
enum class CommandKind : uint8_t {
  Simple,
  /// `for NAME in …`
  For,
  /// `case WORD in`
  Case,
  /// The name after `function`.
  Function,
  /// `[[ … ]]`
  Test,
};

enum class Redirection : uint8_t {
  None,
  File,
  /// `>&`, `<&`
  Duplicate,
  HereString,
  HereDocument,
  /// `<<-`
  IndentedHereDocument,
};

enum class CaseState : uint8_t { Pattern, Body };

/// A here-document whose body has not come yet.
struct PendingHereDocument {
  std::string delimiter;
  bool isQuoted;
  bool isIndented;
};

struct Frame {
  FrameKind kind;
  /// The first hole inside.
  unsigned firstHole = 0;
  /// Arithmetic: open parentheses (or brackets), and the closing character.
  unsigned depth = 0;
  char closer = 0;
  /// Double: it is `$"`.
  bool isTranslated = false;

  // Frames that contain commands:
  CommandKind command = CommandKind::Simple;
  llvm::SmallVector<Word, 4> words = {};
  std::optional<Word> word = {};
  Redirection redirection = Redirection::None;
  llvm::SmallVector<CaseState, 1> cases = {};
  llvm::SmallVector<PendingHereDocument, 1> hereDocuments = {};
  bool hadHereDocument = false;
  /// After `|`, `&&` or `||`.
  bool needsCommand = false;
  /// After `name()`.
  bool needsBody = false;
  /// How many commands the pipeline has.
  unsigned pipelineLength = 0;
  /// Whether there is anything yet for `;` to end.
  bool hasCommand = false;
  /// The open blocks: `i` for `if`, `l` for a loop, `{`.
  llvm::SmallString<8> blocks = {};

  bool holdsCommands() const { return kind <= FrameKind::Array; }
  bool isInPattern() const {
    return !cases.empty() && cases.back() == CaseState::Pattern;
  }
  /// Whether everything that was begun in it has been ended.
  bool isBalanced() const {
    return cases.empty() && command == CommandKind::Simple && blocks.empty() &&
           !needsCommand && !needsBody && hereDocuments.empty();
  }
  /// Whether the next word would be the name of a command.
  bool expectsCommand() const {
    return command == CommandKind::Simple && words.empty() && !isInPattern() &&
           kind != FrameKind::Array;
  }
};

class Scanner {
public:
  Scanner(llvm::StringRef text, const Placeholders &placeholders,
          Dialect dialect);

  ScanResult run();

private:
  // Moving through the text.
  bool atEnd() const { return pos >= text.size(); }
  bool atHole() const {
    return nextHole < placeholders.offsets.size() &&
           placeholders.offsets[nextHole] == pos;
  }
  /// Whether \p what follows at \p offset from here, free of holes.
  bool looksAt(llvm::StringRef what, uint32_t offset = 0) const;
  char peek(uint32_t offset = 0) const {
    return pos + offset < text.size() ? text[pos + offset] : '\0';
  }
  void confuse();

  // Frames.
  Frame &top() { return stack.back(); }
  Frame &commands();
  Word &word();
  void push(Frame frame);
  void pop();

  // Steps, by kind of frame.
  void step();
  void stepCommands();
  void stepDouble();
  void stepExpansion();
  void stepArithmetic();
  void stepBackticks();

  // Things that occur in several kinds of frames.
  ScannedHole &takeHole();
  Fault faultHere();
  void append(char c);
  void dollar();
  void dollarName();
  void backslash();
  void singleQuotes();
  void specialQuotes();
  void comment();

  // Operators.
  void testOperator();
  void newline();
  void separator();
  void redirect();
  void openParenthesis();
  void closeParenthesis();
  void endCaseItem();
  void defineFunction(uint32_t blanks);

  // Words and commands.
  void finishWord();
  void finishRedirection(Word done);
  void finishPattern(Word done);
  void finishCommandStart(Word done);
  void finishArgument(Word done);
  void finishForWord(Word done);
  void finishTestWord(Word done);
  bool finishReservedWord(llvm::StringRef name);
  void finishAssignment(const Word &done);
  bool followBlocks(llvm::StringRef name);
  void finishCommand();
  void finishStatement();
  void forceWord(const Word &done);
  void refuseAll(const Word &done, Fault fault, llvm::StringRef about = {});

  // Here-documents.
  void readHereDocuments();
  void readHereDocument(const PendingHereDocument &document);
  bool isDelimiterLine(const PendingHereDocument &document) const;
  void readHereDocumentLine(const PendingHereDocument &document,
                            bool &isNested);
  void hereDocumentDollar(bool &isNested);

  llvm::StringRef text;
  const Placeholders &placeholders;
  Dialect dialect;
  uint32_t pos = 0;
  unsigned nextHole = 0;
  std::vector<Frame> stack;
  ScanResult result;
  // Counts over the whole stack.
  unsigned substitutions = 0;
  unsigned pendingHereDocuments = 0;
  /// How many pairs of backticks there have been.
  unsigned backticks = 0;
};

} // namespace plue::shell

#endif // PLUE_LIB_SHELL_SCANNERSTATE_H
