//===- ExecTool.cpp - plue-exec -------------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Exec/ExecTool.h"
#include "Commands.h"
#include "JsonInput.h"
#include "Simulation.h"
#include "plue/Basic/Diagnostic.h"
#include "plue/Bytecode/Bytecode.h"
#include "plue/Support/File.h"
#include "plue/Support/Result.h"
#include <fcntl.h>
#include <unistd.h>

using namespace plue;
using namespace plue::exec;

//--- What the commands have in common -----------------------------------------

ExitCode exec::complain(const ToolInfo &tool, llvm::Error error,
                        ExitCode code) {
  printError(tool, std::move(error), llvm::errs());
  return code;
}

ParsedLine exec::parseLine(const ToolInfo &tool,
                           llvm::ArrayRef<OptionSpec> options, int argc,
                           char **argv) {
  llvm::Expected<CommandLine> line =
      CommandLine::parse(tool, options, argc, argv);
  if (!line)
    return {std::nullopt, complain(tool, line.takeError(), ExitCode::Usage)};
  if (line->answer(llvm::outs()))
    return {std::nullopt, ExitCode::Ok};
  return {std::move(*line), ExitCode::Ok};
}

llvm::Expected<const ir::Workflow *>
exec::selectWorkflow(const ir::Plan &plan, llvm::StringRef name) {
  llvm::SmallVector<llvm::StringRef> names;
  for (const ir::Workflow &workflow : plan.workflows)
    names.push_back(workflow.name);
  if (name.empty() && names.size() == 1)
    return &plan.workflows.front();
  if (name.empty())
    return makeError("the plan has {0} workflows: {1}; say which with "
                     "`--workflow=NAME`",
                     names.size(), listOf(names));
  if (const ir::Workflow *workflow = plan.findWorkflow(name))
    return workflow;
  llvm::StringRef similar = nearest(name, names);
  if (!similar.empty())
    return makeError("the plan has no workflow `{0}`; did you mean `{1}`?",
                     name, similar);
  return makeError("the plan has no workflow `{0}`; it has {1}", name,
                   listOf(names));
}

llvm::Expected<llvm::json::Object> exec::loadEvent(const ir::Plan &plan,
                                                   const ir::Workflow &workflow,
                                                   llvm::StringRef path,
                                                   llvm::StringRef workspace) {
  if (path.empty())
    return defaultEvent(plan, workflow, workspace);
  PLUE_ASSIGN_OR_RETURN(llvm::json::Object event,
                        readJsonObject(path, "the event"));
  PLUE_TRY(checkEvent(plan, workflow, event));
  return event;
}

//--- verify -------------------------------------------------------------------

ExitCode exec::verifyCommand(int argc, char **argv) {
  static constexpr ToolInfo Tool{
      .name = "plue-exec verify",
      .overview =
          "Checks that a plan is sound, and that its bytes are the only "
          "ones that it could have.",
      .arguments = "PLAN",
      .minArguments = 1,
      .maxArguments = 1};
  ParsedLine parsed = parseLine(Tool, {}, argc, argv);
  if (!parsed.line)
    return parsed.exit;
  llvm::StringRef path = parsed.line->positional()[0];
  llvm::Expected<std::string> bytes = bytecode::readFileBytes(path);
  if (!bytes)
    return complain(Tool,
                    makeError("cannot read `{0}`: {1}", path,
                              llvm::toString(bytes.takeError())),
                    ExitCode::Failed);
  Digest digest = digestOf(*bytes);
  auto plan = bytecode::read(std::move(*bytes));
  if (!plan)
    return complain(
        Tool, makeError("`{0}`: {1}", path, llvm::toString(plan.takeError())),
        ExitCode::Failed);
  if (digestOf(bytecode::write(**plan)) != digest)
    return complain(Tool,
                    makeError("`{0}` is sound but not in canonical form", path),
                    ExitCode::Failed);
  llvm::outs() << path << ": ok, spec_hash " << toHex(ir::specHash(**plan))
               << '\n';
  for (const ir::Workflow &workflow : (*plan)->workflows)
    llvm::outs() << "  " << workflow.name << ": " << workflow.numSteps
                 << " steps\n";
  return ExitCode::Ok;
}

//--- simulate -----------------------------------------------------------------

static constexpr ToolInfo SimulateTool{
    .name = "plue-exec simulate",
    .overview = "Executes a plan with scripted results of its steps and prints "
                "what ran as JSON.",
    .arguments = "PLAN",
    .minArguments = 1,
    .maxArguments = 1};

static constexpr OptionSpec SimulateOptions[] = {
    {.name = "workflow",
     .valueName = "NAME",
     .help = "the workflow to run, if the plan has several"},
    {.name = "event",
     .valueName = "FILE",
     .help = "the event that started the run, as JSON"},
    {.name = "outcomes",
     .valueName = "FILE",
     .help = "what steps result in, as JSON; without it all succeed"},
    {.name = "input",
     .valueName = "NAME=VALUE",
     .help = "an input of a manual run",
     .repeatable = true},
};

