//===- Consoles.h - The kinds of console ------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_CONSOLES_H
#define PLUE_LIB_EXEC_CONSOLES_H

#include "Console.h"

namespace plue::exec {

std::unique_ptr<RunObserver> createPlainConsole(ConsoleOptions options);
std::unique_ptr<RunObserver> createLiveConsole(ConsoleOptions options);

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_CONSOLES_H
