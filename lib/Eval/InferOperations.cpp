//===- InferOperations.cpp - Operators and access on types ----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What can raise and what results is Typing.h's to say; here the sites
/// are followed through the operations, so that what a container holds is known
/// by more than its type.
//===----------------------------------------------------------------------===//
#include "Infer.h"
#include "StepResults.h"
#include "plue/Value/Builtins.h"

using namespace plue;
using namespace plue::eval;
using value::BinaryOp;
using value::CompareOp;
using value::ExcKind;
using value::Typing;
using value::UnaryOp;

//--- Access -------------------------------------------------------------------

/// The kind of values that a type without containers has, for its methods.
static Kind kindOfScalar(TypeKind kind) {
  switch (kind) {
  case TypeKind::Str:
  case TypeKind::Enum:
    return Kind::Str;
  case TypeKind::Bool:
  case TypeKind::Int:
    return Kind::Int;
  case TypeKind::Float:
    return Kind::Float;
  default:
    return Kind::None;
  }
}

static Kind kindOfSite(const value::TypeStore &types, const Site &site) {
  switch (site.kind) {
  case Site::List:
    return Kind::List;
  case Site::Set:
    return Kind::Set;
  case Site::Dict:
    return Kind::Dict;
  case Site::Tuple:
    return Kind::Tuple;
  case Site::Iter:
    return site.name.starts_with("dict_") ? Kind::View
           : site.name == "range"         ? Kind::Range
                                          : Kind::Iterator;
  case Site::Class:
    return value::kindOfClass(types, site.type);
  default:
    return Kind::None;
  }
}

/// A field of a record, or a result of a step; never if there is none.
Abstract Inference::fieldOf(TypeId type, llvm::StringRef name) {
  TypeKind kind = types.kind(type);
  if (kind == TypeKind::Record) {
    TypeId field = types.field(type, name);
    uint32_t part = 3000;
    return field ? fromType(field, {}, false, part, /*isForeign=*/true)
                 : Abstract();
  }
  if (kind != TypeKind::Step && kind != TypeKind::StepOf)
    return {};
  const ResultField *field = findResultField(name);
  if (field && field->handlesFailure)
    readsOutcome = true;
  if (field)
    return scalar(field->type);
  if (kind == TypeKind::StepOf && name == "output")
    return fromType(types[type].elements[0]);
  return {};
}

LogicalResult Inference::unknownAttribute(const Abstract &object,
                                          llvm::StringRef name) {
  if (!isReportable(name))
    return failure();
  llvm::SmallVector<llvm::StringRef> names;
  TypeId shown = typeOf(object);
  for (TypeId member : membersOf(types, object.scalars)) {
    TypeKind kind = types.kind(member);
    if (kind == TypeKind::Record)
      for (const std::string &field : types[member].names)
        names.push_back(field);
    else if (kind == TypeKind::Step || kind == TypeKind::StepOf)
      llvm::append_range(names, resultFieldNames());
    else
      llvm::append_range(names, value::methodNames(kindOfScalar(kind)));
  }
  for (SiteId id : object.sites)
    llvm::append_range(names, value::methodNames(kindOfSite(types, sites[id])));
  return evaluator.unknownAttribute("`" + types.str(shown) + "`", name, names,
                                    range());
}

Abstract Inference::attribute(Entry object, llvm::StringRef name) {
  checkNone(object, [] { return false; });
  std::pair<uint32_t, uint32_t> place{contexts[context].function, pc};
  Abstract fields, methods;
  for (TypeId member : membersOf(types, object.v.scalars)) {
    joinInto(fields, fieldOf(member, name));
    if (member == types::Any ||
        value::hasMethod(kindOfScalar(types.kind(member)), name))
      joinInto(methods, scalar(member));
  }
  for (SiteId id : object.v.sites) {
    const Site &site = sites[id];
    Kind kind = kindOfSite(types, site);
    if (site.kind == Site::Class && name == "__name__")
      joinInto(fields, scalar(types::Str));
    else if (kind != Kind::None && value::hasMethod(kind, name))
      joinInto(methods, ofSite(id));
  }
  if (fields.isNever() && methods.isNever()) {
    (void)unknownAttribute(object.v, name);
    return never();
  }
  attributes[place].first |= !fields.isNever();
  attributes[place].second |= !methods.isNever();
  if (methods.isNever())
    return fields;
  methods.known = object.v.known;
  SiteId id = siteAt(key(1), Site::Method, 1);
  sites[id].name = name;
  grow(id, 0, methods);
  return join(fields, ofSite(id));
}

