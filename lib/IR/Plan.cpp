//===- Plan.cpp - Plans in memory -----------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/Plan.h"
#include "plue/IR/Keywords.h"

using namespace plue;
using namespace plue::ir;

//--- Operations ---------------------------------------------------------------

static constexpr OpInfo OpInfos[] = {
#define PLUE_OP(Name, mnemonic, operands, attribute, doc)                      \
  {mnemonic, operands, AttributeKind::attribute, doc},
#include "../../ir/PlanOps.def"
};

const OpInfo &ir::info(OpKind kind) {
  assert(unsigned(kind) < numOpKinds() && "not an operation");
  return OpInfos[unsigned(kind)];
}

unsigned ir::numOpKinds() { return std::size(OpInfos); }

//--- Instructions -------------------------------------------------------------

static constexpr InstrInfo InstrInfos[] = {
#define a -1
#define PLUE_INSTR(Name, mnemonic, pops, pushes, operandA, operandB, doc)      \
  {mnemonic, pops, pushes, InstrOperand::operandA, InstrOperand::operandB, doc},
#include "../../ir/FunctionOps.def"
#undef a
};

const InstrInfo &ir::info(InstrKind kind) {
  assert(unsigned(kind) < numInstrKinds() && "not an instruction");
  return InstrInfos[unsigned(kind)];
}

unsigned ir::numInstrKinds() { return std::size(InstrInfos); }

//--- Steps --------------------------------------------------------------------

namespace {
struct StepKindInfo {
  llvm::StringRef spelling;
  Effects effects;
};
} // namespace

static constexpr StepKindInfo StepKindInfos[] = {
#define PLUE_STEP_KIND(Name, spelling, effects, doc) {spelling, effects},
#include "../../ir/PlanOps.def"
};

llvm::StringRef ir::spelling(StepKind kind) {
  assert(unsigned(kind) < numStepKinds() && "not a kind of step");
  return StepKindInfos[unsigned(kind)].spelling;
}

Effects ir::effectsOf(StepKind kind) {
  assert(unsigned(kind) < numStepKinds() && "not a kind of step");
  return StepKindInfos[unsigned(kind)].effects;
}

unsigned ir::numStepKinds() { return std::size(StepKindInfos); }

static bool has(Effects set, Effects effect) {
  return (uint8_t(set) & uint8_t(effect)) != 0;
}

bool ir::conflict(Effects earlier, Effects later) {
  if (has(earlier, Effects::Barrier))
    return true;
  if (later == Effects::Barrier)
    return false;
  // What is seen outside comes after everything, even after what only computes:
  // nobody is told of a run that goes on to fail at an earlier line.
  if (has(later, Effects::Outward))
    return true;
  if (has(earlier, Effects::Outward))
    return later != Effects::None;
  bool earlierWrites = has(earlier, Effects::Workspace);
  bool laterWrites = has(later, Effects::Workspace);
  bool earlierReads = has(earlier, Effects::Read);
  bool laterReads = has(later, Effects::Read);
  return (earlierWrites && (laterWrites || laterReads)) ||
         (earlierReads && laterWrites);
}

bool ir::isPseudo(StepKind kind) {
  return kind == StepKind::Check || kind == StepKind::Foreach;
}

std::string ir::stepName(const Workflow &workflow, StepId id) {
  const Step &step = workflow.steps[id.index];
  if (unsigned(step.definition.kind) < numStepKinds() &&
      isPseudo(step.definition.kind))
    return (spelling(step.definition.kind) + " " + llvm::Twine(id.index)).str();
  return ("step_" + llvm::Twine(step.number) + step.instance).str();
}

void ir::numberSteps(Workflow &workflow) {
  workflow.numSteps = 0;
  for (Step &step : workflow.steps)
    step.number = isPseudo(step.definition.kind) ? 0 : ++workflow.numSteps;
}

//--- Workflows ----------------------------------------------------------------

llvm::StringRef ir::spelling(TriggerKind kind) {
  assert(unsigned(kind) < std::size(TriggerKindWords) && "not a trigger");
  return TriggerKindWords[unsigned(kind)];
}

const Workflow *Plan::findWorkflow(llvm::StringRef name) const {
  for (const Workflow &workflow : workflows)
    if (workflow.name == name)
      return &workflow;
  return nullptr;
}
