//===- TypingOps.cpp - Types of operators ---------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Operators and comparisons. The order of the cases is that of
/// Arithmetic.cpp.
//===----------------------------------------------------------------------===//
#include "TypeRules.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;
using namespace plue::value::typing;

//--- Unary --------------------------------------------------------------------

static Outcome unaryRule(TypeStore &types, UnaryOp op, TypeId operand) {
  if (op == UnaryOp::Not)
    return Checks().require(hasTruth(types, operand)).gives(types::Bool);
  switch (types.kind(operand)) {
  case TypeKind::Any:
    return mayGive(types::Any);
  case TypeKind::Bool:
  case TypeKind::Int:
    return {types::Int};
  case TypeKind::Float:
    return op == UnaryOp::Invert ? raises() : Outcome{types::Float};
  default:
    return raises();
  }
}

Typing value::typeOfUnary(TypeStore &types, UnaryOp op, TypeId operand) {
  Outcome outcome = lift(types, operand, [&](TypeId member) {
    return unaryRule(types, op, member);
  });
  return describe(types, outcome, operand,
                  [&](Context &ctx, llvm::ArrayRef<Value> v) {
                    return unary(ctx, op, v[0]);
                  });
}

//--- Numbers ------------------------------------------------------------------

static bool isBitwise(BinaryOp op) {
  return op == BinaryOp::BitAnd || op == BinaryOp::BitOr ||
         op == BinaryOp::BitXor;
}

static bool isDivision(BinaryOp op) {
  return op == BinaryOp::Div || op == BinaryOp::FloorDiv || op == BinaryOp::Mod;
}

/// A bool to the right is neither negative nor large.
static Outcome ofInts(TypeStore &types, BinaryOp op, TypeId left,
                      TypeId right) {
  bool isSmall = right == types::Bool;
  switch (op) {
  case BinaryOp::Div:
    return mayGive(types::Float);
  case BinaryOp::FloorDiv:
  case BinaryOp::Mod:
    return mayGive(types::Int);
  case BinaryOp::Pow:
    return isSmall ? Outcome{types::Int}
                   : mayGive(types.join(types::Int, types::Float));
  case BinaryOp::LShift:
  case BinaryOp::RShift:
    return {types::Int, !isSmall};
  case BinaryOp::BitAnd:
  case BinaryOp::BitOr:
  case BinaryOp::BitXor:
    return {left == types::Bool && isSmall ? types::Bool : types::Int};
  case BinaryOp::MatMul:
    return raises();
  default:
    return {types::Int};
  }
}

/// At least one is a float; an int may be too large to become one.
static Outcome ofFloats(BinaryOp op, TypeId left, TypeId right) {
  bool hasInt = left == types::Int || right == types::Int;
  switch (op) {
  case BinaryOp::Add:
  case BinaryOp::Sub:
  case BinaryOp::Mul:
    return {types::Float, hasInt};
  case BinaryOp::Pow:
    return {types::Float, right != types::Bool};
  default:
    return isDivision(op) ? mayGive(types::Float) : raises();
  }
}

//--- Sequences ----------------------------------------------------------------

static bool isSequence(TypeKind kind) {
  return isTextKind(kind) || kind == TypeKind::List || kind == TypeKind::Tuple;
}

static bool isTextOrSecret(TypeKind kind) {
  return isTextKind(kind) || kind == TypeKind::Secret;
}

static Outcome concatTuples(TypeStore &types, const TypeNode &a,
                            const TypeNode &b) {
  TypeVector elements(a.elements.begin(), a.elements.end());
  llvm::append_range(elements, b.elements);
  if (isFixedTuple(a) && isFixedTuple(b))
    return {types.tuple(elements)};
  return {types.tupleOf(joinAll(types, elements))};
}

static Outcome addRule(TypeStore &types, TypeId left, TypeId right) {
  TypeNode a = types[left], b = types[right];
  if (a.kind == TypeKind::List && b.kind == TypeKind::List)
    return {types.list(types.join(a.elements[0], b.elements[0]))};
  if (a.kind == TypeKind::Tuple && b.kind == TypeKind::Tuple)
    return concatTuples(types, a, b);
  if (!isTextOrSecret(a.kind) || !isTextOrSecret(b.kind))
    return raises();
  bool isSecret = left == types::Secret || right == types::Secret;
  return {isSecret ? types::Secret : types::Str};
}

static Outcome repeatRule(TypeStore &types, TypeId sequence, TypeId count) {
  TypeNode node = types[sequence];
  bool mayRaise = count == types::Int; // It may not fit.
  if (!isIntKind(types.kind(count)))
    return raises();
  if (node.kind == TypeKind::List)
    return {sequence, mayRaise};
  if (node.kind != TypeKind::Tuple)
    return {types::Str, mayRaise};
  if (node.elements.empty())
    return {sequence, mayRaise};
  return {types.tupleOf(joinAll(types, node.elements)), mayRaise};
}

//--- Sets and dicts -----------------------------------------------------------

/// Of the items of a set made by an operator.
static TypeId combinedItems(TypeStore &types, BinaryOp op, TypeId a, TypeId b) {
  if (op == BinaryOp::BitAnd)
    return commonOf(types, a, b);
  return op == BinaryOp::Sub ? a : types.join(a, b);
}

