//===- Parallel.cpp - ctx.parallel ----------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Arguments.h"
#include "Sdk.h"

using namespace plue;
using namespace plue::eval;

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
  bool isSequence = v.is(Kind::List) || v.is(Kind::Tuple);
  if (!isSequence || depth > evaluator.limits.syntaxDepth)
    return evaluator.error(evaluator.diags.report(
        list.range, diag::argument_type, list.parameter, list.function,
        list.wanted, describeType(evaluator, v)));
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
  if (!steps.is(Kind::List) && !steps.is(Kind::Tuple)) {
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
  evaluator.builder.parallel(members);
  llvm::ArrayRef<Value> items =
      steps.is(Kind::List) ? llvm::ArrayRef<Value>(steps.asList()->items)
                           : steps.asTuple()->items;
  return evaluator.located(evaluator.heap.makeList(evaluator, items),
                           site.range);
}
