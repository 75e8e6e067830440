//===- TypeOf.cpp - The types of values -----------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Values may be shared and cyclic, so that a plain walk could take
/// forever: what an object's type is gets remembered, and an object met inside
/// itself, or too deep to matter, is Any.
//===----------------------------------------------------------------------===//
#include "Internal.h"
#include "plue/Value/Builtins.h"

using namespace plue;
using namespace plue::value;

static llvm::StringRef viewTypeName(ViewObject::Part part) {
  switch (part) {
  case ViewObject::Keys:
    return "dict_keys";
  case ViewObject::Values:
    return "dict_values";
  case ViewObject::Items:
    return "dict_items";
  }
  llvm_unreachable("not a part");
}

llvm::StringRef value::typeName(Value v) {
  switch (v.kind()) {
  case Kind::Absent:
    return "<absent>";
  case Kind::None:
    return "NoneType";
  case Kind::Bool:
    return "bool";
  case Kind::Int:
    return "int";
  case Kind::Float:
    return "float";
  case Kind::Str:
    return "str";
  case Kind::Tuple:
    return "tuple";
  case Kind::Range:
    return "range";
  case Kind::List:
    return "list";
  case Kind::Dict:
    return "dict";
  case Kind::Set:
    return "set";
  case Kind::View:
    return viewTypeName(v.asView()->part);
  case Kind::Iterator:
    return v.asIterator()->typeName();
  case Kind::Ellipsis:
    return "ellipsis";
  case Kind::Type:
    return "type";
  case Kind::Builtin:
    return isClass(v.asBuiltin()) ? "type" : "builtin_function_or_method";
  case Kind::Method:
    return v.asMethod()->self.is(Kind::Type) ? "method_descriptor"
                                             : "builtin_function_or_method";
  case Kind::Symbolic:
    return "run-time value";
  case Kind::Object:
    return v.asObject()->typeName();
  }
  llvm_unreachable("not a Kind");
}

namespace {
class TypeFinder {
public:
  explicit TypeFinder(TypeStore &types) : types(types) {}
  TypeId typeOf(Value v);

private:
  TypeId compute(Value v);
  TypeId joinAll(llvm::ArrayRef<Value> values);
  TypeId ofDict(const DictObject &dict);
  TypeId ofSet(const SetObject &set);
  TypeId ofTuple(llvm::ArrayRef<Value> items);

  TypeStore &types;
  llvm::DenseMap<const void *, TypeId> known;
  unsigned depth = 0;
};
} // namespace

static const void *addressOf(Value v) {
  switch (v.kind()) {
  case Kind::Tuple:
    return v.asTuple();
  case Kind::List:
    return v.asList();
  case Kind::Dict:
    return v.asDict();
  case Kind::Set:
    return v.asSet();
  default:
    return nullptr;
  }
}

TypeId TypeFinder::typeOf(Value v) {
  const void *address = addressOf(v);
  if (!address)
    return compute(v);
  auto [place, isNew] = known.try_emplace(address, types::Any);
  if (!isNew || depth == types::MaxDepth)
    return place->second;
  ++depth;
  TypeId type = compute(v);
  --depth;
  return known[address] = type;
}

TypeId TypeFinder::compute(Value v) {
  switch (v.kind()) {
  case Kind::None:
    return types::None;
  case Kind::Bool:
    return types::Bool;
  case Kind::Int:
    return types::Int;
  case Kind::Float:
    return types::Float;
  case Kind::Str:
    return types::Str;
  case Kind::Tuple:
    return ofTuple(v.asTuple()->items);
  case Kind::List:
    return types.list(joinAll(v.asList()->items));
  case Kind::Dict:
    return ofDict(*v.asDict());
  case Kind::Set:
    return ofSet(*v.asSet());
  default:
    return types::Any;
  }
}

/// An empty container has no items of any type: Never.
TypeId TypeFinder::joinAll(llvm::ArrayRef<Value> values) {
  TypeId joined;
  for (Value v : values) {
    TypeId type = typeOf(v);
    joined = joined ? types.join(joined, type) : type;
    if (joined == types::Any)
      break;
  }
  return joined ? joined : types.never();
}

TypeId TypeFinder::ofTuple(llvm::ArrayRef<Value> items) {
  if (items.size() > types::MaxWeight)
    return types.tupleOf(types::Any);
  llvm::SmallVector<TypeId> elements;
  for (Value item : items)
    elements.push_back(typeOf(item));
  return types.tuple(elements);
}

TypeId TypeFinder::ofDict(const DictObject &dict) {
  ValueVector keys, values;
  for (const DictObject::Entry &entry : dict.entries)
    if (entry.key) {
      keys.push_back(entry.key);
      values.push_back(entry.value);
    }
  TypeId key = joinAll(keys);
  return types.dict(key, joinAll(values));
}

TypeId TypeFinder::ofSet(const SetObject &set) {
  ValueVector items;
  for (const DictObject::Entry &entry : set.table.entries)
    if (entry.key)
      items.push_back(entry.key);
  return types.set(joinAll(items));
}

TypeId value::typeOf(TypeStore &types, Value v) {
  return TypeFinder(types).typeOf(v);
}
