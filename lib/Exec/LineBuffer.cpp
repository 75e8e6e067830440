//===- LineBuffer.cpp - Output by the line --------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "LineBuffer.h"
#include "llvm/Support/ConvertUTF.h"

using namespace plue;
using namespace plue::exec;

//--- Lines --------------------------------------------------------------------

void LineBuffer::feed(llvm::StringRef bytes, Sink sink) {
  size_t end;
  while ((end = bytes.find('\n')) != llvm::StringRef::npos) {
    if (pending.empty()) {
      emit(bytes.take_front(end), false, sink);
    } else {
      pending += bytes.take_front(end);
      emit(pending, false, sink);
      pending.clear();
    }
    bytes = bytes.drop_front(end + 1);
  }
  pending += bytes;
  if (pending.size() >= MaxLine)
    cutLongLine(sink);
}

void LineBuffer::finish(Sink sink) {
  if (!pending.empty())
    emit(pending, false, sink);
  pending.clear();
}

void LineBuffer::emit(llvm::StringRef line, bool isPartial, Sink sink) {
  while (line.size() > MaxLine) {
    size_t cut = masker->completeLength(line.take_front(MaxLine));
    if (cut == 0)
      break;
    sink({masker->mask(line.take_front(cut)), true});
    line = line.drop_front(cut);
  }
  sink({masker->mask(line), isPartial});
}

void LineBuffer::cutLongLine(Sink sink) {
  size_t cut = masker->completeLength(pending);
  // Nothing but overlapping occurrences of secrets: what is cut is hidden.
  if (cut == 0 && pending.size() >= 2 * std::max(MaxLine, masker->longest()))
    cut = pending.size();
  if (cut == 0)
    return;
  emit(llvm::StringRef(pending).take_front(cut), true, sink);
  pending.erase(0, cut);
}

//--- Text ---------------------------------------------------------------------

/// How many bytes at the start of \p bytes, which is not a whole character, are
/// the beginning of one.
static size_t lengthOfBrokenCharacter(llvm::StringRef bytes) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
  unsigned char lead = byte(0);
  unsigned length = lead >= 0xF0 && lead <= 0xF4   ? 4
                    : lead >= 0xE0 && lead <= 0xEF ? 3
                    : lead >= 0xC2 && lead <= 0xDF ? 2
                                                   : 1;
  size_t good = 1;
  for (; good < length && good < bytes.size(); ++good) {
    unsigned char low = 0x80, high = 0xBF;
    if (good == 1 && lead == 0xE0)
      low = 0xA0; // Overlong.
    if (good == 1 && lead == 0xED)
      high = 0x9F; // Surrogates.
    if (good == 1 && lead == 0xF0)
      low = 0x90;
    if (good == 1 && lead == 0xF4)
      high = 0x8F;
    if (byte(good) < low || byte(good) > high)
      break;
  }
  return good;
}

std::string exec::toValidUtf8(llvm::StringRef bytes) {
  std::string result;
  result.reserve(bytes.size());
  while (!bytes.empty()) {
    size_t ascii = 0;
    while (ascii < bytes.size() && static_cast<signed char>(bytes[ascii]) >= 0)
      ++ascii;
    result += bytes.take_front(ascii);
    bytes = bytes.drop_front(ascii);
    if (bytes.empty())
      break;
    unsigned length = llvm::getNumBytesForUTF8(bytes[0]);
    auto *data = reinterpret_cast<const llvm::UTF8 *>(bytes.data());
    if (length <= bytes.size() &&
        llvm::isLegalUTF8Sequence(data, data + length)) {
      result += bytes.take_front(length);
    } else {
      result += "\xEF\xBF\xBD";
      length = lengthOfBrokenCharacter(bytes);
    }
    bytes = bytes.drop_front(length);
  }
  return result;
}

/// How long the escape sequence at the start of \p text is.
static size_t escapeLength(llvm::StringRef text) {
  if (text.size() < 2)
    return text.size();
  auto isFinal = [](char c) { return c >= 0x40 && c <= 0x7E; };
  size_t i = 2;
  switch (text[1]) {
  case '[': // Until a letter or the like.
    while (i < text.size() && !isFinal(text[i]))
      ++i;
    return std::min(i + 1, text.size());
  case ']':
  case 'P':
  case 'X':
  case '^':
  case '_': // A string, until BEL or ESC \.
    while (i < text.size() && text[i] != '\a' && text[i] != '\x1b')
      ++i;
    if (i < text.size() && text[i] == '\x1b')
      ++i;
    return std::min(i + 1, text.size());
  default:
    return 2;
  }
}

std::string exec::toDisplayText(llvm::StringRef line) {
  line = line.rtrim('\r');
  line = line.substr(line.rfind('\r') + 1);
  std::string result;
  std::string text = toValidUtf8(line);
  for (llvm::StringRef rest = text; !rest.empty();) {
    char c = rest[0];
    if (c == '\x1b') {
      rest = rest.drop_front(escapeLength(rest));
      continue;
    }
    // The C1 controls are two bytes, of which the first is C2.
    bool isC1 = c == '\xC2' && static_cast<unsigned char>(rest[1]) < 0xA0;
    if (isC1) {
      rest = rest.drop_front(2);
      continue;
    }
    if (c == '\t')
      result += "    ";
    else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F)
      result += c;
    rest = rest.drop_front();
  }
  return result;
}
