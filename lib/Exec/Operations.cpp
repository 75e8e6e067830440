//===- Operations.cpp - What the operations of a plan mean ----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The operations that need more than their operands: those that stand
/// for something in the world, for steps, or for functions of the plan. What
/// the others mean is in IR/Semantics.h.
//===----------------------------------------------------------------------===//
#include "Interpreter.h"
#include "ResolvedStep.h"
#include "TypedValue.h"
#include "plue/Exec/Evaluator.h"
#include "plue/IR/Semantics.h"
#include "plue/Shell/Escape.h"
#include "plue/Support/Result.h"
#include "plue/Value/Builtins.h"
#include "plue/Value/Typing.h"

using namespace plue;
using namespace plue::exec;
using ir::Op;
using ir::OpKind;
using value::ExcKind;
using value::Kind;

/// Text that fills a hole in a script is no longer than this; the kernel takes
/// no argument or variable of more than twice that.
static constexpr size_t MaxShellText = 64 << 10;

FailureOr<Value> Evaluator::compute(ValueId id) {
  const Op &op = workflow.op(id);
  if (failed(context.burn(1)))
    return failure();
  if (nesting[id.index] > limits.syntaxDepth)
    return context.raise(ExcKind::Limit, "containers nested more than " +
                                             llvm::Twine(limits.syntaxDepth) +
                                             " deep");
  if (ir::isComputable(op.kind)) {
    bool isNext = op.kind == OpKind::Call && plan.string(op) == "next";
    llvm::SmallVector<Value, 8> operands;
    for (ValueId each : workflow.operands(op)) {
      FailureOr<Value> v = isNext ? asIterator(each) : at(each);
      if (failed(v))
        return failure();
      operands.push_back(*v);
    }
    return ir::compute(context, plan, op, operands);
  }
  switch (op.kind) {
  case OpKind::Event:
    return fromJson(inputs.event.get(plan.string(op)));
  case OpKind::Input:
    return computeInput(op);
  case OpKind::Env:
    return makeText(inputs.variable(plan.string(op)));
  case OpKind::Secret:
    return makeText(inputs.secrets.lookup(plan.string(op)));
  case OpKind::Result:
    return computeResult(op);
  case OpKind::HashFiles:
    return computeHash(op);
  case OpKind::Field:
    return fieldOf(operand(op, 0), plan.string(op));
  case OpKind::Unwrap:
    return computeUnwrap(op);
  case OpKind::Shell:
    return computeScript(op);
  case OpKind::Step:
    return computeStep(op);
  case OpKind::Apply:
    return computeApply(op);
  case OpKind::End:
    return Value::none();
  case OpKind::Parse:
    return computeParse(op);
  case OpKind::Foreach:
  case OpKind::Param:
    return context.raise(ExcKind::RuntimeError,
                         "this operation has no value of its own");
  default:
    llvm_unreachable("evaluate() sees to the operations that choose");
  }
}

FailureOr<Value> Evaluator::makeText(llvm::StringRef text) {
  return heap.makeStr(context, text);
}

FailureOr<Value> Evaluator::fromJson(const llvm::json::Value *json) {
  return json ? value::fromJson(context, *json)
              : FailureOr<Value>(Value::none());
}

//--- What a run is given ------------------------------------------------------

FailureOr<Value> Evaluator::computeInput(const Op &op) {
  llvm::StringRef name = plan.string(op);
  auto found = inputs.inputs.find(name);
  if (found != inputs.inputs.end())
    return fromJson(&found->second);
  for (const ir::Trigger &trigger : workflow.triggers)
    for (const ir::InputDecl &input : trigger.inputs)
      if (input.name == name && input.defaultValue)
        return ir::constantValue(context,
                                 plan.constants[input.defaultValue->index]);
  return Value::none();
}

FailureOr<Value> Evaluator::computeHash(const Op &op) {
  llvm::SmallVector<llvm::StringRef> patterns;
  for (ValueId pattern : workflow.operands(op)) {
    if (!at(pattern).isStr())
      return context.raise(ExcKind::TypeError,
                           "hash_files() takes patterns, which are strings");
    patterns.push_back(at(pattern).text());
  }
  llvm::Expected<std::string> digest = inputs.hashFiles(patterns);
  if (!digest)
    return context.raise(ExcKind::RuntimeError,
                         llvm::toString(digest.takeError()));
  return makeText(*digest);
}

//--- Steps --------------------------------------------------------------------

FailureOr<Value> Evaluator::computeStep(const Op &op) {
  return Value::object(heap.makeObject<StepHandle>(StepId(op.attribute)));
}

/// Cut output would be taken for all there was, so too much of it is an error.
FailureOr<Value> Evaluator::outputField(llvm::StringRef name,
                                        const std::string &text,
                                        bool isTooLong) {
  if (isTooLong || text.size() > limits.stringBytes)
    return context.raise(ExcKind::Limit,
                         "`" + name + "` has more than " +
                             llvm::Twine(limits.stringBytes) +
                             " bytes, the most that a value may have; let the "
                             "command write it to a file");
  return makeText(text);
}

