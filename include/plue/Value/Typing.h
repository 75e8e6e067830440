//===- Typing.h - Types of operations ---------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What is known of an operation from the types of its operands alone:
/// the static counterpart of Ops.h. It is sound: where an operation on values
/// of the operands' types returns, its result is a value of the type given
/// here; where it can raise something other than Limit, Nondeterministic or
/// RecursionError, `mayRaise` is set.
///
/// One thing is stricter than Python: an operation that fails for each item of
/// a container (`",".join` of a list of ints) counts as certain to raise,
/// although it would not if there were no items. What is known to be empty has
/// items of type Never, and for that it does not.
///
/// A value of type Never does not exist, so an operation on it does nothing: it
/// gives Never and does not raise.
///
/// An operand whose type is a union or an optional is any of its members: the
/// result is the join over those that do not raise, and only where all of them
/// raise is the operation certain to. So None in the place of an operand asks
/// whether an optional one may stay as it is.
//===----------------------------------------------------------------------===//
#ifndef PLUE_VALUE_TYPING_H
#define PLUE_VALUE_TYPING_H

#include "plue/Value/Builtins.h"
#include "plue/Value/Ops.h"

namespace plue::value {

struct Typing {
  /// Of the result; none if the operation is certain to raise.
  TypeId type;
  /// It raises for some values of these types.
  bool mayRaise = false;
  /// What it is certain to raise, in CPython's words.
  ExcKind errorKind = ExcKind::TypeError;
  std::string error;

  bool isError() const { return !type; }
};

/// Types of the arguments of a call. A function as an argument is Any; asked
/// with its place (a position, or ~0u for the keyword `key`) and the types of
/// what it will be called with, `resultOf` says what it returns: none if it is
/// certain to raise. It is not asked where the function is not called. Whether
/// a function may raise is for the caller to add; `mayRaise` leaves it out.
/// Without `resultOf` nothing is known of functions: they return Any, and may
/// raise.
struct CallTypes {
  llvm::ArrayRef<TypeId> positional;
  llvm::ArrayRef<std::pair<llvm::StringRef, TypeId>> keywords = {};
  llvm::function_ref<TypeId(unsigned argument, llvm::ArrayRef<TypeId>)>
      resultOf = nullptr;
};

/// Of a method.
struct MethodTyping : Typing {
  /// The type of the object after the call, for methods that change it:
  /// `append` on a list(never) leaves a list(int). None for methods that do
  /// not.
  TypeId objectAfter;
};

Typing typeOfUnary(TypeStore &types, UnaryOp op, TypeId operand);
Typing typeOfBinary(TypeStore &types, BinaryOp op, TypeId left, TypeId right);
/// Of `left op= right`: a container keeps its kind, as with Ops.h's inplace().
Typing typeOfInplace(TypeStore &types, BinaryOp op, TypeId left, TypeId right);
Typing typeOfCompare(TypeStore &types, CompareOp op, TypeId left, TypeId right);
/// \p known is the index, if that is known: it chooses an item of a tuple.
Typing typeOfIndex(TypeStore &types, TypeId object, TypeId index,
                   Value known = Value());
Typing typeOfSlice(TypeStore &types, TypeId object, TypeId start, TypeId stop,
                   TypeId step);
/// Of the object after `object[index] = item`.
Typing typeOfSetItem(TypeStore &types, TypeId object, TypeId index,
                     TypeId item);
/// Of `format(v, spec)`; \p spec is absent if it is not known.
Typing typeOfFormat(TypeStore &types, TypeId v,
                    std::optional<llvm::StringRef> spec);
/// Of the items that a walk over \p iterable yields. A set raises
/// Nondeterministic. What an iterator raises on the way is reckoned to the call
/// that made it: `zip(xs, ys, strict=True)` may raise, a walk over it does not.
Typing typeOfItems(TypeStore &types, TypeId iterable);
/// Of a call of a built-in function. What is only to be walked (`zip`, `range`)
/// is Iterable.
Typing typeOfCall(TypeStore &types, BuiltinId function, const CallTypes &args);
/// Of `str(x)`, `list(xs)`, ….
Typing typeOfConversion(TypeStore &types, TypeId type, const CallTypes &args);
/// Whether values of \p type are iterators, which can be walked only once:
/// what `zip` and `reversed` make, but no `range` and no view.
bool isIterator(const TypeStore &types, TypeId type);
/// The kind whose methods the values of a type have; Absent if they have none.
Kind kindOfMethods(const TypeStore &types, TypeId type);
MethodTyping typeOfMethod(TypeStore &types, TypeId object, llvm::StringRef name,
                          const CallTypes &args);

} // namespace plue::value

#endif // PLUE_VALUE_TYPING_H
