//===- ExpressionTree.h - Evaluating the trees of test cases ----*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Expressions as utils/difftest/gen_value_cases.py encodes them: nested
/// arrays, each headed by what it is.
//===----------------------------------------------------------------------===//
#ifndef PLUE_UNITTESTS_VALUE_EXPRESSIONTREE_H
#define PLUE_UNITTESTS_VALUE_EXPRESSIONTREE_H

#include "plue/Value/Heap.h"
#include "plue/Value/Ops.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/JSON.h"

namespace plue::value::testing {

/// A context that can evaluate trees, lambdas and walrus among them.
class TreeContext : public Context {
public:
  using Context::Context;

  FailureOr<Value> evaluate(const llvm::json::Array &tree);
  FailureOr<Value> call(Value callee, const CallArgs &args) override;

  llvm::StringMap<Value> variables;

private:
  /// Arguments of a call, with what they refer to.
  struct Arguments {
    llvm::SmallVector<Value, 4> positional;
    std::vector<std::pair<llvm::StringRef, Value>> keywords;
    CallArgs args() const { return {positional, keywords}; }
  };

  FailureOr<Value> evaluate(const llvm::json::Value &tree) {
    return evaluate(*tree.getAsArray());
  }
  FailureOr<llvm::SmallVector<Value, 8>> all(const llvm::json::Value &trees);
  FailureOr<Arguments> arguments(const llvm::json::Value &positional,
                                 const llvm::json::Value &keywords);
  FailureOr<Value> constant(llvm::StringRef kind,
                            const llvm::json::Array &tree);
  FailureOr<Value> container(llvm::StringRef kind,
                             const llvm::json::Array &tree);
  FailureOr<Value> dict(const llvm::json::Array &tree);
  FailureOr<Value> operation(llvm::StringRef kind,
                             const llvm::json::Array &tree);
  FailureOr<Value> callTree(const llvm::json::Array &tree);
  FailureOr<Value> helper(llvm::StringRef name, const CallArgs &args);
  FailureOr<Value> text(const llvm::json::Array &tree);
  FailureOr<Value> name(llvm::StringRef name);
};

/// A function as the embedder would have it.
class Lambda final : public Object {
public:
  explicit Lambda(const llvm::json::Array &tree) : tree(tree) {}
  llvm::StringRef typeName() const override { return "function"; }
  bool isCallable() const override { return true; }

  const llvm::json::Array &tree;
};

} // namespace plue::value::testing

#endif // PLUE_UNITTESTS_VALUE_EXPRESSIONTREE_H
