//===- VerifyOps.cpp - Operations of workflows ----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The operands of operations must lie in the pool one after the other:
/// were they shared, walking over all of them would not be linear.
//===----------------------------------------------------------------------===//
#include "Text.h"
#include "Verify.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::ir;
using value::TypeKind;
namespace types = plue::value::types;

namespace {
/// Checks one operation. Functions that return text return what is wrong.
class OpVerifier {
public:
  OpVerifier(const Plan &plan, const Workflow &workflow, uint32_t ordinal,
             TextChecker &texts)
      : plan(plan), workflow(workflow), op(workflow.ops[ordinal]),
        ordinal(ordinal), texts(texts) {}

  /// The first that no earlier operation has; moved on by check().
  struct Next {
    uint64_t operand = 0;
    uint32_t step = 0, end = 0, region = 0;
  };
  std::string check(Next &next);

private:
  std::string checkShape(uint64_t &nextOperand);
  std::string checkAttribute(Next &next);
  std::string checkTypes();
  std::string checkConstant();
  std::string checkResult();
  std::string checkField();
  std::string checkUnwrap();
  std::string checkShell();
  std::string checkCall();
  std::string checkApply();
  std::string checkForeach();
  std::string checkContainer(TypeKind kind);
  std::string inOrder(llvm::StringRef what, uint32_t &next, size_t count);

  TypeId type(unsigned operand) const {
    return workflow.typeOf(workflow.operands(op)[operand]);
  }
  bool isOneOf(TypeId type, std::initializer_list<TypeKind> kinds) const {
    return llvm::is_contained(kinds, plan.types.kind(type));
  }
  std::string result(TypeId expected) const {
    return op.type == expected ? "" : "its type is not that of its result";
  }
  std::string allText(llvm::StringRef fault) const {
    bool isAll = llvm::all_of(workflow.operands(op), [&](ValueId operand) {
      return isText(plan.types, workflow.typeOf(operand));
    });
    return isAll ? "" : fault.str();
  }

  const Plan &plan;
  const Workflow &workflow;
  const Op &op;
  uint32_t ordinal;
  TextChecker &texts;
};
} // namespace

static std::string outOfRange(llvm::StringRef what, uint64_t ordinal) {
  return llvm::formatv("{0} {1} does not exist", what, ordinal).str();
}

//--- Shape --------------------------------------------------------------------

std::string OpVerifier::checkShape(uint64_t &nextOperand) {
  if (op.type.index >= plan.types.size())
    return outOfRange("type", op.type.index);
  unsigned expected = info(op.kind).numOperands;
  if (expected != AnyNumber && op.numOperands != expected)
    return llvm::formatv("has {0} operands instead of {1}", op.numOperands,
                         expected);
  if (op.firstOperand != nextOperand)
    return "its operands do not follow those of the one before";
  nextOperand += op.numOperands;
  if (nextOperand > workflow.operandPool.size())
    return "has more operands than there are";
  for (auto [i, operand] : llvm::enumerate(workflow.operands(op))) {
    if (operand.index >= ordinal)
      return llvm::formatv("operand {0} is not defined before its use", i);
    if (workflow.op(operand).kind == OpKind::End)
      return llvm::formatv("operand {0} has no value", i);
  }
  return "";
}

std::string OpVerifier::inOrder(llvm::StringRef what, uint32_t &next,
                                size_t count) {
  if (op.attribute >= count)
    return outOfRange(what, op.attribute);
  if (op.attribute != next)
    return llvm::formatv("is {0} {1}, but {2} is the next", what, op.attribute,
                         next);
  ++next;
  return "";
}

std::string OpVerifier::checkAttribute(Next &next) {
  auto inRange = [&](llvm::StringRef what, size_t count) {
    return op.attribute < count ? "" : outOfRange(what, op.attribute);
  };
  switch (info(op.kind).attribute) {
  case AttributeKind::None:
    return op.attribute == 0 ? "" : "has an attribute";
  case AttributeKind::String:
    return inRange("string", plan.strings.size());
  case AttributeKind::Constant:
    return inRange("constant", plan.constants.size());
  case AttributeKind::Template:
    return inRange("template", plan.templates.size());
  case AttributeKind::Step:
    return inOrder("step", next.step, workflow.steps.size());
  case AttributeKind::End:
    return inOrder("end", next.end, workflow.ends.size());
  case AttributeKind::Function:
    return inRange("function", plan.functions.size());
  case AttributeKind::Region:
    return inOrder("region", next.region, workflow.regions.size());
  }
  llvm_unreachable("not a kind of attribute");
}

