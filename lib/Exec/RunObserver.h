//===- RunObserver.h - Who is told about a run ------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The runner tells what happens; the run directory and the console
/// listen. All text is masked before it comes here.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_RUNOBSERVER_H
#define PLUE_LIB_EXEC_RUNOBSERVER_H

#include "LineBuffer.h"
#include "ResolvedStep.h"

namespace plue::exec {

struct RunInfo {
  std::string id;
  const ir::Plan *plan = nullptr;
  const ir::Workflow *workflow = nullptr;
  /// The sandbox, and what it keeps apart.
  std::string backend, isolation;
  std::string eventType;
  std::string workspace;
  uint32_t jobs = 1;
};

struct StepStart {
  StepId id;
  llvm::StringRef name;
  /// From 1.
  uint32_t attempt = 1;
};

struct StepOutput {
  StepId id;
  llvm::StringRef name;
  bool isErr = false;
  const OutputLine &line;
};

/// How a step went, also one that did not run.
struct StepOutcome {
  StepId id;
  std::string name;
  StepState state = StepState::Pending;
  /// Whether a command was started.
  bool hasRun = false;
  int exitCode = 0;
  uint32_t attempts = 0;
  uint64_t durationMs = 0;
  /// Why it failed or did not run; empty if that goes without saying.
  std::string reason;
  /// The failure does not fail the run.
  bool isHandled = false;
};

struct RunOutcome {
  enum Status : uint8_t { Success, Failure, Interrupted };
  Status status = Success;
  std::optional<std::string> reason;
  llvm::json::Object outputs;
  uint64_t durationMs = 0;
  std::vector<StepOutcome> steps;
};

llvm::StringRef spelling(RunOutcome::Status status);

class RunObserver {
public:
  virtual ~RunObserver();

  virtual void runStarted(const RunInfo &info) = 0;
  virtual void stepStarted(const StepStart &start) = 0;
  virtual void stepOutput(const StepOutput &output) = 0;
  /// An attempt failed and another will be made after \p delayMs.
  virtual void stepRetrying(const StepOutcome &outcome, uint64_t delayMs) = 0;
  /// Also told of steps that did not run.
  virtual void stepEnded(const StepOutcome &outcome) = 0;
  /// The run is being stopped; \p why is for people.
  virtual void runStopping(llvm::StringRef why) = 0;
  virtual void runEnded(const RunOutcome &outcome) = 0;

  /// Called before the runner goes to sleep, with the time since the run began.
  virtual void flush(uint64_t ms) {}
  /// In how many milliseconds flush() is to be called again if nothing happens.
  virtual std::optional<uint64_t> refreshAfter() const { return std::nullopt; }
};

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_RUNOBSERVER_H
