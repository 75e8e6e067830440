//===- PrintSteps.cpp - Steps and ends as text ----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What a step runs stands behind its kind, everything else in braces, in
/// alphabetical order; what is as usual is left out.
//===----------------------------------------------------------------------===//
#include "PlanPrinter.h"
#include "Text.h"
#include "plue/IR/Keywords.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::ir;

//--- Values with names --------------------------------------------------------

void Printer::namedAttribute(llvm::StringRef name,
                             llvm::ArrayRef<NamedValue> values) {
  if (values.empty())
    return;
  attribute(name);
  os << " = {";
  llvm::interleaveComma(values, os, [&](const NamedValue &named) {
    printName(named.name);
    os << " = ";
    printValue(named.value);
  });
  os << '}';
}

/// `(path = %a, optional = %true)`, or without names `(%a, %b)`.
void Printer::printInputs(llvm::ArrayRef<NamedValue> inputs) {
  os << " (";
  llvm::interleaveComma(inputs, os, [&](const NamedValue &input) {
    if (!input.name.empty()) {
      printName(input.name);
      os << " = ";
    }
    printValue(input.value);
  });
  os << ')';
}

//--- Order --------------------------------------------------------------------

/// `%install data+order`
void Printer::printEdge(Edge edge) {
  if (edge.from.index < workflow->steps.size())
    printValue(workflow->steps[edge.from.index].op);
  else
    bad("step", edge.from.index);
  char separator = ' ';
  for (unsigned bit = 0; bit != std::size(EdgeKindWords); ++bit) {
    if ((edge.kinds >> bit & 1) == 0)
      continue;
    os << separator << EdgeKindWords[bit];
    separator = '+';
  }
  if (edge.kinds >> std::size(EdgeKindWords) != 0)
    bad("edge", edge.kinds);
}

void Printer::printOrder(const Step &step) {
  if (!step.deps.empty()) {
    attribute("deps");
    os << " = [";
    llvm::interleaveComma(step.deps, os, [&](Edge edge) { printEdge(edge); });
    os << ']';
  }
  if (step.hasDependsOn)
    attribute("depends_on");
}

//--- Steps --------------------------------------------------------------------

void Printer::printStepAttributes(const Step &step) {
  const StepDefinition &definition = step.definition;
  const StepPolicy &policy = step.policy;
  valueAttribute("cache_key", policy.cacheKey);
  if (policy.continueOnError)
    attribute("continue_on_error");
  printOrder(step);
  namedAttribute("env", definition.env);
  if (!step.groups.empty()) {
    attribute("groups");
    os << " = [";
    llvm::interleaveComma(step.groups, os);
    os << ']';
  }
  stringAttribute("image", definition.image);
  stringAttribute("key", step.key);
  valueAttribute("name", step.name);
  if (!isPseudo(definition.kind) ||
      definition.resultType != value::types::None) {
    attribute("result");
    os << " = ";
    printType(definition.resultType);
  }
  if (policy.retry.attempts != 1 || policy.retry.delayMs != 0) {
    attribute("retry");
    os << " = " << policy.retry.attempts << " after ";
    printDuration(policy.retry.delayMs);
  }
  if (definition.shell != usualShell(definition)) {
    attribute("shell");
    os << " = ";
    printWord("shell", ShellKindWords, unsigned(definition.shell));
  }
  if (policy.timeoutMs != 0) {
    attribute("timeout");
    os << " = ";
    printDuration(policy.timeoutMs);
  }
  valueAttribute("when", step.when);
  stringAttribute("workdir", definition.workdir);
}

void Printer::printStep(uint32_t ordinal) {
  if (ordinal >= workflow->steps.size())
    return bad("step", ordinal);
  const Step &step = workflow->steps[ordinal];
  const StepDefinition &definition = step.definition;
  if (unsigned(definition.kind) < numStepKinds())
    os << spelling(definition.kind);
  else
    bad("kind", unsigned(definition.kind));
  if (definition.script) {
    os << ' ';
    printValue(definition.script);
  }
  if (!definition.argv.empty()) {
    os << " [";
    printValues(definition.argv);
    os << ']';
  }
  if (!definition.inputs.empty())
    printInputs(definition.inputs);
  printStepAttributes(step);
  endAttributes();
}

//--- Ends ---------------------------------------------------------------------

void Printer::printEnd(uint32_t ordinal) {
  if (ordinal >= workflow->ends.size())
    return bad("end", ordinal);
  const End &end = workflow->ends[ordinal];
  os << (end.isSuccess ? "success" : "fail");
  namedAttribute("outputs", end.outputs);
  valueAttribute("reason", end.reason);
  valueAttribute("when", end.when);
  endAttributes();
}
