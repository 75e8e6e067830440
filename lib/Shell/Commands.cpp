//===- Commands.cpp - What programs do with their arguments ---------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Commands.h"
#include "CommandTables.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace plue;
using namespace plue::shell;
using Words = llvm::ArrayRef<Word>;

namespace {
/// Judges the commands of one simple command: itself, and those it runs.
class Judge {
public:
  explicit Judge(llvm::MutableArrayRef<ScannedHole> holes) : holes(holes) {}

  void command(Words words);
  void test(Words words);

  void refuse(const Word &word, Fault fault, llvm::StringRef about) {
    for (unsigned hole : word.holes)
      holes[hole].refuse(fault, about);
  }
  void refuseAll(Words words, Fault fault, llvm::StringRef about) {
    for (const Word &word : words)
      refuse(word, fault, about);
  }

private:
  void interpreter(Words words, const Interpreter &about);
  void wrapper(Words words, const Wrapper &about);
  void embedded(Words words);
  void bracket(Words words);
  void exporting(Words words);
  void printing(Words words);

  llvm::MutableArrayRef<ScannedHole> holes;
  /// `sudo sudo sudo …`
  unsigned numCommands = 0;
  static constexpr unsigned maxCommands = 50;
};

/// What an interpreter's options say about the words after them.
struct OptionScan {
  /// The word after the option belongs to it.
  bool takesNext = false;
  /// … and is code.
  bool isCode = false;
  bool isUnknown = false;
};
} // namespace

/// The name of the program \p word names, without its directory and version.
static llvm::StringRef programOf(const Word &word) {
  llvm::StringRef name = word.prefix;
  name = name.substr(name.rfind('/') + 1);
  llvm::StringRef bare = name.rtrim("0123456789.");
  return bare.empty() ? name : bare;
}

static bool isOption(const Word &word) {
  return word.prefix.size() > 1 && word.prefix.front() == '-';
}

//===----------------------------------------------------------------------===//
// Programs that are given programs
//===----------------------------------------------------------------------===//

/// What the letters of the short options \p word mean.
static OptionScan scanLetters(const Word &word, const Interpreter &about) {
  llvm::StringRef letters = llvm::StringRef(word.prefix).drop_front();
  for (size_t i = 0; i < letters.size(); ++i) {
    bool isLast = i + 1 == letters.size() && word.holes.empty();
    if (about.code.contains(letters[i]))
      return {.takesNext = isLast, .isCode = true};
    if (about.value.contains(letters[i]))
      return {.takesNext = isLast};
    if (!about.flags.contains(letters[i]))
      return {.isUnknown = true};
  }
  return {.isUnknown = !word.holes.empty()};
}

static OptionScan scanOption(const Word &word, const Interpreter &about) {
  llvm::StringRef text = word.prefix;
  if (!text.starts_with("--"))
    return scanLetters(word, about);
  auto [name, value] = text.split('=');
  if (llvm::is_contained(about.longFlags, name))
    return {.isUnknown = !word.holes.empty()};
  // Whether the next word belongs to it is not known.
  return {.isUnknown = true};
}

/// Walks options and operands. Before the program is given, nothing may come
/// from a value: it could be an option that gives another.
void Judge::interpreter(Words words, const Interpreter &about) {
  llvm::StringRef name = programOf(words.front());
  bool hasCode = false, hasOperand = false, optionsEnded = false;
  bool saysCode = false; // `sh -c`: the operand is code, not a script.
  for (words = words.drop_front(); !words.empty(); words = words.drop_front()) {
    const Word &word = words.front();
    bool mayBeOption = !optionsEnded && (!hasOperand || about.permutes);
    if (mayBeOption && word.startsOpen())
      return refuseAll(words, saysCode ? Fault::Code : Fault::Option, name);
    if (mayBeOption && word.isConstant() && word.prefix == "--") {
      optionsEnded = true;
      continue;
    }
    if (mayBeOption && isOption(word)) {
      OptionScan option = scanOption(word, about);
      if (option.isUnknown)
        return refuseAll(words, Fault::Code, name);
      hasCode |= option.isCode;
      saysCode |= about.isShell && llvm::StringRef(word.prefix).contains('c');
      if (option.isCode)
        refuse(word, Fault::Code, name);
      if (option.takesNext && words.size() > 1) {
        words = words.drop_front();
        if (option.isCode)
          refuse(words.front(), Fault::Code, name);
        else if (words.front().startsOpen())
          refuse(words.front(), Fault::Option, name);
      }
      if (option.isCode && about.endsAtCode)
        return;
      continue;
    }
    if (!hasOperand && !(hasCode && about.codeReplacesOperand))
      refuse(word, Fault::Code, name);
    hasOperand = true;
  }
}

