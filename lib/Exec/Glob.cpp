//===- Glob.cpp - File patterns -------------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Glob.h"
#include "Workspace.h"
#include "plue/Support/Hash.h"
#include "plue/Support/Result.h"
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

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

//--- Finding ------------------------------------------------------------------

namespace {
class FileFinder {
public:
  FileFinder(const Workspace &workspace, const GlobSet &globs)
      : workspace(workspace), globs(globs) {}

  llvm::Expected<std::vector<std::string>> find();

private:
  struct Directory {
    /// Relative, ending in `/` unless empty.
    std::string path;
    GlobSet::State state;
  };

  llvm::Error visit(const Directory &directory);
  llvm::Error visitEntry(const Directory &directory, int fd,
                         const dirent &entry);

  const Workspace &workspace;
  const GlobSet &globs;
  std::vector<Directory> pending;
  std::vector<std::string> found;
};
} // namespace

llvm::Error FileFinder::visitEntry(const Directory &directory, int fd,
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

llvm::Error FileFinder::visit(const Directory &directory) {
  FileDescriptor fd =
      workspace.openBeneath(directory.path, O_RDONLY | O_DIRECTORY);
  DIR *entries = fd ? ::fdopendir(fd.get()) : nullptr;
  if (!entries)
    return makeSystemError(errno, directory.path);
  int entriesFd = fd.release();
  llvm::Error error = llvm::Error::success();
  while (const dirent *entry = ::readdir(entries)) {
    error = visitEntry(directory, entriesFd, *entry);
    if (error)
      break;
  }
  ::closedir(entries);
  return error;
}

llvm::Expected<std::vector<std::string>> FileFinder::find() {
  pending.push_back({"", globs.start()});
  while (!pending.empty()) {
    Directory directory = std::move(pending.back());
    pending.pop_back();
    PLUE_TRY(visit(directory));
  }
  llvm::sort(found);
  return std::move(found);
}

llvm::Expected<std::vector<std::string>>
exec::findFiles(const Workspace &workspace, const GlobSet &globs) {
  return FileFinder(workspace, globs).find();
}

//--- Hashing ------------------------------------------------------------------

/// Nothing for what is not a regular file.
static llvm::Expected<std::optional<Digest>>
digestOfFile(const Workspace &workspace, const std::string &path) {
  // Not blocking: it may be a pipe.
  FileDescriptor file = workspace.openBeneath(path, O_RDONLY | O_NONBLOCK);
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

static llvm::Expected<std::string> hashIn(llvm::StringRef path,
                                          const GlobSet &globs) {
  PLUE_ASSIGN_OR_RETURN(Workspace workspace, Workspace::open(path));
  PLUE_ASSIGN_OR_RETURN(std::vector<std::string> found,
                        findFiles(workspace, globs));
  FieldHasher hasher;
  for (const std::string &file : found) {
    PLUE_ASSIGN_OR_RETURN(std::optional<Digest> digest,
                          digestOfFile(workspace, file));
    if (digest)
      hasher.add(llvm::StringRef(file)).add(*digest);
  }
  return toHex(hasher.finish());
}

llvm::Expected<std::string>
exec::hashFiles(llvm::StringRef workspace,
                llvm::ArrayRef<llvm::StringRef> patterns) {
  PLUE_ASSIGN_OR_RETURN(GlobSet globs, GlobSet::parse(patterns));
  llvm::Expected<std::string> digest = hashIn(workspace, globs);
  if (!digest)
    return makeError("cannot hash files: {0}",
                     llvm::toString(digest.takeError()));
  return digest;
}
