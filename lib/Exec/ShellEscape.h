//===- ShellEscape.h - Data in a shell script -------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_SHELLESCAPE_H
#define PLUE_LIB_EXEC_SHELLESCAPE_H

#include "plue/IR/Plan.h"

namespace plue::exec {

/// Appends \p value to \p script so that the shell sees exactly its characters
/// in a hole of the given kind, and never as code. The value has no NUL.
void appendEscaped(std::string &script, llvm::StringRef value,
                   ir::HoleContext context);

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_SHELLESCAPE_H
