//===- ShellTestHelpers.h - Commands with holes, for tests ------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_UNITTESTS_SHELL_SHELLTESTHELPERS_H
#define PLUE_UNITTESTS_SHELL_SHELLTESTHELPERS_H

#include "plue/Shell/Template.h"
#include "llvm/ADT/StringExtras.h"

namespace plue::shell {

/// A command written with `@@` for each hole.
struct TestCommand {
  explicit TestCommand(llvm::StringRef written) {
    file = sources.add("cmd", written.str());
    llvm::StringRef text = sources.text(file);
    uint32_t begin = 0;
    for (size_t at = text.find("@@"); at != llvm::StringRef::npos;
         at = text.find("@@", begin)) {
      addPiece(begin, at);
      holes.push_back(range(at, at + 2));
      begin = at + 2;
    }
    addPiece(begin, text.size());
  }

  FailureOr<llvm::SmallVector<HoleContext>> analyze(Dialect dialect) {
    return shell::analyze(pieces, holes, dialect, diags);
  }

  /// The command with \p values in its holes.
  std::string fill(llvm::ArrayRef<HoleContext> contexts,
                   llvm::ArrayRef<std::string> values) const {
    std::string result = pieces[0].text.str();
    for (size_t i = 0; i < holes.size(); ++i) {
      result += escape(contexts[i], values[i]);
      result += pieces[i + 1].text;
    }
    return result;
  }

  SourceManager sources;
  FileId file;
  std::vector<Piece> pieces;
  std::vector<SourceRange> holes;
  DiagnosticEngine diags;

private:
  SourceRange range(size_t begin, size_t end) const {
    return {.file = file,
            .begin = static_cast<uint32_t>(begin),
            .end = static_cast<uint32_t>(end)};
  }
  void addPiece(size_t begin, size_t end) {
    pieces.push_back({.text = sources.text(file).slice(begin, end),
                      .range = range(begin, end)});
  }
};

/// What becomes of the holes of \p command: a letter for each (B, D, S, W, H),
/// or the codes of the diagnostics.
inline std::string judged(llvm::StringRef command,
                          Dialect dialect = Dialect::Bash) {
  TestCommand test(command);
  auto contexts = test.analyze(dialect);
  std::string result;
  if (succeeded(contexts)) {
    for (HoleContext context : *contexts)
      result += "BDSWH"[static_cast<int>(context)];
    return result;
  }
  for (const Diagnostic *diagnostic : test.diags.sorted()) {
    llvm::StringRef code = codeOf(diagnostic->id);
    code.consume_front("shell-hole-");
    result += (result.empty() ? "" : " ") + code.str();
  }
  return result;
}

} // namespace plue::shell

#endif // PLUE_UNITTESTS_SHELL_SHELLTESTHELPERS_H