Abstract Inference::index(Entry object, const Abstract &at) {
  TypeId atType = typeOf(at);
  auto typingFor = [&](TypeId type) {
    return value::typeOfIndex(types, type, atType, at.known);
  };
  checkNone(object, [&] { return !typingFor(types::None).isError(); });
  Typing typing = typingFor(typeOf(object.v));
  if (typing.isError())
    return raise(typing.errorKind, typing.error);
  Abstract result;
  if (object.v.scalars) {
    Typing each = typingFor(object.v.scalars);
    if (!each.isError())
      joinInto(result, fromType(each.type));
  }
  for (SiteId id : object.v.sites) {
    const Site &site = sites[id];
    switch (site.kind) {
    case Site::List:
    case Site::Iter: // Of a range; others have failed above.
      joinInto(result, Abstract(site.parts[0]));
      break;
    case Site::Dict:
      joinInto(result, Abstract(site.parts[1]));
      break;
    case Site::Tuple: {
      int64_t count = site.parts.size();
      bool isKnown = !site.isVariadic && at.known.isSmallInt() &&
                     at.known.asInt() < count && at.known.asInt() >= -count;
      if (isKnown) {
        int64_t which = at.known.asInt();
        joinInto(result,
                 Abstract(site.parts[which < 0 ? which + count : which]));
      } else {
        joinInto(result, partsOf(ofSite(id)));
      }
      break;
    }
    case Site::Class: // `list[str]`
      joinInto(result, ofSite(id));
      break;
    default:
      break;
    }
  }
  return result.isNever() ? never() : result;
}

void Inference::setIndex(Entry object, const Abstract &at, const Abstract &v) {
  TypeId atType = typeOf(at), type = typeOf(v);
  auto typingFor = [&](TypeId object) {
    return value::typeOfSetItem(types, object, atType, type);
  };
  checkNone(object, [&] { return !typingFor(types::None).isError(); });
  Typing typing = typingFor(typeOf(object.v));
  if (typing.isError())
    return void(raise(typing.errorKind, typing.error));
  Abstract key = at, item = v;
  key.known = item.known = Value();
  for (SiteId id : object.v.sites) {
    if (sites[id].kind == Site::List) {
      mutate(id);
      grow(id, 0, item);
    } else if (sites[id].kind == Site::Dict) {
      mutate(id);
      grow(id, 0, key);
      grow(id, 1, item);
    }
  }
  if (object.v.scalars == types::Any)
    changesAny();
}

/// What belongs to data of any type may not change: there is no telling where
/// else it is seen.
void Inference::changesAny() {
  if (!isReportable("any"))
    return;
  evaluator.diags.report(range(), diag::runtime_part_mutation)
      .hint("copy it first, for instance with `list(…)` or `dict(…)`");
  (void)evaluator.reported();
}

Abstract Inference::slice(llvm::MutableArrayRef<Entry> parts) {
  auto typingFor = [&](TypeId type) {
    return value::typeOfSlice(types, type, typeOf(parts[1].v),
                              typeOf(parts[2].v), typeOf(parts[3].v));
  };
  checkNone(parts[0], [&] { return !typingFor(types::None).isError(); });
  Typing typing = typingFor(typeOf(parts[0].v));
  if (typing.isError())
    return raise(typing.errorKind, typing.error);
  Abstract result;
  for (SiteId id : parts[0].v.sites) {
    if (sites[id].kind == Site::List) {
      joinInto(result, make(Site::List, Abstract(sites[id].parts[0])));
    } else if (sites[id].kind == Site::Tuple) {
      SiteId made = siteAt(key(1), Site::Tuple, 1);
      sites[made].isVariadic = true;
      grow(made, 0, partsOf(ofSite(id)));
      joinInto(result, ofSite(made));
    } else {
      joinInto(result, ofSite(id)); // A range.
    }
  }
  if (parts[0].v.scalars) {
    Typing each = typingFor(parts[0].v.scalars);
    if (!each.isError())
      joinInto(result, fromType(each.type));
  }
  return result.isNever() ? never() : result;
}

