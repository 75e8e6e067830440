//===- EffectReport.h - Why steps wait for each other -----------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_ANALYSIS_EFFECTREPORT_H
#define PLUE_ANALYSIS_EFFECTREPORT_H

#include "plue/IR/Plan.h"
#include "llvm/Support/raw_ostream.h"

namespace plue::analysis {

/// What a step that waits for another because of their effects must find as the
/// other has left it.
enum class Resource : uint8_t {
  /// None: the order is said, by `depends_on`, or left from a step that is
  /// gone.
  None,
  Workspace,
  /// What people outside see: the other must have been done, or not failed,
  /// before they are told.
  Forge,
  /// The other may end the run.
  Check,
};

/// `said`, `workspace`, `forge`, `check`
llvm::StringRef spelling(Resource resource);

/// Why a step with effects \p later follows one with effects \p earlier.
Resource resourceOf(ir::Effects earlier, ir::Effects later);

/// Prints for each step of \p plan, which must have been verified, its effects
/// and what it waits for, and why. The effects of a loop are those of the steps
/// in it.
void printEffects(const ir::Plan &plan, llvm::raw_ostream &os);

} // namespace plue::analysis

#endif // PLUE_ANALYSIS_EFFECTREPORT_H
