//===- RoundTrip.h - Does a plan survive its forms? -------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_DRIVER_ROUNDTRIP_H
#define PLUE_LIB_DRIVER_ROUNDTRIP_H

#include "plue/IR/Plan.h"
#include "llvm/Support/Error.h"

namespace plue {

/// Takes \p plan, which is sound, to bytes, to text and back. Fails if a plan
/// on the way cannot be read, or is not the same as the one before.
llvm::Error verifyRoundTrip(const ir::Plan &plan);

} // namespace plue

#endif // PLUE_LIB_DRIVER_ROUNDTRIP_H
