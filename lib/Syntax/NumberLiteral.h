//===- NumberLiteral.h - Numbers as they are written ------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_SYNTAX_NUMBERLITERAL_H
#define PLUE_SYNTAX_NUMBERLITERAL_H

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>

namespace plue::syntax {

enum class NumberFault : uint8_t {
  None,
  /// `1__0`, `1_`, `0x_`
  Underscore,
  /// `0x`, `0b`, `1e+`
  NoDigits,
  /// `0o8`, `0b2`
  DigitTooLarge,
  /// `007`
  LeadingZero,
  /// `1abc`
  TrailingName,
  /// More decimal digits than CPython converts.
  TooManyDigits,
};

/// How many digits a decimal integer may have: CPython's own default.
constexpr unsigned MaxDecimalDigits = 4300;

struct ScannedNumber {
  uint32_t length;
  NumberFault fault = NumberFault::None;
};

/// Scans the number that \p text begins with. After a fault the length covers
/// everything that looks like part of the number.
ScannedNumber scanNumber(llvm::StringRef text);

enum class NumberForm : uint8_t { Int, Float, Complex };

NumberForm formOf(llvm::StringRef number);

/// \p number without its underscores.
llvm::SmallString<32> withoutUnderscores(llvm::StringRef number);

/// The double nearest to a float literal without underscores.
double decodeFloat(llvm::StringRef number);

} // namespace plue::syntax

#endif // PLUE_SYNTAX_NUMBERLITERAL_H
