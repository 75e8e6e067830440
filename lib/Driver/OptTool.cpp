//===- OptTool.cpp - plue-opt ---------------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Driver/OptTool.h"
#include "PlanInput.h"
#include "plue/Analysis/CriticalPath.h"
#include "plue/Analysis/GraphStatistics.h"
#include "plue/Analysis/Taint.h"
#include "plue/Basic/ExitCode.h"
#include "plue/Bytecode/Bytecode.h"
#include "plue/IR/Printer.h"
#include "plue/Support/CommandLine.h"
#include "plue/Support/File.h"
#include "plue/Support/Result.h"
#include "plue/Transforms/Passes.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;

static constexpr ToolInfo Tool{
    .name = "plue-opt",
    .overview = "Runs passes over a plan, which may be given as text, or "
                "analyses it. `-` is standard input. The plan that results is "
                "printed as text unless "
                "`--output` or `--emit` says otherwise.",
    .arguments = "PLAN",
    .minArguments = 0,
    .maxArguments = 1};

static constexpr OptionSpec Options[] = {
    {.name = "passes",
     .valueName = "PASS,…",
     .help = "what to run, in order; `default` is the default pipeline"},
    {.name = "output",
     .valueName = "FILE",
     .help = "where the result goes, a plan unless `--emit` says otherwise; "
             "`-` is standard output",
     .shortName = 'o'},
    {.name = "emit", .valueName = "WHAT", .help = "text, json or plan"},
    {.name = "no-locations", .help = "leave source locations out of the text"},
    {.name = "analyze",
     .valueName = "WHAT,…",
     .help = "print reports on the plan instead of it: stats, "
             "critical-path, taint"},
    {.name = "print-before",
     .valueName = "PASS,…",
     .help = "print the plan before these passes"},
    {.name = "print-after",
     .valueName = "PASS,…",
     .help = "print the plan after these passes"},
    {.name = "print-before-all", .help = "print the plan before each pass"},
    {.name = "print-after-all", .help = "print the plan after each pass"},
    {.name = "verify-each", .help = "check the plan after each pass"},
    {.name = "time-passes", .help = "print how long each pass took"},
    {.name = "stats", .help = "print how much each pass did"},
    {.name = "list-passes", .help = "print what passes there are"},
    {.name = "document-passes", .help = "print the passes as Markdown"},
};

//--- Reports ------------------------------------------------------------------

namespace {
using Report = void (*)(const ir::Plan &, llvm::raw_ostream &);

struct Analysis {
  llvm::StringRef name;
  Report print;
};
} // namespace

static constexpr Analysis Analyses[] = {
    {"stats", analysis::printGraphStatistics},
    {"critical-path", analysis::printCriticalPath},
    {"taint", analysis::printFlows},
};

static llvm::Error analyze(const ir::Plan &plan, llvm::StringRef names,
                           llvm::raw_ostream &os) {
  llvm::SmallVector<llvm::StringRef> wanted;
  names.split(wanted, ',', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  for (llvm::StringRef name : wanted) {
    const Analysis *found = llvm::find_if(
        Analyses, [&](const Analysis &each) { return each.name == name; });
    if (found == std::end(Analyses))
      return makeError("`--analyze` takes stats, critical-path and taint, not "
                       "`{0}`",
                       name);
    found->print(plan, os);
  }
  return llvm::Error::success();
}

//--- Passes -------------------------------------------------------------------

static PassSelection selectionOf(const CommandLine &line,
                                 llvm::StringRef option) {
  PassSelection selection;
  selection.isAll = line.has((option + "-all").str());
  llvm::SmallVector<llvm::StringRef> names;
  line.value(option).split(names, ',', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  for (llvm::StringRef name : names)
    selection.names.push_back(name.str());
  return selection;
}

static llvm::Error checkNames(const PassSelection &selection) {
  PassManager unused;
  for (const std::string &name : selection.names)
    PLUE_TRY(parsePipeline(name, unused));
  return llvm::Error::success();
}

/// The passes with what the command line wants to see of them.
static llvm::Error configure(const CommandLine &line, PassManager &manager) {
  PLUE_TRY(parsePipeline(line.value("passes"), manager));
  PassSelection before = selectionOf(line, "print-before");
  PassSelection after = selectionOf(line, "print-after");
  PLUE_TRY(checkNames(before));
  PLUE_TRY(checkNames(after));
  if (!before.isEmpty() || !after.isEmpty())
    manager.add(makePrinting(before, after, llvm::errs()));
  if (line.has("verify-each"))
    manager.add(makeVerifying());
  if (line.has("time-passes"))
    manager.add(makeTiming(llvm::errs()));
  return llvm::Error::success();
}

static void listPasses(llvm::raw_ostream &os) {
  for (const PassInfo &info : allPasses())
    os << llvm::left_justify(info.name, 16) << "  " << info.summary << '\n';
}

//--- The tool -----------------------------------------------------------------

static llvm::Expected<std::string> render(const CommandLine &line,
                                          const ir::Plan &plan) {
  std::string text;
  llvm::raw_string_ostream os(text);
  if (line.has("analyze")) {
    PLUE_TRY(analyze(plan, line.value("analyze"), os));
    return text;
  }
  llvm::StringRef emit =
      line.value("emit", line.has("output") ? "plan" : "text");
  if (emit == "plan")
    os << bytecode::write(plan);
  else if (emit == "json")
    ir::printJson(plan, os);
  else if (emit == "text")
    ir::print(plan, os, {.locations = !line.has("no-locations")});
  else
    return makeError("`--emit` takes text, json or plan, not `{0}`", emit);
  return text;
}

static ExitCode fail(llvm::Error error, ExitCode code) {
  printError(Tool, std::move(error), llvm::errs());
  return code;
}

static ExitCode run(const CommandLine &line) {
  PassManager manager;
  if (llvm::Error error = configure(line, manager))
    return fail(std::move(error), ExitCode::Usage);
  auto plan = readPlan(line.positional()[0]);
  if (!plan)
    return fail(plan.takeError(), ExitCode::Failed);
  if (llvm::Error error = manager.run(**plan))
    return fail(std::move(error), ExitCode::Internal);
  if (line.has("stats"))
    manager.printStatistics(llvm::errs());
  auto text = render(line, **plan);
  if (!text)
    return fail(text.takeError(), ExitCode::Usage);
  llvm::StringRef output = line.value("output", "-");
  if (llvm::Error error = writeFile(output, *text))
    return fail(makeError("{0}: {1}", output, llvm::toString(std::move(error))),
                ExitCode::Failed);
  return ExitCode::Ok;
}

int plue::plueOptMain(int argc, char **argv) {
  auto line = CommandLine::parse(Tool, Options, argc, argv);
  if (!line)
    return toInt(fail(line.takeError(), ExitCode::Usage));
  if (line->answer(llvm::outs()))
    return toInt(ExitCode::Ok);
  if (line->has("list-passes") || line->has("document-passes")) {
    line->has("list-passes") ? listPasses(llvm::outs())
                             : printPassDocs(llvm::outs());
    return toInt(ExitCode::Ok);
  }
  if (line->positional().empty())
    return toInt(fail(makeError("which plan?"), ExitCode::Usage));
  return toInt(run(*line));
}
