//===- Internal.h - What the files of this library share --------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Macros that pass failures up, the builder of strings, and the checks
/// that nearly every operation begins with.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_VALUE_INTERNAL_H
#define PLUE_LIB_VALUE_INTERNAL_H

#include "plue/Value/Heap.h"
#include "plue/Value/Ops.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/Twine.h"

/// Returns failure if \p expr, a LogicalResult or FailureOr, failed.
#define PLUE_CHECK(expr)                                                       \
  do {                                                                         \
    if (failed(expr))                                                          \
      return failure();                                                        \
  } while (false)

/// Binds \p decl to the value of a FailureOr, or returns failure.
#define PLUE_BIND(decl, expr)                                                  \
  auto PLUE_CONCAT(plueBound, __LINE__) = (expr);                              \
  if (failed(PLUE_CONCAT(plueBound, __LINE__)))                                \
    return failure();                                                          \
  decl = *std::move(PLUE_CONCAT(plueBound, __LINE__))

namespace plue::value {

using ValueVector = llvm::SmallVector<Value, 8>;

/// One level of descent into values; see Context::MaxNesting.
class NestingScope {
public:
  explicit NestingScope(Context &ctx) : ctx(ctx) { ++ctx.nesting; }
  NestingScope(const NestingScope &) = delete;
  ~NestingScope() { --ctx.nesting; }

  /// Raises RecursionError if this level is one too many.
  LogicalResult check(llvm::StringRef doing) {
    if (ctx.nesting <= Context::MaxNesting) [[likely]]
      return success();
    return ctx.raise(ExcKind::RecursionError,
                     "maximum recursion depth exceeded" + doing);
  }

private:
  Context &ctx;
};

/// Collects the text of a string; what is appended is charged and checked
/// against the limit before it is copied.
class TextBuilder {
public:
  explicit TextBuilder(Context &ctx) : ctx(ctx) {}

  LogicalResult append(llvm::StringRef piece) {
    PLUE_CHECK(grow(piece.size()));
    buffer += piece;
    return success();
  }
  LogicalResult append(char c) {
    PLUE_CHECK(grow(1));
    buffer += c;
    return success();
  }
  LogicalResult appendCodePoint(uint32_t c);
  /// \p piece, \p count times over.
  LogicalResult appendRepeated(llvm::StringRef piece, uint64_t count);

  llvm::StringRef text() const { return buffer; }
  size_t size() const { return buffer.size(); }
  FailureOr<Value> finish() { return ctx.heap.makeStr(ctx, buffer); }

private:
  LogicalResult grow(uint64_t bytes) {
    PLUE_CHECK(ctx.checkStringBytes(buffer.size() + bytes));
    return bytes < 64 ? success() : ctx.burn(bytes / 64);
  }

