//===- Walk.h - Is this file put together as plans are? ---------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_BYTECODE_WALK_H
#define PLUE_LIB_BYTECODE_WALK_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

namespace plue::bytecode {

/// How many tables a plan may have: workflows and triggers, mostly.
inline constexpr uint32_t MaxTables = 1 << 16;

/// Checks that \p bytes are the tables and vectors of a plan, each once, in the
/// order in which they are referred to, with nothing between them. The error
/// names the object and the rule. If \p visited is given, it is set to how many
/// objects were looked at.
llvm::Error walk(llvm::ArrayRef<uint8_t> bytes, uint64_t *visited = nullptr);

} // namespace plue::bytecode

#endif // PLUE_LIB_BYTECODE_WALK_H
