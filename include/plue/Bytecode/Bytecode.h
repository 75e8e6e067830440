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
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"

namespace plue::bytecode {

/// The bytes of \p plan; equal plans give equal bytes.
std::string write(const ir::Plan &plan);

/// Reads a plan from bytes that may be hostile. Nothing is looked at before it
/// has been checked, and what is returned has passed ir::verify(). The plan
/// keeps \p buffer alive and its strings point into it.
llvm::Expected<std::unique_ptr<ir::Plan>>
read(std::shared_ptr<const llvm::MemoryBuffer> buffer);

/// Opens and reads the plan at \p path; `-` is standard input. The file is read
/// into private memory, never mapped.
llvm::Expected<std::unique_ptr<ir::Plan>> readFile(llvm::StringRef path);

} // namespace plue::bytecode

#endif // PLUE_BYTECODE_BYTECODE_H