  Context &ctx;
  llvm::SmallString<256> buffer;
};

/// Raises Residual if a value is symbolic.
template <typename... Values>
LogicalResult checkKnown(Context &ctx, Values... values) {
  if ((values.isSymbolic() || ...)) [[unlikely]]
    return ctx.raiseResidual();
  return success();
}

inline LogicalResult raiseTypeError(Context &ctx, const llvm::Twine &message) {
  return ctx.raise(ExcKind::TypeError, message);
}
inline LogicalResult raiseValueError(Context &ctx, const llvm::Twine &message) {
  return ctx.raise(ExcKind::ValueError, message);
}
/// Checks that an argument is a string: `replace() argument 1 must be str, not
/// int`. \p what is the part before `must`.
LogicalResult checkStrArgument(Context &ctx, Value v, const llvm::Twine &what);
/// A KeyError; its message is the repr of the key.
LogicalResult raiseKeyError(Context &ctx, Value key);

/// Whether a set is meant; its order must not show.
inline bool hasHiddenOrder(Value v) {
  return v.is(Kind::Set) && v.asSet()->table.live > 1;
}
/// Raises Nondeterministic: \p doing would show the order of a set.
LogicalResult raiseSetOrder(Context &ctx, const llvm::Twine &doing);

//--- Numbers ------------------------------------------------------------------

/// An int or bool as an APInt of at least 64 bits, signed.
llvm::APInt toAPInt(Value v);
/// A value used as an index or a count (`__index__`): \p v must be integral,
/// else TypeError. Ints past 64 bits become the nearest one that fits.
FailureOr<int64_t> toIndexClamped(Context &ctx, Value v);
/// The same, but ints past 64 bits raise OverflowError.
FailureOr<int64_t> toIndex(Context &ctx, Value v);
/// A flag or a small number: past 32 bits, OverflowError.
FailureOr<int64_t> toCInt(Context &ctx, Value v);
/// An int or float as a float; OverflowError for ints out of range.
FailureOr<double> toDouble(Context &ctx, Value v);
/// The int nearest to zero from a float; OverflowError or ValueError for
/// infinities and NaNs.
FailureOr<Value> truncate(Context &ctx, double d);
/// `repr` of a float.
std::string floatRepr(double d);
/// Burns what finding the digits of an int costs: one division for each.
LogicalResult burnDigits(Context &ctx, Value v);
/// The digits of an int in a base from 2 to 36, with a sign if negative.
std::string intDigits(Value v, unsigned base);
/// -1, 0 or 1; exact whatever the sizes.
int compareInts(Value a, Value b);
/// The order of an int and a float that is not NaN.
int compareIntFloat(Value i, double d);
bool isZero(Value integral);
bool isNegative(Value integral);

FailureOr<Value> binaryInt(Context &ctx, BinaryOp op, Value a, Value b);
FailureOr<Value> binaryFloat(Context &ctx, BinaryOp op, double a, double b);
FailureOr<Value> unaryInt(Context &ctx, UnaryOp op, Value a);
/// `pow(base, exponent, modulus)` of ints.
FailureOr<Value> powMod(Context &ctx, Value base, Value exponent,
                        Value modulus);
/// `int(x)` of a number or string.
FailureOr<Value> convertToInt(Context &ctx, Value v);
/// `int(text, base)`; \p shown is what the message quotes.
FailureOr<Value> parseInt(Context &ctx, Value text, int64_t base);
FailureOr<Value> parseFloat(Context &ctx, Value text);
/// \p d rounded to \p digits decimals, exactly and half to even.
FailureOr<double> roundFloat(Context &ctx, double d, int64_t digits);

//--- Text ---------------------------------------------------------------------

/// The byte offset of the first or last occurrence of \p needle, or npos, in
/// time linear in both lengths whatever the texts are.
size_t findText(llvm::StringRef text, llvm::StringRef needle);
size_t rfindText(llvm::StringRef text, llvm::StringRef needle);
/// The string of one character; ValueError for surrogates, which UTF-8 has no
/// place for. \p c must be a code point.
FailureOr<Value> makeChar(Context &ctx, uint32_t c);
/// The character at code point \p index.
llvm::StringRef charAt(const StrObject *s, size_t index);
/// The code points [start, stop).
llvm::StringRef substring(const StrObject *s, size_t start, size_t stop);

//--- Containers ---------------------------------------------------------------

/// Identical or equal: how containers look for their members.
FailureOr<bool> sameMember(Context &ctx, Value a, Value b);
/// `a < b` as a bool.
FailureOr<bool> lessThan(Context &ctx, Value a, Value b);

/// The items of a list or tuple.
llvm::ArrayRef<Value> sequenceItems(Value v);

/// Resolved bounds of a slice: `count` items, from `start` on, `step` apart.
struct SliceBounds {
  int64_t start, stop, step;
  uint64_t count;
  uint64_t index(uint64_t i) const { return start + int64_t(i) * step; }
};
FailureOr<SliceBounds> resolveSlice(Context &ctx, Value start, Value stop,
                                    Value step, uint64_t length);
/// Clamps `start` and `stop` of `find(x, start, stop)` to [0, length]. Absent
/// and None mean the ends.
struct IndexSpan {
  int64_t start, stop;
};
FailureOr<IndexSpan> resolveSpan(Context &ctx, Value start, Value stop,
                                 uint64_t length);

/// Raises Limit: a range has 64-bit bounds and at most 2**63 - 1 items.
LogicalResult raiseRangeBound(Context &ctx);
/// `items[i]` of a range.
int64_t rangeItem(const RangeObject *range, uint64_t i);

/// Whether iterate() would not raise a TypeError.
bool isIterable(Value v);
/// Like items(), but a set may be walked: the caller's result must not depend
/// on the order.
FailureOr<ValueVector> itemsInAnyOrder(Context &ctx, Value iterable);
/// A new iterator for `reversed(v)`.
FailureOr<Value> iterateReversed(Context &ctx, Value v);
/// Calls \p visit for each item, as it comes, until it returns false. With
/// \p anyOrder a set may be walked too.
LogicalResult forEach(Context &ctx, Value iterable,
                      llvm::function_ref<FailureOr<bool>(Value)> visit,
                      bool anyOrder = false);

/// The operators of sets and of views that behave like sets.
bool isSetLike(Value v);
FailureOr<Value> binarySet(Context &ctx, BinaryOp op, Value a, Value b);
FailureOr<Value> compareSets(Context &ctx, CompareOp op, Value a, Value b);
FailureOr<bool> viewContains(Context &ctx, const ViewObject *view, Value item);
FailureOr<Value> copySet(Context &ctx, Value iterable);
FailureOr<Value> copyDict(Context &ctx, DictObject *from);
/// `dict.update`: from a dict, or from an iterable of pairs.
LogicalResult updateDict(Context &ctx, DictObject *dict, Value from);
LogicalResult
updateDict(Context &ctx, DictObject *dict, Value from,
           llvm::ArrayRef<std::pair<llvm::StringRef, Value>> keywords);
LogicalResult inplaceSet(Context &ctx, BinaryOp op, SetObject *set,
                         Value other);

/// `format % arguments`.
FailureOr<Value> percentFormat(Context &ctx, Value format, Value arguments);

/// Sorts in place, stably, with `<` only, as list.sort does. \p anyOrder says
/// that the items stood in no particular order, so that ties are refused.
LogicalResult sortValues(Context &ctx, llvm::MutableArrayRef<Value> values,
                         Value key, bool reverse, bool anyOrder);

} // namespace plue::value

#endif // PLUE_LIB_VALUE_INTERNAL_H
