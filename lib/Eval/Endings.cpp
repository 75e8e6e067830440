//===- Endings.cpp - ctx.success and ctx.fail -----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Arguments.h"
#include "Sdk.h"
#include "plue/IR/Spelling.h"

using namespace plue;
using namespace plue::eval;

FailureOr<Value> Evaluator::endRun(ir::End end, SourceRange range) {
  end.when = guard();
  builder.setLocation(locate(range));
  builder.end(std::move(end));
  (void)endAgain();
  hasEnded = true;
  return LogicalResult(reported());
}

FailureOr<Value> plue::eval::endInFailure(Evaluator &evaluator,
                                          const CallArgs &args,
                                          const CallSite &site) {
  static constexpr llvm::StringRef parameters[] = {"reason"};
  auto arguments =
      Arguments::bind(evaluator, {"ctx.fail", parameters, 1}, args, site);
  if (failed(arguments))
    return failure();
  ir::End end{.isSuccess = false, .when = {}, .reason = {}, .outputs = {}};
  if (arguments->has("reason")) {
    SourceRange range = arguments->rangeOf("reason");
    FailureOr<Value> text =
        evaluator.toText(arguments->get("reason"), 's', range);
    FailureOr<ValueId> reason = failed(text) ? FailureOr<ValueId>(failure())
                                             : evaluator.reify(*text, range);
    if (failed(reason))
      return failure();
    if (evaluator.builder.workflow().typeOf(*reason) == types::Secret)
      return evaluator.refuseSecret("given as a reason", range, *reason);
    end.reason = *reason;
  }
  return evaluator.endRun(std::move(end), site.range);
}

/// C40: a lone `outputs={…}` means its entries.
static FailureOr<std::vector<std::pair<llvm::StringRef, Value>>>
outputsOf(Evaluator &evaluator, const CallArgs &args, const CallSite &site) {
  std::vector<std::pair<llvm::StringRef, Value>> outputs(args.keywords.begin(),
                                                         args.keywords.end());
  bool isLoneDict = outputs.size() == 1 && outputs[0].first == "outputs" &&
                    outputs[0].second.is(Kind::Dict);
  if (!isLoneDict)
    return outputs;
  evaluator.diags.report(site.keyword("outputs"), diag::outputs_dict)
      .hint("write `ctx.success(name=value, …)`");
  value::DictObject *dict = outputs[0].second.asDict();
  outputs.clear();
  for (const auto &entry : dict->entries) {
    if (!entry.key)
      continue;
    if (!entry.key.isStr())
      return evaluator.error(evaluator.diags.report(
          site.keyword("outputs"), diag::argument_type, "outputs",
          "ctx.success", "a dict with string keys",
          describeType(evaluator, entry.key)));
    outputs.push_back({entry.key.text(), entry.value});
  }
  return outputs;
}

FailureOr<Value> plue::eval::endInSuccess(Evaluator &evaluator,
                                          const CallArgs &args,
                                          const CallSite &site) {
  if (!args.positional.empty())
    return evaluator.error(
        evaluator.diags
            .report(site.positional(0), diag::too_many_arguments, "ctx.success",
                    uint64_t(0), uint64_t(args.positional.size()))
            .hint("outputs have names: `ctx.success(version=…)`"));
  auto outputs = outputsOf(evaluator, args, site);
  if (failed(outputs))
    return failure();
  ir::End end{.isSuccess = true, .when = {}, .reason = {}, .outputs = {}};
  for (auto [name, v] : *outputs) {
    SourceRange range = site.keyword(name);
    if (!ir::isIdentifier(name))
      return evaluator.error(evaluator.diags.report(
          range, diag::argument_value, name, "ctx.success",
          "must be named by an identifier"));
    FailureOr<Value> resolved = evaluator.resolve(v, range);
    FailureOr<ValueId> value = failed(resolved)
                                   ? FailureOr<ValueId>(failure())
                                   : evaluator.reify(*resolved, range);
    if (failed(value))
      return failure();
    if (evaluator.mayHoldSecret(evaluator.builder.workflow().typeOf(*value)))
      return evaluator.refuseSecret("an output", range, *value);
    end.outputs.push_back({evaluator.builder.plan().plan().save(name), *value});
  }
  return evaluator.endRun(std::move(end), site.range);
}
