//===- Text.cpp - Texts inside printed plans ------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Unicode.h"
#include <charconv>

using namespace plue;

static void appendHex(std::string &out, char c) {
  out += "\\x";
  out += llvm::hexdigit(uint8_t(c) >> 4, /*LowerCase=*/true);
  out += llvm::hexdigit(uint8_t(c) & 15, /*LowerCase=*/true);
}

/// How many of the first bytes of \p text are one printable character that is
/// not ASCII; 0 if they are none.
static size_t printableLength(llvm::StringRef text) {
  const auto *begin = text.bytes_begin();
  const auto *at = begin;
  llvm::UTF32 codePoint;
  if (llvm::convertUTF8Sequence(&at, text.bytes_end(), &codePoint,
                                llvm::strictConversion) != llvm::conversionOK)
    return 0;
  return llvm::sys::unicode::isPrintable(codePoint) ? at - begin : 0;
}

/// The letter that stands for \p c after a backslash, or 0.
static char escapeLetter(char c) {
  switch (c) {
  case '"':
  case '\\':
    return c;
  case '\n':
    return 'n';
  case '\t':
    return 't';
  case '\r':
    return 'r';
  default:
    return 0;
  }
}

std::string ir::quoted(llvm::StringRef text) {
  std::string out = "\"";
  while (!text.empty()) {
    char c = text.front();
    size_t length = 1;
    if (char letter = escapeLetter(c)) {
      out += '\\';
      out += letter;
    } else if (llvm::isPrint(c)) {
      out += c;
    } else if (size_t printable = printableLength(text)) {
      length = printable;
      out += text.take_front(length);
    } else {
      appendHex(out, c);
    }
    text = text.drop_front(length);
  }
  return out + "\"";
}

std::string ir::floatText(double number) {
  char digits[32];
  auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
  std::string text(digits, end);
  if (text.find_first_of(".ein") == std::string::npos)
    text += ".0";
  return text;
}
