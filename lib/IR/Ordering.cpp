//===- Ordering.cpp - Which steps wait for which --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A step waits for
///
///   - the steps whose results it is computed from or guarded by (always), and
///     those named in its `depends_on` (always, though for no other reason);
///   - every earlier step that conflicts with it, unless the two are members of
///     one parallel group. If the step has a `depends_on`, only conflicts over
///     outward effects count, and those with checks.
///
/// In a region that holds among its steps, as of one iteration. To the steps
/// around it the region is one step; see RegionSummary.
///
/// The first line is stored as it is. The second would be quadratic, and most
/// of it follows from the rest: of all those earlier steps only the *last* ones
/// are needed, those that no other of them waits for. So we keep, for each way
/// in which a step may choose its predecessors, the Frontier: the last of the
/// steps so far that such a step would wait for. In a chain that is one step,
/// after a parallel group it is the members.
///
/// A frontier is kept up to date in amortised linear time. When a step is
/// added, members that it waits for directly or indirectly leave. They are
/// found by walking back from it, never past a step that the frontier counts
/// (what lies behind has left when that step came) and never twice over one
/// that it does not count (likewise).
///
/// A member of a parallel group must look past the other members, so each
/// distinct set of groups has frontiers of its own, which count no members and
/// live from the first member to the last.
//===----------------------------------------------------------------------===//
#include "Dependencies.h"
#include "Finish.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include <map>

using namespace plue;
using namespace plue::ir;

//--- An ordered set that grows at its end -------------------------------------

namespace {
/// Steps in order. Removed ones are only marked, until they are too many.
class StepList {
public:
  void append(uint32_t step) { items.push_back({.step = step}); }

  void remove(uint32_t step) {
    auto it = llvm::lower_bound(
        items, step, [](Item item, uint32_t s) { return item.step < s; });
    if (it == items.end() || it->step != step || it->isRemoved)
      return;
    it->isRemoved = true;
    if (++numRemoved * 2 <= items.size())
      return;
    llvm::erase_if(items, [](Item item) { return item.isRemoved; });
    numRemoved = 0;
  }

  template <typename Function> void forEach(Function function) const {
    for (Item item : items)
      if (!item.isRemoved)
        function(item.step);
  }

private:
  struct Item {
    uint32_t step : 31;
    uint32_t isRemoved : 1 = 0;
  };
  std::vector<Item> items;
  size_t numRemoved = 0;
};

//--- Frontiers ----------------------------------------------------------------

/// How a step chooses what to wait for.
struct Choice {
  Effects effects = Effects::None;
  bool hasDependsOn = false;
  llvm::SmallVector<uint32_t, 1> groups;

  bool operator<(const Choice &other) const {
    return std::tie(effects, hasDependsOn, groups) <
           std::tie(other.effects, other.hasDependsOn, other.groups);
  }
  /// Whether a step that chooses like this waits for an earlier one.
  bool counts(Effects earlier, llvm::ArrayRef<uint32_t> earlierGroups) const;
};

struct Frontier {
  StepList last;
  /// Steps not counted that a walk has come by.
  llvm::DenseSet<uint32_t> walked;
  /// The steps from and until which it is kept.
  uint32_t first = ~0u, until = 0;
  /// What it starts as: the frontier of the same choice without groups.
  Frontier *base = nullptr;
};
} // namespace

static bool has(Effects effects, Effects effect) {
  return (uint8_t(effects) & uint8_t(effect)) != 0;
}

static bool intersect(llvm::ArrayRef<uint32_t> a, llvm::ArrayRef<uint32_t> b) {
  auto *i = a.begin(), *j = b.begin();
  while (i != a.end() && j != b.end()) {
    if (*i == *j)
      return true;
    *i < *j ? ++i : ++j;
  }
  return false;
}

bool Choice::counts(Effects earlier,
                    llvm::ArrayRef<uint32_t> earlierGroups) const {
  if (!conflict(earlier, effects) || intersect(groups, earlierGroups))
    return false;
  return !hasDependsOn || has(earlier, Effects::Barrier) ||
         has(earlier, Effects::Outward) || has(effects, Effects::Outward);
}

//--- Solving ------------------------------------------------------------------

namespace {
class OrderingSolver {
public:
  explicit OrderingSolver(std::vector<OrderedStep> &steps)
      : steps(steps), seen(steps.size(), ~0u) {}

  void run();

private:
  using FrontierMap = std::map<Choice, Frontier>;

  void findFrontiers();
  void startFrontiers(uint32_t step);
  void addToFrontiers(uint32_t step);
  void add(const Choice &choice, Frontier &frontier, uint32_t step);
  void orderEdges(uint32_t step, llvm::SmallVectorImpl<Edge> &edges);
  void markReached(const Choice &choice, uint32_t step, uint32_t notBefore);
  Choice choiceOf(uint32_t step) const;
  bool isCounted(const Choice &choice, uint32_t step) const {
    return choice.counts(steps[step].effects, steps[step].groups);
  }

