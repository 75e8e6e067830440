//===- Harness.h - Running commands in tests --------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_UNITTESTS_SANDBOX_HARNESS_H
#define PLUE_UNITTESTS_SANDBOX_HARNESS_H

#include "plue/Sandbox/Backend.h"
#include "gtest/gtest.h"
#include <functional>

namespace plue::sandbox {

struct RunResult {
  ExitStatus status;
  std::string out, err;
};

/// A back end on a fresh workspace. Its tests skip, saying why, where the back
/// end cannot work.
class BackendTest : public testing::Test {
protected:
  ~BackendTest() override;

  void useNone();
  void useNative();

  static SpawnRequest script(llvm::StringRef text);
  RunResult run(const SpawnRequest &request,
                std::function<void(pid_t)> whileRunning = nullptr);
  RunResult sh(llvm::StringRef text) { return run(script(text)); }
  std::string inWorkspace(llvm::StringRef name) const {
    return workspace + "/" + name.str();
  }

  std::string workspace;
  std::unique_ptr<Backend> backend;

private:
  void makeWorkspace();
  void adopt(llvm::Expected<std::unique_ptr<Backend>> made);
};

std::string readFile(const std::string &path);
void writeFile(const std::string &path, llvm::StringRef text);

/// Whether a process of this machine was started with \p marker among its
/// arguments.
bool isRunning(llvm::StringRef marker);
/// Whether none with \p marker is left after at most \p seconds.
bool isGoneWithin(llvm::StringRef marker, double seconds);

} // namespace plue::sandbox

#endif // PLUE_UNITTESTS_SANDBOX_HARNESS_H
