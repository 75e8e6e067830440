//===- PassManager.h - Passes in order --------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Runs passes one after the other. Whoever wants to see what happens
/// between them adds an Instrumentation; printing, timing and verifying are
/// ones.
//===----------------------------------------------------------------------===//
#ifndef PLUE_PASS_PASSMANAGER_H
#define PLUE_PASS_PASSMANAGER_H

#include "plue/Pass/Pass.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace plue {

/// Is told before and after each pass.
class Instrumentation {
public:
  virtual ~Instrumentation() = default;
  virtual void before(const Pass &pass, const ir::Plan &plan) {}
  /// An error ends the run.
  virtual llvm::Error after(const Pass &pass, const ir::Plan &plan) {
    return llvm::Error::success();
  }
};

class PassManager {
public:
  void add(std::unique_ptr<Pass> pass) { passes.push_back(std::move(pass)); }
  /// Those added later are asked later before a pass, and earlier after it.
  void add(std::unique_ptr<Instrumentation> instrumentation) {
    instrumentations.push_back(std::move(instrumentation));
  }

  /// Runs all passes on \p plan, which must be sound. In builds with assertions
  /// each pass is checked to have left a sound plan. An error is that of an
  /// instrumentation.
  llvm::Error run(ir::Plan &plan);

  llvm::ArrayRef<std::unique_ptr<Pass>> all() const { return passes; }
  /// What the passes have counted so far, a line each.
  void printStatistics(llvm::raw_ostream &os) const;

private:
  std::vector<std::unique_ptr<Pass>> passes;
  std::vector<std::unique_ptr<Instrumentation>> instrumentations;
};

/// Which passes something is done at.
struct PassSelection {
  bool isAll = false;
  std::vector<std::string> names;

  bool contains(llvm::StringRef name) const;
  bool isEmpty() const { return !isAll && names.empty(); }
};

/// Prints plans as text to \p os.
std::unique_ptr<Instrumentation>
makePrinting(PassSelection before, PassSelection after, llvm::raw_ostream &os);

/// Prints to \p os, when it is destroyed, how long each pass took.
std::unique_ptr<Instrumentation> makeTiming(llvm::raw_ostream &os);

/// Fails when a pass leaves a plan that is not sound: a fault of that pass.
std::unique_ptr<Instrumentation> makeVerifying();

} // namespace plue

#endif // PLUE_PASS_PASSMANAGER_H
