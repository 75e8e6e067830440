//===- TestText.h - Plans and their texts -----------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_UNITTESTS_ASMPARSER_TESTTEXT_H
#define PLUE_UNITTESTS_ASMPARSER_TESTTEXT_H

#include "plue/AsmParser/AsmParser.h"
#include "plue/IR/Printer.h"

namespace plue::asmparser {

inline std::string textOf(const ir::Plan &plan) {
  std::string text;
  llvm::raw_string_ostream os(text);
  ir::print(plan, os);
  return text;
}

/// A text, what was made of it, and what was said about it.
struct Parsed {
  SourceManager sources;
  DiagnosticEngine diags;
  std::unique_ptr<ir::Plan> plan;

  explicit Parsed(std::string text) {
    FileId file = sources.add("plan.txt", std::move(text));
    plan = parsePlan(file, sources, diags);
  }

  /// One line for each error: the text that it points at, a bar, the message.
  std::string errors() const {
    std::string lines;
    for (const Diagnostic *each : diags.sorted()) {
      lines += sources.text(each->range).split('\n').first.str() + " | " +
               each->message + '\n';
      for (const Diagnostic &note : each->notes)
        lines +=
            "  " + sources.text(note.range).str() + " | " + note.message + '\n';
      for (const std::string &hint : each->hints)
        lines += "  hint: " + hint + '\n';
    }
    return lines;
  }
};

/// A plan with the workflow `w` of the lines \p body, and in front of it the
/// lines \p shared.
inline std::string workflowText(llvm::StringRef body,
                                llvm::StringRef shared = "") {
  return ("plan version 1.0\n" + shared +
          "\nworkflow @w {\n  image \"host\"\n" + body + "}\n")
      .str();
}

} // namespace plue::asmparser

#endif // PLUE_UNITTESTS_ASMPARSER_TESTTEXT_H
