//===- SdkTypes.cpp - schema, enum, optional, cache keys ------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Arguments.h"
#include "Sdk.h"
#include "plue/IR/Spelling.h"
#include "plue/Value/Builtins.h"

using namespace plue;
using namespace plue::eval;

TypeId plue::eval::typeArgument(Value v) {
  if (v.is(Kind::Type))
    return v.asType();
  bool isAny = v.is(Kind::Builtin) &&
               value::builtinName(v.asBuiltin()) == llvm::StringRef("any");
  return isAny ? types::Any : TypeId();
}

bool plue::eval::isJsonType(const value::TypeStore &types, TypeId type) {
  const value::TypeNode &node = types[type];
  switch (node.kind) {
  case TypeKind::Any:
  case TypeKind::None:
  case TypeKind::Bool:
  case TypeKind::Int:
  case TypeKind::Float:
  case TypeKind::Str:
  case TypeKind::Enum:
    return true;
  case TypeKind::Dict:
    if (!types.isAssignable(types::Str, node.elements[0]))
      return false;
    return isJsonType(types, node.elements[1]);
  case TypeKind::List:
  case TypeKind::Optional:
  case TypeKind::Union:
  case TypeKind::Record:
    return llvm::all_of(node.elements, [&](TypeId element) {
      return isJsonType(types, element);
    });
  default:
    return false;
  }
}

FailureOr<Value> plue::eval::makeSchema(Evaluator &evaluator,
                                        const CallArgs &args,
                                        const CallSite &site) {
  if (!args.positional.empty())
    return evaluator.error(
        evaluator.diags
            .report(site.positional(0), diag::too_many_arguments, "schema",
                    uint64_t(0), uint64_t(args.positional.size()))
            .hint("fields have names: `schema(title=str)`"));
  llvm::SmallVector<llvm::StringRef> names;
  llvm::SmallVector<TypeId> fields;
  for (auto [name, v] : args.keywords) {
    TypeId type = typeArgument(v);
    if (!type)
      return evaluator.error(evaluator.diags.report(
          site.keyword(name), diag::argument_type, name, "schema", "a type",
          describeType(evaluator, v)));
    names.push_back(name);
    fields.push_back(type);
  }
  return Value::type(evaluator.types.record("", names, fields));
}

FailureOr<Value> plue::eval::makeEnum(Evaluator &evaluator,
                                      const CallArgs &args,
                                      const CallSite &site) {
  llvm::SmallVector<llvm::StringRef> names;
  if (!args.keywords.empty())
    return evaluator.error(evaluator.diags.report(
        site.keyword(args.keywords[0].first), diag::unknown_argument, "enum",
        args.keywords[0].first));
  for (auto [i, v] : llvm::enumerate(args.positional)) {
    if (!v.isStr())
      return evaluator.error(evaluator.diags.report(
          site.positional(i), diag::argument_type, "values", "enum", "strings",
          describeType(evaluator, v)));
    if (llvm::is_contained(names, v.text()))
      return evaluator.error(evaluator.diags.report(
          site.positional(i), diag::argument_value, "values", "enum",
          ("has `" + v.text() + "` twice").str()));
    names.push_back(v.text());
  }
  if (names.empty())
    return evaluator.error(evaluator.diags.report(
        site.range, diag::missing_argument, "enum", "values"));
  return Value::type(evaluator.types.enumOf(names));
}

FailureOr<Value> plue::eval::makeOptional(Evaluator &evaluator,
                                          const CallArgs &args,
                                          const CallSite &site) {
  static constexpr llvm::StringRef parameters[] = {"type"};
  auto arguments =
      Arguments::bind(evaluator, {"optional", parameters, 1}, args, site);
  if (failed(arguments) || failed(arguments->require("type")))
    return failure();
  Value type = arguments->get("type");
  if (!typeArgument(type))
    return arguments->wrongType("type", "a type");
  return Value::type(evaluator.types.optional(typeArgument(type)));
}

//--- Cache keys ---------------------------------------------------------------

/// R218: the parts joined in a way that keeps ("a-b", "c") and ("a", "b-c")
/// apart: the separator cannot occur in a name people use.
FailureOr<Value> plue::eval::makeCacheKey(Evaluator &evaluator,
                                          const CallArgs &args,
                                          const CallSite &site) {
  if (!args.keywords.empty())
    return evaluator.error(evaluator.diags.report(
        site.keyword(args.keywords[0].first), diag::unknown_argument,
        "cache_key", args.keywords[0].first));
  if (args.positional.empty())
    return evaluator.error(evaluator.diags.report(
        site.range, diag::missing_argument, "cache_key", "parts"));
  FailureOr<Value> separator =
      evaluator.located(evaluator.heap.makeStr(evaluator, "|"), site.range);
  if (failed(separator))
    return failure();
  llvm::SmallVector<Value, 8> parts;
  for (auto [i, v] : llvm::enumerate(args.positional)) {
    FailureOr<Value> text = evaluator.toText(v, 's', site.positional(i));
    if (failed(text))
      return failure();
    if (!parts.empty())
      parts.push_back(*separator);
    parts.push_back(*text);
  }
  return evaluator.concat(parts, site.range);
}

FailureOr<Value> plue::eval::makeHashFiles(Evaluator &evaluator,
                                           const CallArgs &args,
                                           const CallSite &site) {
  if (!args.keywords.empty())
    return evaluator.error(evaluator.diags.report(
        site.keyword(args.keywords[0].first), diag::unknown_argument,
        "hash_files", args.keywords[0].first));
  if (args.positional.empty())
    return evaluator.error(evaluator.diags.report(
        site.range, diag::missing_argument, "hash_files", "patterns"));
  llvm::SmallVector<ValueId, 4> patterns;
  for (auto [i, v] : llvm::enumerate(args.positional)) {
    if (!v.isStr())
      return evaluator.error(evaluator.diags.report(
          site.positional(i), diag::argument_type, "patterns", "hash_files",
          "strings known when compiling", describeType(evaluator, v)));
    // A pattern that leads out of the workspace would make the key depend on
    // the machine.
    if (!ir::staysInside(v.text()))
      return evaluator.error(evaluator.diags.report(
          site.positional(i), diag::argument_value, "patterns", "hash_files",
          "must be relative to the workspace and stay inside it"));
    patterns.push_back(evaluator.builder.constantStr(v.text()));
  }
  return evaluator.symbolic(
      evaluator.emit(OpKind::HashFiles, types::Str, patterns, site.range));
}
