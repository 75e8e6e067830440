//===- JsonInput.cpp - JSON from outside ----------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "JsonInput.h"
#include "plue/Support/File.h"
#include "plue/Support/Result.h"

using namespace plue;
using namespace plue::exec;
using value::TypeId;
using value::TypeKind;
using value::TypeNode;
using value::TypeStore;

static constexpr size_t MaxBytes = 16 << 20;
static constexpr unsigned MaxDepth = 100;

//--- Parsing ------------------------------------------------------------------

/// How deeply \p text nests, if it is JSON. The parser is recursive and does
/// not ask.
static unsigned nesting(llvm::StringRef text) {
  unsigned depth = 0, most = 0;
  bool inString = false;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (inString) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        inString = false;
    } else if (c == '"') {
      inString = true;
    } else if (c == '[' || c == '{') {
      most = std::max(most, ++depth);
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return most;
}

llvm::Expected<llvm::json::Value> exec::parseJson(llvm::StringRef text,
                                                  llvm::StringRef what) {
  if (nesting(text) > MaxDepth)
    return makeError("{0} is nested more than {1} deep", what, MaxDepth);
  llvm::Expected<llvm::json::Value> json = llvm::json::parse(text);
  if (!json)
    return makeError("{0} is not JSON: {1}", what,
                     llvm::toString(json.takeError()));
  return json;
}

llvm::Expected<llvm::json::Object> exec::readJsonObject(llvm::StringRef path,
                                                        llvm::StringRef what) {
  llvm::Expected<std::string> text = readFile(path, MaxBytes);
  if (!text)
    return makeError("cannot read {0} `{1}`: {2}", what, path,
                     llvm::toString(text.takeError()));
  std::string name = llvm::formatv("{0} `{1}`", what, path);
  PLUE_ASSIGN_OR_RETURN(llvm::json::Value json, parseJson(*text, name));
  if (llvm::json::Object *object = json.getAsObject())
    return std::move(*object);
  return makeError("{0} is {1}, not an object", name, describe(json));
}

llvm::StringRef exec::describe(const llvm::json::Value &json) {
  switch (json.kind()) {
  case llvm::json::Value::Null:
    return "null";
  case llvm::json::Value::Boolean:
    return json.getAsBoolean().value() ? "true" : "false";
  case llvm::json::Value::Number:
    return "a number";
  case llvm::json::Value::String:
    return "a string";
  case llvm::json::Value::Array:
    return "an array";
  case llvm::json::Value::Object:
    return "an object";
  }
  llvm_unreachable("unknown kind");
}

//--- Types --------------------------------------------------------------------

namespace {
class JsonChecker {
public:
  explicit JsonChecker(const TypeStore &types) : types(types) {}

  llvm::Error check(TypeId type, const llvm::json::Value &json,
                    const std::string &path, unsigned depth);

private:
  llvm::Error mismatch(TypeId type, const llvm::json::Value &json,
                       const std::string &path) const;
  llvm::Error checkArray(const TypeNode &node, TypeId type,
                         const llvm::json::Value &json, const std::string &path,
                         unsigned depth);
  llvm::Error checkDict(const TypeNode &node, TypeId type,
                        const llvm::json::Value &json, const std::string &path,
                        unsigned depth);
  llvm::Error checkRecord(const TypeNode &node, TypeId type,
                          const llvm::json::Value &json,
                          const std::string &path, unsigned depth);
  llvm::Error checkUnion(const TypeNode &node, TypeId type,
                         const llvm::json::Value &json, const std::string &path,
                         unsigned depth);
  llvm::Error checkEnum(const TypeNode &node, TypeId type,
                        const llvm::json::Value &json,
                        const std::string &path) const;

  const TypeStore &types;
};
} // namespace

llvm::Error JsonChecker::mismatch(TypeId type, const llvm::json::Value &json,
                                  const std::string &path) const {
  return makeError("`{0}` is {1}; it must be `{2}`", path, describe(json),
                   types.str(type));
}

llvm::Error JsonChecker::check(TypeId type, const llvm::json::Value &json,
                               const std::string &path, unsigned depth) {
  if (depth > 2 * MaxDepth)
    return makeError("`{0}` is nested too deeply", path);
  const TypeNode &node = types[type];
  bool fits = false;
  switch (node.kind) {
  case TypeKind::Any:
    return llvm::Error::success();
  case TypeKind::None:
    fits = json.kind() == llvm::json::Value::Null;
    break;
  case TypeKind::Bool:
    fits = json.getAsBoolean().has_value();
    break;
  case TypeKind::Int:
    fits = json.getAsInteger().has_value();
    break;
  case TypeKind::Float:
    fits = json.getAsNumber().has_value();
    break;
  case TypeKind::Str:
    fits = json.getAsString().has_value();
    break;
  case TypeKind::Secret:
  case TypeKind::Step:
  case TypeKind::StepOf:
  case TypeKind::Iterable:
  case TypeKind::Never:
    break;
  case TypeKind::List:
  case TypeKind::Set:
  case TypeKind::Tuple:
    return checkArray(node, type, json, path, depth);
  case TypeKind::Dict:
    return checkDict(node, type, json, path, depth);
  case TypeKind::Optional:
    if (json.kind() == llvm::json::Value::Null)
      return llvm::Error::success();
    return check(node.elements[0], json, path, depth + 1);
  case TypeKind::Union:
    return checkUnion(node, type, json, path, depth);
  case TypeKind::Enum:
    return checkEnum(node, type, json, path);
  case TypeKind::Record:
    return checkRecord(node, type, json, path, depth);
  }
  return fits ? llvm::Error::success() : mismatch(type, json, path);
}

