//===- ExecTool.h - plue-exec -----------------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_EXEC_EXECTOOL_H
#define PLUE_EXEC_EXECTOOL_H

namespace plue {

/// The whole of `plue-exec`. Returns an ExitCode.
int plueExecMain(int argc, char **argv);

} // namespace plue

#endif // PLUE_EXEC_EXECTOOL_H
