//===- ActiveStep.h - A step that is running --------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_ACTIVESTEP_H
#define PLUE_LIB_EXEC_ACTIVESTEP_H

#include "Runner.h"

namespace plue::exec {

/// How long a command may run.
uint64_t timeoutOf(const ir::Step &step);

/// One of a command's two outputs.
struct Runner::Stream {
  Stream(const Masker &masker, bool isErr, bool isCaptured)
      : lines(masker), isErr(isErr), isCaptured(isCaptured) {}

  sandbox::FileDescriptor fd;
  LineBuffer lines;
  bool isErr;
  /// Whether it is kept for use as a value.
  bool isCaptured;
  /// Whether it is logged.
  bool isShown = true;
  bool isTooLong = false;
  std::string captured;
};

struct Runner::ActiveStep {
  enum Phase : uint8_t {
    /// The command runs; the deadline is the step's timeout.
    Running,
    /// It was asked to end; at the deadline it is killed.
    Stopping,
    /// It has ended, and what it printed is read; at the deadline the rest is
    /// given up.
    Draining,
    /// The next attempt is made at the deadline.
    Waiting,
  };
  enum Cause : uint8_t { None, TimedOut, Cancelled };

  ActiveStep(StepId id, ResolvedStep resolved, const Masker &masker,
             bool usesOut, bool usesErr)
      : id(id), resolved(std::move(resolved)), out(masker, false, usesOut),
        err(masker, true, usesErr) {}

  StepId id;
  ResolvedStep resolved;
  /// The name as it may be shown.
  std::string shownName;
  Phase phase = Running;
  /// What made us end the command, if we did.
  Cause cause = None;
  pid_t pid = -1;
  uint32_t attempt = 0;
  uint64_t startedMs = 0;
  /// When something is to be done about it; nothing if it is 0.
  uint64_t deadlineMs = 0;
  sandbox::ExitStatus status;
  /// Of a step that is no command: why it failed, and its value if it did not.
  std::string failure;
  llvm::json::Value value = nullptr;
  Stream out, err;
  /// How much output has been kept; see MaxLog in RunnerOutput.cpp.
  uint64_t loggedBytes = 0;
};

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_ACTIVESTEP_H
