//===- RunCommand.cpp - plue-exec run -------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Commands.h"
#include "Console.h"
#include "Glob.h"
#include "RunDirectory.h"
#include "Runner.h"
#include "plue/Basic/Diagnostic.h"
#include "plue/Basic/DiagnosticRenderer.h"
#include "plue/Bytecode/Bytecode.h"
#include "plue/IR/StepInputs.h"
#include "plue/Support/Result.h"
#include "llvm/Support/FileSystem.h"
#include <sched.h>

using namespace plue;
using namespace plue::exec;

static constexpr ToolInfo Tool{
    .name = "plue-exec run",
    .overview = "Runs a workflow of a plan, each step in a sandbox.",
    .arguments = "PLAN",
    .minArguments = 1,
    .maxArguments = 1};

static constexpr OptionSpec Options[] = {
    {.name = "workflow",
     .valueName = "NAME",
     .help = "the workflow to run, if the plan has several"},
    {.name = "event",
     .valueName = "FILE",
     .help = "the event that started the run, as JSON; else a manual start"},
    {.name = "input",
     .valueName = "NAME=VALUE",
     .help = "an input of a manual run",
     .repeatable = true},
    {.name = "workspace",
     .valueName = "DIR",
     .help = "the directory that steps work in; else the current one"},
    {.name = "backend",
     .valueName = "NAME",
     .help = "`native`, a sandbox of Linux namespaces, or `none`"},
    {.name = "image",
     .valueName = "host",
     .help = "run every step on this machine's own root filesystem"},
    {.name = "jobs",
     .valueName = "N",
     .help = "how many steps run at a time; else one for each processor",
     .shortName = 'j'},
    {.name = "fail-fast", .help = "stop everything at the first failure"},
    {.name = "timeout",
     .valueName = "SECONDS",
     .help = "how long the run may take"},
    {.name = "events",
     .valueName = "FILE",
     .help = "write what happens to a file as JSON lines; `-` is standard "
             "output"},
    {.name = "state",
     .valueName = "DIR",
     .help = "where to keep plan, logs and results of the run"},
};

//--- What was asked for -------------------------------------------------------

namespace {
struct RunRequest {
  std::string planPath, workflow, event, workspace, backend, eventsPath, state;
  std::vector<llvm::StringRef> inputs;
  bool isHostImage = false;
  bool failFast = false;
  uint32_t jobs = 1;
  uint64_t timeoutMs = 0;
};
} // namespace

static uint32_t numProcessors() {
  cpu_set_t set;
  if (::sched_getaffinity(0, sizeof(set), &set) != 0)
    return 1;
  return std::max(1, CPU_COUNT(&set));
}

static llvm::Error readNumbers(const CommandLine &line, RunRequest &request) {
  constexpr uint32_t MaxJobs = 1024;
  request.jobs = numProcessors();
  if (line.has("jobs") && (line.value("jobs").getAsInteger(10, request.jobs) ||
                           request.jobs == 0 || request.jobs > MaxJobs))
    return makeError("`--jobs={0}` must be a number from 1 to {1}",
                     line.value("jobs"), MaxJobs);
  double seconds = 0;
  constexpr double MaxSeconds = 365.0 * 24 * 60 * 60;
  if (line.has("timeout") && (line.value("timeout").getAsDouble(seconds) ||
                              !(seconds > 0 && seconds <= MaxSeconds)))
    return makeError("`--timeout={0}` must be a number of seconds",
                     line.value("timeout"));
  request.timeoutMs = static_cast<uint64_t>(seconds * 1000 + 0.5);
  return llvm::Error::success();
}

static llvm::Expected<RunRequest> readRequest(const CommandLine &line) {
  static constexpr llvm::StringRef Backends[] = {"native", "none"};
  RunRequest request{.planPath = line.positional()[0].str(),
                     .workflow = line.value("workflow").str(),
                     .event = line.value("event").str(),
                     .workspace = line.value("workspace", ".").str(),
                     .backend = line.value("backend", "native").str(),
                     .eventsPath = line.value("events").str(),
                     .state = line.value("state").str(),
                     .inputs = line.values("input").vec(),
                     .isHostImage = line.has("image"),
                     .failFast = line.has("fail-fast")};
  if (request.state.empty())
    request.state = defaultStateDirectory();
  if (!llvm::is_contained(Backends, request.backend))
    return makeError("unknown back end `{0}`; there are {1}", request.backend,
                     listOf(Backends));
  if (request.isHostImage && line.value("image") != "host")
    return makeError("`--image={0}`: this plue-exec has no container back end, "
                     "only this machine's own root filesystem: `--image=host`",
                     line.value("image"));
  PLUE_TRY(readNumbers(line, request));
  return request;
}

