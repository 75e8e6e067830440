//===- RunnerEvents.cpp - What happens while a workflow runs --------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "ActiveStep.h"
#include "Console.h"
#include "Runner.h"
#include "plue/Basic/Limits.h"
#include "plue/Support/Result.h"
#include <cerrno>
#include <csignal>
#include <cstring>

using namespace plue;
using namespace plue::exec;
using sandbox::ExitStatus;

/// How much of a step's output is kept and shown.
static constexpr uint64_t MaxLogBytes = 64ULL << 20;
/// How much is read before others get their turn.
static constexpr size_t MaxReadBytes = 256 << 10;
/// How long the output of a command that has ended may stay open: somebody who
/// escaped holds it.
static constexpr uint64_t DrainMs = 250;
/// What `timeout(1)` says.
static constexpr int TimeoutExitCode = 124;

void Runner::handle(const EventLoop::Wake &wake) {
  for (uint64_t token : wake.readable) {
    auto found = active.find(StepId(token / 2));
    if (found == active.end())
      continue;
    ActiveStep &step = *found->second;
    read(step, token % 2 ? step.err : step.out);
    if (step.phase == ActiveStep::Draining && !step.out.fd && !step.err.fd)
      complete(step);
  }
  if (wake.childEnded)
    for (sandbox::Ended &ended : backend.collect()) {
      auto found = byPid.find(ended.pid);
      if (found == byPid.end())
        continue;
      ActiveStep &step = *active[found->second];
      byPid.erase(found);
      commandEnded(step, std::move(ended.status));
    }
  for (int signal : wake.stops) {
    if (++numStopSignals == 1)
      stop(std::string("stopped by SIG") + ::sigabbrev_np(signal),
           RunOutcome::Interrupted);
    else
      killEverything();
  }
}

//--- Output -------------------------------------------------------------------

void Runner::close(Stream &stream) {
  if (!stream.fd)
    return;
  events.unwatch(stream.fd.get());
  stream.fd.reset();
}

void Runner::read(ActiveStep &step, Stream &stream) {
  auto sink = [&](const OutputLine &line) { emit(step, stream, line); };
  char buffer[16 << 10];
  for (size_t total = 0; stream.fd && total < MaxReadBytes;) {
    ssize_t got = ::read(stream.fd.get(), buffer, sizeof(buffer));
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0 && errno == EAGAIN)
      return;
    if (got <= 0) {
      close(stream);
      stream.lines.finish(sink);
      return;
    }
    total += got;
    llvm::StringRef bytes(buffer, got);
    if (stream.isShown)
      stream.lines.feed(bytes, sink);
    if (!stream.isCaptured || stream.isTooLong)
      continue;
    stream.isTooLong =
        stream.captured.size() + bytes.size() > Limits().stringBytes;
    if (!stream.isTooLong)
      stream.captured += bytes;
  }
}

void Runner::emit(ActiveStep &step, Stream &stream, const OutputLine &line) {
  auto tell = [&](const OutputLine &line) {
    for (RunObserver *observer : observers)
      observer->stepOutput({.id = step.id,
                            .name = step.shownName,
                            .isErr = stream.isErr,
                            .line = line});
  };
  if (step.loggedBytes > MaxLogBytes)
    return;
  step.loggedBytes += line.text.size() + 1;
  if (step.loggedBytes <= MaxLogBytes)
    return tell(line);
  tell({llvm::formatv("[plue-exec: no more than {0} MiB of output is kept]",
                      MaxLogBytes >> 20)
            .str(),
        false});
}

//--- The end of a command -----------------------------------------------------

void Runner::commandEnded(ActiveStep &step, ExitStatus status) {
  step.status = std::move(status);
  step.pid = -1;
  step.phase = ActiveStep::Draining;
  step.deadlineMs = monotonicMs() + DrainMs;
  // Mostly everything is here by now.
  read(step, step.out);
  read(step, step.err);
  if (!step.out.fd && !step.err.fd)
    complete(step);
}

static std::string reasonOf(const ExitStatus &status) {
  switch (status.kind) {
  case ExitStatus::Exited:
    return status.code == 0 ? ""
                            : llvm::formatv("exit code {0}", status.code).str();
  case ExitStatus::Signalled: {
    const char *name = ::sigabbrev_np(status.code);
    return name ? llvm::formatv("killed by SIG{0}", name).str()
                : llvm::formatv("killed by signal {0}", status.code).str();
  }
  case ExitStatus::NotStarted:
  case ExitStatus::Broken:
    return status.message;
  }
  llvm_unreachable("unknown kind");
}

StepOutcome Runner::outcomeOf(const ActiveStep &step) const {
  const ir::Step &planned = workflow.steps[step.id.index];
  StepOutcome outcome{
      .id = step.id,
      .name = step.shownName,
      .state =
          step.status.isSuccess() ? StepState::Success : StepState::Failure,
      .hasRun = true,
      .exitCode = step.status.shellCode(),
      .attempts = step.attempt,
      .durationMs = monotonicMs() - step.startedMs,
      .reason =
          mask(step.failure.empty() ? reasonOf(step.status) : step.failure)};
  if (step.cause == ActiveStep::TimedOut) {
    outcome.state = StepState::Failure;
    outcome.exitCode = TimeoutExitCode;
    outcome.reason = "timed out after " + durationText(timeoutOf(planned));
  } else if (step.cause == ActiveStep::Cancelled) {
    outcome.state = StepState::Cancelled;
    outcome.reason = "the run was stopped";
  }
  return outcome;
}

