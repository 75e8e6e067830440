//===- plue-asm-fuzzer.cpp - Plans as text --------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Fuzzing.h"
#include "plue/AsmParser/AsmParser.h"

using namespace plue;
using fuzzing::require;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  constexpr size_t MaxBytes = 64 << 10;
  return fuzzing::run({data, size}, MaxBytes, [](llvm::StringRef text) {
    SourceManager sources;
    DiagnosticEngine diags;
    FileId file = sources.add("fuzz.plan.txt", text.str());
    std::unique_ptr<ir::Plan> plan = asmparser::parsePlan(file, sources, diags);
    require(diags.hasErrors() == !plan,
            "there is a plan exactly if there are no errors");
    fuzzing::renderAll(diags, sources);
    if (plan)
      fuzzing::checkPlan(*plan);
  });
}
