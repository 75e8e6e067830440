//===- ExitCode.h - What a tool's exit status means -------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_BASIC_EXITCODE_H
#define PLUE_BASIC_EXITCODE_H

namespace plue {

/// The exit statuses of every plue tool.
enum class ExitCode : int {
  Ok = 0,
  /// The input has errors, or the run failed.
  Failed = 1,
  /// The command line could not be understood.
  Usage = 2,
  /// A fault of plue itself.
  Internal = 3,
  /// Stopped by the user.
  Interrupted = 130,
};

constexpr int toInt(ExitCode code) { return static_cast<int>(code); }

} // namespace plue

#endif // PLUE_BASIC_EXITCODE_H
