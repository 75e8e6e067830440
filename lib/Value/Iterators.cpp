//===- Iterators.cpp - Walking values -------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file An iterator over a list sees what the list has become; one over a dict
/// refuses to go on when the keys have changed; one that has ended stays so.
///
/// Sets have no order that a workflow may see. Whoever can vouch that a result
/// does not depend on it walks a set by `forEach` or `itemsInAnyOrder`.
//===----------------------------------------------------------------------===//
#include "Internal.h"
#include "Unicode.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;

//--- The iterators ------------------------------------------------------------

namespace {
class ListIterator final : public IteratorObject {
public:
  explicit ListIterator(ListObject *list) : list(list) {}
  llvm::StringRef typeName() const override { return "list_iterator"; }
  FailureOr<Value> next(Context &ctx) override {
    if (list && list->content != Cell::Known)
      return ctx.raiseResidual();
    if (list && index < list->items.size)
      return list->items[index++];
    list = nullptr;
    return Value();
  }

private:
  ListObject *list;
  uint32_t index = 0;
};

class ReversedListIterator final : public IteratorObject {
public:
  explicit ReversedListIterator(ListObject *list)
      : list(list), index(list->items.size) {}
  llvm::StringRef typeName() const override { return "list_reverseiterator"; }
  FailureOr<Value> next(Context &ctx) override {
    if (list && list->content != Cell::Known)
      return ctx.raiseResidual();
    if (list && index != 0 && index <= list->items.size)
      return list->items[--index];
    list = nullptr;
    return Value();
  }

private:
  ListObject *list;
  uint32_t index;
};

class TupleIterator final : public IteratorObject {
public:
  TupleIterator(llvm::ArrayRef<Value> items, bool backwards)
      : items(items), backwards(backwards) {}
  llvm::StringRef typeName() const override {
    return backwards ? "reversed" : "tuple_iterator";
  }
  FailureOr<Value> next(Context &ctx) override {
    if (items.empty())
      return Value();
    Value item = backwards ? items.back() : items.front();
    items = backwards ? items.drop_back() : items.drop_front();
    return item;
  }

private:
  llvm::ArrayRef<Value> items;
  bool backwards;
};

class StrIterator final : public IteratorObject {
public:
  StrIterator(llvm::StringRef rest, bool backwards)
      : rest(rest), backwards(backwards) {}
  llvm::StringRef typeName() const override {
    return backwards ? "reversed" : "str_iterator";
  }
  FailureOr<Value> next(Context &ctx) override {
    if (rest.empty())
      return Value();
    llvm::StringRef before = rest;
    if (backwards) {
      unicode::takeBack(rest);
      return ctx.heap.makeStr(ctx, before.drop_front(rest.size()));
    }
    unicode::takeFront(rest);
    return ctx.heap.makeStr(ctx, before.drop_back(rest.size()));
  }

private:
  llvm::StringRef rest;
  bool backwards;
};

class RangeIterator final : public IteratorObject {
public:
  RangeIterator(const RangeObject *range, bool backwards)
      : range(range), backwards(backwards) {}
  llvm::StringRef typeName() const override { return "range_iterator"; }
  FailureOr<Value> next(Context &ctx) override {
    if (index == range->length)
      return Value();
    uint64_t i = backwards ? range->length - 1 - index : index;
    ++index;
    return Value::smallInt(rangeItem(range, i));
  }

private:
  const RangeObject *range;
  bool backwards;
  uint64_t index = 0;
};

class DictIterator final : public IteratorObject {
public:
  DictIterator(DictObject *dict, ViewObject::Part part, bool backwards)
      : dict(dict), part(part), backwards(backwards),
        index(backwards ? dict->entries.size : 0), live(dict->live),
        version(dict->version) {}
  llvm::StringRef typeName() const override {
    static constexpr llvm::StringLiteral Names[] = {
        "dict_keyiterator",          "dict_valueiterator",
        "dict_itemiterator",         "dict_reversekeyiterator",
        "dict_reversevalueiterator", "dict_reverseitemiterator"};
    return Names[part + (backwards ? 3 : 0)];
  }
  FailureOr<Value> next(Context &ctx) override;

private:
  const DictObject::Entry *step();