//--- Walking ------------------------------------------------------------------

Abstract Inference::partsOf(const Abstract &iterable) {
  Abstract result;
  if (iterable.scalars)
    for (TypeId member : membersOf(types, iterable.scalars)) {
      Typing typing = value::typeOfItems(types, member);
      if (!typing.isError())
        joinInto(result, fromType(typing.type));
    }
  for (SiteId id : iterable.sites) {
    const Site &site = sites[id];
    if (site.kind == Site::Dict)
      joinInto(result, Abstract(site.parts[0]));
    else if (site.kind <= Site::Iter)
      for (const Abstract &part : site.parts)
        joinInto(result, Abstract(part));
  }
  result.known = Value();
  return result;
}

Abstract Inference::itemsOf(Entry iterable) {
  checkNone(iterable, [] { return false; });
  Typing typing = value::typeOfItems(types, typeOf(iterable.v));
  if (typing.isError())
    return raise(typing.errorKind, typing.error);
  for (SiteId id : iterable.v.sites)
    if (sites[id].kind == Site::Set)
      return raise(ExcKind::Nondeterministic,
                   "walking this set would show the order of a set, which "
                   "changes from run to run; use sorted() on it first");
  return partsOf(iterable.v);
}

void Inference::unpack(Entry v, size_t before, bool hasStar, size_t after) {
  size_t wanted = before + after;
  size_t numTargets = wanted + hasStar;
  llvm::SmallVector<Abstract, 8> targets(numTargets);
  bool mayFit = false;
  size_t got = 0;
  Abstract others;
  others.scalars = v.v.scalars;
  for (SiteId id : v.v.sites) {
    Site &site = sites[id];
    bool isFixed = site.kind == Site::Tuple && !site.isVariadic;
    if (!isFixed) {
      joinInto(others, ofSite(id));
      continue;
    }
    got = site.parts.size();
    if (got < wanted || (got > wanted && !hasStar))
      continue;
    mayFit = true;
    for (size_t i = 0; i != before; ++i)
      joinInto(targets[i], Abstract(site.parts[i]));
    for (size_t i = 0; i != after; ++i)
      joinInto(targets[numTargets - 1 - i], Abstract(site.parts[got - 1 - i]));
    Abstract middle;
    for (size_t i = before; i + after < got; ++i)
      joinInto(middle, Abstract(site.parts[i]));
    if (hasStar)
      grow(siteAt(key(1), Site::List, 1), 0, middle);
  }
  if (!others.isNever()) {
    v.v = others;
    Abstract items = itemsOf(v);
    if (isDead)
      return;
    mayFit = true;
    for (Abstract &target : targets)
      joinInto(target, items);
    if (hasStar)
      grow(siteAt(key(1), Site::List, 1), 0, items);
  }
  if (!mayFit) {
    std::string message = got > wanted
                              ? "too many values to unpack (expected "
                              : "not enough values to unpack (expected ";
    message += std::to_string(wanted);
    if (got <= wanted)
      message += ", got " + std::to_string(got);
    return void(raise(ExcKind::ValueError, message + ")"));
  }
  if (hasStar)
    targets[before] = ofSite(siteAt(key(1), Site::List, 1));
  for (size_t i = targets.size(); i-- > 0;) {
    // An empty list has no items: nothing goes on from here.
    if (targets[i].isNever())
      return void(never());
    push(targets[i]);
  }
}

//--- Operators ----------------------------------------------------------------

Abstract Inference::unary(UnaryOp op, Entry operand) {
  if (op == UnaryOp::Not)
    return scalar(types::Bool);
  auto typingFor = [&](TypeId type) {
    return value::typeOfUnary(types, op, type);
  };
  checkNone(operand, [&] { return !typingFor(types::None).isError(); });
  Typing typing = typingFor(typeOf(operand.v));
  if (typing.isError())
    return raise(typing.errorKind, typing.error);
  Abstract result = fromType(typing.type);
  if (op == UnaryOp::Minus && operand.v.known.isSmallInt() &&
      operand.v.known.asInt() > INT64_MIN)
    result.known = Value::smallInt(-operand.v.known.asInt());
  return result;
}

