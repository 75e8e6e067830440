//===- InferValues.cpp - What is known of values --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Abstract values and sites. Everything only ever grows, and there are
/// finitely many sites: one for each instruction that makes something, in each
/// context. So inference comes to an end.
//===----------------------------------------------------------------------===//
#include "Infer.h"
#include "plue/Value/Builtins.h"

using namespace plue;
using namespace plue::eval;

//--- Joins --------------------------------------------------------------------

bool Inference::joinInto(Abstract &into, const Abstract &from) {
  Abstract before = into;
  bool wasNever = into.isNever();
  if (from.scalars)
    into.scalars =
        into.scalars ? types.join(into.scalars, from.scalars) : from.scalars;
  for (SiteId site : from.sites) {
    auto *at = llvm::lower_bound(into.sites, site);
    if (at == into.sites.end() || *at != site)
      into.sites.insert(at, site);
  }
  if (wasNever)
    into.known = from.known;
  else if (!from.isNever() && !isIdentical(into.known, from.known))
    into.known = Value();
  into.maybeUnbound |= from.maybeUnbound;
  return !(into == before);
}

bool Inference::joinInto(State &into, const State &from) {
  bool hasChanged = false;
  for (auto [a, b] : llvm::zip(into.slots, from.slots))
    hasChanged |= joinInto(a, b);
  assert(into.stack.size() == from.stack.size() && "the lowering is balanced");
  for (auto [a, b] : llvm::zip(into.stack, from.stack)) {
    hasChanged |= joinInto(a.v, b.v);
    if (!(a.test == b.test)) {
      hasChanged |= a.test.kind != Test::None;
      a.test = Test();
    }
  }
  for (auto it = into.narrowed.begin(); it != into.narrowed.end();) {
    auto other = from.narrowed.find(it->first);
    if (other == from.narrowed.end()) {
      it = into.narrowed.erase(it);
      hasChanged = true;
      continue;
    }
    hasChanged |= joinInto(it->second, other->second);
    ++it;
  }
  return hasChanged;
}

//--- Sites --------------------------------------------------------------------

SiteId Inference::siteAt(Key key, Site::Kind kind, size_t numParts) {
  key.part = key.part * 16 + kind;
  auto [it, isNew] = siteIds.try_emplace(key, sites.size());
  if (isNew) {
    sites.push_back({.kind = kind});
    ++version;
  }
  Site &made = sites[it->second];
  // Tuples of different lengths that are made in one place are one of any
  // length.
  if (kind == Site::Tuple && !isNew && !made.isVariadic &&
      made.parts.size() != numParts) {
    Abstract all;
    for (const Abstract &part : made.parts)
      joinInto(all, part);
    made.parts.assign(1, all);
    made.isVariadic = true;
    ++version;
  }
  if (isNew)
    made.parts.resize(numParts);
  return it->second;
}

void Inference::grow(SiteId id, size_t part, const Abstract &v) {
  Site &grown = sites[id];
  if (grown.isVariadic)
    part = 0;
  if (part < grown.parts.size() && joinInto(grown.parts[part], v))
    ++version;
}

Abstract Inference::make(Site::Kind kind, llvm::ArrayRef<Abstract> parts,
                         uint32_t part) {
  SiteId id = siteAt(key(part), kind, parts.size());
  for (size_t i = 0; i != parts.size(); ++i)
    grow(id, i, parts[i]);
  return ofSite(id);
}

Abstract Inference::makeIter(llvm::StringRef name, const Abstract &item,
                             uint32_t part) {
  Abstract made = make(Site::Iter, item, part);
  sites[made.sites[0]].name = name;
  return made;
}

void Inference::mutate(SiteId id) {
  Site &changed = sites[id];
  if (changed.isMutated)
    return;
  changed.isMutated = true;
  changed.mutation = range();
  ++version;
}

void Inference::collect(const Abstract &abstract,
                        std::set<SiteId> &into) const {
  std::vector<SiteId> pending(abstract.sites.begin(), abstract.sites.end());
  while (!pending.empty()) {
    SiteId id = pending.back();
    pending.pop_back();
    if (!into.insert(id).second)
      continue;
    for (const Abstract &part : sites[id].parts)
      pending.insert(pending.end(), part.sites.begin(), part.sites.end());
  }
}

std::set<SiteId> Inference::reachable(const Abstract &abstract) const {
  std::set<SiteId> result;
  collect(abstract, result);
  return result;
}

std::optional<SiteId> Inference::siteOfCell(Value cell) const {
  const void *identity = cell.is(Kind::List)   ? (const void *)cell.asList()
                         : cell.is(Kind::Dict) ? (const void *)cell.asDict()
                         : cell.is(Kind::Set)  ? (const void *)cell.asSet()
                                               : nullptr;
  auto it = cellSites.find(identity);
  return it == cellSites.end() ? std::nullopt : std::optional(it->second);
}

//--- Types --------------------------------------------------------------------

