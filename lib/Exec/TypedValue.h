//===- TypedValue.h - Values made to fit a type -----------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file JSON that comes from a step becomes a value of the type that the
/// workflow was checked against, or an error that names the first place where
/// it does not fit: `output.issues[0].line`.
///
/// What JSON cannot tell apart the type decides: an int where a float is meant
/// becomes one. An optional field that is missing is None. A record has no
/// fields but those of its type, as the JSON Schema of the type says.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_TYPEDVALUE_H
#define PLUE_LIB_EXEC_TYPEDVALUE_H

#include "plue/Value/Context.h"
#include "plue/Value/Value.h"
#include "llvm/Support/Error.h"

namespace plue::exec {

/// \p v, which was read from JSON, as a value of \p type; \p path names it in
/// messages.
llvm::Expected<value::Value> fitToType(value::Context &context,
                                       value::TypeId type, value::Value v,
                                       const llvm::Twine &path);

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_TYPEDVALUE_H
