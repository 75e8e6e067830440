//===- Stack.h - Room for recursion -----------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Recursion over a workflow is bounded by counted, diagnosed limits. The
/// native stack must be deep enough for those limits whatever `ulimit -s` says,
/// so the work runs on a thread whose stack we size ourselves. Pages that are
/// never touched cost nothing.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SUPPORT_STACK_H
#define PLUE_SUPPORT_STACK_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include <cstddef>

namespace plue {

/// Runs \p work on a stack of \p bytes and returns its result once it is done.
int runWithStack(size_t bytes, llvm::function_ref<int()> work);

} // namespace plue

#endif // PLUE_SUPPORT_STACK_H
