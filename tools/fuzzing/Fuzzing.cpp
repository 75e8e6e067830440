//===- Fuzzing.cpp - What fuzzers have in common --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Fuzzing.h"
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

static std::unique_ptr<ir::Plan> reread(const std::string &bytes) {
  auto plan = bytecode::read(llvm::MemoryBuffer::getMemBufferCopy(bytes));
  if (!plan)
    fuzzing::require(false, "a plan that was written can be read: " +
                                llvm::toString(plan.takeError()));
  return std::move(*plan);
}

void fuzzing::checkPlan(const ir::Plan &plan) {
  std::vector<const ir::Workflow *> workflows;
  for (const ir::Workflow &workflow : plan.workflows)
    workflows.push_back(&workflow);
  llvm::raw_null_ostream nowhere;
  for (const target::Target &target : target::targets())
    target.translate(plan, workflows, nowhere);

  std::string bytes = bytecode::write(plan);
  std::unique_ptr<ir::Plan> again = reread(bytes);
  require(bytecode::write(*again) == bytes,
          "a plan that was read is written as the bytes it was read from");
  std::string text, textAgain;
  llvm::raw_string_ostream os(text), osAgain(textAgain);
  ir::print(plan, os);
  ir::print(*again, osAgain);
  require(text == textAgain, "a plan that was read is printed as it was");
}
