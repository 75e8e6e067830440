//===- CompileTool.cpp - plue-compile -------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Driver/CompileTool.h"
#include "Project.h"
#include "RoundTrip.h"
#include "plue/Analysis/Taint.h"
#include "plue/Basic/DiagnosticRenderer.h"
#include "plue/Basic/ExitCode.h"
#include "plue/Bytecode/Bytecode.h"
#include "plue/Driver/Compilation.h"
#include "plue/IR/Printer.h"
#include "plue/Support/CommandLine.h"
#include "plue/Support/File.h"
#include "plue/Support/Stack.h"
#include "plue/Syntax/Parser.h"
#include "llvm/Support/Path.h"

using namespace plue;

static constexpr ToolInfo tool{.name = "plue-compile",
                               .overview = "Compiles workflows to plans.",
                               .arguments = "FILE.py…",
                               .minArguments = 1};

static constexpr OptionSpec optionSpecs[] = {
    {.name = "output",
     .valueName = "FILE",
     .help = "where the result goes; `-` is standard output. A plan goes to "
             "FILE.plan in the current folder by default",
     .shortName = 'o'},
    {.name = "emit",
     .valueName = "WHAT",
     .help = "ast, checked, text, json or plan (the default)"},
    {.name = "check", .help = "only report faults; write nothing"},
    {.name = "event",
     .valueName = "FILE",
     .help = "an event in JSON: specialises the plan for it"},
    {.name = "project",
     .valueName = "DIR",
     .help = "the project's root; found from the file by default"},
    {.name = "max-steps",
     .valueName = "N",
     .help = "how many steps a workflow may have (10000)"},
    {.name = "diagnostics-format",
     .valueName = "FORMAT",
     .help = "text (the default), json, sarif or github"},
    {.name = "verify-roundtrip",
     .help = "check that each plan is the same after it was written as bytes "
             "and as text and read again"},
};

namespace {
enum class Emit : uint8_t { Ast, Checked, Text, Json, Plan, Nothing };

struct Options {
  std::vector<std::string> files;
  std::string output, event, project;
  Emit emit = Emit::Plan;
  DiagnosticFormat format = DiagnosticFormat::Text;
  bool verifyRoundTrip = false;
  Limits limits;
};

/// One run of the tool.
class CompileTool {
public:
  explicit CompileTool(Options options)
      : options(std::move(options)), diags(this->options.limits.diagnostics) {}

  ExitCode run();

private:
  void compileFile(const std::string &path);
  void emit(const std::string &path, const CompileResult &result);
  bool readEvent();
  std::string outputFor(const std::string &path) const;

  Options options;
  SourceManager sources;
  DiagnosticEngine diags;
  std::optional<llvm::json::Object> event;
  bool hasInternalFault = false;
};
} // namespace

//--- The command line ---------------------------------------------------------

static llvm::Expected<Emit> parseEmit(llvm::StringRef name) {
  static constexpr std::pair<llvm::StringRef, Emit> kinds[] = {
      {"ast", Emit::Ast},
      {"checked", Emit::Checked},
      {"text", Emit::Text},
      {"json", Emit::Json},
      {"plan", Emit::Plan}};
  for (auto [known, kind] : kinds)
    if (known == name)
      return kind;
  return makeError("`--emit` takes ast, checked, text, json or plan, not `{0}`",
                   name);
}

static llvm::Expected<Options> readOptions(const CommandLine &line) {
  Options options;
  for (llvm::StringRef file : line.positional())
    options.files.push_back(file.str());
  options.output = line.value("output").str();
  options.event = line.value("event").str();
  options.project = line.value("project").str();
  PLUE_ASSIGN_OR_RETURN(options.emit, parseEmit(line.value("emit", "plan")));
  if (line.has("check"))
    options.emit = Emit::Nothing;

  options.verifyRoundTrip = line.has("verify-roundtrip");

  llvm::StringRef format = line.value("diagnostics-format", "text");
  if (auto parsed = parseDiagnosticFormat(format))
    options.format = *parsed;
  else
    return makeError(
        "`--diagnostics-format` takes text, json, sarif or github, not `{0}`",
        format);

  if (line.has("max-steps")) {
    uint32_t steps = 0;
    if (line.value("max-steps").getAsInteger(10, steps) || steps == 0 ||
        steps > Limits::MaxSteps)
      return makeError("`--max-steps` takes a number from 1 to {0}, not `{1}`",
                       Limits::MaxSteps, line.value("max-steps"));
    options.limits = options.limits.withMaxSteps(steps);
  }
  if (options.files.size() > 1 && !options.output.empty())
    return makeError("`--output` takes the result of one file, but {0} files "
                     "are given",
                     options.files.size());
  return options;
}

//--- Compiling ----------------------------------------------------------------

