//===- Diagram.cpp - What a picture of a workflow shows -------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Diagram.h"
#include "Label.h"
#include "plue/IR/Printer.h"
#include "plue/IR/Regions.h"
#include "plue/IR/StepInputs.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::ir;
using namespace plue::target;

namespace {
class DiagramBuilder {
public:
  DiagramBuilder(const Plan &plan, const Workflow &workflow)
      : plan(plan), workflow(workflow), regions(workflow),
        elementOf(workflow.steps.size(), DiagramElement::None) {
    for (const End &end : workflow.ends)
      if (end.when)
        noteEnd(end.when);
  }

  Diagram build();

private:
  void addStep(StepId id);
  void describe(DiagramElement &element, StepId id) const;
  std::string detailOf(const StepDefinition &definition) const;
  void addEnd(ValueId op);
  void addEdges(StepId id, llvm::ArrayRef<StepId> shown);
  void addEdge(uint32_t from, uint32_t to, EdgeKind kind);
  void followLast(uint32_t element);
  void connect();
  void nest();

  uint32_t frameOf(RegionId region) const;
  llvm::DenseSet<uint32_t> elementsBehind(std::vector<ValueId> values,
                                          RegionId region) const;
  std::vector<ValueId> shownConjuncts(ValueId when, RegionId region) const;
  std::string conditionText(llvm::ArrayRef<ValueId> conjuncts) const;
  void noteEnd(ValueId guard);
  bool saysRunGoesOn(ValueId conjunct,
                     const llvm::DenseSet<ValueId> &parts) const;
  std::vector<ValueId>
  conjunctsOf(ValueId condition,
              llvm::DenseSet<ValueId> *parts = nullptr) const;
  std::string text(ValueId value) const;

  const Plan &plan;
  const Workflow &workflow;
  RegionMap regions;
  Diagram diagram;
  /// The last part of an end's guard, and the part before it, which may be
  /// none.
  llvm::DenseMap<ValueId, ValueId> endGuards;
  /// The element that shows a step or runs a region.
  std::vector<uint32_t> elementOf;
  /// Beside the elements for steps.
  std::vector<bool> isWaitedFor;
  /// How many of these stand before the current place in the program.
  uint32_t numPlaced = 0;
};
} // namespace

//--- Conditions ---------------------------------------------------------------

/// What must all hold for \p condition to hold; \p parts, if given, gets these
/// and the conjunctions that they are in.
std::vector<ValueId>
DiagramBuilder::conjunctsOf(ValueId condition,
                            llvm::DenseSet<ValueId> *parts) const {
  constexpr unsigned MaxConjuncts = 256;
  std::vector<ValueId> conjuncts;
  std::vector<ValueId> pending = {condition};
  while (!pending.empty() && conjuncts.size() < MaxConjuncts) {
    ValueId value = pending.back();
    pending.pop_back();
    if (parts)
      parts->insert(value);
    if (workflow.op(value).kind != OpKind::And) {
      conjuncts.push_back(value);
      continue;
    }
    pending.push_back(workflow.operands(value)[1]);
    pending.push_back(workflow.operands(value)[0]);
  }
  return conjuncts;
}

void DiagramBuilder::noteEnd(ValueId guard) {
  const Op &op = workflow.op(guard);
  if (op.kind == OpKind::And)
    endGuards[workflow.operands(op)[1]] = workflow.operands(op)[0];
  endGuards[guard] = ValueId();
}

/// Whether \p conjunct, beside the other \p parts of a condition, says no more
/// than that the run has not ended at some end: it is `not c`, and the end's
/// guard is `c` or `a and c`, and `a` holds here.
bool DiagramBuilder::saysRunGoesOn(ValueId conjunct,
                                   const llvm::DenseSet<ValueId> &parts) const {
  if (workflow.op(conjunct).kind != OpKind::Not)
    return false;
  auto end = endGuards.find(workflow.operands(conjunct)[0]);
  return end != endGuards.end() &&
         (!end->second || parts.contains(end->second));
}

