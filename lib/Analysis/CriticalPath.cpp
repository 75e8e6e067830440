//===- CriticalPath.cpp - How long and how wide a workflow is -------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Analysis/CriticalPath.h"
#include "plue/IR/Printer.h"
#include "plue/IR/Regions.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::analysis;
using ir::RegionId;
using ir::StepId;

namespace {
/// When steps start and end in the schedule in which none waits for nothing.
class EarliestSchedule {
public:
  explicit EarliestSchedule(const ir::Workflow &workflow)
      : workflow(workflow), map(workflow), times(workflow.steps.size()) {}

  CriticalPath run();

private:
  struct Time {
    uint32_t start = 0, end = 0;
    /// The step whose end it starts at, or ends with; none: nothing.
    StepId after, last;
  };

  void place(uint32_t step);
  void closeRegion(RegionId region);
  Time &time(StepId step) { return times[step.index]; }
  bool isShown(StepId step) const {
    return !isPseudo(workflow.steps[step.index].definition.kind);
  }

  const ir::Workflow &workflow;
  ir::RegionMap map;
  std::vector<Time> times;
};
} // namespace

void EarliestSchedule::place(uint32_t step) {
  Time &own = times[step];
  RegionId region = map.ofStep(StepId(step));
  if (region) { // Not before the loop starts.
    StepId loop = workflow.regions[region.index].step;
    own.start = time(loop).start;
    own.after = time(loop).after;
  }
  for (ir::Edge edge : workflow.steps[step].deps)
    if (time(edge.from).end > own.start || !own.after) {
      own.start = std::max(own.start, time(edge.from).end);
      own.after = edge.from;
    }
  own.end = own.start + isShown(StepId(step));
}

/// A loop ends with the last of its steps.
void EarliestSchedule::closeRegion(RegionId id) {
  const ir::Region &region = workflow.regions[id.index];
  Time &loop = time(region.step);
  for (uint32_t i = region.firstStep; i != region.endStep; ++i)
    if (times[i].end > loop.end) {
      loop.end = times[i].end;
      loop.last = StepId(i);
    }
}

CriticalPath EarliestSchedule::run() {
  std::vector<RegionId> open;
  for (uint32_t i = 0; i <= times.size(); ++i) {
    while (!open.empty() && workflow.regions[open.back().index].endStep == i) {
      closeRegion(open.back());
      open.pop_back();
    }
    if (i == times.size())
      break;
    place(i);
    if (RegionId region = map.ranBy(StepId(i)))
      open.push_back(region);
  }

  CriticalPath path;
  std::vector<uint32_t> running;
  StepId last;
  for (uint32_t i = 0; i != times.size(); ++i) {
    if (!isShown(StepId(i)))
      continue;
    running.resize(std::max<size_t>(running.size(), times[i].end));
    path.width = std::max(path.width, ++running[times[i].start]);
    if (!last || times[i].end > time(last).end)
      last = StepId(i);
  }
  for (StepId at = last; at;) {
    if (isShown(at))
      path.steps.push_back(at);
    at = time(at).last ? time(at).last : time(at).after;
  }
  std::reverse(path.steps.begin(), path.steps.end());
  return path;
}

CriticalPath analysis::findCriticalPath(const ir::Workflow &workflow) {
  return EarliestSchedule(workflow).run();
}

static void print(const ir::Plan &plan, const ir::Workflow &workflow,
                  llvm::raw_ostream &os) {
  CriticalPath path = findCriticalPath(workflow);
  os << "workflow " << workflow.name << ": the longest path has "
     << path.steps.size() << " of " << workflow.numSteps << " steps; at most "
     << path.width << " run at once if all take equally long\n";
  for (StepId step : path.steps) {
    ir::ValueId name = workflow.steps[step.index].name;
    os << "  " << ir::stepName(workflow, step) << ' '
       << (name ? ir::expressionText(plan, workflow, name)
                : workflow.steps[step.index].key.str())
       << '\n';
  }
}

void analysis::printCriticalPath(const ir::Plan &plan, llvm::raw_ostream &os) {
  for (const ir::Workflow &workflow : plan.workflows)
    print(plan, workflow, os);
}
