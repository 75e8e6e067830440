//===- CommandLine.cpp - Options of the tools -----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Support/CommandLine.h"
#include "plue/Support/Result.h"
#include "llvm/Support/Format.h"

using namespace plue;

//--- Parsing ------------------------------------------------------------------

namespace plue {

/// Walks over `argv` once and fills in a CommandLine.
class CommandLineParser {
public:
  CommandLineParser(CommandLine &line, llvm::ArrayRef<const char *> argv)
      : line(line), argv(argv) {}

  llvm::Error run();

private:
  llvm::Error longOption(llvm::StringRef text);
  llvm::Error shortOption(llvm::StringRef text);
  llvm::Error flag(unsigned spec, llvm::StringRef shown);
  llvm::Error valued(unsigned spec, llvm::StringRef shown,
                     std::optional<llvm::StringRef> attached);
  llvm::Error unknown(llvm::StringRef text, llvm::StringRef name) const;
  llvm::Error checkArguments() const;

  CommandLine &line;
  llvm::ArrayRef<const char *> argv;
  size_t next = 0;
};

} // namespace plue

llvm::Error CommandLineParser::run() {
  bool optionsEnded = false;
  while (next < argv.size()) {
    llvm::StringRef text = argv[next++];
    if (optionsEnded || !text.starts_with("-") || text == "-")
      line.arguments.push_back(text);
    else if (text == "--")
      optionsEnded = true;
    else
      PLUE_TRY(text.starts_with("--") ? longOption(text) : shortOption(text));
  }
  return checkArguments();
}

llvm::Error CommandLineParser::longOption(llvm::StringRef text) {
  auto [name, value] = text.drop_front(2).split('=');
  bool hasValue = text.contains('=');
  if (!hasValue && (name == "help" || name == "version")) {
    (name == "help" ? line.wantsHelp : line.wantsVersion) = true;
    return llvm::Error::success();
  }
  llvm::StringRef shown = text.take_front(2 + name.size());
  for (unsigned i = 0; i != line.specs.size(); ++i) {
    if (name != line.specs[i].name)
      continue;
    if (line.specs[i].valueName)
      return valued(i, shown, hasValue ? std::optional(value) : std::nullopt);
    if (hasValue)
      return makeError("option `{0}` takes no value", shown);
    return flag(i, shown);
  }
  return unknown(shown, name);
}

llvm::Error CommandLineParser::shortOption(llvm::StringRef text) {
  if (text == "-h") {
    line.wantsHelp = true;
    return llvm::Error::success();
  }
  llvm::StringRef shown = text.take_front(2);
  llvm::StringRef rest = text.drop_front(2);
  for (unsigned i = 0; i != line.specs.size(); ++i) {
    if (text[1] != line.specs[i].shortName)
      continue;
    if (line.specs[i].valueName)
      return valued(i, shown,
                    rest.empty() ? std::nullopt : std::optional(rest));
    if (!rest.empty())
      return unknown(text, rest);
    return flag(i, shown);
  }
  return unknown(text, text.drop_front());
}

llvm::Error CommandLineParser::flag(unsigned spec, llvm::StringRef shown) {
  line.valuesOf[spec].assign(1, shown);
  return llvm::Error::success();
}

llvm::Error CommandLineParser::valued(unsigned spec, llvm::StringRef shown,
                                      std::optional<llvm::StringRef> attached) {
  if (!attached && next == argv.size())
    return makeError("option `{0}` needs a value: {1}", shown,
                     line.specs[spec].valueName);
  auto &values = line.valuesOf[spec];
  if (!values.empty() && !line.specs[spec].repeatable)
    return makeError("option `{0}` is given twice", shown);
  values.push_back(attached ? *attached : llvm::StringRef(argv[next++]));
  return llvm::Error::success();
}

