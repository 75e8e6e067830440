//===- Type.cpp - Static types --------------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Interning, joins and assignability. A type is a set of values:
/// `isAssignable` is inclusion, and `join` is the smallest type at hand that
/// includes both, which is one of the two wherever that will do.
//===----------------------------------------------------------------------===//
#include "plue/Value/Type.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/xxhash.h"

using namespace plue;
using namespace plue::value;

static constexpr llvm::StringLiteral AnyLength = "...";

static bool isTupleOfAnyLength(const TypeNode &node) {
  return node.kind == TypeKind::Tuple && !node.names.empty();
}

//--- Interning ----------------------------------------------------------------

TypeStore::TypeStore() {
  for (uint32_t i = 0; i != types::NumFixed; ++i)
    intern({.kind = static_cast<TypeKind>(i)});
}

/// A record's label is only for people; an iterable's is its class.
static llvm::StringRef distinguishingLabel(const TypeNode &node) {
  return node.kind == TypeKind::Iterable ? llvm::StringRef(node.label) : "";
}

static uint64_t hashOf(const TypeNode &node) {
  llvm::SmallString<128> key;
  key.push_back(static_cast<char>(node.kind));
  key += distinguishingLabel(node);
  for (TypeId element : node.elements)
    key.append({reinterpret_cast<const char *>(&element.index),
                sizeof(element.index)});
  for (const std::string &name : node.names) {
    key += name;
    key.push_back('\0');
  }
  // A DenseMap keeps the two largest numbers to itself.
  return llvm::xxh3_64bits(key) >> 1;
}

TypeId TypeStore::find(const TypeNode &node, uint64_t hash) const {
  auto bucket = byHash.find(hash);
  if (bucket == byHash.end())
    return TypeId::none();
  for (uint32_t index : bucket->second) {
    const TypeNode &other = nodes[index];
    if (node.kind == other.kind && node.elements == other.elements &&
        node.names == other.names &&
        distinguishingLabel(node) == distinguishingLabel(other))
      return TypeId(index);
  }
  return TypeId::none();
}

TypeStore::Extent TypeStore::extentOver(llvm::ArrayRef<TypeId> elements) const {
  Extent extent;
  for (TypeId element : elements) {
    const Extent &inner = extents[element.index];
    extent.depth = std::max(extent.depth, inner.depth + 1);
    extent.weight =
        std::min(extent.weight + inner.weight, types::MaxWeight + 1);
  }
  return extent;
}

bool TypeStore::fits(llvm::ArrayRef<TypeId> elements) const {
  Extent extent = extentOver(elements);
  return extent.depth <= types::MaxDepth && extent.weight <= types::MaxWeight;
}

TypeId TypeStore::intern(TypeNode node) {
  assert(llvm::all_of(node.elements,
                      [&](TypeId id) { return id.index < size(); }) &&
         "a type is made of types that exist");
  if (!fits(node.elements))
    return types::Any;
  uint64_t hash = hashOf(node);
  if (TypeId known = find(node, hash))
    return known;
  if (size() >= types::MaxTypes)
    return types::Any;
  extents.push_back(extentOver(node.elements));
  nodes.push_back(std::move(node));
  byHash[hash].push_back(nodes.size() - 1);
  return TypeId(nodes.size() - 1);
}

TypeId TypeStore::stepOf(TypeId output) {
  return intern({.kind = TypeKind::StepOf, .elements = {output}});
}

TypeId TypeStore::iterable(llvm::StringRef className, TypeId element) {
  return intern({.kind = TypeKind::Iterable,
                 .label = className.str(),
                 .elements = {element}});
}

TypeId TypeStore::never() { return intern({.kind = TypeKind::Never}); }

TypeId TypeStore::list(TypeId element) {
  return intern({.kind = TypeKind::List, .elements = {element}});
}

TypeId TypeStore::set(TypeId element) {
  return intern({.kind = TypeKind::Set, .elements = {element}});
}

TypeId TypeStore::dict(TypeId key, TypeId value) {
  return intern({.kind = TypeKind::Dict, .elements = {key, value}});
}

TypeId TypeStore::tuple(llvm::ArrayRef<TypeId> elements) {
  return intern({.kind = TypeKind::Tuple, .elements = elements.vec()});
}

TypeId TypeStore::tupleOf(TypeId element) {
  return intern({.kind = TypeKind::Tuple,
                 .elements = {element},
                 .names = {AnyLength.str()}});
}

TypeId TypeStore::optional(TypeId inner) {
  TypeKind k = kind(inner);
  if (k == TypeKind::Optional || k == TypeKind::None || k == TypeKind::Any)
    return inner;
  return intern({.kind = TypeKind::Optional, .elements = {inner}});
}

/// The names in order of first appearance, each once.
static std::vector<std::string>
uniqueNames(llvm::ArrayRef<llvm::StringRef> in) {
  std::vector<std::string> names;
  llvm::StringSet<> seen;
  for (llvm::StringRef name : in)
    if (seen.insert(name).second)
      names.push_back(name.str());
  return names;
}

TypeId TypeStore::enumOf(llvm::ArrayRef<llvm::StringRef> names) {
  return intern({.kind = TypeKind::Enum, .names = uniqueNames(names)});
}

TypeId TypeStore::record(llvm::StringRef label,
                         llvm::ArrayRef<llvm::StringRef> names,
                         llvm::ArrayRef<TypeId> fields) {
  assert(names.size() == fields.size() && "every field has a name");
  std::vector<std::string> copies;
  for (llvm::StringRef name : names)
    copies.push_back(name.str());
  return intern({.kind = TypeKind::Record,
                 .label = label.str(),
                 .elements = fields.vec(),
                 .names = std::move(copies)});
}

