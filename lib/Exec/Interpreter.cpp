//===- Interpreter.cpp - Calls of the functions of a plan -----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Calls, generators, and the border between a function and the values
/// outside. What each instruction does is in Instructions.cpp.
//===----------------------------------------------------------------------===//
#include "Interpreter.h"
#include "plue/Value/Parameters.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace plue;
using namespace plue::exec;
using ir::FunctionParameter;
using value::CallArgs;
using value::ExcKind;
using value::Kind;
using value::TypeKind;

static_assert(int(FunctionParameter::VarKeyword) ==
                  int(value::ParameterKind::VarKeyword),
              "the kinds of parameters are the same list");

FailureOr<Value> RunContext::call(Value callee, const CallArgs &args) {
  if (auto *closure = objectAs<Closure>(callee))
    return interpreter->call(*closure, args);
  return Context::call(callee, args);
}

LogicalResult RunContext::willMutate(Value cell) {
  return interpreter ? interpreter->willMutate(cell) : success();
}

Interpreter::Interpreter(const ir::Plan &plan, Limits &limits,
                         RunContext &context, FieldReader readField)
    : plan(plan), limits(limits), context(context),
      readField(std::move(readField)), constants(plan.constants.size()) {
  context.interpreter = this;
}

//--- Generators ---------------------------------------------------------------

namespace plue::exec {
/// A call that stops at each `yield`; while it waits, its values are here.
class GeneratorIterator final : public value::IteratorObject {
public:
  GeneratorIterator(Interpreter &interpreter, const ir::Function &function,
                    CallFrame *frame)
      : interpreter(interpreter), function(function), frame(frame) {}
  llvm::StringRef typeName() const override { return "generator"; }
  FailureOr<Value> next(value::Context &) override;

private:
  Interpreter &interpreter;
  const ir::Function &function;
  CallFrame *frame;
  uint32_t pc = 0;
  llvm::SmallVector<Value, 4> waiting;
  bool isRunning = false, hasEnded = false;
};
} // namespace plue::exec

FailureOr<Value> GeneratorIterator::next(value::Context &context) {
  if (isRunning)
    return context.raise(ExcKind::ValueError, "generator already executing");
  if (hasEnded)
    return Value();
  size_t floor = interpreter.activations.size();
  if (failed(interpreter.enter(function, frame))) {
    hasEnded = true;
    return failure();
  }
  interpreter.activations.back().pc = pc;
  llvm::append_range(interpreter.stack, waiting);
  llvm::SaveAndRestore running(isRunning, true);
  size_t base = interpreter.activations.back().base;
  bool ok = succeeded(interpreter.run(floor));
  hasEnded = !ok || !interpreter.hasYielded;
  if (hasEnded) {
    if (ok)
      return Value();
    if (context.exception().kind != ExcKind::StopIteration)
      return failure();
    (void)context.takeException();
    return context.raise(ExcKind::RuntimeError,
                         "generator raised StopIteration");
  }
  waiting.assign(interpreter.stack.begin() + base, interpreter.stack.end());
  interpreter.stack.resize(base);
  pc = interpreter.activations.back().pc;
  interpreter.activations.pop_back();
  interpreter.hasYielded = false;
  return interpreter.result;
}

FailureOr<Value> Interpreter::makeGenerator(const Closure &closure,
                                            CallFrame *frame) {
  return context.heap.adopt(context, std::make_unique<GeneratorIterator>(
                                         *this, *closure.function, frame));
}

//--- Calls --------------------------------------------------------------------

FailureOr<CallFrame *> Interpreter::newFrame(CallFrame *parent,
                                             uint32_t numSlots) {
  FailureOr<void *> memory = context.heap.allocate(
      context, sizeof(CallFrame) + numSlots * sizeof(Value), alignof(Value));
  if (failed(memory) || failed(context.burn(1 + numSlots / 8)))
    return failure();
  static_assert(sizeof(CallFrame) % alignof(Value) == 0 &&
                alignof(CallFrame) <= alignof(Value));
  auto *frame = new (*memory) CallFrame{.parent = parent, .slots = {}};
  auto *slots = reinterpret_cast<Value *>(frame + 1);
  std::uninitialized_fill_n(slots, numSlots, Value());
  frame->slots = {slots, numSlots};
  return frame;
}

FailureOr<CallFrame *> Interpreter::frameFor(const Closure &closure,
                                             const CallArgs &args) {
  const ir::Function &function = *closure.function;
  FailureOr<CallFrame *> frame = newFrame(closure.frame, function.numSlots);
  if (failed(frame))
    return failure();
  llvm::SmallVector<value::ParameterInfo, 4> parameters;
  for (auto [parameter, defaultValue] :
       llvm::zip(function.parameters, closure.defaults))
    parameters.push_back({.name = parameter.name,
                          .kind = value::ParameterKind(parameter.kind),
                          .defaultValue = defaultValue});
  if (failed(value::bindArguments(context, function.name, parameters, args,
                                  (*frame)->slots)))
    return failure();
  return frame;
}

