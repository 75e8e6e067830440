//===- Builtins.h - The catalogue of built-in names -------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Names of the built-in functions, and what is known about the classes
/// among the types. Builtins.def lists all functions and methods.
//===----------------------------------------------------------------------===//
#ifndef PLUE_VALUE_BUILTINS_H
#define PLUE_VALUE_BUILTINS_H

#include "plue/Value/Context.h"
#include <optional>

namespace plue::value {

enum class BuiltinId : uint16_t {
#define PLUE_BUILTIN(Name, name, isClass, arity, function, signature) Name,
#include "plue/Value/Builtins.def"
};

/// Whether a built-in "function" is a class in Python: `range`, `zip`, ….
bool isClass(BuiltinId id);

/// The class called \p name as a value: `str`, `list`, …; a container class is
/// the type of containers of Any.
std::optional<Value> findClass(TypeStore &types, llvm::StringRef name);
/// The names that findClass knows, sorted.
llvm::ArrayRef<llvm::StringRef> classNames();
/// What `T.__name__` is for a type: `int`, `list`, `NoneType`, ….
llvm::StringRef className(const TypeStore &types, TypeId type);
/// The kind of the values that a class has; Absent for other types.
Kind kindOfClass(const TypeStore &types, TypeId type);
/// Whether a type is `list`, `dict`, `set` or `tuple` itself.
bool isGenericClass(const TypeStore &types, TypeId type);
/// `list[str]`, `dict[str, int]`, ….
FailureOr<Value> subscriptType(Context &ctx, TypeId type, Value index);

} // namespace plue::value

#endif // PLUE_VALUE_BUILTINS_H