  DictObject *dict;
  ViewObject::Part part;
  bool backwards;
  uint32_t index, live, version;
};

/// Over a set of at most one item.
class SetIterator final : public IteratorObject {
public:
  explicit SetIterator(SetObject *set)
      : set(set), version(set->table.version) {}
  llvm::StringRef typeName() const override { return "set_iterator"; }
  FailureOr<Value> next(Context &ctx) override {
    if (!set)
      return Value();
    if (set->content != Cell::Known)
      return ctx.raiseResidual();
    if (set->table.version != version)
      return ctx.raise(ExcKind::RuntimeError,
                       "Set changed size during iteration");
    Value item;
    for (const DictObject::Entry &entry : set->table.entries)
      if (entry.key)
        item = entry.key;
    set = nullptr;
    return item;
  }

private:
  SetObject *set;
  uint32_t version;
};
} // namespace

const DictObject::Entry *DictIterator::step() {
  if (backwards)
    return index == 0 ? nullptr : &dict->entries[--index];
  return index == dict->entries.size ? nullptr : &dict->entries[index++];
}

/// `(key, value)`
static FailureOr<Value> makeItem(Context &ctx, const DictObject::Entry &entry) {
  return ctx.heap.makeTuple(ctx, {entry.key, entry.value});
}

static FailureOr<Value> partOf(Context &ctx, const DictObject::Entry &entry,
                               ViewObject::Part part) {
  switch (part) {
  case ViewObject::Keys:
    return entry.key;
  case ViewObject::Values:
    return entry.value;
  case ViewObject::Items:
    return makeItem(ctx, entry);
  }
  llvm_unreachable("not a part");
}

/// CPython notices a change of the keys that leaves their number alone only
/// some of the time; here it always is an error.
static LogicalResult checkUnchanged(Context &ctx, const DictObject *dict,
                                    uint32_t live, uint32_t version) {
  if (dict->version == version)
    return success();
  return ctx.raise(ExcKind::RuntimeError,
                   dict->live != live
                       ? "dictionary changed size during iteration"
                       : "dictionary keys changed during iteration");
}

FailureOr<Value> DictIterator::next(Context &ctx) {
  if (!dict)
    return Value();
  if (dict->content != Cell::Known)
    return ctx.raiseResidual();
  PLUE_CHECK(checkUnchanged(ctx, dict, live, version));
  while (const DictObject::Entry *entry = step()) {
    if (entry->key)
      return partOf(ctx, *entry, part);
    PLUE_CHECK(ctx.burn(1));
  }
  dict = nullptr;
  return Value();
}

//--- Making them --------------------------------------------------------------

template <typename T, typename... Args>
static FailureOr<Value> make(Context &ctx, Args &&...args) {
  return ctx.heap.adopt(ctx, std::make_unique<T>(std::forward<Args>(args)...));
}

bool value::isIterable(Value v) {
  switch (v.kind()) {
  case Kind::Str:
  case Kind::Tuple:
  case Kind::Range:
  case Kind::List:
  case Kind::Dict:
  case Kind::Set:
  case Kind::View:
  case Kind::Iterator:
    return true;
  default:
    return false;
  }
}

FailureOr<Value> value::iterate(Context &ctx, Value v) {
  PLUE_CHECK(ctx.burn(1));
  PLUE_CHECK(checkKnown(ctx, v));
  switch (v.kind()) {
  case Kind::Iterator:
    PLUE_CHECK(ctx.willMutate(v)); // Whoever asks will move it on.
    return v;
  case Kind::List:
    return make<ListIterator>(ctx, v.asList());
  case Kind::Tuple:
    return make<TupleIterator>(ctx, v.asTuple()->items, false);
  case Kind::Str:
    return make<StrIterator>(ctx, v.text(), false);
  case Kind::Range:
    return make<RangeIterator>(ctx, v.asRange(), false);
  case Kind::Dict:
    return make<DictIterator>(ctx, v.asDict(), ViewObject::Keys, false);
  case Kind::View:
    return make<DictIterator>(ctx, v.asView()->dict, v.asView()->part, false);
  case Kind::Set:
    if (hasHiddenOrder(v))
      return raiseSetOrder(ctx, "walking this set");
    return make<SetIterator>(ctx, v.asSet());
  default:
    return raiseTypeError(ctx, "'" + typeName(v) + "' object is not iterable");
  }
}

