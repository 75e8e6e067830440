//===- GraphStatistics.h - What a workflow consists of ----------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_ANALYSIS_GRAPHSTATISTICS_H
#define PLUE_ANALYSIS_GRAPHSTATISTICS_H

#include "plue/IR/Plan.h"
#include "llvm/Support/raw_ostream.h"
#include <map>

namespace plue::analysis {

struct GraphStatistics {
  /// By kind, in the order of PlanOps.def.
  std::map<ir::StepKind, uint32_t> steps;
  std::map<ir::OpKind, uint32_t> ops;
  /// Steps with a guard, and of these those whose guard is a constant.
  uint32_t guarded = 0, constantGuards = 0;
  uint32_t edges = 0, dataEdges = 0, orderEdges = 0, guardEdges = 0;
  uint32_t loops = 0, loopDepth = 0, ends = 0;
};

GraphStatistics countGraph(const ir::Plan &plan, const ir::Workflow &workflow);

/// For people, a topic a line.
void printGraphStatistics(const ir::Plan &plan, llvm::raw_ostream &os);

} // namespace plue::analysis

#endif // PLUE_ANALYSIS_GRAPHSTATISTICS_H