/// What the step left behind. If that is not what it should be the step has
/// failed after all, which \p outcome says then.
StepResult Runner::resultOf(ActiveStep &step, StepOutcome &outcome) {
  StepResult result{.hasRun = true,
                    .out = toValidUtf8(step.out.captured),
                    .err = toValidUtf8(step.err.captured),
                    .isOutTooLong = step.out.isTooLong,
                    .isErrTooLong = step.err.isTooLong};
  const ir::Step &planned = workflow.steps[step.id.index];
  if (outcome.state == StepState::Success && outputTypeOf(plan, planned)) {
    llvm::Expected<Value> value = valueOf(step);
    if (value) {
      result.value = *value;
    } else {
      outcome.state = StepState::Failure;
      outcome.exitCode = OutputExitCode;
      outcome.reason = mask(llvm::toString(value.takeError()));
    }
  }
  outcome.isHandled =
      outcome.state == StepState::Failure && planned.policy.continueOnError;
  result.exitCode = outcome.exitCode;
  return result;
}

void Runner::complete(ActiveStep &step) {
  for (Stream *stream : {&step.out, &step.err}) {
    auto sink = [&](const OutputLine &line) { emit(step, *stream, line); };
    close(*stream);
    stream->lines.finish(sink);
  }
  StepOutcome outcome = outcomeOf(step);
  StepResult result = resultOf(step, outcome);
  if (outcome.state == StepState::Failure && retry(step, outcome))
    return;
  evaluator.setResult(step.id, std::move(result));
  bool wasCancelling = scheduler.isCancelling();
  if (outcome.state == StepState::Cancelled)
    scheduler.finishCancelled(step.id);
  else
    scheduler.finish(step.id, outcome.state == StepState::Success);
  active.erase(step.id);
  record(std::move(outcome));
  // --fail-fast: the failure of one step is the end of all.
  if (scheduler.isCancelling() && !wasCancelling)
    stopSteps();
}

bool Runner::retry(ActiveStep &step, const StepOutcome &outcome) {
  const ir::Retry &policy = workflow.steps[step.id.index].policy.retry;
  if (step.attempt >= policy.attempts || scheduler.isCancelling())
    return false;
  for (RunObserver *observer : observers)
    observer->stepRetrying(outcome, policy.delayMs);
  step.phase = ActiveStep::Waiting;
  step.deadlineMs = monotonicMs() + policy.delayMs;
  return true;
}

//--- Time and stopping --------------------------------------------------------

std::optional<uint64_t> Runner::timeUntilDeadline() const {
  uint64_t next =
      options.timeoutMs && !stopReason ? startedMs + options.timeoutMs : 0;
  for (const auto &entry : active) {
    uint64_t deadline = entry.second->deadlineMs;
    if (deadline != 0 && (next == 0 || deadline < next))
      next = deadline;
  }
  if (next == 0)
    return std::nullopt;
  uint64_t now = monotonicMs();
  return next > now ? next - now : 0;
}

void Runner::expireDeadlines() {
  uint64_t now = monotonicMs();
  if (options.timeoutMs && !stopReason && now >= startedMs + options.timeoutMs)
    stop("the run timed out after " + durationText(options.timeoutMs),
         RunOutcome::Failure);
  llvm::SmallVector<StepId, 8> expired;
  for (const auto &entry : active)
    if (entry.second->deadlineMs != 0 && now >= entry.second->deadlineMs)
      expired.push_back(entry.first);
  llvm::sort(expired);
  for (StepId id : expired)
    if (auto found = active.find(id); found != active.end())
      expire(*found->second);
}

void Runner::expire(ActiveStep &step) {
  switch (step.phase) {
  case ActiveStep::Running:
    step.cause = ActiveStep::TimedOut;
    backend.terminate(step.pid);
    step.phase = ActiveStep::Stopping;
    step.deadlineMs = monotonicMs() + options.graceMs;
    return;
  case ActiveStep::Stopping:
    backend.kill(step.pid);
    step.deadlineMs = 0;
    return;
  case ActiveStep::Draining:
    return complete(step);
  case ActiveStep::Waiting:
    if (llvm::Error error = startAttempt(step)) {
      step.status = {ExitStatus::Broken, 126, llvm::toString(std::move(error))};
      complete(step);
    }
    return;
  }
}

void Runner::stop(std::string why, RunOutcome::Status status) {
  if (!stopReason) {
    stopReason = why;
    stopStatus = status;
  }
  for (RunObserver *observer : observers)
    observer->runStopping(why);
  scheduler.cancel();
  stopSteps();
}

void Runner::stopSteps() {
  llvm::SmallVector<StepId, 8> ids;
  for (const auto &entry : active)
    ids.push_back(entry.first);
  llvm::sort(ids);
  for (StepId id : ids)
    stopStep(*active.find(id)->second);
}

void Runner::stopStep(ActiveStep &step) {
  if (step.phase == ActiveStep::Waiting) {
    step.cause = ActiveStep::Cancelled;
    return complete(step);
  }
  if (step.phase != ActiveStep::Running)
    return;
  step.cause = ActiveStep::Cancelled;
  step.phase = ActiveStep::Stopping;
  step.deadlineMs = monotonicMs() + options.graceMs;
  backend.terminate(step.pid);
}

void Runner::killEverything() {
  for (const auto &entry : active)
    if (entry.second->pid > 0)
      backend.kill(entry.second->pid);
}
