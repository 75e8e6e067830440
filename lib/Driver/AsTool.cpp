//===- AsTool.cpp - plue-as -----------------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Driver/AsTool.h"
#include "plue/AsmParser/AsmParser.h"
#include "plue/Basic/DiagnosticRenderer.h"
#include "plue/Basic/ExitCode.h"
#include "plue/Bytecode/Bytecode.h"
#include "plue/Support/CommandLine.h"
#include "plue/Support/File.h"

using namespace plue;

static constexpr ToolInfo Tool{
    .name = "plue-as",
    .overview = "Makes a plan of its text, as plue-dis prints it. `-` is "
                "standard input.",
    .arguments = "TEXT",
    .minArguments = 1,
    .maxArguments = 1};

static constexpr OptionSpec Options[] = {
    {.name = "output",
     .valueName = "FILE",
     .help = "where the plan goes; `-`, standard output, by default",
     .shortName = 'o'},
    {.name = "diagnostics-format",
     .valueName = "FORMAT",
     .help = "text (the default), json, sarif or github"},
};

/// Returns whether a plan was written. What went wrong is in \p diags.
static bool assemble(const CommandLine &line, SourceManager &sources,
                     DiagnosticEngine &diags) {
  std::string path = line.positional()[0].str();
  auto text = readFile(path, asmparser::MaxTextBytes);
  if (!text) {
    diags.report({}, diag::file_unreadable, path,
                 llvm::toString(text.takeError()));
    return false;
  }
  FileId file = sources.add(path == "-" ? "<stdin>" : path, std::move(*text));
  std::unique_ptr<ir::Plan> plan = asmparser::parsePlan(file, sources, diags);
  if (!plan)
    return false;
  llvm::StringRef output = line.value("output", "-");
  llvm::Error error = writeFile(output, bytecode::write(*plan));
  if (!error)
    return true;
  diags.report({}, diag::file_unwritable, output,
               llvm::toString(std::move(error)));
  return false;
}

int plue::plueAsMain(int argc, char **argv) {
  auto line = CommandLine::parse(Tool, Options, argc, argv);
  if (!line) {
    printError(Tool, line.takeError(), llvm::errs());
    return toInt(ExitCode::Usage);
  }
  if (line->answer(llvm::outs()))
    return toInt(ExitCode::Ok);
  llvm::StringRef name = line->value("diagnostics-format", "text");
  std::optional<DiagnosticFormat> format = parseDiagnosticFormat(name);
  if (!format) {
    llvm::errs() << "plue-as: error: `--diagnostics-format` takes text, json, "
                    "sarif or github, not `"
                 << name << "`\n";
    return toInt(ExitCode::Usage);
  }
  SourceManager sources;
  DiagnosticEngine diags;
  bool isWritten = assemble(*line, sources, diags);
  render(
      diags, sources,
      {.format = *format, .color = wantsColor(llvm::errs()), .tool = Tool.name},
      llvm::errs());
  return toInt(isWritten ? ExitCode::Ok : ExitCode::Failed);
}
