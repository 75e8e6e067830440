//===- Parallel.cpp - ctx.parallel ----------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Arguments.h"
#include "Sdk.h"
#include "llvm/ADT/DenseSet.h"

using namespace plue;
using namespace plue::eval;

static bool mayHoldStep(const Evaluator &evaluator, TypeId type) {
  const value::TypeNode &node = evaluator.types[type];
  if (node.kind == TypeKind::Step || node.kind == TypeKind::StepOf)
    return true;
  return llvm::any_of(node.elements, [&](TypeId element) {
    return mayHoldStep(evaluator, element);
  });
}

/// Every step that \p value, which is known only at run time, may be or hold:
/// all of them count.
static void collectAlternatives(Evaluator &evaluator, ValueId value,
                                llvm::DenseSet<ValueId> &seen,
                                std::vector<StepId> &steps) {
  const ir::Workflow &workflow = evaluator.builder.workflow();
  std::vector<ValueId> pending{value};
  while (!pending.empty()) {
    ValueId next = pending.back();
    pending.pop_back();
    const ir::Op &op = workflow.op(next);
    bool isLoop = op.kind == OpKind::Foreach;
    if (!seen.insert(next).second ||
        (!isLoop && !mayHoldStep(evaluator, op.type)))
      continue;
    if (op.kind == OpKind::Step)
      steps.push_back(StepId(op.attribute));
    llvm::append_range(pending, workflow.operands(op));
    if (isLoop)
      llvm::append_range(pending, workflow.regions[op.attribute].yields);
  }
}

LogicalResult plue::eval::collectSteps(Evaluator &evaluator, Value v,
                                       const StepList &list,
                                       std::vector<StepId> &steps,
                                       unsigned depth) {
  FailureOr<Value> resolved = evaluator.resolve(v, list.range);
  if (failed(resolved) ||
      failed(evaluator.located(evaluator.burn(1), list.range)))
    return failure();
  v = *resolved;
  auto collect = [&](Value item) {
    return collectSteps(evaluator, item, list, steps, depth + 1);
  };
  if (auto *step = objectAs<StepObject>(v)) {
    steps.push_back(step->step);
    return success();
  }
  if (v.isNone())
    return success();
  if (const Choice *choice = evaluator.choiceOf(v))
    return failed(collect(choice->whenTrue)) ? failure()
                                             : collect(choice->whenFalse);
  if (isRuntime(v) && mayHoldStep(evaluator, evaluator.typeOfSymbolic(v))) {
    llvm::DenseSet<ValueId> seen;
    collectAlternatives(evaluator, runtimeId(v), seen, steps);
    return success();
  }
  bool isSequence = v.is(Kind::List) || v.is(Kind::Tuple);
  if (!isSequence || depth > evaluator.limits.syntaxDepth) {
    auto diagnostic = evaluator.diags.report(
        list.range, diag::argument_type, list.parameter, list.function,
        list.wanted, describeType(evaluator, v));
    if (v.isStr())
      diagnostic.hint("keep what the call returns, `build = ctx.run(…)`, and "
                      "give that: `[build]`");
    return evaluator.reported();
  }
  llvm::ArrayRef<Value> items = v.is(Kind::List)
                                    ? llvm::ArrayRef<Value>(v.asList()->items)
                                    : v.asTuple()->items;
  for (Value item : items)
    if (failed(collect(item)))
      return failure();
  return success();
}

FailureOr<Value> plue::eval::runParallel(Evaluator &evaluator,
                                         const CallArgs &args,
                                         const CallSite &site) {
  static constexpr llvm::StringRef parameters[] = {"steps"};
  auto arguments =
      Arguments::bind(evaluator, {"ctx.parallel", parameters, 1}, args, site);
  if (failed(arguments) || failed(arguments->require("steps")))
    return failure();
  Value steps = arguments->get("steps");
  bool isRunTime = isRuntime(steps) &&
                   mayHoldStep(evaluator, evaluator.typeOfSymbolic(steps));
  if (!steps.is(Kind::List) && !steps.is(Kind::Tuple) && !isRunTime) {
    if (steps.is(Kind::Iterator)) {
      auto items = evaluator.located(value::items(evaluator, steps),
                                     arguments->rangeOf("steps"));
      FailureOr<Value> list = failure();
      if (succeeded(items))
        list = evaluator.located(evaluator.heap.makeList(evaluator, *items),
                                 site.range);
      if (failed(list))
        return failure();
      steps = *list;
    } else {
      return arguments->wrongType("steps", "a list of steps");
    }
  }
  std::vector<StepId> members;
  if (failed(collectSteps(evaluator, steps,
                          {.function = "ctx.parallel",
                           .parameter = "steps",
                           .wanted = "a list of steps",
                           .range = arguments->rangeOf("steps")},
                          members)))
    return failure();
  llvm::sort(members);
  evaluator.builder.parallel(members);
  if (isRunTime)
    return steps;
  llvm::ArrayRef<Value> items =
      steps.is(Kind::List) ? llvm::ArrayRef<Value>(steps.asList()->items)
                           : steps.asTuple()->items;
  return evaluator.located(evaluator.heap.makeList(evaluator, items),
                           site.range);
}
