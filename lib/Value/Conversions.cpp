//===- Conversions.cpp - Types as functions -------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file `int("7")` converts; `list(str)` makes a type. Which is meant shows in
/// the arguments: a type is not iterable, so no conversion could take one.
//===----------------------------------------------------------------------===//
#include "Calls.h"
#include "Unicode.h"
#include "plue/Value/Builtins.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::value;

//--- Classes ------------------------------------------------------------------

static constexpr llvm::StringRef ClassNames[] = {
    llvm::StringLiteral("bool"),  llvm::StringLiteral("dict"),
    llvm::StringLiteral("float"), llvm::StringLiteral("int"),
    llvm::StringLiteral("list"),  llvm::StringLiteral("set"),
    llvm::StringLiteral("str"),   llvm::StringLiteral("tuple")};

llvm::ArrayRef<llvm::StringRef> value::classNames() { return ClassNames; }

std::optional<Value> value::findClass(TypeStore &types, llvm::StringRef name) {
  if (name == "bool")
    return Value::type(types::Bool);
  if (name == "int")
    return Value::type(types::Int);
  if (name == "float")
    return Value::type(types::Float);
  if (name == "str")
    return Value::type(types::Str);
  if (name == "list")
    return Value::type(types.list(types::Any));
  if (name == "dict")
    return Value::type(types.dict(types::Any, types::Any));
  if (name == "set")
    return Value::type(types.set(types::Any));
  if (name == "tuple")
    return Value::type(types.tupleOf(types::Any));
  return std::nullopt;
}

llvm::StringRef value::className(const TypeStore &types, TypeId type) {
  switch (types.kind(type)) {
  case TypeKind::Any:
    return "any";
  case TypeKind::None:
    return "NoneType";
  case TypeKind::Bool:
    return "bool";
  case TypeKind::Int:
    return "int";
  case TypeKind::Float:
    return "float";
  case TypeKind::Str:
    return "str";
  case TypeKind::Secret:
    return "secret";
  case TypeKind::Step:
  case TypeKind::StepOf:
    return "step";
  case TypeKind::Never:
    return "never";
  case TypeKind::Iterable:
    return types[type].label;
  case TypeKind::List:
    return "list";
  case TypeKind::Set:
    return "set";
  case TypeKind::Dict:
    return "dict";
  case TypeKind::Tuple:
    return "tuple";
  case TypeKind::Optional:
    return "optional";
  case TypeKind::Union:
    return "union";
  case TypeKind::Enum:
    return "enum";
  case TypeKind::Record:
    return types[type].label.empty() ? llvm::StringRef("schema")
                                     : llvm::StringRef(types[type].label);
  }
  llvm_unreachable("not a TypeKind");
}

Kind value::kindOfClass(const TypeStore &types, TypeId type) {
  switch (types.kind(type)) {
  case TypeKind::None:
    return Kind::None;
  case TypeKind::Bool:
    return Kind::Bool;
  case TypeKind::Int:
    return Kind::Int;
  case TypeKind::Float:
    return Kind::Float;
  case TypeKind::Str:
    return Kind::Str;
  case TypeKind::List:
    return Kind::List;
  case TypeKind::Set:
    return Kind::Set;
  case TypeKind::Dict:
    return Kind::Dict;
  case TypeKind::Tuple:
    return Kind::Tuple;
  default:
    return Kind::Absent;
  }
}

bool value::isGenericClass(const TypeStore &types, TypeId type) {
  const TypeNode &node = types[type];
  if (node.kind == TypeKind::Tuple && node.names.empty())
    return false;
  bool isContainer =
      node.kind == TypeKind::List || node.kind == TypeKind::Set ||
      node.kind == TypeKind::Dict || node.kind == TypeKind::Tuple;
  return isContainer && llvm::all_of(node.elements, [](TypeId element) {
           return element == types::Any;
         });
}

//--- Making types -------------------------------------------------------------

/// The built-in function `any`, which is also the name of a type.
static bool isAny(Value v) {
  return v.is(Kind::Builtin) && builtinName(v.asBuiltin()) == "any";
}

/// The type that a type argument means; None means its own type.
static std::optional<TypeId> typeArgument(Value v) {
  if (v.is(Kind::Type))
    return v.asType();
  if (isAny(v))
    return types::Any;
  if (v.isNone())
    return types::None;
  return std::nullopt;
}

