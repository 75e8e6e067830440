//===- Printer.h - Plans as text and JSON -----------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_IR_PRINTER_H
#define PLUE_IR_PRINTER_H

#include "plue/IR/Plan.h"
#include "llvm/Support/raw_ostream.h"
#include <functional>

namespace plue::ir {

struct PrintOptions {
  bool locations = true;
  /// What to say about a value in a comment at the end of its line, on which
  /// nothing depends; empty: nothing.
  std::function<std::string(const Workflow &, ValueId)> annotate = {};
};

/// Prints a plan as text. Total: a broken plan prints too.
void print(const Plan &plan, llvm::raw_ostream &os, PrintOptions options = {});

/// Prints the projection that people and tools read: for each workflow its
/// triggers and for each step `id, key, name, type, config, depends_on`, with
/// run-time values shown as `{{ … }}`. Expects a verified plan.
void printJson(const Plan &plan, llvm::raw_ostream &os);

/// The same with some of the plan's workflows only.
void printJson(const Plan &plan, llvm::ArrayRef<const Workflow *> workflows,
               llvm::raw_ostream &os);

/// A run-time value as its author would have written it, for instance
/// `ctx.inputs.env == "prod"`.
std::string expressionText(const Plan &plan, const Workflow &workflow,
                           ValueId value);

/// A string with its run-time parts as `{{ … }}`: the value of a `shell` or any
/// other operation.
std::string templateText(const Plan &plan, const Workflow &workflow,
                         ValueId value);

} // namespace plue::ir

#endif // PLUE_IR_PRINTER_H
