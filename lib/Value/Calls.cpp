//===- Calls.cpp - Looking up and calling built-in functions --------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The tables made from Builtins.def, and the binding of arguments to
/// parameters. CPython words a wrong call in one of five ways, depending on how
/// the C function is built; which it is follows from the signature nearly
/// always:
///   no parameters        str.lower() takes no arguments (1 given)
///   one, by position     len() takes exactly one argument (2 given)
///   more, by position    divmod expected 2 arguments, got 1
///   some by keyword      sum() takes at most 2 arguments (3 given)
///   and Arity::Parsed    find() takes at least 1 argument (0 given)
//===----------------------------------------------------------------------===//
#include "Calls.h"
#include "plue/Value/Builtins.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;

//--- The tables ---------------------------------------------------------------

#define PLUE_ENTRY(name, arity, isStatic, function, signature)                 \
  NativeEntry{name, Signature::parse(signature), Arity::arity, isStatic,       \
              function},

static constexpr NativeEntry Functions[] = {
#define PLUE_BUILTIN(Name, name, isClass, arity, function, signature)          \
  PLUE_ENTRY(name, arity, false, function, signature)
#include "plue/Value/Builtins.def"
};

static constexpr bool Classes[] = {
#define PLUE_BUILTIN(Name, name, isClass, arity, function, signature) isClass,
#include "plue/Value/Builtins.def"
};

/// All methods, kind after kind.
static constexpr NativeEntry Methods[] = {
#define PLUE_METHOD(Kind, name, arity, function, signature)                    \
  PLUE_ENTRY(name, arity, false, function, signature)
#define PLUE_STATIC_METHOD(Kind, name, arity, function, signature)             \
  PLUE_ENTRY(name, arity, true, function, signature)
#include "plue/Value/Builtins.def"
};

static constexpr Kind MethodKinds[] = {
#define PLUE_METHOD(KIND, name, arity, function, signature) Kind::KIND,
#include "plue/Value/Builtins.def"
};

static constexpr llvm::StringRef FunctionNames[] = {
#define PLUE_BUILTIN(Name, name, isClass, arity, function, signature)          \
  llvm::StringLiteral(name),
#include "plue/Value/Builtins.def"
};

static constexpr llvm::StringRef MethodNames[] = {
#define PLUE_METHOD(Kind, name, arity, function, signature)                    \
  llvm::StringLiteral(name),
#include "plue/Value/Builtins.def"
};

static constexpr std::string_view viewOf(llvm::StringRef s) {
  return {s.data(), s.size()};
}

static constexpr bool areSorted() {
  for (size_t i = 1; i < std::size(FunctionNames); ++i)
    if (viewOf(FunctionNames[i - 1]) >= viewOf(FunctionNames[i]))
      return false;
  for (size_t i = 1; i < std::size(MethodNames); ++i)
    if (MethodKinds[i - 1] == MethodKinds[i] &&
        viewOf(MethodNames[i - 1]) >= viewOf(MethodNames[i]))
      return false;
  return true;
}
static_assert(areSorted(), "sections of Builtins.def are sorted by name");

namespace {
/// The places of a kind's methods in the table.
struct Section {
  size_t begin, end;
};
} // namespace

static constexpr Section sectionOf(Kind kind) {
  if (kind == Kind::Bool)
    kind = Kind::Int;
  size_t begin = 0;
  while (begin != std::size(MethodKinds) && MethodKinds[begin] != kind)
    ++begin;
  size_t end = begin;
  while (end != std::size(MethodKinds) && MethodKinds[end] == kind)
    ++end;
  return {begin, end};
}

const NativeEntry *value::findMethod(Kind kind, llvm::StringRef name) {
  Section section = sectionOf(kind);
  llvm::ArrayRef<llvm::StringRef> names(MethodNames + section.begin,
                                        section.end - section.begin);
  auto place = llvm::lower_bound(names, name);
  if (place == names.end() || *place != name)
    return nullptr;
  return &Methods[section.begin + (place - names.begin())];
}

const NativeEntry &value::functionEntry(BuiltinId id) {
  return Functions[static_cast<size_t>(id)];
}

bool value::isClass(BuiltinId id) { return Classes[static_cast<size_t>(id)]; }