//===----------------------------------------------------------------------===//
// Programs that run others
//===----------------------------------------------------------------------===//

static bool isAssignment(const Word &word) {
  llvm::StringRef text = word.prefix;
  return text.contains('=') && text.front() != '=' && text.front() != '-';
}

/// Finds the command that a wrapper runs.
void Judge::wrapper(Words words, const Wrapper &about) {
  llvm::StringRef name = programOf(words.front());
  unsigned positionals = about.positionals;
  const Interpreter options{.names = {},
                            .code = "",
                            .value = about.value,
                            .flags = about.flags,
                            .longFlags = about.longFlags};
  for (words = words.drop_front(); !words.empty(); words = words.drop_front()) {
    const Word &word = words.front();
    if (word.startsOpen())
      return refuseAll(words, Fault::CommandName, name);
    if (word.isConstant() && word.prefix == "--")
      continue;
    if (isOption(word)) {
      bool hasValue = llvm::StringRef(word.prefix).starts_with("--") &&
                      llvm::StringRef(word.prefix).contains('=');
      OptionScan option;
      if (!hasValue || about.refusesValues)
        option = scanOption(word, options);
      if (option.isUnknown)
        return refuseAll(words, Fault::Code, name);
      if (!option.takesNext || words.size() == 1)
        continue;
      words = words.drop_front();
      if (words.front().startsOpen())
        return refuseAll(words, Fault::Option, name);
      continue;
    }
    if (about.takesAssignments && isAssignment(word))
      continue;
    if (positionals == 0)
      return command(words);
    --positionals;
  }
}

/// `find -exec sh -c …`, `docker run IMAGE python -c …`: an interpreter with
/// options somewhere among the arguments.
void Judge::embedded(Words words) {
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    bool isRun = words[i].isConstant() &&
                 llvm::is_contained(commandOptions(), words[i].prefix);
    if (isRun) {
      if (words[i + 1].startsOpen())
        refuseAll(words.drop_front(i + 1), Fault::CommandName, {});
      else
        command(words.drop_front(i + 1));
      return;
    }
    if (!isOption(words[i + 1]))
      continue;
    // What an expansion names may be a shell.
    bool isOpen = words[i].hasExpansion;
    const Interpreter *about =
        findInterpreter(isOpen ? "sh" : programOf(words[i]));
    bool givesCode = about && scanLetters(words[i + 1], *about).isCode;
    bool isShellCode = about && about->isShell &&
                       llvm::StringRef(words[i + 1].prefix).contains('c') &&
                       words[i + 1].prefix[1] != '-';
    if (givesCode || isShellCode)
      return interpreter(words.drop_front(i), *about);
  }
}

//===----------------------------------------------------------------------===//
// Built-in commands
//===----------------------------------------------------------------------===//

/// `export NAME=value`. With options the value may be evaluated.
void Judge::exporting(Words words) {
  llvm::StringRef name = words.front().prefix;
  bool hasOptions = llvm::any_of(words.drop_front(), [](const Word &word) {
    return isOption(word) || word.startsOpen();
  });
  for (const Word &word : words.drop_front()) {
    llvm::StringRef variable = llvm::StringRef(word.prefix).split('=').first;
    if (word.isAssignment && !hasOptions && !variable.contains('['))
      judgeAssignment(variable, word, holes);
    else
      refuse(word, word.isAssignment ? Fault::Builtin : Fault::Name, name);
  }
}

/// The format is code of a kind, and `-v` takes the name of a variable.
void Judge::printing(Words words) {
  words = words.drop_front();
  if (!words.empty() && words.front().prefix == "--")
    words = words.drop_front();
  if (words.size() > 1 && words.front().prefix == "-v") {
    refuse(words[1], Fault::Name, {});
    words = words.drop_front(2);
  }
  while (!words.empty()) {
    refuse(words.front(), Fault::Format, {});
    if (!words.front().mayVanish())
      return;
    words = words.drop_front();
  }
}

