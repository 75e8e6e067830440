//===- Runner.cpp - Running a workflow ------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Runner.h"
#include "ActiveStep.h"
#include "plue/Support/Result.h"

using namespace plue;
using namespace plue::exec;

Runner::Runner(ir::Plan &plan, const ir::Workflow &workflow,
               const RunInputs &inputs, const Masker &masker,
               sandbox::Backend &backend,
               llvm::ArrayRef<RunObserver *> observers, RunnerOptions options)
    : plan(plan), live(plan, workflow), workflow(live.get()), masker(masker),
      backend(backend), observers(observers.begin(), observers.end()),
      options(std::move(options)),
      actions(this->options.info.workspace, inputs.event, this->options.forge),
      evaluator(plan, this->workflow, inputs),
      scheduler(this->workflow, {.jobs = this->options.info.jobs,
                                 .failFast = this->options.failFast}) {
  this->options.info.workflow = &this->workflow;
  findUses();
  grow();
}

/// Finds the steps whose output is used as a value.
void Runner::findUses() {
  usesOut.resize(workflow.steps.size());
  usesErr.resize(workflow.steps.size());
  bool usesAnyOut = false, usesAnyErr = false;
  for (const ir::Op &op : workflow.ops) {
    if (op.kind != ir::OpKind::Result)
      continue;
    bool isOut = plan.string(op) == "stdout",
         isErr = plan.string(op) == "stderr";
    const ir::Op &handle = workflow.op(workflow.operands(op)[0]);
    if (handle.kind != ir::OpKind::Step) {
      // A choice between steps: any of them.
      usesAnyOut |= isOut;
      usesAnyErr |= isErr;
      continue;
    }
    usesOut[handle.attribute] = usesOut[handle.attribute] | isOut;
    usesErr[handle.attribute] = usesErr[handle.attribute] | isErr;
  }
  if (usesAnyOut)
    usesOut.assign(usesOut.size(), true);
  if (usesAnyErr)
    usesErr.assign(usesErr.size(), true);
}

Runner::~Runner() = default;

/// Takes in the steps that have been added to the workflow.
void Runner::grow() {
  for (size_t i = usesOut.size(); i != workflow.steps.size(); ++i) {
    StepId planned = live.templateOf(StepId(i));
    usesOut.push_back(usesOut[planned.index]);
    usesErr.push_back(usesErr[planned.index]);
  }
  outcomes.resize(workflow.steps.size());
}

llvm::Expected<RunOutcome> Runner::run() {
  startedMs = monotonicMs();
  PLUE_TRY(events.open());
  for (RunObserver *observer : observers)
    observer->runStarted(options.info);
  llvm::Error error = loop();
  if (error) {
    backend.killAll();
    return error;
  }
  RunOutcome outcome = conclude();
  for (RunObserver *observer : observers) {
    observer->runEnded(outcome);
    observer->flush(elapsed());
  }
  return outcome;
}

llvm::Error Runner::loop() {
  for (;;) {
    PLUE_TRY(dispatch());
    if (healthCheck)
      PLUE_TRY(healthCheck());
    if (scheduler.isDone() && active.empty())
      return llvm::Error::success();
    std::optional<uint64_t> timeout = timeUntilDeadline();
    for (RunObserver *observer : observers) {
      observer->flush(elapsed());
      if (auto refresh = observer->refreshAfter())
        timeout = std::min(timeout.value_or(*refresh), *refresh);
    }
    PLUE_ASSIGN_OR_RETURN(EventLoop::Wake wake, events.wait(timeout));
    handle(wake);
    expireDeadlines();
  }
}

//--- Starting -----------------------------------------------------------------

/// Decides about every step that is ready and starts those that run.
llvm::Error Runner::dispatch() {
  while (StepId id = scheduler.take()) {
    evaluator.forgetVolatile();
    bool isWanted = true;
    if (ValueId guard = workflow.steps[id.index].when) {
      llvm::Expected<bool> holds = evaluator.evaluateBool(guard);
      if (!holds) {
        raise(id, holds.takeError());
        continue;
      }
      isWanted = *holds;
    }
    if (!isWanted)
      skip(id);
    else
      PLUE_TRY(decide(id));
  }
  reportUnstarted();
  return llvm::Error::success();
}