llvm::StringRef value::builtinName(BuiltinId id) {
  return FunctionNames[static_cast<size_t>(id)];
}

llvm::ArrayRef<llvm::StringRef> value::builtinNames() { return FunctionNames; }

std::optional<BuiltinId> value::findBuiltin(llvm::StringRef name) {
  auto place = llvm::lower_bound(FunctionNames, name);
  if (place == std::end(FunctionNames) || *place != name)
    return std::nullopt;
  return static_cast<BuiltinId>(place - FunctionNames);
}

bool value::hasMethod(Kind kind, llvm::StringRef name) {
  return findMethod(kind, name) != nullptr;
}

bool value::isStaticMethod(Kind kind, llvm::StringRef name) {
  const NativeEntry *entry = findMethod(kind, name);
  return entry && entry->isStatic;
}

llvm::ArrayRef<llvm::StringRef> value::methodNames(Kind kind) {
  Section section = sectionOf(kind);
  return {MethodNames + section.begin, section.end - section.begin};
}

//--- Wrong calls --------------------------------------------------------------

namespace {
/// A function being called, as messages name it.
struct Callee {
  const NativeEntry &entry;
  /// The class of a method, else empty.
  llvm::StringRef className;

  /// `len()`, `str.join()`
  std::string qualified() const {
    std::string name = className.empty() ? "" : (className + ".").str();
    return name + entry.name.str() + "()";
  }
};
} // namespace

static llvm::StringRef plural(uint64_t n) { return n == 1 ? "" : "s"; }

/// `divmod expected 2 arguments, got 1`
static LogicalResult raiseExpected(Context &ctx, const Callee &callee,
                                   size_t given) {
  const Signature &s = callee.entry.signature;
  unsigned least = s.numRequired(), most = s.numPositional;
  llvm::StringRef bound = least == most   ? ""
                          : given < least ? "at least "
                                          : "at most ";
  unsigned n = given < least ? least : most;
  return raiseTypeError(ctx, callee.entry.name + " expected " + bound +
                                 llvm::Twine(n) + " argument" + plural(n) +
                                 ", got " + llvm::Twine(given));
}

/// `find() takes at least 1 argument (0 given)`
static LogicalResult raiseParsed(Context &ctx, const Callee &callee,
                                 size_t given) {
  const Signature &s = callee.entry.signature;
  bool tooFew = given < s.numRequired();
  unsigned n = tooFew ? s.numRequired() : s.numPositional;
  return raiseTypeError(ctx, callee.entry.name + "() takes " +
                                 (tooFew ? "at least " : "at most ") +
                                 llvm::Twine(n) + " argument" + plural(n) +
                                 " (" + llvm::Twine(given) + " given)");
}

static LogicalResult raiseWrongCount(Context &ctx, const Callee &callee,
                                     size_t given) {
  const NativeEntry &entry = callee.entry;
  if (entry.arity == Arity::Parsed)
    return raiseParsed(ctx, callee, given);
  if (entry.arity == Arity::Expected)
    return raiseExpected(ctx, callee, given);
  if (entry.signature.size == 0)
    return raiseTypeError(ctx, callee.qualified() + " takes no arguments (" +
                                   llvm::Twine(given) + " given)");
  if (entry.signature.size == 1 && entry.signature.parameters[0].isRequired)
    return raiseTypeError(ctx, callee.qualified() +
                                   " takes exactly one argument (" +
                                   llvm::Twine(given) + " given)");
  return raiseExpected(ctx, callee, given);
}

//--- Binding ------------------------------------------------------------------

/// Only by position.
static LogicalResult bindPositional(Context &ctx, const Callee &callee,
                                    const CallArgs &args, Invocation &in) {
  const Signature &s = callee.entry.signature;
  if (!args.keywords.empty())
    return raiseTypeError(ctx,
                          callee.qualified() + " takes no keyword arguments");
  size_t given = args.positional.size();
  if (s.hasRest) {
    in.rest = args.positional;
    return success();
  }
  if (given < s.numRequired() || given > s.numPositional)
    return raiseWrongCount(ctx, callee, given);
  llvm::copy(args.positional, in.parameters.begin());
  return success();
}

