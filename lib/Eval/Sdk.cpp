//===- Sdk.cpp - The names a workflow sees --------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The prelude: types, exceptions, pure built-ins, and what the module
/// `plue` offers. All of it is listed here and nothing else exists (R024,
/// R209).
//===----------------------------------------------------------------------===//
#include "Sdk.h"
#include "Arguments.h"
#include "plue/IR/Spelling.h"
#include "plue/Value/Builtins.h"

using namespace plue;
using namespace plue::eval;

//--- The tables ---------------------------------------------------------------

static constexpr llvm::StringRef exceptionNames[] = {
    "Exception",      "ValueError",        "TypeError",
    "KeyError",       "IndexError",        "RuntimeError",
    "AssertionError", "ZeroDivisionError", "NotImplementedError"};

static constexpr struct {
  llvm::StringRef name;
  NativeObject::Function function;
} sdkFunctions[] = {
    {"workflow", makeWorkflow},
    {"push", makePush},
    {"pull_request", makePullRequest},
    {"manual", makeManual},
    {"schedule", makeSchedule},
    {"issue_comment", makeIssueComment},
    {"schema", makeSchema},
    {"enum", makeEnum},
    {"optional", makeOptional},
    {"cache_key", makeCacheKey},
    {"hash_files", makeHashFiles},
};

/// The SDK's own names, then those it shares with Python (R039: `from plue
/// import list` is as good as not importing it).
static llvm::ArrayRef<llvm::StringRef> sdkNames() {
  static constexpr llvm::StringRef names[] = {
      "workflow", "push",          "pull_request", "manual",
      "schedule", "issue_comment", "schema",       "enum",
      "optional", "cache_key",     "hash_files"};
  static_assert(std::size(names) == std::size(sdkFunctions));
  return names;
}

const sema::Prelude &plue::eval::prelude() {
  static const std::vector<llvm::StringRef> builtins = [] {
    std::vector<llvm::StringRef> names = value::classNames().vec();
    llvm::append_range(names, exceptionNames);
    llvm::append_range(names, value::builtinNames());
    return names;
  }();
  static const sema::Prelude result{
      .builtins = builtins, .sdk = sdkNames(), .context = contextNames()};
  return result;
}

//--- Values of names ----------------------------------------------------------

static FailureOr<Value> exceptionAsValue(Evaluator &evaluator, const CallArgs &,
                                         const CallSite &site) {
  return evaluator.error(
      evaluator.diags.report(site.range, diag::raise_dynamic));
}

Value Evaluator::sdkValue(size_t index) {
  sdk.resize(std::size(sdkFunctions));
  if (!sdk[index])
    sdk[index] = Value::object(heap.makeObject<NativeObject>(
        sdkFunctions[index].name, sdkFunctions[index].function));
  return sdk[index];
}

FailureOr<Value> Evaluator::builtinValue(size_t slot) {
  llvm::ArrayRef<llvm::StringRef> builtins = prelude().builtins;
  if (slot >= builtins.size())
    return sdkValue(slot - builtins.size());
  llvm::StringRef name = builtins[slot];
  size_t numClasses = value::classNames().size();
  if (slot < numClasses)
    return *value::findClass(types, name);
  if (slot < numClasses + std::size(exceptionNames))
    return Value::object(heap.makeObject<NativeObject>(name, exceptionAsValue));
  return Value::builtin(*value::findBuiltin(name));
}

static FailureOr<Value>
moduleAttribute(Evaluator &evaluator, llvm::StringRef name, SourceRange range) {
  for (auto [i, known] : llvm::enumerate(sdkNames()))
    if (known == name)
      return evaluator.sdkValue(i);
  if (auto known = value::findClass(evaluator.types, name))
    return *known;
  return evaluator.unknownAttribute("the module `plue`", name, sdkNames(),
                                    range);
}

Value Evaluator::moduleValue() {
  return Value::object(
      heap.makeObject<NamespaceObject>("module", moduleAttribute));
}

//--- @workflow ----------------------------------------------------------------

