//===- Target.h - What plans are translated to ------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A target writes a plan in a format that other programs take: pictures,
/// data. Plans are not read back from it. There is one table of targets, in
/// lib/Target/Target.cpp; a new one is a file and a line there.
//===----------------------------------------------------------------------===//
#ifndef PLUE_TARGET_TARGET_H
#define PLUE_TARGET_TARGET_H

#include "plue/IR/Plan.h"
#include "llvm/Support/raw_ostream.h"

namespace plue::target {

struct Target {
  /// As it is asked for: `plue-translate --to=NAME`.
  llvm::StringLiteral name;
  llvm::StringLiteral doc;
  /// Writes some workflows of a verified plan, in this order.
  void (*translate)(const ir::Plan &plan,
                    llvm::ArrayRef<const ir::Workflow *> workflows,
                    llvm::raw_ostream &os);
};

llvm::ArrayRef<Target> targets();

/// Null if there is none of this name.
const Target *findTarget(llvm::StringRef name);

} // namespace plue::target

#endif // PLUE_TARGET_TARGET_H
