//===- Heap.cpp - Objects behind values -----------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The empty string and the strings of one ASCII character are constants:
/// walking a string makes many of them.
//===----------------------------------------------------------------------===//
#include "Internal.h"
#include "Unicode.h"
#include <array>

using namespace plue;
using namespace plue::value;

namespace {
struct AsciiChars {
  char text[128];
  constexpr AsciiChars() : text() {
    for (int i = 0; i != 128; ++i)
      text[i] = static_cast<char>(i);
  }
};
constexpr AsciiChars Ascii;

struct AsciiStrings {
  StrObject objects[128];
  constexpr AsciiStrings() : objects() {
    for (int i = 0; i != 128; ++i)
      objects[i] = {.data = Ascii.text + i, .bytes = 1, .length = 1};
  }
};
constexpr AsciiStrings OneChar;
constexpr StrObject EmptyStr{.data = Ascii.text, .bytes = 0, .length = 0};
constexpr TupleObject EmptyTuple{};
} // namespace

Heap::~Heap() = default;

LogicalResult Heap::charge(Context &ctx, uint64_t bytes) {
  uint64_t limit = ctx.limits.liveBytes;
  if (allocated > limit || bytes > limit - allocated)
    return ctx.raiseLimit("the memory of this evaluation in bytes",
                          allocated + std::min(bytes, UINT64_MAX - allocated),
                          limit);
  allocated += bytes;
  return success();
}

FailureOr<void *> Heap::allocate(Context &ctx, uint64_t bytes, uint64_t align) {
  PLUE_CHECK(charge(ctx, bytes));
  return arena.Allocate(bytes, llvm::Align(align));
}

template <typename T>
static FailureOr<T *> allocateObject(Context &ctx, T object) {
  PLUE_BIND(void *memory, ctx.heap.allocate(ctx, sizeof(T), alignof(T)));
  return new (memory) T(std::move(object));
}

/// The number of code points, or nothing if the text is not valid UTF-8.
static std::optional<size_t> countCodePoints(llvm::StringRef text) {
  if (unicode::isAscii(text))
    return text.size();
  if (!unicode::isValid(text))
    return std::nullopt;
  return unicode::length(text);
}

FailureOr<Value> Heap::makeStr(Context &ctx, llvm::StringRef utf8) {
  if (utf8.empty())
    return Value::str(&EmptyStr);
  if (utf8.size() == 1 && static_cast<unsigned char>(utf8[0]) < 128)
    return Value::str(&OneChar.objects[static_cast<unsigned char>(utf8[0])]);
  PLUE_CHECK(ctx.checkStringBytes(utf8.size()));
  PLUE_CHECK(ctx.burnBytes(utf8.size()));
  std::optional<size_t> length = countCodePoints(utf8);
  if (!length)
    return makeStr(ctx, unicode::repair(utf8));
  PLUE_BIND(void *memory, allocate(ctx, utf8.size(), 1));
  char *data = static_cast<char *>(memory);
  std::copy(utf8.begin(), utf8.end(), data);
  PLUE_BIND(const StrObject *object,
            allocateObject(ctx, StrObject{.data = data,
                                          .bytes = uint32_t(utf8.size()),
                                          .length = uint32_t(*length)}));
  return Value::str(object);
}

FailureOr<Value> Heap::makeInt(Context &ctx, const llvm::APInt &number) {
  if (number.isSignedIntN(64))
    return Value::smallInt(number.getSExtValue());
  // The magnitude of -2**n has n + 1 bits, its two's complement too.
  unsigned bits = number.isNegative() ? number.abs().getActiveBits()
                                      : number.getActiveBits();
  if (bits > ctx.limits.intBits)
    return ctx.raiseLimit("the size of an int in bits", bits,
                          ctx.limits.intBits);
  unsigned width = number.getSignificantBits();
  PLUE_CHECK(charge(ctx, sizeof(BigIntObject) + width / 8));
  bigInts.push_back(
      std::make_unique<BigIntObject>(BigIntObject{number.trunc(width)}));
  return Value::bigInt(bigInts.back().get());
}

