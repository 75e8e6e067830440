//===- PlanInput.h - Where tools get plans from -----------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_DRIVER_PLANINPUT_H
#define PLUE_LIB_DRIVER_PLANINPUT_H

#include "plue/IR/Plan.h"
#include "llvm/Support/Error.h"

namespace plue {

/// Reads the plan at \p path, as a file of plue-compile or as text; `-` is
/// standard input. What is returned has been verified. The error says where the
/// fault is.
llvm::Expected<std::unique_ptr<ir::Plan>> readPlan(llvm::StringRef path);

/// Makes a plan of \p text, which messages call \p name.
llvm::Expected<std::unique_ptr<ir::Plan>> parsePlanText(llvm::StringRef name,
                                                        std::string text);

} // namespace plue

#endif // PLUE_LIB_DRIVER_PLANINPUT_H
