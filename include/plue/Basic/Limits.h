//===- Limits.h - How much a workflow may cost ------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Every limit in one place. They are deterministic: none depends on time
/// or on the machine, so a workflow that compiles here compiles everywhere.
//===----------------------------------------------------------------------===//
#ifndef PLUE_BASIC_LIMITS_H
#define PLUE_BASIC_LIMITS_H

#include <cstdint>

namespace plue {

struct Limits {
  /// Bytes of one source file.
  uint64_t sourceBytes = 1 << 20;
  /// Nested blocks and brackets in a source file.
  uint32_t syntaxDepth = 200;
  /// Units of evaluation work; see value::Fuel for what each thing costs.
  uint64_t fuel = 1'000'000;
  /// Bytes of values that evaluation may allocate.
  uint64_t liveBytes = 64ULL << 20;
  /// Bytes of one string.
  uint64_t stringBytes = 1 << 20;
  /// Items of one list, tuple, dict, set or range walk.
  uint64_t items = 100'000;
  /// Bits of one integer.
  uint32_t intBits = 4096;
  /// Nested calls of workflow functions.
  uint32_t callDepth = 200;
  /// Steps of one workflow.
  uint32_t steps = 10'000;
  /// Diagnostics shown before the rest are only counted.
  uint32_t diagnostics = 100;

  /// The largest value `--max-steps` takes.
  static constexpr uint32_t MaxSteps = 1'000'000;

  /// These limits for a plan of up to \p maxSteps steps: whatever grows with
  /// the number of steps is scaled along.
  Limits withMaxSteps(uint32_t maxSteps) const {
    Limits scaled = *this;
    uint64_t factor = (uint64_t(maxSteps) + steps - 1) / steps;
    factor = factor < 1 ? 1 : factor;
    scaled.steps = maxSteps;
    scaled.fuel *= factor;
    scaled.liveBytes *= factor;
    scaled.items *= factor;
    return scaled;
  }
};

} // namespace plue

#endif // PLUE_BASIC_LIMITS_H