bool CompileTool::readEvent() {
  if (options.event.empty())
    return true;
  constexpr uint64_t maxEventBytes = 16 << 20;
  auto fail = [&](llvm::Twine why) {
    diags.report({}, diag::event_malformed, options.event, why.str());
    return false;
  };
  auto text = readFile(options.event, maxEventBytes);
  if (!text)
    return fail("cannot be read: " + llvm::toString(text.takeError()));
  llvm::Expected<llvm::json::Value> json = llvm::json::parse(*text);
  if (!json)
    return fail("is not JSON: " + llvm::toString(json.takeError()));
  llvm::json::Object *object = json->getAsObject();
  if (!object)
    return fail("is not a JSON object");
  event = std::move(*object);
  return true;
}

std::string CompileTool::outputFor(const std::string &path) const {
  if (!options.output.empty())
    return options.output;
  if (options.emit != Emit::Plan)
    return "-";
  return (llvm::sys::path::stem(path == "-" ? "stdin" : path) + ".plan").str();
}

void CompileTool::emit(const std::string &path, const CompileResult &result) {
  std::string bytes;
  llvm::raw_string_ostream os(bytes);
  switch (options.emit) {
  case Emit::Ast:
  case Emit::Checked:
    syntax::print(*result.module, sources, os);
    break;
  case Emit::Text:
    ir::print(*result.plan, os,
              {.annotate = analysis::labelAnnotations(*result.plan)});
    break;
  case Emit::Json:
    ir::printJson(*result.plan, os);
    break;
  case Emit::Plan:
    os << bytecode::write(*result.plan);
    break;
  case Emit::Nothing:
    return;
  }
  std::string output = outputFor(path);
  if (llvm::Error error = writeFile(output, bytes))
    diags.report({}, diag::file_unwritable, output,
                 llvm::toString(std::move(error)));
}

static Phase phaseFor(Emit emit) {
  return emit == Emit::Ast       ? Phase::Parse
         : emit == Emit::Checked ? Phase::Check
                                 : Phase::Plan;
}

void CompileTool::compileFile(const std::string &path) {
  auto text = readFile(path, options.limits.sourceBytes);
  if (!text) {
    diags.report({}, diag::file_unreadable, path,
                 llvm::toString(text.takeError()));
    return;
  }
  Project project = findProject(path, options.project, sources, diags);
  FileId file = sources.add(path == "-" ? "<stdin>" : path, std::move(*text));
  uint32_t errorsBefore = diags.numErrors();
  CompileResult result = compile(file, sources,
                                 {.until = phaseFor(options.emit),
                                  .projectPath = projectPath(project, path),
                                  .defaultImage = project.config.defaultImage,
                                  .event = event,
                                  .limits = options.limits,
                                  .log = &llvm::errs()},
                                 diags);
  if (options.verifyRoundTrip && result.plan)
    if (llvm::Error fault = verifyRoundTrip(*result.plan))
      result.internalFault = llvm::toString(std::move(fault));
  if (!result.internalFault.empty()) {
    llvm::errs() << tool.name << ": internal error: " << result.internalFault
                 << "\nThis is a fault of plue: please report it with " << path
                 << ".\n";
    hasInternalFault = true;
  } else if (diags.numErrors() == errorsBefore) {
    emit(path, result);
  }
}

ExitCode CompileTool::run() {
  if (readEvent())
    for (const std::string &file : options.files)
      compileFile(file);
  // Machine formats are the tool's output, unless that is the plan; text is for
  // whoever is watching.
  bool isText = options.format == DiagnosticFormat::Text;
  bool isTaken = llvm::any_of(options.files, [&](const std::string &file) {
    return options.emit != Emit::Nothing && outputFor(file) == "-";
  });
  llvm::raw_ostream &os = isText || isTaken ? llvm::errs() : llvm::outs();
  render(diags, sources,
         {.format = options.format,
          .color = isText && wantsColor(os),
          .tool = tool.name},
         os);
  os.flush();
  if (hasInternalFault)
    return ExitCode::Internal;
  return diags.hasErrors() ? ExitCode::Failed : ExitCode::Ok;
}

int plue::plueCompileMain(int argc, char **argv) {
  auto usageError = [](llvm::Error error) {
    printError(tool, std::move(error), llvm::errs());
    return toInt(ExitCode::Usage);
  };
  auto line = CommandLine::parse(tool, optionSpecs, argc, argv);
  if (!line)
    return usageError(line.takeError());
  if (line->answer(llvm::outs()))
    return toInt(ExitCode::Ok);
  auto options = readOptions(*line);
  if (!options)
    return usageError(options.takeError());

  constexpr size_t stackBytes = 256 << 20;
  return runWithStack(stackBytes, [&] {
    return toInt(CompileTool(std::move(*options)).run());
  });
}
