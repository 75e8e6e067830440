//===- Native.h - The parts of the native sandbox ---------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A native sandbox is three processes deep. plue-exec (NativeBackend)
/// clones itself into new namespaces; the copy (NativeInit) is process 1 there,
/// makes the root filesystem (NativeRoot), gives up every privilege, starts the
/// command, and reaps. When the command ends it reports and exits, and with it
/// the kernel ends everything else in the namespace.
///
/// The copy may neither allocate nor lock: it works from what is laid out here.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_SANDBOX_NATIVE_H
#define PLUE_LIB_SANDBOX_NATIVE_H

#include "Launch.h"

namespace plue::sandbox {

/// Inside, everybody is this user and group.
inline constexpr unsigned InnerId = 1000;

/// What of the host's root filesystem is there in the sandbox.
struct HostEntry {
  /// Relative to the root, `usr`.
  std::string path;
  /// Of a symbolic link; empty: a directory, which is there read-only.
  std::string linkTarget;
};

/// What all sandboxes of a run share.
struct NativeLayout {
  std::vector<HostEntry> hostEntries;
  std::string workspace;
  /// Account files as seen inside; absent on a host that has none.
  bool hasAccounts = false;
  std::string passwd, group;
  /// Whether the host lets us give up its groups and its user.
  bool changesUser = false;
};

/// Makes the root filesystem of the calling process's own mount namespace and
/// enters it. \p workspaceMount is a detached mount of the workspace, or -1: it
/// is bound by its path. On failure \p report says what failed.
bool enterRoot(const NativeLayout &layout, int workspaceMount, Report &report);

/// What process 1 of a sandbox needs.
struct InitArguments {
  const NativeLayout *layout;
  /// What to start; null: nothing, to see whether a sandbox can be made.
  LaunchPlan *plan;
  char *stack;
  /// One byte arrives here once the user and group are mapped.
  int go;
  /// Its other end is closed when plue-exec dies.
  int lifeline;
  /// Where the Report goes.
  int report;
  int workspaceMount;
};

/// Is process 1.
[[noreturn]] void runInit(const InitArguments &arguments);

} // namespace plue::sandbox

#endif // PLUE_LIB_SANDBOX_NATIVE_H
