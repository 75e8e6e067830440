//===- PlanInput.h - Plans in either form -----------------------*- C++ -*-===//
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

/// Reads the plan at \p path, which holds bytes or text; `-` is standard input.
/// What is returned is sound. For tools of developers: those that run plans
/// take bytes only.
llvm::Expected<std::unique_ptr<ir::Plan>> readPlan(llvm::StringRef path);

/// Makes a sound plan of its text; the error shows what is wrong with it,
/// where.
llvm::Expected<std::unique_ptr<ir::Plan>> parsePlanText(std::string path,
                                                        std::string text);

} // namespace plue

#endif // PLUE_LIB_DRIVER_PLANINPUT_H
