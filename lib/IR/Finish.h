//===- Finish.h - What is derived when a workflow is done -------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_IR_FINISH_H
#define PLUE_LIB_IR_FINISH_H

#include "plue/IR/Builder.h"

namespace plue::ir {

/// Sets Step::deps. \p orderings stands beside the steps.
void computeEdges(Workflow &workflow, llvm::ArrayRef<StepOrdering> orderings);

/// Turns Step::key, a call path or empty, into the step's key.
void computeKeys(Plan &plan, Workflow &workflow);

} // namespace plue::ir

#endif // PLUE_LIB_IR_FINISH_H
