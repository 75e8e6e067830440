//===- TypeText.cpp - Types for people and for JSON Schema ----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Value/Type.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace plue;
using namespace plue::value;

//--- As its author would write it ---------------------------------------------

static void printQuoted(llvm::raw_ostream &out, llvm::StringRef name) {
  out << '"';
  for (char c : name) {
    if (c == '"' || c == '\\')
      out << '\\' << c;
    else if (c == '\n')
      out << "\\n";
    else
      out << c;
  }
  out << '"';
}

static void print(llvm::raw_ostream &out, const TypeStore &types, TypeId type);

static void printElements(llvm::raw_ostream &out, const TypeStore &types,
                          const TypeNode &node, llvm::StringRef name,
                          llvm::StringRef separator = ", ") {
  out << name;
  if (!name.empty())
    out << '(';
  llvm::interleave(
      node.elements, out, [&](TypeId t) { print(out, types, t); }, separator);
  if (!name.empty())
    out << ')';
}

/// `list` for list(any) and the like: the class itself.
static bool isOfAny(const TypeNode &node) {
  return llvm::all_of(node.elements, [](TypeId t) { return t == types::Any; });
}

static void printContainer(llvm::raw_ostream &out, const TypeStore &types,
                           const TypeNode &node, llvm::StringRef name) {
  if (isOfAny(node))
    out << name;
  else
    printElements(out, types, node, name);
}

static void printTuple(llvm::raw_ostream &out, const TypeStore &types,
                       const TypeNode &node) {
  if (node.names.empty()) {
    printElements(out, types, node, "tuple");
    return;
  }
  out << "tuple";
  if (isOfAny(node))
    return;
  out << '(';
  print(out, types, node.elements.front());
  out << ", ...)";
}

static void printRecord(llvm::raw_ostream &out, const TypeStore &types,
                        const TypeNode &node) {
  if (!node.label.empty()) {
    out << node.label;
    return;
  }
  out << "schema(";
  llvm::interleaveComma(llvm::zip(node.names, node.elements), out,
                        [&](auto field) {
                          out << std::get<0>(field) << '=';
                          print(out, types, std::get<1>(field));
                        });
  out << ')';
}

/// The spelling of the types that have no parts.
static llvm::StringRef scalarName(TypeKind kind) {
  switch (kind) {
  case TypeKind::Any:
    return "any";
  case TypeKind::None:
    return "None";
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
    return "step";
  case TypeKind::Never:
    return "never";
  default:
    return "";
  }
}

static void print(llvm::raw_ostream &out, const TypeStore &types, TypeId type) {
  const TypeNode &node = types[type];
  switch (node.kind) {
  case TypeKind::List:
    return printContainer(out, types, node, "list");
  case TypeKind::Set:
    return printContainer(out, types, node, "set");
  case TypeKind::Dict:
    return printContainer(out, types, node, "dict");
  case TypeKind::Tuple:
    return printTuple(out, types, node);
  case TypeKind::StepOf:
    return printElements(out, types, node, "step");
  case TypeKind::Iterable:
    return printElements(out, types, node, node.label);
  case TypeKind::Optional:
    return printElements(out, types, node, "optional");
  case TypeKind::Union:
    return printElements(out, types, node, "", " | ");
  case TypeKind::Record:
    return printRecord(out, types, node);
  case TypeKind::Enum:
    out << "enum(";
    llvm::interleaveComma(node.names, out, [&](const std::string &name) {
      printQuoted(out, name);
    });
    out << ')';
    return;
  default:
    out << scalarName(node.kind);
  }
}

std::string TypeStore::str(TypeId type) const {
  std::string text;
  llvm::raw_string_ostream out(text);
  print(out, *this, type);
  return text;
}

//--- JSON Schema --------------------------------------------------------------

static llvm::json::Object arrayOf(llvm::json::Value items) {
  return llvm::json::Object{{"type", "array"}, {"items", std::move(items)}};
}

static llvm::json::Object tupleSchema(const TypeStore &types,
                                      const TypeNode &node) {
  if (!node.names.empty())
    return arrayOf(types.toJsonSchema(node.elements.front()));
  llvm::json::Array items;
  for (TypeId element : node.elements)
    items.push_back(types.toJsonSchema(element));
  auto size = static_cast<int64_t>(node.elements.size());
  llvm::json::Object schema{
      {"type", "array"}, {"minItems", size}, {"maxItems", size}};
  if (size != 0)
    schema["prefixItems"] = std::move(items);
  return schema;
}

static llvm::json::Object recordSchema(const TypeStore &types,
                                       const TypeNode &node) {
  llvm::json::Object properties;
  llvm::json::Array required;
  for (auto [name, element] : llvm::zip(node.names, node.elements)) {
    properties[name] = types.toJsonSchema(element);
    required.push_back(name);
  }
  llvm::json::Object schema{{"type", "object"},
                            {"properties", std::move(properties)},
                            {"required", std::move(required)},
                            {"additionalProperties", false}};
  if (!node.label.empty())
    schema["title"] = node.label;
  return schema;
}

static llvm::json::Object anyOf(const TypeStore &types,
                                llvm::ArrayRef<TypeId> members, bool orNull) {
  llvm::json::Array schemas;
  for (TypeId member : members)
    schemas.push_back(types.toJsonSchema(member));
  if (orNull)
    schemas.push_back(llvm::json::Object{{"type", "null"}});
  return llvm::json::Object{{"anyOf", std::move(schemas)}};
}

llvm::json::Value TypeStore::toJsonSchema(TypeId type) const {
  using llvm::json::Object;
  const TypeNode &node = nodes[type.index];
  switch (node.kind) {
  case TypeKind::Any:
    return Object{};
  case TypeKind::None:
    return Object{{"type", "null"}};
  case TypeKind::Bool:
    return Object{{"type", "boolean"}};
  case TypeKind::Int:
    return Object{{"type", "integer"}};
  case TypeKind::Float:
    return Object{{"type", "number"}};
  case TypeKind::Str:
  case TypeKind::Secret:
    return Object{{"type", "string"}};
  case TypeKind::Step:
  case TypeKind::StepOf:
  case TypeKind::Iterable:
  case TypeKind::Never:
    return false; // No JSON is one.
  case TypeKind::List:
    return arrayOf(toJsonSchema(node.elements.front()));
  case TypeKind::Set: {
    Object schema = arrayOf(toJsonSchema(node.elements.front()));
    schema["uniqueItems"] = true;
    return schema;
  }
  case TypeKind::Dict:
    return Object{{"type", "object"},
                  {"additionalProperties", toJsonSchema(node.elements[1])}};
  case TypeKind::Tuple:
    return tupleSchema(*this, node);
  case TypeKind::Optional:
    // A union inside is laid open: one `anyOf` says it all.
    if (kind(node.elements.front()) == TypeKind::Union)
      return anyOf(*this, nodes[node.elements.front().index].elements, true);
    return anyOf(*this, node.elements, true);
  case TypeKind::Union:
    return anyOf(*this, node.elements, false);
  case TypeKind::Enum:
    return Object{{"type", "string"}, {"enum", node.names}};
  case TypeKind::Record:
    return recordSchema(*this, node);
  }
  llvm_unreachable("not a TypeKind");
}
