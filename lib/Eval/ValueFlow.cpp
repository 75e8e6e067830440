//===- ValueFlow.cpp - Where values go in a module ------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "ValueFlow.h"
#include <algorithm>

using namespace plue;
using namespace plue::eval;

std::vector<bool> FlowGraph::reaching(llvm::ArrayRef<Place> ends) const {
  std::vector<std::pair<uint32_t, uint32_t>> sorted = edges;
  std::sort(sorted.begin(), sorted.end());
  std::vector<bool> seen(2 * (numPlaces + 1));
  std::vector<uint32_t> pending;
  auto visit = [&](uint32_t node) {
    if (!seen[node])
      pending.push_back(node);
    seen[node] = true;
  };
  for (Place end : ends)
    if (end)
      visit(valueOf(end));
  while (!pending.empty()) {
    uint32_t node = pending.back();
    pending.pop_back();
    auto edge = std::lower_bound(sorted.begin(), sorted.end(),
                                 std::pair(node, uint32_t(0)));
    for (; edge != sorted.end() && edge->first == node; ++edge)
      visit(edge->second);
  }
  std::vector<bool> result(numPlaces + 1);
  for (Place place = 1; place <= numPlaces; ++place)
    result[place] = seen[valueOf(place)];
  return result;
}

//--- Variables ----------------------------------------------------------------

/// Gives the variable a place of its own at the start of each loop around it
/// that has none yet: what comes there from the end of an iteration is known
/// only later. Nothing was assigned in such a loop so far.
ScopeFlow::Variable &ScopeFlow::enterLoops(uint32_t slot) {
  Variable &variable = variables[slot];
  while (variable.numHeads < loops.size()) {
    Place head = graph.make();
    graph.flow(variable.now, head);
    Loop &loop = loops[variable.numHeads++];
    loop.heads.push_back({slot, head});
    // The other side of a branch around the loop knows nothing of it.
    if (loop.numBranches != 0)
      branches[loop.numBranches - 1].before.try_emplace(slot, variable.now);
    variable.now = head;
  }
  return variable;
}

Place ScopeFlow::read(uint32_t slot) { return enterLoops(slot).now; }

Place ScopeFlow::everything(uint32_t slot) {
  Variable &variable = variables[slot];
  if (!variable.everything)
    variable.everything = graph.make();
  return variable.everything;
}

/// Within a branch, remembers what was there before.
void ScopeFlow::set(uint32_t slot, Place place) {
  Variable &variable = variables[slot];
  if (!branches.empty())
    branches.back().before.try_emplace(slot, variable.now);
  variable.now = place;
}

void ScopeFlow::assign(uint32_t slot, Place place) {
  enterLoops(slot);
  graph.flow(place, everything(slot));
  set(slot, place);
}

Place ScopeFlow::merge(Place a, Place b) {
  if (!a || !b || a == b)
    return a ? a : b;
  Place both = graph.make();
  graph.flow(a, both);
  graph.flow(b, both);
  return both;
}

void ScopeFlow::beginBranch() { branches.emplace_back(); }

void ScopeFlow::beginOtherSide() {
  Branch &branch = branches.back();
  for (auto [slot, before] : branch.before) {
    branch.first[slot] = variables[slot].now;
    variables[slot].now = before;
  }
  branch.before.clear();
}

void ScopeFlow::endBranch(bool firstLeaves, bool otherLeaves) {
  Branch branch = std::move(branches.back());
  branches.pop_back();
  // What both sides end in, slot by slot: (before, first, other).
  llvm::SmallVector<std::pair<uint32_t, Place>, 8> merged;
  for (auto [slot, first] : branch.first) {
    Place other = variables[slot].now;
    merged.push_back({slot, firstLeaves   ? other
                            : otherLeaves ? first
                                          : merge(first, other)});
  }
  for (auto [slot, before] : branch.before) {
    if (branch.first.contains(slot))
      continue;
    Place other = variables[slot].now;
    merged.push_back({slot, firstLeaves   ? other
                            : otherLeaves ? before
                                          : merge(before, other)});
  }
  // To the branch around this one the state before is the one to go back to.
  for (auto [slot, first] : branch.first)
    if (!branch.before.contains(slot))
      branch.before[slot] = variables[slot].now;
  for (auto [slot, before] : branch.before)
    variables[slot].now = before;
  for (auto [slot, place] : merged)
    set(slot, place);
}

void ScopeFlow::beginLoop() {
  loops.push_back({.heads = {}, .numBranches = branches.size()});
}

void ScopeFlow::jump() {
  for (auto [slot, head] : loops.back().heads)
    graph.flow(variables[slot].now, head);
}

/// After the loop a variable is what it is at the start of an iteration, for
/// any may be the last.
void ScopeFlow::endLoop() {
  jump();
  for (auto [slot, head] : loops.back().heads) {
    set(slot, head);
    variables[slot].numHeads = loops.size() - 1;
  }
  loops.pop_back();
}
