//===- File.cpp - Reading and writing whole files -------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Support/File.h"
#include "plue/Support/Result.h"
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace plue;

static llvm::Error lastError() {
  return llvm::createStringError(
      std::error_code(errno, std::generic_category()), std::strerror(errno));
}

/// Reads \p fd to its end, or fails past \p limit.
static llvm::Expected<std::string> readAll(int fd, uint64_t limit) {
  struct stat info;
  if (fstat(fd, &info) != 0)
    return lastError();
  if (S_ISDIR(info.st_mode))
    return makeError("it is a directory");
  std::string text;
  // A byte more than there should be, to see that there is none.
  uint64_t expected = S_ISREG(info.st_mode) ? info.st_size + 1 : 64 * 1024;
  if (expected > limit + 1)
    return makeError("it has {0} bytes; the limit is {1}", expected - 1, limit);
  text.resize(expected);
  for (size_t filled = 0;;) {
    if (filled == text.size())
      text.resize(std::min<uint64_t>(2 * filled, limit + 1));
    ssize_t got = read(fd, text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return lastError();
    if (got == 0) {
      text.resize(filled);
      return text;
    }
    filled += got;
    if (filled > limit)
      return makeError("it has more than {0} bytes, which is the limit", limit);
  }
}

llvm::Expected<std::string> plue::readFile(llvm::StringRef path,
                                           uint64_t limit) {
  if (path == "-")
    return readAll(STDIN_FILENO, limit);
  int fd = open(path.str().c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return lastError();
  llvm::Expected<std::string> text = readAll(fd, limit);
  close(fd);
  return text;
}

static llvm::Error writeAll(int fd, llvm::StringRef bytes) {
  while (!bytes.empty()) {
    ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR)
      return lastError();
    bytes = bytes.drop_front(std::max<ssize_t>(written, 0));
  }
  return llvm::Error::success();
}

/// What is there and is no regular file (a device, a pipe) is written through.
static bool isSpecial(const std::string &path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode);
}

llvm::Error plue::writeFile(llvm::StringRef path, llvm::StringRef bytes) {
  if (path == "-")
    return writeAll(STDOUT_FILENO, bytes);
  std::string target = path.str();
  bool inPlace = isSpecial(target);
  std::string temporary =
      inPlace ? target : target + ".tmp-" + std::to_string(getpid());
  int fd = open(temporary.c_str(),
                O_WRONLY | O_CLOEXEC | (inPlace ? 0 : O_CREAT | O_TRUNC), 0666);
  if (fd < 0)
    return lastError();
  llvm::Error error = writeAll(fd, bytes);
  if (close(fd) != 0 && !error)
    error = lastError();
  if (!error && !inPlace && rename(temporary.c_str(), target.c_str()) != 0)
    error = lastError();
  if (error && !inPlace)
    unlink(temporary.c_str());
  return error;
}

llvm::Error
plue::writeStream(llvm::StringRef path,
                  llvm::function_ref<void(llvm::raw_ostream &os)> write) {
  std::error_code code;
  llvm::raw_fd_ostream os(path, code);
  if (code)
    return makeError("{0}: {1}", path, code.message());
  write(os);
  os.flush();
  code = os.error();
  os.clear_error();
  if (code)
    return makeError("{0}: {1}", path, code.message());
  return llvm::Error::success();
}