TypeId Inference::typeOfSite(SiteId id, std::set<SiteId> &around) {
  if (!around.insert(id).second)
    return types::Any;
  const Site &site = sites[id];
  llvm::SmallVector<TypeId, 4> parts;
  if (site.kind <= Site::Iter)
    for (const Abstract &part : site.parts)
      parts.push_back(typeOf(part, around));
  around.erase(id);
  switch (site.kind) {
  case Site::List:
    return types.list(parts[0]);
  case Site::Set:
    return types.set(parts[0]);
  case Site::Dict:
    return types.dict(parts[0], parts[1]);
  case Site::Tuple:
    return site.isVariadic ? types.tupleOf(parts[0]) : types.tuple(parts);
  case Site::Iter:
    return types.iterable(site.name, parts[0]);
  default:
    return types::Any;
  }
}

TypeId Inference::typeOf(const Abstract &abstract, std::set<SiteId> &around) {
  TypeId type = abstract.scalars;
  for (SiteId site : abstract.sites) {
    TypeId each = typeOfSite(site, around);
    type = type ? types.join(type, each) : each;
  }
  return type ? type : types.never();
}

TypeId Inference::typeOf(const Abstract &abstract) {
  std::set<SiteId> around;
  return typeOf(abstract, around);
}

Abstract Inference::fromType(TypeId type, const std::set<SiteId> &sources,
                             bool mayBeSource, uint32_t &part, bool isForeign) {
  const value::TypeNode node = types[type];
  auto inner = [&](size_t i) {
    return fromType(node.elements[i], sources, true, part, isForeign);
  };
  auto container = [&](Site::Kind kind, bool isVariadic = false) {
    Abstract shared;
    if (mayBeSource && kind <= Site::Dict)
      for (SiteId source : sources)
        if (sites[source].kind == kind)
          joinInto(shared, ofSite(source));
    if (!shared.isNever())
      return shared;
    uint32_t mine = part++;
    llvm::SmallVector<Abstract, 4> parts;
    for (size_t i = 0; i != node.elements.size(); ++i)
      parts.push_back(inner(i));
    SiteId id = siteAt(key(mine), kind, parts.size());
    sites[id].isVariadic |= isVariadic;
    sites[id].isForeign |= isForeign;
    if (kind == Site::Iter)
      sites[id].name = evaluator.builder.plan().plan().save(node.label);
    for (size_t i = 0; i != parts.size(); ++i)
      grow(id, i, parts[i]);
    return ofSite(id);
  };
  switch (node.kind) {
  case TypeKind::List:
    return container(Site::List);
  case TypeKind::Set:
    return container(Site::Set);
  case TypeKind::Dict:
    return container(Site::Dict);
  case TypeKind::Tuple:
    return container(Site::Tuple, !node.names.empty());
  case TypeKind::Iterable:
    return container(Site::Iter);
  case TypeKind::Optional: {
    Abstract maybe =
        fromType(node.elements[0], sources, mayBeSource, part, isForeign);
    return join(maybe, scalar(types::None));
  }
  case TypeKind::Union: {
    Abstract all;
    for (TypeId member : node.elements)
      joinInto(all, fromType(member, sources, mayBeSource, part, isForeign));
    return all;
  }
  case TypeKind::Never:
    return {};
  default:
    return scalar(type);
  }
}

//--- Values of the evaluator --------------------------------------------------

/// What a value that comes in is. Every container of the evaluator is a site of
/// its own.
Abstract Inference::ofValue(Value v, llvm::DenseMap<const void *, SiteId> &seen,
                            unsigned depth) {
  if (depth > evaluator.limits.syntaxDepth)
    return scalar(types::Any);
  if (const Choice *choice = evaluator.choiceOf(v))
    return join(ofValue(choice->whenTrue, seen, depth + 1),
                ofValue(choice->whenFalse, seen, depth + 1));
  if (isRuntime(v)) {
    uint32_t part = 0;
    pc = sites.size();
    return fromType(evaluator.typeOfSymbolic(v), {}, false, part,
                    /*isForeign=*/true);
  }
  if (evaluator.canReify(v)) {
    Abstract constant = scalar(value::typeOf(types, v));
    constant.known = v;
    return constant;
  }
  auto added = [&](const void *identity, Site site) {
    SiteId id = sites.size();
    sites.push_back(std::move(site));
    if (identity)
      seen[identity] = id;
    return id;
  };
  auto parts = [&](const void *identity, Site::Kind kind, size_t numParts,
                   auto forEach) {
    if (auto it = seen.find(identity); it != seen.end())
      return ofSite(it->second);
    bool isCell = kind != Site::Tuple;
    SiteId id = added(identity, {.kind = kind, .cell = isCell ? v : Value()});
    sites[id].parts.resize(numParts);
    forEach([&](size_t part, Value item) {
      Abstract abstract = ofValue(item, seen, depth + 1);
      abstract.known = Value();
      grow(id, part, abstract);
    });
    return ofSite(id);
  };
  switch (v.kind()) {
  case Kind::List:
    return parts(v.asList(), Site::List, 1, [&](auto add) {
      for (Value item : v.asList()->items)
        add(0, item);
    });
  case Kind::Dict:
    return parts(v.asDict(), Site::Dict, 2, [&](auto add) {
      for (const auto &entry : v.asDict()->entries)
        if (entry.key) {
          add(0, entry.key);
          add(1, entry.value);
        }
    });
  case Kind::Set:
    return parts(v.asSet(), Site::Set, 1, [&](auto add) {
      for (const auto &entry : v.asSet()->table.entries)
        if (entry.key)
          add(0, entry.key);
    });
  case Kind::Tuple: {
    llvm::ArrayRef<Value> items = v.asTuple()->items;
    return parts(v.asTuple(), Site::Tuple, items.size(), [&](auto add) {
      for (size_t i = 0; i != items.size(); ++i)
        add(i, items[i]);
    });
  }
  case Kind::Range: {
    SiteId id = added(
        nullptr,
        {.kind = Site::Iter, .parts = {scalar(types::Int)}, .name = "range"});
    return ofSite(id);
  }
  case Kind::Type:
    return ofSite(added(nullptr, {.kind = Site::Class, .type = v.asType()}));
  case Kind::Builtin:
    return ofSite(
        added(nullptr, {.kind = Site::Builtin, .builtin = v.asBuiltin()}));
  default:
    return scalar(objectAs<StepObject>(v) ? types::Step : types::Any);
  }
}

