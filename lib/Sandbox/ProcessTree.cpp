//===- ProcessTree.cpp - Finding descendants ------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "ProcessTree.h"
#include "plue/Sandbox/FileDescriptor.h"
#include "llvm/Support/FormatVariadic.h"
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>

using namespace plue;
using namespace plue::sandbox;

/// The content of a file in /proc; empty if it is gone.
static std::string readProc(const char *path) {
  std::string text;
  FileDescriptor file(::open(path, O_RDONLY | O_CLOEXEC));
  if (!file)
    return text;
  char buffer[4096];
  ssize_t got;
  while ((got = ::read(file.get(), buffer, sizeof(buffer))) > 0 ||
         (got < 0 && errno == EINTR))
    if (got > 0)
      text.append(buffer, got);
  return text;
}

static std::string procPath(pid_t pid, const char *file) {
  return llvm::formatv("/proc/{0}/{1}", pid, file);
}

static void addChildrenOfThread(pid_t pid, llvm::StringRef thread,
                                llvm::SmallVectorImpl<pid_t> &result) {
  std::string path = llvm::formatv("/proc/{0}/task/{1}/children", pid, thread);
  std::string text = readProc(path.c_str());
  llvm::StringRef rest = text;
  pid_t child;
  while (!(rest = rest.ltrim()).empty() && !rest.consumeInteger(10, child))
    result.push_back(child);
}

llvm::SmallVector<pid_t, 8> sandbox::childrenOf(pid_t pid) {
  llvm::SmallVector<pid_t, 8> result;
  DIR *threads = ::opendir(procPath(pid, "task").c_str());
  if (!threads)
    return result;
  while (const dirent *entry = ::readdir(threads))
    if (entry->d_name[0] != '.')
      addChildrenOfThread(pid, entry->d_name, result);
  ::closedir(threads);
  return result;
}

llvm::SmallVector<pid_t, 16> sandbox::descendantsOf(pid_t pid) {
  llvm::SmallVector<pid_t, 16> result;
  pid_t parent = pid;
  for (size_t next = 0;; parent = result[next++]) {
    llvm::append_range(result, childrenOf(parent));
    if (next == result.size())
      return result;
  }
}

ProcessInfo sandbox::processInfo(pid_t pid) {
  ProcessInfo info;
  std::string text = readProc(procPath(pid, "stat").c_str());
  // `pid (name) state parent group session …`; the name may hold anything.
  size_t end = llvm::StringRef(text).rfind(')');
  if (end == llvm::StringRef::npos)
    return info;
  llvm::SmallVector<llvm::StringRef, 8> fields;
  llvm::StringRef(text).drop_front(end + 1).trim().split(fields, ' ', 4);
  if (fields.size() < 4)
    return info;
  info.isZombie = fields[0] == "Z" || fields[0] == "X";
  fields[2].getAsInteger(10, info.group);
  fields[3].getAsInteger(10, info.session);
  return info;
}

bool sandbox::hasInEnvironment(pid_t pid, llvm::StringRef variable) {
  std::string text = readProc(procPath(pid, "environ").c_str());
  llvm::SmallVector<llvm::StringRef, 32> variables;
  llvm::StringRef(text).split(variables, '\0');
  return llvm::is_contained(variables, variable);
}
