//===- ResolvedStep.cpp - A step with nothing left open -------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "ResolvedStep.h"
#include "plue/IR/Printer.h"
#include "plue/IR/Spelling.h"
#include "plue/Support/Result.h"

using namespace plue;
using namespace plue::exec;

/// The kernel takes no argument or variable of twice this length.
static constexpr size_t MaxText = 64 << 10;

std::string exec::plannedName(const ir::Plan &plan,
                              const ir::Workflow &workflow, StepId step) {
  ValueId name = workflow.steps[step.index].name;
  if (!name)
    return ir::stepName(workflow, step);
  const ir::Op &op = workflow.op(name);
  if (op.kind == ir::OpKind::Const &&
      plan.constant(op).kind == ir::Constant::Str)
    return plan.constant(op).text.str();
  return "{{ " + ir::expressionText(plan, workflow, name) + " }}";
}

std::string exec::plannedName(Evaluator &evaluator, const ir::Plan &plan,
                              const ir::Workflow &workflow, StepId id) {
  const ir::Step &step = workflow.steps[id.index];
  if (step.name && !step.instance.empty())
    if (std::optional<std::string> name = evaluator.evaluateEarly(step.name))
      return std::move(*name);
  return plannedName(plan, workflow, id);
}

llvm::Error exec::runCheck(Evaluator &evaluator, const ir::Workflow &workflow,
                           StepId step) {
  for (const ir::NamedValue &input :
       workflow.steps[step.index].definition.inputs)
    PLUE_TRY(evaluator.evaluate(input.value).takeError());
  return llvm::Error::success();
}

/// The kernel knows neither NUL nor endless strings.
static llvm::Error checkKernelText(llvm::StringRef text,
                                   const llvm::Twine &what) {
  if (text.find('\0') != std::string::npos)
    return makeError("ValueError: embedded null byte in {0}", what.str());
  if (text.size() > MaxText)
    return makeError("limit: {0} has {1} bytes; the limit is {2}: put it into "
                     "a file",
                     what.str(), text.size(), MaxText);
  return llvm::Error::success();
}

static llvm::Expected<std::string>
kernelText(Evaluator &evaluator, ValueId value, const llvm::Twine &what) {
  PLUE_ASSIGN_OR_RETURN(std::string text, evaluator.evaluateText(value));
  PLUE_TRY(checkKernelText(text, what));
  return text;
}

/// Appends an argument, or those that the items of a list are.
static llvm::Error addArguments(Evaluator &evaluator, ValueId value,
                                std::vector<std::string> &argv) {
  PLUE_ASSIGN_OR_RETURN(Value v, evaluator.evaluate(value));
  if (!v.is(value::Kind::List)) {
    PLUE_ASSIGN_OR_RETURN(std::string text,
                          kernelText(evaluator, value, "an argument"));
    argv.push_back(std::move(text));
    return llvm::Error::success();
  }
  for (Value item : v.asList()->items) {
    if (!item.isStr())
      return makeError("TypeError: cmd must be a string or a list of strings");
    PLUE_TRY(checkKernelText(item.text(), "an argument"));
    argv.push_back(item.text().str());
  }
  return llvm::Error::success();
}

const llvm::json::Value *ResolvedStep::input(llvm::StringRef name) const {
  for (const auto &input : inputs)
    if (input.first == name)
      return &input.second;
  return nullptr;
}

value::TypeId exec::outputTypeOf(const ir::Plan &plan, const ir::Step &step) {
  const value::TypeNode &result = plan.types[step.definition.resultType];
  return result.kind == value::TypeKind::StepOf ? result.elements[0]
                                                : value::TypeId();
}

/// Text may be as long as a value may be; as JSON it would be too long then.
static llvm::Expected<llvm::json::Value> inputValue(Evaluator &evaluator,
                                                    ValueId id) {
  PLUE_ASSIGN_OR_RETURN(Value v, evaluator.evaluate(id));
  if (v.isStr())
    return llvm::json::Value(v.text());
  return evaluator.evaluateJson(id);
}

llvm::Expected<ResolvedStep> exec::resolveStep(Evaluator &evaluator,
                                               const ir::Workflow &workflow,
                                               StepId id) {
  const ir::Step &step = workflow.steps[id.index];
  const ir::StepDefinition &definition = step.definition;
  ResolvedStep resolved;
  resolved.name = ir::stepName(workflow, id);
  if (step.name) {
    PLUE_ASSIGN_OR_RETURN(resolved.name, evaluator.evaluateText(step.name));
    bool isCommand = step.name == definition.script ||
                     llvm::is_contained(definition.argv, step.name);
    if (isCommand)
      resolved.name = ir::nameFromCommand(resolved.name);
  }
  if (definition.script) {
    PLUE_ASSIGN_OR_RETURN(resolved.script,
                          evaluator.evaluateText(definition.script));
  }
  for (ValueId argument : definition.argv)
    PLUE_TRY(addArguments(evaluator, argument, resolved.argv));
  if (!definition.argv.empty() && resolved.argv.empty())
    return makeError("TypeError: cmd must be a string or a list of strings");
  for (const ir::NamedValue &variable : definition.env) {
    PLUE_ASSIGN_OR_RETURN(std::string text,
                          kernelText(evaluator, variable.value,
                                     "the variable `" + variable.name + "`"));
    resolved.env.emplace_back(variable.name.str(), std::move(text));
  }
  for (const ir::NamedValue &input : definition.inputs) {
    PLUE_ASSIGN_OR_RETURN(llvm::json::Value value,
                          inputValue(evaluator, input.value));
    resolved.inputs.emplace_back(input.name, std::move(value));
  }
  return resolved;
}

static llvm::Expected<RunEnd> evaluateEnd(Evaluator &evaluator,
                                          const ir::End &end) {
  RunEnd result{.isSuccess = end.isSuccess, .reason = {}, .outputs = {}};
  if (end.reason) {
    PLUE_ASSIGN_OR_RETURN(Value reason, evaluator.evaluate(end.reason));
    if (!reason.isNone()) {
      PLUE_ASSIGN_OR_RETURN(result.reason, evaluator.evaluateText(end.reason));
    }
  }
  for (const ir::NamedValue &output : end.outputs) {
    PLUE_ASSIGN_OR_RETURN(llvm::json::Value json,
                          evaluator.evaluateJson(output.value));
    result.outputs[output.name] = std::move(json);
  }
  return result;
}

static llvm::Expected<RunEnd> firstEnd(Evaluator &evaluator,
                                       const ir::Workflow &workflow,
                                       llvm::ArrayRef<ir::EndId> order) {
  for (ir::EndId id : order) {
    const ir::End &end = workflow.ends[id.index];
    bool holds = true;
    if (end.when) {
      PLUE_ASSIGN_OR_RETURN(holds, evaluator.evaluateBool(end.when));
    }
    if (holds)
      return evaluateEnd(evaluator, end);
  }
  return RunEnd();
}

RunEnd exec::concludeRun(Evaluator &evaluator, const ir::Workflow &workflow,
                         llvm::ArrayRef<ir::EndId> order) {
  llvm::Expected<RunEnd> end = firstEnd(evaluator, workflow, order);
  if (end)
    return std::move(*end);
  return {.isSuccess = false,
          .reason = llvm::toString(end.takeError()),
          .outputs = {}};
}
