//===- OpTable.cpp - Operations by what they are --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/OpTable.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::ir;

static uint64_t hashOf(const Op &op, llvm::ArrayRef<ValueId> operands) {
  uint64_t hash =
      llvm::hash_combine(unsigned(op.kind), op.type.index, op.attribute);
  for (ValueId operand : operands)
    hash = llvm::hash_combine(hash, operand.index);
  // The two largest numbers are DenseMap's own.
  return hash >> 1;
}

ValueId OpTable::find(const Workflow &workflow, const Op &op,
                      llvm::ArrayRef<ValueId> operands) const {
  auto it = byHash.find(hashOf(op, operands));
  if (it == byHash.end())
    return ValueId::none();
  for (ValueId candidate : it->second) {
    const Op &other = workflow.op(candidate);
    if (other.kind == op.kind && other.type == op.type &&
        other.attribute == op.attribute && workflow.operands(other) == operands)
      return candidate;
  }
  return ValueId::none();
}

void OpTable::add(const Workflow &workflow, ValueId value) {
  byHash[hashOf(workflow.op(value), workflow.operands(value))].push_back(value);
}

void OpTable::forgetFrom(const Workflow &workflow, size_t firstOp) {
  for (size_t i = workflow.ops.size(); i-- > firstOp;) {
    ValueId value(i);
    auto it = byHash.find(hashOf(workflow.op(value), workflow.operands(value)));
    if (it == byHash.end())
      continue;
    llvm::erase(it->second, value);
    if (it->second.empty())
      byHash.erase(it);
  }
}