static LogicalResult raiseTooMany(Context &ctx, const Callee &callee,
                                  size_t given, size_t positional) {
  const Signature &s = callee.entry.signature;
  bool isExact = s.numRequired() == s.size;
  return raiseTypeError(
      ctx,
      callee.entry.name + "() takes " + (isExact ? "exactly " : "at most ") +
          llvm::Twine(unsigned(s.size)) + (positional == 0 ? " keyword" : "") +
          " argument" + plural(s.size) + " (" + llvm::Twine(given) + " given)");
}

static LogicalResult raisePositional(Context &ctx, const Callee &callee,
                                     size_t given) {
  const Signature &s = callee.entry.signature;
  if (s.numPositional == 0)
    return raiseTypeError(ctx, callee.entry.name +
                                   "() takes no positional arguments");
  unsigned least = s.numPositionalOnly, most = s.numPositional;
  bool tooFew = given < least;
  unsigned n = tooFew ? least : most;
  bool isExact = tooFew ? least == most : s.numRequired() == most;
  llvm::StringRef bound = isExact  ? "exactly "
                          : tooFew ? "at least "
                                   : "at most ";
  return raiseTypeError(ctx, callee.entry.name + "() takes " + bound +
                                 llvm::Twine(n) + " positional argument" +
                                 plural(n) + " (" + llvm::Twine(given) +
                                 " given)");
}

/// The parameter a keyword means; the number of parameters if there is none.
static unsigned findParameter(const Signature &s, llvm::StringRef keyword) {
  unsigned i = s.numPositionalOnly;
  while (i != s.size && s.name(i) != keyword)
    ++i;
  return i;
}

static LogicalResult bindKeywords(Context &ctx, const Callee &callee,
                                  const CallArgs &args, Invocation &in) {
  const Signature &s = callee.entry.signature;
  for (auto [keyword, value] : args.keywords) {
    unsigned i = findParameter(s, keyword);
    if (i == s.size)
      return raiseTypeError(ctx, "'" + keyword +
                                     "' is an invalid keyword argument for " +
                                     callee.entry.name + "()");
    if (in.parameters[i])
      return raiseTypeError(
          ctx, "argument for " + callee.entry.name + "() given by name ('" +
                   keyword + "') and position (" + llvm::Twine(i + 1) + ")");
    in.parameters[i] = value;
  }
  return success();
}

static LogicalResult checkRequired(Context &ctx, const Callee &callee,
                                   const Invocation &in) {
  const Signature &s = callee.entry.signature;
  for (unsigned i = 0; i != s.size; ++i)
    if (s.parameters[i].isRequired && !in.parameters[i])
      return raiseTypeError(
          ctx, callee.entry.name + "() missing required argument '" +
                   s.name(i) + "' (pos " + llvm::Twine(i + 1) + ")");
  return success();
}

/// By position and by keyword.
static LogicalResult bindMixed(Context &ctx, const Callee &callee,
                               const CallArgs &args, Invocation &in) {
  const Signature &s = callee.entry.signature;
  size_t positional = args.positional.size();
  if (s.hasRest) {
    in.rest = args.positional;
    positional = 0;
  } else {
    size_t given = positional + args.keywords.size();
    bool isExpected = callee.entry.arity == Arity::Expected || s.hasKeywords;
    if (isExpected &&
        (positional < s.numRequired() || positional > s.numPositional))
      return raiseExpected(ctx, callee, positional);
    if (!s.hasKeywords && given > s.size)
      return raiseTooMany(ctx, callee, given, positional);
    if (positional > s.numPositional || positional < s.numPositionalOnly)
      if (positional > s.numPositional || s.parameters[positional].isRequired)
        return raisePositional(ctx, callee, positional);
    llvm::copy(args.positional, in.parameters.begin());
  }
  if (s.hasKeywords) {
    in.keywords = args.keywords;
    return success();
  }
  PLUE_CHECK(bindKeywords(ctx, callee, args, in));
  return checkRequired(ctx, callee, in);
}

LogicalResult value::bindArguments(Context &ctx, const NativeEntry &entry,
                                   llvm::StringRef className,
                                   const CallArgs &args, Invocation &in) {
  Callee callee{.entry = entry, .className = className};
  in.parameters.resize(entry.signature.size);
  if (entry.signature.takesKeywords())
    return bindMixed(ctx, callee, args, in);
  return bindPositional(ctx, callee, args, in);
}

