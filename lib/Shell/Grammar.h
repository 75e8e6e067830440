//===- Grammar.h - The second opinion ---------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_SHELL_GRAMMAR_H
#define PLUE_LIB_SHELL_GRAMMAR_H

#include "Scanner.h"

namespace plue::shell {

/// Parses the statements of \p text that have holes with tree-sitter's grammar
/// and refuses every hole about which it does not agree with the scanner.
void crossCheck(llvm::StringRef text, const Placeholders &placeholders,
                ScanResult &result);

} // namespace plue::shell

#endif // PLUE_LIB_SHELL_GRAMMAR_H