  std::vector<OrderedStep> &steps;
  FrontierMap frontiers;
  /// The frontier that a step looks at, by step.
  std::vector<FrontierMap::iterator> chosen;
  /// Frontiers by their first step, the later ones first.
  std::vector<FrontierMap::iterator> waiting;
  std::vector<FrontierMap::iterator> active;
  /// The last step that a walk came by this one for.
  std::vector<uint32_t> seen;
  std::vector<uint32_t> stack;
};
} // namespace

Choice OrderingSolver::choiceOf(uint32_t step) const {
  return {.effects = steps[step].effects,
          .hasDependsOn = steps[step].hasDependsOn,
          .groups = steps[step].groups};
}

void OrderingSolver::findFrontiers() {
  std::vector<uint32_t> firstOfGroup;
  for (uint32_t i = 0; i != steps.size(); ++i) {
    Choice choice = choiceOf(i);
    for (uint32_t group : choice.groups) {
      if (group >= firstOfGroup.size())
        firstOfGroup.resize(group + 1, ~0u);
      firstOfGroup[group] = std::min(firstOfGroup[group], i);
    }
    auto it = frontiers.try_emplace(choice).first;
    it->second.until = i;
    chosen.push_back(it);
    choice.groups.clear();
    frontiers.try_emplace(std::move(choice)).first->second.first = 0;
  }
  for (auto it = frontiers.begin(); it != frontiers.end(); ++it) {
    auto &[choice, frontier] = *it;
    waiting.push_back(it);
    if (choice.groups.empty())
      continue;
    Choice base = choice;
    base.groups.clear();
    frontier.base = &frontiers.find(base)->second;
    for (uint32_t group : choice.groups)
      frontier.first = std::min(frontier.first, firstOfGroup[group]);
    // What others start as must be there until they do.
    frontier.base->until = std::max(frontier.base->until, frontier.first);
  }
  llvm::stable_sort(waiting, [](auto a, auto b) {
    return a->second.first > b->second.first;
  });
}

void OrderingSolver::startFrontiers(uint32_t step) {
  for (; !waiting.empty() && waiting.back()->second.first == step;
       waiting.pop_back()) {
    Frontier &frontier = waiting.back()->second;
    if (frontier.base)
      frontier.last = frontier.base->last;
    active.push_back(waiting.back());
  }
}

void OrderingSolver::addToFrontiers(uint32_t step) {
  llvm::erase_if(active, [&](auto it) {
    auto &[choice, frontier] = *it;
    bool isDone = frontier.until <= step;
    if (isDone)
      frontier = {};
    else if (isCounted(choice, step))
      add(choice, frontier, step);
    return isDone;
  });
}

void OrderingSolver::add(const Choice &choice, Frontier &frontier,
                         uint32_t step) {
  stack.assign(1, step);
  while (!stack.empty()) {
    uint32_t current = stack.back();
    stack.pop_back();
    for (Edge edge : steps[current].deps) {
      uint32_t from = edge.from.index;
      if (isCounted(choice, from))
        frontier.last.remove(from);
      else if (frontier.walked.insert(from).second)
        stack.push_back(from);
    }
  }
  frontier.last.append(step);
}

/// Sets `seen` for the steps that \p choice counts and that the predecessor
/// \p step of the current one waits for, itself included. Such a walk could go
/// far back where members of a parallel group need each other's results; it
/// stops then, and what is left of it is an edge too many.
void OrderingSolver::markReached(const Choice &choice, uint32_t step,
                                 uint32_t notBefore) {
  constexpr unsigned MaxVisits = 4096;
  unsigned visits = 0;
  uint32_t mark = seen[step];
  stack.assign(1, step);
  while (!stack.empty()) {
    uint32_t current = stack.back();
    stack.pop_back();
    if (isCounted(choice, current))
      continue;
    for (Edge edge : steps[current].deps) {
      uint32_t from = edge.from.index;
      if (++visits > MaxVisits)
        return;
      if (from < notBefore || seen[from] == mark)
        continue;
      seen[from] = mark;
      stack.push_back(from);
    }
  }
}

/// Appends to \p edges, the steps that are waited for anyway, the order edges
/// that do not follow from these.
void OrderingSolver::orderEdges(uint32_t step, llvm::SmallVectorImpl<Edge> &edges) {
  const auto &[choice, frontier] = *chosen[step];
  uint32_t earliest = ~0u;
  frontier.last.forEach([&](uint32_t s) { earliest = std::min(earliest, s); });
  if (earliest == ~0u)
    return;
  for (Edge edge : edges)
    seen[edge.from.index] = step;
  for (Edge edge : edges)
    markReached(choice, edge.from.index, earliest);
  // Among those waited for anyway the reason is still worth saying.
  for (Edge &edge : edges)
    if (isCounted(choice, edge.from.index))
      edge.kinds |= uint8_t(EdgeKind::Order);
  frontier.last.forEach([&](uint32_t s) {
    if (seen[s] != step)
      edges.push_back({StepId(s), uint8_t(EdgeKind::Order)});
  });
}

