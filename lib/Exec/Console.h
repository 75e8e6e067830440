//===- Console.h - A run as people watch it ---------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Two views of a run. The plain one is a log: every line of output, with
/// the step's name before it. The live one is for terminals: a line for each
/// step that runs, redrawn in place, over a record of those that have ended.
/// What steps print never reaches the terminal but as text.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_CONSOLE_H
#define PLUE_LIB_EXEC_CONSOLE_H

#include "OutputFile.h"
#include "RunObserver.h"

namespace plue::exec {

struct ConsoleOptions {
  bool isLive = false;
  bool color = false;
  /// Where it goes; a terminal if the view is live.
  int fd = 1;
  /// The run directory, to be named in the end.
  std::string directory;
  /// Where the log of a step is.
  std::function<std::string(StepId)> logPath;
};

std::unique_ptr<RunObserver> createConsole(ConsoleOptions options);

/// `0.42 s`, `2 min 03 s`.
std::string durationText(uint64_t ms);

/// As much of \p text as fits \p columns; `…` stands for the rest.
std::string fitColumns(llvm::StringRef text, unsigned columns);

/// How many columns \p text takes.
unsigned columnsOf(llvm::StringRef text);

/// The end of a run in a few lines: what went how, and where to look.
std::string summaryText(const RunInfo &info, const RunOutcome &outcome,
                        const ConsoleOptions &options);

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_CONSOLE_H
