//===- ValueFlow.h - Where values go in a module ----------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The graph behind HandledCalls.h, and the variables of a scope while
/// its statements are walked.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EVAL_VALUEFLOW_H
#define PLUE_LIB_EVAL_VALUEFLOW_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <utility>
#include <vector>

namespace plue::eval {

/// A place that values flow to and from; 0 is nowhere.
using Place = uint32_t;

class FlowGraph {
public:
  Place make() { return ++numPlaces; }

  /// What \p from is, \p to may be: so what is stored into \p to is in \p from.
  void flow(Place from, Place to) {
    if (!from || !to || from == to)
      return;
    edges.push_back({valueOf(to), valueOf(from)});
    edges.push_back({storeOf(from), storeOf(to)});
  }
  /// \p item becomes part of \p container, whatever names that has.
  void store(Place item, Place container) {
    if (item && container)
      edges.push_back({storeOf(container), valueOf(item)});
  }
  /// \p container is made here.
  void makeContainer(Place container) {
    edges.push_back({valueOf(container), storeOf(container)});
  }

  /// For each place, whether its value may come to one of \p ends.
  std::vector<bool> reaching(llvm::ArrayRef<Place> ends) const;

private:
  static uint32_t valueOf(Place place) { return 2 * place; }
  static uint32_t storeOf(Place place) { return 2 * place + 1; }

  /// Backwards: (node, where its value may come from).
  std::vector<std::pair<uint32_t, uint32_t>> edges;
  Place numPlaces = 0;
};

/// The variables of one function's frame, or the module's, by slot.
class ScopeFlow {
public:
  explicit ScopeFlow(FlowGraph &graph) : graph(graph) {}

  /// What the variable is here.
  Place read(uint32_t slot);
  /// What it may be at any time, for those who look from elsewhere.
  Place everything(uint32_t slot);
  void assign(uint32_t slot, Place place);

  //--- Branches: begin, first side, other side, end --------------------------
  void beginBranch();
  void beginOtherSide();
  /// Whether a side does not come to the end decides what is seen after it.
  void endBranch(bool firstLeaves, bool otherLeaves);

  //--- Loops -----------------------------------------------------------------
  void beginLoop();
  /// `break` and `continue`: what is now may be at the loop's start and end.
  void jump();
  void endLoop();

private:
  using Slots = llvm::DenseMap<uint32_t, Place>;
  struct Branch {
    /// What the slots were that have been assigned on this side.
    Slots before;
    /// What the first side has left them.
    Slots first;
  };
  struct Loop {
    /// The slots that were looked at, and what they are at the start of any
    /// iteration.
    llvm::SmallVector<std::pair<uint32_t, Place>, 4> heads;
    /// How many branches are around it.
    size_t numBranches;
  };
  struct Variable {
    Place now = 0;
    Place everything = 0;
    /// How many of the loops around have a head for it.
    uint32_t numHeads = 0;
  };

  Variable &enterLoops(uint32_t slot);
  void set(uint32_t slot, Place place);
  Place merge(Place a, Place b);

  FlowGraph &graph;
  llvm::DenseMap<uint32_t, Variable> variables;
  std::vector<Branch> branches;
  std::vector<Loop> loops;
};

} // namespace plue::eval

#endif // PLUE_LIB_EVAL_VALUEFLOW_H
