//===- Runner.h - Running a workflow ----------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file One thread, one loop: it starts what the scheduler says is ready,
/// reads what commands print, notices when they end, and keeps time. Deadlines
/// are those of a clock that nobody sets.
///
/// Stopping (a signal, a timeout, `--fail-fast`) is always the same: processes
/// are asked to end, have a moment to do so, and are then killed, all of them.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_RUNNER_H
#define PLUE_LIB_EXEC_RUNNER_H

#include "Actions.h"
#include "EventLoop.h"
#include "LiveWorkflow.h"
#include "RunObserver.h"
#include "plue/Sandbox/Backend.h"

namespace plue::exec {

struct RunnerOptions {
  RunInfo info;
  bool failFast = false;
  /// Of the whole run; 0: none.
  uint64_t timeoutMs = 0;
  /// How long processes that are asked to end have before they are killed.
  uint64_t graceMs = 1500;
  /// Where comments and reviews go; may be null if there are none.
  Forge *forge = nullptr;
};

class Runner {
public:
  /// \p observers are told what happens, in this order.
  Runner(ir::Plan &plan, const ir::Workflow &workflow, const RunInputs &inputs,
         const Masker &masker, sandbox::Backend &backend,
         llvm::ArrayRef<RunObserver *> observers, RunnerOptions options);
  ~Runner();

  /// Runs to the end. Fails only if the machine does not let it go on.
  llvm::Expected<RunOutcome> run();

  /// Checked between events; an error ends the run.
  std::function<llvm::Error()> healthCheck;

private:
  struct Stream;
  struct ActiveStep;

  llvm::Error loop();
  llvm::Error dispatch();
  llvm::Error decide(StepId id);
  void skip(StepId id);
  llvm::Error openRegion(StepId id);
  void grow();
  void findUses();
  void raise(StepId id, llvm::Error error);
  llvm::Error begin(StepId id, ResolvedStep resolved);
  llvm::Error startAttempt(ActiveStep &step);
  llvm::Error spawn(ActiveStep &step);
  llvm::Expected<sandbox::SpawnRequest>
  requestFor(StepId id, const ResolvedStep &resolved);
  void doHere(ActiveStep &step);
  void failHere(ActiveStep &step, std::string why);
  std::vector<std::string> environmentFor(StepId id,
                                          const ResolvedStep &resolved);

  void handle(const EventLoop::Wake &wake);
  void read(ActiveStep &step, Stream &stream);
  void close(Stream &stream);
  void emit(ActiveStep &step, Stream &stream, const OutputLine &line);
  void commandEnded(ActiveStep &step, sandbox::ExitStatus status);
  void complete(ActiveStep &step);
  bool retry(ActiveStep &step, const StepOutcome &outcome);
  StepOutcome outcomeOf(const ActiveStep &step) const;
  StepResult resultOf(ActiveStep &step, StepOutcome &outcome);
  llvm::Expected<Value> valueOf(ActiveStep &step);
  void reportUnstarted();
  void record(StepOutcome outcome);

  void stop(std::string why, RunOutcome::Status status);
  void stopSteps();
  void stopStep(ActiveStep &step);
  void killEverything();
  void expireDeadlines();
  void expire(ActiveStep &step);
  std::optional<uint64_t> timeUntilDeadline() const;

  RunOutcome conclude();
  std::string mask(llvm::StringRef text) const { return masker.mask(text); }
  std::string nameOf(StepId id) {
    return mask(plannedName(evaluator, plan, workflow, id));
  }
  ir::StepKind kindOf(StepId id) const {
    return workflow.steps[id.index].definition.kind;
  }
  uint64_t elapsed() const { return monotonicMs() - startedMs; }

  ir::Plan &plan;
  LiveWorkflow live;
  const ir::Workflow &workflow;
  const Masker &masker;
  sandbox::Backend &backend;
  std::vector<RunObserver *> observers;
  RunnerOptions options;

  Actions actions;
  Evaluator evaluator;
  Scheduler scheduler;
  EventLoop events;
  llvm::DenseMap<StepId, std::unique_ptr<ActiveStep>> active;
  llvm::DenseMap<pid_t, StepId> byPid;
  /// Steps whose output is used as a value.
  std::vector<bool> usesOut, usesErr;
  std::vector<StepOutcome> outcomes;
  uint64_t startedMs = 0;
  /// Why the run was stopped, if it was.
  std::optional<std::string> stopReason;
  RunOutcome::Status stopStatus = RunOutcome::Success;
  uint32_t numStopSignals = 0;
};

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_RUNNER_H
