//===- ExpressionTree.cpp - Evaluating the trees of test cases ------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "ExpressionTree.h"
#include "plue/Value/Builtins.h"
#include "llvm/Support/ErrorHandling.h"
#include <cmath>

using namespace plue;
using namespace plue::value;
using namespace plue::value::testing;

#define BIND(decl, expr)                                                       \
  auto PLUE_CONCAT(bound, __LINE__) = (expr);                                  \
  if (failed(PLUE_CONCAT(bound, __LINE__)))                                    \
    return failure();                                                          \
  decl = *std::move(PLUE_CONCAT(bound, __LINE__))

template <typename Op>
static std::optional<Op> findOp(llvm::StringRef text, unsigned count) {
  for (unsigned i = 0; i != count; ++i)
    if (spelling(static_cast<Op>(i)) == text)
      return static_cast<Op>(i);
  return std::nullopt;
}

FailureOr<Value> TreeContext::constant(llvm::StringRef kind,
                                       const llvm::json::Array &tree) {
  if (kind == "none")
    return Value::none();
  if (kind == "ellipsis")
    return Value::ellipsis();
  if (kind == "bool")
    return Value::boolean(*tree[1].getAsBoolean());
  llvm::StringRef text = *tree[1].getAsString();
  if (kind == "str")
    return heap.makeStr(*this, text);
  if (kind == "float")
    return Value::floating(std::strtod(text.str().c_str(), nullptr));
  unsigned width = 4 * text.size() + 64;
  return heap.makeInt(*this, llvm::APInt(width, text, 10));
}

FailureOr<llvm::SmallVector<Value, 8>>
TreeContext::all(const llvm::json::Value &trees) {
  llvm::SmallVector<Value, 8> values;
  for (const llvm::json::Value &tree : *trees.getAsArray()) {
    const llvm::json::Array &node = *tree.getAsArray();
    if (*node[0].getAsString() == "star") {
      BIND(Value iterable, evaluate(node[1]));
      BIND(auto inner, items(*this, iterable));
      llvm::append_range(values, inner);
      continue;
    }
    BIND(Value v, evaluate(tree));
    values.push_back(v);
  }
  return values;
}

FailureOr<TreeContext::Arguments>
TreeContext::arguments(const llvm::json::Value &positional,
                       const llvm::json::Value &keywords) {
  Arguments arguments;
  BIND(auto values, all(positional));
  arguments.positional.append(values.begin(), values.end());
  for (const llvm::json::Value &keyword : *keywords.getAsArray()) {
    const llvm::json::Array &pair = *keyword.getAsArray();
    BIND(Value v, evaluate(pair[1]));
    arguments.keywords.push_back({*pair[0].getAsString(), v});
  }
  return arguments;
}

FailureOr<Value> TreeContext::dict(const llvm::json::Array &tree) {
  BIND(Value dict, heap.makeDict(*this));
  for (const llvm::json::Value &pair : *tree[1].getAsArray()) {
    BIND(Value key, evaluate((*pair.getAsArray())[0]));
    BIND(Value v, evaluate((*pair.getAsArray())[1]));
    if (failed(dictInsert(*this, dict.asDict(), key, v)))
      return failure();
  }
  return dict;
}

FailureOr<Value> TreeContext::container(llvm::StringRef kind,
                                        const llvm::json::Array &tree) {
  BIND(auto values, all(tree[1]));
  if (kind == "list")
    return heap.makeList(*this, values);
  if (kind == "tuple")
    return heap.makeTuple(*this, values);
  BIND(Value set, heap.makeSet(*this));
  for (Value v : values)
    if (failed(setInsert(*this, set.asSet(), v)))
      return failure();
  return set;
}

FailureOr<Value> TreeContext::operation(llvm::StringRef kind,
                                        const llvm::json::Array &tree) {
  llvm::StringRef op = *tree[1].getAsString();
  BIND(Value a, evaluate(tree[2]));
  if (kind == "unary")
    return unary(*this, *findOp<UnaryOp>(op, 4), a);
  BIND(Value b, evaluate(tree[3]));
  if (kind == "binary")
    return binary(*this, *findOp<BinaryOp>(op, 13), a, b);
  return compare(*this, *findOp<CompareOp>(op, 10), a, b);
}

FailureOr<Value> TreeContext::helper(llvm::StringRef name,
                                     const CallArgs &args) {
  Value a = args.positional[0], b = args.positional[1];
  if (name == "setitem") {
    if (failed(setItem(*this, a, b, args.positional[2])))
      return failure();
    return Value::none();
  }
  BinaryOp op = llvm::StringSwitch<BinaryOp>(name)
                    .Case("iadd", BinaryOp::Add)
                    .Case("isub", BinaryOp::Sub)
                    .Case("imul", BinaryOp::Mul)
                    .Case("imod", BinaryOp::Mod)
                    .Case("ior", BinaryOp::BitOr)
                    .Case("iand", BinaryOp::BitAnd)
                    .Case("ixor", BinaryOp::BitXor)
                    .Case("ipow", BinaryOp::Pow);
  return inplace(*this, op, a, b);
}

