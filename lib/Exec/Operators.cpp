//===- Operators.cpp - Operators and calls of a plan ----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Operators, items, calls of built-in functions and of methods. Values
/// are shared, so nothing here changes an operand: what Python changes in place
/// is changed in a copy, which is then the operation's value.
//===----------------------------------------------------------------------===//
#include "plue/Exec/Evaluator.h"
#include "plue/Support/Result.h"
#include "plue/Value/Builtins.h"
#include "plue/Value/Ops.h"
#include "plue/Value/Typing.h"

using namespace plue;
using namespace plue::exec;
using ir::Op;
using ir::OpKind;
using value::BinaryOp;
using value::ExcKind;
using value::Kind;
using value::UnaryOp;

static_assert(int(OpKind::BitXor) - int(OpKind::Add) == int(BinaryOp::BitXor),
              "the operators stand in the same order in both lists");
static_assert(int(OpKind::Invert) - int(OpKind::Pos) == int(UnaryOp::Invert),
              "the operators stand in the same order in both lists");

FailureOr<Value> Evaluator::computeUnary(const Op &op) {
  auto kind = UnaryOp(int(op.kind) - int(OpKind::Pos));
  return value::unary(context, kind, operand(op, 0));
}

FailureOr<Value> Evaluator::computeBinary(const Op &op) {
  auto kind = BinaryOp(int(op.kind) - int(OpKind::Add));
  return value::binary(context, kind, operand(op, 0), operand(op, 1));
}

//--- Copies -------------------------------------------------------------------

/// A container with the same items.
FailureOr<Value> Evaluator::shallowCopy(Value v) {
  switch (v.kind()) {
  case Kind::List:
    return heap.makeList(context, v.asList()->items);
  case Kind::Dict:
  case Kind::Set:
    return value::callMethod(context, v, "copy", {});
  default:
    return v;
  }
}

FailureOr<Value> Evaluator::computeSetItem(const Op &op) {
  FailureOr<Value> copy = shallowCopy(operand(op, 0));
  if (failed(copy) ||
      failed(value::setItem(context, *copy, operand(op, 1), operand(op, 2))))
    return failure();
  return copy;
}

//--- Calls --------------------------------------------------------------------

namespace {
/// The attribute of a call taken apart.
struct Callee {
  llvm::StringRef name;
  llvm::SmallVector<llvm::StringRef, 2> keywords;
};
} // namespace

static Callee calleeOf(llvm::StringRef attribute) {
  Callee callee;
  llvm::StringRef keywords;
  std::tie(callee.name, keywords) = attribute.split(' ');
  keywords.split(callee.keywords, ' ', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  return callee;
}

/// Plans hold no iterators: each walk of one would go on where the last ended.
FailureOr<Value> Evaluator::withoutIterator(Value v) {
  if (!v.is(Kind::Iterator))
    return v;
  auto items = value::items(context, v);
  if (failed(items))
    return failure();
  return heap.makeList(context, *items);
}

/// The value of \p id, made an iterator again if that is what it stands for.
FailureOr<Value> Evaluator::asIterator(ValueId id) {
  bool isOne = value::isIterator(plan.types, workflow.typeOf(id));
  return isOne && at(id).is(Kind::List) ? value::iterate(context, at(id))
                                        : FailureOr<Value>(at(id));
}

FailureOr<Value> Evaluator::computeCall(const Op &op) {
  Callee callee = calleeOf(plan.string(op));
  llvm::SmallVector<Value, 8> operands;
  for (ValueId each : workflow.operands(op)) {
    FailureOr<Value> v = callee.name == "next" ? asIterator(each) : at(each);
    if (failed(v))
      return failure();
    operands.push_back(*v);
  }
  bool hasObject = op.kind != OpKind::Call;
  if (operands.size() < callee.keywords.size() + hasObject)
    return context.raise(ExcKind::TypeError, "a call without its operands");
  llvm::ArrayRef<Value> rest = operands;
  llvm::SmallVector<std::pair<llvm::StringRef, Value>, 2> keywords;
  llvm::ArrayRef<Value> named = rest.take_back(callee.keywords.size());
  for (auto [name, v] : llvm::zip(callee.keywords, named))
    keywords.push_back({name, v});
  value::CallArgs args{.positional =
                           rest.drop_back(named.size()).drop_front(hasObject),
                       .keywords = keywords};
  if (!hasObject)
    return callByName(callee.name, args);
  FailureOr<Value> object = shallowCopy(operands.front());
  if (failed(object))
    return failure();
  FailureOr<Value> result =
      value::callMethod(context, *object, callee.name, args);
  if (failed(result) || op.kind == OpKind::Mutate)
    return failed(result) ? result : object;
  return withoutIterator(*result);
}

FailureOr<Value> Evaluator::callByName(llvm::StringRef name,
                                       const value::CallArgs &args) {
  FailureOr<Value> result = failure();
  if (auto builtin = value::findBuiltin(name))
    result = value::callBuiltin(context, *builtin, args);
  else if (auto type = value::findClass(context.types, name))
    result = value::convert(context, type->asType(), args);
  else
    return context.raise(ExcKind::NameError,
                         "name '" + name + "' is not defined");
  return failed(result) ? result : withoutIterator(*result);
}

//--- Unpacking ----------------------------------------------------------------

FailureOr<Value> Evaluator::computeUnpack(const Op &op) {
  Value before = operand(op, 1), after = operand(op, 2);
  auto isCount = [&](Value v) {
    return v.isSmallInt() && v.asInt() <= int64_t(limits.items);
  };
  if (!isCount(before) || !isCount(after) || before.asInt() < 0)
    return context.raise(ExcKind::TypeError, "unpack takes two numbers");
  bool hasStar = after.asInt() >= 0;
  size_t head = before.asInt(), tail = hasStar ? after.asInt() : 0;
  auto unpacked = value::items(context, operand(op, 0));
  if (failed(unpacked))
    return failure();
  llvm::ArrayRef<Value> items = *unpacked;
  if (items.size() < head + tail)
    return context.raise(ExcKind::ValueError,
                         "not enough values to unpack (expected " +
                             llvm::Twine(hasStar ? "at least " : "") +
                             llvm::Twine(head + tail) + ", got " +
                             llvm::Twine(items.size()) + ")");
  if (!hasStar && items.size() > head)
    return context.raise(ExcKind::ValueError,
                         "too many values to unpack (expected " +
                             llvm::Twine(head) + ")");
  if (!hasStar)
    return heap.makeTuple(context, items);
  FailureOr<Value> rest =
      heap.makeList(context, items.drop_front(head).drop_back(tail));
  if (failed(rest))
    return failure();
  llvm::SmallVector<Value, 8> parts(items.take_front(head));
  parts.push_back(*rest);
  llvm::append_range(parts, items.take_back(tail));
  return heap.makeTuple(context, parts);
}
