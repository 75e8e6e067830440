//===- TypeSamples.cpp - What an operation would raise --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file An operation that is certain to raise is carried out on some values of
/// its operands' types: what it raises then is what it would raise. So no
/// message is written twice.
//===----------------------------------------------------------------------===//
#include "TypeRules.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;
using namespace plue::value::typing;

namespace {
/// Stands for a value of a type that this library has no values of.
class SampleObject final : public Object {
public:
  explicit SampleObject(std::string name) : name(std::move(name)) {}
  llvm::StringRef typeName() const override { return name; }

private:
  std::string name;
};

class SampleIterator final : public IteratorObject {
public:
  SampleIterator(std::string name, Value item)
      : name(std::move(name)), item(item) {}
  llvm::StringRef typeName() const override { return name; }
  FailureOr<Value> next(Context &ctx) override {
    return std::exchange(item, Value());
  }

private:
  std::string name;
  Value item;
};

/// Makes a value of each type, with one item where it can have items.
class Sampler {
public:
  explicit Sampler(Context &ctx) : ctx(ctx) {}
  FailureOr<Value> sample(TypeId type);

private:
  FailureOr<Value> container(const TypeNode &node);
  FailureOr<Value> dict(TypeId key, TypeId v);
  FailureOr<Value> iterable(const TypeNode &node);
  FailureOr<Value> view(const TypeNode &node);
  FailureOr<Value> object(TypeId type);

  Context &ctx;
};
} // namespace

FailureOr<Value> Sampler::dict(TypeId key, TypeId v) {
  PLUE_BIND(Value made, ctx.heap.makeDict(ctx));
  if (isHashable(ctx.types, key) != Answer::Yes)
    return made;
  PLUE_BIND(Value k, sample(key));
  PLUE_BIND(Value item, sample(v));
  PLUE_CHECK(dictInsert(ctx, made.asDict(), k, item));
  return made;
}

FailureOr<Value> Sampler::container(const TypeNode &node) {
  if (node.kind == TypeKind::Dict)
    return dict(node.elements[0], node.elements[1]);
  ValueVector items;
  for (TypeId element : node.elements) {
    if (isNever(ctx.types, element))
      continue;
    PLUE_BIND(Value item, sample(element));
    items.push_back(item);
  }
  if (node.kind == TypeKind::List)
    return ctx.heap.makeList(ctx, items);
  if (node.kind == TypeKind::Tuple)
    return ctx.heap.makeTuple(ctx, items);
  PLUE_BIND(Value set, ctx.heap.makeSet(ctx));
  for (auto [element, item] : llvm::zip(node.elements, items))
    if (isHashable(ctx.types, element) == Answer::Yes)
      PLUE_CHECK(setInsert(ctx, set.asSet(), item));
  return set;
}

FailureOr<Value> Sampler::view(const TypeNode &node) {
  TypeId item = node.elements.front();
  bool isValues = node.label == "dict_values",
       isKeys = node.label == "dict_keys";
  TypeNode pair = ctx.types[item];
  bool isPair = isFixedTuple(pair) && pair.elements.size() == 2;
  TypeId key = isKeys ? item : isPair ? pair.elements[0] : types::None;
  TypeId v = isValues ? item : isPair ? pair.elements[1] : types::None;
  PLUE_BIND(Value of, dict(key, v));
  return ctx.heap.makeView(ctx, of.asDict(),
                           isKeys     ? ViewObject::Keys
                           : isValues ? ViewObject::Values
                                      : ViewObject::Items);
}

FailureOr<Value> Sampler::iterable(const TypeNode &node) {
  if (isRange(node))
    return ctx.heap.makeRange(ctx, 0, 1, 1);
  if (isView(node))
    return view(node);
  Value item;
  if (!isNever(ctx.types, node.elements.front())) {
    PLUE_BIND(item, sample(node.elements.front()));
  }
  return ctx.heap.adopt(ctx,
                        std::make_unique<SampleIterator>(node.label, item));
}

FailureOr<Value> Sampler::object(TypeId type) {
  return Value::object(
      ctx.heap.makeObject<SampleObject>(className(ctx.types, type).str()));
}

FailureOr<Value> Sampler::sample(TypeId type) {
  // A copy: nothing here may outlive a new type.
  TypeNode node = ctx.types[type];
  switch (node.kind) {
  case TypeKind::None:
  case TypeKind::Never:
    return Value::none();
  case TypeKind::Bool:
    return Value::boolean(true);
  case TypeKind::Int:
    return Value::smallInt(1);
  case TypeKind::Float:
    return Value::floating(1);
  case TypeKind::Str:
    return ctx.heap.makeStr(ctx, "a");
  case TypeKind::Enum:
    return ctx.heap.makeStr(ctx, node.names.empty() ? "" : node.names.front());
  case TypeKind::List:
  case TypeKind::Set:
  case TypeKind::Dict:
  case TypeKind::Tuple:
    return container(node);
  case TypeKind::Optional:
  case TypeKind::Union:
    return sample(node.elements.front());
  case TypeKind::Iterable:
    return iterable(node);
  case TypeKind::Any:
    // What is known least of all is mostly a function.
    return Value::builtin(BuiltinId::Repr);
  case TypeKind::Secret:
  case TypeKind::Step:
  case TypeKind::StepOf:
  case TypeKind::Record:
    return object(type);
  }
  llvm_unreachable("not a TypeKind");
}

//--- Errors -------------------------------------------------------------------

/// For what does not fail on values but has no meaning for their types.
static std::string unsupported(const TypeStore &types,
                               llvm::ArrayRef<TypeId> operands) {
  std::string text = "unsupported operand type(s):";
  for (TypeId operand : operands)
    text += " '" + types.str(operand) + "'";
  return text;
}

static FailureOr<Value>
runOnSamples(Context &ctx, llvm::ArrayRef<TypeId> operands, SampleRun run) {
  ValueVector samples;
  for (TypeId operand : operands) {
    PLUE_BIND(Value sample, Sampler(ctx).sample(operand));
    samples.push_back(sample);
  }
  return run(ctx, samples);
}

std::optional<Exception> typing::exceptionOn(TypeStore &types,
                                             llvm::ArrayRef<TypeId> operands,
                                             SampleRun run) {
  Heap heap;
  Limits limits;
  Context ctx(heap, types, limits);
  if (succeeded(runOnSamples(ctx, operands, run)))
    return std::nullopt;
  Exception exception = ctx.takeException();
  bool isPythons = exception.kind < ExcKind::Limit;
  return isPythons ? std::optional(std::move(exception)) : std::nullopt;
}

Typing typing::describe(TypeStore &types, Outcome outcome,
                        llvm::ArrayRef<TypeId> operands, SampleRun run) {
  Typing typing;
  typing.type = outcome.needsEmpty ? TypeId() : outcome.type;
  typing.mayRaise = outcome.mayRaise || typing.isError();
  if (!typing.isError())
    return typing;
  std::optional<Exception> exception = exceptionOn(types, operands, run);
  typing.errorKind = exception ? exception->kind : ExcKind::TypeError;
  typing.error = exception ? exception->message : unsupported(types, operands);
  return typing;
}
