//===- Raising.cpp - What may raise an exception --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Analysis/Raising.h"
#include "plue/Value/Typing.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::analysis;
using ir::Op;
using ir::OpKind;
using ir::ValueId;
using value::TypeId;
using value::TypeKind;
using value::Typing;

bool Raising::mayRaise(ValueId value) {
  while (known.size() <= value.index) {
    const Op &op = workflow.ops[known.size()];
    bool raises = llvm::any_of(workflow.operands(op), [&](ValueId operand) {
      return known[operand.index];
    });
    known.push_back(raises || raisesItself(op));
  }
  return known[value.index];
}

/// Whether every value of this type is text, a number or nothing: they have a
/// hash, and their text does not depend on an order.
static bool isScalar(const value::TypeStore &types, TypeId type) {
  switch (types.kind(type)) {
  case TypeKind::None:
  case TypeKind::Bool:
  case TypeKind::Int:
  case TypeKind::Float:
  case TypeKind::Str:
  case TypeKind::Secret:
  case TypeKind::Enum:
    return true;
  default:
    return false;
  }
}

static bool isText(const value::TypeStore &types, TypeId type) {
  TypeKind kind = types.kind(type);
  return kind == TypeKind::Str || kind == TypeKind::Enum ||
         kind == TypeKind::Secret;
}

static bool mayRaise(const Typing &typing) {
  return typing.isError() || typing.mayRaise;
}

//--- Steps --------------------------------------------------------------------

/// A step that failed has no output; unless its failure is handled, nobody who
/// asks for it runs.
bool Raising::resultRaises(const Op &op) const {
  ValueId handle = workflow.operands(op)[0];
  TypeKind kind = types.kind(workflow.typeOf(handle));
  if (kind != TypeKind::Step && kind != TypeKind::StepOf)
    return true;
  llvm::StringRef field = plan.string(op);
  if (field == "value" || field == "output") {
    const Op &step = workflow.op(handle);
    return step.kind != OpKind::Step ||
           workflow.steps[step.attribute].policy.continueOnError;
  }
  static constexpr llvm::StringRef Fields[] = {"exit_code", "success", "failed",
                                               "stdout", "stderr"};
  return !llvm::is_contained(Fields, field);
}

//--- Calls --------------------------------------------------------------------

bool Raising::callRaises(const Op &op) {
  llvm::StringRef name = plan.string(op);
  llvm::SmallVector<TypeId, 8> operands;
  for (ValueId operand : workflow.operands(op)) {
    TypeId type = workflow.typeOf(operand);
    // A walk over a set raises, but is not counted among what typing knows.
    if (types.mayBe(type, TypeKind::Set) || types.kind(type) == TypeKind::Any)
      return true;
    operands.push_back(type);
  }
  if (name.contains(' ')) // Keywords: not worth the trouble.
    return true;
  llvm::ArrayRef<TypeId> rest = operands;
  if (op.kind != OpKind::Call)
    return ::mayRaise(value::typeOfMethod(types, rest.front(), name,
                                          {.positional = rest.drop_front()}));
  if (auto builtin = value::findBuiltin(name))
    return ::mayRaise(value::typeOfCall(types, *builtin, {.positional = rest}));
  if (auto type = value::findClass(types, name))
    return ::mayRaise(
        value::typeOfConversion(types, type->asType(), {.positional = rest}));
  return true;
}

//--- Operators ----------------------------------------------------------------

bool Raising::operatorRaises(const Op &op) {
  auto type = [&](unsigned i) {
    return workflow.typeOf(workflow.operands(op)[i]);
  };
  auto offset = [&](OpKind first) { return int(op.kind) - int(first); };
  if (op.kind >= OpKind::CmpEq && op.kind <= OpKind::CmpNotIn)
    return ::mayRaise(value::typeOfCompare(
        types, value::CompareOp(offset(OpKind::CmpEq)), type(0), type(1)));
  if (op.kind >= OpKind::Pos && op.kind <= OpKind::Invert)
    return ::mayRaise(value::typeOfUnary(
        types, value::UnaryOp(offset(OpKind::Pos)), type(0)));
  assert(op.kind >= OpKind::Add && op.kind <= OpKind::BitXor);
  return ::mayRaise(value::typeOfBinary(
      types, value::BinaryOp(offset(OpKind::Add)), type(0), type(1)));
}

