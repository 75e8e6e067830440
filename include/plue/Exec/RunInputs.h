//===- RunInputs.h - What a run is given ------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Everything that a run knows before its first step: the event that
/// started it, its inputs, its environment and its secrets. All of it comes
/// from outside and is checked against the plan's types before anything runs.
//===----------------------------------------------------------------------===//
#ifndef PLUE_EXEC_RUNINPUTS_H
#define PLUE_EXEC_RUNINPUTS_H

#include "plue/IR/Plan.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include <functional>

namespace plue::exec {

struct RunInputs {
  llvm::json::Object event;
  /// By name; those that were not given and need not be are not there.
  llvm::StringMap<llvm::json::Value> inputs;
  /// By name; everything that the workflow uses is there.
  llvm::StringMap<std::string> secrets;
  /// The value of a variable; empty if it is not set.
  std::function<std::string(llvm::StringRef)> variable;
  /// The digest of all files that match the patterns.
  std::function<llvm::Expected<std::string>(llvm::ArrayRef<llvm::StringRef>)>
      hashFiles;
};

/// An event for a run that nobody described: a manual start, if the workflow
/// may be started so, on what is checked out in \p workspace. Whatever the
/// workflow uses is there, empty where nothing is known.
llvm::json::Object defaultEvent(const ir::Plan &plan,
                                const ir::Workflow &workflow,
                                llvm::StringRef workspace);

/// Fails, naming the field, if \p event is not what the workflow's expressions
/// take it for. What the workflow does not look at is not checked.
llvm::Error checkEvent(const ir::Plan &plan, const ir::Workflow &workflow,
                       const llvm::json::Object &event);

/// The values given for a workflow's inputs: by `NAME=VALUE` texts, else by the
/// event's `inputs`. An input that is not declared, or lacks a value that it
/// needs, is an error that says what there is.
llvm::Expected<llvm::StringMap<llvm::json::Value>>
readInputs(const ir::Plan &plan, const ir::Workflow &workflow,
           const llvm::json::Object &event,
           llvm::ArrayRef<llvm::StringRef> arguments);

/// The names of the secrets that the workflow uses, sorted.
std::vector<llvm::StringRef> secretNames(const ir::Plan &plan,
                                         const ir::Workflow &workflow);

/// The secrets that the workflow uses, from this process's environment; fails,
/// naming all that are missing, if there is one.
llvm::Expected<llvm::StringMap<std::string>>
readSecrets(const ir::Plan &plan, const ir::Workflow &workflow);

} // namespace plue::exec

#endif // PLUE_EXEC_RUNINPUTS_H
