//===- Actions.cpp - ctx.read, ctx.git.diff, ctx.comment, … ---------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The operations of the context that are steps but no commands. What
/// each takes is in lib/IR/StepInputs.cpp; here are their names as methods, and
/// what can be checked before anything runs. Those that look at something
/// return what they will have seen, a run-time value; those that do something
/// return a handle.
//===----------------------------------------------------------------------===//
#include "Sdk.h"
#include "StepArguments.h"
#include "plue/IR/Spelling.h"
#include "plue/IR/StepInputs.h"

using namespace plue;
using namespace plue::eval;
using ir::StepInput;
using ir::StepKind;

namespace {
struct ActionInfo {
  StepKind kind;
  /// As it is written, and its last part.
  llvm::StringRef function, method;
  /// What a step is called that is not given a name: this, then the input.
  llvm::StringRef name, namedAfter;
  /// How many of its inputs may be given by position.
  unsigned numPositional;
};
} // namespace

static constexpr ActionInfo actions[] = {
    {StepKind::Read, "ctx.read", "read", "read", "path", 1},
    {StepKind::Write, "ctx.write", "write", "write", "path", 2},
    {StepKind::Glob, "ctx.glob", "glob", "glob", "pattern", 1},
    {StepKind::Exists, "ctx.exists", "exists", "exists", "path", 1},
    {StepKind::GitDiff, "ctx.git.diff", "diff", "git diff", "", 2},
    {StepKind::GitLog, "ctx.git.log", "log", "git log", "", 1},
    {StepKind::GitCheckout, "ctx.git.checkout", "checkout", "git checkout",
     "ref", 1},
    {StepKind::Comment, "ctx.comment", "comment", "comment", "", 1},
    {StepKind::ReviewComment, "ctx.review_comment", "review_comment",
     "review comment", "", 3},
    {StepKind::Approve, "ctx.approve", "approve", "approve", "", 1},
    {StepKind::RequestChanges, "ctx.request_changes", "request_changes",
     "request changes", "", 1},
    {StepKind::IssueComment, "ctx.issue.comment", "comment", "issue comment",
     "", 2},
};

static const ActionInfo &infoOf(StepKind kind) {
  return *llvm::find_if(
      actions, [&](const ActionInfo &action) { return action.kind == kind; });
}

//--- Arguments ----------------------------------------------------------------

namespace {
class ActionReader : public StepArguments {
public:
  ActionReader(Evaluator &evaluator, const Arguments &arguments,
               const ActionInfo &action)
      : StepArguments(evaluator, arguments, action.function), action(action) {
    step.definition.kind = action.kind;
  }

  LogicalResult read();

private:
  LogicalResult readInput(const StepInput &input);
  LogicalResult checkText(llvm::StringRef name, Value v);
  FailureOr<ValueId> readText(const StepInput &input);
  FailureOr<ValueId> readInt(llvm::StringRef name);
  FailureOr<ValueId> readFlag(llvm::StringRef name);
  FailureOr<ValueId> readTexts(llvm::StringRef name);
  LogicalResult readDefaultName();
  LogicalResult checkTogether();
  void warnOfTriggers(SourceRange range);

  const ActionInfo &action;
};
} // namespace

LogicalResult ActionReader::read() {
  for (const StepInput &input : ir::inputsOf(action.kind))
    if (failed(readInput(input)))
      return failure();
  if (failed(checkTogether()) || failed(readDefaultName()) ||
      failed(readPolicy(!ir::hasValue(action.kind))) ||
      failed(readDependencies()))
    return failure();
  return success();
}

LogicalResult ActionReader::readInput(const StepInput &input) {
  if (!arguments.has(input.name)) {
    // How many commits there are to be has a default; it is in the plan.
    constexpr int64_t defaultCommits = 10;
    if (action.kind != StepKind::GitLog)
      return input.isRequired ? arguments.require(input.name) : success();
    step.definition.inputs.push_back(
        {input.name, evaluator.builder.constant({.kind = ir::Constant::Int,
                                                 .number = defaultCommits})});
    return success();
  }
  FailureOr<ValueId> value = failure();
  switch (input.kind) {
  case StepInput::Text:
  case StepInput::AnyText:
    value = readText(input);
    break;
  case StepInput::Int:
    value = readInt(input.name);
    break;
  case StepInput::Bool:
    value = readFlag(input.name);
    break;
  case StepInput::Texts:
    value = readTexts(input.name);
    break;
  }
  if (failed(value))
    return failure();
  if (*value)
    step.definition.inputs.push_back({input.name, *value});
  return success();
}

