//===- Builder.cpp - Making a plan ----------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/Builder.h"
#include "Finish.h"
#include "plue/IR/Rewrite.h"
#include "plue/IR/Semantics.h"

using namespace plue;
using namespace plue::ir;
namespace types = plue::value::types;

//--- What workflows share -----------------------------------------------------

static void appendBytes(std::string &bytes, const Function &function) {
  appendFramed(bytes, function.name);
  for (uint64_t number :
       {uint64_t(function.parent.index), uint64_t(function.resultType.index),
        uint64_t(function.numSlots), uint64_t(function.isGenerator),
        uint64_t(function.parameters.size()), uint64_t(function.code.size())})
    appendNumber(bytes, number);
  for (const FunctionParameter &parameter : function.parameters) {
    appendFramed(bytes, parameter.name);
    appendNumber(bytes, parameter.kind);
    appendNumber(bytes, parameter.defaultSlot);
  }
  for (TypeId type : function.parameterTypes)
    appendNumber(bytes, type.index);
  for (const Instr &instr : function.code) {
    appendNumber(bytes, uint64_t(instr.kind) << 32 | instr.a);
    appendNumber(bytes, instr.b);
  }
}

FunctionId PlanBuilder::functions(std::vector<Function> group) {
  std::string bytes;
  for (const Function &function : group)
    appendBytes(bytes, function);
  FunctionId first(result->functions.size());
  auto [it, isNew] = functionIds.try_emplace(bytes, first);
  if (!isNew)
    return it->second;
  for (Function &function : group) {
    if (function.parent)
      function.parent.index += first.index;
    for (Instr &instr : function.code)
      if (info(instr.kind).b == InstrOperand::Function)
        instr.b += first.index;
    result->functions.push_back(std::move(function));
  }
  return first;
}

std::unique_ptr<Plan> PlanBuilder::take() {
  compactTables(*result);
  return std::move(result);
}

//--- Values -------------------------------------------------------------------

WorkflowBuilder::WorkflowBuilder(PlanBuilder &plan, llvm::StringRef name)
    : planBuilder(plan) {
  result.name = plan.plan().save(name);
}

ValueId WorkflowBuilder::append(const Op &op,
                                llvm::ArrayRef<ValueId> operands) {
  ValueId id(result.ops.size());
  Op &added = result.ops.emplace_back(op);
  added.firstOperand = result.operandPool.size();
  added.numOperands = operands.size();
  result.operandPool.insert(result.operandPool.end(), operands.begin(),
                            operands.end());
  result.locations.push_back(here);
  return id;
}

ValueId WorkflowBuilder::op(OpKind kind, TypeId type,
                            llvm::ArrayRef<ValueId> operands,
                            uint32_t attribute) {
  assert(kind != OpKind::Step && kind != OpKind::End &&
         kind != OpKind::Foreach && kind != OpKind::Param &&
         "has its own function");
  assert((info(kind).numOperands == AnyNumber ||
          info(kind).numOperands == operands.size()) &&
         "wrong number of operands");
  assert(llvm::all_of(operands,
                      [&](ValueId v) { return v.index < result.ops.size(); }) &&
         "operands come first");
  Op op{.kind = kind, .type = type, .attribute = attribute};
  if (ValueId equal = known.find(result, op, operands))
    return equal;
  ValueId id = append(op, operands);
  known.add(result, id);
  return id;
}

ValueId WorkflowBuilder::fresh(OpKind kind, TypeId type,
                               llvm::ArrayRef<ValueId> operands,
                               uint32_t attribute) {
  return append({.kind = kind, .type = type, .attribute = attribute}, operands);
}

ValueId WorkflowBuilder::named(OpKind kind, TypeId type,
                               llvm::ArrayRef<ValueId> operands,
                               llvm::StringRef name) {
  assert(info(kind).attribute == AttributeKind::String && "takes no name");
  return op(kind, type, operands, planBuilder.string(name));
}

ValueId WorkflowBuilder::constant(const Constant &constant) {
  return op(OpKind::Const, typeOf(constant), {},
            planBuilder.constant(constant).index);
}

ValueId WorkflowBuilder::constantBool(bool b) {
  return constant({.kind = Constant::Bool, .number = b});
}

ValueId WorkflowBuilder::constantStr(llvm::StringRef text) {
  return constant({.kind = Constant::Str, .text = text});
}

const Constant *WorkflowBuilder::asConstant(ValueId value) const {
  const Op &op = result.op(value);
  return op.kind == OpKind::Const ? &planBuilder.plan().constant(op) : nullptr;
}

