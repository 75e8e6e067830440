//===- ConsoleText.cpp - The words of the consoles ------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Console.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Unicode.h"

using namespace plue;
using namespace plue::exec;

RunObserver::~RunObserver() = default;

llvm::StringRef exec::spelling(RunOutcome::Status status) {
  switch (status) {
  case RunOutcome::Success:
    return "success";
  case RunOutcome::Failure:
    return "failure";
  case RunOutcome::Interrupted:
    return "interrupted";
  }
  llvm_unreachable("unknown status");
}

std::string exec::durationText(uint64_t ms) {
  std::string text;
  llvm::raw_string_ostream os(text);
  if (ms < 60'000)
    os << llvm::format("%.2f s", double(ms) / 1000);
  else if (ms < 3'600'000)
    os << llvm::format("%u min %02u s", unsigned(ms / 60'000),
                       unsigned(ms / 1000 % 60));
  else
    os << llvm::format("%u h %02u min", unsigned(ms / 3'600'000),
                       unsigned(ms / 60'000 % 60));
  return text;
}

unsigned exec::columnsOf(llvm::StringRef text) {
  int columns = llvm::sys::unicode::columnWidthUTF8(text);
  return columns < 0 ? text.size() : columns;
}

std::string exec::fitColumns(llvm::StringRef text, unsigned columns) {
  if (columnsOf(text) <= columns)
    return text.str();
  // Characters take one column or two, and at most four bytes.
  std::string result;
  unsigned used = 0;
  while (!text.empty()) {
    size_t length = 1;
    while (length < text.size() && (text[length] & 0xC0) == 0x80)
      ++length;
    unsigned width = columnsOf(text.take_front(length));
    if (used + width + 1 > columns)
      break;
    result += text.take_front(length);
    used += width;
    text = text.drop_front(length);
  }
  return result + "…";
}

//--- The summary --------------------------------------------------------------

namespace {
struct Counts {
  unsigned succeeded = 0, failed = 0, skipped = 0, cancelled = 0;
};
} // namespace

static Counts countSteps(const RunOutcome &outcome) {
  Counts counts;
  for (const StepOutcome &step : outcome.steps) {
    counts.succeeded += step.state == StepState::Success;
    counts.failed += step.state == StepState::Failure;
    counts.cancelled += step.state == StepState::Cancelled;
    counts.skipped +=
        step.state == StepState::Skipped || step.state == StepState::Blocked;
  }
  return counts;
}

static std::string countsText(const Counts &counts) {
  llvm::SmallVector<std::string> parts;
  auto add = [&](unsigned count, const char *what) {
    if (count != 0)
      parts.push_back(llvm::formatv("{0} {1}", count, what));
  };
  add(counts.succeeded, "succeeded");
  add(counts.failed, "failed");
  add(counts.skipped, "skipped");
  add(counts.cancelled, "cancelled");
  return parts.empty() ? "no steps" : llvm::join(parts, ", ");
}

static void appendStep(llvm::raw_ostream &os, const StepOutcome &step,
                       unsigned nameColumns, const ConsoleOptions &options) {
  std::string name = fitColumns(toDisplayText(step.name), nameColumns);
  os << "  " << name;
  os.indent(nameColumns - columnsOf(name) + 2);
  os << llvm::left_justify(spelling(step.state), 9);
  if (step.hasRun)
    os << "  " << durationText(step.durationMs);
  if (!step.reason.empty())
    os << "  " << toDisplayText(step.reason);
  if (step.isHandled)
    os << " (handled)";
  if (step.hasRun && step.state != StepState::Success)
    os << "  log: " << options.logPath(step.id);
  os << '\n';
}

std::string exec::summaryText(const RunInfo &info, const RunOutcome &outcome,
                              const ConsoleOptions &options) {
  constexpr size_t MaxListed = 50;
  constexpr unsigned MaxNameColumns = 32;
  std::string text;
  llvm::raw_string_ostream os(text);
  bool listAll = outcome.steps.size() <= MaxListed;
  unsigned nameColumns = 0;
  for (const StepOutcome &step : outcome.steps)
    nameColumns = std::max(nameColumns, columnsOf(toDisplayText(step.name)));
  nameColumns = std::min(nameColumns, MaxNameColumns);
  os << '\n';
  for (const StepOutcome &step : outcome.steps)
    if (listAll || step.state == StepState::Failure ||
        step.state == StepState::Cancelled)
      appendStep(os, step, nameColumns, options);
  os << info.workflow->name << ": " << spelling(outcome.status) << " in "
     << durationText(outcome.durationMs);
  if (outcome.reason)
    os << ": " << toDisplayText(*outcome.reason);
  os << " (" << countsText(countSteps(outcome)) << ")\n";
  if (!outcome.outputs.empty())
    os << "outputs: " << llvm::json::Value(llvm::json::Object(outcome.outputs))
       << '\n';
  os << "logs: " << options.directory << '\n';
  return text;
}
