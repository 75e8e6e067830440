//===- StepInputs.cpp - What steps other than commands are given ----------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/StepInputs.h"

using namespace plue;
using namespace plue::ir;

static constexpr bool Required = true;

static constexpr StepInput ReadInputs[] = {{"path", StepInput::Text, Required},
                                           {"optional", StepInput::Bool}};
static constexpr StepInput WriteInputs[] = {
    {"path", StepInput::Text, Required},
    {"content", StepInput::AnyText, Required}};
static constexpr StepInput GlobInputs[] = {
    {"pattern", StepInput::Text, Required}};
static constexpr StepInput ExistsInputs[] = {
    {"path", StepInput::Text, Required}};
static constexpr StepInput DiffInputs[] = {
    {"base"}, {"head"}, {"paths", StepInput::Texts}};
static constexpr StepInput LogInputs[] = {{"n", StepInput::Int, Required}};
static constexpr StepInput CheckoutInputs[] = {
    {"ref", StepInput::Text, Required}};
static constexpr StepInput BodyInputs[] = {{"body", StepInput::Text, Required}};
static constexpr StepInput ReviewCommentInputs[] = {
    {"path", StepInput::Text, Required},
    {"line", StepInput::Int, Required},
    {"body", StepInput::Text, Required}};
static constexpr StepInput ApproveInputs[] = {{"body"}};
static constexpr StepInput IssueCommentInputs[] = {
    {"body", StepInput::Text, Required}, {"number", StepInput::Int}};

llvm::ArrayRef<StepInput> ir::inputsOf(StepKind kind) {
  switch (kind) {
  case StepKind::Shell:
  case StepKind::Check:
  case StepKind::Foreach:
    return {};
  case StepKind::Read:
    return ReadInputs;
  case StepKind::Write:
    return WriteInputs;
  case StepKind::Glob:
    return GlobInputs;
  case StepKind::Exists:
    return ExistsInputs;
  case StepKind::GitDiff:
    return DiffInputs;
  case StepKind::GitLog:
    return LogInputs;
  case StepKind::GitCheckout:
    return CheckoutInputs;
  case StepKind::Comment:
  case StepKind::RequestChanges:
    return BodyInputs;
  case StepKind::ReviewComment:
    return ReviewCommentInputs;
  case StepKind::Approve:
    return ApproveInputs;
  case StepKind::IssueComment:
    return IssueCommentInputs;
  }
  return {}; // A kind that only a broken plan has.
}

bool ir::hasValue(StepKind kind) {
  switch (kind) {
  case StepKind::Read:
  case StepKind::Glob:
  case StepKind::Exists:
  case StepKind::GitDiff:
  case StepKind::GitLog:
    return true;
  default:
    return false;
  }
}

ValueId ir::findInput(const StepDefinition &definition, llvm::StringRef name) {
  for (const NamedValue &input : definition.inputs)
    if (input.name == name)
      return input.value;
  return ValueId();
}
