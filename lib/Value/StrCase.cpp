//===- StrCase.cpp - Case, and what characters are ------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Characters map to up to three others, and one of them by where it
/// stands: a capital sigma is lowered to a final sigma at the end of a word.
//===----------------------------------------------------------------------===//
#include "Calls.h"
#include "Unicode.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::value;
using unicode::CaseMap;

//--- Mapping ------------------------------------------------------------------

static constexpr uint32_t CapitalSigma = 0x3A3, SmallSigma = 0x3C3,
                          FinalSigma = 0x3C2;

/// Whether something cased stands next, in the direction of \p take, what can
/// be ignored skipped.
static bool nextIsCased(llvm::StringRef text,
                        uint32_t (*take)(llvm::StringRef &)) {
  while (!text.empty()) {
    uint32_t c = take(text);
    if (!unicode::isCaseIgnorable(c))
      return unicode::isCased(c);
  }
  return false;
}

/// Looking around for a sigma may take us far each time, so it is charged.
static FailureOr<uint32_t> lowerSigma(Context &ctx, llvm::StringRef before,
                                      llvm::StringRef after) {
  PLUE_CHECK(ctx.burnBytes(4 * (before.size() + after.size())));
  bool isFinal = nextIsCased(before, unicode::takeBack) &&
                 !nextIsCased(after, unicode::takeFront);
  return isFinal ? FinalSigma : SmallSigma;
}

static LogicalResult appendMapped(TextBuilder &out, CaseMap map, uint32_t c) {
  unicode::Mapped mapped = unicode::mapCase(map, c);
  for (unsigned i = 0; i != mapped.size; ++i)
    PLUE_CHECK(out.appendCodePoint(mapped.chars[i]));
  return success();
}

/// Maps each character by what \p choose says of it.
static FailureOr<Value> mapEach(Context &ctx, Value self,
                                llvm::function_ref<CaseMap(uint32_t)> choose) {
  llvm::StringRef text = self.text(), rest = text;
  PLUE_CHECK(ctx.burnBytes(8 * text.size()));
  TextBuilder out(ctx);
  while (!rest.empty()) {
    llvm::StringRef before = text.drop_back(rest.size());
    uint32_t c = unicode::takeFront(rest);
    CaseMap map = choose(c);
    if (map == CaseMap::Lower && c == CapitalSigma) {
      PLUE_BIND(uint32_t sigma, lowerSigma(ctx, before, rest));
      PLUE_CHECK(out.appendCodePoint(sigma));
      continue;
    }
    PLUE_CHECK(appendMapped(out, map, c));
  }
  return out.finish();
}

FailureOr<Value> value::strLower(Context &ctx, const Invocation &in) {
  return mapEach(ctx, in.self, [](uint32_t) { return CaseMap::Lower; });
}
FailureOr<Value> value::strUpper(Context &ctx, const Invocation &in) {
  return mapEach(ctx, in.self, [](uint32_t) { return CaseMap::Upper; });
}
FailureOr<Value> value::strCasefold(Context &ctx, const Invocation &in) {
  return mapEach(ctx, in.self, [](uint32_t) { return CaseMap::Fold; });
}

FailureOr<Value> value::strCapitalize(Context &ctx, const Invocation &in) {
  bool first = true;
  return mapEach(ctx, in.self, [&](uint32_t) {
    return std::exchange(first, false) ? CaseMap::Title : CaseMap::Lower;
  });
}

FailureOr<Value> value::strTitle(Context &ctx, const Invocation &in) {
  bool afterCased = false;
  return mapEach(ctx, in.self, [&](uint32_t c) {
    return std::exchange(afterCased, unicode::isCased(c)) ? CaseMap::Lower
                                                          : CaseMap::Title;
  });
}

FailureOr<Value> value::strSwapcase(Context &ctx, const Invocation &in) {
  return mapEach(ctx, in.self, [](uint32_t c) {
    return unicode::isUpper(c)   ? CaseMap::Lower
           : unicode::isLower(c) ? CaseMap::Upper
                                 : CaseMap::None;
  });
}

