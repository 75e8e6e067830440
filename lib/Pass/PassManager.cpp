//===- PassManager.cpp - Passes in order ----------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Pass/PassManager.h"
#include "plue/Support/Result.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"

using namespace plue;

bool PassSelection::contains(llvm::StringRef name) const {
  return isAll || llvm::is_contained(names, name);
}

llvm::Error PassManager::run(ir::Plan &plan) {
#ifndef NDEBUG
  std::unique_ptr<Instrumentation> verifying = makeVerifying();
#endif
  for (const std::unique_ptr<Pass> &pass : passes) {
    for (auto &instrumentation : instrumentations)
      instrumentation->before(*pass, plan);
    pass->run(plan);
#ifndef NDEBUG
    PLUE_TRY(verifying->after(*pass, plan));
#endif
    for (auto &instrumentation : llvm::reverse(instrumentations))
      PLUE_TRY(instrumentation->after(*pass, plan));
  }
  return llvm::Error::success();
}

void PassManager::printStatistics(llvm::raw_ostream &os) const {
  for (const std::unique_ptr<Pass> &pass : passes)
    for (const Statistic *statistic : pass->statistics())
      os << llvm::format("%8llu ", (unsigned long long)statistic->value())
         << llvm::left_justify(pass->name(), 16) << ' ' << statistic->name
         << ": " << statistic->doc << '\n';
}
