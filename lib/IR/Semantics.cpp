//===- Semantics.cpp - What pure operations mean --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Operands may be shared, so nothing here changes one.
//===----------------------------------------------------------------------===//
#include "plue/IR/Semantics.h"
#include "plue/Value/Builtins.h"
#include "plue/Value/Heap.h"

using namespace plue;
using namespace plue::ir;
using value::BinaryOp;
using value::CompareOp;
using value::Context;
using value::ExcKind;
using value::Kind;
using value::UnaryOp;
using value::Value;
namespace types = plue::value::types;

static_assert(int(OpKind::CmpNotIn) - int(OpKind::CmpEq) ==
                  int(CompareOp::NotIn) - int(CompareOp::Eq),
              "the comparisons stand in the same order in both lists");
static_assert(int(OpKind::BitXor) - int(OpKind::Add) == int(BinaryOp::BitXor),
              "the operators stand in the same order in both lists");
static_assert(int(OpKind::Invert) - int(OpKind::Pos) == int(UnaryOp::Invert),
              "the operators stand in the same order in both lists");

//--- Constants ----------------------------------------------------------------

FailureOr<Value> ir::constantValue(Context &context, const Constant &constant) {
  switch (constant.kind) {
  case Constant::None:
    return Value::none();
  case Constant::Bool:
    return Value::boolean(constant.number != 0);
  case Constant::Int:
    return Value::smallInt(constant.number);
  case Constant::BigInt: {
    // Four bits hold a decimal digit, and one the sign.
    unsigned bits = 4 * constant.text.size() + 1;
    return context.heap.makeInt(context, llvm::APInt(bits, constant.text, 10));
  }
  case Constant::Float:
    return Value::floating(constant.real);
  case Constant::Str:
    return context.heap.makeStr(context, constant.text);
  }
  llvm_unreachable("unknown kind");
}

TypeId ir::typeOf(const Constant &constant) {
  switch (constant.kind) {
  case Constant::None:
    return types::None;
  case Constant::Bool:
    return types::Bool;
  case Constant::Int:
  case Constant::BigInt:
    return types::Int;
  case Constant::Float:
    return types::Float;
  case Constant::Str:
    return types::Str;
  }
  llvm_unreachable("not a kind of constant");
}

bool ir::isTruthy(const Constant &constant) {
  switch (constant.kind) {
  case Constant::None:
    return false;
  case Constant::Bool:
  case Constant::Int:
    return constant.number != 0;
  case Constant::BigInt:
    return constant.text != "0";
  case Constant::Float:
    return constant.real != 0;
  case Constant::Str:
    return !constant.text.empty();
  }
  llvm_unreachable("not a kind of constant");
}

std::optional<Constant> ir::constantOf(Value v, std::string &storage) {
  switch (v.kind()) {
  case Kind::None:
    return Constant();
  case Kind::Bool:
    return Constant{.kind = Constant::Bool, .number = v.asBool()};
  case Kind::Int: {
    if (v.isSmallInt())
      return Constant{.kind = Constant::Int, .number = v.asInt()};
    llvm::SmallString<64> digits;
    v.asBigInt()->number.toStringSigned(digits);
    storage = digits.str().str();
    return Constant{.kind = Constant::BigInt, .text = storage};
  }
  case Kind::Float:
    return Constant{.kind = Constant::Float, .real = v.asFloat()};
  case Kind::Str:
    return Constant{.kind = Constant::Str, .text = v.text()};
  default:
    return std::nullopt;
  }
}

//--- Operations ---------------------------------------------------------------

namespace {
/// Computes one operation.
class Computation {
public:
  Computation(Context &context, const Plan &plan, const Op &op,
              llvm::ArrayRef<Value> operands)
      : context(context), heap(context.heap), plan(plan), op(op),
        operands(operands) {}

  FailureOr<Value> run();

private:
  FailureOr<Value> truth();
  FailureOr<Value> format();
  FailureOr<Value> concat();
  FailureOr<Value> container();
  FailureOr<Value> setItem();
  FailureOr<Value> call();
  FailureOr<Value> callByName(llvm::StringRef name,
                              const value::CallArgs &args);
  FailureOr<Value> unpack();
  FailureOr<Value> shallowCopy(Value v);
  FailureOr<Value> withoutIterator(Value v);

  Context &context;
  value::Heap &heap;
  const Plan &plan;
  const Op &op;
  llvm::ArrayRef<Value> operands;
};
} // namespace

FailureOr<Value> Computation::truth() {
  FailureOr<bool> truth = value::truth(context, operands[0]);
  if (failed(truth))
    return failure();
  return Value::boolean(*truth == (op.kind == OpKind::Truth));
}

FailureOr<Value> Computation::format() {
  if (!operands[1].isStr())
    return context.raise(ExcKind::TypeError, "a format is a string");
  return value::format(context, operands[0], operands[1].text());
}

FailureOr<Value> Computation::concat() {
  uint64_t bytes = 0;
  for (Value part : operands) {
    if (!part.isStr())
      return context.raise(ExcKind::TypeError,
                           "can only concatenate str (not \"" +
                               value::typeName(part) + "\") to str");
    bytes += part.text().size();
  }
  if (failed(context.checkStringBytes(bytes)) ||
      failed(context.burnBytes(bytes)))
    return failure();
  std::string text;
  text.reserve(bytes);
  for (Value part : operands)
    text += part.text();
  return heap.makeStr(context, text);
}

//--- Containers ---------------------------------------------------------------