FailureOr<Value> value::iterateReversed(Context &ctx, Value v) {
  PLUE_CHECK(ctx.burn(1));
  PLUE_CHECK(checkKnown(ctx, v));
  switch (v.kind()) {
  case Kind::List:
    return make<ReversedListIterator>(ctx, v.asList());
  case Kind::Tuple:
    return make<TupleIterator>(ctx, v.asTuple()->items, true);
  case Kind::Str:
    return make<StrIterator>(ctx, v.text(), true);
  case Kind::Range:
    return make<RangeIterator>(ctx, v.asRange(), true);
  case Kind::Dict:
    return make<DictIterator>(ctx, v.asDict(), ViewObject::Keys, true);
  case Kind::View:
    return make<DictIterator>(ctx, v.asView()->dict, v.asView()->part, true);
  default:
    return raiseTypeError(ctx,
                          "'" + typeName(v) + "' object is not reversible");
  }
}

FailureOr<Value> value::next(Context &ctx, Value iterator) {
  PLUE_CHECK(ctx.burn(1));
  NestingScope scope(ctx);
  PLUE_CHECK(scope.check(""));
  return iterator.asIterator()->next(ctx);
}

//--- Walking ------------------------------------------------------------------

using Visitor = llvm::function_ref<FailureOr<bool>(Value)>;

static LogicalResult forEachInTable(Context &ctx, const DictObject &table,
                                    ViewObject::Part part, Visitor visit) {
  uint32_t live = table.live, version = table.version;
  for (uint32_t i = 0; i < table.entries.size; ++i) {
    PLUE_CHECK(ctx.burn(1));
    if (!table.entries[i].key)
      continue;
    PLUE_BIND(Value item, partOf(ctx, table.entries[i], part));
    PLUE_BIND(bool goOn, visit(item));
    if (!goOn)
      return success();
    PLUE_CHECK(checkUnchanged(ctx, &table, live, version));
  }
  return success();
}

static LogicalResult forEachNext(Context &ctx, Value iterable, Visitor visit) {
  PLUE_BIND(Value iterator, iterate(ctx, iterable));
  for (;;) {
    PLUE_BIND(Value item, next(ctx, iterator));
    if (!item)
      return success();
    PLUE_BIND(bool goOn, visit(item));
    if (!goOn)
      return success();
  }
}

/// Containers are walked without an iterator object, which would outlive this.
LogicalResult value::forEach(Context &ctx, Value v, Visitor visit,
                             bool anyOrder) {
  switch (v.kind()) {
  case Kind::Dict:
    return forEachInTable(ctx, *v.asDict(), ViewObject::Keys, visit);
  case Kind::View:
    return forEachInTable(ctx, *v.asView()->dict, v.asView()->part, visit);
  case Kind::Set:
    if (!anyOrder && hasHiddenOrder(v))
      return raiseSetOrder(ctx, "walking this set");
    return forEachInTable(ctx, v.asSet()->table, ViewObject::Keys, visit);
  case Kind::List:
  case Kind::Tuple:
    // The list may change under the visitor.
    for (size_t i = 0; i < sequenceItems(v).size(); ++i) {
      PLUE_CHECK(ctx.burn(1));
      PLUE_BIND(bool goOn, visit(sequenceItems(v)[i]));
      if (!goOn)
        break;
    }
    return success();
  default:
    return forEachNext(ctx, v, visit);
  }
}

static FailureOr<ValueVector> collect(Context &ctx, Value iterable,
                                      bool anyOrder) {
  ValueVector collected;
  if (iterable.is(Kind::List) || iterable.is(Kind::Tuple)) {
    llvm::ArrayRef<Value> all = sequenceItems(iterable);
    PLUE_CHECK(ctx.burnBytes(all.size() * sizeof(Value)));
    collected.append(all.begin(), all.end());
    return collected;
  }
  if (iterable.is(Kind::Range))
    PLUE_CHECK(ctx.checkItems(iterable.asRange()->length));
  PLUE_CHECK(forEach(
      ctx, iterable,
      [&](Value item) -> FailureOr<bool> {
        PLUE_CHECK(ctx.checkItems(collected.size() + 1));
        collected.push_back(item);
        return true;
      },
      anyOrder));
  return collected;
}

FailureOr<llvm::SmallVector<Value, 8>> value::items(Context &ctx,
                                                    Value iterable) {
  return collect(ctx, iterable, /*anyOrder=*/false);
}

FailureOr<ValueVector> value::itemsInAnyOrder(Context &ctx, Value iterable) {
  return collect(ctx, iterable, /*anyOrder=*/true);
}
