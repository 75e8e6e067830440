//===- Passes.h - The passes there are --------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_TRANSFORMS_PASSES_H
#define PLUE_TRANSFORMS_PASSES_H

#include "plue/Pass/PassManager.h"

namespace plue {

#define PLUE_PASS(Name, name, summary, description)                            \
  std::unique_ptr<Pass> create##Name##Pass();
#include "plue/Transforms/Passes.def"

struct PassInfo {
  llvm::StringRef name, summary, description;
  std::unique_ptr<Pass> (*create)();
};

/// Every pass, in the order of Passes.def.
llvm::ArrayRef<PassInfo> allPasses();

struct PipelineOptions {
  /// Whether steps may go that people see: those that never run, and reads
  /// whose result is not needed or known already.
  bool removeSteps = true;
};

/// Adds what makes a plan small: the passes in an order in which each finds
/// what the ones before it have left.
void populateDefaultPipeline(PassManager &manager,
                             const PipelineOptions &options = {});

/// Adds the passes that \p text names, with commas between; `default` stands
/// for the default pipeline. The error names what is unknown and what may have
/// been meant.
llvm::Error parsePipeline(llvm::StringRef text, PassManager &manager);

/// The passes and what they count, as a page of documentation.
void printPassDocs(llvm::raw_ostream &os);

} // namespace plue

#endif // PLUE_TRANSFORMS_PASSES_H
