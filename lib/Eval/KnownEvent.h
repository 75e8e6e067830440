//===- KnownEvent.h - Deciding conditions by a given event ------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EVAL_KNOWNEVENT_H
#define PLUE_LIB_EVAL_KNOWNEVENT_H

#include "Evaluator.h"

namespace plue::eval {

/// What \p value is when the run is started by the event in
/// `evaluator.options.event`; Absent if the event does not tell, or there is
/// none, or computing it would raise.
Value valueByEvent(Evaluator &evaluator, ValueId value);

} // namespace plue::eval

#endif // PLUE_LIB_EVAL_KNOWNEVENT_H
