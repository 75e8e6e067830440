//===- Faults.h - Why a value cannot stand somewhere ------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_SHELL_FAULTS_H
#define PLUE_LIB_SHELL_FAULTS_H

#include "plue/Basic/Diagnostic.h"

namespace plue::shell {

/// Why a hole is refused.
enum class Fault : uint8_t {
  None,
  Unclear,
  Comment,
  CommandName,
  Code,
  Option,
  Builtin,
  Format,
  Arithmetic,
  Subscript,
  Expansion,
  Backticks,
  SpecialQuotes,
  AfterEscape,
  Name,
  Variable,
  Descriptor,
  Delimiter,
  QuotedHereDocument,
  AfterHereDocument,
  WithHereDocument,
  Test,
};

/// Reports \p fault of the value written at \p range; \p subject is the
/// program, variable or character it is about, for those that name one.
DiagnosticBuilder reportFault(SourceRange range, Fault fault,
                              llvm::StringRef subject, DiagnosticEngine &diags);

} // namespace plue::shell

#endif // PLUE_LIB_SHELL_FAULTS_H
