//===- Digests.cpp - What a step is ---------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The digest of a step covers what decides its result: its definition,
/// the expressions of its operands, its image, and the digests of the steps
/// that it waits for. It does not cover the guard, the policy and the name,
/// which do not, nor any ordinal, so that it survives edits elsewhere in the
/// plan.
///
/// An expression's digest is made of its operands' digests, and a step's handle
/// has the step's digest; one pass in program order computes all of them.
///
/// What a region is given is what its `foreach` is given: the digest of its
/// step stands for both, and covers the body as soon as that is known. In the
/// body it does not yet: what a carried value is in the end depends on the body
/// itself, whose digests are being made.
//===----------------------------------------------------------------------===//
#include "plue/IR/Plan.h"
#include "llvm/ADT/bit.h"

using namespace plue;
using namespace plue::ir;

namespace {
class DigestPass {
public:
  DigestPass(const Plan &plan, const Workflow &workflow)
      : plan(plan), workflow(workflow), steps(workflow.steps.size()) {}

  std::vector<Digest> run();

private:
  Digest ofType(TypeId type) const;
  Digest ofValue(const Op &op) const;
  Digest ofStep(const Step &step) const;
  void addOperand(FieldHasher &hasher, InstrOperand operand, uint32_t number,
                  uint32_t ordinal) const;
  Digest ofFunction(uint32_t ordinal) const;
  void digestFunctions();
  void addAttribute(FieldHasher &hasher, const Op &op) const;
  void addValue(FieldHasher &hasher, ValueId value) const;
  void add(uint32_t ordinal);
  void close(RegionId region);

  const Plan &plan;
  const Workflow &workflow;
  std::vector<Digest> types;
  std::vector<Digest> values;
  std::vector<Digest> steps;
  /// Of those without a parent.
  std::vector<Digest> functionGroups;
  /// The regions that are being walked through, from the outside in.
  std::vector<RegionId> open;
};
} // namespace

Digest DigestPass::ofType(TypeId type) const {
  const value::TypeNode &node = plan.types[type];
  FieldHasher hasher;
  hasher.add(uint64_t(node.kind)).add(uint64_t(node.elements.size()));
  for (TypeId element : node.elements)
    hasher.add(types[element.index]);
  for (const std::string &name : node.names)
    hasher.add(llvm::StringRef(name));
  return hasher.finish();
}

static void addConstant(FieldHasher &hasher, const Constant &constant) {
  hasher.add(uint64_t(constant.kind))
      .add(uint64_t(constant.number))
      .add(llvm::bit_cast<uint64_t>(constant.real))
      .add(constant.text);
}

void DigestPass::addAttribute(FieldHasher &hasher, const Op &op) const {
  switch (info(op.kind).attribute) {
  case AttributeKind::None:
  case AttributeKind::Step:
  case AttributeKind::End:
  case AttributeKind::Region:
    return;
  case AttributeKind::Function:
    hasher.add(functionGroups[op.attribute]);
    return;
  case AttributeKind::String:
    hasher.add(plan.string(op));
    return;
  case AttributeKind::Constant:
    return addConstant(hasher, plan.constant(op));
  case AttributeKind::Template: {
    const ShellTemplate &shell = plan.templates[op.attribute];
    hasher.add(uint64_t(shell.holes.size()));
    for (HoleContext hole : shell.holes)
      hasher.add(uint64_t(hole));
    for (llvm::StringRef piece : shell.pieces)
      hasher.add(piece);
    return;
  }
  }
}

Digest DigestPass::ofValue(const Op &op) const {
  FieldHasher hasher;
  hasher.add(info(op.kind).mnemonic).add(types[op.type.index]);
  addAttribute(hasher, op);
  for (ValueId operand : workflow.operands(op))
    hasher.add(values[operand.index]);
  return hasher.finish();
}

/// What an instruction refers to counts, not its ordinal: that depends on the
/// rest of the plan. Functions are told apart by how far after \p ordinal they
/// come.
void DigestPass::addOperand(FieldHasher &hasher, InstrOperand operand,
                            uint32_t number, uint32_t ordinal) const {
  switch (operand) {
  case InstrOperand::Constant:
    return addConstant(hasher, plan.constants[number]);
  case InstrOperand::String:
    hasher.add(plan.strings[number]);
    return;
  case InstrOperand::Keywords:
    hasher.add(number == ~0U ? llvm::StringRef() : plan.strings[number]);
    return;
  case InstrOperand::Type:
    hasher.add(types[number]);
    return;
  case InstrOperand::Function:
    hasher.add(uint64_t(number - ordinal));
    return;
  default:
    hasher.add(uint64_t(number));
  }
}

