//===- TextFrame.h - Source lines with marks under them ---------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A frame shows lines of one file and, under them, what each marked
/// range means:
///
///     |
///   3 | deploy(target, ctx.inputs.env)
///     | ------ ^^^^^^  -------------- this is known when the plan runs
///     | |
///     | the callee
///
/// The primary range gets carets and the colour of the severity, others dashes.
/// The rightmost label stands beside its mark, the rest hang below theirs. Of a
/// range over many lines the first and last few are shown.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_BASIC_TEXTFRAME_H
#define PLUE_LIB_BASIC_TEXTFRAME_H

#include "plue/Basic/Diagnostic.h"
#include "llvm/Support/raw_ostream.h"

namespace plue {

enum class Style : uint8_t { Plain, Bold, Error, Warning, Note, Help, Gutter };

/// The style that belongs to \p severity.
Style styleOf(Severity severity);

/// Writes text, in colour if there is any.
class Painter {
public:
  Painter(llvm::raw_ostream &os, bool color) : os(os), color(color) {}

  Painter &paint(Style style, llvm::StringRef text);
  Painter &operator<<(llvm::StringRef text) {
    return paint(Style::Plain, text);
  }
  void indent(unsigned columns) { os.indent(columns); }

private:
  llvm::raw_ostream &os;
  bool color;
};

/// A range of the frame's file and what to say about it.
struct Mark {
  SourceRange range;
  llvm::StringRef text;
  Style style;
  bool isPrimary;
};

/// Draws the lines of \p marks, all of which lie within one file.
void drawFrame(llvm::ArrayRef<Mark> marks, const SourceManager &sources,
               Painter &painter);

} // namespace plue

#endif // PLUE_LIB_BASIC_TEXTFRAME_H
