//===- Diagram.h - What a picture of a workflow shows -----------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What all pictures have in common. A diagram has boxes for the steps
/// that people see and for the ends of the run, in frames for loops and for
/// steps that run side by side. It shows less than the plan:
///
///   - edges are drawn between what stands in the same frame: an edge to a loop
///     is an edge to its frame, not to the steps in it;
///   - an edge that follows from others is not drawn, unless it is for data:
///     conditions are spelled out anyway;
///   - steps that wait for the same and that the same wait for are put into a
///     frame, and the edges they have in common become those of the frame. That
///     is what a plan knows of `ctx.parallel`: its members have no order;
///   - a condition is shown without what the loop around it has checked, and
///     without that the run has not ended at an end that is shown.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_TARGET_DIAGRAM_H
#define PLUE_LIB_TARGET_DIAGRAM_H

#include "plue/IR/Plan.h"

namespace plue::target {

struct DiagramEdge {
  /// The element that is waited for.
  uint32_t from = 0;
  /// The most telling reason: data, else a guard, else order.
  ir::EdgeKind kind = ir::EdgeKind::Order;
  friend bool operator==(DiagramEdge, DiagramEdge) = default;
  friend auto operator<=>(DiagramEdge, DiagramEdge) = default;
};

/// A box or a frame.
struct DiagramElement {
  enum Kind : uint8_t { Step, Success, Failure, Foreach, Parallel };
  Kind kind = Step;
  /// Of a step.
  ir::StepKind stepKind = ir::StepKind::Shell;
  /// Unlike all others of the workflow: letters, digits and `_`.
  std::string id;
  std::string title;
  /// What it does; may be empty.
  std::string detail;
  /// When it does it; empty: always.
  std::string condition;
  /// To others in the same frame; sorted, one to each.
  std::vector<DiagramEdge> edges;
  /// The frame around it, or None.
  uint32_t frame = None;
  /// What a frame holds, in program order.
  std::vector<uint32_t> children;

  static constexpr uint32_t None = ~0u;
  bool isFrame() const { return kind == Foreach || kind == Parallel; }
};

struct Diagram {
  std::string title;
  /// What starts the workflow.
  std::string detail;
  std::vector<DiagramElement> elements;
  /// What stands in no frame, in program order.
  std::vector<uint32_t> roots;
};

/// Frames are nested in each other no deeper than twice ir::MaxRegionDepth.
Diagram drawWorkflow(const ir::Plan &plan, const ir::Workflow &workflow);

/// Leaves out the edges that follow from others and that are not for data, or
/// that are those of an end.
void reduceEdges(std::vector<DiagramElement> &elements);

/// Puts elements with the same edges, in and out, into frames.
void groupElements(std::vector<DiagramElement> &elements);

} // namespace plue::target

#endif // PLUE_LIB_TARGET_DIAGRAM_H
