//===- TranslateTool.cpp - plue-translate ---------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Driver/TranslateTool.h"
#include "PlanInput.h"
#include "plue/Basic/ExitCode.h"
#include "plue/Support/CommandLine.h"
#include "plue/Support/File.h"
#include "plue/Support/Result.h"
#include "plue/Target/Target.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;

static constexpr ToolInfo Tool{
    .name = "plue-translate",
    .overview = "Writes a plan as a picture or as data. `-` is standard input.",
    .arguments = "PLAN",
    .minArguments = 1,
    .maxArguments = 1};

static constexpr OptionSpec Options[] = {
    {.name = "to", .valueName = "FORMAT", .help = "dot, mermaid or json"},
    {.name = "output",
     .valueName = "FILE",
     .help = "where the result goes; `-` (the default) is standard output",
     .shortName = 'o'},
    {.name = "workflow",
     .valueName = "NAME",
     .help = "only this workflow; all by default",
     .repeatable = true},
};

static llvm::Expected<const target::Target *>
chosenTarget(const CommandLine &line) {
  if (const auto *target = target::findTarget(line.value("to")))
    return target;
  std::string known = llvm::join(
      llvm::map_range(target::targets(),
                      [](const auto &t) { return llvm::StringRef(t.name); }),
      ", ");
  if (!line.has("to"))
    return makeError("`--to` is missing; it takes one of: {0}", known);
  return makeError("`--to` takes one of: {0}; not `{1}`", known,
                   line.value("to"));
}

static llvm::Expected<std::vector<const ir::Workflow *>>
chosenWorkflows(const ir::Plan &plan, llvm::ArrayRef<llvm::StringRef> names) {
  std::vector<const ir::Workflow *> chosen;
  for (const ir::Workflow &workflow : plan.workflows)
    if (names.empty() || llvm::is_contained(names, workflow.name))
      chosen.push_back(&workflow);
  for (llvm::StringRef name : names)
    if (!plan.findWorkflow(name))
      return makeError("the plan has no workflow `{0}`; it has: {1}", name,
                       llvm::join(llvm::map_range(plan.workflows,
                                                  [](const auto &workflow) {
                                                    return workflow.name;
                                                  }),
                                  ", "));
  return chosen;
}

static llvm::Error translate(const CommandLine &line,
                             const target::Target &target) {
  PLUE_ASSIGN_OR_RETURN(std::unique_ptr<ir::Plan> plan,
                        readPlan(line.positional()[0]));
  PLUE_ASSIGN_OR_RETURN(std::vector<const ir::Workflow *> workflows,
                        chosenWorkflows(*plan, line.values("workflow")));
  return writeStream(line.value("output", "-"), [&](llvm::raw_ostream &os) {
    target.translate(*plan, workflows, os);
  });
}

int plue::plueTranslateMain(int argc, char **argv) {
  auto fail = [](llvm::Error error, ExitCode code) {
    printError(Tool, std::move(error), llvm::errs());
    return toInt(code);
  };
  auto line = CommandLine::parse(Tool, Options, argc, argv);
  if (!line)
    return fail(line.takeError(), ExitCode::Usage);
  if (line->answer(llvm::outs()))
    return toInt(ExitCode::Ok);
  auto target = chosenTarget(*line);
  if (!target)
    return fail(target.takeError(), ExitCode::Usage);
  if (llvm::Error error = translate(*line, **target))
    return fail(std::move(error), ExitCode::Failed);
  return toInt(ExitCode::Ok);
}
