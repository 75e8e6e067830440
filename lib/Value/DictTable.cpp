//===- DictTable.cpp - Hash tables and hashing ----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Dicts keep their entries in order of insertion in one array. Small
/// ones are searched from end to end; larger ones have an index, open
/// addressing with linear probing over entry numbers. A removed entry stays as
/// a hole, which the index keeps pointing at, until the next rebuild.
///
/// Whoever writes the keys may have chosen them to collide, so every probe
/// costs fuel.
//===----------------------------------------------------------------------===//
#include "Internal.h"
#include "llvm/Support/xxhash.h"
#include <cmath>

using namespace plue;
using namespace plue::value;

//--- Hashing ------------------------------------------------------------------

/// Spreads the bits of a number; the finaliser of SplitMix64.
static uint64_t mix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

/// Equal numbers must hash alike whatever their kind, so floats without a
/// fraction hash as ints.
static uint64_t hashInt(const llvm::APInt &number) {
  if (number.isSignedIntN(64))
    return mix(number.getSExtValue());
  llvm::APInt minimal = number.trunc(number.getSignificantBits());
  // Words beyond the significant bits are zero in both directions.
  uint64_t h = minimal.getBitWidth();
  for (unsigned i = 0; i != minimal.getNumWords(); ++i)
    h = mix(h ^ minimal.getRawData()[i]);
  return h;
}

static FailureOr<uint64_t> hashFloat(Context &ctx, double d) {
  if (std::isfinite(d) && d == std::trunc(d)) {
    PLUE_BIND(Value whole, truncate(ctx, d));
    return hashInt(toAPInt(whole));
  }
  return mix(llvm::bit_cast<uint64_t>(d));
}

static FailureOr<uint64_t> hashTuple(Context &ctx,
                                     llvm::ArrayRef<Value> items) {
  NestingScope scope(ctx);
  PLUE_CHECK(scope.check(""));
  uint64_t h = mix(items.size());
  for (Value item : items) {
    PLUE_BIND(uint64_t inner, hash(ctx, item));
    h = mix(h ^ inner);
  }
  return h;
}

FailureOr<uint64_t> value::hash(Context &ctx, Value v) {
  PLUE_CHECK(ctx.burn(1));
  switch (v.kind()) {
  case Kind::Symbolic:
    return ctx.raiseResidual();
  case Kind::Bool:
  case Kind::Int:
    return v.isBigInt() ? hashInt(v.asBigInt()->number) : mix(v.asInt());
  case Kind::Float:
    return hashFloat(ctx, v.asFloat());
  case Kind::Str:
    PLUE_CHECK(ctx.burn(v.asStr()->bytes / 64));
    return llvm::xxh3_64bits(v.text());
  case Kind::Tuple:
    return hashTuple(ctx, v.asTuple()->items);
  case Kind::Range: {
    // Ranges are equal as the sequences they are.
    const RangeObject *r = v.asRange();
    uint64_t h = mix(r->length);
    return r->length == 0 ? h : mix(h ^ mix(r->start));
  }
  case Kind::List:
  case Kind::Dict:
  case Kind::Set:
    return raiseTypeError(ctx, "unhashable type: '" + typeName(v) + "'");
  case Kind::View:
    if (v.asView()->part != ViewObject::Values)
      return raiseTypeError(ctx, "unhashable type: '" + typeName(v) + "'");
    return mix(v.asView()->dict->serial);
  case Kind::Iterator:
    return mix(v.asIterator()->serial);
  case Kind::Method:
    return llvm::xxh3_64bits(v.asMethod()->name);
  case Kind::Object:
    return mix(v.asObject()->serial);
  case Kind::Type:
    return mix(v.asType().index);
  case Kind::Builtin:
    return mix(static_cast<uint64_t>(v.asBuiltin()) + 0x10000);
  case Kind::Absent:
  case Kind::None:
  case Kind::Ellipsis:
    return mix(static_cast<uint64_t>(v.kind()) + 0x20000);
  }
  llvm_unreachable("not a Kind");
}

//--- The table ----------------------------------------------------------------

static constexpr uint32_t NoEntry = ~0U;
static constexpr uint32_t MaxUnindexed = 8;

/// Where \p key is in `entries`, or NoEntry.
static FailureOr<uint32_t> findEntry(Context &ctx, const DictObject &dict,
                                     uint64_t hash, Value key) {
  auto matches = [&](uint32_t i) -> FailureOr<bool> {
    const DictObject::Entry &entry = dict.entries[i];
    if (entry.hash != hash || !entry.key)
      return false;
    return sameMember(ctx, entry.key, key);
  };
  if (dict.index.size == 0) {
    for (uint32_t i = 0; i != dict.entries.size; ++i) {
      PLUE_BIND(bool found, matches(i));
      if (found)
        return i;
    }
    return NoEntry;
  }
  uint32_t mask = dict.index.size - 1;
  for (uint32_t slot = hash & mask;; slot = (slot + 1) & mask) {
    PLUE_CHECK(ctx.burn(1));
    uint32_t i = dict.index[slot];
    if (i == NoEntry)
      return NoEntry;
    PLUE_BIND(bool found, matches(i));
    if (found)
      return i;
  }
}

