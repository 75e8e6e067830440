//===- InferCalls.cpp - Calls on types ------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Functions of the workflow are looked into. Of built-in ones Typing.h
/// tells what results; those that hand on what their arguments contain, or that
/// call back, are followed more closely here.
//===----------------------------------------------------------------------===//
#include "Infer.h"
#include "plue/Value/Builtins.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace plue;
using namespace plue::eval;
using value::ExcKind;
using value::Typing;

//--- Callees ------------------------------------------------------------------

Abstract Inference::call(const Entry &callee, const AbstractArgs &args) {
  Entry called = callee;
  checkNone(called, [] { return false; });
  Abstract result;
  bool isCallable = false, returns = false;
  auto add = [&](Abstract v) {
    isCallable = true;
    returns |= !isDead;
    isDead = false;
    joinInto(result, v);
  };
  // Calls may make sites: no references across them.
  llvm::SmallVector<SiteId, 2> callees = called.v.sites;
  for (SiteId id : callees) {
    Site site = sites[id];
    switch (site.kind) {
    case Site::Function:
      add(callFunction(site, args));
      break;
    case Site::Builtin:
      add(callBuiltin(site.builtin, args));
      break;
    case Site::Class:
      add(callClass(site.type, args));
      break;
    case Site::Method:
      add(callMethod(site, args));
      break;
    default:
      break;
    }
  }
  if (called.v.scalars == types::Any)
    add(scalar(types::Any));
  if (!isCallable)
    return raise(ExcKind::TypeError, "'" + types.str(typeOf(called.v)) +
                                         "' object is not callable");
  return returns && !result.isNever() ? result : never();
}

Abstract Inference::callBack(const Abstract &function,
                             llvm::ArrayRef<Abstract> args) {
  if (llvm::any_of(args, [](const Abstract &a) { return a.isNever(); }))
    return {}; // Never called.
  AbstractArgs given;
  given.positional.assign(args.begin(), args.end());
  llvm::SaveAndRestore inPart(callPart, callPart + 1);
  Abstract v = call({function, Test(), range()}, given);
  isDead = false;
  return v;
}

std::set<SiteId> Inference::sourcesOf(const AbstractArgs &args,
                                      const Abstract *object) const {
  std::set<SiteId> sources;
  for (const Abstract &v : args.positional)
    collect(v, sources);
  for (const auto &[name, v] : args.keywords)
    collect(v, sources);
  for (const auto *more : {&args.spread, &args.spreadKeywords})
    if (*more)
      collect(**more, sources);
  if (object)
    collect(*object, sources);
  return sources;
}

/// The arguments as Typing.h wants them.
struct Inference::TypedArgs {
  TypedArgs(Inference &inference, const AbstractArgs &args) {
    for (const Abstract &v : args.positional)
      positional.push_back(inference.typeOf(v));
    for (const auto &[name, v] : args.keywords)
      keywords.push_back({name, inference.typeOf(v)});
  }
  value::CallTypes
  types(llvm::function_ref<TypeId(unsigned, llvm::ArrayRef<TypeId>)> resultOf) {
    return {
        .positional = positional, .keywords = keywords, .resultOf = resultOf};
  }
  llvm::SmallVector<TypeId, 4> positional;
  llvm::SmallVector<std::pair<llvm::StringRef, TypeId>, 2> keywords;
};

/// Arguments that may be None where None raises lose it, with a report.
/// \p typingOf tells about a call with these arguments.
Typing Inference::typeArguments(
    AbstractArgs &args,
    llvm::function_ref<Typing(const value::CallTypes &)> typingOf) {
  if (args.spread || args.spreadKeywords)
    return Typing{.type = types::Any, .mayRaise = true};
  auto resultOf = [&](unsigned argument,
                      llvm::ArrayRef<TypeId> given) -> TypeId {
    const Abstract *function = nullptr;
    if (argument < args.positional.size())
      function = &args.positional[argument];
    for (const auto &[name, v] : args.keywords)
      if (argument == ~0U && name == "key")
        function = &v;
    llvm::SmallVector<Abstract, 2> abstracts;
    for (TypeId type : given) {
      // The items themselves have been followed, by callBack(), before.
      uint32_t part = 5000 + 100 * abstracts.size();
      abstracts.push_back(fromType(type, {}, false, part));
    }
    if (!function)
      return types::Any;
    Abstract v = callBack(*function, abstracts);
    return v.isNever() ? types.never() : typeOf(v);
  };
  auto typing = [&] {
    TypedArgs typed(*this, args);
    return typingOf(typed.types(resultOf));
  };
  auto check = [&](Abstract &argument) {
    if (!mayBeNone(argument) || withoutNone(argument).isNever())
      return;
    Abstract before = argument;
    argument = scalar(types::None);
    bool accepts = !typing().isError();
    argument = before;
    if (accepts)
      return;
    Entry entry{argument, Test(), range()};
    checkNone(entry, [] { return false; });
    argument = entry.v;
  };
  for (Abstract &argument : args.positional)
    check(argument);
  for (auto &[name, argument] : args.keywords)
    check(argument);
  return typing();
}