FailureOr<Value> Evaluator::computeResult(const Op &op) {
  auto *handle = objectAs<StepHandle>(operand(op, 0));
  if (!handle)
    return context.raise(ExcKind::TypeError, "not a step");
  return resultOf(handle->step, plan.string(op));
}

FailureOr<Value> Evaluator::resultOf(StepId step, llvm::StringRef field) {
  const StepResult &result = results[step.index];
  if (!result.hasRun)
    return Value::none();
  if (field == "exit_code")
    return Value::smallInt(result.exitCode);
  if (field == "success")
    return Value::boolean(result.exitCode == 0);
  if (field == "failed")
    return Value::boolean(result.exitCode != 0);
  if (field == "stdout")
    return outputField(field, result.out, result.isOutTooLong);
  if (field == "stderr")
    return outputField(field, result.err, result.isErrTooLong);
  if (field == "value" || field == "output") {
    if (result.value)
      return result.value;
    return context.raise(ExcKind::RuntimeError,
                         "step `" + plannedName(plan, workflow, step) +
                             "` failed, so it has no " + field);
  }
  return context.raise(ExcKind::AttributeError,
                       "a step has no field '" + field + "'");
}

//--- Records and optionals ----------------------------------------------------

FailureOr<Value> Evaluator::fieldOf(Value record, llvm::StringRef name) {
  if (auto *handle = objectAs<StepHandle>(record))
    return resultOf(handle->step, name);
  if (record.is(Kind::Type) && name == "__name__")
    return makeText(value::className(context.types, record.asType()));
  if (!record.is(Kind::Dict))
    return context.raise(ExcKind::AttributeError,
                         "'" + value::typeName(record) +
                             "' object has no attribute '" + name + "'");
  FailureOr<Value> key = makeText(name);
  if (failed(key))
    return failure();
  FailureOr<Value *> found = value::dictFind(context, record.asDict(), *key);
  if (failed(found))
    return failure();
  return *found ? **found : Value::none();
}

/// Where the guard does not hold nobody looks at the value, but it may be
/// handed on, as that of a variable that is not bound.
FailureOr<Value> Evaluator::computeUnwrap(const Op &op) {
  Value v = operand(op, 0);
  if (!v.isNone())
    return v;
  FailureOr<bool> isWanted = value::truth(context, operand(op, 1));
  if (failed(isWanted))
    return failure();
  if (*isWanted)
    return context.raise(ExcKind::TypeError, "None where the plan has a value");
  return v;
}

FailureOr<Value> Evaluator::computeParse(const Op &op) {
  Value place = operand(op, 1);
  llvm::Expected<Value> fitted =
      fitToType(context, op.type, operand(op, 0),
                place.isStr() ? place.text() : llvm::StringRef("a value"));
  if (!fitted)
    return context.raise(ExcKind::TypeError,
                         llvm::toString(fitted.takeError()));
  return *fitted;
}

//--- Scripts ------------------------------------------------------------------

FailureOr<Value> Evaluator::computeScript(const Op &op) {
  const ir::ShellTemplate &holed = plan.templates[op.attribute];
  std::string script = holed.pieces.front().str();
  for (uint32_t i = 0; i != op.numOperands; ++i) {
    FailureOr<Value> text = value::str(context, operand(op, i));
    if (failed(text) || failed(context.burnBytes(text->text().size())))
      return failure();
    llvm::StringRef filler = text->text();
    if (filler.size() > MaxShellText)
      return context.raise(ExcKind::Limit,
                           "a value of " + llvm::Twine(filler.size()) +
                               " bytes in a command; the limit is " +
                               llvm::Twine(MaxShellText) +
                               ": put it into a file");
    if (filler.contains('\0'))
      return context.raise(ExcKind::ValueError,
                           "embedded null byte in a command");
    if (options.escapeScripts)
      script += shell::escape(shell::HoleContext(holed.holes[i]), filler);
    else
      script += filler;
    script += holed.pieces[i + 1];
    if (failed(context.checkStringBytes(script.size())))
      return failure();
  }
  return makeText(script);
}

//--- Functions ----------------------------------------------------------------

/// The value of \p id, made an iterator again if that is what it stands for:
/// in a plan an iterator is the list of its items.
FailureOr<Value> Evaluator::asIterator(ValueId id) {
  bool isOne = value::isIterator(plan.types, workflow.typeOf(id));
  return isOne && at(id).is(Kind::List) ? value::iterate(context, at(id))
                                        : FailureOr<Value>(at(id));
}

FailureOr<Value> Evaluator::computeApply(const Op &op) {
  llvm::SmallVector<Value, 8> arguments;
  for (ValueId argument : workflow.operands(op)) {
    FailureOr<Value> v = asIterator(argument);
    if (failed(v))
      return failure();
    arguments.push_back(*v);
  }
  return interpreter->apply(plan.functions[op.attribute], arguments);
}
