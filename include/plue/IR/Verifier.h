//===- Verifier.h - Is this plan sound? -------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_IR_VERIFIER_H
#define PLUE_IR_VERIFIER_H

#include "plue/Basic/Limits.h"
#include "plue/IR/Plan.h"
#include "llvm/Support/Error.h"

namespace plue::ir {

/// Checks everything that the rest of plue takes for granted about a plan:
/// ordinals in range, operands before uses, types and arities that fit, edges
/// that point backwards and cover data and guards, unique names and keys, paths
/// that stay inside, text that is UTF-8, counts within limits. Linear in the
/// size of the plan. The error names the rule and the object.
llvm::Error verify(const Plan &plan);

} // namespace plue::ir

#endif // PLUE_IR_VERIFIER_H
