//===- Label.h - Texts that fit into boxes ----------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_TARGET_LABEL_H
#define PLUE_LIB_TARGET_LABEL_H

#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace plue::target {

struct LabelSize {
  /// In characters.
  unsigned width = 36;
  unsigned lines = 3;
};

/// Breaks \p text into lines, between words where that is possible. What does
/// not fit is cut and `…` put in its place. A character that shows nothing, or
/// that changes how others show, becomes a blank or U+FFFD; so whatever the
/// text is, the lines are printable.
std::vector<std::string> wrapLabel(llvm::StringRef text, LabelSize size = {});

/// How a part of a label looks: each of its lines stands between two tags.
struct LabelStyle {
  llvm::StringRef open, close;
  LabelSize size = {};
};

/// Appends \p text, wrapped, to a label in a dialect of HTML that \p escape
/// knows how to write text in.
void appendLabel(std::string &label, llvm::StringRef text, LabelStyle style,
                 std::string (*escape)(llvm::StringRef line));

/// The first line of \p text that has something in it, and `…` if it is not the
/// only one.
std::string firstLine(llvm::StringRef text);

} // namespace plue::target

#endif // PLUE_LIB_TARGET_LABEL_H