FailureOr<Value> TreeContext::callTree(const llvm::json::Array &tree) {
  bool isMethod = *tree[0].getAsString() == "method";
  size_t first = isMethod ? 3 : 2;
  const llvm::json::Array &callee = *tree[1].getAsArray();
  if (!isMethod && *callee[0].getAsString() == "name") {
    llvm::StringRef name = *callee[1].getAsString();
    if (name == "setitem" || (name.size() <= 4 && name.starts_with("i") &&
                              name != "int" && name != "id")) {
      BIND(Arguments arguments, this->arguments(tree[first], tree[first + 1]));
      return helper(name, arguments.args());
    }
  }
  BIND(Value object, evaluate(tree[1]));
  if (isMethod) {
    llvm::StringRef name = *tree[2].getAsString();
    // An attribute is looked up before the arguments are evaluated.
    if (failed(getMethod(*this, object, name)))
      return failure();
    BIND(Arguments arguments, this->arguments(tree[first], tree[first + 1]));
    return callMethod(*this, object, name, arguments.args());
  }
  BIND(Arguments arguments, this->arguments(tree[first], tree[first + 1]));
  return value::call(*this, object, arguments.args());
}

FailureOr<Value> TreeContext::text(const llvm::json::Array &tree) {
  std::string joined;
  for (const llvm::json::Value &part : *tree[1].getAsArray()) {
    const llvm::json::Array &node = *part.getAsArray();
    BIND(Value v, evaluate(node[1].getAsArray() ? node[1] : part));
    if (*node[0].getAsString() == "format") {
      llvm::StringRef conversion = *node[2].getAsString();
      if (conversion == "r") {
        BIND(v, repr(*this, v));
      } else if (conversion == "s") {
        BIND(v, str(*this, v));
      } else if (conversion == "a") {
        BIND(v, ascii(*this, v));
      }
      BIND(Value spec, evaluate(node[3]));
      BIND(v, format(*this, v, spec.text()));
    }
    joined += v.text();
  }
  return heap.makeStr(*this, joined);
}

FailureOr<Value> TreeContext::name(llvm::StringRef name) {
  if (auto it = variables.find(name); it != variables.end())
    return it->second;
  if (std::optional<Value> type = findClass(types, name))
    return *type;
  if (std::optional<BuiltinId> id = findBuiltin(name))
    return Value::builtin(*id);
  return raise(ExcKind::NameError, "name '" + name + "' is not defined");
}

FailureOr<Value> TreeContext::evaluate(const llvm::json::Array &tree) {
  llvm::StringRef kind = *tree[0].getAsString();
  if (kind == "name")
    return name(*tree[1].getAsString());
  if (kind == "list" || kind == "tuple" || kind == "set")
    return container(kind, tree);
  if (kind == "dict")
    return dict(tree);
  if (kind == "unary" || kind == "binary" || kind == "compare")
    return operation(kind, tree);
  if (kind == "call" || kind == "method")
    return callTree(tree);
  if (kind == "join")
    return text(tree);
  if (kind == "lambda")
    return Value::object(heap.makeObject<Lambda>(tree));
  if (kind == "attribute") {
    BIND(Value object, evaluate(tree[1]));
    return getMethod(*this, object, *tree[2].getAsString());
  }
  if (kind == "assign") {
    BIND(Value v, evaluate(tree[2]));
    return variables[*tree[1].getAsString()] = v;
  }
  if (kind == "item") {
    BIND(Value object, evaluate(tree[1]));
    BIND(Value index, evaluate(tree[2]));
    return getItem(*this, object, index);
  }
  if (kind == "slice") {
    llvm::SmallVector<Value> parts;
    for (unsigned i : {1, 2, 3, 4}) {
      BIND(Value part, evaluate(tree[i]));
      parts.push_back(part);
    }
    return getSlice(*this, parts[0], parts[1], parts[2], parts[3]);
  }
  return constant(kind, tree);
}

FailureOr<Value> TreeContext::call(Value callee, const CallArgs &args) {
  if (!callee.is(Kind::Object))
    return Context::call(callee, args);
  const auto *lambda = static_cast<const Lambda *>(callee.asObject());
  const llvm::json::Array &names = *lambda->tree[1].getAsArray();
  for (auto [name, v] : llvm::zip(names, args.positional))
    variables[*name.getAsString()] = v;
  return evaluate(lambda->tree[2]);
}
