//===- EventTypes.h - What an event looks like ------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EVAL_EVENTTYPES_H
#define PLUE_LIB_EVAL_EVENTTYPES_H

#include "plue/IR/Plan.h"

namespace plue::eval {

/// The type of field \p name of the event of a workflow with these triggers, or
/// none if events have no such field. A field that not every trigger provides
/// is optional.
value::TypeId eventFieldType(value::TypeStore &types, llvm::StringRef name,
                             llvm::ArrayRef<ir::Trigger> triggers);

llvm::ArrayRef<llvm::StringRef> eventFieldNames();

} // namespace plue::eval

#endif // PLUE_LIB_EVAL_EVENTTYPES_H
