//===- CommandLine.h - Options of the tools ---------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A tool declares its options as a table and asks for what was given:
///
///   static constexpr OptionSpec Options[] = {
///       {.name = "output", .valueName = "FILE", .help = "…", .shortName =
///       'o'},
///       {.name = "json", .help = "…"},
///   };
///   auto line = CommandLine::parse(Tool, Options, argc, argv);
///
/// `--name=value`, `--name value`, `-o value` and `-ovalue` are understood;
/// `--` ends the options and `-` is an argument. Nothing here is global and
/// nothing happens before main(), so a tool pays only for the options that it
/// has.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SUPPORT_COMMANDLINE_H
#define PLUE_SUPPORT_COMMANDLINE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <string>
#include <vector>

namespace plue {

/// What a tool, or one of its commands, is.
struct ToolInfo {
  /// As its users type it: `plue-exec run`.
  const char *name;
  /// One sentence for `--help`.
  const char *overview;
  /// What its arguments are called: `FILE.py…`.
  const char *arguments = "";
  unsigned minArguments = 0;
  unsigned maxArguments = ~0u;
};

struct OptionSpec {
  /// Without the dashes.
  const char *name;
  /// What its value is called; null for a flag.
  const char *valueName = nullptr;
  const char *help = "";
  char shortName = 0;
  /// Whether it may be given more than once. A flag always may.
  bool repeatable = false;
};

/// What stood on a command line. The strings are those of `argv`.
class CommandLine {
public:
  /// Parses `argv` after its first element. Fails if an option is not known, is
  /// given twice or lacks its value, and if there are too few or too many
  /// arguments, unless `--help` or `--version` is there.
  static llvm::Expected<CommandLine> parse(const ToolInfo &tool,
                                           llvm::ArrayRef<OptionSpec> specs,
                                           int argc, const char *const *argv);

  /// Does what `--help` or `--version` asks for. True: that was all.
  bool answer(llvm::raw_ostream &os) const;

  bool has(llvm::StringRef name) const { return !given(name).empty(); }
  llvm::StringRef value(llvm::StringRef name,
                        llvm::StringRef otherwise = {}) const;
  /// Everything given for a repeatable option, in order.
  llvm::ArrayRef<llvm::StringRef> values(llvm::StringRef name) const {
    return given(name);
  }
  llvm::ArrayRef<llvm::StringRef> positional() const { return arguments; }

private:
  friend class CommandLineParser;
  using Values = llvm::SmallVector<llvm::StringRef, 1>;

  CommandLine(const ToolInfo &tool, llvm::ArrayRef<OptionSpec> specs)
      : tool(tool), specs(specs), valuesOf(specs.size()) {}
  const Values &given(llvm::StringRef name) const;

  ToolInfo tool;
  llvm::ArrayRef<OptionSpec> specs;
  /// Beside `specs`.
  std::vector<Values> valuesOf;
  Values arguments;
  bool wantsHelp = false, wantsVersion = false;
};

/// What `--help` prints.
void printHelp(const ToolInfo &tool, llvm::ArrayRef<OptionSpec> specs,
               llvm::raw_ostream &os);

/// The version of plue: `0.1.0`.
llvm::StringRef version();

/// Prints each message in \p error as `NAME: error: MESSAGE`.
void printError(const ToolInfo &tool, llvm::Error error, llvm::raw_ostream &os);

} // namespace plue

#endif // PLUE_SUPPORT_COMMANDLINE_H
