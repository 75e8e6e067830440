//===- PassTest.h - Passes over small workflows -----------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_UNITTESTS_TRANSFORMS_PASSTEST_H
#define PLUE_UNITTESTS_TRANSFORMS_PASSTEST_H

#include "../IR/TestWorkflow.h"
#include "plue/IR/Printer.h"
#include "plue/IR/Verifier.h"
#include "plue/Transforms/Passes.h"
#include <gmock/gmock.h>

namespace plue {

using testing::HasSubstr;
using testing::Not;

/// Workflows are built with `t`; run() finishes the workflow and runs passes.
struct PassTest : testing::Test {
  using ValueId = ir::ValueId;
  using StepId = ir::StepId;
  using OpKind = ir::OpKind;

  ir::TestWorkflow t;
  PassManager manager;

  ir::Plan &plan() { return t.plan.plan(); }
  const ir::Workflow &workflow() { return plan().workflows.back(); }

  void run(llvm::StringRef passes) {
    t.finish();
    expectNoError(ir::verify(plan()));
    expectNoError(parsePipeline(passes, manager));
    expectNoError(manager.run(plan()));
    expectNoError(ir::verify(plan()));
  }
  void expectNoError(llvm::Error error) {
    if (error)
      ADD_FAILURE() << llvm::toString(std::move(error)) << "\n" << text();
  }
  std::string text() {
    std::string text;
    llvm::raw_string_ostream os(text);
    print(plan(), os, {.locations = false});
    return text;
  }
  /// How much the passes counted under \p name.
  uint64_t count(llvm::StringRef name) {
    uint64_t sum = 0;
    for (const auto &pass : manager.all())
      for (const Statistic *statistic : pass->statistics())
        if (statistic->name == name)
          sum += statistic->value();
    return sum;
  }

  //--- Values
  ValueId text(llvm::StringRef s) { return t.build.constantStr(s); }
  ValueId number(int64_t n) {
    return t.build.constant({.kind = ir::Constant::Int, .number = n});
  }
  ValueId truth(bool b) { return t.build.constantBool(b); }
  ValueId boolInput(llvm::StringRef name) {
    return t.input(name, value::types::Bool);
  }
  ValueId op(OpKind kind, ir::TypeId type, llvm::ArrayRef<ValueId> operands) {
    return t.build.op(kind, type, operands);
  }
  ValueId logic(OpKind kind, llvm::ArrayRef<ValueId> operands) {
    return op(kind, value::types::Bool, operands);
  }
  ValueId equals(ValueId a, ValueId b) { return logic(OpKind::CmpEq, {a, b}); }
  /// Raises if the input is not long enough.
  ValueId raising(llvm::StringRef name) {
    ValueId list = t.input(name, plan().types.list(value::types::Bool));
    return logic(OpKind::Index, {list, number(0)});
  }
  /// What the only output of the run is, as text.
  std::string kept() {
    std::string all = text();
    size_t begin = all.find("kept_0 = ") + 9;
    return all.substr(begin, all.find_first_of("},", begin) - begin);
  }
  const ir::Op &keptOp() {
    return workflow().op(workflow().ends.back().outputs[0].value);
  }

  //--- Steps
  StepId action(ir::StepKind kind, ir::ShortList<ir::NamedValue> inputs,
                ir::TypeId result, ValueId when = {}) {
    ir::Step step;
    step.when = when;
    step.name = text("action");
    step.definition.kind = kind;
    step.definition.inputs = std::move(inputs);
    step.definition.resultType = result;
    return t.build.step(std::move(step), std::nullopt);
  }
  StepId read(llvm::StringRef path, ValueId when = {}) {
    return action(ir::StepKind::Read, {{"path", text(path)}},
                  plan().types.stepOf(value::types::Str), when);
  }
  ValueId valueOf(StepId step) {
    return t.build.named(OpKind::Result, value::types::Str, t.handle(step),
                         "value");
  }
};

} // namespace plue

#endif // PLUE_UNITTESTS_TRANSFORMS_PASSTEST_H
