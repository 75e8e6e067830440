//===- Pipelines.cpp - The passes there are and how they are combined -----===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Support/Result.h"
#include "plue/Transforms/Passes.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;

static constexpr PassInfo Infos[] = {
#define PLUE_PASS(Name, name, summary, description)                            \
  {name, summary, description, create##Name##Pass},
#include "plue/Transforms/Passes.def"
};

llvm::ArrayRef<PassInfo> plue::allPasses() { return Infos; }

void plue::populateDefaultPipeline(PassManager &manager,
                                   const PipelineOptions &options) {
  manager.add(createFoldPass());
  manager.add(createCsePass());
  manager.add(createSimplifyGuardsPass());
  // Guards that became constant leave choices between what is known.
  manager.add(createFoldPass());
  if (options.removeSteps) {
    manager.add(createMergeReadsPass());
    manager.add(createDeadStepsPass());
  }
  manager.add(createDeadValuesPass());
  manager.add(createReduceEdgesPass());
  manager.add(createCanonicalizePass());
}

/// The pass whose name is most like \p name, unless all are quite different.
static llvm::StringRef mostLike(llvm::StringRef name) {
  llvm::StringRef best;
  unsigned least = 1 + name.size() / 2;
  for (const PassInfo &info : Infos) {
    unsigned distance = name.edit_distance(info.name);
    if (distance < least) {
      least = distance;
      best = info.name;
    }
  }
  return best;
}

llvm::Error plue::parsePipeline(llvm::StringRef text, PassManager &manager) {
  llvm::SmallVector<llvm::StringRef> names;
  text.split(names, ',', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  for (llvm::StringRef name : names) {
    if (name == "default") {
      populateDefaultPipeline(manager);
      continue;
    }
    const PassInfo *info = llvm::find_if(
        Infos, [&](const PassInfo &info) { return info.name == name; });
    if (info == std::end(Infos)) {
      llvm::StringRef meant = mostLike(name);
      return makeError("there is no pass `{0}`; {1}", name,
                       meant.empty() ? "`--list-passes` shows those there are"
                                     : ("did you mean `" + meant + "`?").str());
    }
    manager.add(info->create());
  }
  return llvm::Error::success();
}

//--- Documentation ------------------------------------------------------------

static void printPass(const PassInfo &info, llvm::raw_ostream &os) {
  os << "\n## `" << info.name << "`\n\n"
     << info.summary << "\n\n"
     << info.description << "\n";
  std::unique_ptr<Pass> pass = info.create();
  if (pass->statistics().empty())
    return;
  os << "\nCounts:\n\n";
  for (const Statistic *statistic : pass->statistics())
    os << "- `" << statistic->name << "`: " << statistic->doc << "\n";
}

void plue::printPassDocs(llvm::raw_ostream &os) {
  for (const PassInfo &info : Infos)
    printPass(info, os);
}