LogicalResult Interpreter::enter(const ir::Function &function,
                                 CallFrame *frame) {
  if (activations.size() >= limits.callDepth)
    return context.raise(ExcKind::RecursionError,
                         "maximum recursion depth exceeded");
  activations.push_back(
      {.function = &function, .frame = frame, .base = stack.size()});
  return success();
}

/// Calls \p callee; the value is pushed, at once or when its code returns.
LogicalResult Interpreter::callValue(Value callee, const CallArgs &args) {
  auto *closure = objectAs<Closure>(callee);
  if (!closure)
    return push(value::call(context, callee, args));
  FailureOr<CallFrame *> frame = frameFor(*closure, args);
  if (failed(frame))
    return failure();
  if (closure->function->isGenerator)
    return push(makeGenerator(*closure, *frame));
  return enter(*closure->function, *frame);
}

FailureOr<Value> Interpreter::call(const Closure &closure,
                                   const CallArgs &args) {
  FailureOr<CallFrame *> frame = frameFor(closure, args);
  if (failed(frame))
    return failure();
  if (closure.function->isGenerator)
    return makeGenerator(closure, *frame);
  size_t floor = activations.size();
  if (failed(enter(*closure.function, *frame)) || failed(run(floor)))
    return failure();
  return result;
}

/// Runs the calls above \p floor to their end. After a failure, and after a
/// `yield`, the stack is as the caller left it, or as the generator did.
LogicalResult Interpreter::run(size_t floor) {
  size_t base = activations.back().base;
  while (activations.size() > floor) {
    if (failed(step())) {
      activations.resize(floor);
      stack.resize(base);
      hasYielded = false;
      return failure();
    }
    if (hasYielded)
      return success();
  }
  // What the outermost call returned was pushed for its caller.
  result = pop();
  return success();
}

//--- From outside -------------------------------------------------------------

LogicalResult Interpreter::attempt(const ir::Function &function,
                                   llvm::ArrayRef<Value> arguments) {
  context.refuel();
  FailureOr<CallFrame *> frame = newFrame(nullptr, function.numSlots);
  if (failed(frame))
    return failure();
  oldestOwn = context.heap.nextSerial();
  for (auto [slot, argument] : llvm::zip((*frame)->slots, arguments)) {
    llvm::DenseMap<const void *, Value> copies;
    FailureOr<Value> v = needsCopies ? copy(argument, copies) : argument;
    if (failed(v))
      return failure();
    slot = *v;
  }
  if (failed(enter(function, *frame)) || failed(run(0)))
    return failure();
  FailureOr<Value> finished = finish(result, function.resultType);
  if (failed(finished))
    return failure();
  result = *finished;
  return success();
}

FailureOr<Value> Interpreter::apply(const ir::Function &function,
                                    llvm::ArrayRef<Value> arguments) {
  assert(activations.empty() && stack.empty() && "one at a time");
  llvm::SaveAndRestore usual(limits.liveBytes);
  limits.liveBytes = std::min(limits.liveBytes, context.heap.bytesAllocated() +
                                                    Limits().liveBytes);
  needsCopies = false;
  LogicalResult done = attempt(function, arguments);
  if (failed(done) && needsCopies) {
    (void)context.takeException();
    done = attempt(function, arguments);
  }
  context.refuel();
  oldestOwn = 0;
  if (failed(done))
    return failure();
  return result;
}

static uint32_t serialOf(Value cell) {
  switch (cell.kind()) {
  case Kind::List:
    return cell.asList()->serial;
  case Kind::Dict:
    return cell.asDict()->serial;
  case Kind::Set:
    return cell.asSet()->serial;
  default:
    return ~0U;
  }
}

LogicalResult Interpreter::willMutate(Value cell) {
  if (serialOf(cell) >= oldestOwn)
    return success();
  if (needsCopies) // Nothing of others is reachable then.
    return context.raise(ExcKind::RuntimeError, "a constant would change");
  needsCopies = true;
  return context.raise(ExcKind::Reported, "");
}

