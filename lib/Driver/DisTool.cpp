//===- DisTool.cpp - plue-dis ---------------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Driver/DisTool.h"
#include "plue/Analysis/Taint.h"
#include "plue/Basic/ExitCode.h"
#include "plue/Bytecode/Bytecode.h"
#include "plue/IR/Printer.h"
#include "plue/Support/CommandLine.h"
#include "plue/Support/File.h"
#include "plue/Support/Result.h"

using namespace plue;

static constexpr ToolInfo Tool{
    .name = "plue-dis",
    .overview = "Verifies a plan and prints it. `-` is standard input.",
    .arguments = "PLAN",
    .minArguments = 1,
    .maxArguments = 1};

static constexpr OptionSpec Options[] = {
    {.name = "output",
     .valueName = "FILE",
     .help = "where to print to; `-` is standard output",
     .shortName = 'o'},
    {.name = "json", .help = "print what the plan does, as JSON"},
    {.name = "no-locations", .help = "leave out source locations"},
};

static llvm::Error disassemble(const CommandLine &line) {
  PLUE_ASSIGN_OR_RETURN(std::unique_ptr<ir::Plan> plan,
                        bytecode::readFile(line.positional()[0]));
  // Printed as it comes: the text of a hostile plan may be far larger than it.
  return writeStream(line.value("output", "-"), [&](llvm::raw_ostream &os) {
    if (line.has("json"))
      ir::printJson(*plan, os);
    else
      ir::print(*plan, os,
                {.locations = !line.has("no-locations"),
                 .annotate = analysis::labelAnnotations(*plan)});
  });
}

int plue::plueDisMain(int argc, char **argv) {
  auto line = CommandLine::parse(Tool, Options, argc, argv);
  if (!line) {
    printError(Tool, line.takeError(), llvm::errs());
    return toInt(ExitCode::Usage);
  }
  if (line->answer(llvm::outs()))
    return toInt(ExitCode::Ok);
  if (llvm::Error error = disassemble(*line)) {
    printError(Tool, std::move(error), llvm::errs());
    return toInt(ExitCode::Failed);
  }
  return toInt(ExitCode::Ok);
}
