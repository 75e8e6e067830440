//===- ShellEscape.cpp - Data in a shell script ---------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "ShellEscape.h"

using namespace plue;
using namespace plue::exec;

static void appendSingleQuoted(std::string &script, llvm::StringRef value) {
  for (char c : value) {
    if (c == '\'')
      script += "'\\''"; // Nothing is special between single quotes but this.
    else
      script += c;
  }
}

/// Escapes the characters that are in \p special.
static void appendBackslashed(std::string &script, llvm::StringRef value,
                              llvm::StringRef special) {
  for (char c : value) {
    if (special.contains(c))
      script += '\\';
    script += c;
  }
}

/// The shell looks for the delimiter before it expands anything, so no line of
/// the value may be the delimiter, and with `<<-` none may begin with a tab: an
/// expansion that is always empty stands before each.
static void appendHereDocument(std::string &script, llvm::StringRef value) {
  llvm::SmallVector<llvm::StringRef, 8> lines;
  value.split(lines, '\n');
  for (size_t i = 0; i != lines.size(); ++i) {
    script += i == 0 ? "${IFS+}" : "\n${IFS+}";
    appendBackslashed(script, lines[i], "\\$`");
  }
}

void exec::appendEscaped(std::string &script, llvm::StringRef value,
                         ir::HoleContext context) {
  assert(!value.contains('\0') && "a shell cannot carry NUL");
  switch (context) {
  case ir::HoleContext::Bare:
    if (value.empty())
      return; // As an unset variable would vanish.
    [[fallthrough]];
  case ir::HoleContext::Word:
    script += '\'';
    appendSingleQuoted(script, value);
    script += '\'';
    return;
  case ir::HoleContext::DoubleQuoted:
    return appendBackslashed(script, value, "\\$\"`");
  case ir::HoleContext::SingleQuoted:
    return appendSingleQuoted(script, value);
  case ir::HoleContext::HereDocument:
    return appendHereDocument(script, value);
  }
  llvm_unreachable("unknown context");
}
