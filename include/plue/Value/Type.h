//===- Type.h - Static types ------------------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Types are structural and interned: equal types have equal ids within
/// one TypeStore. A store is dense and its order is the order of first use, so
/// it is written to a plan as it stands. The scalar types have fixed ids.
///
/// Types describe values and so could be made as deep as values can. One that
/// is nested deeper, or would be longer to write out, than the limits below
/// says no more than Any does, and the constructors return Any in its stead. So
/// whoever walks a type may recurse and need not count.
//===----------------------------------------------------------------------===//
#ifndef PLUE_VALUE_TYPE_H
#define PLUE_VALUE_TYPE_H

#include "plue/Support/Ids.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/JSON.h"
#include <string>
#include <vector>

namespace plue::value {

using TypeId = Id<struct TypeTag>;

enum class TypeKind : uint8_t {
  Any,
  None,
  Bool,
  Int,
  Float,
  Str,
  /// A value that must never be shown: a reference to a secret's text.
  Secret,
  /// The handle of a step.
  Step,
  List,     // element
  Set,      // element
  Dict,     // key, value
  Tuple,    // elements; or, with the one name `...`, any number of elements[0]
  Optional, // the type when it is not None
  Union,    // members, in order of first appearance, none of them a union
  Enum,     // names: the strings
  Record,   // names and fields, in order; `label` is its name if it has one
  StepOf,   // output: the handle of a step that has one
  Iterable, // element; what `zip`, `range`, `d.items()`, … make, `label` says
            // which: it can only be walked
  Never,    // no value has this type: what the items of an empty list are
};
inline constexpr unsigned NumTypeKinds = unsigned(TypeKind::Never) + 1;

struct TypeNode {
  TypeKind kind = TypeKind::Any;
  /// A record's name, as written in the source; empty if it has none. Only for
  /// people: two records with the same fields are the same type.
  std::string label;
  std::vector<TypeId> elements;
  /// Field names of a record, members of an enum.
  std::vector<std::string> names;
};

namespace types {
inline constexpr TypeId Any{0}, None{1}, Bool{2}, Int{3}, Float{4}, Str{5},
    Secret{6}, Step{7};
/// How many fixed ids there are.
inline constexpr uint32_t NumFixed = 8;
/// How deeply types nest, how many nodes one has when written out as a tree,
/// and how many members a union has, before Any stands for it.
inline constexpr uint32_t MaxDepth = 64, MaxWeight = 10'000, MaxMembers = 32;
/// How many types a store takes before Any stands for new ones: ordinals fit 16
/// bits.
inline constexpr uint32_t MaxTypes = 0xFFFF;
} // namespace types

class TypeStore {
public:
  TypeStore();

  const TypeNode &operator[](TypeId id) const { return nodes[id.index]; }
  TypeKind kind(TypeId id) const { return nodes[id.index].kind; }
  uint32_t size() const { return nodes.size(); }

  TypeId list(TypeId element);
  TypeId set(TypeId element);
  TypeId dict(TypeId key, TypeId value);
  TypeId tuple(llvm::ArrayRef<TypeId> elements);
  /// A tuple of any length; `tuple` as a class is one of Any.
  TypeId tupleOf(TypeId element);
  /// \p inner or None. Optional of an optional, None or Any is what it was.
  TypeId optional(TypeId inner);
  /// The handle of a step with an output of type \p output.
  TypeId stepOf(TypeId output);
  /// What can be walked over items of type \p element; \p className is what
  /// Python calls it: `zip`, `dict_items`, ….
  TypeId iterable(llvm::StringRef className, TypeId element);
  TypeId never();
  TypeId enumOf(llvm::ArrayRef<llvm::StringRef> names);
  TypeId record(llvm::StringRef label, llvm::ArrayRef<llvm::StringRef> names,
                llvm::ArrayRef<TypeId> fields);
  /// The type of a value that has type \p a or \p b. Nothing is coerced: an int
  /// and a float make a union. Members of enums join to the union of members.
  TypeId join(TypeId a, TypeId b);
  /// Interns a node that came from outside (a plan). The ids in it must be
  /// smaller than size().
  TypeId intern(TypeNode node);
  /// Whether a type over these elements stays within the limits.
  bool fits(llvm::ArrayRef<TypeId> elements) const;

  /// What is left of \p type when it is known not to be None; None itself
  /// stays.
  TypeId withoutNone(TypeId type) const;
  bool isOptional(TypeId type) const {
    return kind(type) == TypeKind::Optional;
  }
  /// The field \p name of a record, or none.
  TypeId field(TypeId record, llvm::StringRef name) const;
  /// Whether every value of \p from is a value of \p to.
  bool isAssignable(TypeId from, TypeId to) const;
  /// Whether \p type is \p kind, or for unions and optionals, may be.
  bool mayBe(TypeId type, TypeKind kind) const;

  /// The type as its author would write it: `list(enum("a", "b"))`.
  std::string str(TypeId type) const;
  /// The type as a JSON Schema (2020-12) fragment.
  llvm::json::Value toJsonSchema(TypeId type) const;

private:
  /// How deep a type is and how many nodes it has as a tree.
  struct Extent {
    uint32_t depth = 1;
    uint32_t weight = 1;
  };
  Extent extentOver(llvm::ArrayRef<TypeId> elements) const;
  TypeId unionOf(llvm::ArrayRef<TypeId> members);
  TypeId joinMembers(TypeId a, TypeId b);
  TypeId find(const TypeNode &node, uint64_t hash) const;

  std::vector<TypeNode> nodes;
  std::vector<Extent> extents;
  llvm::DenseMap<uint64_t, std::vector<uint32_t>> byHash;
};

} // namespace plue::value

#endif // PLUE_VALUE_TYPE_H
