//===- Unicode.cpp - UTF-8 and the character database ---------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The tables come from utils/gen_unicode.py. A set is the sorted list of
/// the code points at which membership changes, so a look-up is a binary search
/// and the parity of the place found. ASCII, nearly always what is asked about,
/// is answered without tables where that is simple.
//===----------------------------------------------------------------------===//
#include "Unicode.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>
#include <cassert>

using namespace plue::value;

namespace {
/// Code points first, first + stride, …, last map to themselves plus delta.
struct CaseRun {
  uint32_t first, last, stride;
  int32_t delta;
};
/// A character that maps to several; the unused rest is 0.
struct CaseExpansion {
  uint32_t from;
  uint32_t to[3];
};

#include "UnicodeTables.inc"

struct CaseTables {
  llvm::ArrayRef<CaseRun> runs;
  llvm::ArrayRef<CaseExpansion> expansions;
};
} // namespace

//--- UTF-8 --------------------------------------------------------------------

bool unicode::isAscii(llvm::StringRef text) { return llvm::isASCII(text); }

static unsigned char byteAt(llvm::StringRef text, size_t i) {
  return static_cast<unsigned char>(text[i]);
}

/// The length of the well-formed character at the front of \p bytes; or 0, and
/// then \p bad is the length of the maximal part that is not one.
static unsigned wellFormedSize(llvm::StringRef bytes, unsigned &bad) {
  unsigned char lead = byteAt(bytes, 0);
  bad = 1;
  if (lead < 0x80)
    return 1;
  if (lead < 0xC2 || lead > 0xF4)
    return 0;
  unsigned size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  // The second byte excludes overlong forms, surrogates and what is past the
  // last code point.
  unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  for (; bad != size; ++bad) {
    if (bad >= bytes.size())
      return 0;
    unsigned char c = byteAt(bytes, bad);
    if (c < low || c > high)
      return 0;
    low = 0x80;
    high = 0xBF;
  }
  return size;
}

bool unicode::isValid(llvm::StringRef bytes) {
  unsigned bad;
  while (!bytes.empty()) {
    unsigned size = wellFormedSize(bytes, bad);
    if (size == 0)
      return false;
    bytes = bytes.drop_front(size);
  }
  return true;
}

std::string unicode::repair(llvm::StringRef bytes) {
  std::string repaired;
  unsigned bad;
  while (!bytes.empty()) {
    unsigned size = wellFormedSize(bytes, bad);
    if (size != 0)
      repaired += bytes.take_front(size);
    else
      repaired += "\xEF\xBF\xBD";
    bytes = bytes.drop_front(size != 0 ? size : bad);
  }
  return repaired;
}

static bool isContinuation(char c) { return (c & 0xC0) == 0x80; }

size_t unicode::length(llvm::StringRef text) {
  return text.size() - std::count_if(text.begin(), text.end(), isContinuation);
}

size_t unicode::byteOffset(llvm::StringRef text, size_t index) {
  size_t offset = 0;
  for (; index != 0; --index) {
    assert(offset < text.size() && "no such code point");
    offset += sizeOf(text[offset]);
  }
  return offset;
}

unsigned unicode::sizeOf(char lead) {
  auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

static uint32_t decode(llvm::StringRef character) {
  if (character.size() == 1)
    return byteAt(character, 0);
  uint32_t c = byteAt(character, 0) & (0xFFU >> (character.size() + 1));
  for (size_t i = 1; i != character.size(); ++i)
    c = c << 6 | (byteAt(character, i) & 0x3FU);
  return c;
}

uint32_t unicode::takeFront(llvm::StringRef &text) {
  unsigned size = sizeOf(text.front());
  uint32_t c = decode(text.take_front(size));
  text = text.drop_front(size);
  return c;
}

uint32_t unicode::takeBack(llvm::StringRef &text) {
  size_t start = text.size() - 1;
  while (isContinuation(text[start]))
    --start;
  uint32_t c = decode(text.drop_front(start));
  text = text.take_front(start);
  return c;
}

void unicode::append(llvm::SmallVectorImpl<char> &out, uint32_t c) {
  assert(c <= MaxCodePoint && !isSurrogate(c) && "not a character");
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
    return;
  }
  unsigned size = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  unsigned shift = 6 * (size - 1);
  out.push_back(static_cast<char>((0xF00U >> size & 0xF0U) | c >> shift));
  while (shift != 0) {
    shift -= 6;
    out.push_back(static_cast<char>(0x80U | (c >> shift & 0x3FU)));
  }
}

//--- Properties ---------------------------------------------------------------