Digest DigestPass::ofFunction(uint32_t ordinal) const {
  const Function &function = plan.functions[ordinal];
  FieldHasher hasher;
  hasher.add(uint64_t(function.parent ? ordinal - function.parent.index : 0))
      .add(uint64_t(function.numSlots))
      .add(uint64_t(function.isGenerator))
      .add(uint64_t(function.parameters.size()));
  for (const FunctionParameter &parameter : function.parameters)
    hasher.add(uint64_t(parameter.kind))
        .add(parameter.name)
        .add(uint64_t(parameter.defaultSlot));
  for (const Instr &instr : function.code) {
    const InstrInfo &about = info(instr.kind);
    hasher.add(about.mnemonic).add(uint64_t(instr.a));
    addOperand(hasher, about.b, instr.b, ordinal);
  }
  return hasher.finish();
}

/// A function that operations call stands for all the functions in it.
void DigestPass::digestFunctions() {
  std::vector<uint32_t> roots;
  std::vector<FieldHasher> groups(plan.functions.size());
  for (uint32_t i = 0; i != plan.functions.size(); ++i) {
    FunctionId parent = plan.functions[i].parent;
    roots.push_back(parent ? roots[parent.index] : i);
    groups[roots.back()].add(ofFunction(i));
  }
  for (FieldHasher &group : groups)
    functionGroups.push_back(group.finish());
}

void DigestPass::addValue(FieldHasher &hasher, ValueId value) const {
  hasher.add(uint64_t(value.isValid()));
  if (value)
    hasher.add(values[value.index]);
}

Digest DigestPass::ofStep(const Step &step) const {
  const StepDefinition &definition = step.definition;
  FieldHasher hasher;
  hasher.add(spelling(definition.kind)).add(uint64_t(definition.shell));
  addValue(hasher, definition.script);
  hasher.add(uint64_t(definition.argv.size()));
  for (ValueId argument : definition.argv)
    addValue(hasher, argument);
  hasher.add(uint64_t(definition.env.size()));
  for (const NamedValue &variable : definition.env) {
    hasher.add(variable.name);
    addValue(hasher, variable.value);
  }
  hasher.add(uint64_t(definition.inputs.size()));
  for (const NamedValue &input : definition.inputs) {
    hasher.add(input.name);
    addValue(hasher, input.value);
  }
  bool isOwnImage = !definition.image.empty();
  hasher.add(isOwnImage ? definition.image : workflow.image)
      .add(isOwnImage ? llvm::StringRef() : workflow.dockerfile)
      .add(definition.workdir)
      .add(types[definition.resultType.index])
      .add(uint64_t(step.deps.size()));
  for (Edge edge : step.deps)
    hasher.add(steps[edge.from.index]);
  // What the region waits for, its steps wait for.
  if (!open.empty())
    hasher.add(steps[workflow.regions[open.back().index].step.index]);
  return hasher.finish();
}

/// Makes the digest of a region's step cover its body.
void DigestPass::close(RegionId id) {
  const Region &region = workflow.regions[id.index];
  Digest &digest = steps[region.step.index];
  FieldHasher hasher;
  hasher.add(digest).add(values[region.firstOp - 1]);
  for (ValueId value : region.yields)
    hasher.add(values[value.index]);
  for (uint32_t i = region.firstStep; i != region.endStep; ++i)
    hasher.add(steps[i]);
  digest = hasher.finish();
  values[region.firstOp - 1] = values[region.firstOp - 2] = digest;
}

void DigestPass::add(uint32_t ordinal) {
  const Op &op = workflow.ops[ordinal];
  while (!open.empty() &&
         workflow.regions[open.back().index].endOp == ordinal) {
    RegionId done = open.back();
    open.pop_back();
    close(done);
  }
  if (op.kind == OpKind::Step) {
    steps[op.attribute] = ofStep(workflow.steps[op.attribute]);
    values.push_back(steps[op.attribute]);
  } else if (op.kind == OpKind::Param) {
    // Which of what is given, and to which region.
    const Region &region = workflow.regions[open.back().index];
    FieldHasher hasher;
    hasher.add(values[region.firstOp - 2])
        .add(values[region.firstOp - 1])
        .add(uint64_t(ordinal - region.firstOp));
    values.push_back(hasher.finish());
  } else {
    values.push_back(ofValue(op));
    if (op.kind == OpKind::Foreach)
      open.push_back(RegionId(op.attribute));
  }
}

std::vector<Digest> DigestPass::run() {
  for (uint32_t i = 0; i != plan.types.size(); ++i)
    types.push_back(ofType(TypeId(i)));
  digestFunctions();
  values.reserve(workflow.ops.size());
  for (uint32_t i = 0; i != workflow.ops.size(); ++i)
    add(i);
  for (; !open.empty(); open.pop_back())
    close(open.back());
  return std::move(steps);
}

std::vector<Digest> ir::computeDigests(const Plan &plan,
                                       const Workflow &workflow) {
  return DigestPass(plan, workflow).run();
}