//--- Logic --------------------------------------------------------------------

ValueId WorkflowBuilder::truth(ValueId value) {
  if (const Constant *known = asConstant(value))
    return constantBool(isTruthy(*known));
  const Op &op = result.op(value);
  if (op.type == types::Bool)
    return value;
  switch (op.kind) {
  case OpKind::MakeTuple:
  case OpKind::MakeList:
  case OpKind::MakeSet:
  case OpKind::MakeDict:
    return constantBool(op.numOperands != 0);
  default:
    break;
  }
  if (op.type == types::Step ||
      planBuilder.types().kind(op.type) == value::TypeKind::StepOf)
    return constantBool(true);
  return this->op(OpKind::Truth, types::Bool, value);
}

ValueId WorkflowBuilder::negate(ValueId value) {
  value = truth(value);
  if (const Constant *known = asConstant(value))
    return constantBool(!isTruthy(*known));
  const Op &op = result.op(value);
  if (op.kind == OpKind::Not)
    return truth(result.operands(op)[0]);
  if (op.kind == OpKind::Truth) // `not` takes the truth of its operand itself.
    value = result.operands(op)[0];
  return this->op(OpKind::Not, types::Bool, value);
}

bool WorkflowBuilder::isComplement(ValueId a, ValueId b) const {
  auto negates = [&](ValueId no, ValueId yes) {
    if (result.op(no).kind != OpKind::Not)
      return false;
    ValueId operand = result.operands(no)[0];
    return operand == yes || (result.op(yes).kind == OpKind::Truth &&
                              operand == result.operands(yes)[0]);
  };
  return negates(a, b) || negates(b, a);
}

ValueId WorkflowBuilder::conjunction(ValueId a, ValueId b) {
  if (!a || !b)
    return a ? a : b;
  if (const Constant *known = asConstant(a))
    return isTruthy(*known) ? b : a;
  if (const Constant *known = asConstant(b))
    return isTruthy(*known) ? a : b;
  // Guards grow to the left, one conjunct for each `if` around and each early
  // return before. The nearest of them are the likely repeats.
  constexpr unsigned MaxLooked = 32;
  ValueId rest = a;
  for (unsigned i = 0; i != MaxLooked; ++i) {
    bool isLast = result.op(rest).kind != OpKind::And;
    ValueId conjunct = isLast ? rest : result.operands(rest)[1];
    if (conjunct == b)
      return a;
    if (isComplement(conjunct, b))
      return constantBool(false);
    if (isLast)
      break;
    rest = result.operands(rest)[0];
  }
  return op(OpKind::And, types::Bool, {a, b});
}

//--- Effects ------------------------------------------------------------------

StepId WorkflowBuilder::step(Step step,
                             std::optional<std::vector<StepId>> dependsOn) {
  placeCheck();
  StepId id(result.steps.size());
  assert((!dependsOn ||
          llvm::all_of(*dependsOn,
                       [&](StepId d) { return d.index < id.index; })) &&
         "a step depends on earlier ones");
  assert(step.definition.resultType && "a step has a result");
  // A handle without a value is just a step.
  TypeId type = step.definition.resultType;
  if (plan().types().kind(type) != value::TypeKind::StepOf)
    type = types::Step;
  step.op =
      append({.kind = OpKind::Step, .type = type, .attribute = id.index}, {});
  result.steps.push_back(std::move(step));
  orderings.push_back({.dependsOn = std::move(dependsOn), .groups = {}});
  return id;
}

void WorkflowBuilder::parallel(llvm::ArrayRef<StepId> members) {
  uint32_t group = numGroups++;
  for (StepId member : members) {
    auto &groups = orderings[member.index].groups;
    if (!groups.empty() && groups.back() == group)
      continue; // Members may be repeated.
    groups.push_back(group);
    memberships.push_back(member);
  }
}

EndId WorkflowBuilder::end(End end) {
  placeCheck();
  EndId id(result.ends.size());
  append({.kind = OpKind::End, .type = types::None, .attribute = id.index}, {});
  result.ends.push_back(std::move(end));
  return id;
}

//--- Checks -------------------------------------------------------------------

