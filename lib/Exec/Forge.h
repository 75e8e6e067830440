//===- Forge.h - Where comments and reviews go ------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The forge is whoever keeps pull requests and issues. Steps act on it
/// through an adapter; the one that is here writes down what it was asked to
/// do, for local runs and for whoever carries it out later.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_FORGE_H
#define PLUE_LIB_EXEC_FORGE_H

#include "Masker.h"
#include "plue/IR/Plan.h"
#include "llvm/Support/Error.h"
#include <memory>
#include <optional>

namespace plue::exec {

/// One thing to be done.
struct ForgeAction {
  /// One with outward effects.
  ir::StepKind kind;
  /// The step that does it, as people know it.
  std::string step, name;
  /// The pull request or issue; none if the event has none.
  std::optional<int64_t> number;
  std::optional<std::string> body;
  /// Of a comment on a line.
  std::optional<std::string> path;
  std::optional<int64_t> line;
};

class Forge {
public:
  virtual ~Forge();

  /// Does it, and says in a few words what was done. Returns only once it has
  /// happened; the error is why it did not.
  virtual llvm::Expected<std::string> act(const ForgeAction &action) = 0;
};

/// Appends a JSON object, in a line of its own, to the file \p path for each
/// action; secrets are hidden. \p event is what started the run.
std::unique_ptr<Forge> createRecordingForge(std::string path,
                                            const llvm::json::Object &event,
                                            const Masker &masker);

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_FORGE_H
