//===- Evaluator.cpp - Values that only a run knows -----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Exec/Evaluator.h"
#include "Interpreter.h"
#include "ResolvedStep.h"
#include "TypedValue.h"
#include "plue/Support/Result.h"
#include "plue/Value/Ops.h"

using namespace plue;
using namespace plue::exec;
using ir::Op;
using ir::OpKind;

static Limits limitsOfRun() {
  Limits limits;
  // Values live as long as the run, and each step may add some.
  limits.liveBytes = 1ULL << 30;
  return limits;
}

Evaluator::Evaluator(ir::Plan &plan, const ir::Workflow &workflow,
                     const RunInputs &inputs, EvaluatorOptions options)
    : plan(plan), workflow(workflow), inputs(inputs), options(options),
      limits(limitsOfRun()),
      ownedContext(std::make_unique<RunContext>(heap, plan.types, limits)),
      context(*ownedContext), interpreter(std::make_unique<Interpreter>(
                                  plan, limits, *ownedContext,
                                  [this](Value object, llvm::StringRef name) {
                                    return fieldOf(object, name);
                                  })),
      isVolatileRegion(workflow.regions.size()) {
  grow();
}

void Evaluator::grow() {
  size_t known = values.size(), count = workflow.ops.size();
  values.resize(count);
  isVolatile.resize(count);
  nesting.resize(count);
  results.resize(workflow.steps.size());
  for (size_t i = known; i != count; ++i)
    mark(i);
}

Evaluator::~Evaluator() = default;

static bool isContainer(OpKind kind) {
  return kind == OpKind::MakeTuple || kind == OpKind::MakeList ||
         kind == OpKind::MakeSet || kind == OpKind::MakeDict;
}

static bool isChoice(OpKind kind) {
  return kind == OpKind::And || kind == OpKind::Or || kind == OpKind::Select;
}

/// Whether anything in the body may change while the workspace does, or comes
/// from outside and may.
bool Evaluator::hasVolatileBody(const ir::Region &region) const {
  for (uint32_t i = region.firstOp; i != region.endOp; ++i) {
    const Op &op = workflow.ops[i];
    if (op.kind == OpKind::HashFiles)
      return true;
    for (ValueId operand : workflow.operands(op))
      if (operand.index < region.firstOp && isVolatile[operand.index])
        return true;
  }
  return llvm::any_of(region.yields, [&](ValueId value) {
    return value.index < region.firstOp && isVolatile[value.index];
  });
}

/// Looks at an operation after its operands.
void Evaluator::mark(uint32_t ordinal) {
  const Op &op = workflow.ops[ordinal];
  bool isFound = op.kind == OpKind::HashFiles;
  for (ValueId operand : workflow.operands(op)) {
    isFound = isFound || isVolatile[operand.index];
    nesting[ordinal] = std::max(nesting[ordinal], nesting[operand.index]);
  }
  if (op.kind == OpKind::Foreach) {
    isFound = isFound || isVolatileRegion[op.attribute] ||
              hasVolatileBody(workflow.regions[op.attribute]);
    isVolatileRegion[op.attribute] = isFound;
  }
  isVolatile[ordinal] = isFound;
  nesting[ordinal] += isContainer(op.kind) || op.kind == OpKind::Foreach;
}

void Evaluator::setResult(StepId step, StepResult result) {
  results[step.index] = std::move(result);
}

llvm::Expected<Value> Evaluator::makeValue(StepId step,
                                           const llvm::json::Value &json) {
  context.refuel();
  FailureOr<Value> read = value::fromJson(context, json);
  if (failed(read))
    return raised();
  return fitToType(context, outputTypeOf(plan, workflow.steps[step.index]),
                   *read, "value");
}

llvm::Expected<Value> Evaluator::parseOutput(StepId step,
                                             llvm::StringRef text) {
  context.refuel();
  FailureOr<Value> parsed = value::parseJson(context, text);
  if (failed(parsed))
    return makeError("its output is not JSON: {0}",
                     context.takeException().message);
  return fitToType(context, outputTypeOf(plan, workflow.steps[step.index]),
                   *parsed, "output");
}

void Evaluator::forgetVolatile() {
  for (ValueId value : volatileValues)
    values[value.index] = Value();
  volatileValues.clear();
}

//--- Asking -------------------------------------------------------------------

llvm::Error Evaluator::raised() {
  value::Exception exception = context.takeException();
  return makeError("{0}: {1}", value::name(exception.kind), exception.message);
}