//--- Built-in functions -------------------------------------------------------

/// `max(*xs)`, where that is the same for one item as for many.
std::optional<Abstract> Inference::extremeOfSpread(const AbstractArgs &args) {
  const Abstract &items = *args.spread;
  bool isPlain = items.sites.empty() && args.spreadKeywords->isNever();
  bool isScalar = items.scalars == types::Str || items.scalars == types::Int ||
                  items.scalars == types::Float;
  return isPlain && isScalar ? std::optional(scalar(items.scalars))
                             : std::nullopt;
}

/// What hands on the very items of its arguments.
std::optional<Abstract> Inference::callKnownBuiltin(llvm::StringRef name,
                                                    const AbstractArgs &args) {
  if (args.spread && (name == "min" || name == "max"))
    return extremeOfSpread(args);
  if (args.spread || args.spreadKeywords || args.positional.empty())
    return std::nullopt;
  const Abstract &first = args.positional[0];
  auto keyword = [&](llvm::StringRef wanted) -> const Abstract * {
    for (const auto &[name, v] : args.keywords)
      if (name == wanted && !v.known.isNone())
        return &v;
    return nullptr;
  };
  auto items = partsOf(first);
  if (const Abstract *key = keyword("key")) {
    bool isOfArguments = name != "sorted" && args.positional.size() > 1;
    Abstract compared = items;
    if (isOfArguments)
      for (const Abstract &argument : args.positional)
        joinInto(compared, argument);
    (void)callBack(*key, compared);
  }
  if (name == "sorted")
    return make(Site::List, items);
  if (name == "enumerate")
    return makeIter(name, make(Site::Tuple, {scalar(types::Int), items}, 1));
  if (name == "reversed")
    return makeIter(name, items);
  if (name == "zip") {
    llvm::SmallVector<Abstract, 4> parts;
    for (const Abstract &argument : args.positional)
      parts.push_back(partsOf(argument));
    return makeIter(name, make(Site::Tuple, parts, 1));
  }
  if (name == "map") {
    llvm::SmallVector<Abstract, 4> parts;
    for (const Abstract &argument :
         llvm::ArrayRef(args.positional).drop_front())
      parts.push_back(partsOf(argument));
    return makeIter(name, callBack(first, parts));
  }
  if (name == "filter" && args.positional.size() == 2) {
    Abstract kept = partsOf(args.positional[1]);
    if (first.known.isNone())
      return makeIter(name, withoutNone(kept));
    (void)callBack(first, kept);
    return makeIter(name, kept);
  }
  bool isExtreme = name == "min" || name == "max";
  if (isExtreme || name == "next") {
    Abstract result = items;
    if (isExtreme && args.positional.size() > 1) {
      result = {};
      for (const Abstract &argument : args.positional)
        joinInto(result, argument);
    }
    if (name == "next" && args.positional.size() > 1)
      joinInto(result, args.positional[1]);
    if (const Abstract *missing = keyword("default"))
      joinInto(result, *missing);
    for (const auto &[keyword, v] : args.keywords)
      if (keyword == "default")
        joinInto(result, v);
    result.known = Value();
    return result.isNever() ? never() : result;
  }
  return std::nullopt;
}

Abstract Inference::callBuiltin(value::BuiltinId builtin,
                                const AbstractArgs &given) {
  AbstractArgs args = given;
  llvm::StringRef name = value::builtinName(builtin);
  for (const Abstract &argument : args.positional)
    if (evaluator.mayHoldSecret(typeOf(argument)))
      return secret("used here");
  // What is called back is followed with the items themselves first.
  std::optional<Abstract> known = callKnownBuiltin(name, args);
  isDead = false;
  if (name == "type" && args.positional.size() == 1) {
    SiteId id = siteAt(key(2), Site::Class, 0);
    sites[id].type = typeOf(args.positional[0]);
    return ofSite(id);
  }
  Typing typing = typeArguments(args, [&](const value::CallTypes &call) {
    return value::typeOfCall(types, builtin, call);
  });
  if (typing.isError())
    return raise(typing.errorKind, typing.error);
  if (known)
    return known->isNever() ? never() : *known;
  uint32_t part = 100;
  Abstract result = fromType(typing.type, sourcesOf(args, nullptr),
                             /*mayBeSource=*/false, part);
  return result.isNever() ? never() : result;
}

