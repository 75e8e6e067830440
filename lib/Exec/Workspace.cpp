//===- Workspace.cpp - The files that steps work on -----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Workspace.h"
#include "Glob.h"
#include "plue/IR/Spelling.h"
#include "plue/Support/Result.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include <cerrno>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>

using namespace plue;
using namespace plue::exec;
using sandbox::FileDescriptor;
using Names = llvm::SmallVector<llvm::StringRef, 8>;

//--- Paths --------------------------------------------------------------------

/// As Python would word it, as far as it has a word.
static llvm::Error fileError(int number, llvm::StringRef path) {
  switch (number) {
  case ENOENT:
  case ENOTDIR:
    return makeError("FileNotFoundError: there is no file `{0}`", path);
  case EISDIR:
    return makeError("IsADirectoryError: `{0}` is a directory", path);
  case EACCES:
  case EPERM:
    return makeError("PermissionError: `{0}` may not be used", path);
  case EXDEV:
  case ELOOP:
    return makeError("PermissionError: `{0}` leads out of the workspace", path);
  default:
    return makeError("OSError: `{0}`: {1}", path,
                     std::generic_category().message(number));
  }
}

static llvm::Error checkPath(llvm::StringRef path) {
  if (ir::staysInside(path))
    return llvm::Error::success();
  return makeError("ValueError: the path `{0}` must be relative to the "
                   "workspace and stay inside it",
                   path);
}

