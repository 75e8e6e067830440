//===- LineBuffer.h - Output by the line ------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Bytes arrive in pieces that have nothing to do with lines. What is
/// shown and kept goes by lines, with secrets masked; so a secret that arrives
/// in two pieces is still found.
///
/// A line without an end does not collect for ever: past 64 KiB it is passed on
/// in parts, cut where no secret can straddle.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_LINEBUFFER_H
#define PLUE_LIB_EXEC_LINEBUFFER_H

#include "Masker.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace plue::exec {

struct OutputLine {
  /// Masked, without the line end.
  std::string text;
  /// The line goes on.
  bool isPartial = false;
};

class LineBuffer {
public:
  static constexpr size_t MaxLine = 64 << 10;
  using Sink = llvm::function_ref<void(const OutputLine &)>;

  explicit LineBuffer(const Masker &masker) : masker(&masker) {}

  void feed(llvm::StringRef bytes, Sink sink);
  /// What is left when the stream ends.
  void finish(Sink sink);

private:
  void emit(llvm::StringRef line, bool isPartial, Sink sink);
  void cutLongLine(Sink sink);

  const Masker *masker;
  std::string pending;
};

/// \p bytes as UTF-8, with U+FFFD for what is not, as Python's
/// `decode(errors="replace")` has it.
std::string toValidUtf8(llvm::StringRef bytes);

/// A line fit for a terminal: without escape sequences and control characters;
/// of what was overwritten by carriage returns, only what remained.
std::string toDisplayText(llvm::StringRef line);

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_LINEBUFFER_H
