//===- Spelling.cpp - What texts in a plan must look like -----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/Spelling.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include <optional>

using namespace plue;

//--- Texts and names ----------------------------------------------------------

bool ir::isUtf8(llvm::StringRef text) {
  // Nearly all texts are ASCII.
  if (llvm::all_of(text, [](char c) { return llvm::isASCII(c); }))
    return true;
  const llvm::UTF8 *at = text.bytes_begin();
  return llvm::isLegalUTF8String(&at, text.bytes_end());
}

bool ir::isPlainText(llvm::StringRef text) {
  auto isControl = [](char c) { return uint8_t(c) < 0x20 || c == 0x7f; };
  return llvm::none_of(text, isControl) && isUtf8(text);
}

bool ir::isName(llvm::StringRef text) {
  if (text.empty() || llvm::isDigit(text.front()))
    return false;
  auto belongs = [](char c) {
    return llvm::isAlnum(c) || c == '_' || !llvm::isASCII(c);
  };
  return llvm::all_of(text, belongs) && isUtf8(text);
}

bool ir::isIdentifier(llvm::StringRef text) {
  constexpr size_t MaxLength = 256;
  if (text.empty() || text.size() > MaxLength || llvm::isDigit(text.front()))
    return false;
  return llvm::all_of(text,
                      [](char c) { return llvm::isAlnum(c) || c == '_'; });
}

std::string ir::nameFromCommand(llvm::StringRef command) {
  llvm::StringRef line = command.trim().split('\n').first.rtrim();
  constexpr size_t longest = 60;
  if (line.size() <= longest)
    return line.str();
  size_t cut = longest;
  while (cut > 0 && (line[cut] & 0xC0) == 0x80)
    --cut;
  return (line.take_front(cut) + "…").str();
}

bool ir::isImage(llvm::StringRef text) {
  constexpr size_t MaxLength = 512;
  auto isGraphic = [](char c) { return c > ' ' && c < 0x7f; };
  return !text.empty() && text.size() <= MaxLength && text.front() != '-' &&
         llvm::all_of(text, isGraphic);
}

bool ir::isRelativePath(llvm::StringRef text) {
  constexpr size_t MaxLength = 4096;
  if (text.size() > MaxLength || !isPlainText(text))
    return false;
  llvm::SmallVector<llvm::StringRef, 8> parts;
  text.split(parts, '/');
  return llvm::none_of(parts, [](llvm::StringRef part) {
    return part.empty() || part == "." || part == "..";
  });
}

bool ir::staysInside(llvm::StringRef path) {
  llvm::SmallVector<llvm::StringRef> parts;
  path.split(parts, '/');
  return !path.empty() && !path.starts_with("/") && !path.contains('\0') &&
         !llvm::is_contained(parts, "..");
}

bool ir::isGitRef(llvm::StringRef text) {
  return !text.empty() && !text.starts_with("-") &&
         llvm::all_of(text,
                      [](char c) { return uint8_t(c) > ' ' && c != 0x7f; });
}

//--- Cron ---------------------------------------------------------------------

namespace {
struct CronField {
  unsigned least, most;
  /// Names for numbers from `least` on.
  llvm::ArrayRef<llvm::StringRef> names;
};
} // namespace

static constexpr llvm::StringRef Months[] = {"jan", "feb", "mar", "apr",
                                             "may", "jun", "jul", "aug",
                                             "sep", "oct", "nov", "dec"};
static constexpr llvm::StringRef Days[] = {"sun", "mon", "tue", "wed",
                                           "thu", "fri", "sat"};

static std::optional<unsigned> cronNumber(const CronField &field,
                                          llvm::StringRef text) {
  for (unsigned i = 0; i != field.names.size(); ++i)
    if (text.equals_insensitive(field.names[i]))
      return field.least + i;
  unsigned number;
  bool isDecimal = !text.empty() && llvm::all_of(text, llvm::isDigit);
  if (!isDecimal || text.size() > 2 || text.getAsInteger(10, number))
    return std::nullopt;
  if (number < field.least || number > field.most)
    return std::nullopt;
  return number;
}

/// `*`, `3` or `1-5`, any of them with a step: `*/15`.
static bool isCronItem(const CronField &field, llvm::StringRef item) {
  auto [range, step] = item.split('/');
  if (item.contains('/')) {
    auto number = cronNumber({.least = 1, .most = 59, .names = {}}, step);
    if (!number)
      return false;
  }
  if (range == "*")
    return true;
  auto [from, to] = range.split('-');
  auto first = cronNumber(field, from);
  if (!range.contains('-'))
    return first.has_value();
  auto last = cronNumber(field, to);
  return first && last && *first <= *last;
}

bool ir::isCron(llvm::StringRef text) {
  static constexpr CronField Fields[] = {
      {0, 59, {}}, {0, 23, {}}, {1, 31, {}}, {1, 12, Months}, {0, 7, Days}};
  constexpr size_t MaxLength = 1024;
  llvm::SmallVector<llvm::StringRef, 5> fields;
  if (text.size() > MaxLength)
    return false;
  text.split(fields, ' ');
  if (fields.size() != std::size(Fields))
    return false;
  for (auto [field, range] : llvm::zip(fields, Fields)) {
    llvm::SmallVector<llvm::StringRef, 4> items;
    field.split(items, ',');
    for (llvm::StringRef item : items)
      if (!isCronItem(range, item))
        return false;
  }
  return true;
}

//--- Numbers ------------------------------------------------------------------

bool ir::isBigInt(llvm::StringRef text) {
  constexpr size_t MaxDigits = 1234;
  llvm::StringRef digits = text;
  digits.consume_front("-");
  int64_t small;
  return !digits.empty() && digits.size() <= MaxDigits &&
         digits.front() != '0' && llvm::all_of(digits, llvm::isDigit) &&
         text.getAsInteger(10, small);
}
