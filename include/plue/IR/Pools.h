//===- Pools.h - What workflows share, by what it is ------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_IR_POOLS_H
#define PLUE_IR_POOLS_H

#include "plue/IR/Tables.h"

namespace plue::ir {

/// Adds strings, constants and templates to a plan, each once.
class Pools {
public:
  /// Knows what \p plan has already. Nobody else may add to it meanwhile.
  explicit Pools(Plan &plan);

  uint32_t string(llvm::StringRef text);
  ConstantId constant(const Constant &constant);
  TemplateId shellTemplate(ShellTemplate shell);

private:
  Plan &plan;
  TableIndex tables;
};

/// Appends to \p bytes, for keys that are equal only if what they are made of
/// is.
void appendNumber(std::string &bytes, uint64_t number);
void appendFramed(std::string &bytes, llvm::StringRef text);

} // namespace plue::ir

#endif // PLUE_IR_POOLS_H
