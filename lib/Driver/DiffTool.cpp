//===- DiffTool.cpp - plue-diff -------------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Driver/DiffTool.h"
#include "PlanInput.h"
#include "plue/Analysis/PlanDiff.h"
#include "plue/Basic/ExitCode.h"
#include "plue/Support/CommandLine.h"
#include "plue/Support/Result.h"

using namespace plue;

static constexpr ToolInfo Tool{
    .name = "plue-diff",
    .overview = "Says what two plans do differently. Steps are compared by "
                "their keys. `-` is standard input.",
    .arguments = "BEFORE AFTER",
    .minArguments = 2,
    .maxArguments = 2};

static constexpr OptionSpec Options[] = {
    {.name = "format", .valueName = "FORMAT", .help = "text or json"},
    {.name = "exit-code", .help = "exit with 1 if there is a difference"},
};

static llvm::Expected<analysis::PlanDiff> diff(const CommandLine &line) {
  PLUE_ASSIGN_OR_RETURN(std::unique_ptr<ir::Plan> before,
                        readPlan(line.positional()[0]));
  PLUE_ASSIGN_OR_RETURN(std::unique_ptr<ir::Plan> after,
                        readPlan(line.positional()[1]));
  return analysis::diffPlans(*before, *after);
}

int plue::plueDiffMain(int argc, char **argv) {
  auto fail = [](llvm::Error error, ExitCode code) {
    printError(Tool, std::move(error), llvm::errs());
    return toInt(code);
  };
  auto line = CommandLine::parse(Tool, Options, argc, argv);
  if (!line)
    return fail(line.takeError(), ExitCode::Usage);
  if (line->answer(llvm::outs()))
    return toInt(ExitCode::Ok);
  llvm::StringRef format = line->value("format", "text");
  if (format != "text" && format != "json")
    return fail(makeError("`--format` takes text or json, not `{0}`", format),
                ExitCode::Usage);
  auto found = diff(*line);
  if (!found)
    return fail(found.takeError(), ExitCode::Failed);
  format == "json" ? analysis::printJson(*found, llvm::outs())
                   : analysis::printText(*found, llvm::outs());
  bool isFailure = line->has("exit-code") && !found->empty();
  return toInt(isFailure ? ExitCode::Failed : ExitCode::Ok);
}
