//===- Parameters.h - Arguments of workflow functions -----------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Binds the arguments of a call to the parameters of a function written
/// in Python: by Python's rules and refused with Python's words, whether the
/// function is evaluated when compiling or when the plan runs.
//===----------------------------------------------------------------------===//
#ifndef PLUE_VALUE_PARAMETERS_H
#define PLUE_VALUE_PARAMETERS_H

#include "plue/Value/Context.h"

namespace plue::value {

/// What kind of parameter, as in Python's inspect.Parameter.
enum class ParameterKind : uint8_t {
  PositionalOnly,
  Plain,
  VarPositional,
  KeywordOnly,
  VarKeyword,
};

struct ParameterInfo {
  llvm::StringRef name;
  ParameterKind kind = ParameterKind::Plain;
  /// Absent if there is none.
  Value defaultValue = Value();
};

/// Fills the first slots, which must be absent, with what \p args has for the
/// parameters. Raises TypeError where the two do not fit.
LogicalResult bindArguments(Context &ctx, llvm::StringRef function,
                            llvm::ArrayRef<ParameterInfo> parameters,
                            const CallArgs &args,
                            llvm::MutableArrayRef<Value> slots);

} // namespace plue::value

#endif // PLUE_VALUE_PARAMETERS_H
