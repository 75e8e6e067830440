//===- Workspace.h - The files that steps work on ---------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Files in the workspace as this process reads and writes them on behalf
/// of a step. What is there may be hostile: paths are walked by the kernel from
/// the workspace's own descriptor, and whatever leads out of it, be it `..` or
/// a link, is an error. Where the kernel cannot promise that (before Linux 5.6)
/// no link is followed at all.
///
/// Errors are worded as a program's: `FileNotFoundError: …`.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_WORKSPACE_H
#define PLUE_LIB_EXEC_WORKSPACE_H

#include "plue/Sandbox/FileDescriptor.h"
#include <optional>
#include <string>
#include <vector>

namespace plue::exec {

class Workspace {
public:
  static llvm::Expected<Workspace> open(llvm::StringRef path);

  /// Opens \p path, which is relative; empty is the workspace itself. Without a
  /// descriptor, errno says why: EXDEV if it leads out.
  sandbox::FileDescriptor openBeneath(const std::string &path, int flags) const;

  /// The content of a regular file; nothing if there is no such file. Fails if
  /// it has more than \p limit bytes.
  llvm::Expected<std::optional<std::string>> read(llvm::StringRef path,
                                                  uint64_t limit) const;
  /// Puts a file there, whole or not at all, in the place of what is there;
  /// makes the directories that it needs. A link is replaced, not followed.
  llvm::Error write(llvm::StringRef path, llvm::StringRef content) const;
  /// Whether there is anything at \p path, once links are followed.
  llvm::Expected<bool> exists(llvm::StringRef path) const;
  /// The regular files that \p pattern matches, in order; see Glob.h. Links are
  /// files if they lead to one in the workspace. Fails if there are more than
  /// \p limit.
  llvm::Expected<std::vector<std::string>> glob(llvm::StringRef pattern,
                                                uint64_t limit) const;

private:
  sandbox::FileDescriptor openStepwise(const std::string &path,
                                       int flags) const;
  llvm::Expected<sandbox::FileDescriptor>
  makeDirectories(llvm::ArrayRef<llvm::StringRef> names) const;
  void giveToOwner(int fd) const;

  sandbox::FileDescriptor root;
  /// Whose the workspace is.
  uid_t owner = 0;
  gid_t group = 0;
};

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_WORKSPACE_H