/// Both are sets, or one is a view and the other can be walked.
static Outcome setRule(TypeStore &types, BinaryOp op, TypeId left,
                       TypeId right) {
  Checks checks;
  TypeId a = checks.take(itemsOf(types, left));
  TypeId b = checks.take(itemsOf(types, right));
  checks.risk(isHashable(types, a) != Answer::Yes ||
              isHashable(types, b) != Answer::Yes);
  if (checks.failed())
    return raises();
  return checks.gives(types.set(combinedItems(types, op, a, b)));
}

static bool isSetOperation(const TypeStore &types, BinaryOp op, TypeId left,
                           TypeId right) {
  if (!isBitwise(op) && op != BinaryOp::Sub)
    return false;
  const TypeNode &a = types[left], &b = types[right];
  bool areSets = a.kind == TypeKind::Set && b.kind == TypeKind::Set;
  bool hasView = (isView(a) && isSetLike(a)) || (isView(b) && isSetLike(b));
  return areSets || hasView;
}

//--- Binary -------------------------------------------------------------------

Outcome typing::binaryRule(TypeStore &types, BinaryOp op, TypeId left,
                           TypeId right) {
  TypeKind a = types.kind(left), b = types.kind(right);
  if (op == BinaryOp::Mod && isTextKind(a))
    return b == TypeKind::Secret ? raises() : mayGive(types::Str);
  if (a == TypeKind::Any || b == TypeKind::Any)
    return mayGive(types::Any);
  if (isNumberKind(a) && isNumberKind(b))
    return isIntKind(a) && isIntKind(b) ? ofInts(types, op, left, right)
                                        : ofFloats(op, left, right);
  if (isSetOperation(types, op, left, right))
    return setRule(types, op, left, right);
  if (op == BinaryOp::BitOr && a == TypeKind::Dict && b == TypeKind::Dict)
    return {joinDicts(types, left, right)};
  if (op == BinaryOp::Add)
    return addRule(types, left, right);
  if (op == BinaryOp::Mul && isSequence(a))
    return repeatRule(types, left, right);
  if (op == BinaryOp::Mul && isSequence(b))
    return repeatRule(types, right, left);
  return raises();
}

Typing value::typeOfBinary(TypeStore &types, BinaryOp op, TypeId left,
                           TypeId right) {
  Outcome outcome = lift(types, left, right, [&](TypeId a, TypeId b) {
    return binaryRule(types, op, a, b);
  });
  return describe(types, outcome, {left, right},
                  [&](Context &ctx, llvm::ArrayRef<Value> v) {
                    return binary(ctx, op, v[0], v[1]);
                  });
}

//--- In place -----------------------------------------------------------------

static Outcome inplaceRule(TypeStore &types, BinaryOp op, TypeId left,
                           TypeId right) {
  TypeKind kind = types.kind(left);
  Checks checks;
  if (kind == TypeKind::List && op == BinaryOp::Add) {
    TypeId added = checks.take(itemsOf(types, right));
    TypeId item = types[left].elements.front();
    return checks.gives(types.list(types.join(item, added)));
  }
  if (kind == TypeKind::Dict && op == BinaryOp::BitOr) {
    TypeId added = checks.take(dictFrom(types, right));
    return checks.failed() ? raises()
                           : checks.gives(joinDicts(types, left, added));
  }
  return binaryRule(types, op, left, right);
}

Typing value::typeOfInplace(TypeStore &types, BinaryOp op, TypeId left,
                            TypeId right) {
  Outcome outcome = lift(types, left, right, [&](TypeId a, TypeId b) {
    return inplaceRule(types, op, a, b);
  });
  return describe(types, outcome, {left, right},
                  [&](Context &ctx, llvm::ArrayRef<Value> v) {
                    return inplace(ctx, op, v[0], v[1]);
                  });
}

//--- Comparison ---------------------------------------------------------------

/// Whether `item in container` can be asked.
static Answer canContain(const TypeStore &types, TypeId container,
                         TypeId item) {
  return askMembers(types, container, [&](TypeId member) {
    const TypeNode &node = types[member];
    switch (node.kind) {
    case TypeKind::Str:
    case TypeKind::Enum:
      return isText(types, item);
    case TypeKind::Dict:
      return isHashable(types, item);
    case TypeKind::Set:
      return isSetKey(types, item);
    case TypeKind::List:
    case TypeKind::Tuple:
      return isEquatable(types, item, types::None);
    case TypeKind::Iterable:
      if (!isView(node) || node.label == "dict_values")
        return isEquatable(types, item, types::None);
      // Of a view of items only the key of a pair is looked up.
      return node.label == "dict_items" &&
                     isHashable(types, item) != Answer::Yes
                 ? Answer::Maybe
                 : isHashable(types, item);
    default:
      return Answer::No;
    }
  });
}

static Answer canCompare(const TypeStore &types, CompareOp op, TypeId left,
                         TypeId right) {
  switch (op) {
  case CompareOp::Eq:
  case CompareOp::Ne:
    return isEquatable(types, left, right);
  case CompareOp::Is:
  case CompareOp::IsNot:
    return Answer::Yes;
  case CompareOp::In:
  case CompareOp::NotIn:
    return canContain(types, right, left);
  default:
    return isOrderable(types, left, right);
  }
}

Typing value::typeOfCompare(TypeStore &types, CompareOp op, TypeId left,
                            TypeId right) {
  Outcome outcome = lift(types, left, right, [&](TypeId a, TypeId b) {
    return Checks().require(canCompare(types, op, a, b)).gives(types::Bool);
  });
  return describe(types, outcome, {left, right},
                  [&](Context &ctx, llvm::ArrayRef<Value> v) {
                    return compare(ctx, op, v[0], v[1]);
                  });
}
