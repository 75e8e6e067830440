//===- DecisionDiagramsTest.cpp - Conditions as functions --------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "../../lib/Transforms/DecisionDiagrams.h"
#include <gtest/gtest.h>
#include <random>

using namespace plue;
using Node = DecisionDiagrams::Node;

TEST(DecisionDiagrams, EqualFunctionsAreOneNode) {
  DecisionDiagrams d;
  Node a = d.variable(), b = d.variable();
  EXPECT_EQ(d.conjunction(a, b), d.conjunction(b, a));
  EXPECT_EQ(d.conjunction(a, *d.negation(a)), DecisionDiagrams::False);
  EXPECT_EQ(d.disjunction(a, *d.negation(a)), DecisionDiagrams::True);
  EXPECT_EQ(d.negation(*d.negation(b)), b);
}

TEST(DecisionDiagrams, AVariableCanBeTakenAsFalse) {
  DecisionDiagrams d;
  Node a = d.variable(), b = d.variable(), c = d.variable();
  Node f = *d.choose(b, a, c);
  EXPECT_EQ(d.without(f, b), c);
  EXPECT_EQ(d.without(f, c), d.conjunction(a, b));
}

// Random expressions over five variables against their truth tables.
TEST(DecisionDiagrams, AgreeWithTruthTables) {
  std::mt19937 random(1);
  DecisionDiagrams d;
  std::vector<std::pair<Node, uint32_t>> known;
  for (unsigned v = 0; v != 5; ++v) {
    uint32_t table = 0;
    for (unsigned row = 0; row != 32; ++row)
      table |= uint32_t(row >> v & 1) << row;
    known.push_back({d.variable(), table});
  }
  for (unsigned i = 0; i != 2000; ++i) {
    auto pick = [&] { return known[random() % known.size()]; };
    auto [f, fTable] = pick();
    auto [g, gTable] = pick();
    auto [h, hTable] = pick();
    known.push_back(
        {*d.choose(f, g, h), (fTable & gTable) | (~fTable & hTable)});
  }
  for (auto [f, fTable] : known)
    for (auto [g, gTable] : known)
      ASSERT_EQ(f == g, fTable == gTable);
}

// Sums of products in the worst order have exponentially many nodes.
TEST(DecisionDiagrams, GivesUpInTime) {
  DecisionDiagrams d;
  std::vector<Node> a, b;
  for (unsigned i = 0; i != 200; ++i)
    a.push_back(d.variable());
  for (unsigned i = 0; i != 200; ++i)
    b.push_back(d.variable());
  std::optional<Node> sum = DecisionDiagrams::False;
  for (unsigned i = 0; i != 200 && sum; ++i)
    sum = d.disjunction(*sum, *d.conjunction(a[i], b[i]));
  EXPECT_FALSE(sum.has_value());
}
