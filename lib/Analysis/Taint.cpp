//===- Taint.cpp - Where untrusted text and secrets go --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The labels of a value are those of what flows into it: a graph over
/// the values, and the least solution on it. Nearly all of the graph goes
/// forward, from operands to uses; only what a loop carries goes back. So the
/// solver visits values in order and starts again at what a later value has
/// changed. Sets only grow, and not past a small size, so it visits a value no
/// more often than that.
///
/// A field of the event may be trusted where the record around it is not. So
/// events are followed by path as long as they are only taken apart.
//===----------------------------------------------------------------------===//
#include "plue/Analysis/Taint.h"
#include "plue/IR/EventFields.h"
#include "llvm/ADT/StringMap.h"
#include <optional>
#include <set>

using namespace plue;
using namespace plue::analysis;
using ir::Op;
using ir::OpKind;
using ir::ValueId;
using value::TypeId;
using value::TypeKind;

llvm::StringRef analysis::spelling(Label label) {
  return label == Label::Untrusted ? "untrusted" : "secret";
}

//--- Sets ---------------------------------------------------------------------

/// Whether that has changed \p into.
bool Taint::add(Set &into, uint32_t origin) const {
  auto *place = llvm::lower_bound(into.origins, origin);
  if (place != into.origins.end() && *place == origin)
    return false;
  Label label = allOrigins[origin].label;
  unsigned count = llvm::count_if(into.origins, [&](uint32_t other) {
    return allOrigins[other].label == label;
  });
  bool &hasMore = into.hasMore[unsigned(label)];
  if (count < MaxOrigins) {
    into.origins.insert(place, origin);
    return true;
  }
  bool isNews = !hasMore;
  hasMore = true;
  return isNews;
}

bool Taint::merge(Set &into, const Set &from, bool onlySecrets) const {
  bool isChanged = false;
  for (uint32_t origin : from.origins)
    if (!onlySecrets || allOrigins[origin].label == Label::Secret)
      isChanged |= add(into, origin);
  for (Label label : {Label::Untrusted, Label::Secret}) {
    bool &hasMore = into.hasMore[unsigned(label)];
    bool isNews = from.hasMore[unsigned(label)] && !hasMore;
    if (!isNews || (onlySecrets && label != Label::Secret))
      continue;
    hasMore = isChanged = true;
  }
  return isChanged;
}

bool Taint::has(ValueId value, Label label) const {
  return llvm::any_of(originsOf(value), [&](uint32_t origin) {
    return allOrigins[origin].label == label;
  });
}

//--- The graph ----------------------------------------------------------------

namespace plue::analysis {
/// Fills in the sets of a Taint.
class TaintSolver {
public:
  TaintSolver(const ir::Plan &plan, const ir::Workflow &workflow, Taint &taint)
      : plan(plan), workflow(workflow), taint(taint) {}

  void run();

private:
  void findTypesWithText();
  void findRegions();
  void addSource(ValueId value, const Op &op);
  void addOrigin(ValueId value, Label label, std::string text);
  std::optional<std::string> eventPathOf(const Op &op) const;
  void addFlows(ValueId value, const Op &op);
  bool addLoopResult(ValueId value, const Op &op);
  void flow(ValueId from, ValueId to) { uses[from.index].push_back(to); }
  void solve();

  const ir::Plan &plan;
  const ir::Workflow &workflow;
  Taint &taint;
  /// By type: whether its values can hold text that somebody has chosen.
  std::vector<bool> hasText;
  /// By value: the path of the part of the event that it is, if it is one.
  std::vector<std::optional<std::string>> eventPaths;
  /// Of a parameter of a region: what it is given, and what the last iteration
  /// made of it.
  std::vector<llvm::SmallVector<ValueId, 2>> given;
  /// By value: what it flows into.
  std::vector<llvm::SmallVector<ValueId, 2>> uses;
  llvm::StringMap<uint32_t> originIds[2];
};
} // namespace plue::analysis

/// The parts of a type stand before it.
void TaintSolver::findTypesWithText() {
  hasText.resize(plan.types.size());
  for (uint32_t i = 0; i != hasText.size(); ++i) {
    const value::TypeNode &node = plan.types[TypeId(i)];
    bool isText = node.kind == TypeKind::Any || node.kind == TypeKind::Str ||
                  node.kind == TypeKind::Secret;
    hasText[i] = isText || llvm::any_of(node.elements, [&](TypeId element) {
                   return element.index >= i || hasText[element.index];
                 });
  }
}

void TaintSolver::findRegions() {
  given.resize(workflow.ops.size());
  for (const ir::Region &region : workflow.regions) {
    llvm::ArrayRef<ValueId> operands =
        workflow.operands(ValueId(region.firstOp - 1));
    for (uint32_t i = 0; i != operands.size(); ++i) {
      auto &sources = given[region.firstOp + i];
      sources.push_back(operands[i]);
      if (i != 0)
        sources.push_back(region.yields[i - 1]);
    }
  }
}

