//===- RunDirectory.cpp - What a run leaves on disk -----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "RunDirectory.h"
#include "EventLoop.h"
#include "plue/Support/CommandLine.h"
#include "plue/Support/Result.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include <cerrno>
#include <ctime>
#include <sys/random.h>
#include <sys/stat.h>

using namespace plue;
using namespace plue::exec;

//--- Names and times ----------------------------------------------------------

std::string exec::makeRunId() {
  time_t now = ::time(nullptr);
  struct tm utc;
  ::gmtime_r(&now, &utc);
  char text[32];
  ::strftime(text, sizeof(text), "%Y%m%dT%H%M%S", &utc);
  uint8_t random[4] = {};
  [[maybe_unused]] ssize_t got = ::getrandom(random, sizeof(random), 0);
  return std::string(text) + "-" + llvm::toHex(random, /*LowerCase=*/true);
}

std::string exec::defaultStateDirectory() {
  const char *state = ::getenv("XDG_STATE_HOME");
  if (state && *state == '/')
    return std::string(state) + "/plue/runs";
  const char *home = ::getenv("HOME");
  return std::string(home && *home ? home : "/tmp") + "/.local/state/plue/runs";
}

/// The wall clock, for people: `2026-11-21T01:42:07.123Z`.
static std::string wallTime() {
  struct timespec now;
  ::clock_gettime(CLOCK_REALTIME, &now);
  struct tm utc;
  ::gmtime_r(&now.tv_sec, &utc);
  char text[40];
  size_t length = ::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &utc);
  ::snprintf(text + length, sizeof(text) - length, ".%03ldZ",
             now.tv_nsec / 1'000'000);
  return text;
}

uint64_t RunDirectory::elapsed() const { return monotonicMs() - startedMs; }

//--- The directory ------------------------------------------------------------

llvm::Expected<std::unique_ptr<RunDirectory>>
RunDirectory::create(llvm::StringRef stateDirectory, llvm::StringRef runId,
                     llvm::StringRef planBytes, OutputFile events) {
  auto run = std::make_unique<RunDirectory>();
  run->directory = (stateDirectory + "/" + runId).str();
  run->startedMs = monotonicMs();
  // Outputs of commands are nobody else's business.
  auto permissions = llvm::sys::fs::owner_all;
  std::error_code failed = llvm::sys::fs::create_directories(
      run->directory + "/steps", /*IgnoreExisting=*/true, permissions);
  if (failed)
    return makeError("cannot make `{0}`: {1}", run->directory,
                     failed.message());
  PLUE_ASSIGN_OR_RETURN(run->events,
                        OutputFile::create(run->directory + "/events.jsonl"));
  run->eventsCopy = std::move(events);
  run->writeFile("plan", planBytes);
  PLUE_TRY(run->takeError());
  return run;
}

std::string RunDirectory::logPath(StepId step) const {
  // `step_1[0]` is `step_1.0`: what shells make something of stays out of
  // names.
  std::string file;
  for (char c : ir::stepName(*workflow, step))
    file += c == ']' ? "" : std::string(1, c == '[' ? '.' : c);
  return directory + "/steps/" + file + ".log";
}

llvm::Error RunDirectory::takeError() {
  if (error.empty() && events.error() != 0)
    error = "cannot write `" + directory + "/events.jsonl`: " +
            std::generic_category().message(events.error());
  if (error.empty())
    return llvm::Error::success();
  return makeError("{0}", error);
}

/// Small files appear whole or not at all.
void RunDirectory::writeFile(llvm::StringRef name, llvm::StringRef text) {
  std::string path = directory + "/" + name.str();
  llvm::Expected<OutputFile> file = OutputFile::create(path + ".new");
  if (!file) {
    error = llvm::toString(file.takeError());
    return;
  }
  file->append(text);
  file->flush();
  int failed = file->error();
  if (failed == 0 && ::rename((path + ".new").c_str(), path.c_str()) != 0)
    failed = errno;
  if (failed != 0)
    error = "cannot write `" + path +
            "`: " + std::generic_category().message(failed);
}

OutputFile &RunDirectory::logOf(StepId step) {
  auto [entry, isNew] = logs.try_emplace(step);
  if (isNew) {
    llvm::Expected<OutputFile> file = OutputFile::create(logPath(step));
    if (file)
      entry->second = std::move(*file);
    else
      error = llvm::toString(file.takeError());
  }
  return entry->second;
}

//--- Events -------------------------------------------------------------------

void RunDirectory::event(llvm::StringRef type, Fields fields) {
  std::string line;
  llvm::raw_string_ostream os(line);
  llvm::json::OStream json(os);
  json.object([&] {
    json.attribute("seq", nextSequence++);
    json.attribute("ms", elapsed());
    json.attribute("time", wallTime());
    json.attribute("type", type);
    fields(json);
  });
  os << '\n';
  events.append(line);
  eventsCopy.append(line);
}

static void writeStep(llvm::json::OStream &json, const ir::Workflow &workflow,
                      StepId id, llvm::StringRef name) {
  json.attribute("step", ir::stepName(workflow, id));
  json.attribute("name", toValidUtf8(name));
}

