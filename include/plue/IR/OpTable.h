//===- OpTable.h - Operations by what they are ------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_IR_OPTABLE_H
#define PLUE_IR_OPTABLE_H

#include "plue/IR/Plan.h"
#include "llvm/ADT/DenseMap.h"

namespace plue::ir {

/// Finds an operation of one workflow that is equal to another: of the same
/// kind and type, with the same operands and attribute.
class OpTable {
public:
  /// The first operation added that is equal, or none.
  ValueId find(const Workflow &workflow, const Op &op,
               llvm::ArrayRef<ValueId> operands) const;
  void add(const Workflow &workflow, ValueId value);
  /// Removes the operations from \p firstOp on, which must still be there.
  void forgetFrom(const Workflow &workflow, size_t firstOp);

private:
  /// By a hash of all that they are.
  llvm::DenseMap<uint64_t, llvm::SmallVector<ValueId, 1>> byHash;
};

} // namespace plue::ir

#endif // PLUE_IR_OPTABLE_H