static bool isIn(llvm::ArrayRef<uint32_t> bounds, uint32_t c) {
  auto *place = std::upper_bound(bounds.begin(), bounds.end(), c);
  return (place - bounds.begin()) % 2 != 0;
}

static bool isAsciiDigit(uint32_t c) { return c - '0' < 10; }
static bool isAsciiUpper(uint32_t c) { return c - 'A' < 26; }
static bool isAsciiLower(uint32_t c) { return c - 'a' < 26; }
static bool isAsciiAlpha(uint32_t c) { return isAsciiLower(c | 0x20); }

bool unicode::isAlpha(uint32_t c) {
  return c < 128 ? isAsciiAlpha(c) : isIn(AlphaBounds, c);
}
bool unicode::isDecimal(uint32_t c) {
  return c < 128 ? isAsciiDigit(c) : isIn(DecimalBounds, c);
}
bool unicode::isDigit(uint32_t c) {
  return c < 128 ? isAsciiDigit(c) : isIn(DigitBounds, c);
}
bool unicode::isNumeric(uint32_t c) {
  return c < 128 ? isAsciiDigit(c) : isIn(NumericBounds, c);
}
bool unicode::isLower(uint32_t c) {
  return c < 128 ? isAsciiLower(c) : isIn(LowerBounds, c);
}
bool unicode::isUpper(uint32_t c) {
  return c < 128 ? isAsciiUpper(c) : isIn(UpperBounds, c);
}
bool unicode::isTitle(uint32_t c) { return c >= 128 && isIn(TitleBounds, c); }
bool unicode::isSpace(uint32_t c) {
  if (c >= 128)
    return isIn(SpaceBounds, c);
  return (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= ' ');
}
bool unicode::isPrintable(uint32_t c) {
  return c < 0x7F ? c >= ' ' : isIn(PrintableBounds, c);
}
bool unicode::isIdentifierStart(uint32_t c) {
  return isIn(IdentifierStartBounds, c);
}
bool unicode::isIdentifierPart(uint32_t c) {
  return isIn(IdentifierPartBounds, c);
}
bool unicode::isCased(uint32_t c) {
  return c < 128 ? isAsciiAlpha(c) : isIn(CasedBounds, c);
}
bool unicode::isCaseIgnorable(uint32_t c) {
  return isIn(CaseIgnorableBounds, c);
}

std::optional<unsigned> unicode::decimalValue(uint32_t c) {
  if (c < 128)
    return isAsciiDigit(c) ? std::optional<unsigned>(c - '0') : std::nullopt;
  auto *next =
      std::upper_bound(std::begin(DecimalZeros), std::end(DecimalZeros), c);
  if (next == std::begin(DecimalZeros) || c - next[-1] > 9)
    return std::nullopt;
  return c - next[-1];
}

//--- Case ---------------------------------------------------------------------

static CaseTables tablesOf(unicode::CaseMap map) {
  switch (map) {
  case unicode::CaseMap::None:
    return {};
  case unicode::CaseMap::Lower:
    return {ToLowerRuns, ToLowerExpansions};
  case unicode::CaseMap::Upper:
    return {ToUpperRuns, ToUpperExpansions};
  case unicode::CaseMap::Title:
    return {ToTitleRuns, ToTitleExpansions};
  case unicode::CaseMap::Fold:
    return {ToFoldRuns, ToFoldExpansions};
  }
  llvm_unreachable("not a CaseMap");
}

static uint32_t mapAscii(unicode::CaseMap map, uint32_t c) {
  bool raises =
      map == unicode::CaseMap::Upper || map == unicode::CaseMap::Title;
  bool changes = raises ? isAsciiLower(c) : isAsciiUpper(c);
  return changes && map != unicode::CaseMap::None ? c ^ 0x20 : c;
}

unicode::Mapped unicode::mapCase(CaseMap map, uint32_t c) {
  if (c < 128)
    return {{mapAscii(map, c), 0, 0}, 1};
  CaseTables tables = tablesOf(map);
  auto *expansion = std::lower_bound(
      tables.expansions.begin(), tables.expansions.end(), c,
      [](const CaseExpansion &e, uint32_t c) { return e.from < c; });
  if (expansion != tables.expansions.end() && expansion->from == c)
    return {{expansion->to[0], expansion->to[1], expansion->to[2]},
            expansion->to[2] != 0 ? 3U : 2U};
  auto *run =
      std::lower_bound(tables.runs.begin(), tables.runs.end(), c,
                       [](const CaseRun &r, uint32_t c) { return r.last < c; });
  bool isMapped = run != tables.runs.end() && run->first <= c &&
                  (c - run->first) % run->stride == 0;
  return {{isMapped ? c + run->delta : c, 0, 0}, 1};
}
