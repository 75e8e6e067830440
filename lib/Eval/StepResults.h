//===- StepResults.h - What a step leaves behind ----------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EVAL_STEPRESULTS_H
#define PLUE_LIB_EVAL_STEPRESULTS_H

#include "plue/Value/Type.h"

namespace plue::eval {

struct ResultField {
  llvm::StringRef name;
  value::TypeId type;
  /// Reading it says that the workflow deals with the step's failure (design
  /// 5.3); see HandledCalls.h.
  bool handlesFailure;
};

/// The fields of a shell step's handle (R108, C42).
inline constexpr ResultField resultFields[] = {
    {"exit_code", value::types::Int, true},
    {"stdout", value::types::Str, false},
    {"stderr", value::types::Str, false},
    {"success", value::types::Bool, true},
    {"failed", value::types::Bool, true},
};

inline const ResultField *findResultField(llvm::StringRef name) {
  for (const ResultField &field : resultFields)
    if (field.name == name)
      return &field;
  return nullptr;
}

inline llvm::ArrayRef<llvm::StringRef> resultFieldNames() {
  static constexpr llvm::StringRef names[] = {"exit_code", "stdout", "stderr",
                                              "success", "failed"};
  return names;
}

} // namespace plue::eval

#endif // PLUE_LIB_EVAL_STEPRESULTS_H
