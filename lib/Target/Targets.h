//===- Targets.h - The functions in the table of targets --------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_TARGET_TARGETS_H
#define PLUE_LIB_TARGET_TARGETS_H

#include "plue/Target/Target.h"

namespace plue::target {

/// Graphviz: a cluster for each workflow, loop and group.
void writeDot(const ir::Plan &plan,
              llvm::ArrayRef<const ir::Workflow *> workflows,
              llvm::raw_ostream &os);

/// A mermaid flowchart, which is what forges draw in Markdown.
void writeMermaid(const ir::Plan &plan,
                  llvm::ArrayRef<const ir::Workflow *> workflows,
                  llvm::raw_ostream &os);

} // namespace plue::target

#endif // PLUE_LIB_TARGET_TARGETS_H
