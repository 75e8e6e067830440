//===- SimulatedWorld.h - Files and history that are made up ----*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What a simulated run finds in its workspace: the sections `files`,
/// `globs` and `git` of the outcomes (design 5.4). What a step writes, later
/// steps read.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_SIMULATEDWORLD_H
#define PLUE_LIB_EXEC_SIMULATEDWORLD_H

#include "ResolvedStep.h"
#include "llvm/ADT/StringMap.h"

namespace plue::exec {

class SimulatedWorld {
public:
  /// Each takes a section; an error says what is wrong with it.
  llvm::Error addFiles(const llvm::json::Object &section);
  llvm::Error addGlobs(const llvm::json::Object &section);
  llvm::Error addGit(const llvm::json::Object &section);

  /// Does what a step of \p kind, which is no command, does; returns its value.
  /// What is not there is empty.
  llvm::Expected<llvm::json::Value> act(ir::StepKind kind,
                                        const ResolvedStep &step);

  llvm::Expected<std::string>
  hashFiles(llvm::ArrayRef<llvm::StringRef> patterns) const;

private:
  llvm::Expected<llvm::json::Value> read(const ResolvedStep &step) const;
  bool exists(llvm::StringRef path) const;
  llvm::Expected<llvm::json::Value> glob(llvm::StringRef pattern) const;
  llvm::json::Value commits(int64_t count) const;

  llvm::StringMap<std::string> files;
  llvm::StringMap<llvm::json::Array> globs;
  std::string diff;
  llvm::json::Array log;
};

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_SIMULATEDWORLD_H
