//===- PlanInput.cpp - Where tools get plans from -------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The one place that knows what a plan may be read from. Text has no NUL
/// in it, and the first bytes of a plan file, an offset, always do.
//===----------------------------------------------------------------------===//
#include "PlanInput.h"
#include "plue/AsmParser/AsmParser.h"
#include "plue/Basic/DiagnosticRenderer.h"
#include "plue/Bytecode/Bytecode.h"
#include "plue/Support/File.h"
#include "plue/Support/Result.h"

using namespace plue;

llvm::Expected<std::unique_ptr<ir::Plan>>
plue::parsePlanText(llvm::StringRef name, std::string text) {
  SourceManager sources;
  DiagnosticEngine diags;
  FileId file = sources.add(name.str(), std::move(text));
  if (auto plan = asmparser::parsePlan(file, sources, diags))
    return plan;
  std::string why;
  llvm::raw_string_ostream os(why);
  render(diags, sources, {}, os);
  return makeError("the text of the plan is not understood:\n{0}",
                   llvm::StringRef(why).rtrim());
}

/// The plan that \p bytes, which it keeps, are.
static llvm::Expected<std::unique_ptr<ir::Plan>> readBytes(std::string bytes) {
  auto buffer = std::shared_ptr<const llvm::MemoryBuffer>(
      llvm::MemoryBuffer::getMemBufferCopy(bytes));
  return bytecode::read(std::move(buffer));
}

llvm::Expected<std::unique_ptr<ir::Plan>> plue::readPlan(llvm::StringRef path) {
  constexpr size_t Enough = 64;
  llvm::StringRef name = path == "-" ? "<stdin>" : path;
  auto bytes = readFile(path, asmparser::MaxTextBytes);
  if (!bytes)
    return makeError("{0}: {1}", name, llvm::toString(bytes.takeError()));
  if (!llvm::StringRef(*bytes).take_front(Enough).contains('\0'))
    return parsePlanText(name, std::move(*bytes));
  auto plan = readBytes(std::move(*bytes));
  if (plan)
    return plan;
  return makeError("{0}: {1}", name, llvm::toString(plan.takeError()));
}
