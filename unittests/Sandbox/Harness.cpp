//===- Harness.cpp - Running commands in tests ----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Harness.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include <chrono>
#include <dirent.h>
#include <poll.h>

using namespace plue;
using namespace plue::sandbox;

BackendTest::~BackendTest() {
  backend.reset();
  if (!workspace.empty())
    llvm::sys::fs::remove_directories(workspace);
}

void BackendTest::makeWorkspace() {
  char path[] = "/tmp/plue-workspace-XXXXXX";
  ASSERT_NE(::mkdtemp(path), nullptr);
  workspace = path;
}

void BackendTest::adopt(llvm::Expected<std::unique_ptr<Backend>> made) {
  if (!made)
    GTEST_SKIP() << llvm::toString(made.takeError());
  backend = std::move(*made);
}

void BackendTest::useNone() {
  makeWorkspace();
  adopt(createNoneBackend(workspace));
}

void BackendTest::useNative() {
  makeWorkspace();
  adopt(createNativeBackend(workspace));
}

SpawnRequest BackendTest::script(llvm::StringRef text) {
  return {.argv = {"/bin/sh", "-e"},
          .script = text.str(),
          .env = {"PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"},
          .workdir = ""};
}

/// Appends what is there; false at the end of the stream.
static bool drain(const FileDescriptor &fd, std::string &text) {
  char buffer[65536];
  ssize_t got;
  while ((got = ::read(fd.get(), buffer, sizeof(buffer))) > 0)
    text.append(buffer, got);
  return got != 0;
}

RunResult BackendTest::run(const SpawnRequest &request,
                           std::function<void(pid_t)> whileRunning) {
  RunResult result;
  llvm::Expected<Process> process = backend->spawn(request);
  if (!process) {
    ADD_FAILURE() << llvm::toString(process.takeError());
    return result;
  }
  if (whileRunning)
    whileRunning(process->pid);
  bool ended = false;
  while (!ended) {
    struct pollfd fds[] = {{process->out.get(), POLLIN, 0},
                           {process->err.get(), POLLIN, 0}};
    ::poll(fds, 2, 1);
    drain(process->out, result.out);
    drain(process->err, result.err);
    for (Ended &end : backend->collect())
      if (end.pid == process->pid) {
        result.status = std::move(end.status);
        ended = true;
      }
  }
  drain(process->out, result.out);
  drain(process->err, result.err);
  return result;
}

std::string sandbox::readFile(const std::string &path) {
  // As a stream: files in /proc say that they are empty.
  auto buffer = llvm::MemoryBuffer::getFileAsStream(path);
  return buffer ? (*buffer)->getBuffer().str() : std::string();
}

void sandbox::writeFile(const std::string &path, llvm::StringRef text) {
  std::error_code error;
  llvm::raw_fd_ostream os(path, error);
  ASSERT_FALSE(error) << error.message();
  os << text;
}

bool sandbox::isRunning(llvm::StringRef marker) {
  DIR *proc = ::opendir("/proc");
  bool found = false;
  while (const dirent *entry = ::readdir(proc)) {
    if (!llvm::isDigit(entry->d_name[0]))
      continue;
    std::string path = std::string("/proc/") + entry->d_name + "/cmdline";
    found |= llvm::StringRef(readFile(path)).contains(marker);
  }
  ::closedir(proc);
  return found;
}

bool sandbox::isGoneWithin(llvm::StringRef marker, double seconds) {
  auto end =
      std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  while (isRunning(marker)) {
    if (std::chrono::steady_clock::now() > end)
      return false;
    ::usleep(5000);
  }
  return true;
}
