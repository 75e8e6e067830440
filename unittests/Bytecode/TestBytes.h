//===- TestBytes.h - Reading plans from strings -----------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_UNITTESTS_BYTECODE_TESTBYTES_H
#define PLUE_UNITTESTS_BYTECODE_TESTBYTES_H

#include "../IR/SamplePlan.h"
#include "plue/Bytecode/Bytecode.h"

namespace plue::bytecode {

/// Reads \p bytes where they stand in a block of exactly their size, so that a
/// sanitizer sees a read past their end.
inline llvm::Expected<std::unique_ptr<ir::Plan>>
readBytes(llvm::StringRef bytes) {
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::unique_ptr<llvm::MemoryBuffer> buffer;
  };
  auto block = std::make_shared<Block>();
  block->bytes.reset(new char[bytes.size()]);
  std::copy(bytes.begin(), bytes.end(), block->bytes.get());
  block->buffer = llvm::MemoryBuffer::getMemBuffer(
      llvm::StringRef(block->bytes.get(), bytes.size()), "",
      /*RequiresNullTerminator=*/false);
  return read({block, block->buffer.get()});
}

/// Why \p bytes are refused; empty if they are not.
inline std::string refusal(llvm::StringRef bytes) {
  auto plan = readBytes(bytes);
  return plan ? "" : llvm::toString(plan.takeError());
}

} // namespace plue::bytecode

#endif // PLUE_UNITTESTS_BYTECODE_TESTBYTES_H
