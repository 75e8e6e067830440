//===- plue-dis.cpp - Plans as text ---------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Driver/DisTool.h"

int main(int argc, char **argv) { return plue::plueDisMain(argc, argv); }
