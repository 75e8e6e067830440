//===- TranslateTool.h - plue-translate -------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_DRIVER_TRANSLATETOOL_H
#define PLUE_DRIVER_TRANSLATETOOL_H

namespace plue {

/// The whole of `plue-translate`. Returns an ExitCode.
int plueTranslateMain(int argc, char **argv);

} // namespace plue

#endif // PLUE_DRIVER_TRANSLATETOOL_H