/// What the condition \p when, which may be none, is made of, without what the
/// loops around it have checked and what the ends before it have.
std::vector<ValueId> DiagramBuilder::shownConjuncts(ValueId when,
                                                    RegionId region) const {
  if (!when)
    return {};
  llvm::DenseSet<ValueId> known;
  for (; region; region = workflow.regions[region.index].parent) {
    StepId loop = workflow.regions[region.index].step;
    if (ValueId guard = workflow.steps[loop.index].when)
      for (ValueId conjunct : conjunctsOf(guard))
        known.insert(conjunct);
  }
  llvm::DenseSet<ValueId> parts;
  std::vector<ValueId> shown = conjunctsOf(when, &parts);
  llvm::erase_if(shown, [&](ValueId conjunct) {
    return !known.insert(conjunct).second || saysRunGoesOn(conjunct, parts);
  });
  return shown;
}

std::string
DiagramBuilder::conditionText(llvm::ArrayRef<ValueId> conjuncts) const {
  std::string text;
  for (ValueId conjunct : conjuncts) {
    OpKind kind = workflow.op(conjunct).kind;
    bool isLoose =
        conjuncts.size() > 1 && (kind == OpKind::Or || kind == OpKind::Select);
    text += text.empty() ? "" : " and ";
    text += isLoose ? "(" : "";
    text += expressionText(plan, workflow, conjunct);
    text += isLoose ? ")" : "";
  }
  return text;
}

//--- Elements -----------------------------------------------------------------

uint32_t DiagramBuilder::frameOf(RegionId region) const {
  return region ? elementOf[workflow.regions[region.index].step.index]
                : DiagramElement::None;
}

/// A constant as it is; only what is known at run time as a hole.
std::string DiagramBuilder::text(ValueId value) const {
  const Op &op = workflow.op(value);
  if (op.kind == OpKind::Const && plan.constant(op).kind != Constant::Str)
    return expressionText(plan, workflow, value);
  return templateText(plan, workflow, value);
}

/// A command, or the kind of an action and what it acts on.
std::string DiagramBuilder::detailOf(const StepDefinition &definition) const {
  if (definition.script)
    return firstLine(text(definition.script));
  std::string detail;
  if (!isCommand(definition.kind))
    detail = spelling(definition.kind).str();
  auto append = [&](ValueId value) {
    detail += (detail.empty() ? "" : " ") + text(value);
  };
  for (ValueId argument : definition.argv)
    append(argument);
  if (!definition.inputs.empty())
    append(definition.inputs.front().value);
  return firstLine(detail);
}

void DiagramBuilder::describe(DiagramElement &element, StepId id) const {
  const Step &step = workflow.steps[id.index];
  element.stepKind = step.definition.kind;
  if (RegionId region = regions.ranBy(id)) {
    ValueId loop(workflow.regions[region.index].firstOp - 1);
    element.kind = DiagramElement::Foreach;
    element.id = "foreach_" + std::to_string(id.index);
    element.title = "for each item of " +
                    expressionText(plan, workflow, workflow.operands(loop)[0]);
    return;
  }
  element.id = stepName(workflow, id);
  element.title = step.name ? text(step.name) : step.key.str();
  element.detail = detailOf(step.definition);
  if (element.detail == element.title)
    element.detail.clear();
}

void DiagramBuilder::addStep(StepId id) {
  const Step &step = workflow.steps[id.index];
  if (step.definition.kind == StepKind::Check)
    return;
  DiagramElement element;
  describe(element, id);
  element.frame = frameOf(regions.ofStep(id));
  element.condition =
      conditionText(shownConjuncts(step.when, regions.ofStep(id)));
  elementOf[id.index] = diagram.elements.size();
  diagram.elements.push_back(std::move(element));
}