Abstract Inference::secret(llvm::StringRef what) {
  if (isReportable("secret"))
    (void)evaluator.refuseSecret(what, range());
  return never();
}

//--- Conversions --------------------------------------------------------------

Abstract Inference::callClass(TypeId type, const AbstractArgs &given) {
  AbstractArgs args = given;
  llvm::StringRef name = value::className(types, type);
  Typing typing = typeArguments(args, [&](const value::CallTypes &call) {
    return value::typeOfConversion(types, type, call);
  });
  if (typing.isError())
    return raise(typing.errorKind, typing.error);
  bool hasOne = args.positional.size() == 1 && !args.spread &&
                args.keywords.empty() && !args.spreadKeywords;
  if (hasOne && (name == "list" || name == "set"))
    return make(name == "list" ? Site::List : Site::Set,
                partsOf(args.positional[0]), 101);
  if (hasOne && name == "tuple") {
    SiteId id = siteAt(key(102), Site::Tuple, 1);
    sites[id].isVariadic = true;
    grow(id, 0, partsOf(args.positional[0]));
    return ofSite(id);
  }
  if (hasOne && name == "dict") {
    Abstract keys, values;
    for (SiteId id : args.positional[0].sites)
      if (sites[id].kind == Site::Dict) {
        joinInto(keys, Abstract(sites[id].parts[0]));
        joinInto(values, Abstract(sites[id].parts[1]));
      }
    Abstract pairs = partsOf(args.positional[0]);
    for (SiteId id : pairs.sites)
      if (sites[id].kind == Site::Tuple && sites[id].parts.size() == 2) {
        joinInto(keys, Abstract(sites[id].parts[0]));
        joinInto(values, Abstract(sites[id].parts[1]));
      }
    keys.known = values.known = Value();
    if (!keys.isNever())
      return make(Site::Dict, {keys, values}, 103);
  }
  uint32_t part = 110;
  return fromType(typing.type, sourcesOf(args, nullptr), false, part);
}

//--- Methods ------------------------------------------------------------------

static bool isMutating(llvm::StringRef name) {
  static constexpr llvm::StringRef names[] = {"add",
                                              "append",
                                              "clear",
                                              "difference_update",
                                              "discard",
                                              "extend",
                                              "insert",
                                              "intersection_update",
                                              "pop",
                                              "popitem",
                                              "remove",
                                              "reverse",
                                              "setdefault",
                                              "sort",
                                              "symmetric_difference_update",
                                              "update"};
  return llvm::is_contained(names, name);
}

/// Adds to what the list holds; the value if that says more than its type does.
std::optional<Abstract> Inference::listMethod(SiteId id, llvm::StringRef name,
                                              const AbstractArgs &args) {
  size_t count = args.positional.size();
  auto plain = [&](size_t i) {
    Abstract v = args.positional[i];
    v.known = Value();
    return v;
  };
  if (name == "append" && count == 1)
    grow(id, 0, plain(0));
  else if (name == "insert" && count == 2)
    grow(id, 0, plain(1));
  else if (name == "extend" && count == 1)
    grow(id, 0, partsOf(args.positional[0]));
  else if (name == "pop")
    return sites[id].parts[0];
  else if (name == "copy")
    return make(Site::List, Abstract(sites[id].parts[0]), 200);
  if (name == "sort")
    for (const auto &[keyword, v] : args.keywords)
      if (keyword == "key" && !v.known.isNone())
        (void)callBack(v, Abstract(sites[id].parts[0]));
  return std::nullopt;
}

