//===- File.cpp - Reading plan files --------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Support/File.h"
#include "plue/Bytecode/Bytecode.h"
#include "plue/Support/Result.h"

using namespace plue;

static constexpr uint64_t MaxFileBytes = 256ULL << 20;

namespace {
/// A buffer that owns what it shows.
struct FileBytes {
  explicit FileBytes(std::string text)
      : bytes(std::move(text)),
        buffer(llvm::MemoryBuffer::getMemBuffer(
            bytes, "", /*RequiresNullTerminator=*/false)) {}
  std::string bytes;
  std::unique_ptr<llvm::MemoryBuffer> buffer;
};
} // namespace

static llvm::Expected<std::unique_ptr<ir::Plan>>
readUnnamed(llvm::StringRef path) {
  PLUE_ASSIGN_OR_RETURN(std::string bytes, plue::readFile(path, MaxFileBytes));
  auto owner = std::make_shared<FileBytes>(std::move(bytes));
  return bytecode::read({owner, owner->buffer.get()});
}

llvm::Expected<std::unique_ptr<ir::Plan>>
bytecode::readFile(llvm::StringRef path) {
  auto plan = readUnnamed(path);
  if (plan)
    return plan;
  return makeError("{0}: {1}", path == "-" ? "<stdin>" : path,
                   llvm::toString(plan.takeError()));
}
