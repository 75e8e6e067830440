//===- RandomValues.cpp - Values and their types at random ----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "RandomValues.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

using namespace plue;
using namespace plue::value;
using namespace plue::value::testing;

//--- Scalars ------------------------------------------------------------------

TypedValue RandomValues::number() {
  static const double Floats[] = {0.0, 1.0,   1.5,      -2.0,
                                  2.5, 1e308, INFINITY, NAN};
  if (chance(25))
    return {Value::floating(Floats[below(chance(30) ? 8 : 5)]), types::Float};
  if (chance(20))
    return {Value::boolean(chance(50)), types::Bool};
  if (chance(5))
    return {must(binary(ctx, BinaryOp::LShift, Value::smallInt(1),
                        Value::smallInt(chance(50) ? 70 : 1500))),
            types::Int};
  return {Value::smallInt(int64_t(below(8)) - 3), types::Int};
}

TypedValue RandomValues::text() {
  static constexpr llvm::StringLiteral Texts[] = {
      "a",   "",  "b",  "ab",  "x",   "",   " ",  "1",  "-2",  "2.5",
      "a,b", "é", "{}", "{0}", "{a}", "%s", "%d", "%%", "nan", "A"};
  llvm::StringRef chosen = Texts[below(std::size(Texts))];
  Value v = must(ctx.heap.makeStr(ctx, chosen));
  if (chance(10))
    return {v, ctx.types.enumOf({"a", chosen})};
  return {v, types::Str};
}

Value RandomValues::scalar() {
  if (chance(40))
    return text().v;
  return chance(85) ? number().v : Value::none();
}

/// Keys of few values, so that containers share some; those of one number in
/// several guises above all.
Value RandomValues::key() {
  const Value ones[] = {Value::smallInt(1), Value::boolean(true),
                        Value::floating(1), Value::smallInt(0)};
  if (chance(30))
    return ones[below(std::size(ones))];
  if (chance(10))
    return must(ctx.heap.makeTuple(ctx, {scalar(), scalar()}));
  Value v = scalar();
  // Whether a container holds a NaN is refused, which is of no use here.
  bool isNan = v.isFloat() && std::isnan(v.asFloat());
  return isNan ? Value::none() : v;
}

//--- Containers ---------------------------------------------------------------

std::vector<Value> RandomValues::items(unsigned depth) {
  std::vector<Value> made;
  unsigned count = chance(15) ? 0 : 1 + below(3), kind = below(4);
  for (unsigned i = 0; i != count; ++i)
    made.push_back(kind == 0                ? number().v
                   : kind == 1              ? text().v
                   : kind == 2 || depth < 2 ? scalar()
                                            : container(depth - 1));
  return made;
}

TypedValue RandomValues::dict(unsigned depth) {
  Value made = must(ctx.heap.makeDict(ctx));
  std::vector<Value> values = items(depth);
  bool areTexts = chance(50);
  for (Value v : values)
    (void)dictInsert(ctx, made.asDict(), areTexts ? text().v : key(), v);
  if (ctx.hasException())
    ctx.takeException();
  return {made, typeOf(ctx.types, made)};
}

Value RandomValues::container(unsigned depth) {
  switch (below(6)) {
  case 0:
    return must(ctx.heap.makeTuple(ctx, items(depth)));
  case 1: {
    std::vector<Value> two = {scalar(), scalar()};
    return must(ctx.heap.makeTuple(ctx, two));
  }
  case 2:
    return dict(depth).v;
  case 3: {
    Value made = must(ctx.heap.makeSet(ctx));
    for (unsigned i = below(3); i != 0; --i)
      (void)setInsert(ctx, made.asSet(), key());
    if (ctx.hasException())
      ctx.takeException();
    return made;
  }
  case 4:
    if (depth > 1) {
      // Pairs, as dicts are made from.
      std::vector<Value> pairs;
      for (unsigned i = below(3); i != 0; --i)
        pairs.push_back(must(ctx.heap.makeTuple(ctx, {key(), scalar()})));
      return must(ctx.heap.makeList(ctx, pairs));
    }
    [[fallthrough]];
  default:
    return must(ctx.heap.makeList(ctx, items(depth)));
  }
}

//--- What can only be walked --------------------------------------------------

