//===- GraphStatistics.cpp - What a workflow consists of ------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Analysis/GraphStatistics.h"
#include "plue/IR/Regions.h"

using namespace plue;
using namespace plue::analysis;
using ir::EdgeKind;
using ir::OpKind;

GraphStatistics analysis::countGraph(const ir::Plan &plan,
                                     const ir::Workflow &workflow) {
  GraphStatistics counts;
  for (const ir::Op &op : workflow.ops)
    ++counts.ops[op.kind];
  for (const ir::Step &step : workflow.steps) {
    ++counts.steps[step.definition.kind];
    counts.guarded += step.when.isValid();
    if (step.when && workflow.op(step.when).kind == OpKind::Const)
      ++counts.constantGuards;
    for (ir::Edge edge : step.deps) {
      auto is = [&](EdgeKind kind) {
        return (edge.kinds & uint8_t(kind)) != 0;
      };
      ++counts.edges;
      counts.dataEdges += is(EdgeKind::Data);
      counts.orderEdges += is(EdgeKind::Order);
      counts.guardEdges += is(EdgeKind::Guard);
    }
  }
  ir::RegionMap map(workflow);
  counts.loops = workflow.regions.size();
  for (uint32_t i = 0; i != counts.loops; ++i)
    counts.loopDepth = std::max(counts.loopDepth, map.depth(ir::RegionId(i)));
  counts.ends = workflow.ends.size();
  return counts;
}

/// `shell 3, read 1`
template <typename Kind, typename Name>
static void printCounts(const std::map<Kind, uint32_t> &counts, Name name,
                        llvm::raw_ostream &os) {
  const char *separator = "";
  for (auto [kind, count] : counts) {
    os << separator << name(kind) << ' ' << count;
    separator = ", ";
  }
  os << '\n';
}

static void print(const ir::Plan &plan, const ir::Workflow &workflow,
                  llvm::raw_ostream &os) {
  GraphStatistics counts = countGraph(plan, workflow);
  os << "workflow " << workflow.name << ": " << workflow.numSteps << " steps, "
     << workflow.ops.size() << " operations\n";
  os << "  steps: ";
  printCounts(
      counts.steps, [](ir::StepKind k) { return spelling(k); }, os);
  os << "  guards: " << counts.guarded << ", of which " << counts.constantGuards
     << " are constant\n";
  os << "  edges: " << counts.edges << " (data " << counts.dataEdges
     << ", order " << counts.orderEdges << ", guard " << counts.guardEdges
     << ")\n";
  os << "  loops: " << counts.loops << ", nested " << counts.loopDepth
     << " deep\n";
  os << "  ends: " << counts.ends << '\n';
  os << "  operations: ";
  printCounts(
      counts.ops, [](OpKind k) { return ir::info(k).mnemonic; }, os);
}

void analysis::printGraphStatistics(const ir::Plan &plan,
                                    llvm::raw_ostream &os) {
  for (const ir::Workflow &workflow : plan.workflows)
    print(plan, workflow, os);
}
