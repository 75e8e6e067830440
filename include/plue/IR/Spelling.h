//===- Spelling.h - What texts in a plan must look like ---------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The verifier refuses plans whose texts are not spelled like this, so a
/// front end that reports such faults asks the same questions.
//===----------------------------------------------------------------------===//
#ifndef PLUE_IR_SPELLING_H
#define PLUE_IR_SPELLING_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace plue::ir {

/// UTF-8 without surrogates; any character is fine.
bool isUtf8(llvm::StringRef text);

/// UTF-8 on one line: no control character, not even a tab.
bool isPlainText(llvm::StringRef text);

/// What Python calls a name, or close to it: letters, digits, `_` and whatever
/// is not ASCII. Names of workflows.
bool isName(llvm::StringRef text);

/// `[A-Za-z_][A-Za-z0-9_]*`, at most 256 of them: names of inputs and of
/// environment variables.
bool isIdentifier(llvm::StringRef text);

/// What a step is called that has no name: the first line of its command, cut
/// after 60 bytes.
std::string nameFromCommand(llvm::StringRef command);

/// A reference to a container image, or `host`: at most 512 printable ASCII
/// characters, no blanks, no dash at the front.
bool isImage(llvm::StringRef text);

/// A path of at most 4096 bytes below a directory, in normal form: `a/b`, but
/// neither `/a`, `../a`, `a//b`, `./a` nor `a/`.
bool isRelativePath(llvm::StringRef text);

/// A path as people write it that stays below a directory, whatever links do:
/// not empty, not absolute, without `..` and without NUL.
bool staysInside(llvm::StringRef path);

/// What git can be given as a ref without taking it for something else: not
/// empty, no dash at the front, no blanks or control characters.
bool isGitRef(llvm::StringRef text);

/// An integer in decimal, without leading zeros, of at most 1234 digits (4096
/// bits), that is too large for 64 bits.
bool isBigInt(llvm::StringRef text);

/// Five cron fields with one space between them: numbers, names of months and
/// days, `*`, ranges, steps and lists.
bool isCron(llvm::StringRef text);

} // namespace plue::ir

#endif // PLUE_IR_SPELLING_H