static FailureOr<llvm::ArrayRef<Value>> copyItems(Context &ctx,
                                                  llvm::ArrayRef<Value> items) {
  PLUE_CHECK(ctx.checkItems(items.size()));
  PLUE_CHECK(ctx.burnBytes(items.size() * sizeof(Value)));
  PLUE_BIND(void *memory, ctx.heap.allocate(ctx, items.size() * sizeof(Value),
                                            alignof(Value)));
  auto *data = static_cast<Value *>(memory);
  std::uninitialized_copy(items.begin(), items.end(), data);
  return llvm::ArrayRef<Value>(data, items.size());
}

FailureOr<Value> Heap::makeTuple(Context &ctx, llvm::ArrayRef<Value> items) {
  if (items.empty())
    return Value::tuple(&EmptyTuple);
  PLUE_BIND(llvm::ArrayRef<Value> copy, copyItems(ctx, items));
  PLUE_BIND(const TupleObject *object,
            allocateObject(ctx, TupleObject{.items = copy}));
  return Value::tuple(object);
}

FailureOr<Value> Heap::makeList(Context &ctx, llvm::ArrayRef<Value> items) {
  PLUE_BIND(llvm::ArrayRef<Value> copy, copyItems(ctx, items));
  ListObject list;
  list.serial = nextSerial();
  list.items.data = const_cast<Value *>(copy.data());
  list.items.size = list.items.capacity = static_cast<uint32_t>(copy.size());
  PLUE_BIND(ListObject * object, allocateObject(ctx, list));
  return Value::list(object);
}

FailureOr<Value> Heap::makeDict(Context &ctx) {
  PLUE_CHECK(ctx.burn(1));
  DictObject dict;
  dict.serial = nextSerial();
  PLUE_BIND(DictObject * object, allocateObject(ctx, dict));
  return Value::dict(object);
}

FailureOr<Value> Heap::makeSet(Context &ctx) {
  PLUE_CHECK(ctx.burn(1));
  SetObject set;
  set.serial = set.table.serial = nextSerial();
  PLUE_BIND(SetObject * object, allocateObject(ctx, set));
  return Value::set(object);
}

/// How many numbers `range(start, stop, step)` has.
static uint64_t rangeLength(int64_t start, int64_t stop, int64_t step) {
  // Unsigned differences of signed numbers in order are exact.
  if (step > 0 && start < stop)
    return (uint64_t(stop) - uint64_t(start) - 1) / uint64_t(step) + 1;
  if (step < 0 && start > stop)
    return (uint64_t(start) - uint64_t(stop) - 1) / (0 - uint64_t(step)) + 1;
  return 0;
}

FailureOr<Value> Heap::makeRange(Context &ctx, int64_t start, int64_t stop,
                                 int64_t step) {
  assert(step != 0 && "a range needs a step");
  PLUE_CHECK(ctx.burn(1));
  uint64_t length = rangeLength(start, stop, step);
  if (length > INT64_MAX)
    return raiseRangeBound(ctx);
  PLUE_BIND(const RangeObject *object,
            allocateObject(ctx, RangeObject{.start = start,
                                            .stop = stop,
                                            .step = step,
                                            .length = length}));
  return Value::range(object);
}

FailureOr<Value> Heap::makeView(Context &ctx, DictObject *dict,
                                ViewObject::Part part) {
  PLUE_BIND(const ViewObject *object,
            allocateObject(ctx, ViewObject{.dict = dict, .part = part}));
  return Value::view(object);
}

FailureOr<Value> Heap::makeMethod(Context &ctx, Value self,
                                  llvm::StringRef name) {
  PLUE_BIND(const MethodObject *object,
            allocateObject(ctx, MethodObject{.self = self, .name = name}));
  return Value::method(object);
}

FailureOr<Value> Heap::adopt(Context &ctx,
                             std::unique_ptr<IteratorObject> iterator) {
  // The object is on the ordinary heap, but it counts like any other.
  PLUE_CHECK(charge(ctx, 128));
  iterator->serial = nextSerial();
  iterators.push_back(std::move(iterator));
  return Value::iterator(iterators.back().get());
}

LogicalResult value::append(Context &ctx, ListObject *list, Value item) {
  PLUE_CHECK(ctx.checkItems(uint64_t(list->items.size) + 1));
  PLUE_CHECK(ctx.burn(1));
  PLUE_CHECK(reserve(ctx, list->items, uint64_t(list->items.size) + 1));
  list->items.data[list->items.size++] = item;
  return success();
}