TypedValue RandomValues::view(unsigned depth) {
  TypedValue of = dict(depth);
  TypeNode node = ctx.types[of.type];
  switch (below(3)) {
  case 0:
    return {must(ctx.heap.makeView(ctx, of.v.asDict(), ViewObject::Keys)),
            ctx.types.iterable("dict_keys", node.elements[0])};
  case 1:
    return {must(ctx.heap.makeView(ctx, of.v.asDict(), ViewObject::Values)),
            ctx.types.iterable("dict_values", node.elements[1])};
  default:
    return {must(ctx.heap.makeView(ctx, of.v.asDict(), ViewObject::Items)),
            ctx.types.iterable("dict_items", ctx.types.tuple(node.elements))};
  }
}

TypedValue RandomValues::iterator(unsigned depth) {
  Value list = must(ctx.heap.makeList(ctx, items(depth)));
  TypeId item = ctx.types[typeOf(ctx.types, list)].elements.front();
  CallArgs args{.positional = list, .keywords = {}};
  if (chance(50))
    return {must(callBuiltin(ctx, BuiltinId::Zip, args)),
            ctx.types.iterable("zip", ctx.types.tuple({item}))};
  return {must(callBuiltin(ctx, BuiltinId::Reversed, args)),
          ctx.types.iterable("list_reverseiterator", item)};
}

TypedValue RandomValues::iterable(unsigned depth) {
  if (chance(30)) {
    int64_t step = chance(50) ? 1 : -1;
    return {must(ctx.heap.makeRange(ctx, below(3), below(5), step)),
            ctx.types.iterable("range", types::Int)};
  }
  return chance(60) ? view(depth) : iterator(depth);
}

//--- Types --------------------------------------------------------------------

/// A type that says less.
TypeId RandomValues::widen(TypeId type) {
  TypeNode node = ctx.types[type];
  auto other = [&](unsigned depth) {
    return typeOf(ctx.types, depth ? container(depth) : scalar());
  };
  if (chance(30))
    return ctx.types.optional(type);
  if (chance(15) && node.kind != TypeKind::Iterable)
    return types::Any;
  if (chance(50))
    return ctx.types.join(type, other(below(2)));
  switch (node.kind) {
  case TypeKind::List:
    return ctx.types.list(ctx.types.join(node.elements[0], other(below(2))));
  case TypeKind::Set:
    return ctx.types.set(ctx.types.join(node.elements[0], other(0)));
  case TypeKind::Dict:
    return ctx.types.dict(ctx.types.join(node.elements[0], other(0)),
                          ctx.types.join(node.elements[1], other(below(2))));
  case TypeKind::Tuple: {
    TypeId all = other(0);
    for (TypeId element : node.elements)
      all = ctx.types.join(all, element);
    return ctx.types.tupleOf(all);
  }
  default:
    return ctx.types.join(type, other(0));
  }
}

TypedValue RandomValues::value(unsigned depth) {
  TypedValue made;
  uint32_t kind = below(100);
  if (kind < 20)
    made = text();
  else if (kind < 45)
    made = number();
  else if (kind < 50)
    made = {Value::none(), types::None};
  else if (kind < 85) {
    made.v = container(depth);
    made.type = typeOf(ctx.types, made.v);
  } else
    made = iterable(depth);
  if (chance(25))
    made.type = widen(made.type);
  return made;
}

TypedValue RandomValues::like(Value other) {
  TypedValue made = value();
  for (unsigned tries = chance(50) ? 8 : 0;
       tries != 0 && made.v.kind() != other.kind(); --tries)
    made = value();
  return made;
}

TypedValue RandomValues::argument() {
  static constexpr BuiltinId Functions[] = {
      BuiltinId::Len, BuiltinId::Repr, BuiltinId::Abs, BuiltinId::Max,
      BuiltinId::Ord, BuiltinId::Sum,  BuiltinId::Chr, BuiltinId::Sorted};
  static constexpr TypeId Classes[] = {types::Str, types::Int, types::Float,
                                       types::Bool};
  if (chance(88))
    return value(1 + below(2));
  if (chance(50))
    return {Value::builtin(Functions[below(std::size(Functions))]), types::Any};
  return {Value::type(Classes[below(std::size(Classes))]), types::Any};
}

static Value firstItem(Value v) {
  if (v.isStr())
    return v;
  if (v.is(Kind::List) && v.asList()->items.size != 0)
    return v.asList()->items[0];
  if (v.is(Kind::Dict) && v.asDict()->entries.size != 0)
    return v.asDict()->entries[0].key;
  if (v.is(Kind::Set) && v.asSet()->table.entries.size != 0)
    return v.asSet()->table.entries[0].key;
  return Value();
}