void ir::mergeEdges(llvm::SmallVectorImpl<Edge> &edges) {
  llvm::sort(edges, [](Edge a, Edge b) { return a.from < b.from; });
  size_t kept = 0;
  for (Edge edge : edges) {
    if (kept != 0 && edges[kept - 1].from == edge.from)
      edges[kept - 1].kinds |= edge.kinds;
    else
      edges[kept++] = edge;
  }
  edges.resize(kept);
}

void OrderingSolver::run() {
  findFrontiers();
  for (uint32_t i = 0; i != steps.size(); ++i) {
    startFrontiers(i);
    llvm::SmallVector<Edge, 1> edges = std::move(steps[i].deps);
    mergeEdges(edges);
    orderEdges(i, edges);
    mergeEdges(edges);
    steps[i].deps = std::move(edges);
    addToFrontiers(i);
  }
}

void ir::orderSteps(std::vector<OrderedStep> &steps) {
  OrderingSolver(steps).run();
}

//--- Workflows ----------------------------------------------------------------

namespace {
/// Orders the steps of each region, and those outside all regions.
class WorkflowOrder {
public:
  WorkflowOrder(Workflow &workflow, llvm::ArrayRef<StepOrdering> orderings)
      : workflow(workflow), orderings(orderings), map(workflow),
        summaries(summarize(workflow, map)), given(workflow.steps.size()) {}

  void run();

private:
  void findNeeds();
  void order(llvm::ArrayRef<StepId> steps);
  OrderedStep describe(StepId step) const;

  Workflow &workflow;
  llvm::ArrayRef<StepOrdering> orderings;
  RegionMap map;
  std::vector<RegionSummary> summaries;
  /// The edges that there are whatever the effects, by step.
  std::vector<std::vector<Edge>> given;
};
} // namespace

void WorkflowOrder::findNeeds() {
  Dependencies dependencies(workflow, &map, summaries);
  for (uint32_t i = 0; i != workflow.steps.size(); ++i) {
    StepId step(i);
    llvm::ArrayRef<ValueId> uses;
    if (RegionId region = map.ranBy(step))
      uses = summaries[region.index].uses;
    llvm::append_range(given[i], dependencies.of(step, uses));
    if (const auto &dependsOn = orderings[i].dependsOn)
      for (StepId from : *dependsOn) {
        auto [to, earlier] = map.sideBySide(step, from);
        given[to.index].push_back({earlier, uint8_t(EdgeKind::Order)});
      }
  }
}

OrderedStep WorkflowOrder::describe(StepId step) const {
  if (RegionId region = map.ranBy(step)) {
    const RegionSummary &summary = summaries[region.index];
    return {.effects = summary.effects,
            .hasDependsOn = summary.hasDependsOn,
            .groups = summary.groups,
            .deps = {}};
  }
  const StepOrdering &ordering = orderings[step.index];
  return {.effects = effectsOf(workflow.steps[step.index].definition.kind),
          .hasDependsOn = ordering.dependsOn.has_value(),
          .groups = ordering.groups,
          .deps = {}};
}

void WorkflowOrder::order(llvm::ArrayRef<StepId> steps) {
  std::vector<OrderedStep> ordered;
  auto placeOf = [&](StepId step) {
    return StepId(llvm::lower_bound(steps, step) - steps.begin());
  };
  for (StepId step : steps) {
    ordered.push_back(describe(step));
    for (Edge edge : given[step.index])
      ordered.back().deps.push_back({placeOf(edge.from), edge.kinds});
  }
  orderSteps(ordered);
  for (size_t i = 0; i != steps.size(); ++i) {
    for (Edge &edge : ordered[i].deps)
      edge.from = steps[edge.from.index];
    workflow.steps[steps[i].index].deps = std::move(ordered[i].deps);
  }
}

void WorkflowOrder::run() {
  findNeeds();
  std::vector<StepId> outside;
  std::vector<std::vector<StepId>> inside(workflow.regions.size());
  for (uint32_t i = 0; i != workflow.steps.size(); ++i) {
    RegionId region = map.ofStep(StepId(i));
    (region ? inside[region.index] : outside).push_back(StepId(i));
  }
  order(outside);
  for (const std::vector<StepId> &steps : inside)
    order(steps);
}

/// Keeps what the order across iterations will be made of.
static void keepOrderings(Workflow &workflow,
                          llvm::ArrayRef<StepOrdering> orderings) {
  for (const Region &region : workflow.regions) {
    if (region.parent)
      continue;
    for (uint32_t i = region.firstStep; i != region.endStep; ++i) {
      const StepOrdering &ordering = orderings[i];
      workflow.steps[i].hasDependsOn = ordering.dependsOn.has_value();
      workflow.steps[i].groups.assign(ordering.groups.begin(),
                                      ordering.groups.end());
    }
  }
}

void ir::computeEdges(Workflow &workflow,
                      llvm::ArrayRef<StepOrdering> orderings) {
  keepOrderings(workflow, orderings);
  WorkflowOrder(workflow, orderings).run();
}
