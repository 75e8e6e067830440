//===- Simulation.cpp - A run without side effects ------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Simulation.h"
#include "JsonInput.h"
#include "LiveWorkflow.h"
#include "ResolvedStep.h"
#include "plue/IR/StepInputs.h"
#include "plue/Support/Result.h"

using namespace plue;
using namespace plue::exec;

namespace {
class Simulator {
public:
  Simulator(ir::Plan &plan, const ir::Workflow &workflow,
            const RunInputs &inputs, Outcomes &outcomes, llvm::raw_ostream &os)
      : plan(plan), live(plan, workflow), workflow(live.get()),
        outcomes(outcomes),
        evaluator(plan, this->workflow, inputs, {.escapeScripts = false}),
        scheduler(this->workflow, {}), edges(this->workflow),
        json(os, /*IndentSize=*/2) {}

  bool run();

private:
  void runStep(StepId id, StepId parent);
  void decide(StepId id);
  void execute(StepId id, const ResolvedStep &resolved);
  llvm::Error runRegion(StepId id);
  llvm::Expected<bool> isWanted(StepId id);
  void printStep(StepId id, const ResolvedStep *resolved);
  void printConfig(StepId id, const ResolvedStep &resolved);
  void raise(StepId id, llvm::Error error);
  llvm::Error complete(StepId id, const ResolvedStep &resolved,
                       StepResult &result);
  void stepFailed(StepId id, llvm::StringRef name, llvm::StringRef reason);
  RunEnd conclude();
  ir::StepKind kindOf(StepId id) const {
    return workflow.steps[id.index].definition.kind;
  }

  ir::Plan &plan;
  LiveWorkflow live;
  const ir::Workflow &workflow;
  Outcomes &outcomes;
  Evaluator evaluator;
  Scheduler scheduler;
  ir::ShownEdges edges;
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
      size_t numPlanned = workflow.steps.size();
      for (uint32_t i = 0; i != numPlanned; ++i)
        if (!live.isTemplate(StepId(i)))
          runStep(StepId(i), StepId());
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
  return concludeRun(evaluator, workflow, live.endsInOrder());
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

/// \p parent is the step of the region that the step was made of.
void Simulator::runStep(StepId id, StepId parent) {
  edges.add(id, parent);
  if (scheduler.state(id) != StepState::Ready)
    return printStep(id, nullptr); // Blocked.
  llvm::Expected<bool> wanted = isWanted(id);
  if (!wanted)
    return raise(id, wanted.takeError());
  if (*wanted)
    return decide(id);
  scheduler.skip(id);
  if (kindOf(id) == ir::StepKind::Foreach)
    live.skip(id);
  printStep(id, nullptr);
}

/// Runs a step whose guard holds.
void Simulator::decide(StepId id) {
  if (kindOf(id) == ir::StepKind::Foreach) {
    if (llvm::Error error = runRegion(id))
      raise(id, std::move(error));
  } else if (kindOf(id) == ir::StepKind::Check) {
    if (llvm::Error error = runCheck(evaluator, workflow, id))
      return raise(id, std::move(error));
    scheduler.pass(id);
  } else {
    llvm::Expected<ResolvedStep> resolved =
        resolveStep(evaluator, workflow, id);
    if (!resolved)
      return raise(id, resolved.takeError());
    execute(id, *resolved);
  }
}

/// Regions are nested as deeply as a plan may nest them, not deeper.
llvm::Error Simulator::runRegion(StepId id) {
  PLUE_ASSIGN_OR_RETURN(LiveWorkflow::Unrolled made,
                        unrollRegion(live, evaluator, id));
  scheduler.open(id, made.firstStep, made.endStep);
  for (uint32_t i = made.firstStep; i != made.endStep; ++i)
    runStep(StepId(i), id);
  return llvm::Error::success();
}

void Simulator::execute(StepId id, const ResolvedStep &resolved) {
  scheduler.start(id);
  StepResult result = outcomes.take(resolved.name);
  std::string reason = llvm::formatv("exit code {0}", result.exitCode);
  if (result.exitCode == 0)
    if (llvm::Error error = complete(id, resolved, result))
      reason = llvm::toString(std::move(error));
  int exitCode = result.exitCode;
  evaluator.setResult(id, std::move(result));
  if (exitCode != 0)
    stepFailed(id, resolved.name, reason);
  scheduler.finish(id, exitCode == 0);
  printStep(id, &resolved);
}

/// Adds to \p result, of a step that succeeded, the value that it leaves
/// behind. On failure the step has failed after all.
llvm::Error Simulator::complete(StepId id, const ResolvedStep &resolved,
                                StepResult &result) {
  const ir::Step &step = workflow.steps[id.index];
  value::TypeId type = outputTypeOf(plan, step);
  bool isCommand = ir::isCommand(step.definition.kind);
  llvm::Expected<Value> made = Value();
  if (!isCommand) {
    result.exitCode = 1; // Unless it comes to an end.
    PLUE_ASSIGN_OR_RETURN(llvm::json::Value found,
                          outcomes.world.act(step.definition.kind, resolved));
    if (type)
      made = evaluator.makeValue(id, found);
  } else if (type) {
    result.exitCode = OutputExitCode;
    // Where nothing is said the step has succeeded.
    made = result.out.empty()
               ? evaluator.makeValue(id, plainValue(plan.types, type))
               : evaluator.parseOutput(id, result.out);
  }
  PLUE_ASSIGN_OR_RETURN(result.value, std::move(made));
  result.exitCode = 0;
  return llvm::Error::success();
}

void Simulator::stepFailed(StepId id, llvm::StringRef name,
                           llvm::StringRef reason) {
  bool isHandled = workflow.steps[id.index].policy.continueOnError;
  if (!isHandled && !scheduler.firstFailure())
    failureReason = llvm::formatv("step `{0}` failed: {1}", name, reason);
}

//--- Printing -----------------------------------------------------------------

/// A step that raised has not run: for a reader of the trace it was skipped.
static llvm::StringRef statusText(StepState state, bool hasRun) {
  return hasRun ? spelling(state) : spelling(StepState::Skipped);
}

void Simulator::printStep(StepId id, const ResolvedStep *resolved) {
  const ir::Step &step = workflow.steps[id.index];
  if (ir::isPseudo(step.definition.kind))
    return;
  json.object([&] {
    json.attribute("id", ir::stepName(workflow, id));
    json.attribute("key", step.key);
    json.attribute("name", resolved
                               ? resolved->name
                               : plannedName(evaluator, plan, workflow, id));
    json.attribute("type", ir::spelling(step.definition.kind));
    json.attributeObject("config", [&] {
      if (resolved)
        printConfig(id, *resolved);
    });
    json.attribute("status", statusText(scheduler.state(id), resolved));
    json.attributeArray("depends_on", [&] {
      for (StepId from : edges.of(id))
        json.value(ir::stepName(workflow, from));
    });
  });
}

void Simulator::printConfig(StepId id, const ResolvedStep &resolved) {
  const ir::StepDefinition &definition = workflow.steps[id.index].definition;
  for (const auto &[name, value] : resolved.inputs)
    json.attribute(name, value);
  if (!ir::isCommand(definition.kind))
    return;
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
