//===- Taint.h - Where untrusted text and secrets go ------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A value derives from untrusted text if someone who may not change the
/// repository had a hand in it: the title of a pull request, a branch's name, a
/// comment (ir/EventFields.def says which fields). It derives from a secret if
/// that is in it. Labels say so, and from where; they are derived from a plan
/// whenever somebody asks and stored nowhere.
///
/// Labels flow through every operation, into and out of loops, and from the
/// arguments of a function to its value. Two things end the flow of untrusted
/// text: what cannot hold text, because nobody can hide a command in a number,
/// a bool or one of several known strings; and a step, because what a command
/// makes of its input is its author's affair. A condition labels neither what
/// is chosen by it nor the steps that it guards.
//===----------------------------------------------------------------------===//
#ifndef PLUE_ANALYSIS_TAINT_H
#define PLUE_ANALYSIS_TAINT_H

#include "plue/IR/Plan.h"
#include "llvm/Support/raw_ostream.h"
#include <functional>

namespace plue::analysis {

enum class Label : uint8_t { Untrusted, Secret };

/// `untrusted`, `secret`
llvm::StringRef spelling(Label label);

/// What brings a label into a workflow.
struct Origin {
  Label label;
  /// `event.pull_request.title`, `secrets.TOKEN`
  std::string text;
};

/// The labels of all values of one workflow.
class Taint {
public:
  /// Analyses \p workflow of \p plan, which must have been verified. The work
  /// is linear in the size of the workflow.
  Taint(const ir::Plan &plan, const ir::Workflow &workflow);

  /// Where the labels of \p value come from, ordinals of origins() in ascending
  /// order; none: it has no label. Past MaxOrigins for a label the rest is
  /// forgotten: the label is there, and is said to have more.
  llvm::ArrayRef<uint32_t> originsOf(ir::ValueId value) const {
    return sets[value.index].origins;
  }
  bool has(ir::ValueId value, Label label) const;
  llvm::ArrayRef<Origin> origins() const { return allOrigins; }

  /// The labels of \p value: `untrusted: event.issue.title; secret: secrets.T`.
  /// Empty if it has none.
  std::string describe(ir::ValueId value) const;
  /// The same for all that \p values have.
  std::string describe(llvm::ArrayRef<ir::ValueId> values) const;

  static constexpr unsigned MaxOrigins = 16;

private:
  friend class TaintSolver;
  /// Labels of a value.
  struct Set {
    llvm::SmallVector<uint32_t, 1> origins;
    /// By label: whether it has more origins than are kept.
    bool hasMore[2] = {};
  };
  bool add(Set &into, uint32_t origin) const;
  bool merge(Set &into, const Set &from, bool onlySecrets) const;
  std::string describe(const Set &set) const;

  std::vector<Origin> allOrigins;
  /// By value.
  std::vector<Set> sets;
};

/// Something that a step or an end is given.
struct Sink {
  /// `script`, `argv[1]`, `env.TOKEN`, `body`, `name`, `reason`, `outputs.x`
  std::string name;
  ir::ValueId value;
};

/// What the step or the end \p op of \p workflow is given, in the order of the
/// plan; its guard is not among it.
std::vector<Sink> sinksOf(const ir::Workflow &workflow, ir::ValueId op);

/// Says in the text of \p plan, which must have been verified, which labels
/// each value has; of a step or an end, those of what it is given; of a loop,
/// also those of its items. For PrintOptions::annotate; \p plan must outlive
/// it.
std::function<std::string(const ir::Workflow &, ir::ValueId)>
labelAnnotations(const ir::Plan &plan);

/// Prints the flow report of \p plan, which must have been verified: for each
/// workflow, each step and end that is given something labelled, what that is
/// and where the label comes from.
void printFlows(const ir::Plan &plan, llvm::raw_ostream &os);

} // namespace plue::analysis

#endif // PLUE_ANALYSIS_TAINT_H
