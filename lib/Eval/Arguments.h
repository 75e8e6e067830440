//===- Arguments.h - Arguments of the SDK's functions -----------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Binds a call of an SDK function to its declared parameters and reads
/// the arguments as what they must be. Every fault is reported at the argument,
/// with the function's own words for what it wants.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EVAL_ARGUMENTS_H
#define PLUE_LIB_EVAL_ARGUMENTS_H

#include "Evaluator.h"

namespace plue::eval {

/// What a function of the SDK takes.
struct Signature {
  llvm::StringRef function;
  llvm::ArrayRef<llvm::StringRef> parameters;
  /// How many of them may be given by position.
  unsigned numPositional = 0;
};

class Arguments {
public:
  /// Binds \p args; unknown, repeated and superfluous ones are reported.
  static FailureOr<Arguments> bind(Evaluator &evaluator,
                                   const Signature &signature,
                                   const CallArgs &args, const CallSite &site);

  /// The argument for parameter \p name, or Absent if it was not given. None
  /// counts as not given.
  Value get(llvm::StringRef name) const;
  bool has(llvm::StringRef name) const { return bool(get(name)); }
  SourceRange rangeOf(llvm::StringRef name) const;
  SourceRange callRange() const { return range; }
  /// Reports that \p name is needed, if it was not given.
  LogicalResult require(llvm::StringRef name) const;

  // Readers; a parameter that was not given reads as the empty value.
  FailureOr<std::string> string(llvm::StringRef name) const;
  FailureOr<std::vector<std::string>> strings(llvm::StringRef name) const;
  FailureOr<std::optional<bool>> boolean(llvm::StringRef name) const;
  /// A duration in milliseconds: a number of seconds, or text such as `90s`,
  /// `10m`, `2h`, `1d`. 0 if not given.
  FailureOr<uint64_t> duration(llvm::StringRef name) const;

  /// Reports that the argument is not what is wanted; always fails.
  LogicalResult wrongType(llvm::StringRef name, llvm::StringRef wanted,
                          llvm::StringRef hint = "") const;
  /// The way out may follow in \p why after a semicolon.
  LogicalResult wrongValue(llvm::StringRef name, llvm::StringRef why) const;
  /// The same for an argument that must be known when compiling, of which \p v
  /// is all or a part.
  LogicalResult notFixed(llvm::StringRef name, llvm::StringRef wanted,
                         Value v) const;

private:
  Arguments(Evaluator &evaluator, const Signature &signature, SourceRange range)
      : evaluator(&evaluator), signature(signature), range(range),
        values(signature.parameters.size()),
        ranges(signature.parameters.size(), range) {}
  size_t indexOf(llvm::StringRef name) const;
  LogicalResult set(size_t index, Value v, SourceRange where);
  LogicalResult unknown(llvm::StringRef name, SourceRange where) const;

  Evaluator *evaluator;
  Signature signature;
  SourceRange range;
  std::vector<Value> values;
  std::vector<SourceRange> ranges;
};

/// What a value is called in "must be X, not Y".
std::string describeType(Evaluator &evaluator, Value v);

} // namespace plue::eval

#endif // PLUE_LIB_EVAL_ARGUMENTS_H
