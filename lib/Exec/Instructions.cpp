//===- Instructions.cpp - What each instruction does ----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Interpreter.h"
#include "plue/IR/Semantics.h"
#include "plue/Value/Builtins.h"

using namespace plue;
using namespace plue::exec;
using ir::Instr;
using ir::InstrKind;
using value::ExcKind;
using value::Kind;

//--- Variables and constants --------------------------------------------------

FailureOr<Value> Interpreter::constant(uint32_t ordinal) {
  if (!constants[ordinal]) {
    FailureOr<Value> made = ir::constantValue(context, plan.constants[ordinal]);
    if (failed(made))
      return failure();
    constants[ordinal] = *made;
  }
  return constants[ordinal];
}

Value &Interpreter::slot(const Instr &instr) {
  CallFrame *frame = activations.back().frame;
  for (unsigned hops = instr.a; hops != 0; --hops)
    frame = frame->parent;
  return frame->slots[instr.b];
}

LogicalResult Interpreter::load(const Instr &instr) {
  if (Value v = slot(instr)) {
    push(v);
    return success();
  }
  return instr.a == 0
             ? context.raise(ExcKind::UnboundLocalError,
                             "a local variable has no value yet")
             : context.raise(ExcKind::NameError,
                             "a variable of an enclosing scope has no value");
}

LogicalResult Interpreter::makeClosure(const Instr &instr) {
  const ir::Function &function = plan.functions[instr.b];
  CallFrame *frame = activations.back().frame;
  if (failed(context.burn(1 + function.parameters.size())))
    return failure();
  auto *closure = context.heap.makeObject<Closure>(function, frame);
  for (const ir::FunctionParameter &parameter : function.parameters)
    closure->defaults.push_back(parameter.defaultSlot == ~0U
                                    ? Value()
                                    : frame->slots[parameter.defaultSlot]);
  push(Value::object(closure));
  return success();
}

//--- Containers ---------------------------------------------------------------

LogicalResult Interpreter::makeContainer(const Instr &instr) {
  llvm::ArrayRef<Value> items = top(instr.a);
  if (failed(context.burn(items.size())))
    return failure();
  FailureOr<Value> made = failure();
  switch (instr.kind) {
  case InstrKind::MakeTuple:
    made = context.heap.makeTuple(context, items);
    break;
  case InstrKind::MakeList:
    made = context.heap.makeList(context, items);
    break;
  case InstrKind::MakeSet:
    made = context.heap.makeSet(context);
    for (Value item : items)
      if (failed(made) ||
          failed(value::setInsert(context, made->asSet(), item)))
        return failure();
    break;
  default:
    made = context.heap.makeDict(context);
    for (size_t i = 0; i + 1 < items.size(); i += 2)
      if (failed(made) || failed(value::dictInsert(context, made->asDict(),
                                                   items[i], items[i + 1])))
        return failure();
  }
  if (failed(made))
    return failure();
  drop(instr.a);
  push(*made);
  return success();
}

/// Adds the items of the top to the container below it.
LogicalResult Interpreter::extend() {
  Value added = pop(), into = stack.back();
  if (failed(context.willMutate(into)))
    return failure();
  if (into.is(Kind::Dict)) {
    if (!added.is(Kind::Dict))
      return context.raise(ExcKind::TypeError, "'" + value::typeName(added) +
                                                   "' object is not a mapping");
    return success(succeeded(
        value::inplace(context, value::BinaryOp::BitOr, into, added)));
  }
  auto items = value::items(context, added);
  if (failed(items) || failed(context.burn(items->size())))
    return failure();
  for (Value item : *items) {
    LogicalResult done =
        into.is(Kind::List)
            ? value::append(context, into.asList(), item)
            : success(into.is(Kind::Set) &&
                      succeeded(value::setInsert(context, into.asSet(), item)));
    if (failed(done))
      return context.hasException()
                 ? failure()
                 : context.raise(ExcKind::TypeError, "not a container");
  }
  return success();
}

/// Adds keyword arguments to those before.
LogicalResult Interpreter::merge() {
  Value added = pop(), into = stack.back();
  if (!added.is(Kind::Dict) || !into.is(Kind::Dict))
    return context.raise(ExcKind::TypeError,
                         "argument after ** must be a mapping, not " +
                             value::typeName(added));
  if (failed(context.willMutate(into)) ||
      failed(context.burn(added.asDict()->live)))
    return failure();
  for (const auto &entry : added.asDict()->entries) {
    if (!entry.key)
      continue;
    if (!entry.key.isStr())
      return context.raise(ExcKind::TypeError, "keywords must be strings");
    FailureOr<Value *> known =
        value::dictFind(context, into.asDict(), entry.key);
    if (failed(known))
      return failure();
    if (*known)
      return context.raise(ExcKind::TypeError,
                           "got multiple values for keyword argument '" +
                               entry.key.text() + "'");
    if (failed(
            value::dictInsert(context, into.asDict(), entry.key, entry.value)))
      return failure();
  }
  return success();
}