static LogicalResult readTriggers(Evaluator &evaluator,
                                  const Arguments &arguments,
                                  WorkflowObject &workflow) {
  Value triggers = arguments.get("triggers");
  if (!triggers)
    return success(); // decorate() reports it, with the workflow's name.
  llvm::ArrayRef<Value> items(triggers);
  if (triggers.is(Kind::List))
    items = triggers.asList()->items;
  else if (triggers.is(Kind::Tuple))
    items = triggers.asTuple()->items;
  for (Value item : items) {
    if (auto *trigger = objectAs<TriggerObject>(item)) {
      workflow.triggers.push_back(trigger->trigger);
      continue;
    }
    auto *function = objectAs<NativeObject>(item);
    auto builder = evaluator.diags.report(
        arguments.rangeOf("triggers"), diag::argument_type, "triggers",
        "workflow", "a list of triggers", describeType(evaluator, item));
    if (function)
      builder.hint("call it: `" + function->name + "()`");
    else if (item.isStr())
      builder.hint("triggers are made by functions: `push()`");
    return evaluator.reported();
  }
  return success();
}

FailureOr<Value> plue::eval::makeWorkflow(Evaluator &evaluator,
                                          const CallArgs &args,
                                          const CallSite &site) {
  static constexpr llvm::StringRef parameters[] = {"triggers", "image",
                                                   "dockerfile", "timeout"};
  if (args.positional.size() == 1 &&
      objectAs<FunctionObject>(args.positional[0]))
    return evaluator.error(
        evaluator.diags.report(site.range, diag::workflow_not_called));
  auto arguments =
      Arguments::bind(evaluator, {"workflow", parameters, 1}, args, site);
  if (failed(arguments))
    return failure();
  auto *workflow = evaluator.heap.makeObject<WorkflowObject>();
  FailureOr<std::string> image = arguments->string("image");
  FailureOr<std::string> dockerfile = arguments->string("dockerfile");
  FailureOr<uint64_t> timeout = arguments->duration("timeout");
  if (failed(readTriggers(evaluator, *arguments, *workflow)) || failed(image) ||
      failed(dockerfile) || failed(timeout))
    return failure();
  if (!image->empty() && !dockerfile->empty()) // R036, C44
    return evaluator.error(evaluator.diags.report(
        arguments->rangeOf("dockerfile"), diag::arguments_exclusive, "workflow",
        "image", "dockerfile"));
  if (!image->empty() && !ir::isImage(*image))
    return arguments->wrongValue("image", "must be an image reference");
  if (!dockerfile->empty() && !ir::isRelativePath(*dockerfile))
    return arguments->wrongValue("dockerfile",
                                 "must be a path inside the project, such as "
                                 "`ci/Dockerfile`");
  workflow->image = *image;
  workflow->dockerfile = *dockerfile;
  workflow->timeoutMs = *timeout;
  workflow->range = site.range;
  return Value::object(evaluator.heap.makeObject<BoundObject>(workflow));
}

FailureOr<Value> Evaluator::decorate(const BoundObject &decorator,
                                     const CallArgs &args,
                                     const CallSite &site) {
  const FunctionObject *function = nullptr;
  if (args.positional.size() == 1 && args.keywords.empty())
    function = objectAs<FunctionObject>(args.positional[0]);
  if (!function || !function->def)
    return error(diags.report(site.range, diag::workflow_decorated));
  if (function->parameters.size() != 1)
    return error(diags
                     .report(function->range, diag::workflow_signature,
                             function->name,
                             uint64_t(function->parameters.size()))
                     .hint("write `def " + function->name + "(ctx):`"));
  if (decorator.workflow->triggers.empty())
    return error(diags
                     .report(decorator.workflow->range,
                             diag::workflow_untriggered, function->name)
                     .hint("say what starts it: `@workflow(triggers=[push(), "
                           "manual()])`"));
  for (const WorkflowObject *other : workflows)
    if (other->function->name == function->name)
      return error(
          diags
              .report(function->range, diag::workflow_duplicate, function->name)
              .note(other->function->range, diag::note_previous_here));
  decorator.workflow->function = function;
  workflows.push_back(decorator.workflow);
  return Value::object(decorator.workflow);
}
