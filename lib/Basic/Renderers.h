//===- Renderers.h - One renderer per diagnostic format ---------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What the renderers of lib/Basic share. A range in a diagnostic is not
/// trusted to lie within its file: whoever made it may have been confused by
/// the same hostile input that is being complained about, and losing the
/// message over its position would be the worse fault.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_BASIC_RENDERERS_H
#define PLUE_LIB_BASIC_RENDERERS_H

#include "plue/Basic/DiagnosticRenderer.h"

namespace plue {

/// `error`, `warning` or `note`.
llvm::StringRef nameOf(Severity severity);

/// \p range cut down to its file, or an invalid range if it has none.
SourceRange clampToFile(SourceRange range, const SourceManager &sources);

/// The words that describe an edit: "replace `a` with `b`".
std::string describe(const FixIt &fixIt, const SourceManager &sources);

void renderText(const DiagnosticEngine &engine, const SourceManager &sources,
                const RenderOptions &options, llvm::raw_ostream &os);
void renderJson(const DiagnosticEngine &engine, const SourceManager &sources,
                const RenderOptions &options, llvm::raw_ostream &os);
void renderSarif(const DiagnosticEngine &engine, const SourceManager &sources,
                 const RenderOptions &options, llvm::raw_ostream &os);
void renderGitHub(const DiagnosticEngine &engine, const SourceManager &sources,
                  const RenderOptions &options, llvm::raw_ostream &os);

} // namespace plue

#endif // PLUE_LIB_BASIC_RENDERERS_H