FailureOr<Value> Computation::container() {
  if (failed(context.checkItems(operands.size())) ||
      failed(context.burn(operands.size())))
    return failure();
  if (op.kind == OpKind::MakeTuple)
    return heap.makeTuple(context, operands);
  if (op.kind == OpKind::MakeList)
    return heap.makeList(context, operands);
  if (op.kind == OpKind::MakeSet) {
    FailureOr<Value> set = heap.makeSet(context);
    for (Value item : operands)
      if (failed(set) || failed(value::setInsert(context, set->asSet(), item)))
        return failure();
    return set;
  }
  FailureOr<Value> dict = heap.makeDict(context);
  for (size_t i = 0; i + 1 < operands.size(); i += 2)
    if (failed(dict) || failed(value::dictInsert(context, dict->asDict(),
                                                 operands[i], operands[i + 1])))
      return failure();
  return dict;
}

/// A container with the same items.
FailureOr<Value> Computation::shallowCopy(Value v) {
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

FailureOr<Value> Computation::setItem() {
  FailureOr<Value> copy = shallowCopy(operands[0]);
  if (failed(copy) ||
      failed(value::setItem(context, *copy, operands[1], operands[2])))
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
FailureOr<Value> Computation::withoutIterator(Value v) {
  if (!v.is(Kind::Iterator))
    return v;
  auto items = value::items(context, v);
  if (failed(items))
    return failure();
  return heap.makeList(context, *items);
}

FailureOr<Value> Computation::call() {
  Callee callee = calleeOf(plan.string(op));
  bool hasObject = op.kind != OpKind::Call;
  if (operands.size() < callee.keywords.size() + hasObject)
    return context.raise(ExcKind::TypeError, "a call without its operands");
  llvm::SmallVector<std::pair<llvm::StringRef, Value>, 2> keywords;
  llvm::ArrayRef<Value> named = operands.take_back(callee.keywords.size());
  for (auto [name, v] : llvm::zip(callee.keywords, named))
    keywords.push_back({name, v});
  value::CallArgs args{
      .positional = operands.drop_back(named.size()).drop_front(hasObject),
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

FailureOr<Value> Computation::callByName(llvm::StringRef name,
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

FailureOr<Value> Computation::unpack() {
  Value before = operands[1], after = operands[2];
  auto isCount = [&](Value v) {
    return v.isSmallInt() && v.asInt() <= int64_t(context.limits.items);
  };
  if (!isCount(before) || !isCount(after) || before.asInt() < 0)
    return context.raise(ExcKind::TypeError, "unpack takes two numbers");
  bool hasStar = after.asInt() >= 0;
  size_t head = before.asInt(), tail = hasStar ? after.asInt() : 0;
  auto unpacked = value::items(context, operands[0]);
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

//--- All of them --------------------------------------------------------------

bool ir::isComputable(OpKind kind) {
  switch (kind) {
  case OpKind::Const:
  case OpKind::Not:
  case OpKind::Truth:
  case OpKind::Str:
  case OpKind::Repr:
  case OpKind::Ascii:
  case OpKind::Format:
  case OpKind::Concat:
  case OpKind::Slice:
  case OpKind::Index:
  case OpKind::Call:
  case OpKind::Method:
  case OpKind::Mutate:
  case OpKind::SetItem:
  case OpKind::Unpack:
  case OpKind::Undefined:
    return true;
  default:
    return (kind >= OpKind::CmpEq && kind <= OpKind::CmpNotIn) ||
           (kind >= OpKind::MakeTuple && kind <= OpKind::MakeDict) ||
           (kind >= OpKind::Pos && kind <= OpKind::BitXor);
  }
}

FailureOr<Value> Computation::run() {
  auto offset = [&](OpKind first) { return int(op.kind) - int(first); };
  switch (op.kind) {
  case OpKind::Const:
    return constantValue(context, plan.constant(op));
  case OpKind::Not:
  case OpKind::Truth:
    return truth();
  case OpKind::Str:
    return value::str(context, operands[0]);
  case OpKind::Repr:
    return value::repr(context, operands[0]);
  case OpKind::Ascii:
    return value::ascii(context, operands[0]);
  case OpKind::Format:
    return format();
  case OpKind::Concat:
    return concat();
  case OpKind::MakeTuple:
  case OpKind::MakeList:
  case OpKind::MakeSet:
  case OpKind::MakeDict:
    return container();
  case OpKind::Index:
    return value::getItem(context, operands[0], operands[1]);
  case OpKind::Slice:
    return value::getSlice(context, operands[0], operands[1], operands[2],
                           operands[3]);
  case OpKind::Call:
  case OpKind::Method:
  case OpKind::Mutate:
    return call();
  case OpKind::SetItem:
    return setItem();
  case OpKind::Unpack:
    return unpack();
  case OpKind::Undefined:
    return Value::none();
  case OpKind::Pos:
  case OpKind::Neg:
  case OpKind::Invert:
    return value::unary(context, UnaryOp(offset(OpKind::Pos)), operands[0]);
  default:
    if (op.kind >= OpKind::CmpEq && op.kind <= OpKind::CmpNotIn)
      return value::compare(context, CompareOp(offset(OpKind::CmpEq)),
                            operands[0], operands[1]);
    return value::binary(context, BinaryOp(offset(OpKind::Add)), operands[0],
                         operands[1]);
  }
}

FailureOr<Value> ir::compute(Context &context, const Plan &plan, const Op &op,
                             llvm::ArrayRef<Value> operands) {
  assert(isComputable(op.kind) && "needs more than its operands");
  return Computation(context, plan, op, operands).run();
}