static void addToIndex(DictObject &dict, uint32_t entry) {
  uint32_t mask = dict.index.size - 1;
  uint32_t slot = dict.entries[entry].hash & mask;
  while (dict.index[slot] != NoEntry)
    slot = (slot + 1) & mask;
  dict.index[slot] = entry;
}

/// Closes the holes and makes an index for \p capacity entries.
static LogicalResult rebuild(Context &ctx, DictObject &dict,
                             uint64_t capacity) {
  uint64_t slots =
      capacity <= MaxUnindexed ? 0 : llvm::NextPowerOf2(capacity * 3 / 2);
  // What can fail comes first: the table is never left half made.
  PLUE_CHECK(ctx.burnBytes(slots * sizeof(uint32_t)));
  PLUE_CHECK(reserve(ctx, dict.index, slots));
  DictObject::Entry *end =
      std::remove_if(dict.entries.begin(), dict.entries.end(),
                     [](const DictObject::Entry &e) { return !e.key; });
  dict.entries.size = end - dict.entries.begin();
  dict.index.size = slots;
  if (slots == 0)
    return success();
  std::fill(dict.index.begin(), dict.index.end(), NoEntry);
  for (uint32_t i = 0; i != dict.entries.size; ++i)
    addToIndex(dict, i);
  return success();
}

/// Makes room for one more entry. The index stays at most two thirds full.
static LogicalResult growTable(Context &ctx, DictObject &dict) {
  uint64_t wanted = uint64_t(dict.entries.size) + 1;
  bool indexIsFull = dict.index.size == 0 ? wanted > MaxUnindexed
                                          : wanted * 3 / 2 > dict.index.size;
  if (!indexIsFull)
    return reserve(ctx, dict.entries, wanted);
  PLUE_CHECK(rebuild(ctx, dict, 2 * uint64_t(dict.live) + 1));
  return reserve(ctx, dict.entries, uint64_t(dict.entries.size) + 1);
}

FailureOr<Value *> value::dictFind(Context &ctx, DictObject *dict, Value key) {
  PLUE_BIND(uint64_t h, hash(ctx, key));
  PLUE_BIND(uint32_t i, findEntry(ctx, *dict, h, key));
  return i == NoEntry ? nullptr : &dict->entries[i].value;
}

static LogicalResult insertHashed(Context &ctx, DictObject &dict, uint64_t hash,
                                  Value key, Value v) {
  PLUE_CHECK(ctx.checkItems(uint64_t(dict.live) + 1));
  PLUE_CHECK(growTable(ctx, dict));
  dict.entries.data[dict.entries.size++] = {
      .hash = hash, .key = key, .value = v};
  ++dict.live;
  ++dict.version;
  if (dict.index.size != 0)
    addToIndex(dict, dict.entries.size - 1);
  return success();
}

LogicalResult value::dictInsert(Context &ctx, DictObject *dict, Value key,
                                Value v) {
  PLUE_BIND(uint64_t h, hash(ctx, key));
  PLUE_BIND(uint32_t i, findEntry(ctx, *dict, h, key));
  if (i == NoEntry)
    return insertHashed(ctx, *dict, h, key, v);
  dict->entries[i].value = v; // The key that was there first stays.
  return success();
}

FailureOr<Value> value::dictTake(Context &ctx, DictObject *dict, Value key) {
  PLUE_BIND(uint64_t h, hash(ctx, key));
  PLUE_BIND(uint32_t i, findEntry(ctx, *dict, h, key));
  if (i == NoEntry)
    return Value();
  DictObject::Entry &entry = dict->entries[i];
  Value taken = entry.value;
  entry.key = entry.value = Value();
  --dict->live;
  ++dict->version;
  return taken;
}

FailureOr<bool> value::dictErase(Context &ctx, DictObject *dict, Value key) {
  uint32_t before = dict->live;
  PLUE_CHECK(dictTake(ctx, dict, key));
  return dict->live != before;
}

void value::dictClear(DictObject *dict) {
  dict->entries.size = dict->index.size = dict->live = 0;
  ++dict->version;
}

FailureOr<bool> value::setInsert(Context &ctx, SetObject *set, Value item) {
  PLUE_BIND(uint64_t h, hash(ctx, item));
  PLUE_BIND(uint32_t i, findEntry(ctx, set->table, h, item));
  if (i != NoEntry)
    return false;
  PLUE_CHECK(insertHashed(ctx, set->table, h, item, Value::none()));
  return true;
}

FailureOr<bool> value::setContains(Context &ctx, SetObject *set, Value item) {
  // A set is looked up as the frozen set it equals; none can be a member.
  if (item.is(Kind::Set))
    return false;
  PLUE_BIND(Value * place, dictFind(ctx, &set->table, item));
  return place != nullptr;
}
