//===- JsonPrinter.cpp - The projection of a plan to JSON -----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What people and tools read. The projection shows what a workflow does,
/// not how the plan says it: expressions stand where their values will, and
/// fields that say nothing new are left out. docs/Plan.md describes it.
//===----------------------------------------------------------------------===//
#include "Text.h"
#include "plue/IR/Printer.h"
#include "plue/IR/Regions.h"
#include "plue/IR/StepInputs.h"
#include "llvm/Support/JSON.h"
#include <cmath>

using namespace plue;
using namespace plue::ir;

namespace {
class JsonPrinter {
public:
  JsonPrinter(const Plan &plan, llvm::raw_ostream &os)
      : plan(plan), json(os, /*IndentSize=*/2) {}

  void print(llvm::ArrayRef<const Workflow *> workflows);

private:
  void printWorkflow(const Workflow &workflow);
  void printTrigger(const Trigger &trigger);
  void printInputs(llvm::ArrayRef<InputDecl> inputs);
  void printStep(StepId id, const RegionMap &regions, const ShownEdges &edges);
  void printRegion(RegionId region);
  void printConfig(const StepDefinition &definition);
  void printInputs(llvm::ArrayRef<NamedValue> inputs);
  void printOutput(const StepDefinition &definition);
  void printPolicy(const StepPolicy &policy);
  void printEnd(const End &end, RegionId region);
  void printNamed(llvm::StringRef name, llvm::ArrayRef<NamedValue> values);
  void printStrings(llvm::StringRef name,
                    llvm::ArrayRef<llvm::StringRef> strings);
  void printText(llvm::StringRef name, llvm::StringRef text);
  void printSeconds(llvm::StringRef name, uint64_t ms);
  llvm::json::Value constantJson(const Constant &constant) const;
  llvm::json::Value valueJson(ValueId value) const;
  std::string textOf(ValueId value) const {
    return templateText(plan, *workflow, value);
  }
  std::string hole(ValueId value) const {
    return "{{ " + expressionText(plan, *workflow, value) + " }}";
  }

  const Plan &plan;
  llvm::json::OStream json;
  const Workflow *workflow = nullptr;
};
} // namespace

//--- Values -------------------------------------------------------------------

llvm::json::Value JsonPrinter::constantJson(const Constant &constant) const {
  switch (constant.kind) {
  case Constant::None:
    return nullptr;
  case Constant::Bool:
    return constant.number != 0;
  case Constant::Int:
    return constant.number;
  case Constant::Float:
    // JSON has no way to say what is not a number.
    if (std::isfinite(constant.real))
      return constant.real;
    return floatText(constant.real);
  case Constant::BigInt:
  case Constant::Str:
    return constant.text;
  }
  llvm_unreachable("not a kind of constant");
}

llvm::json::Value JsonPrinter::valueJson(ValueId value) const {
  const Op &op = workflow->op(value);
  if (op.kind == OpKind::Const)
    return constantJson(plan.constant(op));
  return textOf(value);
}

//--- Fields -------------------------------------------------------------------

void JsonPrinter::printText(llvm::StringRef name, llvm::StringRef text) {
  if (!text.empty())
    json.attribute(name, text);
}

void JsonPrinter::printSeconds(llvm::StringRef name, uint64_t ms) {
  if (ms == 0)
    return;
  if (ms % 1000 == 0)
    json.attribute(name, int64_t(ms / 1000));
  else
    json.attribute(name, double(ms) / 1000);
}

void JsonPrinter::printStrings(llvm::StringRef name,
                               llvm::ArrayRef<llvm::StringRef> strings) {
  if (strings.empty())
    return;
  json.attributeArray(name, [&] {
    for (llvm::StringRef string : strings)
      json.value(string);
  });
}

void JsonPrinter::printNamed(llvm::StringRef name,
                             llvm::ArrayRef<NamedValue> values) {
  if (values.empty())
    return;
  json.attributeObject(name, [&] {
    for (const NamedValue &named : values)
      json.attribute(named.name, valueJson(named.value));
  });
}

//--- Triggers -----------------------------------------------------------------

void JsonPrinter::printInputs(llvm::ArrayRef<InputDecl> inputs) {
  if (inputs.empty())
    return;
  json.attributeObject("inputs", [&] {
    for (const InputDecl &input : inputs)
      json.attributeObject(input.name, [&] {
        json.attribute("type", plan.types.str(input.type));
        if (input.defaultValue)
          json.attribute(
              "default",
              constantJson(plan.constants[input.defaultValue->index]));
      });
  });
}

void JsonPrinter::printTrigger(const Trigger &trigger) {
  json.object([&] {
    json.attribute("type", spelling(trigger.kind));
    printStrings("branches", trigger.branches);
    printStrings("types", trigger.types);
    printStrings("tags", trigger.tags);
    printStrings("paths", trigger.paths);
    printInputs(trigger.inputs);
    printText("cron", trigger.cron);
    printText("contains", trigger.contains);
  });
}

//--- Steps --------------------------------------------------------------------

