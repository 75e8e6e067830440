//===- SamplePlan.h - A plan with one of everything -------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_UNITTESTS_IR_SAMPLEPLAN_H
#define PLUE_UNITTESTS_IR_SAMPLEPLAN_H

#include "TestWorkflow.h"

namespace plue::ir {

/// Adds an operation of every kind but `step` and `end`; returns a bool and a
/// str that depend on all of them.
inline std::pair<ValueId, ValueId> addEveryOp(TestWorkflow &t, StepId first) {
  WorkflowBuilder &b = t.build;
  ValueId text = t.input("env"), flag = t.input("flag", types::Bool);
  ValueId number = b.constant({.kind = Constant::Int, .number = -7});
  ValueId big = b.constant(
      {.kind = Constant::BigInt, .text = "123456789012345678901234567890"});
  ValueId real = b.constant({.kind = Constant::Float, .real = 0.1});
  ValueId none = b.constant({.kind = Constant::None});
  TypeId actor = t.plan.types().record("Actor", {"login"}, {types::Str});
  ValueId login = b.named(OpKind::Field, types::Str,
                          b.named(OpKind::Event, actor, {}, "actor"), "login");
  TypeId maybe = t.plan.types().optional(types::Str);
  ValueId title = b.named(OpKind::Event, maybe, {}, "pull_request.title");
  ValueId known = b.op(OpKind::Unwrap, types::Str, {title, b.truth(title)});

  ValueId all = flag;
  for (OpKind kind : {OpKind::CmpEq, OpKind::CmpNe, OpKind::CmpLt,
                      OpKind::CmpLe, OpKind::CmpGt, OpKind::CmpGe})
    all = b.conjunction(all, b.op(kind, types::Bool, {number, big}));
  for (OpKind kind : {OpKind::CmpIs, OpKind::CmpIsNot})
    all = b.conjunction(all, b.op(kind, types::Bool, {text, none}));
  ValueId list =
      b.op(OpKind::MakeList, t.plan.types().list(types::Str), {text, login});
  ValueId set = b.op(OpKind::MakeSet, t.plan.types().set(types::Str), {text});
  ValueId tuple =
      b.op(OpKind::MakeTuple, t.plan.types().tuple({types::Float}), {real});
  ValueId dict =
      b.op(OpKind::MakeDict, t.plan.types().dict(types::Str, types::Bool),
           {text, flag});
  for (ValueId container : {list, set, tuple, dict})
    all =
        b.conjunction(all, b.op(OpKind::CmpIn, types::Bool, {text, container}));
  all = b.conjunction(all, b.op(OpKind::CmpNotIn, types::Bool, {text, list}));
  all = b.op(OpKind::Or, types::Bool, {b.negate(all), b.truth(text)});

  ValueId spec = b.constantStr(">5");
  std::vector<ValueId> parts = {
      b.op(OpKind::Str, types::Str, real),
      b.op(OpKind::Repr, types::Str, known),
      b.op(OpKind::Ascii, types::Str, login),
      b.op(OpKind::Format, types::Str, {number, spec}),
      b.op(OpKind::Select, types::Str, {flag, text, spec}),
      b.op(OpKind::HashFiles, types::Str, {spec, text}),
      b.named(OpKind::Env, types::Str, {}, "HOME"),
      t.stdoutOf(first)};
  return {all, b.op(OpKind::Concat, types::Str, parts)};
}

/// A step that sets every field.
inline Step fullStep(TestWorkflow &t, ValueId when, ValueId text) {
  WorkflowBuilder &b = t.build;
  TemplateId shell = t.plan.shellTemplate(
      {.pieces = {"deploy ", " --tag \"", "\" '", "'\n"},
       .holes = {HoleContext::Bare, HoleContext::DoubleQuoted,
                 HoleContext::SingleQuoted}});
  Step step;
  step.key = "release";
  step.name =
      b.op(OpKind::Concat, value::types::Str, {b.constantStr("Déploy "), text});
  step.when = when;
  step.definition.script =
      b.op(OpKind::Shell, value::types::Str, {text, text, text}, shell.index);
  step.definition.shell = ShellKind::Bash;
  step.definition.env = {
      {"A", text},
      {"TOKEN", b.named(OpKind::Secret, value::types::Secret, {}, "TOKEN")}};
  step.definition.image = "ghcr.io/acme/deploy@sha256:00";
  step.definition.workdir = "services/api";
  step.definition.resultType = t.resultType();
  step.policy = {.timeoutMs = 90'500,
                 .continueOnError = true,
                 .cacheKey = text,
                 .retry = {.attempts = 3, .delayMs = 1000}};
  return step;
}

inline void addTriggers(TestWorkflow &t) {
  Trigger push{.kind = TriggerKind::Push};
  push.branches = {"main", "release/*"};
  push.tags = {"v*"};
  push.paths = {"src/**"};
  Trigger pull{.kind = TriggerKind::PullRequest};
  pull.types = {"opened"};
  Trigger manual{.kind = TriggerKind::Manual};
  ConstantId prod = t.plan.constant({.kind = Constant::Str, .text = "prod"});
  manual.inputs = {
      {.name = "env",
       .type = t.plan.types().enumOf({"prod", "test"}),
       .defaultValue = prod},
      {.name = "flag", .type = value::types::Bool, .defaultValue = {}}};
  Trigger schedule{.kind = TriggerKind::Schedule};
  schedule.cron = "*/15 0 * jan-mar 1,3";
  Trigger comment{.kind = TriggerKind::IssueComment};
  comment.contains = "/deploy";
  t.build.workflow().triggers = {push, pull, manual, schedule, comment};
}

/// Adds a workflow with loops and checks.
inline void addLoops(PlanBuilder &plan) {
  TestWorkflow t(plan, "loops");
  t.build.check(t.input("x"), {});
  ForeachParams p = t.beginForeach(t.files(), {}, t.input("x"));
  StepId a = t.step("a"), b = t.step("b", {{a}});
  ForeachParams q = t.beginForeach(t.files(), t.succeeded(a));
  t.build.check(q.item, {});
  t.step("c", {}, {}, {});
  t.build.endForeach(q.carried);
  t.build.parallel({a, b});
  std::vector<ValueId> after =
      t.build.endForeach({t.succeeded(b), t.stdoutOf(a)});
  t.keep(after[1]);
  t.finish();
}

/// A sound plan of three workflows that uses every kind of everything.
inline std::unique_ptr<Plan> samplePlan() {
  TestWorkflow t;
  t.plan.plan().sources.push_back(
      {.path = "flows/ci.py", .digest = digestOf("source")});
  addTriggers(t);
  Workflow &workflow = t.build.workflow();
  workflow.doc = "Builds and deploys.";
  workflow.timeoutMs = 3'600'000;
  workflow.location = {.source = 0, .line = 1, .column = 1};
  t.build.setLocation({.source = 0, .line = 12, .column = 5});
  StepId first = t.step("install");
  Step command;
  command.definition.shell = ShellKind::None;
  command.definition.argv = {t.build.constantStr("make"), t.input("env")};
  command.definition.resultType = t.resultType();
  StepId second = t.build.step(std::move(command), {{first}});
  auto [when, text] = addEveryOp(t, first);
  t.build.parallel(
      {t.build.step(fullStep(t, when, text), std::nullopt), t.step("lint")});
  t.build.end(
      {.isSuccess = false, .when = when, .reason = text, .outputs = {}});
  t.build.end({.isSuccess = true,
               .when = {},
               .reason = {},
               .outputs = {{"version", t.stdoutOf(second)}}});
  t.build.finish();

  WorkflowBuilder other(t.plan, "nightly");
  other.workflow().dockerfile = "docker/Dockerfile";
  other.finish();
  addLoops(t.plan);
  return t.plan.take();
}

} // namespace plue::ir

#endif // PLUE_UNITTESTS_IR_SAMPLEPLAN_H