/// A copy of \p v in which every container is new; what is shared inside it
/// stays so.
FailureOr<Value>
Interpreter::copy(Value v, llvm::DenseMap<const void *, Value> &copies) {
  bool isContainer = v.is(Kind::List) || v.is(Kind::Dict) || v.is(Kind::Set) ||
                     v.is(Kind::Tuple);
  if (!isContainer)
    return v;
  const void *identity = v.is(Kind::Tuple)  ? (const void *)v.asTuple()
                         : v.is(Kind::List) ? (const void *)v.asList()
                         : v.is(Kind::Dict) ? (const void *)v.asDict()
                                            : (const void *)v.asSet();
  if (Value known = copies.lookup(identity))
    return known;
  if (context.nesting >= value::Context::MaxNesting)
    return context.raise(ExcKind::RecursionError,
                         "containers are nested too deeply");
  llvm::SaveAndRestore deeper(context.nesting, context.nesting + 1);
  if (failed(context.burn(1)))
    return failure();
  if (v.is(Kind::Tuple)) {
    llvm::SmallVector<Value, 4> items;
    for (Value item : v.asTuple()->items) {
      FailureOr<Value> copied = copy(item, copies);
      if (failed(copied))
        return failure();
      items.push_back(*copied);
    }
    FailureOr<Value> tuple = context.heap.makeTuple(context, items);
    if (succeeded(tuple))
      copies[identity] = *tuple;
    return tuple;
  }
  FailureOr<Value> made = v.is(Kind::List) ? context.heap.makeList(context, {})
                          : v.is(Kind::Dict) ? context.heap.makeDict(context)
                                             : context.heap.makeSet(context);
  if (failed(made))
    return failure();
  // First, because it may contain itself.
  copies[identity] = *made;
  if (v.is(Kind::List)) {
    for (Value item : v.asList()->items) {
      FailureOr<Value> copied = copy(item, copies);
      if (failed(copied) || failed(context.burn(1)) ||
          failed(value::append(context, made->asList(), *copied)))
        return failure();
    }
    return made;
  }
  bool isDict = v.is(Kind::Dict);
  const auto &entries = isDict ? v.asDict()->entries : v.asSet()->table.entries;
  for (const auto &entry : entries) {
    if (!entry.key)
      continue;
    if (failed(context.burn(1)))
      return failure();
    if (!isDict) {
      if (failed(value::setInsert(context, made->asSet(), entry.key)))
        return failure();
      continue;
    }
    FailureOr<Value> copied = copy(entry.value, copies);
    if (failed(copied) ||
        failed(value::dictInsert(context, made->asDict(), entry.key, *copied)))
      return failure();
  }
  return made;
}

/// A returned value as it is seen outside: an iterator is a list.
FailureOr<Value> Interpreter::finish(Value v, value::TypeId type, bool isPart) {
  if (v.is(Kind::Iterator)) {
    auto items = value::items(context, v);
    if (failed(items))
      return failure();
    FailureOr<Value> list = context.heap.makeList(context, *items);
    if (failed(list))
      return failure();
    v = *list;
  }
  const value::TypeNode &node = plan.types[type];
  if (!fits(v, type))
    return context.raise(ExcKind::RuntimeError,
                         "a function returned '" + value::typeName(v) +
                             "' instead of " + plan.types.str(type));
  bool hasParts = !isPart && v.is(Kind::Tuple) &&
                  node.kind == TypeKind::Tuple && node.names.empty();
  if (!hasParts)
    return v;
  llvm::SmallVector<Value, 4> items;
  for (auto [item, itemType] : llvm::zip(v.asTuple()->items, node.elements)) {
    FailureOr<Value> part = finish(item, itemType, /*isPart=*/true);
    if (failed(part))
      return failure();
    items.push_back(*part);
  }
  return context.heap.makeTuple(context, items);
}

/// Whether \p v is of \p type as far as can be told without looking into it.
bool Interpreter::fits(Value v, value::TypeId type) const {
  const value::TypeNode &node = plan.types[type];
  switch (node.kind) {
  case TypeKind::Any:
    return true;
  case TypeKind::None:
    return v.isNone();
  case TypeKind::Bool:
    return v.isBool();
  case TypeKind::Int:
    return v.isIntegral();
  case TypeKind::Float:
    return v.isFloat();
  case TypeKind::Str:
  case TypeKind::Secret:
  case TypeKind::Enum:
    return v.isStr();
  case TypeKind::Step:
  case TypeKind::StepOf:
    return objectAs<StepHandle>(v) != nullptr;
  case TypeKind::Iterable:
    if (v.is(Kind::View) || v.is(Kind::Range))
      return true;
    [[fallthrough]];
  case TypeKind::List:
    return v.is(Kind::List);
  case TypeKind::Set:
    return v.is(Kind::Set);
  case TypeKind::Dict:
  case TypeKind::Record:
    return v.is(Kind::Dict);
  case TypeKind::Tuple:
    return v.is(Kind::Tuple) &&
           (!node.names.empty() ||
            v.asTuple()->items.size() == node.elements.size());
  case TypeKind::Optional:
    return v.isNone() || fits(v, node.elements[0]);
  case TypeKind::Union:
    return llvm::any_of(node.elements,
                        [&](value::TypeId member) { return fits(v, member); });
  case TypeKind::Never:
    return false;
  }
  return false;
}