static bool isComparison(llvm::StringRef text) {
  return llvm::StringSwitch<bool>(text)
      .Cases("=", "==", "!=", "=~", "<", ">", true)
      .Cases("-nt", "-ot", "-ef", true)
      .Default(false);
}

static bool isNumericComparison(llvm::StringRef text) {
  return llvm::StringSwitch<bool>(text)
      .Cases("-eq", "-ne", "-lt", "-le", "-gt", "-ge", true)
      .Default(false);
}

/// Whether \p text is an operator for one operand that is just text. `-v` is
/// not one: bash evaluates subscripts in its operand.
static bool isUnaryTest(llvm::StringRef text) {
  return text.size() == 2 && text.front() == '-' &&
         llvm::StringRef("nzefdrwxsLhpSbcgukOGN").contains(text[1]);
}

static llvm::StringRef constantAt(Words words, size_t index) {
  bool isKnown = index < words.size() && words[index].isConstant();
  return isKnown ? llvm::StringRef(words[index].prefix) : llvm::StringRef();
}

/// `test` and `[`: a value must be an operand for certain, whatever it is.
void Judge::bracket(Words words) {
  for (size_t i = 1; i < words.size(); ++i) {
    if (words[i].holes.empty() || !words[i].startsOpen())
      continue;
    llvm::StringRef before = i > 1 ? constantAt(words, i - 1) : "";
    llvm::StringRef after = constantAt(words, i + 1);
    bool isOperand = isUnaryTest(before) || isComparison(before) ||
                     isNumericComparison(before) || isComparison(after) ||
                     isNumericComparison(after);
    if (!isOperand)
      refuse(words[i], Fault::Test, words.front().prefix);
  }
}

void Judge::test(Words words) {
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i].holes.empty())
      continue;
    llvm::StringRef before = i > 0 ? constantAt(words, i - 1) : "";
    llvm::StringRef after = constantAt(words, i + 1);
    bool isOperand =
        isUnaryTest(before) || isComparison(before) || isComparison(after);
    if (!isOperand || isNumericComparison(after))
      refuse(words[i], Fault::Test, "[[");
  }
}

//===----------------------------------------------------------------------===//
// Commands
//===----------------------------------------------------------------------===//

void Judge::command(Words words) {
  if (llvm::all_of(words, [](const Word &word) { return word.holes.empty(); }))
    return;
  if (++numCommands > maxCommands)
    return refuseAll(words, Fault::Unclear, {});
  const Word &first = words.front();
  refuse(first, Fault::CommandName, {});
  llvm::StringRef name = programOf(first);
  if (!first.isConstant()) {
    embedded(words); // It may be a shell, for all we know …
    if (first.mayVanish())
      command(words.drop_front()); // … or nothing.
    return;
  }
  if (evaluatesAll(name))
    return refuseAll(words.drop_front(), Fault::Code, name);
  if (evaluatesNames(name))
    return refuseAll(words.drop_front(), Fault::Builtin, name);
  if (const Interpreter *about = findInterpreter(name))
    return interpreter(words, *about);
  if (const Wrapper *about = findWrapper(name))
    return wrapper(words, *about);
  if (name == "export" || name == "readonly")
    return exporting(words);
  if (name == "printf")
    return printing(words);
  if (name == "test" || name == "[")
    return bracket(words);
  embedded(words);
}

void shell::judgeCommand(llvm::ArrayRef<Word> words,
                         llvm::MutableArrayRef<ScannedHole> holes) {
  if (!words.empty())
    Judge(holes).command(words);
}

void shell::judgeTest(llvm::ArrayRef<Word> words,
                      llvm::MutableArrayRef<ScannedHole> holes) {
  Judge(holes).test(words);
}

void shell::judgeAssignment(llvm::StringRef name, const Word &word,
                            llvm::MutableArrayRef<ScannedHole> holes) {
  if (isEvaluatedVariable(name))
    Judge(holes).refuse(word, Fault::Variable, name);
}
