//===- Result.cpp - Passing failures up -----------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Support/Result.h"

using namespace plue;

llvm::Error plue::makeSystemError(int errnum, const llvm::Twine &what) {
  std::error_code code(errnum, std::generic_category());
  return llvm::createStringError(code, what + ": " + code.message());
}
