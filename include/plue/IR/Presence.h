//===- Presence.h - Conditions that show values to be there -----*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_IR_PRESENCE_H
#define PLUE_IR_PRESENCE_H

#include "plue/IR/Plan.h"

namespace plue::ir {

/// Whether \p value is known not to be None where \p condition holds, because
/// that is a test of it (`truth a`, `a is not None`, `a == 1`, …), or of the
/// type of the event, which says what fields the event has. It is the front
/// end's rule, and the verifier's.
bool showsPresence(const Plan &plan, const Workflow &workflow,
                   ValueId condition, ValueId value);

} // namespace plue::ir

#endif // PLUE_IR_PRESENCE_H