void WorkflowBuilder::check(llvm::ArrayRef<ValueId> values, ValueId when) {
  if (openCheck && openCheck->when != when)
    placeCheck();
  for (ValueId value : values) {
    if (!openCheck) {
      openCheck.emplace();
      openCheck->definition.kind = StepKind::Check;
      openCheck->definition.shell = ShellKind::None;
      openCheck->definition.resultType = types::None;
      openCheck->when = when;
      checkLocation = here;
    }
    ShortList<NamedValue> &inputs = openCheck->definition.inputs;
    if (llvm::none_of(inputs, [&](auto &in) { return in.value == value; }))
      inputs.push_back({.name = "", .value = value});
  }
}

void WorkflowBuilder::placeCheck() {
  if (!openCheck)
    return;
  Step check = std::move(*openCheck);
  openCheck.reset();
  Location after = std::exchange(here, checkLocation);
  step(std::move(check), std::nullopt);
  here = after;
}

//--- Regions ------------------------------------------------------------------

ForeachParams WorkflowBuilder::beginForeach(const ForeachHead &head) {
  assert(head.inits.size() == head.types.size() && !head.inits.empty() &&
         head.types.front() == types::Bool &&
         "the first says whether to go on");
  Step step;
  step.when = head.when;
  step.definition.kind = StepKind::Foreach;
  step.definition.shell = ShellKind::None;
  step.definition.resultType = types::None;
  Region region{.step = this->step(std::move(step), std::nullopt)};

  RegionId id(result.regions.size());
  std::vector<ValueId> operands{head.iterable};
  llvm::append_range(operands, head.inits);
  append({.kind = OpKind::Foreach,
          .type = planBuilder.types().tuple(head.types),
          .attribute = id.index},
         operands);
  region.firstOp = result.ops.size();
  region.firstStep = result.steps.size();
  region.firstGroup = numGroups;
  region.parent = openRegions.empty() ? RegionId() : openRegions.back();
  result.regions.push_back(std::move(region));
  openRegions.push_back(id);

  ForeachParams params;
  params.item = append({.kind = OpKind::Param, .type = head.itemType}, {});
  for (TypeId type : head.types)
    params.carried.push_back(append({.kind = OpKind::Param, .type = type}, {}));
  return params;
}

std::vector<ValueId>
WorkflowBuilder::endForeach(llvm::ArrayRef<ValueId> yields) {
  assert(!openRegions.empty() && "no region is open");
  placeCheck();
  Region &region = result.regions[openRegions.back().index];
  openRegions.pop_back();
  ValueId loop(region.firstOp - 1);
  assert(yields.size() + 1 == result.op(loop).numOperands &&
         "a value for each that is carried");
  region.yields = yields.vec();
  region.endOp = result.ops.size();
  region.endStep = result.steps.size();
  region.endGroup = numGroups;
  known.forgetFrom(result, region.firstOp);

  std::vector<ValueId> values;
  llvm::ArrayRef<TypeId> elements =
      planBuilder.types()[result.typeOf(loop)].elements;
  for (uint32_t i = 0; i != yields.size(); ++i) {
    ValueId index = constant({.kind = Constant::Int, .number = i});
    values.push_back(op(OpKind::Index, elements[i], {loop, index}));
  }
  return values;
}

WorkflowBuilder::Mark WorkflowBuilder::mark() {
  placeCheck();
  return {.ops = result.ops.size(),
          .operands = result.operandPool.size(),
          .steps = result.steps.size(),
          .ends = result.ends.size(),
          .regions = result.regions.size(),
          .memberships = memberships.size(),
          .openRegions = openRegions.size(),
          .groups = numGroups};
}

void WorkflowBuilder::rollback(const Mark &mark) {
  assert(mark.ops <= result.ops.size() &&
         mark.openRegions <= openRegions.size() && "the mark is gone");
  openCheck.reset();
  known.forgetFrom(result, mark.ops);
  for (; memberships.size() != mark.memberships; memberships.pop_back())
    orderings[memberships.back().index].groups.pop_back();
  numGroups = mark.groups;
  result.ops.resize(mark.ops);
  result.operandPool.resize(mark.operands);
  result.locations.resize(mark.ops);
  result.steps.resize(mark.steps);
  orderings.resize(mark.steps);
  result.ends.resize(mark.ends);
  result.regions.resize(mark.regions);
  openRegions.resize(mark.openRegions);
}

//--- The whole ----------------------------------------------------------------

void WorkflowBuilder::finish() {
  assert(openRegions.empty() && "a region was not ended");
  placeCheck();
  dropDeadValues(result);
  computeEdges(result, orderings);
  numberSteps(result);
  computeKeys(planBuilder.plan(), result);
  planBuilder.plan().workflows.push_back(std::move(result));
}
