//===- SpecHash.cpp - The digest of what a plan means ---------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Every field of a plan is fed to one hasher, in the order of the
/// declarations in Plan.h. Sources and locations are left out: they say where
/// the plan came from, and a comment added to a source changes both.
///
/// Lists are framed by their length, so that no two plans give the same bytes.
//===----------------------------------------------------------------------===//
#include "plue/IR/Plan.h"
#include "llvm/ADT/bit.h"

using namespace plue;
using namespace plue::ir;

namespace {
class SpecHasher {
public:
  Digest hash(const Plan &plan);

private:
  void add(uint64_t number) { hasher.add(number); }
  void add(llvm::StringRef text) { hasher.add(text); }
  void add(ValueId value) { add(uint64_t(value.index)); }
  void add(TypeId type) { add(uint64_t(type.index)); }
  void add(const value::TypeNode &node);
  void add(const Constant &constant);
  void add(const ShellTemplate &shell);
  void add(const NamedValue &named);
  void add(const InputDecl &input);
  void add(const Trigger &trigger);
  void add(const Op &op);
  void add(const Edge &edge);
  void add(const StepDefinition &definition);
  void add(const StepPolicy &policy);
  void add(const Step &step);
  void add(const End &end);
  void add(const Region &region);
  void add(const Function &function);
  void add(const FunctionParameter &parameter);
  void add(const Instr &instr);
  void add(const Workflow &workflow);

  template <typename List> void addAll(const List &items) {
    add(uint64_t(items.size()));
    for (const auto &item : items)
      add(item);
  }

  void addNumbers(llvm::ArrayRef<uint32_t> numbers) {
    add(uint64_t(numbers.size()));
    for (uint32_t number : numbers)
      add(uint64_t(number));
  }

  FieldHasher hasher;
};
} // namespace

void SpecHasher::add(const value::TypeNode &node) {
  add(uint64_t(node.kind));
  add(llvm::StringRef(node.label));
  addAll(node.elements);
  add(uint64_t(node.names.size()));
  for (const std::string &name : node.names)
    add(llvm::StringRef(name));
}

void SpecHasher::add(const Constant &constant) {
  add(uint64_t(constant.kind));
  add(uint64_t(constant.number));
  add(llvm::bit_cast<uint64_t>(constant.real));
  add(constant.text);
}

void SpecHasher::add(const ShellTemplate &shell) {
  addAll(shell.pieces);
  add(uint64_t(shell.holes.size()));
  for (HoleContext hole : shell.holes)
    add(uint64_t(hole));
}

void SpecHasher::add(const NamedValue &named) {
  add(named.name);
  add(named.value);
}

void SpecHasher::add(const InputDecl &input) {
  add(input.name);
  add(input.type);
  add(uint64_t(input.defaultValue.value_or(ConstantId()).index));
}

void SpecHasher::add(const Trigger &trigger) {
  add(uint64_t(trigger.kind));
  addAll(trigger.branches);
  addAll(trigger.types);
  addAll(trigger.tags);
  addAll(trigger.paths);
  addAll(trigger.inputs);
  add(trigger.cron);
  add(trigger.contains);
}

void SpecHasher::add(const Op &op) {
  add(uint64_t(op.kind));
  add(op.type);
  add(uint64_t(op.firstOperand));
  add(uint64_t(op.numOperands));
  add(uint64_t(op.attribute));
}

void SpecHasher::add(const Edge &edge) {
  add(uint64_t(edge.from.index));
  add(uint64_t(edge.kinds));
}

void SpecHasher::add(const StepDefinition &definition) {
  add(uint64_t(definition.kind));
  add(uint64_t(definition.shell));
  add(definition.script);
  addAll(definition.argv);
  addAll(definition.env);
  addAll(definition.inputs);
  add(definition.image);
  add(definition.workdir);
  add(definition.resultType);
}

void SpecHasher::add(const StepPolicy &policy) {
  add(policy.timeoutMs);
  add(uint64_t(policy.continueOnError));
  add(uint64_t(policy.retry.attempts));
  add(policy.retry.delayMs);
  add(policy.cacheKey);
}

void SpecHasher::add(const Step &step) {
  add(step.key);
  add(step.name);
  add(step.when);
  add(step.definition);
  add(step.policy);
  addAll(step.deps);
  add(uint64_t(step.hasDependsOn));
  addNumbers(step.groups);
  add(step.op);
}

void SpecHasher::add(const End &end) {
  add(uint64_t(end.isSuccess));
  add(end.when);
  add(end.reason);
  addAll(end.outputs);
}

void SpecHasher::add(const Region &region) {
  add(uint64_t(region.step.index));
  addNumbers({region.firstOp, region.endOp, region.firstStep, region.endStep,
              region.parent.index, region.firstGroup, region.endGroup});
  addAll(region.yields);
}

void SpecHasher::add(const FunctionParameter &parameter) {
  add(parameter.name);
  add(uint64_t(parameter.kind));
  add(uint64_t(parameter.defaultSlot));
}

void SpecHasher::add(const Instr &instr) {
  add(uint64_t(instr.kind));
  add(uint64_t(instr.a));
  add(uint64_t(instr.b));
}

void SpecHasher::add(const Function &function) {
  add(function.name);
  add(uint64_t(function.parent.index));
  addAll(function.parameters);
  addAll(function.parameterTypes);
  add(function.resultType);
  add(uint64_t(function.numSlots));
  add(uint64_t(function.isGenerator));
  addAll(function.code);
}

void SpecHasher::add(const Workflow &workflow) {
  add(workflow.name);
  add(workflow.doc);
  addAll(workflow.triggers);
  add(workflow.image);
  add(workflow.dockerfile);
  add(workflow.timeoutMs);
  addAll(workflow.ops);
  addAll(workflow.operandPool);
  addAll(workflow.steps);
  addAll(workflow.ends);
  addAll(workflow.regions);
}

Digest SpecHasher::hash(const Plan &plan) {
  add(llvm::StringRef("plue plan 1"));
  add(uint64_t(plan.types.size()));
  for (uint32_t i = 0; i != plan.types.size(); ++i)
    add(plan.types[TypeId(i)]);
  addAll(plan.strings);
  addAll(plan.constants);
  addAll(plan.templates);
  addAll(plan.functions);
  addAll(plan.workflows);
  return hasher.finish();
}

Digest ir::specHash(const Plan &plan) { return SpecHasher().hash(plan); }
