//===- Heap.h - Objects behind values ---------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file An arena for the objects that values refer to. Nothing is freed before
/// the heap is: fuel bounds how much can ever be allocated, and an evaluation
/// is short. Every allocation is charged against Limits::liveBytes first.
//===----------------------------------------------------------------------===//
#ifndef PLUE_VALUE_HEAP_H
#define PLUE_VALUE_HEAP_H

#include "plue/Value/Context.h"
#include "plue/Value/Value.h"
#include "llvm/Support/Allocator.h"
#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace plue::value {

/// A growable array in an arena; abandoned buffers stay until the arena goes.
template <typename T> struct ArenaVector {
  T *data = nullptr;
  uint32_t size = 0;
  uint32_t capacity = 0;

  T *begin() const { return data; }
  T *end() const { return data + size; }
  T &operator[](size_t i) const {
    assert(i < size && "index out of bounds");
    return data[i];
  }
  operator llvm::ArrayRef<T>() const { return {data, size}; }
};

struct BigIntObject {
  /// Signed, in the fewest bits that hold it.
  llvm::APInt number;
};

struct StrObject {
  const char *data;
  uint32_t bytes;
  /// How many code points; equals `bytes` exactly when the text is ASCII.
  uint32_t length;

  bool isAscii() const { return bytes == length; }
  llvm::StringRef text() const { return {data, bytes}; }
};

struct TupleObject {
  llvm::ArrayRef<Value> items;
};

struct RangeObject {
  int64_t start, stop, step;
  uint64_t length;
};

struct ListObject : Cell {
  ArenaVector<Value> items;
};

/// Insertion-ordered, with CPython's key equality (1, 1.0 and True are one
/// key).
struct DictObject : Cell {
  struct Entry {
    uint64_t hash;
    Value key; // Absent: deleted
    Value value;
  };
  ArenaVector<Entry> entries;
  uint32_t live = 0;
  /// Open addressing over `entries`; a power of two, ~0u is empty. Small dicts
  /// have none and are searched from end to end.
  ArenaVector<uint32_t> index;
  /// Counts the changes to the set of keys, for iterators to notice.
  uint32_t version = 0;
};

/// A dict whose values are unused.
struct SetObject : Cell {
  DictObject table;
};

/// `self` is the object, or for `str.lower` and the like the Type.
struct MethodObject {
  Value self;
  llvm::StringRef name;
};

/// A lazily evaluated iterator; each kind is a subclass in Iterators.cpp.
class IteratorObject : public Cell {
public:
  virtual ~IteratorObject() = default;
  virtual llvm::StringRef typeName() const = 0;
  virtual FailureOr<Value> next(Context &ctx) = 0;
};

class Heap {
public:
  Heap() = default;
  Heap(const Heap &) = delete;
  ~Heap();

  uint64_t bytesAllocated() const { return allocated; }

  /// Raw memory for \p bytes; raises Limit past Limits::liveBytes.
  FailureOr<void *> allocate(Context &ctx, uint64_t bytes, uint64_t align);

  /// The string \p utf8; what is not UTF-8 in it becomes U+FFFD.
  FailureOr<Value> makeStr(Context &ctx, llvm::StringRef utf8);
  /// The int \p number; raises Limit past Limits::intBits.
  FailureOr<Value> makeInt(Context &ctx, const llvm::APInt &number);
  FailureOr<Value> makeTuple(Context &ctx, llvm::ArrayRef<Value> items);
  FailureOr<Value> makeList(Context &ctx, llvm::ArrayRef<Value> items);
  FailureOr<Value> makeDict(Context &ctx);
  FailureOr<Value> makeSet(Context &ctx);
  FailureOr<Value> makeRange(Context &ctx, int64_t start, int64_t stop,
                             int64_t step);
  FailureOr<Value> makeView(Context &ctx, DictObject *dict,
                            ViewObject::Part part);
  /// \p name must outlive the heap.
  FailureOr<Value> makeMethod(Context &ctx, Value self, llvm::StringRef name);

  /// Takes over an iterator; raises Limit past Limits::liveBytes.
  FailureOr<Value> adopt(Context &ctx,
                         std::unique_ptr<IteratorObject> iterator);

  /// Takes ownership of an embedder's object.
  template <typename T, typename... Args> T *makeObject(Args &&...args) {
    auto owned = std::make_unique<T>(std::forward<Args>(args)...);
    T *object = owned.get();
    object->serial = nextSerial();
    objects.push_back(std::move(owned));
    return object;
  }
  uint32_t nextSerial() { return serials++; }

private:
  LogicalResult charge(Context &ctx, uint64_t bytes);

  llvm::BumpPtrAllocator arena;
  uint64_t allocated = 0;
  uint32_t serials = 0;
  std::vector<std::unique_ptr<Object>> objects;
  /// Big ints past one machine word own memory; so do iterators.
  std::vector<std::unique_ptr<BigIntObject>> bigInts;
  std::vector<std::unique_ptr<IteratorObject>> iterators;
};

/// Room for \p wanted items, at least doubling when it has to move.
template <typename T>
LogicalResult reserve(Context &ctx, ArenaVector<T> &vector, uint64_t wanted) {
  if (wanted <= vector.capacity)
    return success();
  uint64_t capacity = std::max<uint64_t>({wanted, 2ULL * vector.capacity, 4});
  FailureOr<void *> memory =
      ctx.heap.allocate(ctx, capacity * sizeof(T), alignof(T));
  if (failed(memory))
    return failure();
  T *data = static_cast<T *>(*memory);
  std::uninitialized_copy(vector.begin(), vector.end(), data);
  vector.data = data;
  vector.capacity = static_cast<uint32_t>(capacity);
  return success();
}

//--- Containers ---------------------------------------------------------------
// These do not ask Context::willMutate: they also fill containers that no
// workflow has seen yet. What a workflow writes goes through Ops.h, which does.

LogicalResult append(Context &ctx, ListObject *list, Value item);
/// The slot of \p key, or null. Raises for unhashable keys.
FailureOr<Value *> dictFind(Context &ctx, DictObject *dict, Value key);
LogicalResult dictInsert(Context &ctx, DictObject *dict, Value key, Value v);
/// Removes \p key and returns its value; absent if it was not there.
FailureOr<Value> dictTake(Context &ctx, DictObject *dict, Value key);
/// Removes \p key; false if it was not there.
FailureOr<bool> dictErase(Context &ctx, DictObject *dict, Value key);
void dictClear(DictObject *dict);
/// Adds \p item; false if it was there already.
FailureOr<bool> setInsert(Context &ctx, SetObject *set, Value item);
FailureOr<bool> setContains(Context &ctx, SetObject *set, Value item);

inline llvm::StringRef Value::text() const { return asStr()->text(); }

} // namespace plue::value

#endif // PLUE_VALUE_HEAP_H