/// An image that cannot be had is said before anything runs; nothing takes its
/// place silently.
static llvm::Error checkImages(const ir::Plan &plan,
                               const ir::Workflow &workflow) {
  for (uint32_t i = 0; i != workflow.steps.size(); ++i) {
    // The others are done by plue-exec, or by this machine's git.
    if (!ir::isCommand(workflow.steps[i].definition.kind))
      continue;
    llvm::StringRef image = workflow.steps[i].definition.image;
    std::string wanted = llvm::formatv("the image `{0}`",
                                       image.empty() ? workflow.image : image);
    if (image.empty() && !workflow.dockerfile.empty())
      wanted = llvm::formatv("an image built from `{0}`", workflow.dockerfile);
    else if ((image.empty() ? workflow.image : image) == "host")
      continue;
    return makeError(
        "step `{0}` needs {1}, and this plue-exec has no container back end; "
        "to use this machine's own root filesystem, read-only, run "
        "`plue-exec run --image=host`, or say image=\"host\" in the workflow",
        plannedName(plan, workflow, StepId(i)), wanted);
  }
  return llvm::Error::success();
}

static void warn(const llvm::Twine &text) {
  llvm::errs() << "plue-exec: warning: " << text << '\n';
}

//--- Making ready -------------------------------------------------------------

namespace {
/// Everything that a run consists of.
struct Session {
  std::unique_ptr<ir::Plan> plan;
  const ir::Workflow *workflow = nullptr;
  RunInputs inputs;
  Masker masker;
  std::unique_ptr<sandbox::Backend> backend;
  std::unique_ptr<RunDirectory> directory;
  std::unique_ptr<RunObserver> console;
  RunInfo info;
};
} // namespace

static llvm::Error loadInputs(const RunRequest &request, Session &session) {
  const ir::Plan &plan = *session.plan;
  const ir::Workflow &workflow = *session.workflow;
  PLUE_ASSIGN_OR_RETURN(
      session.inputs.event,
      loadEvent(plan, workflow, request.event, request.workspace));
  PLUE_ASSIGN_OR_RETURN(
      session.inputs.inputs,
      readInputs(plan, workflow, session.inputs.event, request.inputs));
  PLUE_ASSIGN_OR_RETURN(session.inputs.secrets, readSecrets(plan, workflow));
  for (const auto &secret : session.inputs.secrets)
    if (!session.masker.add(secret.second))
      warn("the secret `" + secret.getKey() +
           "` is too short to be hidden in output");
  session.inputs.variable = [](llvm::StringRef name) {
    const char *value = ::getenv(name.str().c_str());
    return toValidUtf8(value ? value : "");
  };
  session.inputs.hashFiles = [&](llvm::ArrayRef<llvm::StringRef> patterns) {
    return hashFiles(request.workspace, patterns);
  };
  return llvm::Error::success();
}

static llvm::Error makeBackend(const RunRequest &request, Session &session) {
  bool isNative = request.backend == "native";
  PLUE_ASSIGN_OR_RETURN(session.backend,
                        isNative
                            ? sandbox::createNativeBackend(request.workspace)
                            : sandbox::createNoneBackend(request.workspace));
  if (!session.backend->isIsolated())
    warn("nothing is isolated (--backend=none): steps may do everything that "
         "this user may");
  return llvm::Error::success();
}

static llvm::Expected<OutputFile> openEvents(const RunRequest &request) {
  if (request.eventsPath.empty())
    return OutputFile();
  if (request.eventsPath == "-")
    return OutputFile(STDOUT_FILENO, /*isOwned=*/false);
  return OutputFile::create(request.eventsPath);
}

