//===- Actions.h - Steps that are no commands of their author's -*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What reads and writes files is done by this process, at once; so is
/// what goes to the forge. Git is a program like any other and runs in a
/// sandbox, for it believes what a workspace's configuration says: which
/// filters, hooks and helpers to execute.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_ACTIONS_H
#define PLUE_LIB_EXEC_ACTIONS_H

#include "Forge.h"
#include "ResolvedStep.h"
#include "Workspace.h"

namespace plue::exec {

/// What became of a step that this process did itself.
struct ActionResult {
  /// Empty if it succeeded.
  std::string failure;
  /// Of steps that have one.
  llvm::json::Value value = nullptr;
  /// For the step's log.
  std::string log;
};

/// What a step fails with that reads a file which is not there.
llvm::Error noSuchFile(llvm::StringRef path);

/// Whether a step of this kind runs `git`.
bool runsGit(ir::StepKind kind);

/// Whether this process does steps of this kind itself.
bool isDoneHere(ir::StepKind kind);

/// The inputs of a step that are given, as what they are.
llvm::StringRef textInput(const ResolvedStep &step, llvm::StringRef name);
std::optional<int64_t> intInput(const ResolvedStep &step, llvm::StringRef name);

/// What could not be checked before it was known: that paths stay in the
/// workspace, that refs are none of git's options, and so on.
llvm::Error checkInputs(const ResolvedStep &step);

class Actions {
public:
  /// \p forge may be null, where nothing goes to one.
  Actions(std::string workspace, const llvm::json::Object &event, Forge *forge)
      : workspacePath(std::move(workspace)), event(event), forge(forge) {}

  /// Does the step called \p id to people.
  ActionResult run(const ir::StepDefinition &definition,
                   const ResolvedStep &step, llvm::StringRef id);
  /// Fails if git would find no repository: some of its commands do something
  /// else then.
  llvm::Error checkRepository();

private:
  llvm::Expected<ActionResult> tryRun(const ir::StepDefinition &definition,
                                      const ResolvedStep &step,
                                      llvm::StringRef id);
  llvm::Expected<ActionResult> read(const ResolvedStep &step);
  llvm::Expected<ActionResult> act(ir::StepKind kind, const ResolvedStep &step,
                                   llvm::StringRef id);
  std::optional<int64_t> targetNumber() const;
  llvm::Error openWorkspace();

  std::string workspacePath;
  std::optional<Workspace> workspace;
  const llvm::json::Object &event;
  Forge *forge;
};

//--- Git ----------------------------------------------------------------------

/// The command that a git step is. Fails if an input cannot be part of it.
llvm::Expected<std::vector<std::string>> gitCommand(ir::StepKind kind,
                                                    const ResolvedStep &step);

/// What git is told by its environment, as `NAME=value`; \p workspace is its
/// path as the command sees it.
std::vector<std::string> gitEnvironment(llvm::StringRef workspace);

/// What is told of a commit.
llvm::ArrayRef<llvm::StringRef> commitFields();
/// Fails unless \p commit, which a simulation is given, has such fields only.
llvm::Error checkCommit(const llvm::json::Value &commit);

/// The value of a git step whose command printed \p out.
llvm::json::Value gitValue(ir::StepKind kind, llvm::StringRef out);

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_ACTIONS_H