/// A list of texts shows its parts.
void JsonPrinter::printInputs(llvm::ArrayRef<NamedValue> inputs) {
  for (const NamedValue &input : inputs) {
    if (workflow->op(input.value).kind != OpKind::MakeList) {
      json.attribute(input.name, valueJson(input.value));
      continue;
    }
    json.attributeArray(input.name, [&] {
      for (ValueId item : workflow->operands(input.value))
        json.value(valueJson(item));
    });
  }
}

void JsonPrinter::printConfig(const StepDefinition &definition) {
  json.attributeObject("config", [&] {
    if (isAction(definition.kind))
      return printInputs(definition.inputs);
    if (definition.script)
      json.attribute("cmd", textOf(definition.script));
    else
      json.attributeArray("cmd", [&] {
        for (ValueId argument : definition.argv)
          json.value(textOf(argument));
      });
    if (definition.shell == ShellKind::Bash)
      json.attribute("shell", "bash");
    printNamed("env", definition.env);
    printText("image", definition.image);
    printText("workdir", definition.workdir);
  });
}

/// What a command's output must be, as JSON Schema.
void JsonPrinter::printOutput(const StepDefinition &definition) {
  const value::TypeNode &result = plan.types[definition.resultType];
  if (isCommand(definition.kind) && result.kind == value::TypeKind::StepOf)
    json.attribute("output", plan.types.toJsonSchema(result.elements[0]));
}

void JsonPrinter::printPolicy(const StepPolicy &policy) {
  printSeconds("timeout", policy.timeoutMs);
  if (policy.continueOnError)
    json.attribute("continue_on_error", true);
  if (policy.retry.attempts != 1)
    json.attributeObject("retry", [&] {
      json.attribute("attempts", policy.retry.attempts);
      printSeconds("delay", policy.retry.delayMs);
    });
  if (policy.cacheKey)
    json.attribute("cache_key", textOf(policy.cacheKey));
}

void JsonPrinter::printRegion(RegionId region) {
  if (!region)
    return;
  ValueId loop(workflow->regions[region.index].firstOp - 1);
  json.attribute("foreach",
                 expressionText(plan, *workflow, workflow->operands(loop)[0]));
}

void JsonPrinter::printStep(StepId id, const RegionMap &regions,
                            const ShownEdges &edges) {
  const Step &step = workflow->steps[id.index];
  json.object([&] {
    json.attribute("id", stepName(*workflow, id));
    json.attribute("key", step.key);
    json.attribute("name", step.name ? textOf(step.name) : step.key.str());
    json.attribute("type", spelling(step.definition.kind));
    printConfig(step.definition);
    json.attributeArray("depends_on", [&] {
      for (StepId from : edges.of(id))
        json.value(stepName(*workflow, from));
    });
    printRegion(regions.ofStep(id));
    if (step.when)
      json.attribute("when", hole(step.when));
    printOutput(step.definition);
    printPolicy(step.policy);
  });
}

void JsonPrinter::printEnd(const End &end, RegionId region) {
  json.object([&] {
    json.attribute("type", end.isSuccess ? "success" : "fail");
    printRegion(region);
    if (end.when)
      json.attribute("when", hole(end.when));
    if (end.reason)
      json.attribute("reason", textOf(end.reason));
    printNamed("outputs", end.outputs);
  });
}

//--- Plans --------------------------------------------------------------------

void JsonPrinter::printWorkflow(const Workflow &printed) {
  workflow = &printed;
  RegionMap regions(printed);
  json.object([&] {
    json.attribute("name", printed.name);
    printText("doc", printed.doc);
    json.attributeArray("triggers", [&] {
      for (const Trigger &trigger : printed.triggers)
        printTrigger(trigger);
    });
    printText("image", printed.image);
    printText("dockerfile", printed.dockerfile);
    printSeconds("timeout", printed.timeoutMs);
    json.attributeArray("steps", [&] {
      ShownEdges edges = plannedEdges(printed);
      for (uint32_t i = 0; i != printed.steps.size(); ++i)
        if (!isPseudo(printed.steps[i].definition.kind))
          printStep(StepId(i), regions, edges);
    });
    if (printed.ends.empty())
      return;
    json.attributeArray("ends", [&] {
      for (uint32_t i = 0; i != printed.ops.size(); ++i)
        if (printed.ops[i].kind == OpKind::End)
          printEnd(printed.ends[printed.ops[i].attribute],
                   regions.ofOp(ValueId(i)));
    });
  });
}

void JsonPrinter::print(llvm::ArrayRef<const Workflow *> workflows) {
  json.object([&] {
    json.attribute("spec_hash", toHex(specHash(plan)));
    json.attributeArray("workflows", [&] {
      for (const Workflow *workflow : workflows)
        printWorkflow(*workflow);
    });
  });
}

void ir::printJson(const Plan &plan, llvm::ArrayRef<const Workflow *> workflows,
                   llvm::raw_ostream &os) {
  JsonPrinter(plan, os).print(workflows);
  os << '\n';
}

void ir::printJson(const Plan &plan, llvm::raw_ostream &os) {
  std::vector<const Workflow *> workflows;
  for (const Workflow &workflow : plan.workflows)
    workflows.push_back(&workflow);
  printJson(plan, workflows, os);
}