//--- Narrowing ----------------------------------------------------------------

llvm::SmallVector<TypeId, 4>
plue::eval::membersOf(const value::TypeStore &types, TypeId type) {
  if (!type)
    return {};
  const value::TypeNode &node = types[type];
  if (node.kind == TypeKind::Union)
    return llvm::SmallVector<TypeId, 4>(node.elements.begin(),
                                        node.elements.end());
  if (node.kind != TypeKind::Optional)
    return {type};
  llvm::SmallVector<TypeId, 4> members = membersOf(types, node.elements[0]);
  members.push_back(types::None);
  return members;
}

bool Inference::mayBeNone(const Abstract &a) {
  return a.scalars && a.scalars != types::Any &&
         llvm::is_contained(membersOf(types, a.scalars), types::None);
}

Abstract Inference::withoutNone(const Abstract &a) {
  Abstract result = a;
  if (a.known.isNone())
    result.known = Value();
  if (!a.scalars)
    return result;
  result.scalars = TypeId();
  for (TypeId member : membersOf(types, a.scalars))
    if (member != types::None)
      joinInto(result, scalar(member));
  result.known = a.known.isNone() ? Value() : a.known;
  return result;
}

/// Whether values of \p type are instances of \p cls.
static bool isInstance(const value::TypeStore &types, TypeId type, TypeId cls) {
  llvm::StringRef name = value::className(types, cls);
  switch (types.kind(type)) {
  case TypeKind::Str:
  case TypeKind::Enum:
  case TypeKind::Secret:
    return name == "str";
  case TypeKind::Bool:
    return name == "bool" || name == "int";
  case TypeKind::Int:
    return name == "int";
  case TypeKind::Float:
    return name == "float";
  case TypeKind::List:
    return name == "list";
  case TypeKind::Dict:
    return name == "dict";
  case TypeKind::Set:
    return name == "set";
  case TypeKind::Tuple:
    return name == "tuple";
  default:
    return false;
  }
}

Abstract Inference::narrow(const Abstract &a, const Test &test, bool holds) {
  auto keep = [&](auto keepsScalar, auto keepsSite) {
    Abstract kept;
    if (a.scalars)
      for (TypeId member : membersOf(types, a.scalars))
        if (keepsScalar(member))
          joinInto(kept, scalar(member));
    for (SiteId site : a.sites)
      if (keepsSite(site))
        joinInto(kept, ofSite(site));
    kept.maybeUnbound = a.maybeUnbound;
    return kept;
  };
  switch (test.kind) {
  case Test::None:
    return a;
  case Test::Truth:
    if (holds)
      return withoutNone(a);
    return keep(
        [&](TypeId member) {
          TypeKind kind = types.kind(member);
          return kind != TypeKind::Record && kind != TypeKind::Step &&
                 kind != TypeKind::StepOf;
        },
        [&](SiteId site) { return sites[site].kind <= Site::Iter; });
  case Test::IsNone:
    if (!holds)
      return withoutNone(a);
    return mayBeNone(a) || a.scalars == types::Any ? scalar(types::None)
                                                   : Abstract();
  case Test::IsInstance:
    break;
  }
  auto isOne = [&](TypeId type) {
    return llvm::any_of(
        test.classes, [&](TypeId cls) { return isInstance(types, type, cls); });
  };
  Abstract kept = keep(
      [&](TypeId member) {
        if (member == types::Any)
          return !holds;
        return isOne(member) == holds;
      },
      [&](SiteId site) {
        std::set<SiteId> around;
        return isOne(typeOfSite(site, around)) == holds;
      });
  if (holds && a.scalars == types::Any)
    for (auto [i, cls] : llvm::enumerate(test.classes)) {
      uint32_t part = 2000 + 50 * i;
      joinInto(kept, fromType(cls, {}, false, part, /*isForeign=*/true));
    }
  return kept;
}
