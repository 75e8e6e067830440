//===- ContextObject.cpp - What a workflow is handed ----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file `ctx` and the namespaces behind it. Their fields are run-time values,
/// made when they are first read: design 4.1.
//===----------------------------------------------------------------------===//
#include "Arguments.h"
#include "EventTypes.h"
#include "Sdk.h"

using namespace plue;
using namespace plue::eval;

static llvm::ArrayRef<ir::Trigger> triggersOf(const Evaluator &evaluator) {
  return evaluator.workflow->triggers;
}

static Value makeNamespace(Evaluator &evaluator, llvm::StringRef name,
                           NamespaceObject::Attribute attribute) {
  return Value::object(
      evaluator.heap.makeObject<NamespaceObject>(name, attribute));
}

//--- ctx.event ----------------------------------------------------------------

static FailureOr<Value>
eventAttribute(Evaluator &evaluator, llvm::StringRef name, SourceRange range) {
  TypeId type = eventFieldType(evaluator.types, name, triggersOf(evaluator));
  if (!type)
    return evaluator.unknownAttribute("`ctx.event`", name, eventFieldNames(),
                                      range);
  return evaluator.symbolic(
      evaluator.emitNamed(OpKind::Event, type, {}, name, range));
}

//--- ctx.inputs, ctx.env, ctx.secrets, ctx.repo -------------------------------

/// Inputs come with a manual start only; under any other they are None.
static FailureOr<Value>
inputAttribute(Evaluator &evaluator, llvm::StringRef name, SourceRange range) {
  llvm::SmallVector<llvm::StringRef> names;
  bool isAlwaysManual = true;
  TypeId type;
  for (const ir::Trigger &trigger : triggersOf(evaluator)) {
    isAlwaysManual &= trigger.kind == ir::TriggerKind::Manual;
    for (const ir::InputDecl &input : trigger.inputs) {
      names.push_back(input.name);
      if (input.name == name)
        type = input.type;
    }
  }
  if (!type) {
    auto builder = evaluator.diags.report(range, diag::unknown_input, name);
    llvm::StringRef similar = nearest(name, names);
    if (!similar.empty())
      builder.suggest(range, similar);
    else if (names.empty())
      builder.hint("declare it in the trigger: `manual(inputs={\"" + name +
                   "\": str})`");
    else
      builder.hint("it has " + listOf(names, 12));
    return LogicalResult(evaluator.reported());
  }
  if (!isAlwaysManual)
    type = evaluator.types.optional(type);
  return evaluator.symbolic(
      evaluator.emitNamed(OpKind::Input, type, {}, name, range));
}

static FailureOr<Value> envAttribute(Evaluator &evaluator, llvm::StringRef name,
                                     SourceRange range) {
  return evaluator.symbolic(
      evaluator.emitNamed(OpKind::Env, types::Str, {}, name, range));
}

static FailureOr<Value>
secretAttribute(Evaluator &evaluator, llvm::StringRef name, SourceRange range) {
  return evaluator.symbolic(
      evaluator.emitNamed(OpKind::Secret, types::Secret, {}, name, range));
}

static FailureOr<Value> secretFunction(Evaluator &evaluator,
                                       const CallArgs &args,
                                       const CallSite &site) {
  static constexpr llvm::StringRef parameters[] = {"name"};
  auto bound =
      Arguments::bind(evaluator, {"ctx.secret", parameters, 1}, args, site);
  if (failed(bound) || failed(bound->require("name")))
    return failure();
  FailureOr<std::string> name = bound->string("name");
  if (failed(name))
    return failure();
  return secretAttribute(evaluator, *name, site.range);
}

static FailureOr<Value> repoAttribute(Evaluator &evaluator,
                                      llvm::StringRef name, SourceRange range) {
  FailureOr<Value> event = contextAttribute(evaluator, "event", range);
  if (failed(event))
    return failure();
  FailureOr<Value> repository =
      evaluator.getAttribute(*event, "repository", range);
  if (failed(repository))
    return failure();
  return evaluator.getAttribute(*repository, name, range);
}

//--- ctx ----------------------------------------------------------------------

llvm::ArrayRef<llvm::StringRef> plue::eval::contextNames() {
  static constexpr llvm::StringRef names[] = {
      "event",   "inputs",   "env",     "secrets",        "repo",
      "run",     "parallel", "success", "fail",           "secret",
      "read",    "write",    "glob",    "exists",         "git",
      "comment", "issue",    "approve", "review_comment", "request_changes"};
  return names;
}

FailureOr<Value> plue::eval::contextAttribute(Evaluator &evaluator,
                                              llvm::StringRef name,
                                              SourceRange range) {
  if (name == "event")
    return makeNamespace(evaluator, "ctx.event", eventAttribute);
  if (name == "inputs")
    return makeNamespace(evaluator, "ctx.inputs", inputAttribute);
  if (name == "env")
    return makeNamespace(evaluator, "ctx.env", envAttribute);
  if (name == "secrets")
    return makeNamespace(evaluator, "ctx.secrets", secretAttribute);
  if (name == "repo")
    return makeNamespace(evaluator, "ctx.repo", repoAttribute);
  if (name == "git")
    return makeNamespace(evaluator, "ctx.git", gitAttribute);
  if (name == "issue")
    return makeNamespace(evaluator, "ctx.issue", issueAttribute);

  static constexpr struct {
    llvm::StringRef name;
    NativeObject::Function function;
  } methods[] = {
      {"run", runStep},           {"parallel", runParallel},
      {"success", endInSuccess},  {"fail", endInFailure},
      {"secret", secretFunction},
  };
  for (const auto &method : methods)
    if (method.name == name)
      return Value::object(evaluator.heap.makeObject<NativeObject>(
          method.name, method.function));
  if (Value action = findAction(evaluator, ("ctx." + name).str()))
    return action;
  return evaluator.unknownAttribute("`ctx`", name, contextNames(), range);
}

Value Evaluator::contextValue() {
  if (!context)
    context = makeNamespace(*this, "ctx", contextAttribute);
  return context;
}
