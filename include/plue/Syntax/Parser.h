//===- Parser.h - From source text to a tree --------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_SYNTAX_PARSER_H
#define PLUE_SYNTAX_PARSER_H

#include "plue/Basic/Diagnostic.h"
#include "plue/Basic/Limits.h"
#include "plue/Syntax/AST.h"

namespace plue::syntax {

/// Parses \p file and reports everything that CPython 3.11 would not accept.
/// Always returns a module; it has a body exactly when no error was reported.
std::unique_ptr<Module> parse(FileId file, const SourceManager &sources,
                              const Limits &limits, DiagnosticEngine &diags);

/// Prints the tree for `--emit=ast`: one node a line, indented, with the lines
/// and columns it spans, and what names mean once Sema has said so.
void print(const Module &module, const SourceManager &sources,
           llvm::raw_ostream &os);

} // namespace plue::syntax

#endif // PLUE_SYNTAX_PARSER_H