/// What is known now is checked now; plue-exec checks the rest.
LogicalResult ActionReader::checkText(llvm::StringRef name, Value v) {
  if (!v.isStr())
    return success();
  llvm::StringRef text = v.text();
  bool isPath = name == "path" || name == "paths" || name == "pattern";
  bool isRef = name == "ref" || name == "base" || name == "head";
  if (isPath && !ir::staysInside(text))
    return arguments.wrongValue(
        name, "must be relative to the workspace and stay inside it");
  if (isRef && !ir::isGitRef(text))
    return arguments.wrongValue(name, "must be a branch, a tag or a commit");
  if (name == "body" && action.kind != StepKind::Approve && text.trim().empty())
    return arguments.wrongValue(name, "must not be empty");
  return success();
}

FailureOr<ValueId> ActionReader::readText(const StepInput &input) {
  Value v = arguments.get(input.name);
  if (failed(checkText(input.name, v)))
    return failure();
  if (input.kind == StepInput::AnyText)
    return text(v, input.name);
  llvm::StringRef use = effectsOf(action.kind) == ir::Effects::Outward
                            ? "shown in a comment"
                            : "part of a path or a ref";
  return plainText(v, input.name, use);
}

FailureOr<ValueId> ActionReader::readInt(llvm::StringRef name) {
  Value v = arguments.get(name);
  SourceRange range = arguments.rangeOf(name);
  if (isRuntime(v)) {
    FailureOr<Value> present = evaluator.withoutNone(v, range);
    if (failed(present))
      return failure();
    v = evaluator.parsed(*present, types::Int,
                         action.function + "(" + name + ")", range);
  }
  bool isInt = isRuntime(v) ? evaluator.typeOfSymbolic(v) == types::Int
                            : v.is(Kind::Int) && !v.isBool();
  if (!isInt)
    return arguments.wrongType(name, "an int", "convert it: `int(…)`");
  if (!isRuntime(v) && (!v.isSmallInt() || v.asInt() < 1))
    return arguments.wrongValue(name, "must be at least 1");
  return evaluator.reify(v, range);
}

/// A flag that says what type a value has; false is as good as nothing.
FailureOr<ValueId> ActionReader::readFlag(llvm::StringRef name) {
  FailureOr<std::optional<bool>> flag = arguments.boolean(name);
  if (failed(flag))
    return failure();
  return flag->value_or(false) ? evaluator.builder.constantBool(true)
                               : ValueId();
}

FailureOr<ValueId> ActionReader::readTexts(llvm::StringRef name) {
  Value v = arguments.get(name);
  SourceRange range = arguments.rangeOf(name);
  value::TypeStore &types = evaluator.types;
  if (v)
    v = evaluator.parsed(v, types.list(types::Str),
                         action.function + "(" + name + ")", range);
  if (isRuntime(v) &&
      types.isAssignable(evaluator.typeOfSymbolic(v), types.list(types::Str)))
    return runtimeId(v);
  if (!v.is(Kind::List) && !v.is(Kind::Tuple))
    return arguments.wrongType(name, "a list of strings");
  llvm::ArrayRef<Value> items = v.is(Kind::List)
                                    ? llvm::ArrayRef<Value>(v.asList()->items)
                                    : v.asTuple()->items;
  if (items.empty())
    return arguments.wrongValue(name, "must not be empty");
  llvm::SmallVector<ValueId, 8> operands;
  for (Value item : items) {
    if (failed(checkText(name, item)))
      return failure();
    FailureOr<ValueId> operand =
        plainText(item, name, "part of a path or a ref");
    if (failed(operand))
      return failure();
    operands.push_back(*operand);
  }
  return evaluator.emit(OpKind::MakeList, types.list(types::Str), operands,
                        range);
}

/// What one argument says about others.
LogicalResult ActionReader::checkTogether() {
  if (action.kind == StepKind::GitDiff && arguments.has("head") &&
      !arguments.has("base"))
    return arguments.require("base");
  bool isAimed(ir::findInput(step.definition, "number"));
  if (effectsOf(action.kind) == ir::Effects::Outward && !isAimed)
    warnOfTriggers(arguments.callRange());
  return success();
}

/// Started by a push, a run has no pull request that it could comment on. One
/// that is started by hand may be a rehearsal.
void ActionReader::warnOfTriggers(SourceRange range) {
  bool hasTarget =
      llvm::any_of(evaluator.workflow->triggers, [](const ir::Trigger &t) {
        return t.kind == ir::TriggerKind::PullRequest ||
               t.kind == ir::TriggerKind::IssueComment ||
               t.kind == ir::TriggerKind::Manual;
      });
  if (!hasTarget)
    evaluator.diags.report(range, diag::forge_untriggered, action.function)
        .hint("add a trigger: `pull_request()` or `issue_comment()`");
}

//--- Names and results --------------------------------------------------------

