//===- DiagnosticRenderer.h - Diagnostics as people and tools read them ---===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Four renderings of one sorted list: text with the source line and a
/// caret frame, JSON, SARIF 2.1.0, and GitHub workflow commands.
//===----------------------------------------------------------------------===//
#ifndef PLUE_BASIC_DIAGNOSTICRENDERER_H
#define PLUE_BASIC_DIAGNOSTICRENDERER_H

#include "plue/Basic/Diagnostic.h"
#include "llvm/Support/raw_ostream.h"
#include <optional>

namespace plue {

enum class DiagnosticFormat : uint8_t { Text, Json, Sarif, GitHub };

/// The format called \p name (`text`, `json`, `sarif`, `github`), if any.
std::optional<DiagnosticFormat> parseDiagnosticFormat(llvm::StringRef name);

struct RenderOptions {
  DiagnosticFormat format = DiagnosticFormat::Text;
  /// Only text heeds it.
  bool color = false;
  /// The program to name in SARIF, for instance `plue-compile`.
  llvm::StringRef tool = "plue";
};

/// Writes everything \p engine has collected to \p os.
void render(const DiagnosticEngine &engine, const SourceManager &sources,
            const RenderOptions &options, llvm::raw_ostream &os);

/// Whether colour belongs on \p os: a terminal, unless NO_COLOR says no or
/// CLICOLOR_FORCE says yes.
bool wantsColor(const llvm::raw_ostream &os);

} // namespace plue

#endif // PLUE_BASIC_DIAGNOSTICRENDERER_H
