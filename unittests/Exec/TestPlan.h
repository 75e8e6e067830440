//===- TestPlan.h - Small plans for tests -----------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_UNITTESTS_EXEC_TESTPLAN_H
#define PLUE_UNITTESTS_EXEC_TESTPLAN_H

#include "plue/Exec/Evaluator.h"
#include "plue/IR/Builder.h"
#include "plue/IR/StepInputs.h"
#include "plue/IR/Verifier.h"
#include "gtest/gtest.h"

namespace plue::exec {

namespace types = value::types;

/// Builds one workflow; plan() finishes it.
class PlanTest : public testing::Test {
protected:
  using Values = llvm::ArrayRef<ValueId>;

  PlanTest() : builder(planBuilder, "test") {
    builder.workflow().image = "host";
    inputs.variable = [](llvm::StringRef name) {
      return name == "SET" ? "value" : "";
    };
    inputs.hashFiles = [this](llvm::ArrayRef<llvm::StringRef> patterns) {
      return llvm::Expected<std::string>(
          llvm::formatv("{0}{1}", patterns.front(), ++numHashes).str());
    };
  }

  value::TypeStore &typeStore() { return planBuilder.types(); }
  ValueId str(llvm::StringRef text) { return builder.constantStr(text); }
  ValueId num(int64_t number) {
    return builder.constant({.kind = ir::Constant::Int, .number = number});
  }
  ValueId none() { return builder.constant({.kind = ir::Constant::None}); }
  ValueId op(ir::OpKind kind, value::TypeId type, Values operands) {
    return builder.op(kind, type, operands);
  }
  ValueId named(ir::OpKind kind, value::TypeId type, llvm::StringRef name,
                Values operands = {}) {
    return builder.named(kind, type, operands, name);
  }
  /// What a step left behind.
  ValueId result(StepId step, llvm::StringRef field) {
    value::TypeId type = field == "exit_code"                     ? types::Int
                         : field == "stdout" || field == "stderr" ? types::Str
                                                                  : types::Bool;
    return named(ir::OpKind::Result, type, field,
                 {builder.workflow().steps[step.index].op});
  }

  /// A step without a command yet.
  ir::Step draft(llvm::StringRef name) {
    ir::Step step;
    step.name = str(name);
    step.definition.resultType = types::Step;
    return step;
  }
  /// Makes \p step one of \p kind, which takes nothing but texts: \p input
  /// each.
  void setKind(ir::Step &step, ir::StepKind kind, ValueId input) {
    step.definition.kind = kind;
    if (ir::isCommand(kind))
      step.definition.script = str("true");
    for (const ir::StepInput &each : ir::inputsOf(kind))
      if (each.isRequired || each.name == "base")
        step.definition.inputs.push_back({each.name, input});
    if (ir::hasValue(kind))
      step.definition.resultType = typeStore().stepOf(types::Str);
  }
  StepId shell(llvm::StringRef name, llvm::StringRef script,
               std::optional<std::vector<StepId>> dependsOn = std::nullopt,
               ValueId when = {}) {
    ir::Step step = draft(name);
    step.definition.script = str(script);
    step.when = when;
    return builder.step(std::move(step), std::move(dependsOn));
  }

  /// Adds `ctx.success(value=…)`, so that the value is part of the plan.
  void output(ValueId value) {
    ir::End end;
    end.outputs.push_back({"value", value});
    builder.end(std::move(end));
  }
  void fail(ValueId reason, ValueId when = {}) {
    ir::End end;
    end.isSuccess = false;
    end.reason = reason;
    end.when = when;
    builder.end(std::move(end));
  }

  ir::Plan &plan() {
    if (!finished) {
      builder.finish();
      finished = planBuilder.take();
      llvm::Error error = ir::verify(*finished);
      EXPECT_FALSE(bool(error)) << llvm::toString(std::move(error));
    }
    return *finished;
  }
  const ir::Workflow &workflow() { return plan().workflows.front(); }

  ir::PlanBuilder planBuilder;
  ir::WorkflowBuilder builder;
  RunInputs inputs;
  unsigned numHashes = 0;

private:
  std::unique_ptr<ir::Plan> finished;
};

} // namespace plue::exec

#endif // PLUE_UNITTESTS_EXEC_TESTPLAN_H
