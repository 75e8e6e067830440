//===- EventLoop.h - Waiting for everything at once -------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_EVENTLOOP_H
#define PLUE_LIB_EXEC_EVENTLOOP_H

#include "plue/Sandbox/FileDescriptor.h"
#include "llvm/ADT/SmallVector.h"
#include <csignal>
#include <optional>

namespace plue::exec {

/// Milliseconds on a clock that only goes forward, at its own pace.
uint64_t monotonicMs();

/// Waits for pipes, children, signals and time. While it exists, the signals
/// that it understands reach this process through it only.
class EventLoop {
public:
  EventLoop() = default;
  ~EventLoop();
  llvm::Error open();

  /// wait() reports \p token while \p fd has something to read or has ended.
  llvm::Error watch(int fd, uint64_t token);
  /// To be called before \p fd is closed: a child that has not yet executed its
  /// program may hold a copy.
  void unwatch(int fd);

  struct Wake {
    llvm::SmallVector<uint64_t, 16> readable;
    bool childEnded = false;
    bool windowResized = false;
    /// Signals that ask this process to stop, in order.
    llvm::SmallVector<int, 2> stops;
  };
  /// Waits for at most \p timeoutMs, or for ever.
  llvm::Expected<Wake> wait(std::optional<uint64_t> timeoutMs);

private:
  void readSignals(Wake &wake);

  sandbox::FileDescriptor epoll, signals;
  sigset_t before = {};
  bool isOpen = false;
};

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_EVENTLOOP_H
