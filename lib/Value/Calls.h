//===- Calls.h - Calling built-in functions ---------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Signatures are written as text in Builtins.def and taken apart by the
/// compiler, so that a table entry is a constant and binding needs no parsing.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_VALUE_CALLS_H
#define PLUE_LIB_VALUE_CALLS_H

#include "Internal.h"
#include <string_view>

namespace plue::value {

/// How CPython words a wrong number of arguments. Its functions come in several
/// builds, and each has its own way.
enum class Arity : uint8_t {
  /// What the signature suggests: see Calls.cpp.
  Auto,
  /// `find() takes at least 1 argument (0 given)`
  Parsed,
  /// `reversed expected 1 argument, got 0`
  Expected,
};

/// A parameter: where its name stands in the signature's text.
struct Parameter {
  uint8_t begin = 0;
  uint8_t size = 0;
  bool isRequired = true;
};

struct Signature {
  static constexpr unsigned MaxParameters = 4;

  const char *text = "";
  Parameter parameters[MaxParameters] = {};
  uint8_t size = 0;
  /// How many can be given by position, and how many only so.
  uint8_t numPositional = 0;
  uint8_t numPositionalOnly = 0;
  bool hasRest = false;
  bool hasKeywords = false;

  llvm::StringRef name(unsigned i) const {
    return {text + parameters[i].begin, parameters[i].size};
  }
  bool takesKeywords() const {
    return hasKeywords || size != numPositionalOnly;
  }
  unsigned numRequired() const {
    unsigned n = 0;
    while (n != numPositional && parameters[n].isRequired)
      ++n;
    return n;
  }

  /// Takes \p signature apart: `a, b?, /, c, *, d?` and `*args`, `**kwargs`.
  static consteval Signature parse(std::string_view signature);
};

consteval Signature Signature::parse(std::string_view signature) {
  Signature s;
  s.text = signature.data();
  bool keywordOnly = false;
  for (size_t begin = 0; begin < signature.size();) {
    size_t end = std::min(signature.find(", ", begin), signature.size());
    std::string_view part = signature.substr(begin, end - begin);
    if (part == "/") {
      s.numPositionalOnly = s.size;
    } else if (part.starts_with("**")) {
      s.hasKeywords = true;
    } else if (part.starts_with("*")) {
      keywordOnly = true;
      s.hasRest = part.size() > 1;
    } else {
      bool optional = part.ends_with("?");
      s.parameters[s.size++] = {static_cast<uint8_t>(begin),
                                static_cast<uint8_t>(part.size() - optional),
                                !optional};
      s.numPositional += !keywordOnly;
    }
    begin = end + 2;
  }
  return s;
}

/// A call whose arguments have found their parameters.
struct Invocation {
  Value self;
  /// One for each parameter, absent if not given.
  llvm::SmallVector<Value, Signature::MaxParameters> parameters;
  llvm::ArrayRef<Value> rest;
  llvm::ArrayRef<std::pair<llvm::StringRef, Value>> keywords;

  Value operator[](unsigned i) const { return parameters[i]; }
};

using NativeFunction = FailureOr<Value>(Context &ctx, const Invocation &in);

struct NativeEntry {
  llvm::StringLiteral name;
  Signature signature;
  Arity arity;
  bool isStatic;
  NativeFunction *function;
};

/// Finds the parameter of each argument.
LogicalResult bindArguments(Context &ctx, const NativeEntry &entry,
                            llvm::StringRef className, const CallArgs &args,
                            Invocation &in);
/// Binds the arguments and calls. \p className is the class of a method, for
/// messages; a function has none.
FailureOr<Value> invoke(Context &ctx, const NativeEntry &entry,
                        llvm::StringRef className, Value self,
                        const CallArgs &args);

const NativeEntry &functionEntry(BuiltinId id);
/// Null if values of that kind have no such method.
const NativeEntry *findMethod(Kind kind, llvm::StringRef name);
/// What a class does when called; null if it cannot be.
const NativeEntry *conversionEntry(TypeKind kind);

#define PLUE_BUILTIN(Name, name, isClass, arity, function, signature)          \
  NativeFunction function;
#define PLUE_METHOD(Kind, name, arity, function, signature)                    \
  NativeFunction function;
#include "plue/Value/Builtins.def"

} // namespace plue::value

#endif // PLUE_LIB_VALUE_CALLS_H