/// The next operand that \p frame's operation needs and lacks; nothing if it
/// can be computed.
std::optional<ValueId> Evaluator::neededOperand(Frame &frame) const {
  const Op &op = workflow.op(frame.value);
  llvm::ArrayRef<ValueId> operands = workflow.operands(op);
  // Logic looks at its first operand before it asks for another; `unwrap` asks
  // for its guard only when there is nothing to unwrap.
  bool isNothing = op.kind == OpKind::Unwrap && at(operands[0]).isNone();
  bool isFirstEnough =
      (op.kind == OpKind::Unwrap && !isNothing) || isChoice(op.kind);
  uint32_t count = isFirstEnough ? 1 : operands.size();
  for (; frame.next < count; ++frame.next)
    if (!at(operands[frame.next]))
      return operands[frame.next];
  return std::nullopt;
}

llvm::Expected<Value> Evaluator::evaluate(ValueId value) {
  context.refuel();
  std::vector<Frame> stack{{value}};
  while (!stack.empty()) {
    Frame &frame = stack.back();
    ValueId current = frame.value;
    std::optional<ValueId> needed = neededOperand(frame);
    if (!needed && isChoice(workflow.op(current).kind)) {
      FailureOr<ValueId> taken = takenOperand(workflow.op(current));
      if (failed(taken))
        return raised();
      if (at(*taken))
        remember(current, at(*taken));
      else
        needed = *taken;
    } else if (!needed && !at(current)) {
      FailureOr<Value> computed = compute(current);
      if (failed(computed))
        return raised();
      remember(current, *computed);
    }
    if (needed)
      stack.push_back({*needed});
    else
      stack.pop_back();
  }
  return at(value);
}

void Evaluator::remember(ValueId value, Value computed) {
  values[value.index] = computed;
  if (isVolatile[value.index])
    volatileValues.push_back(value);
}

llvm::Expected<bool> Evaluator::evaluateBool(ValueId value) {
  PLUE_ASSIGN_OR_RETURN(Value result, evaluate(value));
  FailureOr<bool> truth = value::truth(context, result);
  if (failed(truth))
    return raised();
  return *truth;
}

llvm::Expected<std::string> Evaluator::evaluateText(ValueId value) {
  PLUE_ASSIGN_OR_RETURN(Value result, evaluate(value));
  FailureOr<Value> text = value::str(context, result);
  if (failed(text))
    return raised();
  return text->text().str();
}

llvm::Expected<llvm::json::Value> Evaluator::evaluateJson(ValueId value) {
  PLUE_ASSIGN_OR_RETURN(Value result, evaluate(value));
  FailureOr<llvm::json::Value> json = value::toJson(context, result);
  if (failed(json))
    return raised();
  return std::move(*json);
}

llvm::Expected<std::vector<Value>> Evaluator::evaluateItems(ValueId value) {
  PLUE_ASSIGN_OR_RETURN(Value iterable, evaluate(value));
  FailureOr<llvm::SmallVector<Value, 8>> items =
      value::items(context, iterable);
  if (failed(items))
    return raised();
  return std::vector<Value>(items->begin(), items->end());
}

std::optional<std::string> Evaluator::evaluateEarly(ValueId value) {
  constexpr unsigned MaxVisits = 64;
  llvm::SmallVector<ValueId, 16> pending{value};
  for (unsigned i = 0; !pending.empty(); ++i) {
    ValueId next = pending.pop_back_val();
    if (at(next))
      continue;
    const Op &op = workflow.op(next);
    bool isLate = op.kind == OpKind::Step || op.kind == OpKind::Result ||
                  op.kind == OpKind::Param || isVolatile[next.index];
    if (isLate || i == MaxVisits)
      return std::nullopt;
    llvm::append_range(pending, workflow.operands(op));
  }
  llvm::Expected<std::string> text = evaluateText(value);
  if (text)
    return std::move(*text);
  llvm::consumeError(text.takeError());
  return std::nullopt;
}

/// Which operand the value of `and`, `or` or `select` is.
FailureOr<ValueId> Evaluator::takenOperand(const Op &op) {
  FailureOr<bool> first = value::truth(context, operand(op, 0));
  if (failed(first))
    return failure();
  switch (op.kind) {
  case OpKind::And:
    return workflow.operands(op)[*first ? 1 : 0];
  case OpKind::Or:
    return workflow.operands(op)[*first ? 0 : 1];
  default:
    return workflow.operands(op)[*first ? 1 : 2];
  }
}
