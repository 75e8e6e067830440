//===- Fuzzing.h - What fuzzers have in common ------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A fuzzer is a function that is given bytes and does with them what a
/// tool would, in memory and within limits. It must come back, whatever the
/// bytes; and what it knows to hold of the result it requires.
///
/// Built with PLUE_FUZZ, libFuzzer looks for bytes that break this. Otherwise
/// the program runs files and folders that it is given (Replay.cpp), so that
/// what was found once is tested everywhere.
//===----------------------------------------------------------------------===//
#ifndef PLUE_TOOLS_FUZZING_FUZZING_H
#define PLUE_TOOLS_FUZZING_FUZZING_H

#include "plue/Basic/Diagnostic.h"
#include "plue/IR/Plan.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace plue::fuzzing {

/// Aborts with \p claim unless it \p holds.
void require(bool holds, const llvm::Twine &claim);

/// Runs \p test with the stack that our tools have. Inputs of more than
/// \p maxBytes are left alone: large ones find nothing that small ones do not.
/// Returns 0, as libFuzzer wants it.
int run(llvm::ArrayRef<uint8_t> input, size_t maxBytes,
        llvm::function_ref<void(llvm::StringRef input)> test);

/// Renders what was reported in every format.
void renderAll(const DiagnosticEngine &diags, const SourceManager &sources);

/// Requires of a plan that has been verified that it can be printed, translated
/// and written, and that its bytes and its text, when they are read, give the
/// same plan again.
void checkPlan(const ir::Plan &plan);

} // namespace plue::fuzzing

/// What a fuzzer defines.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif // PLUE_TOOLS_FUZZING_FUZZING_H
