//===- SourceText.h - Whether a file is text at all -------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_SYNTAX_SOURCETEXT_H
#define PLUE_SYNTAX_SOURCETEXT_H

#include "Lexer.h"

namespace plue::syntax {

/// Reports a file that is too large, is not UTF-8, says that it is in another
/// encoding, or holds NUL bytes.
LogicalResult checkSourceText(const ParseContext &context);

} // namespace plue::syntax

#endif // PLUE_SYNTAX_SOURCETEXT_H