/// What a text would do as a format must be known when compiling: it could look
/// into whatever it is given.
Abstract Inference::dynamicFormat() {
  if (isReportable("format")) {
    evaluator.diags.report(range(), diag::runtime_unsupported, "a format")
        .hint("write the format here, as an f-string for instance");
    (void)evaluator.reported();
  }
  return never();
}

bool Inference::isDynamicFormat(BinaryOp op, const Abstract &left) const {
  return op == BinaryOp::Mod && left.scalars && !left.known.isStr() &&
         left.scalars != types::Any && types.mayBe(left.scalars, TypeKind::Str);
}

/// What \p rule says of two operands. One that may be None must not be where
/// that would raise.
value::Typing Inference::typeOperands(
    Entry left, Entry right,
    llvm::function_ref<Typing(TypeId left, TypeId right)> rule) {
  checkNone(left,
            [&] { return !rule(types::None, typeOf(right.v)).isError(); });
  checkNone(right,
            [&] { return !rule(typeOf(left.v), types::None).isError(); });
  return rule(typeOf(left.v), typeOf(right.v));
}

Abstract Inference::binary(BinaryOp op, Entry left, Entry right) {
  if (isDynamicFormat(op, left.v))
    return dynamicFormat();
  Typing typing = typeOperands(left, right, [&](TypeId l, TypeId r) {
    return value::typeOfBinary(types, op, l, r);
  });
  if (typing.isError())
    return raise(typing.errorKind, typing.error);
  std::set<SiteId> sources = reachable(left.v);
  sources.merge(reachable(right.v));
  uint32_t part = 0;
  return fromType(typing.type, sources, /*mayBeSource=*/false, part);
}

/// Lists, dicts and sets change where they are.
Abstract Inference::inplace(BinaryOp op, Entry left, Entry right) {
  if (isDynamicFormat(op, left.v))
    return dynamicFormat();
  Typing typing = typeOperands(left, right, [&](TypeId l, TypeId r) {
    return value::typeOfInplace(types, op, l, r);
  });
  if (typing.isError())
    return raise(typing.errorKind, typing.error);
  Abstract changed, other = left.v;
  other.sites.clear();
  Abstract added = partsOf(right.v);
  for (SiteId id : left.v.sites) {
    if (sites[id].kind > Site::Dict) {
      joinInto(other, ofSite(id));
      continue;
    }
    mutate(id);
    if (op != BinaryOp::Mul && sites[id].kind != Site::Dict)
      grow(id, 0, added);
    if (sites[id].kind == Site::Dict)
      for (SiteId from : right.v.sites)
        if (sites[from].kind == Site::Dict) {
          grow(id, 0, Abstract(sites[from].parts[0]));
          grow(id, 1, Abstract(sites[from].parts[1]));
        }
    joinInto(changed, ofSite(id));
  }
  if (other.isNever())
    return changed;
  Typing rest = value::typeOfBinary(types, op, typeOf(other), typeOf(right.v));
  if (rest.isError())
    return changed;
  std::set<SiteId> sources = reachable(other);
  sources.merge(reachable(right.v));
  uint32_t part = 0;
  return join(changed, fromType(rest.type, sources, false, part));
}

Abstract Inference::compare(CompareOp op, Entry left, Entry right) {
  if (evaluator.mayHoldSecret(typeOf(left.v)) ||
      evaluator.mayHoldSecret(typeOf(right.v)))
    return secret("compared");
  auto typingFor = [&](TypeId l, TypeId r) {
    return value::typeOfCompare(types, op, l, r);
  };
  checkNone(left,
            [&] { return !typingFor(types::None, typeOf(right.v)).isError(); });
  checkNone(right,
            [&] { return !typingFor(typeOf(left.v), types::None).isError(); });
  Typing typing = typingFor(typeOf(left.v), typeOf(right.v));
  if (typing.isError())
    return raise(typing.errorKind, typing.error);
  return scalar(types::Bool);
}
