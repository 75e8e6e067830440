//===- Fixture.h - What tests of values begin with --------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_UNITTESTS_VALUE_FIXTURE_H
#define PLUE_UNITTESTS_VALUE_FIXTURE_H

#include "plue/Value/Builtins.h"
#include "plue/Value/Heap.h"
#include "plue/Value/Ops.h"
#include "gtest/gtest.h"

namespace plue::value::testing {

/// A context that notes what it is told.
class RecordingContext : public Context {
public:
  using Context::Context;
  LogicalResult willMutate(Value cell) override {
    mutated.push_back(cell);
    return refusesMutation ? raise(ExcKind::Reported, "frozen") : success();
  }
  void print(llvm::StringRef line) override { printed.push_back(line.str()); }

  std::vector<Value> mutated;
  std::vector<std::string> printed;
  bool refusesMutation = false;
};

class ValueTest : public ::testing::Test {
protected:
  Limits limits;
  Heap heap;
  TypeStore types;
  RecordingContext ctx{heap, types, limits};

  Value get(FailureOr<Value> v) {
    EXPECT_TRUE(succeeded(v))
        << (ctx.hasException() ? ctx.exception().message : "no exception");
    if (ctx.hasException())
      ctx.takeException();
    return succeeded(v) ? *v : Value::none();
  }
  Value str(llvm::StringRef text) { return get(heap.makeStr(ctx, text)); }
  Value list(llvm::ArrayRef<Value> items) {
    return get(heap.makeList(ctx, items));
  }
  Value tuple(llvm::ArrayRef<Value> items) {
    return get(heap.makeTuple(ctx, items));
  }
  Value set(llvm::ArrayRef<Value> items) {
    Value made = get(heap.makeSet(ctx));
    for (Value item : items)
      EXPECT_TRUE(succeeded(setInsert(ctx, made.asSet(), item)));
    return made;
  }
  Value dict(llvm::ArrayRef<std::pair<Value, Value>> items) {
    Value made = get(heap.makeDict(ctx));
    for (auto [key, v] : items)
      EXPECT_TRUE(succeeded(dictInsert(ctx, made.asDict(), key, v)));
    return made;
  }
  static Value num(int64_t i) { return Value::smallInt(i); }

  FailureOr<Value> method(Value object, llvm::StringRef name,
                          llvm::ArrayRef<Value> args = {}) {
    return callMethod(ctx, object, name, {.positional = args, .keywords = {}});
  }
  FailureOr<Value> builtin(llvm::StringRef name,
                           llvm::ArrayRef<Value> args = {}) {
    return callBuiltin(ctx, *findBuiltin(name),
                       {.positional = args, .keywords = {}});
  }
  std::string show(FailureOr<Value> v) {
    if (succeeded(v))
      v = repr(ctx, *v);
    return succeeded(v) ? v->text().str() : why(failure());
  }

  /// The exception a failed operation left, as `Class: message`.
  template <typename T> std::string why(const T &result) {
    EXPECT_TRUE(failed(result));
    if (!ctx.hasException())
      return "no exception";
    Exception exception = ctx.takeException();
    return (name(exception.kind) + ": " + exception.message).str();
  }
  template <typename T> ExcKind kindOf(const T &result) {
    EXPECT_TRUE(failed(result));
    return ctx.hasException() ? ctx.takeException().kind : ExcKind::Exception;
  }
};

} // namespace plue::value::testing

#endif // PLUE_UNITTESTS_VALUE_FIXTURE_H
