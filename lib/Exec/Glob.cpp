//===- Glob.cpp - File patterns -------------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Glob.h"
#include "plue/Sandbox/FileDescriptor.h"
#include "plue/Support/Hash.h"
#include "plue/Support/Result.h"
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

using namespace plue;
using namespace plue::exec;
using sandbox::FileDescriptor;

//--- Matching -----------------------------------------------------------------

llvm::Expected<GlobSet>
GlobSet::parse(llvm::ArrayRef<llvm::StringRef> patterns) {
  GlobSet set;
  for (llvm::StringRef text : patterns) {
    llvm::SmallVector<llvm::StringRef, 8> names;
    text.split(names, '/');
    std::vector<Part> &parts = set.patterns.emplace_back();
    for (llvm::StringRef name : names) {
      if (name.empty() || name == "..")
        return makeError("the pattern `{0}` must be relative to the workspace "
                         "and stay in it",
                         text);
      if (name == ".")
        continue;
      llvm::Expected<llvm::GlobPattern> pattern =
          llvm::GlobPattern::create(name);
      if (!pattern)
        return makeError("the pattern `{0}` is malformed: {1}", text,
                         llvm::toString(pattern.takeError()));
      parts.push_back({name == "**", std::move(*pattern)});
    }
  }
  return set;
}

/// Adds a position, and those that are reached by matching no name with `**`.
void GlobSet::add(State &state, Position position) const {
  for (;; ++position.part) {
    if (!llvm::is_contained(state, position))
      state.push_back(position);
    const std::vector<Part> &parts = patterns[position.pattern];
    if (position.part == parts.size() || !parts[position.part].isAnyDepth)
      return;
  }
}

GlobSet::State GlobSet::start() const {
  State state;
  for (uint32_t i = 0; i != patterns.size(); ++i)
    add(state, {i, 0});
  return state;
}

GlobSet::State GlobSet::enter(const State &state, llvm::StringRef name) const {
  State next;
  for (Position position : state) {
    const std::vector<Part> &parts = patterns[position.pattern];
    if (position.part == parts.size())
      continue;
    const Part &part = parts[position.part];
    if (part.isAnyDepth)
      add(next, position);
    else if (part.pattern.match(name))
      add(next, {position.pattern, position.part + 1});
  }
  return next;
}

bool GlobSet::isMatch(const State &state) const {
  return llvm::any_of(state, [&](Position position) {
    return position.part == patterns[position.pattern].size();
  });
}

bool GlobSet::matches(llvm::StringRef path) const {
  State state = start();
  llvm::SmallVector<llvm::StringRef, 8> names;
  path.split(names, '/');
  for (llvm::StringRef name : names)
    state = enter(state, name);
  return isMatch(state);
}

//--- Hashing ------------------------------------------------------------------

namespace {
class FileHasher {
public:
  explicit FileHasher(GlobSet globs) : globs(std::move(globs)) {}

  llvm::Expected<std::string> hash(llvm::StringRef workspace);

private:
  struct Directory {
    /// Relative, ending in `/` unless empty.
    std::string path;
    GlobSet::State state;
  };

  llvm::Error visit(const Directory &directory);
  llvm::Error visitEntry(const Directory &directory, int fd,
                         const dirent &entry);
  llvm::Expected<std::optional<Digest>>
  digestOfFile(const std::string &path) const;
  int openBeneath(const std::string &path, int flags) const;

  GlobSet globs;
  FileDescriptor root;
  std::vector<Directory> pending;
  std::vector<std::string> found;
};
} // namespace

int FileHasher::openBeneath(const std::string &path, int flags) const {
  struct open_how how = {};
  how.flags = flags | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return ::syscall(SYS_openat2, root.get(), path.empty() ? "." : path.c_str(),
                   &how, sizeof(how));
}

llvm::Error FileHasher::visitEntry(const Directory &directory, int fd,
                                   const dirent &entry) {
  llvm::StringRef name = entry.d_name;
  if (name == "." || name == ".." || name == ".git")
    return llvm::Error::success();
  GlobSet::State state = globs.enter(directory.state, name);
  if (state.empty())
    return llvm::Error::success();
  std::string path = directory.path + name.str();
  struct stat info;
  if (::fstatat(fd, entry.d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
    return makeSystemError(errno, path);
  if (S_ISDIR(info.st_mode))
    pending.push_back({path + "/", std::move(state)});
  else if (globs.isMatch(state))
    found.push_back(std::move(path));
  return llvm::Error::success();
}

llvm::Error FileHasher::visit(const Directory &directory) {
  int fd = openBeneath(directory.path, O_RDONLY | O_DIRECTORY);
  DIR *entries = fd >= 0 ? ::fdopendir(fd) : nullptr;
  if (!entries)
    return makeSystemError(errno, directory.path);
  llvm::Error error = llvm::Error::success();
  while (const dirent *entry = ::readdir(entries)) {
    error = visitEntry(directory, fd, *entry);
    if (error)
      break;
  }
  ::closedir(entries);
  return error;
}

/// Nothing for what is not a regular file.
llvm::Expected<std::optional<Digest>>
FileHasher::digestOfFile(const std::string &path) const {
  // Not blocking: it may be a pipe.
  FileDescriptor file(openBeneath(path, O_RDONLY | O_NONBLOCK));
  struct stat info;
  if (!file || ::fstat(file.get(), &info) != 0)
    return makeSystemError(errno, path);
  if (!S_ISREG(info.st_mode))
    return std::nullopt;
  llvm::BLAKE3 state;
  static constexpr size_t BufferBytes = 64 << 10;
  std::vector<uint8_t> buffer(BufferBytes);
  for (;;) {
    ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno != EINTR)
      return makeSystemError(errno, path);
    if (got == 0)
      break;
    if (got > 0)
      state.update(llvm::ArrayRef(buffer).take_front(got));
  }
  return std::optional<Digest>(state.final<32>());
}

llvm::Expected<std::string> FileHasher::hash(llvm::StringRef workspace) {
  root = FileDescriptor(
      ::open(workspace.str().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!root)
    return makeSystemError(errno, workspace);
  pending.push_back({"", globs.start()});
  while (!pending.empty()) {
    Directory directory = std::move(pending.back());
    pending.pop_back();
    PLUE_TRY(visit(directory));
  }
  llvm::sort(found);
  FieldHasher hasher;
  for (const std::string &path : found) {
    PLUE_ASSIGN_OR_RETURN(std::optional<Digest> digest, digestOfFile(path));
    if (digest)
      hasher.add(llvm::StringRef(path)).add(*digest);
  }
  return toHex(hasher.finish());
}

llvm::Expected<std::string>
exec::hashFiles(llvm::StringRef workspace,
                llvm::ArrayRef<llvm::StringRef> patterns) {
  PLUE_ASSIGN_OR_RETURN(GlobSet globs, GlobSet::parse(patterns));
  llvm::Expected<std::string> digest =
      FileHasher(std::move(globs)).hash(workspace);
  if (!digest)
    return makeError("cannot hash files: {0}",
                     llvm::toString(digest.takeError()));
  return digest;
}
