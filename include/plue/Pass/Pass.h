//===- Pass.h - One change to a plan ----------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A pass takes a sound plan and leaves a sound plan that means the same.
/// What "the same" is: docs/Passes.md. Passes know nothing of each other, of
/// printing or of timing; see PassManager.h for these.
//===----------------------------------------------------------------------===//
#ifndef PLUE_PASS_PASS_H
#define PLUE_PASS_PASS_H

#include "plue/IR/Plan.h"

namespace plue {

class Pass;

/// How often a pass did something. A member of the pass, which knows it:
/// \code
///   Statistic numMerged{this, "merged", "values that equal an earlier one"};
/// \endcode
class Statistic {
public:
  Statistic(Pass *owner, llvm::StringRef name, llvm::StringRef doc);
  Statistic(const Statistic &) = delete;

  Statistic &operator+=(uint64_t count) {
    number += count;
    return *this;
  }
  Statistic &operator++() { return *this += 1; }
  uint64_t value() const { return number; }

  const llvm::StringRef name, doc;

private:
  uint64_t number = 0;
};

class Pass {
public:
  /// \p name is what pipelines call it.
  explicit Pass(llvm::StringRef name) : passName(name) {}
  virtual ~Pass() = default;
  Pass(const Pass &) = delete;

  /// Runs on each workflow, unless the pass has something to do with the whole.
  virtual void run(ir::Plan &plan) {
    for (ir::Workflow &workflow : plan.workflows)
      runOnWorkflow(plan, workflow);
  }

  llvm::StringRef name() const { return passName; }
  llvm::ArrayRef<const Statistic *> statistics() const { return counters; }

protected:
  virtual void runOnWorkflow(ir::Plan &plan, ir::Workflow &workflow) {}

private:
  friend class Statistic;

  llvm::StringRef passName;
  std::vector<const Statistic *> counters;
};

inline Statistic::Statistic(Pass *owner, llvm::StringRef name,
                            llvm::StringRef doc)
    : name(name), doc(doc) {
  owner->counters.push_back(this);
}

} // namespace plue

#endif // PLUE_PASS_PASS_H
