//===- DecisionDiagrams.h - Conditions as functions -------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Reduced ordered binary decision diagrams: each function of the
/// variables has exactly one node, so two conditions mean the same if their
/// nodes are the same.
///
/// Later variables stand nearer to the root. Guards grow at one end, a conjunct
/// for each `if` around and each early return before, so that adding one makes
/// one node however long the guard is.
///
/// An operation that takes too long is given up: diagrams of unlucky functions
/// are exponential.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_TRANSFORMS_DECISIONDIAGRAMS_H
#define PLUE_LIB_TRANSFORMS_DECISIONDIAGRAMS_H

#include "llvm/ADT/DenseMap.h"
#include <cstdint>
#include <optional>
#include <vector>

namespace plue {

class DecisionDiagrams {
public:
  using Node = uint32_t;
  static constexpr Node False = 0, True = 1;

  DecisionDiagrams() : nodes(2) {}

  /// A new variable.
  Node variable() { return node(++numVariables, False, True); }

  /// `f ? g : h`, or nothing if it takes too long; likewise the others.
  std::optional<Node> choose(Node f, Node g, Node h);
  std::optional<Node> conjunction(Node f, Node g) {
    return choose(f, g, False);
  }
  std::optional<Node> disjunction(Node f, Node g) { return choose(f, True, g); }
  std::optional<Node> negation(Node f) { return choose(f, False, True); }
  /// \p f where \p variable is false.
  std::optional<Node> without(Node f, Node variable);

private:
  struct Decision {
    /// From 1; 0: a constant.
    uint32_t variable = 0;
    Node low = False, high = False;
  };
  using Key = std::pair<uint32_t, std::pair<Node, Node>>;

  Node node(uint32_t variable, Node low, Node high);
  std::optional<Node> chooseWithin(Node f, Node g, Node h, uint32_t depth);
  std::optional<Node> withoutWithin(Node f, uint32_t variable, uint32_t depth);
  Node branch(Node f, uint32_t variable, bool isHigh) const;

  std::vector<Decision> nodes;
  uint32_t numVariables = 0;
  llvm::DenseMap<Key, Node> unique, chosen;
  llvm::DenseMap<Node, Node> cofactors;
  /// What is left of the work that one operation may do.
  uint32_t budget = 0;
};

} // namespace plue

#endif // PLUE_LIB_TRANSFORMS_DECISIONDIAGRAMS_H