void Runner::skip(StepId id) {
  scheduler.skip(id);
  if (kindOf(id) == ir::StepKind::Foreach)
    live.skip(id);
  record({.id = id,
          .name = nameOf(id),
          .state = StepState::Skipped,
          .reason = "its condition is false"});
}

/// Does what is to be done about a step whose guard holds. Fails only if the
/// machine does not let it go on.
llvm::Error Runner::decide(StepId id) {
  if (kindOf(id) == ir::StepKind::Foreach) {
    if (llvm::Error error = openRegion(id))
      raise(id, std::move(error));
    return llvm::Error::success();
  }
  if (kindOf(id) == ir::StepKind::Check) {
    if (llvm::Error error = runCheck(evaluator, workflow, id))
      raise(id, std::move(error));
    else
      scheduler.pass(id);
    return llvm::Error::success();
  }
  llvm::Expected<ResolvedStep> resolved = resolveStep(evaluator, workflow, id);
  if (resolved)
    return begin(id, std::move(*resolved));
  raise(id, resolved.takeError());
  return llvm::Error::success();
}

/// Replaces a region by the steps that are made of it.
llvm::Error Runner::openRegion(StepId id) {
  PLUE_ASSIGN_OR_RETURN(LiveWorkflow::Unrolled made,
                        unrollRegion(live, evaluator, id));
  grow();
  scheduler.open(id, made.firstStep, made.endStep);
  return llvm::Error::success();
}

void Runner::raise(StepId id, llvm::Error error) {
  bool wasCancelling = scheduler.isCancelling();
  scheduler.raise(id);
  if (scheduler.isCancelling() && !wasCancelling)
    stopSteps(); // --fail-fast
  record({.id = id,
          .name = nameOf(id),
          .state = StepState::Failure,
          .reason = mask(llvm::toString(std::move(error)))});
}

llvm::Error Runner::begin(StepId id, ResolvedStep resolved) {
  scheduler.start(id);
  auto step = std::make_unique<ActiveStep>(
      id, std::move(resolved), masker, usesOut[id.index], usesErr[id.index]);
  step->shownName = mask(step->resolved.name);
  bool hasValue(outputTypeOf(plan, workflow.steps[id.index]));
  step->out.isCaptured |= hasValue;
  // What a step only looks at is for those who asked.
  step->out.isShown = !(hasValue && runsGit(kindOf(id)));
  ActiveStep &started = *step;
  active[id] = std::move(step);
  return startAttempt(started);
}

uint64_t exec::timeoutOf(const ir::Step &step) {
  constexpr uint64_t HourMs = 60ULL * 60 * 1000;
  uint64_t timeout = step.policy.timeoutMs ? step.policy.timeoutMs : HourMs;
  return std::min(timeout, 365 * 24 * HourMs);
}

llvm::Error Runner::startAttempt(ActiveStep &step) {
  ++step.attempt;
  step.phase = ActiveStep::Running;
  step.cause = ActiveStep::None;
  step.startedMs = monotonicMs();
  step.deadlineMs = step.startedMs + timeoutOf(workflow.steps[step.id.index]);
  for (Stream *stream : {&step.out, &step.err}) {
    stream->captured.clear();
    stream->isTooLong = false;
  }
  for (RunObserver *observer : observers)
    observer->stepStarted(
        {.id = step.id, .name = step.shownName, .attempt = step.attempt});
  if (isDoneHere(kindOf(step.id))) {
    doHere(step);
    return llvm::Error::success();
  }
  return spawn(step);
}

llvm::Error Runner::spawn(ActiveStep &step) {
  llvm::Expected<sandbox::SpawnRequest> request =
      requestFor(step.id, step.resolved);
  if (!request) {
    failHere(step, llvm::toString(request.takeError()));
    return llvm::Error::success();
  }
  llvm::Expected<sandbox::Process> process = backend.spawn(*request);
  if (!process)
    return makeError("cannot start step `{0}`: {1}", step.shownName,
                     llvm::toString(process.takeError()));
  step.pid = process->pid;
  byPid[step.pid] = step.id;
  step.out.fd = std::move(process->out);
  step.err.fd = std::move(process->err);
  uint64_t token = uint64_t(step.id.index) * 2;
  PLUE_TRY(events.watch(step.out.fd.get(), token));
  return events.watch(step.err.fd.get(), token + 1);
}

