//===- Replay.cpp - Runs a fuzzer on given inputs -------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The main of a fuzzer that is built without libFuzzer. Each argument is
/// an input or a folder with inputs; they run in the order of their paths. That
/// none is found is a fault: a test that looks in the wrong place must not
/// pass.
//===----------------------------------------------------------------------===//
#include "Fuzzing.h"
#include "plue/Basic/ExitCode.h"
#include "plue/Support/File.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include <set>

using namespace plue;
namespace fs = llvm::sys::fs;

/// Adds \p path, or what is in it.
static std::error_code findInputs(llvm::StringRef path,
                                  std::set<std::string> &inputs) {
  if (!fs::is_directory(path)) {
    inputs.insert(path.str());
    return {};
  }
  std::error_code error;
  for (fs::recursive_directory_iterator it(path, error), end;
       it != end && !error; it.increment(error))
    if (fs::is_regular_file(it->path()))
      inputs.insert(it->path());
  return error;
}

static bool runInput(const std::string &path) {
  constexpr uint64_t MaxBytes = 64 << 20;
  llvm::Expected<std::string> bytes = readFile(path, MaxBytes);
  if (!bytes) {
    llvm::errs() << path << ": " << llvm::toString(bytes.takeError()) << '\n';
    return false;
  }
  // Should it crash, this is the last line.
  llvm::errs() << path << '\n';
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t *>(bytes->data()),
                         bytes->size());
  return true;
}

int main(int argc, char **argv) {
  std::set<std::string> inputs;
  for (const char *argument : llvm::ArrayRef(argv, argc).drop_front())
    if (std::error_code error = findInputs(argument, inputs)) {
      llvm::errs() << argument << ": " << error.message() << '\n';
      return toInt(ExitCode::Usage);
    }
  bool allRan = !inputs.empty();
  for (const std::string &input : inputs)
    allRan &= runInput(input);
  llvm::errs() << inputs.size() << " inputs\n";
  return toInt(allRan ? ExitCode::Ok : ExitCode::Usage);
}
