//===- Backend.h - Where commands run ---------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file One interface for every way to run a command, from a bare process to a
/// container. A back end is made for one workspace and serves one run; it never
/// blocks for longer than it takes to start a process, and its owner's event
/// loop learns from SIGCHLD when to call collect().
///
/// What every back end promises: a command sees no environment and no
/// descriptor but what the request names, reads nothing on standard input, has
/// its own session, and nothing that it started lives on once collect() has
/// reported its end, as far as the back end can find it. isolation() says in
/// words what more there is, and whether that last promise is kept by the
/// kernel.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SANDBOX_BACKEND_H
#define PLUE_SANDBOX_BACKEND_H

#include "plue/Sandbox/FileDescriptor.h"
#include <memory>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace plue::sandbox {

struct SpawnRequest {
  /// The program and its arguments. A name without a slash is looked for in the
  /// PATH of \c env.
  std::vector<std::string> argv;
  /// Fed to the program, a shell, by descriptor: its path is added to argv.
  std::optional<std::string> script;
  /// `NAME=value`; all that there is.
  std::vector<std::string> env;
  /// Where to start, relative to the workspace; empty: in it.
  std::string workdir;
};

/// A command that was started. The pipes never block.
struct Process {
  /// Names the command to its back end until collect() has reported its end.
  pid_t pid = -1;
  FileDescriptor out, err;
};

/// How a command ended.
struct ExitStatus {
  enum Kind : uint8_t {
    /// By itself; `code` is its status.
    Exited,
    /// By a signal, which is `code`.
    Signalled,
    /// It never began: `code` is 127 if there is no such program, else 126.
    NotStarted,
    /// The sandbox could not be made.
    Broken,
  };
  Kind kind = Exited;
  int code = 0;
  /// Why, of NotStarted and Broken.
  std::string message;

  bool isSuccess() const { return kind == Exited && code == 0; }
  /// As a shell would report it: 128 and the signal's number.
  int shellCode() const;
};

struct Ended {
  pid_t pid;
  ExitStatus status;
};

class Backend {
public:
  virtual ~Backend();

  virtual llvm::StringRef name() const = 0;
  /// What stands between a command and this machine, for people.
  virtual std::string isolation() const = 0;
  virtual bool isIsolated() const = 0;
  /// The workspace, and a place for HOME, as a command sees them.
  virtual std::string workspacePath() const = 0;
  virtual std::string homePath() const = 0;

  virtual llvm::Expected<Process> spawn(const SpawnRequest &request) = 0;
  /// Asks all processes of a command to end.
  virtual void terminate(pid_t pid) = 0;
  /// Ends all processes of a command.
  virtual void kill(pid_t pid) = 0;
  /// Ends everything this back end ever started.
  virtual void killAll() = 0;
  /// The commands that have ended since the last call, with no process of
  /// theirs left.
  virtual std::vector<Ended> collect() = 0;
};

/// Commands as plain processes of this user, as cheap as they come. The calling
/// process becomes the one that orphans are handed to, so that they are found.
llvm::Expected<std::unique_ptr<Backend>>
createNoneBackend(llvm::StringRef workspace);

/// Linux namespaces on this machine's own root filesystem; see docs/Running.md.
/// Fails, saying what is missing, if such a sandbox cannot be made here.
llvm::Expected<std::unique_ptr<Backend>>
createNativeBackend(llvm::StringRef workspace);

} // namespace plue::sandbox

#endif // PLUE_SANDBOX_BACKEND_H