static void makeConsole(const RunRequest &request, Session &session) {
  // Events have standard output to themselves.
  bool isOnStderr = request.eventsPath == "-";
  llvm::raw_fd_ostream &os = isOnStderr ? llvm::errs() : llvm::outs();
  const char *terminal = ::getenv("TERM");
  ConsoleOptions options;
  options.fd = isOnStderr ? STDERR_FILENO : STDOUT_FILENO;
  options.isLive =
      ::isatty(options.fd) && terminal && llvm::StringRef(terminal) != "dumb";
  options.color = wantsColor(os);
  options.directory = session.directory->path();
  options.logPath = [directory = session.directory.get()](StepId step) {
    return directory->logPath(step);
  };
  session.console = createConsole(std::move(options));
}

static llvm::Error prepare(const RunRequest &request, Session &session) {
  if (!request.isHostImage)
    PLUE_TRY(checkImages(*session.plan, *session.workflow));
  PLUE_TRY(makeBackend(request, session));
  PLUE_ASSIGN_OR_RETURN(OutputFile events, openEvents(request));
  llvm::SmallString<128> workspace;
  if (llvm::sys::fs::real_path(request.workspace, workspace))
    workspace = request.workspace;
  session.info = {.id = makeRunId(),
                  .plan = session.plan.get(),
                  .workflow = session.workflow,
                  .backend = session.backend->name().str(),
                  .isolation = session.backend->isolation(),
                  .eventType =
                      session.inputs.event.getString("type").value_or("").str(),
                  .workspace = workspace.str().str(),
                  .jobs = request.jobs};
  PLUE_ASSIGN_OR_RETURN(session.directory,
                        RunDirectory::create(request.state, session.info.id,
                                             bytecode::write(*session.plan),
                                             std::move(events)));
  makeConsole(request, session);
  return llvm::Error::success();
}

//--- Running ------------------------------------------------------------------

static llvm::Expected<RunOutcome> execute(const RunRequest &request,
                                          Session &session) {
  PLUE_TRY(prepare(request, session));
  uint64_t timeoutMs =
      request.timeoutMs ? request.timeoutMs : session.workflow->timeoutMs;
  std::unique_ptr<Forge> forge =
      createRecordingForge(session.directory->path() + "/forge.jsonl",
                           session.inputs.event, session.masker);
  Runner runner(*session.plan, *session.workflow, session.inputs,
                session.masker, *session.backend,
                {session.directory.get(), session.console.get()},
                {.info = session.info,
                 .failFast = request.failFast,
                 .timeoutMs = timeoutMs,
                 .forge = forge.get()});
  runner.healthCheck = [&] { return session.directory->takeError(); };
  PLUE_ASSIGN_OR_RETURN(RunOutcome outcome, runner.run());
  PLUE_TRY(session.directory->takeError());
  return outcome;
}

static ExitCode exitCodeOf(RunOutcome::Status status) {
  switch (status) {
  case RunOutcome::Success:
    return ExitCode::Ok;
  case RunOutcome::Failure:
    return ExitCode::Failed;
  case RunOutcome::Interrupted:
    return ExitCode::Interrupted;
  }
  llvm_unreachable("unknown status");
}

ExitCode exec::runCommand(int argc, char **argv) {
  ParsedLine parsed = parseLine(Tool, Options, argc, argv);
  if (!parsed.line)
    return parsed.exit;
  llvm::Expected<RunRequest> request = readRequest(*parsed.line);
  if (!request)
    return complain(Tool, request.takeError(), ExitCode::Usage);
  Session session;
  auto plan = bytecode::readFile(request->planPath);
  if (!plan)
    return complain(Tool, plan.takeError(), ExitCode::Failed);
  session.plan = std::move(*plan);
  auto workflow = selectWorkflow(*session.plan, request->workflow);
  if (!workflow)
    return complain(Tool, workflow.takeError(), ExitCode::Usage);
  session.workflow = *workflow;
  if (llvm::Error error = loadInputs(*request, session))
    return complain(Tool, std::move(error), ExitCode::Failed);
  llvm::Expected<RunOutcome> outcome = execute(*request, session);
  if (!outcome)
    return complain(Tool, outcome.takeError(), ExitCode::Failed);
  return exitCodeOf(outcome->status);
}
