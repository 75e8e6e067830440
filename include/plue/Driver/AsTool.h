//===- AsTool.h - plue-as ---------------------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_DRIVER_ASTOOL_H
#define PLUE_DRIVER_ASTOOL_H

namespace plue {

/// The whole of `plue-as`: makes a plan of its text. Returns an ExitCode.
int plueAsMain(int argc, char **argv);

} // namespace plue

#endif // PLUE_DRIVER_ASTOOL_H