/// Takes \p before items, a list of what is left if \p hasStar, and \p after
/// items; the first of all ends on top.
LogicalResult Interpreter::unpack(size_t before, bool hasStar, size_t after) {
  auto items = value::items(context, pop());
  if (failed(items))
    return failure();
  size_t wanted = before + after, got = items->size();
  if (got < wanted || (got > wanted && !hasStar)) {
    std::string expected =
        (hasStar ? "expected at least " : "expected ") + std::to_string(wanted);
    if (got > wanted)
      return context.raise(ExcKind::ValueError,
                           "too many values to unpack (" + expected + ")");
    return context.raise(ExcKind::ValueError, "not enough values to unpack (" +
                                                  expected + ", got " +
                                                  llvm::Twine(got) + ")");
  }
  llvm::ArrayRef<Value> all = *items;
  for (Value item : llvm::reverse(all.take_back(after)))
    push(item);
  if (hasStar && failed(push(context.heap.makeList(
                     context, all.slice(before, got - wanted)))))
    return failure();
  for (Value item : llvm::reverse(all.take_front(before)))
    push(item);
  return success();
}

LogicalResult Interpreter::makeSlice() {
  llvm::ArrayRef<Value> parts = top(4);
  FailureOr<Value> slice =
      value::getSlice(context, parts[0], parts[1], parts[2], parts[3]);
  drop(4);
  return push(slice);
}

