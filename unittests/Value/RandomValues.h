//===- RandomValues.h - Values and their types at random --------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A source of values of all kinds, each with a static type that it has.
/// One seed gives the same values everywhere.
//===----------------------------------------------------------------------===//
#ifndef PLUE_UNITTESTS_VALUE_RANDOMVALUES_H
#define PLUE_UNITTESTS_VALUE_RANDOMVALUES_H

#include "plue/Value/Builtins.h"
#include "plue/Value/Heap.h"
#include "plue/Value/Ops.h"
#include <random>

namespace plue::value::testing {

/// A value and a type that admits it, though not always the narrowest.
struct TypedValue {
  Value v;
  TypeId type;
};

class RandomValues {
public:
  RandomValues(Context &ctx, uint64_t seed) : ctx(ctx), engine(seed) {}

  /// A number below \p bound.
  uint32_t below(uint32_t bound) { return engine() % bound; }
  bool chance(uint32_t percent) { return below(100) < percent; }

  /// Any value, containers up to \p depth deep, and its own type or a wider
  /// one.
  TypedValue value(unsigned depth = 2);
  /// The same, and half of the time of the kind that \p other is of.
  TypedValue like(Value other);
  /// Like value(), for an argument: functions too.
  TypedValue argument();
  /// Now and then something that is in \p object, if that is a container.
  TypedValue argumentFor(Value object);
  TypedValue number();
  TypedValue text();
  TypedValue dict(unsigned depth);

private:
  Value scalar();
  Value container(unsigned depth);
  Value key();
  std::vector<Value> items(unsigned depth);
  TypedValue iterable(unsigned depth);
  TypedValue iterator(unsigned depth);
  TypedValue view(unsigned depth);
  TypeId widen(TypeId type);

  template <typename T> T must(FailureOr<T> result) {
    assert(succeeded(result) && "making a small value");
    return *result;
  }

  Context &ctx;
  std::mt19937_64 engine;
};

/// Whether \p v is a value of \p type. Iterators are walked for it; what that
/// raises is left in the context, and the answer is yes.
bool admits(Context &ctx, TypeId type, Value v, unsigned depth = 0);
/// Whether there is an empty container or text somewhere in \p v.
bool holdsEmpty(Context &ctx, Value v, unsigned depth = 0);

} // namespace plue::value::testing

#endif // PLUE_UNITTESTS_VALUE_RANDOMVALUES_H
