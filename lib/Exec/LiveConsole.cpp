//===- LiveConsole.cpp - A run on a terminal ------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The bottom of the terminal shows what is running; everything above it
/// has been said for good and scrolls away. A redraw goes up to where the
/// bottom part began, erases to the end, and writes anew. No line is as wide as
/// the terminal, so none wraps and the count of lines is right.
//===----------------------------------------------------------------------===//
#include "Consoles.h"
#include "llvm/ADT/MapVector.h"
#include <deque>
#include <sys/ioctl.h>

using namespace plue;
using namespace plue::exec;

namespace {
enum class Color { None, Green, Red, Yellow, Dim };

class LiveConsole : public RunObserver {
public:
  explicit LiveConsole(ConsoleOptions options)
      : options(std::move(options)), out(this->options.fd, /*isOwned=*/false) {}

  void runStarted(const RunInfo &started) override { info = started; }
  void stepStarted(const StepStart &start) override;
  void stepOutput(const StepOutput &output) override;
  void stepRetrying(const StepOutcome &outcome, uint64_t delayMs) override;
  void stepEnded(const StepOutcome &outcome) override;
  void runStopping(llvm::StringRef why) override;
  void runEnded(const RunOutcome &outcome) override;
  void flush(uint64_t ms) override;
  std::optional<uint64_t> refreshAfter() const override {
    if (running.empty())
      return std::nullopt;
    return FrameMs;
  }

private:
  static constexpr uint64_t FrameMs = 100;
  /// How much of a failed step's output is shown.
  static constexpr size_t MaxTail = 30;
  static constexpr unsigned MaxRunningLines = 12;

  struct RunningStep {
    std::string name;
    uint64_t startedMs = 0;
    std::deque<std::string> tail;
  };

  void say(Color color, llvm::StringRef mark, const llvm::Twine &text);
  void sayTail(const RunningStep &step);
  std::string paint(Color color, llvm::StringRef text) const;
  std::string runningLines(uint64_t ms, unsigned columns, unsigned rows);
  void erase();

  ConsoleOptions options;
  OutputFile out;
  RunInfo info;
  llvm::MapVector<StepId, RunningStep> running;
  /// What is to scroll away with the next redraw.
  std::string record;
  /// How many lines the bottom part has on the screen.
  unsigned drawnLines = 0;
  uint64_t nowMs = 0, drawnMs = 0;
  uint32_t numEnded = 0;
};
} // namespace

std::unique_ptr<RunObserver> exec::createLiveConsole(ConsoleOptions options) {
  return std::make_unique<LiveConsole>(std::move(options));
}

std::unique_ptr<RunObserver> exec::createConsole(ConsoleOptions options) {
  return options.isLive ? createLiveConsole(std::move(options))
                        : createPlainConsole(std::move(options));
}

//--- What is said for good ----------------------------------------------------

std::string LiveConsole::paint(Color color, llvm::StringRef text) const {
  if (!options.color || color == Color::None)
    return text.str();
  const char *code = color == Color::Green    ? "\x1b[32m"
                     : color == Color::Red    ? "\x1b[31m"
                     : color == Color::Yellow ? "\x1b[33m"
                                              : "\x1b[2m";
  return code + text.str() + "\x1b[0m";
}

void LiveConsole::say(Color color, llvm::StringRef mark,
                      const llvm::Twine &text) {
  record += paint(color, mark);
  record += ' ';
  record += text.str();
  record += '\n';
}

void LiveConsole::sayTail(const RunningStep &step) {
  for (const std::string &line : step.tail)
    record += "  " + paint(Color::Dim, "│") + " " + line + "\n";
}

void LiveConsole::stepStarted(const StepStart &start) {
  RunningStep &step = running[start.id];
  step.name = toDisplayText(start.name);
  step.startedMs = nowMs;
  step.tail.clear();
}

void LiveConsole::stepOutput(const StepOutput &output) {
  RunningStep &step = running[output.id];
  step.tail.push_back(toDisplayText(output.line.text));
  if (step.tail.size() > MaxTail)
    step.tail.pop_front();
}

void LiveConsole::stepRetrying(const StepOutcome &outcome, uint64_t delayMs) {
  say(Color::Yellow, "↻",
      toDisplayText(outcome.name) + ": " + toDisplayText(outcome.reason) +
          "; again in " + durationText(delayMs));
}

void LiveConsole::stepEnded(const StepOutcome &outcome) {
  std::string text = toDisplayText(outcome.name);
  if (outcome.hasRun)
    text += "  " + durationText(outcome.durationMs);
  if (!outcome.reason.empty())
    text += "  " + toDisplayText(outcome.reason);
  ++numEnded;
  switch (outcome.state) {
  case StepState::Success:
    say(Color::Green, "✓", text);
    break;
  case StepState::Failure:
    say(outcome.isHandled ? Color::Yellow : Color::Red, "✗", text);
    sayTail(running[outcome.id]);
    break;
  default:
    say(Color::Dim, "–", text);
    break;
  }
  running.erase(outcome.id);
}

void LiveConsole::runStopping(llvm::StringRef why) {
  say(Color::Yellow, "!", toDisplayText(why));
}

void LiveConsole::runEnded(const RunOutcome &outcome) {
  running.clear();
  flush(nowMs);
  out.append(summaryText(info, outcome, options));
  out.flush();
}

//--- What is redrawn ----------------------------------------------------------

void LiveConsole::erase() {
  if (drawnLines != 0)
    out.append(llvm::formatv("\r\x1b[{0}A\x1b[J", drawnLines).str());
  drawnLines = 0;
}

std::string LiveConsole::runningLines(uint64_t ms, unsigned columns,
                                      unsigned rows) {
  std::string text;
  unsigned limit = std::min(MaxRunningLines, rows > 3 ? rows - 3 : 1);
  for (const auto &[id, step] : running) {
    if (drawnLines == limit)
      break;
    std::string line = "• " + step.name + "  " +
                       durationText(ms - std::min(ms, step.startedMs));
    if (!step.tail.empty())
      line += "  " + step.tail.back();
    text += fitColumns(line, columns - 1) + "\n";
    ++drawnLines;
  }
  std::string counts =
      llvm::formatv("  {0} of {1} steps done, {2} running, {3}", numEnded,
                    info.workflow->numSteps, running.size(), durationText(ms));
  text += paint(Color::Dim, fitColumns(counts, columns - 1)) + "\n";
  ++drawnLines;
  return text;
}

void LiveConsole::flush(uint64_t ms) {
  nowMs = ms;
  bool isDue = running.empty() || ms >= drawnMs + FrameMs;
  if (record.empty() && !isDue)
    return;
  struct winsize window = {};
  ::ioctl(options.fd, TIOCGWINSZ, &window);
  unsigned columns = window.ws_col >= 20 ? window.ws_col : 80;
  unsigned rows = window.ws_row >= 4 ? window.ws_row : 24;
  erase();
  out.append(record);
  record.clear();
  if (!running.empty())
    out.append(runningLines(ms, columns, rows));
  out.flush();
  drawnMs = ms;
}
