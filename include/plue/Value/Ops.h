//===- Ops.h - Operations on values -----------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Python's operators and protocols on values, with CPython 3.11's
/// results and its exception messages. All raise through the Context and then
/// return failure; a symbolic operand raises ExcKind::Residual, and nothing has
/// been changed by then.
//===----------------------------------------------------------------------===//
#ifndef PLUE_VALUE_OPS_H
#define PLUE_VALUE_OPS_H

#include "plue/Value/Context.h"
#include <optional>

namespace plue::value {

enum class UnaryOp : uint8_t { Plus, Minus, Invert, Not };

enum class BinaryOp : uint8_t {
  Add,
  Sub,
  Mul,
  Div,
  FloorDiv,
  Mod,
  Pow,
  LShift,
  RShift,
  BitAnd,
  BitOr,
  BitXor,
  MatMul,
};

enum class CompareOp : uint8_t { Eq, Ne, Lt, Le, Gt, Ge, Is, IsNot, In, NotIn };

/// `+`, `not in`, … as written in Python.
llvm::StringRef spelling(UnaryOp op);
llvm::StringRef spelling(BinaryOp op);
llvm::StringRef spelling(CompareOp op);

FailureOr<Value> unary(Context &ctx, UnaryOp op, Value operand);
FailureOr<Value> binary(Context &ctx, BinaryOp op, Value left, Value right);
/// `left op= right`. Changes lists, dicts and sets in place, where Python does,
/// and returns them; else the new value.
FailureOr<Value> inplace(Context &ctx, BinaryOp op, Value left, Value right);
/// `is` between anything but None, bools and Ellipsis is for the caller to
/// refuse: whether equal strings are one object is CPython's private affair.
FailureOr<Value> compare(Context &ctx, CompareOp op, Value left, Value right);
/// `==` as a bool.
FailureOr<bool> equals(Context &ctx, Value left, Value right);
FailureOr<bool> truth(Context &ctx, Value v);
/// A stable hash that agrees with equals(); raises TypeError if unhashable.
FailureOr<uint64_t> hash(Context &ctx, Value v);

FailureOr<Value> getItem(Context &ctx, Value object, Value index);
LogicalResult setItem(Context &ctx, Value object, Value index, Value v);
/// `object[start:stop:step]`; a part that is not written is None.
FailureOr<Value> getSlice(Context &ctx, Value object, Value start, Value stop,
                          Value step);

FailureOr<uint64_t> length(Context &ctx, Value v);
/// An iterator over \p v. Walking a set raises Nondeterministic.
FailureOr<Value> iterate(Context &ctx, Value v);
/// The next item, or an absent Value at the end.
FailureOr<Value> next(Context &ctx, Value iterator);
/// All items of any iterable, as unpacking and displays see them.
FailureOr<llvm::SmallVector<Value, 8>> items(Context &ctx, Value iterable);

FailureOr<Value> str(Context &ctx, Value v);
FailureOr<Value> repr(Context &ctx, Value v);
FailureOr<Value> ascii(Context &ctx, Value v);
/// `format(v, spec)`: the format-specification mini-language.
FailureOr<Value> format(Context &ctx, Value v, llvm::StringRef spec);

/// Whether values of this kind have a method \p name.
bool hasMethod(Kind kind, llvm::StringRef name);
/// Whether that belongs to the class and sees no object: `str.maketrans`.
bool isStaticMethod(Kind kind, llvm::StringRef name);
/// Every method of that kind in the subset, sorted; for suggestions.
llvm::ArrayRef<llvm::StringRef> methodNames(Kind kind);
/// `object.name` for a method of a built-in kind; raises AttributeError.
FailureOr<Value> getMethod(Context &ctx, Value object, llvm::StringRef name);
/// `object.name(args…)`.
FailureOr<Value> callMethod(Context &ctx, Value object, llvm::StringRef name,
                            const CallArgs &args);

/// The built-in function called \p name (`len`, `sorted`, …). Type names such
/// as `str` are not here: they are types.
std::optional<BuiltinId> findBuiltin(llvm::StringRef name);
llvm::StringRef builtinName(BuiltinId id);
llvm::ArrayRef<llvm::StringRef> builtinNames();
FailureOr<Value> callBuiltin(Context &ctx, BuiltinId id, const CallArgs &args);
/// `str(x)`, `int("7", 2)`, `list(xs)`, … for a type used as a conversion.
FailureOr<Value> convert(Context &ctx, TypeId type, const CallArgs &args);
/// Calls anything callable that this library knows (builtins, methods, types)
/// and asks Context::call for the rest.
FailureOr<Value> call(Context &ctx, Value callee, const CallArgs &args);

/// The static type of a value: `list(int)` for `[1, 2]`.
TypeId typeOf(TypeStore &types, Value v);

/// A value as JSON, and back. Tuples become arrays. Fails (with ValueError) for
/// what JSON cannot carry, and when the text would exceed the string limit,
/// however often a shared object occurs in it. The JSON owns its texts: it may
/// outlive the heap.
FailureOr<llvm::json::Value> toJson(Context &ctx, Value v);
FailureOr<Value> fromJson(Context &ctx, const llvm::json::Value &json);
/// `json.loads`, without what is not JSON (NaN); ValueError says where the
/// fault is. \p text must be UTF-8.
FailureOr<Value> parseJson(Context &ctx, llvm::StringRef text);

} // namespace plue::value

#endif // PLUE_VALUE_OPS_H
