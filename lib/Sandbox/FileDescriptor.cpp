//===- FileDescriptor.cpp - Owned descriptors -----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Sandbox/FileDescriptor.h"
#include "plue/Support/Result.h"
#include <cerrno>
#include <fcntl.h>

using namespace plue;
using namespace plue::sandbox;

llvm::Expected<Pipe> sandbox::makePipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return makeSystemError(errno, "cannot make a pipe");
  return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

llvm::Error sandbox::writeAll(int fd, llvm::StringRef bytes) {
  while (!bytes.empty()) {
    ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written >= 0)
      bytes = bytes.drop_front(written);
    else if (errno != EINTR)
      return makeSystemError(errno, "cannot write");
  }
  return llvm::Error::success();
}
