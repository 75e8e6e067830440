//===- Launch.h - From request to exec --------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What happens between two processes. A child made by clone() shares its
/// parent's memory or is the copy of a program that might have been anywhere,
/// so it may neither allocate nor take a lock: everything that it needs is laid
/// out in a LaunchPlan beforehand, and it answers with a plain Report.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_SANDBOX_LAUNCH_H
#define PLUE_LIB_SANDBOX_LAUNCH_H

#include "plue/Sandbox/Backend.h"

/// A child of clone() that never returns. Its stack is memory of its parent,
/// which the address sanitizer takes for the heap: it would clear the marks of
/// what it believes to be the stack before a call that does not return.
#if defined(__SANITIZE_ADDRESS__)
#define PLUE_ON_BORROWED_STACK __attribute__((no_sanitize("address")))
#else
#define PLUE_ON_BORROWED_STACK
#endif

namespace plue::sandbox {

/// How far a child came, and what stopped it.
struct Report {
  enum Stage : uint8_t {
    /// The sandbox was being made.
    Setup,
    /// The working directory was being entered.
    Workdir,
    /// The program was being executed.
    Exec,
    /// The program has run; `number` is its wait status.
    Finished,
  };
  Stage stage = Setup;
  /// An errno, or a wait status.
  int number = 0;
  /// Of Setup: the call that failed and what it was about.
  char call[32] = {};
  char subject[192] = {};

  /// Notes a failed call, with errno. Safe in a child.
  void fail(const char *what, const char *about = "");
};

/// What \p report says about a command called \p program.
ExitStatus statusOf(const Report &report, const SpawnRequest &request);
ExitStatus statusOfWait(int waitStatus);

/// A request laid out for execve(). Points into the request, which must stay.
class LaunchPlan {
public:
  explicit LaunchPlan(const SpawnRequest &request);
  LaunchPlan(const LaunchPlan &) = delete;

  /// Adds `NAME=value` to the environment.
  void addVariable(const char *variable) {
    envp.insert(envp.end() - 1, variable);
  }

  /// Descriptors that become 0, 1, 2 and, if there is a script, 3.
  int in = -1, out = -1, err = -1, script = -1;
  /// Where the workspace is; entered before anything else.
  const char *workspace = nullptr;
  const char *workdir = nullptr;
  /// Whether the child dies with the thread that started it.
  bool dieWithParent = false;

  /// Makes a process and executes the program in it; returns once that has
  /// happened or failed. -1 with errno set if there is no process. The caller
  /// waits for the process either way, and looks at \p report only if it ended:
  /// `Exec` and `Workdir` are failures if `number` is not 0. \p stack is 64 KiB
  /// of memory for the child. Safe in a child.
  pid_t start(char *stack, Report &report) const;

  static constexpr size_t StackBytes = 64 << 10;

private:
  static int childMain(void *argument);
  [[noreturn]] void run(Report &report) const;
  bool moveDescriptors() const;
  bool enterWorkdir() const;
  void resetSignals() const;
  int execute() const;

  std::vector<const char *> argv, envp, candidates;
  std::vector<std::string> candidateTexts;
};

/// The script as a file without a name, ready to be read by a shell that has it
/// as descriptor 3. The shell closes that descriptor before it runs anything.
llvm::Expected<FileDescriptor> makeScriptFile(llvm::StringRef script);

/// What everything a command is given has in common.
struct Channels {
  Pipe out, err;
  FileDescriptor script;
};

llvm::Expected<Channels> makeChannels(const SpawnRequest &request);

/// Fails unless \p path is a directory; returns its absolute, resolved path.
llvm::Expected<std::string> resolveWorkspace(llvm::StringRef path);

} // namespace plue::sandbox

#endif // PLUE_LIB_SANDBOX_LAUNCH_H