llvm::Expected<sandbox::SpawnRequest>
Runner::requestFor(StepId id, const ResolvedStep &resolved) {
  const ir::StepDefinition &definition = workflow.steps[id.index].definition;
  sandbox::SpawnRequest request;
  request.env = environmentFor(id, resolved);
  request.workdir = definition.workdir.str();
  if (runsGit(definition.kind)) {
    PLUE_TRY(actions.checkRepository());
    llvm::append_range(request.env, gitEnvironment(backend.workspacePath()));
    PLUE_ASSIGN_OR_RETURN(request.argv, gitCommand(definition.kind, resolved));
    return request;
  }
  request.script = resolved.script;
  if (!resolved.script)
    request.argv = resolved.argv;
  else if (definition.shell == ir::ShellKind::Bash)
    request.argv = {"bash", "-eo", "pipefail"};
  else
    request.argv = {"/bin/sh", "-e"};
  return request;
}

std::vector<std::string> Runner::environmentFor(StepId id,
                                                const ResolvedStep &resolved) {
  std::vector<std::pair<std::string, std::string>> variables = {
      {"PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
      {"HOME", backend.homePath()},
      {"LANG", "C.UTF-8"},
      {"CI", "true"},
      {"PLUE", "true"},
      {"PLUE_RUN_ID", options.info.id},
      {"PLUE_WORKFLOW", workflow.name.str()},
      {"PLUE_STEP_ID", ir::stepName(workflow, id)},
      {"PLUE_WORKSPACE", backend.workspacePath()}};
  for (const auto &declared : resolved.env) {
    auto same = llvm::find_if(variables, [&](const auto &variable) {
      return variable.first == declared.first;
    });
    if (same != variables.end())
      same->second = declared.second;
    else
      variables.push_back(declared);
  }
  std::vector<std::string> environment;
  for (const auto &[name, value] : variables)
    environment.push_back(name + "=" + value);
  return environment;
}

//--- Ending -------------------------------------------------------------------

/// Nobody is told of pseudo-steps.
void Runner::record(StepOutcome outcome) {
  if (!ir::isPseudo(kindOf(outcome.id)))
    for (RunObserver *observer : observers)
      observer->stepEnded(outcome);
  uint32_t index = outcome.id.index;
  outcomes[index] = std::move(outcome);
}

void Runner::reportUnstarted() {
  for (StepId id : scheduler.takeUnstarted()) {
    StepOutcome outcome{
        .id = id, .name = nameOf(id), .state = scheduler.state(id)};
    StepId cause = scheduler.causeOf(id);
    if (outcome.state == StepState::Cancelled)
      outcome.reason = "the run was stopped";
    else if (ir::isPseudo(kindOf(cause)))
      outcome.reason = outcomes[cause.index].reason;
    else
      outcome.reason = llvm::formatv("`{0}` failed", nameOf(cause));
    record(std::move(outcome));
  }
}

/// The run is what its steps, or whoever stopped it, made of it.
RunOutcome Runner::conclude() {
  RunOutcome outcome;
  StepId failed = scheduler.firstFailure();
  if (stopReason) {
    outcome.status = stopStatus;
    outcome.reason = *stopReason;
  } else if (failed) {
    const StepOutcome &step = outcomes[failed.index];
    outcome.status = RunOutcome::Failure;
    outcome.reason = step.hasRun ? llvm::formatv("step `{0}` failed: {1}",
                                                 step.name, step.reason)
                                       .str()
                                 : step.reason;
  } else {
    RunEnd end = concludeRun(evaluator, workflow, live.endsInOrder());
    outcome.status = end.isSuccess ? RunOutcome::Success : RunOutcome::Failure;
    if (end.reason)
      outcome.reason = mask(*end.reason);
    outcome.outputs =
        std::move(*masker.maskJson(llvm::json::Value(std::move(end.outputs)))
                       .getAsObject());
  }
  outcome.durationMs = elapsed();
  for (StepId id : live.stepsInOrder())
    if (!ir::isPseudo(kindOf(id)))
      outcome.steps.push_back(std::move(outcomes[id.index]));
  return outcome;
}
