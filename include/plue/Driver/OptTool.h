//===- OptTool.h - plue-opt -------------------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_DRIVER_OPTTOOL_H
#define PLUE_DRIVER_OPTTOOL_H

namespace plue {

/// The whole of `plue-opt`. Returns an ExitCode.
int plueOptMain(int argc, char **argv);

} // namespace plue

#endif // PLUE_DRIVER_OPTTOOL_H
