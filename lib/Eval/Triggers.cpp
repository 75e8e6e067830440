//===- Triggers.cpp - What starts a workflow ------------------------------===//
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

static std::vector<llvm::StringRef>
saveAll(Evaluator &evaluator, const std::vector<std::string> &texts) {
  std::vector<llvm::StringRef> saved;
  for (const std::string &text : texts)
    saved.push_back(evaluator.builder.plan().plan().save(text));
  return saved;
}

static Value makeTrigger(Evaluator &evaluator, ir::Trigger trigger) {
  return Value::object(
      evaluator.heap.makeObject<TriggerObject>(std::move(trigger)));
}

/// Reads the list parameter \p name into \p into.
static LogicalResult readList(Evaluator &evaluator, const Arguments &arguments,
                              llvm::StringRef name,
                              std::vector<llvm::StringRef> &into) {
  FailureOr<std::vector<std::string>> texts = arguments.strings(name);
  if (failed(texts))
    return failure();
  auto isUsable = [](const std::string &text) {
    return !text.empty() && ir::isPlainText(text);
  };
  if (!llvm::all_of(*texts, isUsable))
    return arguments.wrongValue(
        name, "must not hold empty strings or control characters");
  into = saveAll(evaluator, *texts);
  return success();
}

/// Reads `types`, whose items must be among \p known.
static LogicalResult readActions(Evaluator &evaluator,
                                 const Arguments &arguments,
                                 llvm::ArrayRef<llvm::StringRef> known,
                                 ir::Trigger &trigger) {
  if (failed(readList(evaluator, arguments, "types", trigger.types)))
    return failure();
  for (llvm::StringRef type : trigger.types) {
    if (llvm::is_contained(known, type))
      continue;
    llvm::StringRef similar = nearest(type, known);
    std::string why =
        "has `" + type.str() + "`, which no event has; " +
        (similar.empty() ? "there are " + listOf(known, 30)
                         : "did you mean `" + similar.str() + "`?");
    return arguments.wrongValue("types", why);
  }
  return success();
}

FailureOr<Value> plue::eval::makePush(Evaluator &evaluator,
                                      const CallArgs &args,
                                      const CallSite &site) {
  static constexpr llvm::StringRef parameters[] = {"branches", "tags", "paths"};
  auto arguments =
      Arguments::bind(evaluator, {"push", parameters, 0}, args, site);
  if (failed(arguments))
    return failure();
  ir::Trigger trigger{.kind = ir::TriggerKind::Push};
  if (failed(readList(evaluator, *arguments, "branches", trigger.branches)) ||
      failed(readList(evaluator, *arguments, "tags", trigger.tags)) ||
      failed(readList(evaluator, *arguments, "paths", trigger.paths)))
    return failure();
  return makeTrigger(evaluator, std::move(trigger));
}

FailureOr<Value> plue::eval::makePullRequest(Evaluator &evaluator,
                                             const CallArgs &args,
                                             const CallSite &site) {
  static constexpr llvm::StringRef parameters[] = {"types", "branches",
                                                   "paths"};
  static constexpr llvm::StringRef actions[] = {"opened",
                                                "synchronize",
                                                "reopened",
                                                "closed",
                                                "edited",
                                                "labeled",
                                                "unlabeled",
                                                "assigned",
                                                "unassigned",
                                                "locked",
                                                "unlocked",
                                                "ready_for_review",
                                                "converted_to_draft",
                                                "review_requested",
                                                "review_request_removed"};
  auto arguments =
      Arguments::bind(evaluator, {"pull_request", parameters, 0}, args, site);
  if (failed(arguments))
    return failure();
  ir::Trigger trigger{.kind = ir::TriggerKind::PullRequest};
  if (failed(readActions(evaluator, *arguments, actions, trigger)) ||
      failed(readList(evaluator, *arguments, "branches", trigger.branches)) ||
      failed(readList(evaluator, *arguments, "paths", trigger.paths)))
    return failure();
  if (trigger.types.empty())
    trigger.types = {"opened", "synchronize"}; // R214
  return makeTrigger(evaluator, std::move(trigger));
}

FailureOr<Value> plue::eval::makeManual(Evaluator &evaluator,
                                        const CallArgs &args,
                                        const CallSite &site) {
  static constexpr llvm::StringRef parameters[] = {"inputs"};
  auto arguments =
      Arguments::bind(evaluator, {"manual", parameters, 0}, args, site);
  if (failed(arguments))
    return failure();
  ir::Trigger trigger{.kind = ir::TriggerKind::Manual};
  Value inputs = arguments->get("inputs");
  if (!inputs)
    return makeTrigger(evaluator, std::move(trigger));
  if (!inputs.is(Kind::Dict))
    return arguments->wrongType("inputs", "a dict from names to types");
  for (const auto &entry : inputs.asDict()->entries) {
    if (!entry.key)
      continue;
    if (!entry.key.isStr() || !ir::isIdentifier(entry.key.text()))
      return arguments->wrongValue("inputs", "must have identifiers as keys");
    TypeId type = typeArgument(entry.value);
    if (!type)
      return arguments->wrongValue(
          "inputs", "must have types as values, such as `{\"env\": str}`");
    trigger.inputs.push_back(
        {.name = evaluator.builder.plan().plan().save(entry.key.text()),
         .type = type,
         .defaultValue = {}});
  }
  return makeTrigger(evaluator, std::move(trigger));
}

//--- Schedules and comments ---------------------------------------------------

FailureOr<Value> plue::eval::makeSchedule(Evaluator &evaluator,
                                          const CallArgs &args,
                                          const CallSite &site) {
  static constexpr llvm::StringRef parameters[] = {"cron"};
  auto arguments =
      Arguments::bind(evaluator, {"schedule", parameters, 1}, args, site);
  if (failed(arguments) || failed(arguments->require("cron")))
    return failure();
  FailureOr<std::string> cron = arguments->string("cron");
  if (failed(cron))
    return failure();
  if (!ir::isCron(*cron))
    return arguments->wrongValue(
        "cron", "must have five fields in their ranges, minute hour day month "
                "weekday, such as `0 4 * * 1-5`");
  ir::Trigger trigger{.kind = ir::TriggerKind::Schedule};
  trigger.cron = evaluator.builder.plan().plan().save(*cron);
  return makeTrigger(evaluator, std::move(trigger));
}

FailureOr<Value> plue::eval::makeIssueComment(Evaluator &evaluator,
                                              const CallArgs &args,
                                              const CallSite &site) {
  static constexpr llvm::StringRef parameters[] = {"contains", "types"};
  static constexpr llvm::StringRef actions[] = {"created", "edited", "deleted"};
  auto arguments =
      Arguments::bind(evaluator, {"issue_comment", parameters, 0}, args, site);
  if (failed(arguments))
    return failure();
  ir::Trigger trigger{.kind = ir::TriggerKind::IssueComment};
  FailureOr<std::string> contains = arguments->string("contains");
  if (failed(contains) ||
      failed(readActions(evaluator, *arguments, actions, trigger)))
    return failure();
  if (!ir::isPlainText(*contains))
    return arguments->wrongValue("contains",
                                 "must not hold control characters");
  if (trigger.types.empty())
    trigger.types = {"created"};
  trigger.contains = evaluator.builder.plan().plan().save(*contains);
  return makeTrigger(evaluator, std::move(trigger));
}
