//===- StepArguments.cpp - What makes a step ------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "StepArguments.h"
#include "HandledCalls.h"
#include "Sdk.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::eval;

//--- Texts --------------------------------------------------------------------

bool StepArguments::isAny(Value v) const {
  return isRuntime(v) && evaluator.typeOfSymbolic(v) == types::Any;
}

FailureOr<ValueId> StepArguments::text(Value v, llvm::StringRef parameter,
                                       const llvm::Twine &part) {
  SourceRange range = arguments.rangeOf(parameter);
  FailureOr<Value> resolved = evaluator.resolve(v, range);
  if (failed(resolved))
    return failure();
  v = *resolved;
  if (isRuntime(v)) {
    FailureOr<Value> present = evaluator.withoutNone(v, range);
    if (failed(present))
      return failure();
    v = evaluator.parsed(*present, types::Str,
                         function + "(" + parameter + part + ")", range);
  }
  if (v.isStr() && v.text().contains('\0'))
    return arguments.wrongValue(parameter, "must not hold a NUL character");
  if (evaluator.isText(v))
    return evaluator.reify(v, range);
  bool isList =
      v.is(Kind::List) || v.is(Kind::Tuple) ||
      (isRuntime(v) &&
       evaluator.types.kind(evaluator.typeOfSymbolic(v)) == TypeKind::List);
  evaluator.diags
      .report(range, diag::argument_type, parameter, function,
              "made of strings", describeType(evaluator, v))
      .hint(isList ? "join it: `\" \".join(…)`" : "convert it: `str(…)`");
  return LogicalResult(evaluator.reported());
}

FailureOr<ValueId> StepArguments::plainText(Value v, llvm::StringRef parameter,
                                            llvm::StringRef inspected) {
  FailureOr<ValueId> value = text(v, parameter);
  if (failed(value))
    return failure();
  if (evaluator.builder.workflow().typeOf(*value) == types::Secret)
    return evaluator.refuseSecret(inspected, arguments.rangeOf(parameter),
                                  *value);
  return value;
}

//--- What all steps have ------------------------------------------------------

LogicalResult StepArguments::readName(llvm::ArrayRef<Value> parts) {
  Value name = arguments.get("name");
  SourceRange range = arguments.rangeOf("name");
  if (!name) {
    FailureOr<Value> joined = evaluator.concat(parts, range);
    if (failed(joined))
      return failure();
    name = *joined;
  }
  if (isRuntime(name)) {
    FailureOr<Value> present = evaluator.withoutNone(name, range);
    if (failed(present))
      return failure();
    name = *present;
  }
  if (!evaluator.isText(name) && !isAny(name))
    return arguments.wrongType("name", "a string");
  bool isEmpty = name.isStr() && name.text().trim().empty();
  if (arguments.has("name") && isEmpty)
    return arguments.wrongValue("name", "must not be empty");
  FailureOr<ValueId> value = plainText(name, "name", "shown in a name");
  if (failed(value))
    return failure();
  step.name = *value;
  displayName = name.isStr() ? name.text().str() : "…";
  return success();
}

/// C27: an hour, unless the workflow says otherwise.
static constexpr uint64_t defaultTimeoutMs = 60ULL * 60 * 1000;

LogicalResult StepArguments::readPolicy(bool canContinue) {
  FailureOr<uint64_t> timeout = arguments.duration("timeout");
  if (failed(timeout))
    return failure();
  step.policy.timeoutMs = *timeout ? *timeout : defaultTimeoutMs;
  if (!canContinue)
    return success();
  auto continueOnError = arguments.boolean("continue_on_error");
  if (failed(continueOnError))
    return failure();
  continueOnErrorGiven = continueOnError->has_value();
  step.policy.continueOnError = continueOnError->value_or(false);
  return success();
}

LogicalResult StepArguments::readDependencies(llvm::StringRef parameter) {
  Value v = arguments.get(parameter);
  if (!v)
    return success();
  dependsOn.emplace();
  return collectSteps(evaluator, v,
                      {.function = function,
                       .parameter = "depends_on",
                       .wanted = "a step or a list of steps",
                       .range = arguments.rangeOf(parameter)},
                      *dependsOn);
}

//--- The step -----------------------------------------------------------------

/// Where in the source's structure the step is made: helpers and loop elements.
static std::string keyPrefix(const Evaluator &evaluator) {
  llvm::SmallVector<llvm::StringRef> parts;
  for (const std::string &part : evaluator.keyPath)
    if (!part.empty())
      parts.push_back(part);
  return llvm::join(parts, "/");
}

FailureOr<StepObject *> StepArguments::make(const CallSite &site) {
  ir::WorkflowBuilder &builder = evaluator.builder;
  if (builder.workflow().steps.size() >= evaluator.limits.steps) {
    evaluator.diags
        .report(site.range, diag::too_many_steps, builder.workflow().name,
                uint64_t(evaluator.limits.steps))
        .hint("`--max-steps` raises the limit");
    evaluator.exhaust();
    return LogicalResult(evaluator.reported());
  }
  step.key = builder.plan().plan().save(keyPrefix(evaluator));
  step.when = evaluator.guard();
  if (!continueOnErrorGiven && site.expr && evaluator.handledCalls)
    step.policy.continueOnError = evaluator.handledCalls->contains(*site.expr);
  builder.setLocation(evaluator.locate(site.range));

  auto *handle = evaluator.heap.makeObject<StepObject>();
  handle->name = displayName;
  handle->range = site.range;
  handle->guard = evaluator.guard();
  handle->continueOnErrorGiven = continueOnErrorGiven;
  handle->step = builder.step(std::move(step), std::move(dependsOn));
  handle->value = builder.workflow().steps[handle->step.index].op;
  return handle;
}
