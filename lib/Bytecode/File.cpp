//===- File.cpp - Reading plan files --------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A plan in memory is about twice as large as its file, most of which is
/// columns that are read once, from the first to the last. Their pages are
/// given back as soon as they have been, so that both are never there as a
/// whole.
//===----------------------------------------------------------------------===//
#include "plue/Support/File.h"
#include "plue/Bytecode/Bytecode.h"
#include "plue/Support/Result.h"
#include "llvm/Support/Alignment.h"
#include "llvm/Support/Process.h"
#include <sys/mman.h>

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

/// Gives back the pages that lie in [begin, end), which is part of a string's
/// memory: they read as zeros from now on. Where that cannot be done nothing is
/// lost but memory.
static void releasePages(const void *begin, const void *end) {
  llvm::Align page(llvm::sys::Process::getPageSizeEstimate());
  uintptr_t first = llvm::alignAddr(begin, page);
  uintptr_t last = reinterpret_cast<uintptr_t>(end) & ~(page.value() - 1);
  if (first < last)
    (void)madvise(reinterpret_cast<void *>(first), last - first, MADV_DONTNEED);
}

llvm::Expected<std::unique_ptr<ir::Plan>> bytecode::read(std::string bytes) {
  auto owner = std::make_shared<FileBytes>(std::move(bytes));
  return read({owner, owner->buffer.get()}, releasePages);
}

llvm::Expected<std::string> bytecode::readFileBytes(llvm::StringRef path) {
  return plue::readFile(path, MaxFileBytes);
}

static llvm::Expected<std::unique_ptr<ir::Plan>>
readUnnamed(llvm::StringRef path) {
  PLUE_ASSIGN_OR_RETURN(std::string bytes, bytecode::readFileBytes(path));
  return bytecode::read(std::move(bytes));
}

llvm::Expected<std::unique_ptr<ir::Plan>>
bytecode::readFile(llvm::StringRef path) {
  auto plan = readUnnamed(path);
  if (plan)
    return plan;
  return makeError("{0}: {1}", path == "-" ? "<stdin>" : path,
                   llvm::toString(plan.takeError()));
}