static LogicalResult raiseParameters(Context &ctx, llvm::StringRef name,
                                     unsigned wanted, size_t given) {
  return raiseTypeError(ctx, name + " as a type takes " + llvm::Twine(wanted) +
                                 " type" + (wanted == 1 ? "" : "s") + ", got " +
                                 llvm::Twine(given));
}

/// `list(T)`, `dict(K, V)`, `set(T)` and `tuple(T, …)`.
static FailureOr<Value> makeType(Context &ctx, TypeKind kind,
                                 llvm::ArrayRef<TypeId> parts) {
  if (!ctx.types.fits(parts))
    return ctx.raiseLimit("the depth of a type", types::MaxDepth + 1,
                          types::MaxDepth);
  switch (kind) {
  case TypeKind::List:
    if (parts.size() != 1)
      return raiseParameters(ctx, "list", 1, parts.size());
    return Value::type(ctx.types.list(parts[0]));
  case TypeKind::Set:
    if (parts.size() != 1)
      return raiseParameters(ctx, "set", 1, parts.size());
    return Value::type(ctx.types.set(parts[0]));
  case TypeKind::Dict:
    if (parts.size() != 2)
      return raiseParameters(ctx, "dict", 2, parts.size());
    return Value::type(ctx.types.dict(parts[0], parts[1]));
  default:
    return Value::type(ctx.types.tuple(parts));
  }
}

FailureOr<Value> value::subscriptType(Context &ctx, TypeId type, Value index) {
  PLUE_CHECK(checkKnown(ctx, index));
  if (!isGenericClass(ctx.types, type))
    return raiseTypeError(ctx, "type '" + className(ctx.types, type) +
                                   "' is not subscriptable");
  llvm::ArrayRef<Value> arguments = index;
  if (index.is(Kind::Tuple))
    arguments = index.asTuple()->items;
  TypeKind kind = ctx.types.kind(type);
  bool isAnyLength = kind == TypeKind::Tuple && arguments.size() == 2 &&
                     arguments[1].is(Kind::Ellipsis);
  if (isAnyLength)
    arguments = arguments.drop_back();
  llvm::SmallVector<TypeId> parts;
  for (Value argument : arguments) {
    std::optional<TypeId> part = typeArgument(argument);
    if (!part)
      return raiseTypeError(ctx, "a type is wanted here, not '" +
                                     typeName(argument) + "'");
    parts.push_back(*part);
  }
  if (isAnyLength)
    return Value::type(ctx.types.tupleOf(parts[0]));
  return makeType(ctx, kind, parts);
}

static bool areTypes(const CallArgs &args) {
  return !args.positional.empty() && args.keywords.empty() &&
         llvm::any_of(args.positional,
                      [](Value v) { return v.is(Kind::Type) || isAny(v); }) &&
         llvm::all_of(args.positional,
                      [](Value v) { return typeArgument(v).has_value(); });
}

//--- Conversions --------------------------------------------------------------

static FailureOr<Value> toBool(Context &ctx, const Invocation &in) {
  if (!in[0])
    return Value::boolean(false);
  PLUE_BIND(bool b, truth(ctx, in[0]));
  return Value::boolean(b);
}

FailureOr<Value> value::convertToInt(Context &ctx, Value v) {
  PLUE_CHECK(checkKnown(ctx, v));
  if (v.isIntegral())
    return unary(ctx, UnaryOp::Plus, v);
  if (v.isFloat())
    return truncate(ctx, v.asFloat());
  if (v.isStr())
    return parseInt(ctx, v, 10);
  return raiseTypeError(ctx, "int() argument must be a string, a bytes-like "
                             "object or a real number, not '" +
                                 typeName(v) + "'");
}

static FailureOr<Value> toInt(Context &ctx, const Invocation &in) {
  if (!in[1])
    return in[0] ? convertToInt(ctx, in[0]) : Value::smallInt(0);
  if (!in[0])
    return raiseTypeError(ctx, "int() missing string argument");
  PLUE_CHECK(checkKnown(ctx, in[0]));
  PLUE_BIND(int64_t base, toIndexClamped(ctx, in[1]));
  if ((base != 0 && base < 2) || base > 36)
    return raiseValueError(ctx, "int() base must be >= 2 and <= 36, or 0");
  if (!in[0].isStr())
    return raiseTypeError(ctx,
                          "int() can't convert non-string with explicit base");
  return parseInt(ctx, in[0], base);
}