std::optional<Abstract> Inference::dictMethod(SiteId id, llvm::StringRef name,
                                              const AbstractArgs &args) {
  size_t count = args.positional.size();
  auto plain = [&](size_t i) {
    Abstract v = count > i ? args.positional[i] : scalar(types::None);
    v.known = Value();
    return v;
  };
  Abstract keys = sites[id].parts[0], values = sites[id].parts[1];
  if (name == "setdefault" && count >= 1) {
    grow(id, 0, plain(0));
    grow(id, 1, plain(1));
    return sites[id].parts[1];
  }
  if (name == "get" && count >= 1)
    return join(values, plain(1));
  if (name == "pop" && count >= 1)
    return count > 1 ? join(values, plain(1)) : values;
  if (name == "popitem")
    return make(Site::Tuple, {keys, values}, 201);
  if (name == "copy")
    return make(Site::Dict, {keys, values}, 202);
  if (name == "keys")
    return makeIter("dict_keys", keys, 203);
  if (name == "values")
    return makeIter("dict_values", values, 204);
  if (name == "items")
    return makeIter("dict_items", make(Site::Tuple, {keys, values}, 205), 206);
  if (name != "update")
    return std::nullopt;
  for (const auto &[keyword, v] : args.keywords) {
    grow(id, 0, scalar(types::Str));
    grow(id, 1, v);
  }
  if (count == 1) {
    for (SiteId from : args.positional[0].sites)
      if (sites[from].kind == Site::Dict) {
        grow(id, 0, Abstract(sites[from].parts[0]));
        grow(id, 1, Abstract(sites[from].parts[1]));
      }
    Abstract pairs = partsOf(args.positional[0]);
    for (SiteId pair : pairs.sites)
      if (sites[pair].kind == Site::Tuple && sites[pair].parts.size() == 2) {
        grow(id, 0, Abstract(sites[pair].parts[0]));
        grow(id, 1, Abstract(sites[pair].parts[1]));
      }
  }
  return std::nullopt;
}

/// A method of one kind of object; its type tells.
Abstract Inference::otherMethod(const Abstract &object, llvm::StringRef name,
                                const AbstractArgs &given) {
  AbstractArgs args = given;
  TypeId type = typeOf(object), after;
  Typing typing = typeArguments(args, [&](const value::CallTypes &call) {
    value::MethodTyping typed = value::typeOfMethod(types, type, name, call);
    after = typed.objectAfter;
    return Typing(typed);
  });
  if (typing.isError())
    return raise(typing.errorKind, typing.error);
  std::set<SiteId> sources = sourcesOf(args, &object);
  bool isChange = isMutating(name);
  for (SiteId id : object.sites) {
    Site::Kind kind = sites[id].kind;
    if (!isChange || kind > Site::Dict)
      continue;
    mutate(id);
    if (kind == Site::Set)
      for (const Abstract &argument : args.positional)
        grow(id, 0, name == "add" ? argument : partsOf(argument));
  }
  std::optional<Abstract> known;
  if (object.sites.size() == 1) {
    SiteId id = object.sites[0];
    if (sites[id].kind == Site::List)
      known = listMethod(id, name, args);
    else if (sites[id].kind == Site::Dict)
      known = dictMethod(id, name, args);
  }
  if (known) {
    known->known = Value();
    return known->isNever() ? never() : *known;
  }
  uint32_t part = 300;
  Abstract result =
      fromType(typing.type, sources, /*mayBeSource=*/name == "pop", part);
  return result.isNever() ? never() : result;
}

Abstract Inference::callMethod(const Site &method, const AbstractArgs &args) {
  const Abstract object = method.parts[0];
  if (evaluator.mayHoldSecret(typeOf(object)))
    return secret("used here");
  Abstract result;
  bool returns = false;
  auto add = [&](const Abstract &each) {
    returns |= !isDead;
    isDead = false;
    joinInto(result, each);
  };
  if (object.scalars) {
    Abstract scalars = scalar(object.scalars);
    scalars.known = object.sites.empty() ? object.known : Value();
    if (object.scalars == types::Any) {
      if (isMutating(method.name))
        changesAny();
      add(scalar(types::Any));
    } else if (method.name == "format" && !scalars.known.isStr()) {
      add(dynamicFormat());
    } else {
      add(otherMethod(scalars, method.name, args));
    }
  }
  for (SiteId id : object.sites) {
    if (sites[id].kind != Site::Class) {
      add(otherMethod(ofSite(id), method.name, args));
      continue;
    }
    // `str.lower(x)`, `dict.fromkeys(…)`
    AbstractArgs rest = args;
    bool isStatic = method.name == "fromkeys" || method.name == "maketrans";
    if (method.name == "fromkeys" && !args.spread && !rest.positional.empty()) {
      rest.positional.resize(2, scalar(types::None));
      rest.positional[1].known = Value();
      add(make(Site::Dict, {partsOf(rest.positional[0]), rest.positional[1]},
               207));
      continue;
    }
    if (isStatic || rest.positional.empty()) {
      add(scalar(types::Any));
      continue;
    }
    Abstract self = rest.positional.front();
    rest.positional.erase(rest.positional.begin());
    Site bound{.kind = Site::Method, .parts = {self}, .name = method.name};
    bool isClass = llvm::any_of(self.sites, [&](SiteId site) {
      return sites[site].kind == Site::Class;
    });
    add(isClass ? scalar(types::Any) : callMethod(bound, rest));
  }
  return returns && !result.isNever() ? result : never();
}
