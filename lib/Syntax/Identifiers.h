//===- Identifiers.h - Which characters names are made of -------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_SYNTAX_IDENTIFIERS_H
#define PLUE_SYNTAX_IDENTIFIERS_H

#include "Lexer.h"

namespace plue::syntax {

/// Reports the first character of \p word, which stands at \p begin and has
/// characters beyond ASCII, that no Python name may have there, or that has
/// another spelling that Python would take for the same name.
LogicalResult checkIdentifier(const ParseContext &context, uint32_t begin,
                              llvm::StringRef word);

} // namespace plue::syntax

#endif // PLUE_SYNTAX_IDENTIFIERS_H
