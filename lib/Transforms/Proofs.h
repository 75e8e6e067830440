//===- Proofs.h - Guards that show that a value is there --------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_TRANSFORMS_PROOFS_H
#define PLUE_LIB_TRANSFORMS_PROOFS_H

#include "plue/IR/Plan.h"

namespace plue {

/// The operations that are the guard of an `unwrap`. The verifier asks for
/// their form, not for their value, so they have to stay what they are.
inline std::vector<bool> findProofs(const ir::Workflow &workflow) {
  std::vector<bool> isProof(workflow.ops.size());
  for (const ir::Op &op : workflow.ops)
    if (op.kind == ir::OpKind::Unwrap)
      isProof[workflow.operands(op)[1].index] = true;
  return isProof;
}

} // namespace plue

#endif // PLUE_LIB_TRANSFORMS_PROOFS_H
