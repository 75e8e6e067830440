//===- Dict.cpp - Methods of dicts ----------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Calls.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;

//--- Building -----------------------------------------------------------------

static LogicalResult insertAll(Context &ctx, DictObject *to,
                               const DictObject *from) {
  for (uint32_t i = 0; i < from->entries.size; ++i) {
    DictObject::Entry entry = from->entries[i];
    if (entry.key)
      PLUE_CHECK(dictInsert(ctx, to, entry.key, entry.value));
  }
  return success();
}

FailureOr<Value> value::copyDict(Context &ctx, DictObject *from) {
  PLUE_BIND(Value copy, ctx.heap.makeDict(ctx));
  PLUE_CHECK(insertAll(ctx, copy.asDict(), from));
  return copy;
}

/// Adds the pair that element number \p i of a sequence is.
static LogicalResult insertPair(Context &ctx, DictObject *dict, Value pair,
                                uint64_t i) {
  llvm::StringRef which = "dictionary update sequence element #";
  PLUE_CHECK(checkKnown(ctx, pair));
  if (!isIterable(pair))
    return raiseTypeError(ctx, "cannot convert " + which + llvm::Twine(i) +
                                   " to a sequence");
  PLUE_BIND(ValueVector parts, items(ctx, pair));
  if (parts.size() != 2)
    return raiseValueError(ctx, which + llvm::Twine(i) + " has length " +
                                    llvm::Twine(parts.size()) +
                                    "; 2 is required");
  return dictInsert(ctx, dict, parts[0], parts[1]);
}

LogicalResult value::updateDict(Context &ctx, DictObject *dict, Value from) {
  PLUE_CHECK(checkKnown(ctx, from));
  if (from.is(Kind::Dict))
    return insertAll(ctx, dict, from.asDict());
  uint64_t i = 0;
  return forEach(ctx, from, [&](Value pair) -> FailureOr<bool> {
    PLUE_CHECK(insertPair(ctx, dict, pair, i++));
    return true;
  });
}

LogicalResult
value::updateDict(Context &ctx, DictObject *dict, Value from,
                  llvm::ArrayRef<std::pair<llvm::StringRef, Value>> keywords) {
  if (from)
    PLUE_CHECK(updateDict(ctx, dict, from));
  for (auto [name, v] : keywords) {
    PLUE_BIND(Value key, ctx.heap.makeStr(ctx, name));
    PLUE_CHECK(dictInsert(ctx, dict, key, v));
  }
  return success();
}

FailureOr<Value> value::dictFromkeys(Context &ctx, const Invocation &in) {
  Value filler = in[1] ? in[1] : Value::none();
  PLUE_BIND(Value made, ctx.heap.makeDict(ctx));
  PLUE_CHECK(forEach(ctx, in[0], [&](Value key) -> FailureOr<bool> {
    PLUE_CHECK(dictInsert(ctx, made.asDict(), key, filler));
    return true;
  }));
  return made;
}

//--- Looking ------------------------------------------------------------------

FailureOr<Value> value::dictGet(Context &ctx, const Invocation &in) {
  PLUE_BIND(Value * place, dictFind(ctx, in.self.asDict(), in[0]));
  if (place)
    return *place;
  return in[1] ? in[1] : Value::none();
}

FailureOr<Value> value::dictItems(Context &ctx, const Invocation &in) {
  return ctx.heap.makeView(ctx, in.self.asDict(), ViewObject::Items);
}
FailureOr<Value> value::dictKeys(Context &ctx, const Invocation &in) {
  return ctx.heap.makeView(ctx, in.self.asDict(), ViewObject::Keys);
}
FailureOr<Value> value::dictValues(Context &ctx, const Invocation &in) {
  return ctx.heap.makeView(ctx, in.self.asDict(), ViewObject::Values);
}
FailureOr<Value> value::dictCopy(Context &ctx, const Invocation &in) {
  return copyDict(ctx, in.self.asDict());
}

//--- Changing -----------------------------------------------------------------

FailureOr<Value> value::dictClearMethod(Context &ctx, const Invocation &in) {
  PLUE_CHECK(ctx.willMutate(in.self));
  dictClear(in.self.asDict());
  return Value::none();
}

FailureOr<Value> value::dictPop(Context &ctx, const Invocation &in) {
  // An empty dict is not even asked, so the key may be of any kind.
  Value *place = nullptr;
  if (in.self.asDict()->live != 0) {
    PLUE_BIND(place, dictFind(ctx, in.self.asDict(), in[0]));
  }
  if (!place) {
    if (in[1])
      return in[1];
    return raiseKeyError(ctx, in[0]);
  }
  PLUE_CHECK(ctx.willMutate(in.self));
  return dictTake(ctx, in.self.asDict(), in[0]);
}

FailureOr<Value> value::dictPopitem(Context &ctx, const Invocation &in) {
  DictObject *dict = in.self.asDict();
  if (dict->live == 0)
    return ctx.raise(ExcKind::KeyError, "'popitem(): dictionary is empty'");
  // Holes at the end are gone for good: nothing refers to them but the index,
  // and that only until the next rebuild.
  uint32_t last = dict->entries.size - 1;
  for (; !dict->entries[last].key; --last)
    PLUE_CHECK(ctx.burn(1));
  DictObject::Entry entry = dict->entries[last];
  PLUE_BIND(Value item, ctx.heap.makeTuple(ctx, {entry.key, entry.value}));
  PLUE_CHECK(ctx.willMutate(in.self));
  PLUE_CHECK(dictTake(ctx, dict, entry.key));
  return item;
}

FailureOr<Value> value::dictSetdefault(Context &ctx, const Invocation &in) {
  PLUE_BIND(Value * place, dictFind(ctx, in.self.asDict(), in[0]));
  if (place)
    return *place;
  Value filler = in[1] ? in[1] : Value::none();
  PLUE_CHECK(ctx.willMutate(in.self));
  PLUE_CHECK(dictInsert(ctx, in.self.asDict(), in[0], filler));
  return filler;
}

FailureOr<Value> value::dictUpdate(Context &ctx, const Invocation &in) {
  PLUE_BIND(Value added, ctx.heap.makeDict(ctx));
  PLUE_CHECK(updateDict(ctx, added.asDict(), in[0], in.keywords));
  PLUE_CHECK(ctx.willMutate(in.self));
  PLUE_CHECK(insertAll(ctx, in.self.asDict(), added.asDict()));
  return Value::none();
}