//--- Types --------------------------------------------------------------------

std::string OpVerifier::checkConstant() {
  switch (plan.constant(op).kind) {
  case Constant::None:
    return result(types::None);
  case Constant::Bool:
    return result(types::Bool);
  case Constant::Int:
  case Constant::BigInt:
    return result(types::Int);
  case Constant::Float:
    return result(types::Float);
  case Constant::Str:
    // A member of an enum may be typed as such.
    return plan.types.kind(op.type) == TypeKind::Enum ? "" : result(types::Str);
  }
  llvm_unreachable("constants have been checked");
}

std::string OpVerifier::checkResult() {
  using enum TypeKind;
  if (!isOneOf(type(0), {TypeKind::Step, StepOf, Optional, Union, Any}))
    return "operand 0 is not a step";
  llvm::StringRef field = plan.string(op);
  bool isValue = field == "value" || field == "output";
  if (!isValue || !isOneOf(type(0), {TypeKind::Step, StepOf}))
    return "";
  if (plan.types.kind(type(0)) != StepOf ||
      op.type != plan.types[type(0)].elements[0])
    return "it is not what the step leaves behind";
  return "";
}

std::string OpVerifier::checkField() {
  if (plan.types.kind(type(0)) == TypeKind::Record &&
      !texts.hasName(plan.types, type(0), plan.string(op)))
    return "operand 0 has no such field";
  return "";
}

std::string OpVerifier::checkUnwrap() {
  if (type(1) != types::Bool)
    return "operand 1 is not a bool";
  bool fits = op.type == type(0) || op.type == plan.types.withoutNone(type(0));
  return fits ? "" : "its type is not that of operand 0";
}

std::string OpVerifier::checkShell() {
  if (plan.templates[op.attribute].holes.size() != op.numOperands)
    return "has not as many operands as its template has holes";
  return result(types::Str);
}

std::string OpVerifier::checkContainer(TypeKind kind) {
  if (op.kind == OpKind::MakeDict && op.numOperands % 2 != 0)
    return "has a key without a value";
  if (!isOneOf(op.type, {kind, TypeKind::Any}))
    return "its type is not that of its result";
  const value::TypeNode &node = plan.types[op.type];
  if (node.kind == TypeKind::Tuple && node.names.empty() &&
      node.elements.size() != op.numOperands)
    return "its type is that of another number of operands";
  return "";
}

/// There are at least as many operands as keywords, and a method has an object.
std::string OpVerifier::checkCall() {
  size_t numKeywords = plan.string(op).count(' ');
  bool hasObject = op.kind != OpKind::Call;
  return op.numOperands >= numKeywords + hasObject
             ? ""
             : "has fewer operands than its attribute says";
}

std::string OpVerifier::checkApply() {
  const Function &function = plan.functions[op.attribute];
  if (function.parent)
    return "its function is inside another one";
  if (op.numOperands != function.parameterTypes.size())
    return llvm::formatv("has {0} operands for {1} parameters", op.numOperands,
                         function.parameterTypes.size());
  for (uint32_t i = 0; i != op.numOperands; ++i)
    if (!plan.types.isAssignable(type(i), function.parameterTypes[i]))
      return llvm::formatv("operand {0} is not of its parameter's type", i);
  return result(function.resultType);
}

/// What is iterated over, and whether to go on, are always there.
std::string OpVerifier::checkForeach() {
  if (op.numOperands < 2)
    return "has nothing to iterate over, or carries nothing";
  const value::TypeNode &tuple = plan.types[op.type];
  if (tuple.kind != TypeKind::Tuple || !tuple.names.empty() ||
      tuple.elements.size() != op.numOperands - 1)
    return "its type is not that of its result";
  return tuple.elements[0] == types::Bool ? "" : "carries no bool first";
}

