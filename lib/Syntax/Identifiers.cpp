//===- Identifiers.cpp - Which characters names are made of ---------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Python compares names after NFKC normalisation: to it `ﬁt` and `fit`
/// are one name. We do not normalise. A name with a character that
/// normalisation could change is refused instead, so that two names are the
/// same exactly when their bytes are.
//===----------------------------------------------------------------------===//
#include "Identifiers.h"
#include "llvm/Support/ConvertUTF.h"
#include <algorithm>

using namespace plue;
using namespace plue::syntax;

namespace {
struct CodePointRange {
  uint32_t first;
  uint32_t last;
};
} // namespace

#include "IdentifierTables.inc"

static bool contains(llvm::ArrayRef<CodePointRange> ranges, uint32_t c) {
  auto it = std::partition_point(
      ranges.begin(), ranges.end(),
      [c](const CodePointRange &range) { return range.last < c; });
  return it != ranges.end() && it->first <= c;
}

static void reportCharacter(const ParseContext &context, SourceRange range,
                            uint32_t c) {
  auto report = context.diags.report(
      range, diag::unknown_character,
      llvm::formatv("`{0}` (U+{1:X-4})", context.sources.text(range), c).str());
  bool isDoubleQuote = c == 0x201C || c == 0x201D || c == 0x201E;
  bool isSingleQuote = c == 0x2018 || c == 0x2019;
  bool isDash = c == 0x2013 || c == 0x2014 || c == 0x2212;
  if (isDoubleQuote)
    report.hint("write a plain `\"`").fixIt(range, "\"");
  else if (isSingleQuote)
    report.hint("write a plain `'`").fixIt(range, "'");
  else if (isDash)
    report.hint("write a plain `-`").fixIt(range, "-");
  else if (c == 0xA0)
    report.hint("this is a no-break space; write a plain one")
        .fixIt(range, " ");
}

LogicalResult syntax::checkIdentifier(const ParseContext &context,
                                      uint32_t begin, llvm::StringRef word) {
  const auto *start = reinterpret_cast<const llvm::UTF8 *>(word.begin());
  const auto *next = start;
  const auto *end = reinterpret_cast<const llvm::UTF8 *>(word.end());
  while (next != end) {
    uint32_t offset = next - start;
    llvm::UTF32 c = 0;
    // The file is known to be UTF-8.
    llvm::convertUTF8Sequence(&next, end, &c, llvm::strictConversion);
    if (c < 0x80)
      continue;
    SourceRange range =
        context.range(begin + offset, begin + uint32_t(next - start));
    bool fits = contains(startRanges, c) ||
                (offset != 0 && contains(continueRanges, c));
    if (!fits) {
      reportCharacter(context, range, c);
      return failure();
    }
    if (contains(unstableRanges, c))
      return context.diags
          .report(range, diag::unstable_identifier, context.sources.text(range),
                  word)
          .hint("spell the name with plain letters");
  }
  return success();
}