//--- Sources ------------------------------------------------------------------

void TaintSolver::addOrigin(ValueId value, Label label, std::string text) {
  auto [it, isNew] =
      originIds[unsigned(label)].try_emplace(text, taint.allOrigins.size());
  if (isNew)
    taint.allOrigins.push_back({label, std::move(text)});
  (void)taint.add(taint.sets[value.index], it->second);
}

/// The path of the part of the event that \p op is, if it is one.
std::optional<std::string> TaintSolver::eventPathOf(const Op &op) const {
  if (op.kind == OpKind::Event)
    return plan.string(op).str();
  if (op.kind != OpKind::Field && op.kind != OpKind::Unwrap)
    return std::nullopt;
  const auto &whole = eventPaths[workflow.operands(op)[0].index];
  if (!whole || op.kind == OpKind::Unwrap)
    return whole;
  // Deeper than events go, there is nothing to tell apart.
  constexpr size_t maxPath = 200;
  std::string path =
      (*whole + (whole->empty() ? "" : ".") + plan.string(op)).str();
  return path.size() > maxPath ? *whole : path;
}

void TaintSolver::addSource(ValueId value, const Op &op) {
  if (op.kind == OpKind::Secret)
    return addOrigin(value, Label::Secret, "secrets." + plan.string(op).str());
  const auto &path = eventPaths[value.index];
  if (path && hasText[op.type.index] && ir::isUntrustedEventField(*path))
    addOrigin(value, Label::Untrusted,
              path->empty() ? "event" : "event." + *path);
}

//--- Flows --------------------------------------------------------------------

/// `%loop[2]` is the last value of what the loop carries third. Says whether
/// the operation \p op that makes \p value is of that form.
bool TaintSolver::addLoopResult(ValueId value, const Op &op) {
  const Op &loop = workflow.op(workflow.operands(op)[0]);
  const Op &index = workflow.op(workflow.operands(op)[1]);
  if (loop.kind != OpKind::Foreach || index.kind != OpKind::Const)
    return false;
  llvm::ArrayRef<ValueId> inits = workflow.operands(loop).drop_front();
  const ir::Constant &constant = plan.constant(index);
  auto i = uint64_t(constant.number);
  if (constant.kind != ir::Constant::Int || i >= inits.size())
    return false;
  flow(inits[i], value);
  flow(workflow.regions[loop.attribute].yields[i], value);
  return true;
}

/// What flows into \p value by its operation.
void TaintSolver::addFlows(ValueId value, const Op &op) {
  llvm::ArrayRef<ValueId> operands = workflow.operands(op);
  switch (op.kind) {
  case OpKind::Result: // What a step makes of its inputs is its author's
                       // affair.
  case OpKind::Step:
  case OpKind::End:
  case OpKind::HashFiles:
    return;
  case OpKind::Select:
    operands = operands.drop_front();
    break;
  case OpKind::Unwrap: // The second says only that there is a value.
    operands = operands.take_front();
    break;
  case OpKind::Param:
    operands = given[value.index];
    break;
  case OpKind::Foreach: // The tuple of what it carries.
    for (ValueId yield : workflow.regions[op.attribute].yields)
      flow(yield, value);
    operands = operands.drop_front();
    break;
  case OpKind::Index:
    if (addLoopResult(value, op))
      return;
    break;
  default:
    break;
  }
  // A part of the event has the labels that its path gives it.
  if (eventPaths[value.index])
    return;
  for (ValueId operand : operands)
    flow(operand, value);
}

void TaintSolver::solve() {
  std::set<uint32_t> pending;
  for (uint32_t i = 0; i != taint.sets.size(); ++i)
    if (!taint.sets[i].origins.empty())
      pending.insert(i);
  while (!pending.empty()) {
    uint32_t from = *pending.begin();
    pending.erase(pending.begin());
    for (ValueId to : uses[from]) {
      bool onlySecrets = !hasText[workflow.typeOf(to).index];
      if (to.index != from &&
          taint.merge(taint.sets[to.index], taint.sets[from], onlySecrets))
        pending.insert(to.index);
    }
  }
}

void TaintSolver::run() {
  findTypesWithText();
  findRegions();
  size_t count = workflow.ops.size();
  eventPaths.resize(count);
  uses.resize(count);
  taint.sets.resize(count);
  for (uint32_t i = 0; i != count; ++i) {
    ValueId value(i);
    const Op &op = workflow.op(value);
    eventPaths[i] = eventPathOf(op);
    addSource(value, op);
    addFlows(value, op);
  }
  solve();
}

Taint::Taint(const ir::Plan &plan, const ir::Workflow &workflow) {
  TaintSolver(plan, workflow, *this).run();
}
