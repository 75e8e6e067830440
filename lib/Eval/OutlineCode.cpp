//===- OutlineCode.cpp - The code of an outlined function -----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Outlining.h"

using namespace plue;
using namespace plue::eval;

//--- The code -----------------------------------------------------------------

/// A variable that only ever holds a constant is that constant.
void Outlining::patchConstants() {
  llvm::DenseMap<uint32_t, Value> known;
  for (Capture &capture : lowering.captures)
    if (!capture.isStored && evaluator.canReify(capture.v) &&
        !isRuntime(capture.v)) {
      known[capture.rootSlot] = capture.v;
    }
  for (uint32_t f = 0; f != lowering.functions.size(); ++f) {
    Code &code = lowering.functions[f];
    lowering.setFunction(f);
    for (size_t i = 0; i != code.instrs.size(); ++i) {
      ir::Instr instr = code.instrs[i];
      bool isLoad = instr.kind == InstrKind::Load && instr.a == code.depth;
      Value v = isLoad ? known.lookup(instr.b) : Value();
      if (!v)
        continue;
      lowering.emitConstant(v, {});
      code.instrs[i] = code.instrs.back();
      code.instrs.pop_back();
      code.ranges.pop_back();
    }
  }
  // Defaults of functions are read where the function is made.
  llvm::DenseSet<uint32_t> defaults;
  for (const Code &code : lowering.functions)
    if (code.parent && *code.parent == 0)
      for (const ir::FunctionParameter &parameter : code.parameters)
        if (parameter.defaultSlot != ~0U)
          defaults.insert(parameter.defaultSlot);
  llvm::erase_if(lowering.captures, [&](const Capture &capture) {
    return known.count(capture.rootSlot) && !defaults.count(capture.rootSlot);
  });
}

/// Before each load of a variable that may have no value: what CPython says
/// then.
void Outlining::guardLoads(uint32_t function) {
  Code &code = lowering.functions[function];
  std::vector<ir::Instr> instrs = std::move(code.instrs);
  std::vector<SourceRange> ranges = std::move(code.ranges);
  code.instrs.clear();
  code.ranges.clear();
  lowering.setFunction(function);
  std::vector<uint32_t> places;
  for (uint32_t i = 0; i != instrs.size(); ++i) {
    places.push_back(lowering.here());
    const ir::Instr &instr = instrs[i];
    if (inference.unboundLoads.count({function, i})) {
      uint32_t holder = function;
      for (unsigned hops = instr.a; hops != 0; --hops)
        holder = *lowering.functions[holder].parent;
      std::string name = lowering.functions[holder].slotNames[instr.b].str();
      lowering.emit(InstrKind::IsBound, ranges[i], instr.a, instr.b);
      size_t isBound = lowering.emit(InstrKind::JumpIfTrue, ranges[i]);
      std::string text =
          instr.a == 0
              ? "cannot access local variable '" + name +
                    "' where it is not associated with a value"
              : "cannot access free variable '" + name +
                    "' where it is not associated with a value in enclosing "
                    "scope";
      lowering.emit(InstrKind::Const, ranges[i], 0,
                    lowering.constant(
                        {.kind = ir::Constant::Str,
                         .text = evaluator.builder.plan().plan().save(text)}));
      lowering.emitString(InstrKind::Raise,
                          instr.a == 0 ? "UnboundLocalError" : "NameError",
                          ranges[i]);
      lowering.patch(isBound);
    }
    lowering.emit(instr.kind, ranges[i], instr.a, instr.b);
  }
  places.push_back(lowering.here());
  // The jumps that are new lead past their guard and stay.
  for (uint32_t i = 0; i != instrs.size(); ++i)
    if (ir::info(instrs[i].kind).b == ir::InstrOperand::Target) {
      uint32_t at = places[i];
      code.instrs[at].b = places[instrs[i].b];
    }
}

/// What inference has found out about the code goes into it.
void Outlining::finishBodies() {
  for (const auto &[function, pc] : inference.fields)
    lowering.functions[function].instrs[pc].kind = InstrKind::Field;
  for (uint32_t f = 0; f != lowering.functions.size(); ++f)
    guardLoads(f);
  patchConstants();
}

uint32_t Outlining::renumbered(uint32_t rootSlot) const {
  auto it = sameAs.find(rootSlot);
  return newSlots[it == sameAs.end() ? rootSlot : it->second];
}

ir::Function Outlining::finished(uint32_t f) {
  Code &code = lowering.functions[f];
  ir::PlanBuilder &plan = evaluator.builder.plan();
  ir::Function function;
  function.name = plan.plan().save(code.name);
  if (code.parent)
    function.parent = ir::FunctionId(*code.parent);
  bool isRoot = !code.parent;
  function.numSlots = code.slotNames.size();
  function.isGenerator = code.isGenerator;
  for (ir::FunctionParameter parameter : code.parameters) {
    bool isInRoot = code.parent && *code.parent == 0;
    if (isInRoot && parameter.defaultSlot != ~0U)
      parameter.defaultSlot = renumbered(parameter.defaultSlot);
    parameter.name = plan.plan().save(parameter.name);
    function.parameters.push_back(parameter);
  }
  if (isRoot) {
    function.resultType = resultType;
    for (auto [i, operand] : llvm::enumerate(operands)) {
      function.parameters.push_back(
          {.name = plan.plan().save("p" + std::to_string(i))});
      function.parameterTypes.push_back(
          evaluator.builder.workflow().typeOf(operand));
    }
  }
  for (auto [instr, where] : llvm::zip(code.instrs, code.ranges)) {
    ir::Instr copy = instr;
    const ir::InstrInfo &about = ir::info(instr.kind);
    if (about.b == ir::InstrOperand::Constant)
      copy.b = plan.constant(lowering.constants[instr.b]).index;
    else if (about.b == ir::InstrOperand::String ||
             (about.b == ir::InstrOperand::Keywords && instr.b != ~0U))
      copy.b = plan.string(lowering.strings[instr.b]);
    else if (about.a == ir::InstrOperand::Hops && instr.a == code.depth)
      copy.b = renumbered(instr.b);
    function.code.push_back(copy);
    function.locations.push_back(evaluator.locate(where));
  }
  return function;
}

ir::FunctionId Outlining::addToPlan() {
  // Parameters come first.
  newSlots.assign(lowering.root().slotNames.size(), ~0U);
  uint32_t next = 0;
  for (uint32_t slot : parameterSlots)
    newSlots[slot] = next++;
  for (uint32_t &slot : newSlots)
    if (slot == ~0U)
      slot = next++;
  std::vector<ir::Function> group;
  for (uint32_t f = 0; f != lowering.functions.size(); ++f)
    group.push_back(finished(f));
  return evaluator.builder.plan().functions(std::move(group));
}
