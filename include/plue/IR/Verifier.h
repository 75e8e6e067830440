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

/// What in a plan a fault is about.
struct PlanPlace {
  enum Kind : uint8_t {
    Whole,
    Type,
    String,
    Constant,
    Template,
    Source,
    Function,
    /// Of the function \p owner.
    Instruction,
    Workflow,
    /// Of the workflow \p owner; a step and an end are where their operation
    /// is, a region where its `foreach` is.
    Trigger,
    Op,
  };
  Kind kind = Whole;
  uint32_t ordinal = 0;
  uint32_t owner = 0;
};

/// A fault that verify() found: a message that names the rule and the object,
/// and where the object is.
class VerifyError : public llvm::ErrorInfo<VerifyError> {
public:
  static char ID;

  VerifyError(PlanPlace place, std::string message)
      : place(place), message(std::move(message)) {}
  void log(llvm::raw_ostream &os) const override { os << message; }
  std::error_code convertToErrorCode() const override;

  PlanPlace place;
  std::string message;
};

/// Checks everything that the rest of plue takes for granted about a plan:
/// ordinals in range, operands before uses, types and arities that fit, edges
/// that point backwards and cover data and guards, unique names and keys, paths
/// that stay inside, text that is UTF-8, counts within limits. Linear in the
/// size of the plan. The error is a VerifyError.
llvm::Error verify(const Plan &plan);

} // namespace plue::ir

#endif // PLUE_IR_VERIFIER_H
