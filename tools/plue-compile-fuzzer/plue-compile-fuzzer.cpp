//===- plue-compile-fuzzer.cpp - From any source to a plan ----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Fuzzing.h"
#include "plue/Bytecode/Bytecode.h"
#include "plue/Driver/Compilation.h"

using namespace plue;
using fuzzing::require;

/// Enough for anything of interest in a small file, little enough for many of
/// them.
static constexpr Limits SmallLimits{.fuel = 50'000,
                                    .liveBytes = 8 << 20,
                                    .stringBytes = 64 << 10,
                                    .items = 5'000,
                                    .steps = 200};

/// The plan as bytes; empty if the source is not one of a workflow.
static std::string compileSource(llvm::StringRef source) {
  SourceManager sources;
  DiagnosticEngine diags(SmallLimits.diagnostics);
  FileId file = sources.add("fuzz.py", source.str());
  CompileResult result = compile(file, sources,
                                 {.projectPath = "fuzz.py",
                                  .defaultImage = "alpine:3",
                                  .limits = SmallLimits},
                                 diags);
  require(result.internalFault.empty(),
          "plans that we make verify: " + result.internalFault);
  require(diags.hasErrors() == !result.plan,
          "there is a plan exactly if there are no errors");
  fuzzing::renderAll(diags, sources);
  if (!result.plan)
    return "";
  fuzzing::checkPlan(*result.plan);
  return bytecode::write(*result.plan);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  constexpr size_t MaxBytes = 32 << 10;
  return fuzzing::run({data, size}, MaxBytes, [](llvm::StringRef source) {
    std::string bytes = compileSource(source);
    if (!bytes.empty())
      require(compileSource(source) == bytes, "equal sources give equal plans");
  });
}
