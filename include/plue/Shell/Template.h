//===- Template.h - Where values stand in a shell command -------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A command is a concatenation of code, which the author wrote, and
/// holes, which run-time values will fill. Before anything runs, every hole
/// gets the context in which it stands, so that its value can be escaped for
/// just that context and can never become code.
///
/// Two readers look at the command with a placeholder in every hole: a scanner
/// of our own, which follows quotes, substitutions, here-documents and simple
/// commands, and the grammar of tree-sitter. A context counts only where both
/// agree on it. The scanner also knows the places where escaping for the shell
/// is not enough, because what stands there is read as code once more: `eval`,
/// `sh -c`, arithmetic, the programs of `sed` and `awk`, and so on. Those are
/// refused, with the way out. When in doubt, a hole is refused.
///
/// What is guaranteed: the shell reads the value as data. A program that takes
/// its arguments for code in ways the scanner does not know still does.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SHELL_TEMPLATE_H
#define PLUE_SHELL_TEMPLATE_H

#include "plue/Basic/Diagnostic.h"
#include "plue/Shell/Escape.h"

namespace plue::shell {

/// Code between two holes. The range is where it was written; if it has just as
/// many bytes as the text, diagnostics point into it.
struct Piece {
  llvm::StringRef text;
  SourceRange range;
};

/// The shell that runs the command: `/bin/sh`, whichever that is, or bash.
enum class Dialect : uint8_t { Sh, Bash };

/// How much shell text is analysed. Statements have a limit of their own since
/// the grammar's parser can take time and memory that grow with the square.
inline constexpr uint32_t maxCommandBytes = 64 << 10;
inline constexpr uint32_t maxStatementBytes = 4 << 10;
inline constexpr uint32_t maxCommandNesting = 100;

/// The context of each of \p holes in the command `pieces[0] hole[0] pieces[1]
/// …`; there is one piece more than there are holes. \p holes says where each
/// value is written, for diagnostics. Fails with a diagnostic for each hole
/// that cannot be escaped soundly. A command without holes is not looked at.
FailureOr<llvm::SmallVector<HoleContext>>
analyze(llvm::ArrayRef<Piece> pieces, llvm::ArrayRef<SourceRange> holes,
        Dialect dialect, DiagnosticEngine &diags);

} // namespace plue::shell

#endif // PLUE_SHELL_TEMPLATE_H