/// An end that says nothing is not shown: the run ends after its last step.
void DiagramBuilder::addEnd(ValueId op) {
  const End &end = workflow.ends[workflow.op(op).attribute];
  if (end.isSuccess && !end.when && end.outputs.empty())
    return;
  RegionId region = regions.ofOp(op);
  uint32_t self = diagram.elements.size();
  DiagramElement &element = diagram.elements.emplace_back();
  element.kind =
      end.isSuccess ? DiagramElement::Success : DiagramElement::Failure;
  element.id = "end_" + std::to_string(op.index);
  element.frame = frameOf(region);
  std::vector<ValueId> conjuncts = shownConjuncts(end.when, region);
  element.condition = conditionText(conjuncts);
  element.title = end.isSuccess ? "success" : "fail";
  if (end.reason)
    element.detail = firstLine(text(end.reason));
  else
    element.detail = llvm::join(
        llvm::map_range(end.outputs, [](NamedValue v) { return v.name; }),
        ", ");

  std::vector<ValueId> used;
  forEachUseOfEnd(end, [&](ValueId value) {
    if (value != end.when)
      used.push_back(value);
  });
  for (uint32_t from : elementsBehind(used, region))
    addEdge(from, self, EdgeKind::Data);
  for (uint32_t from : elementsBehind(conjuncts, region))
    addEdge(from, self, EdgeKind::Guard);
  if (end.isSuccess || diagram.elements[self].edges.empty())
    followLast(self);
}

//--- Edges --------------------------------------------------------------------

void DiagramBuilder::addEdge(uint32_t from, uint32_t to, EdgeKind kind) {
  isWaitedFor[from] = true;
  diagram.elements[to].edges.push_back({.from = from, .kind = kind});
}

static bool has(Edge edge, EdgeKind kind) {
  return (edge.kinds & uint8_t(kind)) != 0;
}

/// Sorts edges and leaves one from each element.
static void mergeEdges(std::vector<DiagramEdge> &edges) {
  auto rank = [](DiagramEdge edge) {
    return std::pair(edge.from, edge.kind == EdgeKind::Data    ? 0
                                : edge.kind == EdgeKind::Guard ? 1
                                                               : 2);
  };
  llvm::sort(edges,
             [&](DiagramEdge a, DiagramEdge b) { return rank(a) < rank(b); });
  edges.erase(std::unique(edges.begin(), edges.end(),
                          [](DiagramEdge a, DiagramEdge b) {
                            return a.from == b.from;
                          }),
              edges.end());
}

/// The elements in \p region that \p values are computed from.
llvm::DenseSet<uint32_t>
DiagramBuilder::elementsBehind(std::vector<ValueId> values,
                               RegionId region) const {
  constexpr unsigned MaxVisits = 4096;
  llvm::DenseSet<uint32_t> found;
  llvm::DenseSet<ValueId> seen;
  while (!values.empty() && seen.size() < MaxVisits) {
    ValueId value = values.back();
    values.pop_back();
    if (!seen.insert(value).second || regions.ofOp(value) != region)
      continue;
    llvm::ArrayRef<ValueId> operands = workflow.operands(value);
    if (workflow.op(value).kind == OpKind::Foreach)
      value = ValueId(value.index - 1); // Its step.
    const Op &op = workflow.op(value);
    if (op.kind != OpKind::Step)
      llvm::append_range(values, operands);
    else if (elementOf[op.attribute] != DiagramElement::None)
      found.insert(elementOf[op.attribute]);
  }
  return found;
}

/// What a check waits for, those who come after it wait for: such edges are
/// among \p shown but not among the step's own. Guard edges are for what is
/// shown of the condition; the others are for order.
void DiagramBuilder::addEdges(StepId id, llvm::ArrayRef<StepId> shown) {
  const Step &step = workflow.steps[id.index];
  RegionId region = regions.ofStep(id);
  llvm::DenseSet<uint32_t> guards =
      elementsBehind(shownConjuncts(step.when, region), region);
  for (Edge edge : step.deps) {
    uint32_t from = elementOf[edge.from.index];
    if (from == DiagramElement::None)
      continue;
    bool isGuard = has(edge, EdgeKind::Guard) && guards.contains(from);
    addEdge(from, elementOf[id.index],
            has(edge, EdgeKind::Data) ? EdgeKind::Data
            : isGuard                 ? EdgeKind::Guard
                                      : EdgeKind::Order);
  }
  for (StepId other : shown) {
    auto [from, to] = regions.sideBySide(other, id);
    if (from != to)
      addEdge(elementOf[from.index], elementOf[to.index], EdgeKind::Order);
  }
}

