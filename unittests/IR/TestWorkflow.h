//===- TestWorkflow.h - Small workflows for tests ---------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_UNITTESTS_IR_TESTWORKFLOW_H
#define PLUE_UNITTESTS_IR_TESTWORKFLOW_H

#include "plue/IR/Builder.h"

namespace plue::ir {

namespace types = value::types;

/// A workflow `ci` to which steps are added in one line each.
struct TestWorkflow {
  std::unique_ptr<PlanBuilder> own;
  PlanBuilder &plan;
  WorkflowBuilder build;
  ShortList<NamedValue> kept;

  TestWorkflow()
      : own(std::make_unique<PlanBuilder>()), plan(*own), build(plan, "ci") {
    build.workflow().image = "alpine:3";
  }
  /// One of several in \p plan.
  TestWorkflow(PlanBuilder &plan, llvm::StringRef name)
      : plan(plan), build(plan, name) {
    build.workflow().image = "alpine:3";
  }

  TypeId resultType() {
    return plan.types().record("", {"exit_code", "stdout"},
                               {value::types::Int, value::types::Str});
  }

  StepId step(llvm::StringRef name,
              std::optional<std::vector<StepId>> dependsOn = {},
              ValueId when = {}, ValueId script = {}) {
    Step step;
    step.name = build.constantStr(name);
    step.when = when;
    step.definition.script = script ? script : build.constantStr("true");
    step.definition.resultType = resultType();
    return build.step(std::move(step), std::move(dependsOn));
  }

  ValueId handle(StepId step) { return build.workflow().steps[step.index].op; }
  ValueId stdoutOf(StepId step) {
    return build.named(OpKind::Result, value::types::Str, handle(step),
                       "stdout");
  }
  ValueId succeeded(StepId step) {
    ValueId code = build.named(OpKind::Result, value::types::Int, handle(step),
                               "exit_code");
    ValueId zero = build.constant({.kind = Constant::Int});
    return build.op(OpKind::CmpEq, value::types::Bool, {code, zero});
  }
  ValueId input(llvm::StringRef name, TypeId type = value::types::Str) {
    return build.named(OpKind::Input, type, {}, name);
  }

  /// A list known at run time.
  ValueId files() { return input("files", plan.types().list(types::Str)); }
  /// A loop over strings that carries nothing but what is in \p inits.
  ForeachParams beginForeach(ValueId iterable, ValueId when = {},
                             llvm::ArrayRef<ValueId> inits = {}) {
    ForeachHead head{.iterable = iterable,
                     .itemType = types::Str,
                     .inits = {build.constantBool(true)},
                     .types = {types::Bool},
                     .when = when};
    for (ValueId init : inits) {
      head.inits.push_back(init);
      head.types.push_back(build.workflow().typeOf(init));
    }
    return build.beginForeach(head);
  }

  /// Makes \p value an output of the run, so that it is not dropped.
  ValueId keep(ValueId value) {
    llvm::StringRef name =
        plan.plan().save("kept_" + std::to_string(kept.size()));
    kept.push_back({name, value});
    return value;
  }

  const Workflow &finish() {
    if (!kept.empty())
      build.end({.isSuccess = true, .when = {}, .reason = {}, .outputs = kept});
    build.finish();
    return plan.plan().workflows.back();
  }

  /// The digests of the steps, after finish().
  std::vector<Digest> digests() {
    return computeDigests(plan.plan(), plan.plan().workflows.back());
  }
};

/// The predecessors of a step with their kinds: `0:order 2:data+guard`.
inline std::string edgesOf(const Workflow &workflow, StepId step) {
  std::string text;
  for (Edge edge : workflow.steps[step.index].deps) {
    text += text.empty() ? "" : " ";
    text += std::to_string(edge.from.index);
    char separator = ':';
    for (auto [kind, name] : {std::pair(EdgeKind::Data, "data"),
                              {EdgeKind::Order, "order"},
                              {EdgeKind::Guard, "guard"}})
      if (edge.kinds & uint8_t(kind)) {
        text += separator;
        text += name;
        separator = '+';
      }
  }
  return text;
}

} // namespace plue::ir

#endif // PLUE_UNITTESTS_IR_TESTWORKFLOW_H
