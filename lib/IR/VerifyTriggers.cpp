//===- VerifyTriggers.cpp - Names, images and triggers of workflows -------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Text.h"
#include "Verify.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace plue;
using namespace plue::ir;
using value::TypeKind;

//--- Inputs -------------------------------------------------------------------

/// Whether \p constant is a value of \p type.
static bool fits(const TypeStore &types, const Constant &constant, TypeId type,
                 TextChecker &texts) {
  if (types.isOptional(type)) {
    if (constant.kind == Constant::None)
      return true;
    type = types[type].elements[0];
  }
  switch (types.kind(type)) {
  case TypeKind::Bool:
    return constant.kind == Constant::Bool;
  case TypeKind::Int:
    return constant.kind == Constant::Int || constant.kind == Constant::BigInt;
  case TypeKind::Float:
    return constant.kind == Constant::Float || constant.kind == Constant::Int;
  case TypeKind::Str:
    return constant.kind == Constant::Str;
  case TypeKind::Enum:
    return constant.kind == Constant::Str &&
           texts.hasName(types, type, constant.text);
  case TypeKind::Any:
  case TypeKind::Union:
    return true;
  default:
    return false;
  }
}

static llvm::Error verifyInputs(const Plan &plan,
                                llvm::ArrayRef<InputDecl> inputs,
                                TextChecker &texts) {
  llvm::StringSet<> names;
  for (const InputDecl &input : inputs) {
    if (!isIdentifier(input.name))
      return makeError("the name of an input is not an identifier");
    if (!names.insert(input.name).second)
      return makeError("input `{0}` is there twice", input.name);
    if (input.type.index >= plan.types.size())
      return makeError("input `{0}`: type {1} does not exist", input.name,
                       input.type.index);
    TypeKind kind = plan.types.kind(input.type);
    if (kind == TypeKind::Step || kind == TypeKind::Secret)
      return makeError("input `{0}`: nobody can give a value of its type",
                       input.name);
    if (!input.defaultValue)
      continue;
    if (input.defaultValue->index >= plan.constants.size())
      return makeError("input `{0}`: constant {1} does not exist", input.name,
                       input.defaultValue->index);
    if (!fits(plan.types, plan.constants[input.defaultValue->index], input.type,
              texts))
      return makeError("input `{0}`: its default has another type", input.name);
  }
  return llvm::Error::success();
}

//--- Triggers -----------------------------------------------------------------

static llvm::Error verifyPatterns(llvm::StringRef what,
                                  llvm::ArrayRef<llvm::StringRef> patterns,
                                  TextChecker &texts) {
  for (llvm::StringRef pattern : patterns)
    if (pattern.empty() || !texts.isPlain(pattern))
      return makeError("one of its {0} is not plain text", what);
  return llvm::Error::success();
}

/// Fields that mean something for other kinds of triggers only.
static llvm::StringRef strayField(const Trigger &trigger) {
  using enum TriggerKind;
  TriggerKind kind = trigger.kind;
  if (!trigger.branches.empty() && kind != Push && kind != PullRequest)
    return "branches";
  if (!trigger.types.empty() && kind != PullRequest && kind != IssueComment)
    return "types";
  if (!trigger.tags.empty() && kind != Push)
    return "tags";
  if (!trigger.paths.empty() && kind != Push && kind != PullRequest)
    return "paths";
  if (!trigger.inputs.empty() && kind != Manual)
    return "inputs";
  if (!trigger.cron.empty() && kind != Schedule)
    return "cron fields";
  if (!trigger.contains.empty() && kind != IssueComment)
    return "a text to contain";
  return "";
}

static llvm::Error verifyTrigger(const Plan &plan, const Trigger &trigger,
                                 TextChecker &texts) {
  if (trigger.kind > TriggerKind::IssueComment)
    return makeError("unknown kind {0}", unsigned(trigger.kind));
  if (llvm::StringRef field = strayField(trigger); !field.empty())
    return makeError("{0} has {1}", spelling(trigger.kind), field);
  if (trigger.kind == TriggerKind::Schedule && !isCron(trigger.cron))
    return makeError("{0} is no schedule",
                     quoted(trigger.cron.take_front(100)));
  PLUE_TRY(verifyPatterns("branches", trigger.branches, texts));
  PLUE_TRY(verifyPatterns("types", trigger.types, texts));
  PLUE_TRY(verifyPatterns("tags", trigger.tags, texts));
  PLUE_TRY(verifyPatterns("paths", trigger.paths, texts));
  if (!texts.isUtf8(trigger.contains) || trigger.contains.contains('\0'))
    return makeError("what it must contain is not text");
  return verifyInputs(plan, trigger.inputs, texts);
}

//--- Workflows ----------------------------------------------------------------

llvm::Error ir::verifyHeader(const Plan &plan, const Workflow &workflow,
                             TextChecker &texts) {
  if (!isName(workflow.name))
    return faultAt({}, "its name is not one");
  if (!texts.isUtf8(workflow.doc))
    return faultAt({}, "its documentation is not text");
  if (workflow.image.empty() == workflow.dockerfile.empty())
    return faultAt({}, "it must have either an image or a dockerfile");
  if (!workflow.image.empty() && !isImage(workflow.image))
    return faultAt({}, "its image is not a reference");
  if (!workflow.dockerfile.empty() && !isRelativePath(workflow.dockerfile))
    return faultAt({}, "its dockerfile is not a path inside the project");
  if (workflow.timeoutMs > MaxDurationMs)
    return faultAt({}, "its timeout is longer than ten days");
  for (auto [i, trigger] : llvm::enumerate(workflow.triggers))
    if (llvm::Error error = verifyTrigger(plan, trigger, texts))
      return faultAt({PlanPlace::Trigger, uint32_t(i)}, "trigger {0}: {1}", i,
                     llvm::toString(std::move(error)));
  return llvm::Error::success();
}