/// Adds edges from the steps so far that none of them waits for. The end of a
/// run follows every step.
void DiagramBuilder::followLast(uint32_t element) {
  for (uint32_t i = 0; i != numPlaced; ++i) {
    const DiagramElement &other = diagram.elements[i];
    if (!isWaitedFor[i] && other.frame == diagram.elements[element].frame)
      addEdge(i, element, EdgeKind::Order);
  }
}

//--- Diagrams -----------------------------------------------------------------

static std::string triggersText(const Workflow &workflow) {
  std::vector<std::string> texts;
  for (const Trigger &trigger : workflow.triggers) {
    std::string text = spelling(trigger.kind).str();
    if (!trigger.branches.empty())
      text += " to " + llvm::join(trigger.branches, ", ");
    if (!trigger.cron.empty())
      text += (" " + trigger.cron).str();
    texts.push_back(std::move(text));
  }
  return llvm::join(texts, "; ");
}

/// Sets the children of the frames. Frames for groups come last but stand where
/// their first member did.
void DiagramBuilder::nest() {
  std::vector<DiagramElement> &elements = diagram.elements;
  auto childrenOf = [&](uint32_t frame) -> std::vector<uint32_t> & {
    return frame == DiagramElement::None ? diagram.roots
                                         : elements[frame].children;
  };
  auto place = [&](uint32_t i) {
    return elements[i].kind == DiagramElement::Parallel
               ? elements[i].children.front()
               : i;
  };
  for (uint32_t i = 0; i != elements.size(); ++i)
    if (elements[i].kind != DiagramElement::Parallel)
      elements[i].children.clear();
  for (uint32_t i = 0; i != elements.size(); ++i) {
    uint32_t frame = elements[i].frame;
    if (frame == DiagramElement::None ||
        elements[frame].kind != DiagramElement::Parallel)
      childrenOf(frame).push_back(i);
  }
  auto sort = [&](std::vector<uint32_t> &children) {
    llvm::sort(children,
               [&](uint32_t a, uint32_t b) { return place(a) < place(b); });
  };
  sort(diagram.roots);
  for (DiagramElement &element : elements)
    if (element.kind == DiagramElement::Foreach)
      sort(element.children);
}

/// Adds the ends and all edges, in program order: an end follows what stands
/// before it.
void DiagramBuilder::connect() {
  numPlaced = 0;
  isWaitedFor.resize(diagram.elements.size());
  ShownEdges shown = plannedEdges(workflow);
  for (uint32_t i = 0; i != workflow.ops.size(); ++i) {
    const Op &op = workflow.ops[i];
    if (op.kind == OpKind::End)
      addEnd(ValueId(i));
    if (op.kind != OpKind::Step ||
        elementOf[op.attribute] == DiagramElement::None)
      continue;
    addEdges(StepId(op.attribute), shown.of(StepId(op.attribute)));
    numPlaced = elementOf[op.attribute] + 1;
  }
}

Diagram DiagramBuilder::build() {
  diagram.title = workflow.name.str();
  diagram.detail = triggersText(workflow);
  for (uint32_t i = 0; i != workflow.steps.size(); ++i)
    addStep(StepId(i));
  connect();
  for (DiagramElement &element : diagram.elements)
    mergeEdges(element.edges);
  reduceEdges(diagram.elements);
  groupElements(diagram.elements);
  nest();
  return std::move(diagram);
}

Diagram target::drawWorkflow(const Plan &plan, const Workflow &workflow) {
  return DiagramBuilder(plan, workflow).build();
}
