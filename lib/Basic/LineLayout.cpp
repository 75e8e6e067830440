//===- LineLayout.cpp - A source line on a terminal -----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "LineLayout.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Unicode.h"
#include <algorithm>

using namespace plue;

/// Lines up to this many columns are shown whole.
static constexpr uint32_t maxColumns = 120;
/// How much is shown before the focus of a line that is cut.
static constexpr uint32_t leadBytes = 40;
/// Bounds the work on characters that take no columns.
static constexpr uint32_t maxBytes = 1024;
static constexpr uint32_t tabStop = 4;

namespace {
/// One character as it is to be shown.
struct Glyph {
  uint32_t bytes;
  uint32_t width;
  /// What to print instead of the bytes; empty for the bytes themselves.
  std::string spelling;
};
} // namespace

static Glyph spelledOut(uint32_t bytes, std::string spelling, uint32_t width) {
  return {.bytes = bytes, .width = width, .spelling = std::move(spelling)};
}

static Glyph hexGlyph(uint32_t bytes, llvm::StringRef prefix, uint32_t value,
                      unsigned digits) {
  std::string hex = llvm::utohexstr(value, /*LowerCase=*/false, digits);
  std::string spelling = ("<" + prefix + hex + ">").str();
  uint32_t width = spelling.size();
  return spelledOut(bytes, std::move(spelling), width);
}

/// A C0 control or DEL as its control picture: U+2400 and up, three bytes.
static Glyph controlPicture(unsigned char c) {
  unsigned picture = c == 0x7F ? 0x21 : c;
  std::string spelling = {'\xE2', '\x90', static_cast<char>(0x80 + picture)};
  return spelledOut(1, std::move(spelling), 1);
}

/// The character at the start of \p rest, which stands at \p column.
static Glyph nextGlyph(llvm::StringRef rest, uint32_t column) {
  auto first = static_cast<unsigned char>(rest.front());
  if (first == '\t') {
    uint32_t width = tabStop - column % tabStop;
    return spelledOut(1, std::string(width, ' '), width);
  }
  if (first < 0x20 || first == 0x7F)
    return controlPicture(first);
  if (first < 0x80)
    return {.bytes = 1, .width = 1, .spelling = {}};

  const auto *begin = rest.bytes_begin();
  unsigned size = llvm::getNumBytesForUTF8(first);
  if (size > rest.size() || !llvm::isLegalUTF8Sequence(begin, begin + size))
    return hexGlyph(1, "", first, 2);
  int width = llvm::sys::unicode::columnWidthUTF8(rest.take_front(size));
  if (width >= 0)
    return {.bytes = size, .width = uint32_t(width), .spelling = {}};
  llvm::UTF32 codePoint = 0;
  llvm::convertUTF8Sequence(&begin, begin + size, &codePoint,
                            llvm::strictConversion);
  return hexGlyph(size, "U+", codePoint, 4);
}

static bool isContinuationByte(char c) { return (c & 0xC0) == 0x80; }

/// Moves \p offset back to the start of the character it is in. UTF-8 has at
/// most three continuation bytes; more of them are not one character.
static uint32_t characterStart(llvm::StringRef line, uint32_t offset) {
  for (unsigned i = 0; i < 3 && offset > 0 && offset < line.size() &&
                       isContinuationByte(line[offset]);
       ++i)
    --offset;
  return offset;
}

void LineLayout::layOut(llvm::StringRef line, uint32_t byteLimit,
                        uint32_t columnLimit) {
  text.clear();
  columns.clear();
  uint32_t column = 0;
  if (firstByte > 0) {
    text += "…";
    column = 1;
  }
  uint32_t offset = firstByte;
  while (offset < line.size()) {
    Glyph glyph = nextGlyph(line.drop_front(offset), column);
    bool fits = column + glyph.width <= columnLimit &&
                offset + glyph.bytes - firstByte <= byteLimit;
    if (!fits)
      break;
    columns.append(glyph.bytes, column);
    if (glyph.spelling.empty())
      text += line.substr(offset, glyph.bytes);
    else
      text += glyph.spelling;
    column += glyph.width;
    offset += glyph.bytes;
  }
  columns.push_back(column);
  if (offset < line.size())
    text += "…";
}

LineLayout::LineLayout(llvm::StringRef line, uint32_t focusBegin,
                       uint32_t focusEnd) {
  layOut(line, maxBytes, maxColumns);
  focusBegin = std::min<uint32_t>(focusBegin, line.size());
  focusEnd = std::clamp<uint32_t>(focusEnd, focusBegin, line.size());
  uint32_t windowEnd = columns.size() - 1;
  if (focusEnd <= windowEnd || focusBegin <= leadBytes)
    return;
  firstByte = characterStart(line, focusBegin - leadBytes);
  layOut(line, maxBytes, maxColumns);
}

uint32_t LineLayout::columnOf(uint32_t offset) const {
  if (offset < firstByte)
    return 0;
  return columns[std::min<size_t>(offset - firstByte, columns.size() - 1)];
}

static bool isPlain(llvm::StringRef text) {
  return llvm::all_of(text, [](char c) { return llvm::isPrint(c); });
}

std::string plue::printable(llvm::StringRef text) {
  if (isPlain(text))
    return text.str();
  std::string result;
  while (!text.empty()) {
    if (text.front() == '\n') {
      result += "\\n";
      text = text.drop_front();
      continue;
    }
    Glyph glyph = nextGlyph(text, 0);
    if (glyph.spelling.empty())
      result += text.take_front(glyph.bytes);
    else
      result += glyph.spelling;
    text = text.drop_front(glyph.bytes);
  }
  return result;
}
