//===- Unicode.h - UTF-8 and the character database -------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Strings are stored as UTF-8 and seen as code points. Every text given
/// to these functions is valid UTF-8 unless they say otherwise; Heap::makeStr
/// sees to that. Properties and case mappings are those of Unicode 14.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_VALUE_UNICODE_H
#define PLUE_LIB_VALUE_UNICODE_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>
#include <string>

namespace plue::value::unicode {

inline constexpr uint32_t MaxCodePoint = 0x10FFFF;

inline bool isSurrogate(uint32_t c) { return c >= 0xD800 && c <= 0xDFFF; }

/// Whether every byte is below 128.
bool isAscii(llvm::StringRef text);
/// Whether \p bytes are well-formed UTF-8.
bool isValid(llvm::StringRef bytes);
/// \p bytes with U+FFFD for each maximal part that is not UTF-8.
std::string repair(llvm::StringRef bytes);

/// How many code points \p text has.
size_t length(llvm::StringRef text);
/// The byte offset of code point \p index, which may be one past the end.
size_t byteOffset(llvm::StringRef text, size_t index);
/// The bytes that the character beginning with \p lead takes.
unsigned sizeOf(char lead);

/// Takes the first code point off \p text, which is not empty.
uint32_t takeFront(llvm::StringRef &text);
/// Takes the last code point off \p text, which is not empty.
uint32_t takeBack(llvm::StringRef &text);
void append(llvm::SmallVectorImpl<char> &out, uint32_t c);

bool isAlpha(uint32_t c);
bool isDecimal(uint32_t c);
bool isDigit(uint32_t c);
bool isNumeric(uint32_t c);
inline bool isAlnum(uint32_t c) { return isAlpha(c) || isNumeric(c); }
bool isLower(uint32_t c);
bool isUpper(uint32_t c);
/// A titlecase letter proper, such as U+01C5.
bool isTitle(uint32_t c);
bool isSpace(uint32_t c);
bool isPrintable(uint32_t c);
bool isIdentifierStart(uint32_t c);
bool isIdentifierPart(uint32_t c);
bool isCased(uint32_t c);
bool isCaseIgnorable(uint32_t c);
/// The digit that a decimal character of any script stands for.
std::optional<unsigned> decimalValue(uint32_t c);

enum class CaseMap : uint8_t { None, Lower, Upper, Title, Fold };

/// What a character maps to: one to three code points.
struct Mapped {
  uint32_t chars[3];
  unsigned size;
};
Mapped mapCase(CaseMap map, uint32_t c);

} // namespace plue::value::unicode

#endif // PLUE_LIB_VALUE_UNICODE_H
