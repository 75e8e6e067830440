//===- TypedValue.cpp - Values made to fit a type -------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "TypedValue.h"
#include "plue/Basic/Diagnostic.h"
#include "plue/Support/Result.h"
#include "plue/Value/Heap.h"
#include "plue/Value/Ops.h"

using namespace plue;
using namespace plue::exec;
using value::Kind;
using value::TypeId;
using value::TypeKind;
using value::TypeNode;
using value::Value;

namespace {
/// Types are of bounded depth, and values are walked by them.
class Fitter {
public:
  explicit Fitter(value::Context &context) : context(context) {}

  llvm::Expected<Value> fit(TypeId type, Value v, const std::string &path);

private:
  llvm::Error mismatch(TypeId type, Value v, const std::string &path) const;
  llvm::Expected<Value> fitList(TypeId type, Value v, const std::string &path);
  llvm::Expected<Value> fitDict(TypeId type, Value v, const std::string &path);
  llvm::Expected<Value> fitRecord(TypeId type, Value v,
                                  const std::string &path);
  llvm::Expected<Value> fitUnion(TypeId type, Value v, const std::string &path);
  llvm::Expected<Value> fitEnum(TypeId type, Value v, const std::string &path);
  llvm::Error checkNames(const TypeNode &record, Value v,
                         const std::string &path) const;
  llvm::Error insert(Value dict, Value key, Value v);
  llvm::Expected<Value> taken(FailureOr<Value> made) {
    if (failed(made))
      return raised();
    return *made;
  }
  llvm::Error raised() {
    value::Exception exception = context.takeException();
    return makeError("{0}: {1}", value::name(exception.kind),
                     exception.message);
  }

  value::Context &context;
};
} // namespace

/// As JSON calls it.
static llvm::StringRef describe(Value v) {
  switch (v.kind()) {
  case Kind::None:
    return "null";
  case Kind::Bool:
    return v.asBool() ? "true" : "false";
  case Kind::Int:
    return "an integer";
  case Kind::Float:
    return "a number with a fraction";
  case Kind::Str:
    return "a string";
  case Kind::List:
    return "an array";
  case Kind::Dict:
    return "an object";
  default:
    return "no JSON";
  }
}

llvm::Error Fitter::mismatch(TypeId type, Value v,
                             const std::string &path) const {
  return makeError("`{0}` is {1}; it must be `{2}`", path, describe(v),
                   context.types.str(type));
}

llvm::Expected<Value> Fitter::fit(TypeId type, Value v,
                                  const std::string &path) {
  if (failed(context.burn(1)))
    return raised();
  const TypeNode &node = context.types[type];
  bool fits = false;
  switch (node.kind) {
  case TypeKind::Any:
    return v;
  case TypeKind::None:
    fits = v.isNone();
    break;
  case TypeKind::Bool:
    fits = v.isBool();
    break;
  case TypeKind::Int:
    fits = v.is(Kind::Int);
    break;
  case TypeKind::Float:
    if (v.isSmallInt())
      return Value::floating(double(v.asInt()));
    fits = v.isFloat();
    break;
  case TypeKind::Str:
    fits = v.isStr();
    break;
  case TypeKind::List:
    return fitList(type, v, path);
  case TypeKind::Dict:
    return fitDict(type, v, path);
  case TypeKind::Record:
    return fitRecord(type, v, path);
  case TypeKind::Optional:
    if (v.isNone())
      return v;
    return fit(node.elements[0], v, path);
  case TypeKind::Union:
    return fitUnion(type, v, path);
  case TypeKind::Enum:
    return fitEnum(type, v, path);
  default:
    break; // JSON has no such values.
  }
  if (!fits)
    return mismatch(type, v, path);
  return v;
}

llvm::Expected<Value> Fitter::fitList(TypeId type, Value v,
                                      const std::string &path) {
  if (!v.is(Kind::List))
    return mismatch(type, v, path);
  TypeId element = context.types[type].elements[0];
  llvm::ArrayRef<Value> given = v.asList()->items;
  llvm::SmallVector<Value, 8> items;
  for (size_t i = 0; i != given.size(); ++i) {
    PLUE_ASSIGN_OR_RETURN(
        Value item,
        fit(element, given[i], path + "[" + std::to_string(i) + "]"));
    items.push_back(item);
  }
  return taken(context.heap.makeList(context, items));
}

