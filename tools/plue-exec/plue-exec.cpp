//===- plue-exec.cpp - The executor's main --------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Exec/ExecTool.h"

int main(int argc, char **argv) { return plue::plueExecMain(argc, argv); }
