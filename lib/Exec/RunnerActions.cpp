//===- RunnerActions.cpp - Steps that are no commands of their author's ---===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "ActiveStep.h"
#include "Runner.h"
#include "plue/Basic/Limits.h"
#include "plue/Support/Result.h"

using namespace plue;
using namespace plue::exec;

/// Does the step at once; it is over when this returns.
void Runner::doHere(ActiveStep &step) {
  const ir::StepDefinition &definition =
      workflow.steps[step.id.index].definition;
  ActionResult result =
      actions.run(definition, step.resolved, ir::stepName(workflow, step.id));
  auto sink = [&](const OutputLine &line) { emit(step, step.out, line); };
  step.out.lines.feed(result.log, sink);
  step.value = std::move(result.value);
  failHere(step, std::move(result.failure));
}

/// Ends a step for which no process was started; \p why is empty if it
/// succeeded.
void Runner::failHere(ActiveStep &step, std::string why) {
  step.status = {.kind = sandbox::ExitStatus::Exited,
                 .code = why.empty() ? 0 : 1,
                 .message = ""};
  step.failure = std::move(why);
  complete(step);
}

/// The value of a step that has succeeded so far.
llvm::Expected<Value> Runner::valueOf(ActiveStep &step) {
  ir::StepKind kind = kindOf(step.id);
  if (isDoneHere(kind))
    return evaluator.makeValue(step.id, step.value);
  if (step.out.isTooLong)
    return makeError("its output has more than {0} bytes, the most that a "
                     "value may have",
                     Limits().stringBytes);
  if (runsGit(kind))
    return evaluator.makeValue(step.id, gitValue(kind, step.out.captured));
  return evaluator.parseOutput(step.id, toValidUtf8(step.out.captured));
}
