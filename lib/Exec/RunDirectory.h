//===- RunDirectory.h - What a run leaves on disk ---------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A directory for each run, below the state directory: the plan's bytes,
/// `manifest.json` (what was run, where and how), `events.jsonl` (everything
/// that happened, one event a line, appended as it happens), a log for each
/// step that had output, and `result.json` in the end. docs/Running.md
/// describes the formats.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_RUNDIRECTORY_H
#define PLUE_LIB_EXEC_RUNDIRECTORY_H

#include "OutputFile.h"
#include "RunObserver.h"

namespace plue::exec {

/// A name for a run that sorts by time and is not used twice.
std::string makeRunId();

/// Where runs are kept unless somebody says otherwise.
std::string defaultStateDirectory();

class RunDirectory : public RunObserver {
public:
  /// Makes the directory and writes \p planBytes to it. A copy of the events
  /// goes to \p events.
  static llvm::Expected<std::unique_ptr<RunDirectory>>
  create(llvm::StringRef stateDirectory, llvm::StringRef runId,
         llvm::StringRef planBytes, OutputFile events);

  const std::string &path() const { return directory; }
  /// Where the log of \p step is, or would be. For while a run is told of.
  std::string logPath(StepId step) const;
  /// The first thing that could not be written, or success.
  llvm::Error takeError();

  void runStarted(const RunInfo &info) override;
  void stepStarted(const StepStart &start) override;
  void stepOutput(const StepOutput &output) override;
  void stepRetrying(const StepOutcome &outcome, uint64_t delayMs) override;
  void stepEnded(const StepOutcome &outcome) override;
  void runStopping(llvm::StringRef why) override;
  void runEnded(const RunOutcome &outcome) override;
  void flush(uint64_t ms) override;

private:
  using Fields = llvm::function_ref<void(llvm::json::OStream &)>;

  void event(llvm::StringRef type, Fields fields);
  void writeManifest(const RunInfo &info);
  void writeResult(const RunOutcome &outcome);
  void writeFile(llvm::StringRef name, llvm::StringRef text);
  OutputFile &logOf(StepId step);
  uint64_t elapsed() const;

  const ir::Workflow *workflow = nullptr;
  std::string directory;
  OutputFile events, eventsCopy;
  llvm::DenseMap<StepId, OutputFile> logs;
  uint64_t nextSequence = 0;
  uint64_t startedMs = 0;
  std::string error;
};

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_RUNDIRECTORY_H
