//===- AsmParser.h - Text to plans ------------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_ASMPARSER_ASMPARSER_H
#define PLUE_ASMPARSER_ASMPARSER_H

#include "plue/Basic/Diagnostic.h"
#include "plue/IR/Plan.h"

namespace plue::asmparser {

/// How many bytes the text of a plan may have.
inline constexpr uint64_t MaxTextBytes = 256ULL << 20;

/// Makes a plan of its text, the inverse of ir::print(). The text may be
/// hostile: time and memory are linear in its size. A plan that is returned has
/// passed ir::verify(); if there is none, \p diags has at least one error,
/// which points into \p file.
std::unique_ptr<ir::Plan> parsePlan(FileId file, const SourceManager &sources,
                                    DiagnosticEngine &diags);

} // namespace plue::asmparser

#endif // PLUE_ASMPARSER_ASMPARSER_H