LogicalResult Interpreter::concat(size_t count) {
  uint64_t bytes = 0;
  for (Value part : top(count)) {
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
  for (Value part : top(count))
    text += part.text();
  drop(count);
  return push(context.heap.makeStr(context, text));
}

//--- Calls --------------------------------------------------------------------

LogicalResult Interpreter::callPositional(const Instr &instr) {
  llvm::SmallVector<llvm::StringRef, 4> names;
  if (instr.b != ~0U)
    llvm::StringRef(plan.strings[instr.b]).split(names, ' ');
  llvm::SmallVector<Value, 8> values(top(instr.a));
  drop(instr.a);
  llvm::ArrayRef<Value> arguments = llvm::ArrayRef(values).drop_front();
  llvm::SmallVector<std::pair<llvm::StringRef, Value>, 4> keywords;
  for (auto [name, v] : llvm::zip(names, arguments.take_back(names.size())))
    keywords.push_back({name, v});
  return callValue(
      values.front(),
      {.positional = arguments.drop_back(names.size()), .keywords = keywords});
}

LogicalResult Interpreter::callSpread() {
  Value spread = pop(), list = pop(), callee = pop();
  if (!list.is(Kind::List) || !spread.is(Kind::Dict))
    return context.raise(ExcKind::TypeError, "not arguments");
  // The callee may change the list.
  llvm::SmallVector<Value, 8> positional(list.asList()->items.begin(),
                                         list.asList()->items.end());
  llvm::SmallVector<std::pair<llvm::StringRef, Value>, 4> keywords;
  for (const auto &entry : spread.asDict()->entries) {
    if (!entry.key)
      continue;
    if (!entry.key.isStr())
      return context.raise(ExcKind::TypeError, "keywords must be strings");
    keywords.push_back({entry.key.text(), entry.value});
  }
  if (failed(context.burn(positional.size() + keywords.size())))
    return failure();
  return callValue(callee, {.positional = positional, .keywords = keywords});
}

//--- Control ------------------------------------------------------------------

LogicalResult Interpreter::jumpIf(const Instr &instr, bool wanted,
                                  bool isKept) {
  FailureOr<bool> truth = value::truth(context, stack.back());
  if (failed(truth))
    return failure();
  bool jumps = *truth == wanted;
  if (jumps)
    activations.back().pc = instr.b;
  if (!jumps || !isKept)
    drop(1);
  return success();
}

LogicalResult Interpreter::advance(const Instr &instr) {
  // The verifier counts what is on the stack but does not know what it is.
  if (!stack.back().is(Kind::Iterator))
    return context.raise(ExcKind::TypeError, "'" +
                                                 value::typeName(stack.back()) +
                                                 "' object is not an iterator");
  FailureOr<Value> item = value::next(context, stack.back());
  if (failed(item))
    return failure();
  if (*item) {
    push(*item);
    return success();
  }
  drop(1);
  activations.back().pc = instr.b;
  return success();
}

LogicalResult Interpreter::raiseNamed(const Instr &instr) {
  FailureOr<Value> message = value::str(context, pop());
  if (failed(message))
    return failure();
  return context.raise(
      value::findException(plan.strings[instr.b]).value_or(ExcKind::Exception),
      message->text());
}

//--- All of them --------------------------------------------------------------

LogicalResult Interpreter::step() {
  if (failed(context.burn(1)))
    return failure();
  Activation &here = activations.back();
  return execute(here.function->code[here.pc++]);
}

LogicalResult Interpreter::execute(const Instr &instr) {
  switch (instr.kind) {
  case InstrKind::Const:
    return push(constant(instr.b));
  case InstrKind::Load:
    return load(instr);
  case InstrKind::Store:
    slot(instr) = pop();
    return success();
  case InstrKind::IsBound:
    push(Value::boolean(bool(slot(instr))));
    return success();
  case InstrKind::Builtin:
    push(Value::builtin(*value::findBuiltin(plan.strings[instr.b])));
    return success();
  case InstrKind::Class:
    push(Value::type(value::TypeId(instr.b)));
    return success();
  case InstrKind::Closure:
    return makeClosure(instr);
  case InstrKind::Pop:
    drop(1);
    return success();
  case InstrKind::Dup:
    push(stack.back());
    return success();
  case InstrKind::DupTwo: {
    Value above = stack.back(), below = stack[stack.size() - 2];
    push(below);
    push(above);
    return success();
  }
  case InstrKind::Unary:
    return push(value::unary(context, value::UnaryOp(instr.b), pop()));
  case InstrKind::Binary: {
    Value right = pop(), left = pop();
    return push(value::binary(context, value::BinaryOp(instr.b), left, right));
  }
  case InstrKind::Inplace: {
    Value right = pop(), left = pop();
    return push(value::inplace(context, value::BinaryOp(instr.b), left, right));
  }
  case InstrKind::Compare: {
    Value right = pop(), left = pop();
    return push(
        value::compare(context, value::CompareOp(instr.b), left, right));
  }
  case InstrKind::Field:
    return push(readField(pop(), plan.strings[instr.b]));
  case InstrKind::GetMethod:
    return push(value::getMethod(context, pop(), plan.strings[instr.b]));
  case InstrKind::Index: {
    Value index = pop(), object = pop();
    return push(value::getItem(context, object, index));
  }
  case InstrKind::SetIndex: {
    Value v = pop(), index = pop(), object = pop();
    return value::setItem(context, object, index, v);
  }
  case InstrKind::Slice:
    return makeSlice();
  case InstrKind::Str:
    return push(value::str(context, pop()));
  case InstrKind::Repr:
    return push(value::repr(context, pop()));
  case InstrKind::Ascii:
    return push(value::ascii(context, pop()));
  case InstrKind::Format: {
    Value spec = pop(), v = pop();
    if (!spec.isStr())
      return context.raise(ExcKind::TypeError, "a format is a string");
    return push(value::format(context, v, spec.text()));
  }
  case InstrKind::Concat:
    return concat(instr.a);
  case InstrKind::MakeTuple:
  case InstrKind::MakeList:
  case InstrKind::MakeSet:
  case InstrKind::MakeDict:
    return makeContainer(instr);
  case InstrKind::Append: {
    Value item = pop(), into = stack.back();
    if (failed(context.willMutate(into)))
      return failure();
    if (into.is(Kind::List))
      return value::append(context, into.asList(), item);
    if (into.is(Kind::Set))
      return success(succeeded(value::setInsert(context, into.asSet(), item)));
    return context.raise(ExcKind::TypeError, "not a list or set");
  }
  case InstrKind::Extend:
    return extend();
  case InstrKind::Merge:
    return merge();
  case InstrKind::Insert: {
    Value v = pop(), key = pop(), into = stack.back();
    if (!into.is(Kind::Dict))
      return context.raise(ExcKind::TypeError, "not a dict");
    if (failed(context.willMutate(into)))
      return failure();
    return value::dictInsert(context, into.asDict(), key, v);
  }
  case InstrKind::Unpack:
    return unpack(instr.a, /*hasStar=*/false, 0);
  case InstrKind::UnpackStar:
    return unpack(instr.b, /*hasStar=*/true, instr.a - instr.b - 1);
  case InstrKind::Call:
    return callPositional(instr);
  case InstrKind::CallSpread:
    return callSpread();
  case InstrKind::Jump:
    activations.back().pc = instr.b;
    return success();
  case InstrKind::JumpIfFalse:
    return jumpIf(instr, /*wanted=*/false, /*isKept=*/false);
  case InstrKind::JumpIfTrue:
    return jumpIf(instr, /*wanted=*/true, /*isKept=*/false);
  case InstrKind::JumpIfFalseKeep:
    return jumpIf(instr, /*wanted=*/false, /*isKept=*/true);
  case InstrKind::JumpIfTrueKeep:
    return jumpIf(instr, /*wanted=*/true, /*isKept=*/true);
  case InstrKind::Iterate:
    return push(value::iterate(context, pop()));
  case InstrKind::Next:
    return advance(instr);
  case InstrKind::Return: {
    Value v = pop();
    stack.resize(activations.back().base);
    activations.pop_back();
    push(v);
    return success();
  }
  case InstrKind::Yield:
    result = pop();
    hasYielded = true;
    return success();
  case InstrKind::Raise:
    return raiseNamed(instr);
  }
  llvm_unreachable("the verifier knows all instructions");
}