llvm::Error JsonChecker::checkArray(const TypeNode &node, TypeId type,
                                    const llvm::json::Value &json,
                                    const std::string &path, unsigned depth) {
  const llvm::json::Array *array = json.getAsArray();
  bool isTuple = node.kind == TypeKind::Tuple;
  if (!array || (isTuple && array->size() != node.elements.size()))
    return mismatch(type, json, path);
  for (size_t i = 0; i != array->size(); ++i)
    PLUE_TRY(check(node.elements[isTuple ? i : 0], (*array)[i],
                   llvm::formatv("{0}[{1}]", path, i), depth + 1));
  return llvm::Error::success();
}

llvm::Error JsonChecker::checkDict(const TypeNode &node, TypeId type,
                                   const llvm::json::Value &json,
                                   const std::string &path, unsigned depth) {
  const llvm::json::Object *object = json.getAsObject();
  if (!object || !types.isAssignable(value::types::Str, node.elements[0]))
    return mismatch(type, json, path);
  for (const auto &[name, member] : *object)
    PLUE_TRY(check(node.elements[1], member,
                   llvm::formatv("{0}.{1}", path, llvm::StringRef(name)),
                   depth + 1));
  return llvm::Error::success();
}

llvm::Error JsonChecker::checkRecord(const TypeNode &node, TypeId type,
                                     const llvm::json::Value &json,
                                     const std::string &path, unsigned depth) {
  const llvm::json::Object *object = json.getAsObject();
  if (!object)
    return mismatch(type, json, path);
  for (size_t i = 0; i != node.names.size(); ++i) {
    std::string name = llvm::formatv("{0}.{1}", path, node.names[i]);
    if (const llvm::json::Value *member = object->get(node.names[i]))
      PLUE_TRY(check(node.elements[i], *member, name, depth + 1));
    else if (!types.isOptional(node.elements[i]))
      return makeError("`{0}` is missing; it must be `{1}`", name,
                       types.str(node.elements[i]));
  }
  return llvm::Error::success();
}

llvm::Error JsonChecker::checkUnion(const TypeNode &node, TypeId type,
                                    const llvm::json::Value &json,
                                    const std::string &path, unsigned depth) {
  for (TypeId member : node.elements) {
    llvm::Error error = check(member, json, path, depth + 1);
    if (!error)
      return error;
    llvm::consumeError(std::move(error));
  }
  return mismatch(type, json, path);
}

llvm::Error JsonChecker::checkEnum(const TypeNode &node, TypeId type,
                                   const llvm::json::Value &json,
                                   const std::string &path) const {
  auto text = json.getAsString();
  if (!text)
    return mismatch(type, json, path);
  if (llvm::is_contained(node.names, *text))
    return llvm::Error::success();
  return makeError("`{0}` is `{1}`; it must be `{2}`", path, *text,
                   types.str(type));
}

llvm::Error exec::checkJson(const TypeStore &types, TypeId type,
                            const llvm::json::Value &json,
                            const llvm::Twine &path) {
  return JsonChecker(types).check(type, json, path.str(), 0);
}

//--- Plain values -------------------------------------------------------------

static llvm::json::Value plain(const TypeStore &types, TypeId type,
                               unsigned depth) {
  const TypeNode &node = types[type];
  if (depth > MaxDepth)
    return nullptr;
  switch (node.kind) {
  case TypeKind::Any:
  case TypeKind::None:
  case TypeKind::Optional:
  case TypeKind::Secret:
  case TypeKind::Step:
  case TypeKind::StepOf:
  case TypeKind::Iterable:
  case TypeKind::Never:
    return nullptr;
  case TypeKind::Bool:
    return false;
  case TypeKind::Int:
    return 0;
  case TypeKind::Float:
    return 0.0;
  case TypeKind::Str:
    return "";
  case TypeKind::List:
  case TypeKind::Set:
    return llvm::json::Array();
  case TypeKind::Dict:
    return llvm::json::Object();
  case TypeKind::Tuple: {
    llvm::json::Array array;
    for (TypeId element : node.elements)
      array.push_back(plain(types, element, depth + 1));
    return array;
  }
  case TypeKind::Union:
    return plain(types, node.elements[0], depth + 1);
  case TypeKind::Enum:
    return node.names[0];
  case TypeKind::Record: {
    llvm::json::Object object;
    for (size_t i = 0; i != node.names.size(); ++i)
      object[node.names[i]] = plain(types, node.elements[i], depth + 1);
    return object;
  }
  }
  llvm_unreachable("unknown kind");
}

llvm::json::Value exec::plainValue(const TypeStore &types, TypeId type) {
  return plain(types, type, 0);
}
