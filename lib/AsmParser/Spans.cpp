//===- Spans.cpp - Where things stand in a plan's text --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Spans.h"

using namespace plue;
using namespace plue::asmparser;
using ir::PlanPlace;

static Span at(const std::vector<Span> &spans, uint32_t ordinal) {
  return ordinal < spans.size() ? spans[ordinal] : Span();
}

static Span findInWorkflow(const PlanSpans::WorkflowSpans &spans,
                           PlanPlace place) {
  if (place.kind == PlanPlace::Trigger)
    return at(spans.triggers, place.ordinal);
  if (place.kind == PlanPlace::Op)
    return at(spans.ops, place.ordinal);
  return spans.head;
}

Span PlanSpans::find(PlanPlace place) const {
  switch (place.kind) {
  case PlanPlace::Whole:
    return {};
  case PlanPlace::Type:
    return at(types, place.ordinal - value::types::NumFixed);
  case PlanPlace::String:
    return at(strings, place.ordinal);
  case PlanPlace::Constant:
    return at(constants, place.ordinal);
  case PlanPlace::Template:
    return at(templates, place.ordinal);
  case PlanPlace::Source:
    return at(sources, place.ordinal);
  case PlanPlace::Function:
    return functions[place.ordinal].head;
  case PlanPlace::Instruction:
    return at(functions[place.owner].code, place.ordinal);
  case PlanPlace::Workflow:
  case PlanPlace::Trigger:
  case PlanPlace::Op:
    return findInWorkflow(workflows[place.owner], place);
  }
  llvm_unreachable("not a kind of place");
}
