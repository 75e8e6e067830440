//===- FileDescriptor.h - Owned descriptors ---------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_SANDBOX_FILEDESCRIPTOR_H
#define PLUE_SANDBOX_FILEDESCRIPTOR_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <unistd.h>
#include <utility>

namespace plue::sandbox {

/// Closes what it owns.
class FileDescriptor {
public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd(fd) {}
  FileDescriptor(FileDescriptor &&other) : fd(std::exchange(other.fd, -1)) {}
  FileDescriptor &operator=(FileDescriptor &&other) {
    std::swap(fd, other.fd);
    return *this;
  }
  ~FileDescriptor() { reset(); }

  int get() const { return fd; }
  explicit operator bool() const { return fd >= 0; }
  /// Gives it up without closing it.
  int release() { return std::exchange(fd, -1); }
  void reset() {
    if (fd >= 0)
      ::close(std::exchange(fd, -1));
  }

private:
  int fd = -1;
};

/// A pipe whose ends are closed when a program is executed.
struct Pipe {
  FileDescriptor readEnd, writeEnd;
};

llvm::Expected<Pipe> makePipe();

/// Writes all of \p bytes, however often that is interrupted.
llvm::Error writeAll(int fd, llvm::StringRef bytes);

} // namespace plue::sandbox

#endif // PLUE_SANDBOX_FILEDESCRIPTOR_H
