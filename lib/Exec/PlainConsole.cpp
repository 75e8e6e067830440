//===- PlainConsole.cpp - A run as a log ----------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Consoles.h"

using namespace plue;
using namespace plue::exec;

namespace {
/// `name | a line`, names aligned as far as they are known beforehand.
class PlainConsole : public RunObserver {
public:
  explicit PlainConsole(ConsoleOptions options)
      : options(std::move(options)), out(this->options.fd, /*isOwned=*/false) {}

  void runStarted(const RunInfo &started) override;
  void stepStarted(const StepStart &start) override;
  void stepOutput(const StepOutput &output) override;
  void stepRetrying(const StepOutcome &outcome, uint64_t delayMs) override;
  void stepEnded(const StepOutcome &outcome) override;
  void runStopping(llvm::StringRef why) override;
  void runEnded(const RunOutcome &outcome) override;
  void flush(uint64_t) override { out.flush(); }

private:
  void line(llvm::StringRef name, char mark, const llvm::Twine &text);

  ConsoleOptions options;
  OutputFile out;
  RunInfo info;
  unsigned nameColumns = 0;
};
} // namespace

std::unique_ptr<RunObserver> exec::createPlainConsole(ConsoleOptions options) {
  return std::make_unique<PlainConsole>(std::move(options));
}

void PlainConsole::line(llvm::StringRef name, char mark,
                        const llvm::Twine &text) {
  std::string shown = fitColumns(toDisplayText(name), nameColumns);
  out.append(shown);
  out.append(std::string(nameColumns - columnsOf(shown), ' '));
  out.append(std::string{' ', mark, ' '});
  out.append(text.str());
  out.append("\n");
}

void PlainConsole::runStarted(const RunInfo &started) {
  constexpr unsigned MaxNameColumns = 24;
  info = started;
  nameColumns = 4;
  for (uint32_t i = 0; i != info.workflow->steps.size(); ++i) {
    if (info.workflow->steps[i].number == 0)
      continue;
    std::string name = plannedName(*info.plan, *info.workflow, StepId(i));
    nameColumns = std::max(nameColumns, columnsOf(toDisplayText(name)));
    if (nameColumns >= MaxNameColumns)
      break;
  }
  nameColumns = std::min(nameColumns, MaxNameColumns);
}

void PlainConsole::stepStarted(const StepStart &start) {
  line(start.name, '>',
       start.attempt == 1 ? llvm::Twine("started")
                          : "attempt " + llvm::Twine(start.attempt));
}

void PlainConsole::stepOutput(const StepOutput &output) {
  line(output.name, '|', toDisplayText(output.line.text));
}

void PlainConsole::stepRetrying(const StepOutcome &outcome, uint64_t delayMs) {
  line(outcome.name, '<',
       toDisplayText(outcome.reason) + " after " +
           durationText(outcome.durationMs) + "; again in " +
           durationText(delayMs));
}

void PlainConsole::stepEnded(const StepOutcome &outcome) {
  std::string text = spelling(outcome.state).str();
  if (outcome.hasRun)
    text += " in " + durationText(outcome.durationMs);
  if (!outcome.reason.empty())
    text += ": " + toDisplayText(outcome.reason);
  line(outcome.name, outcome.hasRun ? '<' : '-', text);
}

void PlainConsole::runStopping(llvm::StringRef why) {
  out.append(("plue-exec: " + toDisplayText(why) + "\n"));
}

void PlainConsole::runEnded(const RunOutcome &outcome) {
  out.append(summaryText(info, outcome, options));
  out.flush();
}