std::string OpVerifier::checkTypes() {
  switch (op.kind) {
  case OpKind::Const:
    return checkConstant();
  case OpKind::Event:
  case OpKind::Input:
    return "";
  case OpKind::Env:
    return result(types::Str);
  case OpKind::Secret:
    return result(types::Secret);
  case OpKind::Result:
    return checkResult();
  case OpKind::HashFiles: {
    std::string fault = allText("a pattern is not a str");
    return fault.empty() ? result(types::Str) : fault;
  }
  case OpKind::Field:
    return checkField();
  case OpKind::Unwrap:
    return checkUnwrap();
  case OpKind::And:
  case OpKind::Or:
    if (type(0) == types::Bool && type(1) == types::Bool)
      return result(types::Bool);
    return "";
  case OpKind::Select:
    return type(0) == types::Bool ? "" : "operand 0 is not a bool";
  case OpKind::Not:
  case OpKind::Truth:
  case OpKind::CmpEq:
  case OpKind::CmpNe:
  case OpKind::CmpLt:
  case OpKind::CmpLe:
  case OpKind::CmpGt:
  case OpKind::CmpGe:
  case OpKind::CmpIs:
  case OpKind::CmpIsNot:
  case OpKind::CmpIn:
  case OpKind::CmpNotIn:
    return result(types::Bool);
  case OpKind::Str:
  case OpKind::Repr:
  case OpKind::Ascii:
    return result(types::Str);
  case OpKind::Format:
    if (!isText(plan.types, type(1)))
      return "operand 1 is not a str";
    return result(types::Str);
  case OpKind::Concat: {
    std::string fault = allText("an operand is not a str");
    // What contains a secret is one.
    bool isSecret = fault.empty() && op.type == types::Secret;
    return fault.empty() && !isSecret ? result(types::Str) : fault;
  }
  case OpKind::Shell:
    return checkShell();
  case OpKind::MakeTuple:
    return checkContainer(TypeKind::Tuple);
  case OpKind::MakeList:
    return checkContainer(TypeKind::List);
  case OpKind::MakeSet:
    return checkContainer(TypeKind::Set);
  case OpKind::MakeDict:
    return checkContainer(TypeKind::Dict);
  case OpKind::Step:
    return isOneOf(op.type, {TypeKind::Step, TypeKind::StepOf})
               ? ""
               : "its type is not that of its result: a step";
  case OpKind::Call:
  case OpKind::Method:
  case OpKind::Mutate:
    return checkCall();
  case OpKind::Pos:
  case OpKind::Neg:
  case OpKind::Invert:
  case OpKind::Add:
  case OpKind::Sub:
  case OpKind::Mul:
  case OpKind::Div:
  case OpKind::FloorDiv:
  case OpKind::Mod:
  case OpKind::Pow:
  case OpKind::LShift:
  case OpKind::RShift:
  case OpKind::BitAnd:
  case OpKind::BitOr:
  case OpKind::BitXor:
  case OpKind::Index:
  case OpKind::Slice:
  case OpKind::SetItem:
  case OpKind::Unpack:
  case OpKind::Undefined:
  case OpKind::Param:
    return "";
  case OpKind::Parse:
    return type(1) == types::Str ? "" : "operand 1 is not a str";
  case OpKind::Apply:
    return checkApply();
  case OpKind::Foreach:
    return checkForeach();
  case OpKind::End:
    return result(types::None);
  }
  llvm_unreachable("the kind has been checked");
}

std::string OpVerifier::check(Next &next) {
  std::string fault = checkShape(next.operand);
  if (fault.empty())
    fault = checkAttribute(next);
  return fault.empty() ? checkTypes() : fault;
}

//--- All operations -----------------------------------------------------------

llvm::Error ir::verifyOps(const Plan &plan, const Workflow &workflow,
                          TextChecker &texts) {
  OpVerifier::Next next;
  for (uint32_t i = 0; i != workflow.ops.size(); ++i) {
    OpKind kind = workflow.ops[i].kind;
    if (unsigned(kind) >= numOpKinds())
      return faultAt({PlanPlace::Op, i}, "op {0}: unknown kind {1}", i,
                     unsigned(kind));
    std::string fault = OpVerifier(plan, workflow, i, texts).check(next);
    if (!fault.empty())
      return faultAt({PlanPlace::Op, i}, "op {0} ({1}): {2}", i,
                     info(kind).mnemonic, fault);
  }
  if (next.operand != workflow.operandPool.size())
    return faultAt({}, "there are operands that no op has");
  if (next.step != workflow.steps.size())
    return faultAt({}, "step {0} has no op", next.step);
  if (next.end != workflow.ends.size())
    return faultAt({}, "end {0} has no op", next.end);
  if (next.region != workflow.regions.size())
    return faultAt({}, "region {0} has no op", next.region);
  if (!workflow.locations.empty() &&
      workflow.locations.size() != workflow.ops.size())
    return faultAt({}, "there is not one location for each op");
  return llvm::Error::success();
}
