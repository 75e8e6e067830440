//===- DecisionDiagrams.cpp - Conditions as functions ---------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "DecisionDiagrams.h"
#include <algorithm>
#include <cassert>

using namespace plue;
using Node = DecisionDiagrams::Node;

/// Nodes that one operation may look at, and how deep it may go.
static constexpr uint32_t MaxVisits = 512, MaxDepth = 256;

/// Results that are remembered; past that all operations that are not are given
/// up.
static constexpr size_t MaxResults = 1 << 20;

Node DecisionDiagrams::node(uint32_t variable, Node low, Node high) {
  if (low == high)
    return low;
  auto [it, isNew] =
      unique.try_emplace({variable, {low, high}}, Node(nodes.size()));
  if (isNew)
    nodes.push_back({.variable = variable, .low = low, .high = high});
  return it->second;
}

/// \p f where \p variable, not before the one it asks first, is known.
Node DecisionDiagrams::branch(Node f, uint32_t variable, bool isHigh) const {
  const Decision &decision = nodes[f];
  if (decision.variable != variable)
    return f;
  return isHigh ? decision.high : decision.low;
}

std::optional<Node> DecisionDiagrams::choose(Node f, Node g, Node h) {
  budget = MaxVisits;
  return chooseWithin(f, g, h, 0);
}

std::optional<Node> DecisionDiagrams::chooseWithin(Node f, Node g, Node h,
                                                   uint32_t depth) {
  if (f == True || g == h)
    return g;
  if (f == False)
    return h;
  if (g == True && h == False)
    return f;
  auto known = chosen.find({f, {g, h}});
  if (known != chosen.end())
    return known->second;
  if (budget == 0 || depth == MaxDepth || chosen.size() >= MaxResults)
    return std::nullopt;
  --budget;
  uint32_t first =
      std::max({nodes[f].variable, nodes[g].variable, nodes[h].variable});
  std::optional<Node> results[2];
  for (bool isHigh : {false, true}) {
    results[isHigh] =
        chooseWithin(branch(f, first, isHigh), branch(g, first, isHigh),
                     branch(h, first, isHigh), depth + 1);
    if (!results[isHigh])
      return std::nullopt;
  }
  Node result = node(first, *results[false], *results[true]);
  chosen[{f, {g, h}}] = result;
  return result;
}

std::optional<Node> DecisionDiagrams::without(Node f, Node variable) {
  assert(nodes[variable].variable != 0 && "not a variable");
  budget = MaxVisits;
  cofactors.clear();
  return withoutWithin(f, nodes[variable].variable, 0);
}

std::optional<Node> DecisionDiagrams::withoutWithin(Node f, uint32_t variable,
                                                    uint32_t depth) {
  if (nodes[f].variable < variable)
    return f; // It does not ask.
  if (nodes[f].variable == variable)
    return nodes[f].low;
  auto known = cofactors.find(f);
  if (known != cofactors.end())
    return known->second;
  if (budget == 0 || depth == MaxDepth)
    return std::nullopt;
  --budget;
  Decision decision = nodes[f];
  std::optional<Node> low = withoutWithin(decision.low, variable, depth + 1);
  if (!low)
    return std::nullopt;
  std::optional<Node> high = withoutWithin(decision.high, variable, depth + 1);
  if (!high)
    return std::nullopt;
  Node result = node(decision.variable, *low, *high);
  cofactors[f] = result;
  return result;
}
