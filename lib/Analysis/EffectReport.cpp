//===- EffectReport.cpp - Why steps wait for each other -------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Analysis/EffectReport.h"
#include "plue/IR/Regions.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::analysis;
using ir::EdgeKind;
using ir::Effects;
using ir::StepId;

static bool has(Effects set, Effects effect) {
  return (uint8_t(set) & uint8_t(effect)) != 0;
}

llvm::StringRef analysis::spelling(Resource resource) {
  switch (resource) {
  case Resource::None:
    return "said";
  case Resource::Workspace:
    return "workspace";
  case Resource::Forge:
    return "forge";
  case Resource::Check:
    return "check";
  }
  llvm_unreachable("unknown resource");
}

Resource analysis::resourceOf(Effects earlier, Effects later) {
  if (!ir::conflict(earlier, later))
    return Resource::None;
  if (has(earlier, Effects::Barrier))
    return Resource::Check;
  bool isOutward =
      has(earlier, Effects::Outward) || has(later, Effects::Outward);
  return isOutward ? Resource::Forge : Resource::Workspace;
}

namespace {
class EffectPrinter {
public:
  EffectPrinter(const ir::Workflow &workflow, llvm::raw_ostream &os)
      : workflow(workflow), os(os), map(workflow),
        summaries(ir::summarize(workflow, map)) {}

  void print();

private:
  Effects effectsOf(StepId step) const;
  void printStep(StepId step);
  void printEdge(StepId step, ir::Edge edge);

  const ir::Workflow &workflow;
  llvm::raw_ostream &os;
  ir::RegionMap map;
  std::vector<ir::RegionSummary> summaries;
};
} // namespace

Effects EffectPrinter::effectsOf(StepId step) const {
  if (ir::RegionId region = map.ranBy(step))
    return summaries[region.index].effects;
  return ir::effectsOf(workflow.steps[step.index].definition.kind);
}

static std::string textOf(Effects effects) {
  llvm::SmallVector<llvm::StringRef, 4> names;
  static constexpr std::pair<Effects, llvm::StringRef> Known[] = {
      {Effects::Read, "reads the workspace"},
      {Effects::Workspace, "changes the workspace"},
      {Effects::Outward, "acts on the forge"},
      {Effects::Barrier, "may end the run"}};
  for (auto [effect, name] : Known)
    if (has(effects, effect))
      names.push_back(name);
  return names.empty() ? "no effects" : llvm::join(names, ", ");
}

void EffectPrinter::printEdge(StepId step, ir::Edge edge) {
  llvm::SmallVector<std::string, 3> reasons;
  auto is = [&](EdgeKind kind) { return (edge.kinds & uint8_t(kind)) != 0; };
  if (is(EdgeKind::Data))
    reasons.push_back("data");
  if (is(EdgeKind::Guard))
    reasons.push_back("guard");
  if (is(EdgeKind::Order))
    reasons.push_back(("order: " + spelling(resourceOf(effectsOf(edge.from),
                                                       effectsOf(step))))
                          .str());
  os << "      after " << ir::stepName(workflow, edge.from) << " ("
     << llvm::join(reasons, ", ") << ")\n";
}

void EffectPrinter::printStep(StepId id) {
  const ir::Step &step = workflow.steps[id.index];
  os << "  " << ir::stepName(workflow, id);
  if (!step.key.empty())
    os << " \"" << step.key << '"';
  os << ": " << textOf(effectsOf(id)) << '\n';
  for (ir::Edge edge : step.deps)
    printEdge(id, edge);
}

void EffectPrinter::print() {
  os << "workflow " << workflow.name << '\n';
  for (uint32_t i = 0; i != workflow.steps.size(); ++i)
    printStep(StepId(i));
}

void analysis::printEffects(const ir::Plan &plan, llvm::raw_ostream &os) {
  for (const ir::Workflow &workflow : plan.workflows)
    EffectPrinter(workflow, os).print();
}
