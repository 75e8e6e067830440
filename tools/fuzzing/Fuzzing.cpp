//===- Fuzzing.cpp - What fuzzers have in common --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Fuzzing.h"
#include "plue/AsmParser/AsmParser.h"
#include "plue/Basic/DiagnosticRenderer.h"
#include "plue/Bytecode/Bytecode.h"
#include "plue/IR/Printer.h"
#include "plue/Support/Stack.h"
#include "plue/Target/Target.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;

void fuzzing::require(bool holds, const llvm::Twine &claim) {
  if (holds)
    return;
  llvm::errs() << "this does not hold: " << claim << '\n';
  std::abort();
}

int fuzzing::run(llvm::ArrayRef<uint8_t> input, size_t maxBytes,
                 llvm::function_ref<void(llvm::StringRef input)> test) {
  constexpr size_t StackBytes = 512 << 20;
  if (input.size() > maxBytes)
    return 0;
  return runWithStack(StackBytes, [&] {
    test(llvm::toStringRef(input));
    return 0;
  });
}

void fuzzing::renderAll(const DiagnosticEngine &diags,
                        const SourceManager &sources) {
  llvm::raw_null_ostream nowhere;
  for (DiagnosticFormat format :
       {DiagnosticFormat::Text, DiagnosticFormat::Json, DiagnosticFormat::Sarif,
        DiagnosticFormat::GitHub})
    render(diags, sources, {.format = format}, nowhere);
}

static std::string textOf(const ir::Plan &plan) {
  std::string text;
  llvm::raw_string_ostream os(text);
  ir::print(plan, os);
  return text;
}

static void checkBytes(const std::string &bytes, llvm::StringRef text) {
  auto plan = bytecode::read(llvm::MemoryBuffer::getMemBufferCopy(bytes));
  if (!plan)
    return fuzzing::require(false, "a plan that was written can be read: " +
                                       llvm::toString(plan.takeError()));
  fuzzing::require(bytecode::write(**plan) == bytes,
                   "a plan that was read is written as it was");
  fuzzing::require(textOf(**plan) == text,
                   "a plan that was read is printed as it was");
}

static void checkText(const std::string &bytes, const std::string &text) {
  SourceManager sources;
  DiagnosticEngine diags;
  FileId file = sources.add("printed.plan.txt", text);
  std::unique_ptr<ir::Plan> plan = asmparser::parsePlan(file, sources, diags);
  if (!plan) {
    render(diags, sources, {}, llvm::errs());
    return fuzzing::require(false, "a plan that was printed can be parsed");
  }
  fuzzing::require(bytecode::write(*plan) == bytes,
                   "a plan that was parsed is written as it was");
}

void fuzzing::checkPlan(const ir::Plan &plan) {
  std::vector<const ir::Workflow *> workflows;
  for (const ir::Workflow &workflow : plan.workflows)
    workflows.push_back(&workflow);
  llvm::raw_null_ostream nowhere;
  for (const target::Target &target : target::targets())
    target.translate(plan, workflows, nowhere);

  std::string bytes = bytecode::write(plan), text = textOf(plan);
  checkBytes(bytes, text);
  checkText(bytes, text);
}
