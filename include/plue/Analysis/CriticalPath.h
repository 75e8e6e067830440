//===- CriticalPath.h - How long and how wide a workflow is -----*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file How many steps must run one after the other, and how many may run at
/// once. How long steps take is not in a plan, so each counts as one; a check
/// takes no time. A loop counts as one iteration of it, and its steps as if all
/// of it ran for one item.
///
/// The width is that of the schedule in which every step starts as soon as it
/// may. Other schedules may be wider, so it is a number to size runners by, not
/// a bound.
//===----------------------------------------------------------------------===//
#ifndef PLUE_ANALYSIS_CRITICALPATH_H
#define PLUE_ANALYSIS_CRITICALPATH_H

#include "plue/IR/Plan.h"
#include "llvm/Support/raw_ostream.h"

namespace plue::analysis {

struct CriticalPath {
  /// The steps of one longest path, in order; no pseudo-steps.
  std::vector<ir::StepId> steps;
  /// The most steps that run at once.
  uint32_t width = 0;
};

CriticalPath findCriticalPath(const ir::Workflow &workflow);

/// For people, with the names of the steps.
void printCriticalPath(const ir::Plan &plan, llvm::raw_ostream &os);

} // namespace plue::analysis

#endif // PLUE_ANALYSIS_CRITICALPATH_H
