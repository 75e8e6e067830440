//===- StringLiteral.cpp - Strings as they are written --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "StringLiteral.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Unicode.h"

using namespace plue;
using namespace plue::syntax;

//--- Scanning -----------------------------------------------------------------

bool syntax::scanStringPrefix(llvm::StringRef text, StringPrefix &prefix) {
  bool isUnicode = false;
  for (prefix = {}; prefix.length < text.size(); ++prefix.length) {
    char c = text[prefix.length];
    bool hasKind = prefix.isBytes || prefix.isFormat || isUnicode;
    switch (llvm::toLower(c)) {
    case '\'':
    case '"':
      return true;
    case 'b':
      if (hasKind)
        return false;
      prefix.isBytes = true;
      break;
    case 'f':
      if (hasKind)
        return false;
      prefix.isFormat = true;
      break;
    case 'u':
      if (hasKind || prefix.isRaw)
        return false;
      isUnicode = true;
      break;
    case 'r':
      if (prefix.isRaw || isUnicode)
        return false;
      prefix.isRaw = true;
      break;
    default:
      return false;
    }
  }
  return false;
}

ScannedString syntax::scanString(llvm::StringRef text) {
  char quote = text.front();
  bool isTriple = text.size() >= 3 && text[1] == quote && text[2] == quote;
  size_t closing = isTriple ? 3 : 1;
  for (size_t pos = closing; pos < text.size(); ++pos) {
    char c = text[pos];
    if (c == '\\') {
      // Whatever follows is no end, not even a line end of two bytes.
      bool isCrLf = text.substr(pos + 1, 2) == "\r\n";
      pos += isCrLf ? 2 : 1;
    } else if (c == quote) {
      llvm::StringRef end = text.substr(pos, closing);
      if (end.size() == closing && end.count(quote) == closing)
        return {.length = uint32_t(pos + closing),
                .isTerminated = true,
                .isTriple = isTriple};
    } else if (!isTriple && (c == '\n' || c == '\r')) {
      return {
          .length = uint32_t(pos), .isTerminated = false, .isTriple = false};
    }
  }
  return {.length = uint32_t(text.size()),
          .isTerminated = false,
          .isTriple = isTriple};
}

StringParts syntax::partsOf(const ParseContext &context, const Token &token) {
  llvm::StringRef text = context.textOf(token);
  StringParts parts;
  scanStringPrefix(text, parts.prefix);
  llvm::StringRef quoted = text.drop_front(parts.prefix.length);
  bool isTriple =
      quoted.size() >= 6 && quoted[1] == quoted[0] && quoted[2] == quoted[0];
  unsigned quotes = isTriple ? 3 : 1;
  parts.bodyBegin = token.begin + parts.prefix.length + quotes;
  parts.bodyEnd = token.end - quotes;
  return parts;
}

//--- Decoding -----------------------------------------------------------------

namespace {
/// Decodes one stretch of source text.
class Decoder {
public:
  Decoder(const ParseContext &context, uint32_t begin, uint32_t end,
          llvm::SmallVectorImpl<char> &out)
      : context(context), pos(begin), end(end), out(out) {}

  LogicalResult decode(bool isRaw);

private:
  char peek() const { return pos < end ? context.text[pos] : '\0'; }
  void copyLineEnd();
  LogicalResult escape();
  LogicalResult hexEscape(uint32_t start, unsigned digits);
  LogicalResult namedEscape(uint32_t start);
  void octalEscape(char first);
  LogicalResult append(uint32_t codePoint, uint32_t start);

  const ParseContext &context;
  uint32_t pos;
  uint32_t end;
  llvm::SmallVectorImpl<char> &out;
};
} // namespace

/// Every line end is `\n` to Python.
void Decoder::copyLineEnd() {
  if (context.text[pos] == '\r' && pos + 1 < end &&
      context.text[pos + 1] == '\n')
    ++pos;
  ++pos;
  out.push_back('\n');
}

LogicalResult Decoder::append(uint32_t codePoint, uint32_t start) {
  SourceRange range = context.range(start, pos);
  if (codePoint >= 0xD800 && codePoint <= 0xDFFF)
    return context.diags.report(range, diag::surrogate_escape,
                                context.sources.text(range));
  char bytes[UNI_MAX_UTF8_BYTES_PER_CODE_POINT];
  char *next = bytes;
  if (!llvm::ConvertCodePointToUTF8(codePoint, next))
    return context.diags.report(range, diag::malformed_escape,
                                context.sources.text(range),
                                "no character has that number");
  out.append(bytes, next);
  return success();
}

