//===- ProcessTree.h - Finding descendants ----------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Without a pid namespace the kernel does not know which processes
/// belong together, so we ask who is whose child. A process that is born while
/// we look is missed; callers look again until nobody is found.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_SANDBOX_PROCESSTREE_H
#define PLUE_LIB_SANDBOX_PROCESSTREE_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <sys/types.h>

namespace plue::sandbox {

/// The children of \p pid, dead ones that nobody has waited for included.
llvm::SmallVector<pid_t, 8> childrenOf(pid_t pid);

/// All descendants of \p pid but not itself.
llvm::SmallVector<pid_t, 16> descendantsOf(pid_t pid);

struct ProcessInfo {
  bool isZombie = false;
  pid_t group = 0, session = 0;
};

/// All zeros if there is no such process.
ProcessInfo processInfo(pid_t pid);

/// Whether \p pid was started with \p variable (`NAME=value`) in its
/// environment.
bool hasInEnvironment(pid_t pid, llvm::StringRef variable);

} // namespace plue::sandbox

#endif // PLUE_LIB_SANDBOX_PROCESSTREE_H
