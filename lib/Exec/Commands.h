//===- Commands.h - The commands of plue-exec -------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_COMMANDS_H
#define PLUE_LIB_EXEC_COMMANDS_H

#include "plue/Basic/ExitCode.h"
#include "plue/Exec/RunInputs.h"
#include "plue/Support/CommandLine.h"

namespace plue::exec {

/// Each gets the arguments after its own name, which comes first.
ExitCode runCommand(int argc, char **argv);
ExitCode simulateCommand(int argc, char **argv);
ExitCode verifyCommand(int argc, char **argv);

/// A command line that made sense, or the exit code if there is nothing more to
/// do: it was wrong, which has been said, or asked for help.
struct ParsedLine {
  std::optional<CommandLine> line;
  ExitCode exit = ExitCode::Ok;
};
ParsedLine parseLine(const ToolInfo &tool, llvm::ArrayRef<OptionSpec> options,
                     int argc, char **argv);

/// Says what is wrong and returns \p code.
ExitCode complain(const ToolInfo &tool, llvm::Error error, ExitCode code);

/// The workflow called \p name; the only one if \p name is empty.
llvm::Expected<const ir::Workflow *> selectWorkflow(const ir::Plan &plan,
                                                    llvm::StringRef name);

/// The event in the file \p path, or a default one if \p path is empty; checked
/// against what the workflow expects.
llvm::Expected<llvm::json::Object> loadEvent(const ir::Plan &plan,
                                             const ir::Workflow &workflow,
                                             llvm::StringRef path,
                                             llvm::StringRef workspace);

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_COMMANDS_H