/// `read README.md`.
LogicalResult ActionReader::readDefaultName() {
  llvm::SmallVector<Value, 2> parts;
  bool hasSubject = !action.namedAfter.empty();
  FailureOr<Value> name = evaluator.located(
      evaluator.heap.makeStr(evaluator,
                             (action.name + (hasSubject ? " " : "")).str()),
      arguments.callRange());
  if (failed(name))
    return failure();
  parts.push_back(*name);
  for (const ir::NamedValue &input : step.definition.inputs)
    if (hasSubject && input.name == action.namedAfter)
      parts.push_back(Value::symbolic(input.value.index));
  return readName(parts);
}

/// What `ctx.git.log` tells of a commit.
static TypeId commitType(value::TypeStore &store) {
  static constexpr llvm::StringRef names[] = {"sha",  "author",  "email",
                                              "date", "subject", "message"};
  TypeId fields[std::size(names)];
  std::fill(std::begin(fields), std::end(fields), types::Str);
  return store.record("commit", names, fields);
}

/// The type of a step's value; none of one that has only a handle.
static TypeId valueType(value::TypeStore &store,
                        const ir::StepDefinition &definition) {
  switch (definition.kind) {
  case StepKind::Read:
    return ir::findInput(definition, "optional") ? store.optional(types::Str)
                                                 : types::Str;
  case StepKind::Glob:
    return store.list(types::Str);
  case StepKind::Exists:
    return types::Bool;
  case StepKind::GitDiff:
    return types::Str;
  case StepKind::GitLog:
    return store.list(commitType(store));
  default:
    return TypeId();
  }
}

static FailureOr<Value> runAction(Evaluator &evaluator,
                                  const ActionInfo &action,
                                  const CallArgs &args, const CallSite &site) {
  llvm::SmallVector<llvm::StringRef, 8> parameters;
  for (const StepInput &input : ir::inputsOf(action.kind))
    parameters.push_back(input.name);
  parameters.append({"name", "depends_on", "timeout"});
  if (!ir::hasValue(action.kind))
    parameters.push_back("continue_on_error");
  auto arguments = Arguments::bind(
      evaluator, {action.function, parameters, action.numPositional}, args,
      site);
  if (failed(arguments))
    return failure();
  ActionReader reader(evaluator, *arguments, action);
  if (failed(reader.read()))
    return failure();
  TypeId type = valueType(evaluator.types, reader.step.definition);
  reader.step.definition.resultType =
      type ? evaluator.types.stepOf(type) : types::Step;
  FailureOr<StepObject *> handle = reader.make(site);
  if (failed(handle))
    return failure();
  if (!type)
    return Value::object(*handle);
  return evaluator.symbolic(evaluator.emitNamed(
      OpKind::Result, type, {(*handle)->value}, "value", site.range));
}

//--- Methods ------------------------------------------------------------------

template <StepKind K>
static FailureOr<Value> method(Evaluator &evaluator, const CallArgs &args,
                               const CallSite &site) {
  return runAction(evaluator, infoOf(K), args, site);
}

static constexpr struct {
  StepKind kind;
  NativeObject::Function function;
} methods[] = {
    {StepKind::Read, method<StepKind::Read>},
    {StepKind::Write, method<StepKind::Write>},
    {StepKind::Glob, method<StepKind::Glob>},
    {StepKind::Exists, method<StepKind::Exists>},
    {StepKind::GitDiff, method<StepKind::GitDiff>},
    {StepKind::GitLog, method<StepKind::GitLog>},
    {StepKind::GitCheckout, method<StepKind::GitCheckout>},
    {StepKind::Comment, method<StepKind::Comment>},
    {StepKind::ReviewComment, method<StepKind::ReviewComment>},
    {StepKind::Approve, method<StepKind::Approve>},
    {StepKind::RequestChanges, method<StepKind::RequestChanges>},
    {StepKind::IssueComment, method<StepKind::IssueComment>},
};
static_assert(std::size(methods) == std::size(actions));

Value plue::eval::findAction(Evaluator &evaluator, llvm::StringRef function) {
  for (const auto &method : methods) {
    const ActionInfo &action = infoOf(method.kind);
    if (action.function == function)
      return Value::object(evaluator.heap.makeObject<NativeObject>(
          action.method, method.function));
  }
  return Value();
}

FailureOr<Value> plue::eval::gitAttribute(Evaluator &evaluator,
                                          llvm::StringRef name,
                                          SourceRange range) {
  static constexpr llvm::StringRef names[] = {"diff", "log", "checkout"};
  if (Value action = findAction(evaluator, ("ctx.git." + name).str()))
    return action;
  return evaluator.unknownAttribute("`ctx.git`", name, names, range);
}

FailureOr<Value> plue::eval::issueAttribute(Evaluator &evaluator,
                                            llvm::StringRef name,
                                            SourceRange range) {
  static constexpr llvm::StringRef names[] = {"comment"};
  if (Value action = findAction(evaluator, ("ctx.issue." + name).str()))
    return action;
  return evaluator.unknownAttribute("`ctx.issue`", name, names, range);
}