static FailureOr<Value> toFloat(Context &ctx, const Invocation &in) {
  Value v = in[0] ? in[0] : Value::floating(0);
  PLUE_CHECK(checkKnown(ctx, v));
  if (v.isStr())
    return parseFloat(ctx, v);
  if (!v.isIntegral() && !v.isFloat())
    return raiseTypeError(ctx, "float() argument must be a string or a real "
                               "number, not '" +
                                   typeName(v) + "'");
  PLUE_BIND(double d, toDouble(ctx, v));
  return Value::floating(d);
}

static FailureOr<Value> toStr(Context &ctx, const Invocation &in) {
  if (in[1])
    PLUE_CHECK(checkStrArgument(ctx, in[1], "str() argument 'encoding'"));
  if (in[2])
    PLUE_CHECK(checkStrArgument(ctx, in[2], "str() argument 'errors'"));
  if (in[1] || in[2])
    return raiseTypeError(ctx, "str() has nothing to decode: there are no "
                               "bytes here");
  return in[0] ? str(ctx, in[0]) : ctx.heap.makeStr(ctx, "");
}

static FailureOr<Value> toList(Context &ctx, const Invocation &in) {
  if (!in[0])
    return ctx.heap.makeList(ctx, {});
  PLUE_BIND(ValueVector values, items(ctx, in[0]));
  return ctx.heap.makeList(ctx, values);
}

static FailureOr<Value> toTuple(Context &ctx, const Invocation &in) {
  if (!in[0])
    return ctx.heap.makeTuple(ctx, {});
  if (in[0].is(Kind::Tuple))
    return in[0];
  PLUE_BIND(ValueVector values, items(ctx, in[0]));
  return ctx.heap.makeTuple(ctx, values);
}

static FailureOr<Value> toSet(Context &ctx, const Invocation &in) {
  return in[0] ? copySet(ctx, in[0]) : ctx.heap.makeSet(ctx);
}

static FailureOr<Value> toDict(Context &ctx, const Invocation &in) {
  PLUE_BIND(Value dict, ctx.heap.makeDict(ctx));
  PLUE_CHECK(updateDict(ctx, dict.asDict(), in[0], in.keywords));
  return dict;
}

static FailureOr<Value> toNone(Context &ctx, const Invocation &in) {
  return Value::none();
}

#define PLUE_CONVERSION(name, function, signature)                             \
  NativeEntry {                                                                \
    name, Signature::parse(signature), Arity::Auto, false, function            \
  }

const NativeEntry *value::conversionEntry(TypeKind kind) {
  static constexpr NativeEntry
      None = PLUE_CONVERSION("NoneType", toNone, ""),
      Bool = PLUE_CONVERSION("bool", toBool, "x?, /"),
      Int = PLUE_CONVERSION("int", toInt, "x?, /, base?"),
      Float = PLUE_CONVERSION("float", toFloat, "x?, /"),
      Str = PLUE_CONVERSION("str", toStr, "object?, encoding?, errors?"),
      List = PLUE_CONVERSION("list", toList, "iterable?, /"),
      Tuple = PLUE_CONVERSION("tuple", toTuple, "iterable?, /"),
      Set = PLUE_CONVERSION("set", toSet, "iterable?, /"),
      Dict = PLUE_CONVERSION("dict", toDict, "other?, /, **kwargs");
  switch (kind) {
  case TypeKind::None:
    return &None;
  case TypeKind::Bool:
    return &Bool;
  case TypeKind::Int:
    return &Int;
  case TypeKind::Float:
    return &Float;
  case TypeKind::Str:
    return &Str;
  case TypeKind::List:
    return &List;
  case TypeKind::Tuple:
    return &Tuple;
  case TypeKind::Set:
    return &Set;
  case TypeKind::Dict:
    return &Dict;
  default:
    return nullptr;
  }
}

FailureOr<Value> value::convert(Context &ctx, TypeId type,
                                const CallArgs &args) {
  if (isGenericClass(ctx.types, type) && areTypes(args)) {
    llvm::SmallVector<TypeId> parts;
    for (Value argument : args.positional)
      parts.push_back(*typeArgument(argument));
    return makeType(ctx, ctx.types.kind(type), parts);
  }
  const NativeEntry *entry = conversionEntry(ctx.types.kind(type));
  if (!entry)
    return raiseTypeError(ctx, "the type " + ctx.types.str(type) +
                                   " cannot be called");
  return invoke(ctx, *entry, /*className=*/"", Value(), args);
}