static void writeReason(llvm::json::OStream &json, llvm::StringRef reason) {
  if (!reason.empty())
    json.attribute("reason", toValidUtf8(reason));
}

static void writeOutcome(llvm::json::OStream &json, const StepOutcome &step) {
  json.attribute("status", spelling(step.state));
  if (step.hasRun) {
    json.attribute("exit_code", step.exitCode);
    json.attribute("duration_ms", step.durationMs);
    json.attribute("attempts", step.attempts);
  }
  if (step.isHandled)
    json.attribute("handled", true);
  writeReason(json, step.reason);
}

void RunDirectory::runStarted(const RunInfo &info) {
  workflow = info.workflow;
  writeManifest(info);
  event("run_started", [&](llvm::json::OStream &json) {
    json.attribute("run", info.id);
    json.attribute("workflow", info.workflow->name);
    json.attribute("event", info.eventType);
    json.attribute("backend", info.backend);
    json.attribute("steps", int64_t(info.workflow->numSteps));
  });
}

void RunDirectory::stepStarted(const StepStart &start) {
  event("step_started", [&](llvm::json::OStream &json) {
    writeStep(json, *workflow, start.id, start.name);
    json.attribute("attempt", start.attempt);
  });
}

void RunDirectory::stepOutput(const StepOutput &output) {
  OutputFile &log = logOf(output.id);
  log.append(output.line.text);
  if (!output.line.isPartial)
    log.append("\n");
  event("step_output", [&](llvm::json::OStream &json) {
    json.attribute("step", ir::stepName(*workflow, output.id));
    json.attribute("stream", output.isErr ? "stderr" : "stdout");
    json.attribute("text", toValidUtf8(output.line.text));
    if (output.line.isPartial)
      json.attribute("partial", true);
  });
}

void RunDirectory::stepRetrying(const StepOutcome &outcome, uint64_t delayMs) {
  event("step_retrying", [&](llvm::json::OStream &json) {
    writeStep(json, *workflow, outcome.id, outcome.name);
    writeOutcome(json, outcome);
    json.attribute("delay_ms", delayMs);
  });
}

void RunDirectory::stepEnded(const StepOutcome &outcome) {
  logs.erase(outcome.id);
  event(outcome.hasRun ? "step_completed" : "step_skipped",
        [&](llvm::json::OStream &json) {
          writeStep(json, *workflow, outcome.id, outcome.name);
          writeOutcome(json, outcome);
        });
}

void RunDirectory::runStopping(llvm::StringRef why) {
  event("run_stopping",
        [&](llvm::json::OStream &json) { writeReason(json, why); });
}

void RunDirectory::runEnded(const RunOutcome &outcome) {
  writeResult(outcome);
  event("run_completed", [&](llvm::json::OStream &json) {
    json.attribute("status", spelling(outcome.status));
    if (outcome.reason)
      writeReason(json, *outcome.reason);
    json.attribute("outputs", llvm::json::Object(outcome.outputs));
    json.attribute("duration_ms", outcome.durationMs);
  });
}

void RunDirectory::flush(uint64_t) {
  events.flush();
  eventsCopy.flush();
  for (auto &entry : logs)
    entry.second.flush();
}

//--- Manifest and result ------------------------------------------------------

void RunDirectory::writeManifest(const RunInfo &info) {
  std::string text;
  llvm::raw_string_ostream os(text);
  llvm::json::OStream json(os, /*IndentSize=*/2);
  json.object([&] {
    json.attribute("run", info.id);
    json.attribute("version", version());
    json.attribute("workflow", info.workflow->name);
    json.attribute("spec_hash", toHex(ir::specHash(*info.plan)));
    json.attribute("started", wallTime());
    json.attribute("event", info.eventType);
    json.attribute("workspace", toValidUtf8(info.workspace));
    json.attribute("backend", info.backend);
    json.attribute("isolation", info.isolation);
    json.attribute("jobs", info.jobs);
  });
  os << '\n';
  writeFile("manifest.json", text);
}

void RunDirectory::writeResult(const RunOutcome &outcome) {
  std::string text;
  llvm::raw_string_ostream os(text);
  llvm::json::OStream json(os, /*IndentSize=*/2);
  json.object([&] {
    json.attribute("status", spelling(outcome.status));
    json.attribute("reason", outcome.reason ? llvm::json::Value(
                                                  toValidUtf8(*outcome.reason))
                                            : llvm::json::Value(nullptr));
    json.attribute("outputs", llvm::json::Object(outcome.outputs));
    json.attribute("duration_ms", outcome.durationMs);
    json.attributeArray("steps", [&] {
      for (const StepOutcome &step : outcome.steps)
        json.object([&] {
          json.attribute("id", ir::stepName(*workflow, step.id));
          json.attribute("name", toValidUtf8(step.name));
          writeOutcome(json, step);
        });
    });
  });
  os << '\n';
  writeFile("result.json", text);
}