static llvm::Expected<Outcomes> loadOutcomes(llvm::StringRef path) {
  if (path.empty())
    return Outcomes();
  PLUE_ASSIGN_OR_RETURN(llvm::json::Object json,
                        readJsonObject(path, "the outcomes"));
  return Outcomes::parse(json);
}

static llvm::Expected<bool> simulatePlan(const CommandLine &line,
                                         ir::Plan &plan,
                                         const ir::Workflow &workflow) {
  RunInputs inputs;
  PLUE_ASSIGN_OR_RETURN(inputs.event,
                        loadEvent(plan, workflow, line.value("event"), ""));
  PLUE_ASSIGN_OR_RETURN(inputs.inputs, readInputs(plan, workflow, inputs.event,
                                                  line.values("input")));
  PLUE_ASSIGN_OR_RETURN(Outcomes outcomes,
                        loadOutcomes(line.value("outcomes")));
  for (llvm::StringRef name : secretNames(plan, workflow))
    inputs.secrets[name] = "***";
  inputs.variable = [&](llvm::StringRef name) {
    return outcomes.variable(name);
  };
  inputs.hashFiles = [&](llvm::ArrayRef<llvm::StringRef> patterns) {
    return outcomes.world.hashFiles(patterns);
  };
  bool isSuccess = simulate(plan, workflow, inputs, outcomes, llvm::outs());
  for (llvm::StringRef name : outcomes.unused())
    llvm::errs() << SimulateTool.name << ": warning: no step called `" << name
                 << "` ran, so its outcome was not used\n";
  return isSuccess;
}

ExitCode exec::simulateCommand(int argc, char **argv) {
  ParsedLine parsed = parseLine(SimulateTool, SimulateOptions, argc, argv);
  if (!parsed.line)
    return parsed.exit;
  auto plan = bytecode::readFile(parsed.line->positional()[0]);
  if (!plan)
    return complain(SimulateTool, plan.takeError(), ExitCode::Failed);
  auto workflow = selectWorkflow(**plan, parsed.line->value("workflow"));
  if (!workflow)
    return complain(SimulateTool, workflow.takeError(), ExitCode::Usage);
  llvm::Expected<bool> isSuccess =
      simulatePlan(*parsed.line, **plan, **workflow);
  if (!isSuccess)
    return complain(SimulateTool, isSuccess.takeError(), ExitCode::Failed);
  return *isSuccess ? ExitCode::Ok : ExitCode::Failed;
}

//--- The tool -----------------------------------------------------------------

namespace {
struct Command {
  llvm::StringRef name;
  ExitCode (*run)(int argc, char **argv);
  const char *help;
};
} // namespace

static constexpr Command Commands[] = {
    {"run", runCommand, "run a workflow of a plan"},
    {"simulate", simulateCommand, "execute a plan with scripted results"},
    {"verify", verifyCommand, "check that a plan is sound"},
};

static void printUsage(llvm::raw_ostream &os) {
  os << "usage: plue-exec COMMAND [options] PLAN\n\ncommands:\n";
  for (const Command &command : Commands)
    os << "  " << llvm::left_justify(command.name, 10) << command.help << '\n';
  os << "\n`plue-exec COMMAND --help` says more about each.\n";
}

static ExitCode unknownCommand(llvm::StringRef name) {
  llvm::SmallVector<llvm::StringRef> names;
  for (const Command &command : Commands)
    names.push_back(command.name);
  llvm::errs() << "plue-exec: error: unknown command `" << name << "`; ";
  llvm::StringRef similar = nearest(name, names);
  if (!similar.empty())
    llvm::errs() << "did you mean `" << similar << "`?\n";
  else
    llvm::errs() << "there are " << listOf(names) << '\n';
  return ExitCode::Usage;
}

static ExitCode dispatch(int argc, char **argv) {
  if (argc < 2) {
    printUsage(llvm::errs());
    return ExitCode::Usage;
  }
  llvm::StringRef name = argv[1];
  for (const Command &command : Commands)
    if (command.name == name)
      return command.run(argc - 1, argv + 1);
  if (name == "--help" || name == "-h" || name == "help") {
    printUsage(llvm::outs());
    return ExitCode::Ok;
  }
  if (name == "--version") {
    llvm::outs() << "plue-exec " << version() << '\n';
    return ExitCode::Ok;
  }
  return unknownCommand(name);
}

/// Who starts us with a standard descriptor closed must not have some file of
/// ours take its place.
static void openStandardDescriptors() {
  int fd;
  while ((fd = ::open("/dev/null", O_RDWR)) >= 0 && fd <= 2)
    ;
  if (fd > 2)
    ::close(fd);
}

int plue::plueExecMain(int argc, char **argv) {
  openStandardDescriptors();
  return toInt(dispatch(argc, argv));
}
