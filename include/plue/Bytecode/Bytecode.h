//===- Bytecode.h - Plans as files ------------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The binary form of a plan (ir/Plan.fbs). This library is the only one
/// that knows FlatBuffers.
//===----------------------------------------------------------------------===//
#ifndef PLUE_BYTECODE_BYTECODE_H
#define PLUE_BYTECODE_BYTECODE_H

#include "plue/IR/Plan.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"

namespace plue::bytecode {

/// The bytes of \p plan; equal plans give equal bytes.
std::string write(const ir::Plan &plan);

/// Is told about bytes, [begin, end), that are not needed any longer.
using ReleaseBytes =
    llvm::function_ref<void(const void *begin, const void *end)>;

/// Reads a plan from bytes that may be hostile. Nothing is looked at before it
/// has been checked, and what is returned has passed ir::verify(). The plan
/// keeps \p buffer alive and its strings point into it; other parts of it may
/// be overwritten once \p release was told about them.
llvm::Expected<std::unique_ptr<ir::Plan>>
read(std::shared_ptr<const llvm::MemoryBuffer> buffer,
     ReleaseBytes release = nullptr);

/// Reads a plan from \p bytes and gives back what memory of theirs it can.
llvm::Expected<std::unique_ptr<ir::Plan>> read(std::string bytes);

/// The bytes of the plan file at \p path; `-` is standard input. They are read
/// into private memory, never mapped.
llvm::Expected<std::string> readFileBytes(llvm::StringRef path);

/// Reads the plan at \p path; `-` is standard input.
llvm::Expected<std::unique_ptr<ir::Plan>> readFile(llvm::StringRef path);

} // namespace plue::bytecode

#endif // PLUE_BYTECODE_BYTECODE_H
