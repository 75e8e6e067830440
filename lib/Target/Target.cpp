//===- Target.cpp - The table of targets ----------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Target/Target.h"
#include "Targets.h"
#include "plue/IR/Printer.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::target;

static constexpr Target Targets[] = {
    {"dot", "a picture, for Graphviz", writeDot},
    {"json", "what the plan does, as docs/schema/plan.schema.json says",
     ir::printJson},
    {"mermaid", "a picture, for Markdown", writeMermaid},
};

llvm::ArrayRef<Target> target::targets() { return Targets; }

const Target *target::findTarget(llvm::StringRef name) {
  const Target *it = llvm::find_if(
      Targets, [&](const Target &target) { return target.name == name; });
  return it == std::end(Targets) ? nullptr : it;
}
