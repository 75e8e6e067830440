//===- plue-translate.cpp - Plans as pictures and data --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Driver/TranslateTool.h"

int main(int argc, char **argv) { return plue::plueTranslateMain(argc, argv); }