//--- Joins --------------------------------------------------------------------

TypeId TypeStore::join(TypeId a, TypeId b) {
  if (a == b)
    return a;
  if (isAssignable(a, b))
    return b;
  if (isAssignable(b, a))
    return a;
  if (a == types::None || b == types::None)
    return optional(a == types::None ? b : a);
  TypeId joined = joinMembers(withoutNone(a), withoutNone(b));
  return isOptional(a) || isOptional(b) ? optional(joined) : joined;
}

TypeId TypeStore::joinMembers(TypeId a, TypeId b) {
  llvm::SmallVector<TypeId> members;
  auto add = [&](TypeId type) {
    // A member that the new one includes gives way to it, in its place.
    for (TypeId &member : members) {
      if (isAssignable(type, member))
        return;
      if (isAssignable(member, type)) {
        member = type;
        return;
      }
      if (kind(type) == TypeKind::Enum && kind(member) == TypeKind::Enum) {
        llvm::SmallVector<llvm::StringRef> names;
        llvm::append_range(names, nodes[member.index].names);
        llvm::append_range(names, nodes[type.index].names);
        member = enumOf(names);
        return;
      }
    }
    members.push_back(type);
  };
  for (TypeId side : {a, b}) {
    if (kind(side) != TypeKind::Union) {
      add(side);
      continue;
    }
    // A copy: `add` may intern and so move the nodes.
    std::vector<TypeId> inner = nodes[side.index].elements;
    llvm::for_each(inner, add);
  }
  return unionOf(members);
}

TypeId TypeStore::unionOf(llvm::ArrayRef<TypeId> members) {
  if (members.size() == 1)
    return members.front();
  if (members.size() > types::MaxMembers)
    return types::Any;
  return intern({.kind = TypeKind::Union, .elements = members.vec()});
}

TypeId TypeStore::withoutNone(TypeId type) const {
  return isOptional(type) ? nodes[type.index].elements.front() : type;
}

TypeId TypeStore::field(TypeId record, llvm::StringRef name) const {
  const TypeNode &node = nodes[record.index];
  if (node.kind != TypeKind::Record)
    return TypeId::none();
  auto it = llvm::find(node.names, name);
  if (it == node.names.end())
    return TypeId::none();
  return node.elements[it - node.names.begin()];
}

bool TypeStore::mayBe(TypeId type, TypeKind wanted) const {
  const TypeNode &node = nodes[type.index];
  if (node.kind == wanted || node.kind == TypeKind::Any)
    return true;
  if (node.kind == TypeKind::Optional && wanted == TypeKind::None)
    return true;
  if (node.kind != TypeKind::Optional && node.kind != TypeKind::Union)
    return false;
  return llvm::any_of(node.elements,
                      [&](TypeId inner) { return mayBe(inner, wanted); });
}

//--- Assignability ------------------------------------------------------------

static bool areNamesIn(const TypeNode &from, const TypeNode &to) {
  return llvm::all_of(from.names, [&](const std::string &name) {
    return llvm::is_contained(to.names, name);
  });
}

/// Values do not change once they have a type, so containers are covariant.
bool TypeStore::isAssignable(TypeId from, TypeId to) const {
  if (from == to || to == types::Any)
    return true;
  const TypeNode &a = nodes[from.index], &b = nodes[to.index];
  auto elementsFit = [&] {
    return a.elements.size() == b.elements.size() &&
           llvm::all_of(llvm::zip(a.elements, b.elements), [&](auto pair) {
             return isAssignable(std::get<0>(pair), std::get<1>(pair));
           });
  };
  if (a.kind == TypeKind::Never)
    return true;
  auto eachFits = [&](TypeId member) { return isAssignable(member, to); };
  if (a.kind == TypeKind::Union)
    return llvm::all_of(a.elements, eachFits);
  if (a.kind == TypeKind::Optional)
    return eachFits(types::None) && eachFits(a.elements.front());
  switch (b.kind) {
  case TypeKind::Optional:
    return from == types::None || isAssignable(from, b.elements.front());
  case TypeKind::Union:
    return llvm::any_of(
        b.elements, [&](TypeId member) { return isAssignable(from, member); });
  case TypeKind::Str:
    return a.kind == TypeKind::Enum;
  case TypeKind::Enum:
    return a.kind == TypeKind::Enum && areNamesIn(a, b);
  case TypeKind::Step:
    return a.kind == TypeKind::StepOf;
  case TypeKind::Iterable:
    return a.kind == b.kind && a.label == b.label && elementsFit();
  case TypeKind::StepOf:
  case TypeKind::List:
  case TypeKind::Set:
  case TypeKind::Dict:
    return a.kind == b.kind && elementsFit();
  case TypeKind::Tuple:
    if (a.kind != TypeKind::Tuple)
      return false;
    if (isTupleOfAnyLength(b))
      return llvm::all_of(a.elements, [&](TypeId element) {
        return isAssignable(element, b.elements.front());
      });
    return !isTupleOfAnyLength(a) && elementsFit();
  case TypeKind::Record:
    return a.kind == TypeKind::Record && a.names.size() == b.names.size() &&
           llvm::all_of(llvm::zip(a.names, a.elements), [&](auto pair) {
             TypeId wanted = field(to, std::get<0>(pair));
             return wanted && isAssignable(std::get<1>(pair), wanted);
           });
  default:
    return false;
  }
}
