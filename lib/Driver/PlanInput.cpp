//===- PlanInput.cpp - Plans in either form -------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "PlanInput.h"
#include "plue/AsmParser/AsmParser.h"
#include "plue/Basic/DiagnosticRenderer.h"
#include "plue/Bytecode/Bytecode.h"
#include "plue/Support/File.h"
#include "plue/Support/Result.h"

using namespace plue;

/// Text begins with a word or a comment; in bytes, an offset comes first.
static bool isText(llvm::StringRef bytes) {
  llvm::StringRef rest = bytes.take_front(4096).ltrim();
  return rest.starts_with("plan ") || rest.starts_with("//");
}

llvm::Expected<std::unique_ptr<ir::Plan>>
plue::parsePlanText(std::string path, std::string text) {
  SourceManager sources;
  DiagnosticEngine diags;
  FileId file = sources.add(std::move(path), std::move(text));
  if (auto plan = asmparser::parsePlan(file, sources, diags))
    return plan;
  std::string faults;
  llvm::raw_string_ostream os(faults);
  render(diags, sources, {}, os);
  return makeError("the text is not a plan:\n{0}",
                   llvm::StringRef(faults).rtrim());
}

llvm::Expected<std::unique_ptr<ir::Plan>> plue::readPlan(llvm::StringRef path) {
  std::string name = path == "-" ? "<stdin>" : path.str();
  auto bytes = readFile(path, asmparser::MaxTextBytes);
  if (!bytes)
    return makeError("{0}: {1}", name, llvm::toString(bytes.takeError()));
  if (isText(*bytes))
    return parsePlanText(name, std::move(*bytes));
  auto plan = bytecode::read(llvm::MemoryBuffer::getMemBufferCopy(*bytes));
  if (plan)
    return plan;
  return makeError("{0}: {1}", name, llvm::toString(plan.takeError()));
}
