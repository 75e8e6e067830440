//===- OutputFile.cpp - Text on its way out -------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "OutputFile.h"
#include "plue/Support/Result.h"
#include <cerrno>
#include <fcntl.h>
#include <poll.h>

using namespace plue;
using namespace plue::exec;

OutputFile &OutputFile::operator=(OutputFile &&other) {
  std::swap(fd, other.fd);
  std::swap(isOwned, other.isOwned);
  std::swap(errorNumber, other.errorNumber);
  std::swap(buffer, other.buffer);
  return *this;
}

OutputFile::~OutputFile() {
  flush();
  if (isOwned && fd >= 0)
    ::close(fd);
}

llvm::Expected<OutputFile> OutputFile::create(const llvm::Twine &path) {
  std::string name = path.str();
  int fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0)
    return makeSystemError(errno, "cannot write `" + name + "`");
  return OutputFile(fd, /*isOwned=*/true);
}

void OutputFile::flush() {
  llvm::StringRef rest = buffer;
  while (fd >= 0 && errorNumber == 0 && !rest.empty()) {
    ssize_t written = ::write(fd, rest.data(), rest.size());
    if (written >= 0) {
      rest = rest.drop_front(written);
    } else if (errno == EAGAIN) {
      // Somebody has made the terminal that we share non-blocking.
      struct pollfd writable = {fd, POLLOUT, 0};
      ::poll(&writable, 1, -1);
    } else if (errno != EINTR) {
      errorNumber = errno;
    }
  }
  buffer.clear();
}
