//===- DisTool.h - plue-dis -------------------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_DRIVER_DISTOOL_H
#define PLUE_DRIVER_DISTOOL_H

namespace plue {

/// plue-dis: prints a plan as text or JSON. Returns the exit status.
int plueDisMain(int argc, char **argv);

} // namespace plue

#endif // PLUE_DRIVER_DISTOOL_H