/// The names in \p path; those that say nothing left out.
static Names namesIn(llvm::StringRef path) {
  Names names;
  path.split(names, '/', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  llvm::erase(names, ".");
  return names;
}

//--- Opening ------------------------------------------------------------------

llvm::Expected<Workspace> Workspace::open(llvm::StringRef path) {
  Workspace workspace;
  workspace.root = FileDescriptor(
      ::open(path.str().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  struct stat info;
  if (!workspace.root || ::fstat(workspace.root.get(), &info) != 0)
    return makeSystemError(errno, "workspace `" + path + "`");
  workspace.owner = info.st_uid;
  workspace.group = info.st_gid;
  return workspace;
}

FileDescriptor Workspace::openBeneath(const std::string &path,
                                      int flags) const {
  struct open_how how = {};
  how.flags = flags | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  // Whoever renames directories meanwhile makes the kernel unsure.
  constexpr int MaxAttempts = 64;
  for (int attempt = 0; attempt != MaxAttempts; ++attempt) {
    FileDescriptor fd(::syscall(SYS_openat2, root.get(),
                                path.empty() ? "." : path.c_str(), &how,
                                sizeof(how)));
    if (!fd && (errno == EAGAIN || errno == EINTR))
      continue;
    if (!fd && (errno == ENOSYS || errno == EPERM))
      return openStepwise(path, flags);
    return fd;
  }
  return FileDescriptor();
}

/// For kernels, and sandboxes around us, without openat2().
FileDescriptor Workspace::openStepwise(const std::string &path,
                                       int flags) const {
  Names names = namesIn(path);
  if (names.empty())
    return FileDescriptor(::openat(root.get(), ".", flags | O_CLOEXEC));
  FileDescriptor here;
  for (size_t i = 0; i != names.size(); ++i) {
    if (names[i] == "..") {
      errno = EXDEV;
      return FileDescriptor();
    }
    bool isLast = i + 1 == names.size();
    int wanted = isLast ? flags : O_PATH | O_DIRECTORY;
    here = FileDescriptor(::openat(here ? here.get() : root.get(),
                                   names[i].str().c_str(),
                                   wanted | O_NOFOLLOW | O_CLOEXEC));
    if (!here)
      return here;
  }
  return here;
}

//--- Reading ------------------------------------------------------------------

static llvm::Expected<std::string> readAll(int fd, llvm::StringRef path,
                                           uint64_t limit) {
  std::string text;
  std::vector<char> buffer(64 << 10);
  for (;;) {
    ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return fileError(errno, path);
    if (got == 0)
      return text;
    text.append(buffer.data(), got);
    if (text.size() > limit)
      return makeError("limit: `{0}` has more than {1} bytes, the most that a "
                       "value may have",
                       path, limit);
  }
}

llvm::Expected<std::optional<std::string>>
Workspace::read(llvm::StringRef path, uint64_t limit) const {
  PLUE_TRY(checkPath(path));
  // Not blocking: it may be a pipe.
  FileDescriptor file = openBeneath(path.str(), O_RDONLY | O_NONBLOCK);
  if (!file && (errno == ENOENT || errno == ENOTDIR))
    return std::nullopt;
  struct stat info;
  if (!file || ::fstat(file.get(), &info) != 0)
    return fileError(errno, path);
  if (S_ISDIR(info.st_mode))
    return fileError(EISDIR, path);
  if (!S_ISREG(info.st_mode))
    return makeError("OSError: `{0}` is no regular file", path);
  PLUE_ASSIGN_OR_RETURN(std::string text, readAll(file.get(), path, limit));
  return std::optional<std::string>(std::move(text));
}

llvm::Expected<bool> Workspace::exists(llvm::StringRef path) const {
  PLUE_TRY(checkPath(path));
  if (openBeneath(path.str(), O_PATH))
    return true;
  if (errno == ENOENT || errno == ENOTDIR)
    return false;
  return fileError(errno, path);
}

llvm::Expected<std::vector<std::string>>
Workspace::glob(llvm::StringRef pattern, uint64_t limit) const {
  PLUE_ASSIGN_OR_RETURN(GlobSet globs, GlobSet::parse(pattern));
  PLUE_ASSIGN_OR_RETURN(std::vector<std::string> found,
                        findFiles(*this, globs));
  llvm::erase_if(found, [&](const std::string &path) {
    FileDescriptor file = openBeneath(path, O_PATH);
    struct stat info;
    return !file || ::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode);
  });
  if (found.size() > limit)
    return makeError("limit: `{0}` matches {1} files; the limit is {2}",
                     pattern, found.size(), limit);
  return found;
}

//--- Writing ------------------------------------------------------------------

/// Root writes on behalf of whose workspace it is, as steps do.
void Workspace::giveToOwner(int fd) const {
  if (::geteuid() == 0)
    (void)!::fchownat(fd, "", owner, group, AT_EMPTY_PATH);
}

/// Opens the directory that \p names lead to; makes what is missing.
llvm::Expected<FileDescriptor>
Workspace::makeDirectories(llvm::ArrayRef<llvm::StringRef> names) const {
  constexpr int Flags = O_PATH | O_DIRECTORY;
  constexpr mode_t Mode = 0755;
  FileDescriptor here = openBeneath("", Flags);
  std::string path;
  for (llvm::StringRef name : names) {
    path += (path.empty() ? "" : "/") + name.str();
    FileDescriptor next = openBeneath(path, Flags);
    if (!next && errno == ENOENT &&
        ::mkdirat(here.get(), name.str().c_str(), Mode) == 0) {
      next = openBeneath(path, Flags);
      if (next)
        giveToOwner(next.get());
    }
    if (!next)
      return errno == ENOTDIR
                 ? makeError("NotADirectoryError: `{0}` is no directory", path)
                 : fileError(errno, path);
    here = std::move(next);
  }
  return here;
}

/// A name in \p directory that nobody has, and an open file under it.
static FileDescriptor createUnused(int directory, std::string &name) {
  constexpr int MaxAttempts = 16;
  for (int attempt = 0; attempt != MaxAttempts; ++attempt) {
    uint8_t random[8] = {};
    (void)!::getrandom(random, sizeof(random), 0);
    name = ".plue-" + llvm::toHex(random, /*LowerCase=*/true);
    FileDescriptor file(
        ::openat(directory, name.c_str(),
                 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (file || errno != EEXIST)
      return file;
  }
  return FileDescriptor();
}

llvm::Error Workspace::write(llvm::StringRef path,
                             llvm::StringRef content) const {
  PLUE_TRY(checkPath(path));
  Names names = namesIn(path);
  if (names.empty() || path.ends_with("/"))
    return fileError(EISDIR, path);
  std::string base = names.pop_back_val().str();
  PLUE_ASSIGN_OR_RETURN(FileDescriptor directory, makeDirectories(names));
  std::string temporary;
  FileDescriptor file = createUnused(directory.get(), temporary);
  if (!file)
    return fileError(errno, path);
  giveToOwner(file.get());
  llvm::Error error = sandbox::writeAll(file.get(), content);
  // What could be executed can be executed still.
  struct stat old;
  if (!error &&
      ::fstatat(directory.get(), base.c_str(), &old, AT_SYMLINK_NOFOLLOW) ==
          0 &&
      S_ISREG(old.st_mode))
    (void)!::fchmod(file.get(), old.st_mode & 0777);
  if (!error && ::renameat(directory.get(), temporary.c_str(), directory.get(),
                           base.c_str()) != 0)
    error = fileError(errno, path);
  if (error)
    ::unlinkat(directory.get(), temporary.c_str(), 0);
  return error;
}