LogicalResult Decoder::hexEscape(uint32_t start, unsigned digits) {
  uint32_t value = 0;
  for (unsigned i = 0; i < digits; ++i, ++pos) {
    unsigned digit = llvm::hexDigitValue(peek());
    if (digit >= 16) {
      SourceRange range = context.range(start, pos);
      return context.diags.report(
          range, diag::malformed_escape, context.sources.text(range),
          llvm::formatv("it takes {0} hexadecimal digits", digits).str());
    }
    value = value << 4 | digit;
  }
  return append(value, start);
}

LogicalResult Decoder::namedEscape(uint32_t start) {
  llvm::StringRef rest = context.text.slice(pos, end);
  size_t close = rest.find('}');
  if (!rest.starts_with("{") || close == rest.npos || close == 1)
    return context.diags.report(context.range(start, pos),
                                diag::malformed_escape, "\\N",
                                "a character's name in braces must follow");
  llvm::StringRef name = rest.slice(1, close);
  pos += close + 1;
  // CPython compares names without regard to case.
  auto codePoint = llvm::sys::unicode::nameToCodepointStrict(name.upper());
  if (!codePoint)
    return context.diags.report(context.range(start, pos),
                                diag::unknown_character_name, name);
  return append(*codePoint, start);
}

void Decoder::octalEscape(char first) {
  uint32_t value = first - '0';
  for (unsigned i = 0; i < 2 && peek() >= '0' && peek() <= '7'; ++i, ++pos)
    value = value * 8 + (peek() - '0');
  (void)append(value, pos); // At most 511: always a character.
}

/// `pos` stands after the backslash.
LogicalResult Decoder::escape() {
  uint32_t start = pos - 1;
  if (pos == end) {
    out.push_back('\\'); // Before a replacement: f"\{x}".
    return success();
  }
  char c = context.text[pos];
  if (c == '\n' || c == '\r') {
    copyLineEnd();
    out.pop_back(); // The line continues.
    return success();
  }
  ++pos;
  static constexpr llvm::StringLiteral letters = "\\'\"abfnrtv";
  static constexpr llvm::StringLiteral meanings = "\\'\"\a\b\f\n\r\t\v";
  if (size_t index = letters.find(c); index != letters.npos) {
    out.push_back(meanings[index]);
    return success();
  }
  if (c >= '0' && c <= '7') {
    octalEscape(c);
    return success();
  }
  if (c == 'x')
    return hexEscape(start, 2);
  if (c == 'u')
    return hexEscape(start, 4);
  if (c == 'U')
    return hexEscape(start, 8);
  if (c == 'N')
    return namedEscape(start);
  // An unknown escape stands for itself. CPython 3.11 deprecates these but
  // accepts them; regular expressions are full of them.
  out.push_back('\\');
  --pos;
  return success();
}

LogicalResult Decoder::decode(bool isRaw) {
  LogicalResult result = success();
  while (pos < end) {
    char c = context.text[pos];
    if (c == '\n' || c == '\r') {
      copyLineEnd();
    } else if (c == '\\' && !isRaw) {
      ++pos;
      if (failed(escape()))
        result = failure();
    } else {
      out.push_back(c);
      ++pos;
    }
  }
  return result;
}

LogicalResult syntax::decodeText(const ParseContext &context, uint32_t begin,
                                 uint32_t end, bool isRaw,
                                 llvm::SmallVectorImpl<char> &out) {
  return Decoder(context, begin, end, out).decode(isRaw);
}

LogicalResult syntax::checkBytes(const ParseContext &context, uint32_t begin,
                                 uint32_t end, bool isRaw) {
  for (uint32_t pos = begin; pos < end; ++pos) {
    char c = context.text[pos];
    if (c & 0x80)
      return context.diags.report(context.range(pos, pos + 1),
                                  diag::non_ascii_bytes);
    if (c != '\\' || isRaw)
      continue;
    llvm::StringRef escape = context.text.slice(pos, std::min(pos + 4, end));
    ++pos; // Whatever is escaped is no backslash.
    if (!escape.starts_with("\\x"))
      continue;
    bool isWhole = escape.size() == 4 && llvm::isHexDigit(escape[2]) &&
                   llvm::isHexDigit(escape[3]);
    if (!isWhole)
      return context.diags.report(context.range(pos - 1, pos + 1),
                                  diag::malformed_escape, "\\x",
                                  "it takes 2 hexadecimal digits");
  }
  return success();
}