//--- Texts and containers -----------------------------------------------------

bool Raising::textRaises(const Op &op) {
  TypeId type = workflow.typeOf(workflow.operands(op)[0]);
  if (!isScalar(types, type))
    return true;
  if (op.kind != OpKind::Format)
    return false;
  const ir::Constant *spec = constant(op, 1);
  std::optional<llvm::StringRef> text;
  if (spec && spec->kind == ir::Constant::Str)
    text = spec->text;
  return ::mayRaise(value::typeOfFormat(types, type, text));
}

bool Raising::itemRaises(const Op &op) {
  llvm::SmallVector<TypeId, 4> type;
  for (ValueId operand : workflow.operands(op))
    type.push_back(workflow.typeOf(operand));
  if (op.kind == OpKind::Slice)
    return ::mayRaise(
        value::typeOfSlice(types, type[0], type[1], type[2], type[3]));
  if (op.kind == OpKind::SetItem)
    return ::mayRaise(value::typeOfSetItem(types, type[0], type[1], type[2]));
  assert(op.kind == OpKind::Index && "takes no item");
  const ir::Constant *index = constant(op, 1);
  bool isKnown = index && index->kind == ir::Constant::Int;
  return ::mayRaise(value::typeOfIndex(
      types, type[0], type[1],
      isKnown ? value::Value::smallInt(index->number) : value::Value()));
}

const ir::Constant *Raising::constant(const Op &op, unsigned operand) const {
  const Op &known = workflow.op(workflow.operands(op)[operand]);
  return known.kind == OpKind::Const ? &plan.constant(known) : nullptr;
}

/// Whether \p is holds for the types of every \p stride -th operand of \p op.
bool Raising::areAll(const Op &op, unsigned stride,
                     bool (*is)(const value::TypeStore &, TypeId)) const {
  llvm::ArrayRef<ValueId> operands = workflow.operands(op);
  for (unsigned i = 0; i < operands.size(); i += stride)
    if (!is(types, workflow.typeOf(operands[i])))
      return false;
  return true;
}

//--- All of them --------------------------------------------------------------

static bool neverRaises(OpKind kind) {
  switch (kind) {
  case OpKind::Const:
  case OpKind::Event:
  case OpKind::Input:
  case OpKind::Env:
  case OpKind::Secret:
  case OpKind::Unwrap:
  case OpKind::Not:
  case OpKind::Truth:
  case OpKind::And:
  case OpKind::Or:
  case OpKind::Select:
  case OpKind::MakeTuple:
  case OpKind::MakeList:
  case OpKind::Undefined:
  case OpKind::Foreach:
  case OpKind::Param:
  case OpKind::Step:
  case OpKind::End:
    return true;
  default:
    return false;
  }
}

bool Raising::raisesItself(const Op &op) {
  if (neverRaises(op.kind))
    return false;
  switch (op.kind) {
  case OpKind::Result:
    return resultRaises(op);
  case OpKind::Field:
    return types.kind(workflow.typeOf(workflow.operands(op)[0])) !=
           TypeKind::Record;
  case OpKind::Str:
  case OpKind::Repr:
  case OpKind::Ascii:
  case OpKind::Format:
    return textRaises(op);
  case OpKind::Concat:
    return !areAll(op, 1, isText);
  case OpKind::MakeSet:
    return !areAll(op, 1, isScalar);
  case OpKind::MakeDict:
    return !areAll(op, 2, isScalar);
  case OpKind::Index:
  case OpKind::Slice:
  case OpKind::SetItem:
    return itemRaises(op);
  case OpKind::Call:
  case OpKind::Method:
  case OpKind::Mutate:
    return callRaises(op);
  case OpKind::HashFiles:
  case OpKind::Shell:
  case OpKind::Unpack:
  case OpKind::Parse:
  case OpKind::Apply:
    return true;
  default:
    return operatorRaises(op);
  }
}
