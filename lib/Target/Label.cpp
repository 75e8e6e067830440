//===- Label.cpp - Texts that fit into boxes ------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Label.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Unicode.h"

using namespace plue;
using namespace plue::target;

namespace {
/// A character as it is shown.
using Character = llvm::StringRef;
using Word = llvm::SmallVector<Character, 16>;

/// Fills lines with words.
class LabelWrapper {
public:
  explicit LabelWrapper(LabelSize size) : size(size), lines(1) {}

  /// False: there is no room for more.
  bool add(const Word &word);
  std::vector<std::string> take();

private:
  bool startLine();

  LabelSize size;
  std::vector<std::string> lines;
  /// Characters in the last line.
  unsigned column = 0;
  bool isCut = false;
};
} // namespace

/// Takes one character from the front of \p text.
static Character takeCharacter(llvm::StringRef &text) {
  const auto *begin = text.bytes_begin();
  const auto *at = begin;
  llvm::UTF32 codePoint = 0;
  bool isValid =
      llvm::convertUTF8Sequence(&at, text.bytes_end(), &codePoint,
                                llvm::strictConversion) == llvm::conversionOK;
  Character taken = text.take_front(isValid ? at - begin : 1);
  text = text.drop_front(taken.size());
  if (isValid && llvm::sys::unicode::isPrintable(codePoint))
    return taken;
  return isValid && llvm::isSpace(char(codePoint)) && codePoint < 128
             ? Character(" ")
             : Character("\uFFFD");
}

/// Takes blanks and then one word from the front of \p text. A word of more
/// than \p limit characters comes in parts.
static Word takeWord(llvm::StringRef &text, unsigned limit) {
  Word word;
  while (!text.empty() && word.size() != limit) {
    llvm::StringRef rest = text;
    Character next = takeCharacter(rest);
    if (next == " " && !word.empty())
      break;
    text = rest;
    if (next != " ")
      word.push_back(next);
  }
  return word;
}

bool LabelWrapper::startLine() {
  if (lines.size() == size.lines) {
    isCut = true;
    return false;
  }
  lines.emplace_back();
  column = 0;
  return true;
}

bool LabelWrapper::add(const Word &word) {
  unsigned blank = column == 0 ? 0 : 1;
  if (column + blank + word.size() > size.width) {
    if (!startLine())
      return false;
    blank = 0;
  }
  lines.back().append(blank, ' ');
  lines.back() += llvm::join(word, "");
  column += blank + word.size();
  return true;
}

std::vector<std::string> LabelWrapper::take() {
  if (isCut)
    lines.back() += "…";
  if (lines.back().empty())
    lines.pop_back();
  return std::move(lines);
}

std::vector<std::string> target::wrapLabel(llvm::StringRef text,
                                           LabelSize size) {
  LabelWrapper wrapper(size);
  for (Word word = takeWord(text, size.width); !word.empty();
       word = takeWord(text, size.width))
    if (!wrapper.add(word))
      break;
  return wrapper.take();
}

void target::appendLabel(std::string &label, llvm::StringRef text,
                         LabelStyle style,
                         std::string (*escape)(llvm::StringRef line)) {
  for (const std::string &line : wrapLabel(text, style.size)) {
    label += label.empty() ? "" : "<br/>";
    label += (style.open + escape(line) + style.close).str();
  }
}

std::string target::firstLine(llvm::StringRef text) {
  text = text.trim();
  auto [line, rest] = text.split('\n');
  std::string result = line.rtrim().str();
  if (!rest.empty())
    result += " …";
  return result;
}
