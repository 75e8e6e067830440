//===- FaultTest.h - Programs with their faults drawn in ----- -*- C++ -*--===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A fault is tested by a program in which `«` and `»` stand around what
/// the diagnostic should point at.
//===----------------------------------------------------------------------===//
#ifndef PLUE_UNITTESTS_SYNTAX_FAULTTEST_H
#define PLUE_UNITTESTS_SYNTAX_FAULTTEST_H

#include "plue/Basic/Diagnostic.h"
#include "plue/Syntax/Parser.h"
#include "gtest/gtest.h"

namespace plue::test {

struct MarkedProgram {
  std::string text;
  uint32_t begin = 0;
  uint32_t end = 0;
};

inline MarkedProgram unmark(llvm::StringRef marked) {
  auto [before, rest] = marked.split("«");
  auto [inside, after] = rest.split("»");
  return {.text = (before + inside + after).str(),
          .begin = uint32_t(before.size()),
          .end = uint32_t(before.size() + inside.size())};
}

/// Whatever \p diags holds, a line each, for messages of failed tests.
inline std::string listed(const DiagnosticEngine &diags,
                          const SourceManager &sources) {
  std::string result;
  for (const Diagnostic *diagnostic : diags.sorted()) {
    LineColumn at =
        sources.lineColumn(diagnostic->range.file, diagnostic->range.begin);
    result += std::to_string(at.line) + ":" + std::to_string(at.column) + ": " +
              diagnostic->message + " [" + codeOf(diagnostic->id).str() + "]\n";
  }
  return result;
}

/// Expects exactly one diagnostic, of kind \p id, at the marked place.
inline void expectOneAt(const DiagnosticEngine &diags,
                        const SourceManager &sources, DiagId id,
                        const MarkedProgram &program) {
  auto found = diags.sorted();
  ASSERT_EQ(found.size(), 1U) << program.text << "\n" << listed(diags, sources);
  EXPECT_EQ(codeOf(found[0]->id), codeOf(id)) << program.text;
  EXPECT_EQ(found[0]->range.begin, program.begin) << program.text << "\n"
                                                  << listed(diags, sources);
  EXPECT_EQ(found[0]->range.end, program.end) << program.text;
}

} // namespace plue::test

#endif // PLUE_UNITTESTS_SYNTAX_FAULTTEST_H
