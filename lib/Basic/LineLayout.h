//===- LineLayout.h - A source line on a terminal ---------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A caret must stand under the character it means, so bytes have to be
/// turned into terminal columns: tabs reach to the next stop, East Asian
/// characters take two columns, combining marks none. What a terminal would
/// obey rather than show (control characters, bidirectional overrides, bytes
/// that are not UTF-8) is spelled out, so that a hostile source cannot repaint
/// the message about itself.
///
/// A line may be a megabyte long. Only a window around the interesting part is
/// laid out; the cost of a frame does not depend on the length of the line.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_BASIC_LINELAYOUT_H
#define PLUE_LIB_BASIC_LINELAYOUT_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <string>

namespace plue {

/// A line, or the window of it that is shown.
class LineLayout {
public:
  /// Lays out \p line such that the bytes from \p focusBegin are in view, and
  /// those up to \p focusEnd as far as there is room.
  LineLayout(llvm::StringRef line, uint32_t focusBegin, uint32_t focusEnd);

  /// What to print: safe, tabs expanded, with `…` where something was cut.
  llvm::StringRef shown() const { return text; }

  /// The column, from 0, at which the character of byte \p offset starts.
  /// Offsets outside the window are at its nearer edge.
  uint32_t columnOf(uint32_t offset) const;

private:
  void layOut(llvm::StringRef line, uint32_t byteLimit, uint32_t columnLimit);

  std::string text;
  uint32_t firstByte = 0;
  /// The column of each byte of the window, then that of its end.
  llvm::SmallVector<uint32_t, 128> columns;
};

/// \p text with everything a terminal might obey spelled out; line ends become
/// `\n`. Nothing is added to plain text.
std::string printable(llvm::StringRef text);

} // namespace plue

#endif // PLUE_LIB_BASIC_LINELAYOUT_H
