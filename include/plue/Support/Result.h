//===- Result.h - Passing failures up ---------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The two macros by which an `llvm::Error` travels up, and the function
/// that makes one. A failure here means that the world failed (a file, a plan's
/// bytes, the sandbox); a fault in the user's workflow is a diagnostic instead.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SUPPORT_RESULT_H
#define PLUE_SUPPORT_RESULT_H

#include "llvm/Support/Error.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/LogicalResult.h"
#include <system_error>

namespace plue {

using llvm::failed;
using llvm::failure;
using llvm::FailureOr;
using llvm::LogicalResult;
using llvm::succeeded;
using llvm::success;

/// An error whose text is \p format filled in by `llvm::formatv`.
template <typename... Args>
llvm::Error makeError(const char *format, Args &&...args) {
  return llvm::createStringError(
      std::make_error_code(std::errc::invalid_argument),
      llvm::formatv(format, std::forward<Args>(args)...).str());
}

/// An error for a failed system call: `what: strerror(errnum)`.
llvm::Error makeSystemError(int errnum, const llvm::Twine &what);

} // namespace plue

#define PLUE_CONCAT_(a, b) a##b
#define PLUE_CONCAT(a, b) PLUE_CONCAT_(a, b)

/// Returns the error of an expression of type `llvm::Error`, if there is one.
#define PLUE_TRY(expr)                                                         \
  do {                                                                         \
    if (llvm::Error plueError = (expr))                                        \
      return plueError;                                                        \
  } while (false)

/// Binds \p decl to the value of an `llvm::Expected`, or returns its error.
#define PLUE_ASSIGN_OR_RETURN(decl, expr)                                      \
  auto PLUE_CONCAT(plueExpected, __LINE__) = (expr);                           \
  if (!PLUE_CONCAT(plueExpected, __LINE__))                                    \
    return PLUE_CONCAT(plueExpected, __LINE__).takeError();                    \
  decl = std::move(*PLUE_CONCAT(plueExpected, __LINE__))

#endif // PLUE_SUPPORT_RESULT_H
