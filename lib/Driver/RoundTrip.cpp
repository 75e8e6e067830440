//===- RoundTrip.cpp - Does a plan survive its forms? ---------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A plan exists in memory, as bytes and as text, and neither of the last
/// two may say more than the other:
///
///   plan -> bytes -> plan -> text -> plan -> the same text, the same bytes
//===----------------------------------------------------------------------===//
#include "RoundTrip.h"
#include "PlanInput.h"
#include "plue/Bytecode/Bytecode.h"
#include "plue/IR/Printer.h"
#include "plue/Support/Result.h"

using namespace plue;

static std::string textOf(const ir::Plan &plan) {
  std::string text;
  llvm::raw_string_ostream os(text);
  ir::print(plan, os);
  return text;
}

/// The first line in which two texts differ.
static std::string firstDifference(llvm::StringRef a, llvm::StringRef b) {
  while (!a.empty() || !b.empty()) {
    auto [lineA, restA] = a.split('\n');
    auto [lineB, restB] = b.split('\n');
    if (lineA != lineB)
      return llvm::formatv("`{0}` has become `{1}`", lineA, lineB);
    a = restA;
    b = restB;
  }
  return "it is not in the text";
}

llvm::Error plue::verifyRoundTrip(const ir::Plan &plan) {
  std::string bytes = bytecode::write(plan);
  PLUE_ASSIGN_OR_RETURN(std::unique_ptr<ir::Plan> read,
                        bytecode::read(llvm::MemoryBuffer::getMemBuffer(
                            bytes, "", /*RequiresNullTerminator=*/false)));
  if (bytecode::write(*read) != bytes)
    return makeError("the plan changed on its way through bytes: {0}",
                     firstDifference(textOf(plan), textOf(*read)));
  std::string text = textOf(*read);
  PLUE_ASSIGN_OR_RETURN(std::unique_ptr<ir::Plan> parsed,
                        parsePlanText("<plan>", text));
  std::string again = textOf(*parsed);
  if (again != text || bytecode::write(*parsed) != bytes)
    return makeError("the plan changed on its way through text: {0}",
                     firstDifference(text, again));
  return llvm::Error::success();
}
