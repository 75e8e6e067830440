//===- Text.h - Texts inside printed plans ----------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_IR_TEXT_H
#define PLUE_LIB_IR_TEXT_H

#include "plue/IR/Spelling.h"
#include <string>

namespace plue::ir {

/// \p text in double quotes. Whatever it is, what is printed is one line of
/// UTF-8 that shows every byte.
std::string quoted(llvm::StringRef text);

/// The shortest decimal that reads back as \p number, always with a point, an
/// exponent, `inf` or `nan` in it.
std::string floatText(double number);

} // namespace plue::ir

#endif // PLUE_LIB_IR_TEXT_H
