//===- DiffTool.h - plue-diff ------------------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_DRIVER_DIFFTOOL_H
#define PLUE_DRIVER_DIFFTOOL_H

namespace plue {

/// The whole of `plue-diff`. Returns an ExitCode.
int plueDiffMain(int argc, char **argv);

} // namespace plue

#endif // PLUE_DRIVER_DIFFTOOL_H
