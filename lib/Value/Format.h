//===- Format.h - Formatting numbers ----------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What `format()`, `str.format` and `%` have in common.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_VALUE_FORMAT_H
#define PLUE_LIB_VALUE_FORMAT_H

#include "Internal.h"

namespace plue::value {

/// How to write a float, as C's printf and Python's own additions have it.
struct FloatStyle {
  /// 'e', 'f', 'g', or 'r' for repr. Upper case writes `E`, `INF` and `NAN`.
  char type = 'r';
  int64_t precision = 6;
  /// Keep the point, and with 'g' trailing zeros.
  bool alternate = false;
  /// Give whole numbers a `.0`.
  bool addDotZero = false;
};

/// The text of \p d without its sign. The caller has checked the precision
/// against the limit on strings.
std::string formatMagnitude(double d, const FloatStyle &style);

/// A precision or width past this is refused as too big, as in CPython.
inline constexpr int64_t MaxFormatNumber = INT32_MAX;

/// The digits, of any script, of \p text from \p i on as a number; moves \p i
/// past them. -1 if there are none; nothing if the number is past \p most.
std::optional<int64_t> takeNumber(llvm::StringRef text, size_t &i,
                                  int64_t most = INT64_MAX);

} // namespace plue::value

#endif // PLUE_LIB_VALUE_FORMAT_H