TypedValue RandomValues::argumentFor(Value object) {
  Value item = chance(20) ? firstItem(object) : Value();
  if (!item || item.isCell()) // Not one object in two places.
    return object && chance(20) ? like(object) : argument();
  return {item, typeOf(ctx.types, item)};
}

//--- Membership ---------------------------------------------------------------

static constexpr unsigned MaxDepth = 70;

static bool admitsAll(Context &ctx, TypeId type, llvm::ArrayRef<Value> values,
                      unsigned depth) {
  return llvm::all_of(values,
                      [&](Value v) { return admits(ctx, type, v, depth + 1); });
}

static bool admitsEntries(Context &ctx, const TypeNode &node,
                          const DictObject &table, unsigned depth) {
  return llvm::all_of(table.entries, [&](const DictObject::Entry &entry) {
    if (!entry.key)
      return true;
    return admits(ctx, node.elements[0], entry.key, depth + 1) &&
           (node.kind == TypeKind::Set ||
            admits(ctx, node.elements[1], entry.value, depth + 1));
  });
}

static bool admitsTuple(Context &ctx, const TypeNode &node,
                        llvm::ArrayRef<Value> items, unsigned depth) {
  if (!node.names.empty())
    return admitsAll(ctx, node.elements.front(), items, depth);
  return node.elements.size() == items.size() &&
         llvm::all_of(llvm::zip(node.elements, items), [&](auto pair) {
           return admits(ctx, std::get<0>(pair), std::get<1>(pair), depth + 1);
         });
}

/// What `reversed` makes of a value of any type is of one of several classes.
static bool isReversedAny(const TypeNode &node, Value v) {
  llvm::StringRef name = typeName(v);
  return node.label == "reversed" && node.elements.front() == types::Any &&
         (name.contains("reverse") || name == "range_iterator");
}

static bool admitsIterable(Context &ctx, const TypeNode &node, Value v,
                           unsigned depth) {
  if (typeName(v) != node.label && !isReversedAny(node, v))
    return false;
  FailureOr<llvm::SmallVector<Value, 8>> all = items(ctx, v);
  return failed(all) || admitsAll(ctx, node.elements.front(), *all, depth);
}

bool value::testing::admits(Context &ctx, TypeId type, Value v,
                            unsigned depth) {
  if (depth > MaxDepth)
    return true;
  TypeNode node = ctx.types[type];
  auto byMember = [&](TypeId member) { return admits(ctx, member, v, depth); };
  switch (node.kind) {
  case TypeKind::Any:
    return true;
  case TypeKind::Optional:
    return v.isNone() || byMember(node.elements.front());
  case TypeKind::Union:
    return llvm::any_of(node.elements, byMember);
  case TypeKind::Enum:
    return v.isStr() && llvm::is_contained(node.names, v.text().str());
  case TypeKind::List:
    return v.is(Kind::List) &&
           admitsAll(ctx, node.elements[0], v.asList()->items, depth);
  case TypeKind::Tuple:
    return v.is(Kind::Tuple) &&
           admitsTuple(ctx, node, v.asTuple()->items, depth);
  case TypeKind::Set:
    return v.is(Kind::Set) && admitsEntries(ctx, node, v.asSet()->table, depth);
  case TypeKind::Dict:
    return v.is(Kind::Dict) && admitsEntries(ctx, node, *v.asDict(), depth);
  case TypeKind::Iterable:
    return admitsIterable(ctx, node, v, depth);
  case TypeKind::Never:
    return false;
  default:
    return v.kind() == kindOfClass(ctx.types, type);
  }
}

bool value::testing::holdsEmpty(Context &ctx, Value v, unsigned depth) {
  if (depth > MaxDepth)
    return true;
  if (v.is(Kind::Iterator))
    return true; // Not to be walked before its time.
  FailureOr<uint64_t> size = length(ctx, v);
  if (failed(size)) {
    ctx.takeException();
    return false;
  }
  if (*size == 0)
    return true;
  auto holds = [&](Value item) { return holdsEmpty(ctx, item, depth + 1); };
  if (v.is(Kind::Dict) || v.is(Kind::View)) {
    const DictObject &dict = v.is(Kind::Dict) ? *v.asDict() : *v.asView()->dict;
    return llvm::any_of(dict.entries, [&](const DictObject::Entry &entry) {
      return entry.key && (holds(entry.key) || holds(entry.value));
    });
  }
  if (v.is(Kind::List))
    return llvm::any_of(v.asList()->items, holds);
  return v.is(Kind::Tuple) && llvm::any_of(v.asTuple()->items, holds);
}