FailureOr<Value> value::invoke(Context &ctx, const NativeEntry &entry,
                               llvm::StringRef className, Value self,
                               const CallArgs &args) {
  PLUE_CHECK(ctx.burn(1));
  Invocation in;
  in.self = self;
  PLUE_CHECK(bindArguments(ctx, entry, className, args, in));
  return entry.function(ctx, in);
}

//--- Calls --------------------------------------------------------------------

static LogicalResult raiseNoAttribute(Context &ctx, Value object,
                                      llvm::StringRef name) {
  if (object.is(Kind::Type))
    return ctx.raise(ExcKind::AttributeError,
                     "type object '" + className(ctx.types, object.asType()) +
                         "' has no attribute '" + name + "'");
  return ctx.raise(ExcKind::AttributeError, "'" + typeName(object) +
                                                "' object has no attribute '" +
                                                name + "'");
}

/// The method \p name of an object, or of the class that the object is.
static const NativeEntry *methodOf(Context &ctx, Value object,
                                   llvm::StringRef name) {
  if (object.is(Kind::Type))
    return findMethod(kindOfClass(ctx.types, object.asType()), name);
  if (object.is(Kind::View) && object.asView()->part == ViewObject::Values)
    return nullptr;
  return findMethod(object.kind(), name);
}

FailureOr<Value> value::getMethod(Context &ctx, Value object,
                                  llvm::StringRef name) {
  PLUE_CHECK(ctx.burn(1));
  PLUE_CHECK(checkKnown(ctx, object));
  const NativeEntry *entry = methodOf(ctx, object, name);
  if (!entry)
    return raiseNoAttribute(ctx, object, name);
  return ctx.heap.makeMethod(ctx, object, entry->name);
}

/// `str.lower(x)`: the object is the first argument.
static FailureOr<Value> callUnbound(Context &ctx, const NativeEntry &entry,
                                    TypeId type, const CallArgs &args) {
  llvm::StringRef owner = className(ctx.types, type);
  if (args.positional.empty())
    return raiseTypeError(ctx, "unbound method " + owner + "." + entry.name +
                                   "() needs an argument");
  Value self = args.positional.front();
  PLUE_CHECK(checkKnown(ctx, self));
  Kind kind = kindOfClass(ctx.types, type);
  if (self.kind() != kind && !(kind == Kind::Int && self.isBool()))
    return raiseTypeError(ctx, "descriptor '" + entry.name + "' for '" + owner +
                                   "' objects doesn't apply to a '" +
                                   typeName(self) + "' object");
  return invoke(ctx, entry, owner, self,
                {args.positional.drop_front(), args.keywords});
}

FailureOr<Value> value::callMethod(Context &ctx, Value object,
                                   llvm::StringRef name, const CallArgs &args) {
  PLUE_CHECK(checkKnown(ctx, object));
  const NativeEntry *entry = methodOf(ctx, object, name);
  if (!entry)
    return raiseNoAttribute(ctx, object, name);
  if (object.is(Kind::Type) && !entry->isStatic)
    return callUnbound(ctx, *entry, object.asType(), args);
  llvm::StringRef owner = object.is(Kind::Type)
                              ? className(ctx.types, object.asType())
                          : object.isBool() ? "int"
                                            : typeName(object);
  return invoke(ctx, *entry, owner, object, args);
}

FailureOr<Value> value::callBuiltin(Context &ctx, BuiltinId id,
                                    const CallArgs &args) {
  return invoke(ctx, functionEntry(id), "", Value(), args);
}

FailureOr<Value> value::call(Context &ctx, Value callee, const CallArgs &args) {
  switch (callee.kind()) {
  case Kind::Builtin:
    return callBuiltin(ctx, callee.asBuiltin(), args);
  case Kind::Method:
    return callMethod(ctx, callee.asMethod()->self, callee.asMethod()->name,
                      args);
  case Kind::Type:
    return convert(ctx, callee.asType(), args);
  default:
    return ctx.call(callee, args);
  }
}