llvm::Error Fitter::insert(Value dict, Value key, Value v) {
  if (failed(value::dictInsert(context, dict.asDict(), key, v)))
    return raised();
  return llvm::Error::success();
}

llvm::Expected<Value> Fitter::fitDict(TypeId type, Value v,
                                      const std::string &path) {
  TypeId keys = context.types[type].elements[0];
  TypeId values = context.types[type].elements[1];
  if (!v.is(Kind::Dict) || !context.types.isAssignable(value::types::Str, keys))
    return mismatch(type, v, path);
  PLUE_ASSIGN_OR_RETURN(Value dict, taken(context.heap.makeDict(context)));
  for (const auto &entry : v.asDict()->entries) {
    if (!entry.key)
      continue;
    PLUE_ASSIGN_OR_RETURN(
        Value member,
        fit(values, entry.value, path + "." + entry.key.text().str()));
    PLUE_TRY(insert(dict, entry.key, member));
  }
  return dict;
}

llvm::Error Fitter::checkNames(const TypeNode &record, Value v,
                               const std::string &path) const {
  for (const auto &entry : v.asDict()->entries) {
    if (!entry.key || llvm::is_contained(record.names, entry.key.text()))
      continue;
    llvm::SmallVector<llvm::StringRef> names(record.names.begin(),
                                             record.names.end());
    llvm::StringRef similar = nearest(entry.key.text(), names);
    std::string hint =
        similar.empty() ? "" : "; did it mean `" + similar.str() + "`?";
    return makeError("`{0}.{1}` is not in the schema{2}", path,
                     entry.key.text(), hint);
  }
  return llvm::Error::success();
}

llvm::Expected<Value> Fitter::fitRecord(TypeId type, Value v,
                                        const std::string &path) {
  if (!v.is(Kind::Dict))
    return mismatch(type, v, path);
  // A copy: making types moves them.
  const TypeNode node = context.types[type];
  PLUE_TRY(checkNames(node, v, path));
  PLUE_ASSIGN_OR_RETURN(Value record, taken(context.heap.makeDict(context)));
  for (size_t i = 0; i != node.names.size(); ++i) {
    std::string place = path + "." + node.names[i];
    PLUE_ASSIGN_OR_RETURN(Value key,
                          taken(context.heap.makeStr(context, node.names[i])));
    FailureOr<Value *> found = value::dictFind(context, v.asDict(), key);
    if (failed(found))
      return raised();
    Value member = Value::none();
    if (*found) {
      PLUE_ASSIGN_OR_RETURN(member, fit(node.elements[i], **found, place));
    } else if (!context.types.isOptional(node.elements[i])) {
      return makeError("`{0}` is missing; it must be `{1}`", place,
                       context.types.str(node.elements[i]));
    }
    PLUE_TRY(insert(record, key, member));
  }
  return record;
}

llvm::Expected<Value> Fitter::fitUnion(TypeId type, Value v,
                                       const std::string &path) {
  const std::vector<TypeId> members = context.types[type].elements;
  // What it is as it stands comes before what it could be made.
  for (TypeId member : members)
    if (context.types.kind(member) == TypeKind::Int && v.is(Kind::Int))
      return v;
  for (TypeId member : members) {
    llvm::Expected<Value> fitted = fit(member, v, path);
    if (fitted)
      return fitted;
    llvm::consumeError(fitted.takeError());
  }
  return mismatch(type, v, path);
}

llvm::Expected<Value> Fitter::fitEnum(TypeId type, Value v,
                                      const std::string &path) {
  if (!v.isStr())
    return mismatch(type, v, path);
  if (llvm::is_contained(context.types[type].names, v.text()))
    return v;
  return makeError("`{0}` is `{1}`; it must be `{2}`", path, v.text(),
                   context.types.str(type));
}

llvm::Expected<Value> exec::fitToType(value::Context &context, TypeId type,
                                      Value v, const llvm::Twine &path) {
  return Fitter(context).fit(type, v, path.str());
}
