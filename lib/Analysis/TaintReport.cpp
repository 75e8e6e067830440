//===- TaintReport.cpp - Labels as text -----------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Analysis/Taint.h"
#include "llvm/ADT/StringExtras.h"
#include <optional>

using namespace plue;
using namespace plue::analysis;
using ir::Op;
using ir::OpKind;
using ir::ValueId;

/// More origins than these are counted, not named.
static constexpr size_t MaxNamed = 4;

/// Names of secrets are in a plan as somebody wrote them; none may end a line,
/// or fill one.
static std::string shown(llvm::StringRef text) {
  constexpr size_t longest = 80;
  std::string result;
  for (char c : text.take_front(longest))
    result += llvm::isPrint(c) ? c : '?';
  return text.size() > longest ? result + "…" : result;
}

//--- Labels -------------------------------------------------------------------

std::string Taint::describe(const Set &set) const {
  std::string text;
  for (Label label : {Label::Untrusted, Label::Secret}) {
    std::vector<std::string> names;
    for (uint32_t origin : set.origins)
      if (allOrigins[origin].label == label)
        names.push_back(shown(allOrigins[origin].text));
    if (names.empty())
      continue;
    size_t more = names.size() - std::min(names.size(), MaxNamed);
    names.resize(names.size() - more);
    text += text.empty() ? "" : "; ";
    text += (spelling(label) + ": " + llvm::join(names, ", ")).str();
    if (set.hasMore[unsigned(label)])
      text += ", …";
    else if (more != 0)
      text += ", … and " + std::to_string(more) + " more";
  }
  return text;
}

std::string Taint::describe(ValueId value) const {
  return describe(sets[value.index]);
}

std::string Taint::describe(llvm::ArrayRef<ValueId> values) const {
  Set all;
  for (ValueId value : values)
    (void)merge(all, sets[value.index], /*onlySecrets=*/false);
  return describe(all);
}

//--- Sinks --------------------------------------------------------------------

static void addNamed(llvm::StringRef prefix,
                     llvm::ArrayRef<ir::NamedValue> values,
                     std::vector<Sink> &sinks) {
  for (const ir::NamedValue &named : values)
    sinks.push_back({(prefix + shown(named.name)).str(), named.value});
}

static std::vector<Sink> sinksOfStep(const ir::Step &step) {
  std::vector<Sink> sinks;
  auto add = [&](std::string name, ValueId value) {
    if (value)
      sinks.push_back({std::move(name), value});
  };
  const ir::StepDefinition &definition = step.definition;
  add("script", definition.script);
  for (size_t i = 0; i != definition.argv.size(); ++i)
    add("argv[" + std::to_string(i) + "]", definition.argv[i]);
  addNamed("env.", definition.env, sinks);
  // What a check computes has no names, and goes nowhere.
  if (definition.kind != ir::StepKind::Check)
    addNamed("", definition.inputs, sinks);
  add("name", step.name);
  add("cache_key", step.policy.cacheKey);
  return sinks;
}

std::vector<Sink> analysis::sinksOf(const ir::Workflow &workflow,
                                    ValueId value) {
  const Op &op = workflow.op(value);
  if (op.kind == OpKind::Step)
    return sinksOfStep(workflow.steps[op.attribute]);
  std::vector<Sink> sinks;
  if (op.kind != OpKind::End)
    return sinks;
  const ir::End &end = workflow.ends[op.attribute];
  if (end.reason)
    sinks.push_back({"reason", end.reason});
  addNamed("outputs.", end.outputs, sinks);
  return sinks;
}

//--- In the text of a plan ----------------------------------------------------

static std::string annotation(const Taint &taint, const ir::Workflow &workflow,
                              ValueId value) {
  OpKind kind = workflow.op(value).kind;
  // The item is the parameter that follows.
  if (kind == OpKind::Foreach)
    return taint.describe({value, ValueId(value.index + 1)});
  if (kind != OpKind::Step && kind != OpKind::End)
    return taint.describe(value);
  llvm::SmallVector<ValueId, 8> values;
  for (const Sink &sink : sinksOf(workflow, value))
    values.push_back(sink.value);
  std::string labels = taint.describe(values);
  return labels.empty() ? labels : "takes " + labels;
}

std::function<std::string(const ir::Workflow &, ValueId)>
analysis::labelAnnotations(const ir::Plan &plan) {
  // Asked for one workflow after the other.
  struct Current {
    const ir::Workflow *workflow;
    Taint taint;
  };
  auto current = std::make_shared<std::optional<Current>>();
  return [&plan, current](const ir::Workflow &workflow, ValueId value) {
    if (!*current || (*current)->workflow != &workflow)
      current->emplace(Current{&workflow, Taint(plan, workflow)});
    return annotation((*current)->taint, workflow, value);
  };
}

//--- The report ---------------------------------------------------------------

/// `step_2 "greet"`, `success`
static std::string headOf(const ir::Plan &plan, const ir::Workflow &workflow,
                          const Op &op) {
  if (op.kind == OpKind::End)
    return workflow.ends[op.attribute].isSuccess ? "success" : "fail";
  const ir::Step &step = workflow.steps[op.attribute];
  std::string head = ir::stepName(workflow, ir::StepId(op.attribute));
  const Op *name = step.name ? &workflow.op(step.name) : nullptr;
  if (name && name->kind == OpKind::Const)
    head += " \"" + shown(plan.constant(*name).text) + "\"";
  return head;
}

static void printFlows(const ir::Plan &plan, const ir::Workflow &workflow,
                       llvm::raw_ostream &os) {
  Taint taint(plan, workflow);
  for (uint32_t i = 0; i != workflow.ops.size(); ++i) {
    ValueId value(i);
    bool hasHead = false;
    for (const Sink &sink : sinksOf(workflow, value)) {
      std::string labels = taint.describe(sink.value);
      if (labels.empty())
        continue;
      if (!hasHead)
        os << "  " << headOf(plan, workflow, workflow.op(value)) << '\n';
      hasHead = true;
      os << "    " << sink.name << ": " << labels << '\n';
    }
  }
}

void analysis::printFlows(const ir::Plan &plan, llvm::raw_ostream &os) {
  for (const ir::Workflow &workflow : plan.workflows) {
    os << "workflow " << shown(workflow.name) << '\n';
    ::printFlows(plan, workflow, os);
  }
}