//--- Questions ----------------------------------------------------------------

/// Whether there are characters and all of them satisfy \p predicate.
static FailureOr<Value> all(Context &ctx, const Invocation &in,
                            bool (*predicate)(uint32_t),
                            bool whenEmpty = false) {
  llvm::StringRef text = in.self.text();
  PLUE_CHECK(ctx.burnBytes(4 * text.size()));
  if (text.empty())
    return Value::boolean(whenEmpty);
  while (!text.empty())
    if (!predicate(unicode::takeFront(text)))
      return Value::boolean(false);
  return Value::boolean(true);
}

FailureOr<Value> value::strIsalnum(Context &ctx, const Invocation &in) {
  return all(ctx, in, unicode::isAlnum);
}
FailureOr<Value> value::strIsalpha(Context &ctx, const Invocation &in) {
  return all(ctx, in, unicode::isAlpha);
}
FailureOr<Value> value::strIsascii(Context &ctx, const Invocation &in) {
  return Value::boolean(in.self.asStr()->isAscii());
}
FailureOr<Value> value::strIsdecimal(Context &ctx, const Invocation &in) {
  return all(ctx, in, unicode::isDecimal);
}
FailureOr<Value> value::strIsdigit(Context &ctx, const Invocation &in) {
  return all(ctx, in, unicode::isDigit);
}
FailureOr<Value> value::strIsnumeric(Context &ctx, const Invocation &in) {
  return all(ctx, in, unicode::isNumeric);
}
FailureOr<Value> value::strIsprintable(Context &ctx, const Invocation &in) {
  return all(ctx, in, unicode::isPrintable, /*whenEmpty=*/true);
}
FailureOr<Value> value::strIsspace(Context &ctx, const Invocation &in) {
  return all(ctx, in, unicode::isSpace);
}

FailureOr<Value> value::strIsidentifier(Context &ctx, const Invocation &in) {
  llvm::StringRef text = in.self.text();
  PLUE_CHECK(ctx.burnBytes(4 * text.size()));
  if (text.empty() || !unicode::isIdentifierStart(unicode::takeFront(text)))
    return Value::boolean(false);
  while (!text.empty())
    if (!unicode::isIdentifierPart(unicode::takeFront(text)))
      return Value::boolean(false);
  return Value::boolean(true);
}

/// Whether there is a cased character of the \p wanted sort and none of
/// another.
static FailureOr<Value> isAllCase(Context &ctx, const Invocation &in,
                                  bool (*wanted)(uint32_t),
                                  bool (*unwanted)(uint32_t)) {
  llvm::StringRef text = in.self.text();
  PLUE_CHECK(ctx.burnBytes(4 * text.size()));
  bool found = false;
  while (!text.empty()) {
    uint32_t c = unicode::takeFront(text);
    if (unwanted(c) || unicode::isTitle(c))
      return Value::boolean(false);
    found |= wanted(c);
  }
  return Value::boolean(found);
}

FailureOr<Value> value::strIslower(Context &ctx, const Invocation &in) {
  return isAllCase(ctx, in, unicode::isLower, unicode::isUpper);
}
FailureOr<Value> value::strIsupper(Context &ctx, const Invocation &in) {
  return isAllCase(ctx, in, unicode::isUpper, unicode::isLower);
}

FailureOr<Value> value::strIstitle(Context &ctx, const Invocation &in) {
  llvm::StringRef text = in.self.text();
  PLUE_CHECK(ctx.burnBytes(4 * text.size()));
  bool found = false, afterCased = false;
  while (!text.empty()) {
    uint32_t c = unicode::takeFront(text);
    bool isCapital = unicode::isUpper(c) || unicode::isTitle(c);
    bool isSmall = unicode::isLower(c);
    if ((isCapital && afterCased) || (isSmall && !afterCased))
      return Value::boolean(false);
    afterCased = isCapital || isSmall;
    found |= afterCased;
  }
  return Value::boolean(found);
}