llvm::Error CommandLineParser::unknown(llvm::StringRef text,
                                       llvm::StringRef name) const {
  llvm::StringRef best;
  unsigned bestDistance = std::max<size_t>(2, name.size() / 3) + 1;
  auto consider = [&](llvm::StringRef candidate) {
    unsigned distance = name.edit_distance(candidate, true, bestDistance);
    if (distance >= bestDistance)
      return;
    best = candidate;
    bestDistance = distance;
  };
  for (const OptionSpec &spec : line.specs)
    consider(spec.name);
  consider("help");
  consider("version");
  if (best.empty())
    return makeError("unknown option `{0}`; `{1} --help` lists the options",
                     text, line.tool.name);
  return makeError("unknown option `{0}`; did you mean `--{1}`?", text, best);
}

llvm::Error CommandLineParser::checkArguments() const {
  if (line.wantsHelp || line.wantsVersion)
    return llvm::Error::success();
  if (line.arguments.size() < line.tool.minArguments)
    return makeError("an argument is missing: {0}", line.tool.arguments);
  if (line.arguments.size() > line.tool.maxArguments)
    return makeError("unexpected argument `{0}`",
                     line.arguments[line.tool.maxArguments]);
  return llvm::Error::success();
}

llvm::Expected<CommandLine> CommandLine::parse(const ToolInfo &tool,
                                               llvm::ArrayRef<OptionSpec> specs,
                                               int argc,
                                               const char *const *argv) {
  CommandLine line(tool, specs);
  // A program may be started with no name at all.
  llvm::ArrayRef<const char *> all(argv, argc > 0 ? argc : 0);
  CommandLineParser parser(line, all.empty() ? all : all.drop_front());
  PLUE_TRY(parser.run());
  return line;
}

//--- Asking -------------------------------------------------------------------

const CommandLine::Values &CommandLine::given(llvm::StringRef name) const {
  for (unsigned i = 0; i != specs.size(); ++i)
    if (name == specs[i].name)
      return valuesOf[i];
  llvm_unreachable("the tool has no such option");
}

llvm::StringRef CommandLine::value(llvm::StringRef name,
                                   llvm::StringRef otherwise) const {
  const Values &values = given(name);
  return values.empty() ? otherwise : values.back();
}

bool CommandLine::answer(llvm::raw_ostream &os) const {
  if (wantsHelp)
    printHelp(tool, specs, os);
  else if (wantsVersion)
    os << tool.name << ' ' << version() << '\n';
  return wantsHelp || wantsVersion;
}

//--- Text ---------------------------------------------------------------------

static std::string optionText(const OptionSpec &spec) {
  std::string text;
  if (spec.shortName)
    text = {'-', spec.shortName, ',', ' '};
  else
    text = "    ";
  text += "--";
  text += spec.name;
  if (spec.valueName)
    text += std::string("=") + spec.valueName;
  return text;
}

void plue::printHelp(const ToolInfo &tool, llvm::ArrayRef<OptionSpec> specs,
                     llvm::raw_ostream &os) {
  llvm::SmallVector<OptionSpec, 16> all(specs.begin(), specs.end());
  all.push_back({.name = "help", .help = "print this text", .shortName = 'h'});
  all.push_back({.name = "version", .help = "print the version"});
  size_t width = 0;
  for (const OptionSpec &spec : all)
    width = std::max(width, optionText(spec).size());

  os << "usage: " << tool.name << " [options]";
  if (*tool.arguments)
    os << ' ' << tool.arguments;
  os << "\n\n" << tool.overview << "\n\noptions:\n";
  for (const OptionSpec &spec : all)
    os << "  " << llvm::left_justify(optionText(spec), width + 2) << spec.help
       << '\n';
}

llvm::StringRef plue::version() { return PLUE_VERSION; }

void plue::printError(const ToolInfo &tool, llvm::Error error,
                      llvm::raw_ostream &os) {
  llvm::handleAllErrors(std::move(error), [&](const llvm::ErrorInfoBase &info) {
    os << tool.name << ": error: " << info.message() << '\n';
  });
}
