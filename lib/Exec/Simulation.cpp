//===- Simulation.cpp - A run without side effects ------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Simulation.h"
#include "ResolvedStep.h"
#include "plue/Support/Result.h"

using namespace plue;
using namespace plue::exec;

namespace {
class Simulator {
public:
  Simulator(ir::Plan &plan, const ir::Workflow &workflow,
            const RunInputs &inputs, Outcomes &outcomes, llvm::raw_ostream &os)
      : plan(plan), workflow(workflow), outcomes(outcomes),
        evaluator(plan, workflow, inputs, {.escapeScripts = false}),
        scheduler(workflow, {}), json(os, /*IndentSize=*/2) {}

  bool run();

private:
  void runStep(StepId id);
  llvm::Expected<bool> isWanted(StepId id);
  void printStep(StepId id, const ResolvedStep *resolved);
  void printConfig(StepId id, const ResolvedStep &resolved);
  void raise(StepId id, llvm::Error error);
  void stepFailed(StepId id, llvm::StringRef name, int exitCode);
  RunEnd conclude();

  ir::Plan &plan;
  const ir::Workflow &workflow;
  Outcomes &outcomes;
  Evaluator evaluator;
  Scheduler scheduler;
  llvm::json::OStream json;
  /// Of the first failure in program order.
  std::string failureReason;
};
} // namespace

bool exec::simulate(ir::Plan &plan, const ir::Workflow &workflow,
                    const RunInputs &inputs, Outcomes &outcomes,
                    llvm::raw_ostream &os) {
  bool isSuccess = Simulator(plan, workflow, inputs, outcomes, os).run();
  os << '\n';
  return isSuccess;
}

bool Simulator::run() {
  RunEnd end;
  json.object([&] {
    json.attribute("workflow", workflow.name);
    // Predecessors stand before their successors, so program order is an order
    // of execution; and it is the one in which outcomes are consumed.
    json.attributeArray("steps", [&] {
      for (uint32_t i = 0; i != workflow.steps.size(); ++i)
        runStep(StepId(i));
    });
    end = conclude();
    json.attribute("status", end.isSuccess ? "success" : "failure");
    json.attribute("outputs", llvm::json::Value(std::move(end.outputs)));
    json.attribute("reason", end.reason ? llvm::json::Value(*end.reason)
                                        : llvm::json::Value(nullptr));
  });
  return end.isSuccess;
}

RunEnd Simulator::conclude() {
  if (scheduler.firstFailure())
    return {.isSuccess = false, .reason = failureReason, .outputs = {}};
  return concludeRun(evaluator, workflow);
}

llvm::Expected<bool> Simulator::isWanted(StepId id) {
  evaluator.forgetVolatile();
  ValueId guard = workflow.steps[id.index].when;
  if (!guard)
    return true;
  return evaluator.evaluateBool(guard);
}

void Simulator::raise(StepId id, llvm::Error error) {
  std::string reason = llvm::toString(std::move(error));
  if (!scheduler.firstFailure())
    failureReason = reason;
  scheduler.raise(id);
  printStep(id, nullptr);
}

void Simulator::runStep(StepId id) {
  if (scheduler.state(id) != StepState::Ready)
    return printStep(id, nullptr); // Blocked.
  llvm::Expected<bool> wanted = isWanted(id);
  if (!wanted)
    return raise(id, wanted.takeError());
  if (!*wanted) {
    scheduler.skip(id);
    return printStep(id, nullptr);
  }
  llvm::Expected<ResolvedStep> resolved = resolveStep(evaluator, workflow, id);
  if (!resolved)
    return raise(id, resolved.takeError());
  scheduler.start(id);
  StepResult result = outcomes.take(resolved->name);
  int exitCode = result.exitCode;
  evaluator.setResult(id, std::move(result));
  if (exitCode != 0)
    stepFailed(id, resolved->name, exitCode);
  scheduler.finish(id, exitCode == 0);
  printStep(id, &*resolved);
}

void Simulator::stepFailed(StepId id, llvm::StringRef name, int exitCode) {
  bool isHandled = workflow.steps[id.index].policy.continueOnError;
  if (!isHandled && !scheduler.firstFailure())
    failureReason =
        llvm::formatv("step `{0}` failed: exit code {1}", name, exitCode);
}

//--- Printing -----------------------------------------------------------------

/// A step that raised has not run: for a reader of the trace it was skipped.
static llvm::StringRef statusText(StepState state, bool hasRun) {
  return hasRun ? spelling(state) : spelling(StepState::Skipped);
}

void Simulator::printStep(StepId id, const ResolvedStep *resolved) {
  const ir::Step &step = workflow.steps[id.index];
  json.object([&] {
    json.attribute("id", ir::stepName(workflow, id));
    json.attribute("key", step.key);
    json.attribute("name",
                   resolved ? resolved->name : plannedName(plan, workflow, id));
    json.attribute("type", ir::spelling(step.definition.kind));
    json.attributeObject("config", [&] {
      if (resolved)
        printConfig(id, *resolved);
    });
    json.attribute("status", statusText(scheduler.state(id), resolved));
    json.attributeArray("depends_on", [&] {
      for (ir::Edge edge : step.deps)
        json.value(ir::stepName(workflow, edge.from));
    });
  });
}

void Simulator::printConfig(StepId id, const ResolvedStep &resolved) {
  const ir::StepDefinition &definition = workflow.steps[id.index].definition;
  if (resolved.script)
    json.attribute("cmd", *resolved.script);
  else
    json.attribute("cmd", llvm::json::Array(resolved.argv));
  if (definition.shell == ir::ShellKind::Bash)
    json.attribute("shell", "bash");
  if (!resolved.env.empty())
    json.attributeObject("env", [&] {
      for (const auto &[name, value] : resolved.env)
        json.attribute(name, value);
    });
  llvm::StringRef image =
      definition.image.empty() ? workflow.image : definition.image;
  if (!image.empty())
    json.attribute("image", image);
  if (!definition.workdir.empty())
    json.attribute("workdir", definition.workdir);
}
