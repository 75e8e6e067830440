//===- PlanDiff.h - What is different between two plans ---------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Compares what two plans do, not how they are written: workflows by
/// name and steps by key, field by field of the projection that printJson()
/// prints. Where a step stands and what number it has does not count; what it
/// waits for does, and is named by keys too. So a step that is put in front of
/// others is one difference.
//===----------------------------------------------------------------------===//
#ifndef PLUE_ANALYSIS_PLANDIFF_H
#define PLUE_ANALYSIS_PLANDIFF_H

#include "plue/IR/Plan.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

namespace plue::analysis {

enum class Change : uint8_t { Added, Removed, Changed };

/// `added`, …
llvm::StringRef spelling(Change change);

/// One of the two is missing if the field is there on one side only.
struct FieldDiff {
  /// `timeout`, `config.cmd`
  std::string field;
  std::optional<llvm::json::Value> before, after;
};

/// Of a step or a workflow; \p fields are in order of name.
struct ItemDiff {
  Change change = Change::Changed;
  /// The key of a step, the name of a workflow.
  std::string name;
  std::vector<FieldDiff> fields;
};

struct WorkflowDiff : ItemDiff {
  /// In the order of the newer plan; the removed ones come last.
  std::vector<ItemDiff> steps;
};

using PlanDiff = std::vector<WorkflowDiff>;

/// The workflows that are different. Both plans must have been verified. Fails
/// if what a plan does takes more than 64 MiB to say.
llvm::Expected<PlanDiff> diffPlans(const ir::Plan &before,
                                   const ir::Plan &after);

/// For people, a field a line; nothing if there is no difference.
void printText(const PlanDiff &diff, llvm::raw_ostream &os);
/// `{"workflows": [{"name", "change", "fields", "steps"}]}`
void printJson(const PlanDiff &diff, llvm::raw_ostream &os);

} // namespace plue::analysis

#endif // PLUE_ANALYSIS_PLANDIFF_H
