//===- VerifySteps.cpp - Steps, ends and edges of workflows ---------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dependencies.h"
#include "Text.h"
#include "Verify.h"
#include "plue/Basic/Limits.h"
#include "plue/IR/StepInputs.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/xxhash.h"

using namespace plue;
using namespace plue::ir;

namespace {
/// Checks what one step or end says. Functions that return text return what is
/// wrong.
class StepVerifier {
public:
  StepVerifier(const Plan &plan, const Workflow &workflow,
               const RegionMap &regions, ValueId place,
               const std::vector<bool> &isScript, TextChecker &texts)
      : plan(plan), workflow(workflow), regions(regions), place(place),
        isScript(isScript), texts(texts) {}

  std::string check(const Step &step);
  std::string check(const End &end);

private:
  std::string checkDefinition(const StepDefinition &definition);
  std::string checkCommand(const StepDefinition &definition);
  std::string checkEnv(llvm::ArrayRef<NamedValue> env);
  std::string checkAction(const StepDefinition &definition);
  bool isInput(ValueId value, StepInput::Kind kind) const;
  std::string checkPolicy(const StepPolicy &policy);
  std::string checkOutputs(const End &end);
  std::string checkPseudo(const Step &step);
  std::string checkOrdering(const Step &step);

  bool isDefined(ValueId value) const {
    return value < place && regions.isVisible(value, place) &&
           workflow.op(value).kind != OpKind::End;
  }
  bool isGuard(ValueId value) const {
    return !value ||
           (isDefined(value) && workflow.typeOf(value) == value::types::Bool);
  }
  bool isTextValue(ValueId value) const {
    return isDefined(value) && isText(plan.types, workflow.typeOf(value));
  }
  /// Whether a process can be given \p value: a constant has no NUL.
  bool isArgument(ValueId value) const {
    if (!isTextValue(value))
      return false;
    const Op &op = workflow.op(value);
    return op.kind != OpKind::Const || !plan.constant(op).text.contains('\0');
  }

  /// Whether the items of \p value can be arguments.
  bool isArgumentList(ValueId value) const {
    if (!isDefined(value))
      return false;
    const value::TypeNode &node = plan.types[workflow.typeOf(value)];
    return node.kind == value::TypeKind::List &&
           node.elements[0] != value::types::Secret &&
           isText(plan.types, node.elements[0]);
  }

  bool isStepOf(TypeId type) const {
    return plan.types.kind(type) == value::TypeKind::StepOf;
  }

  const Plan &plan;
  const Workflow &workflow;
  const RegionMap &regions;
  ValueId place;
  const std::vector<bool> &isScript;
  TextChecker &texts;
};
} // namespace

//--- Steps --------------------------------------------------------------------

std::string StepVerifier::checkCommand(const StepDefinition &definition) {
  if (definition.shell > ShellKind::Bash)
    return "its shell is unknown";
  if (bool(definition.script) == (definition.shell == ShellKind::None))
    return "a script needs a shell, and only a script does";
  if (bool(definition.script) != definition.argv.empty())
    return "it must have either a script or arguments";
  for (auto [i, argument] : llvm::enumerate(definition.argv))
    if (!isArgument(argument) && !isArgumentList(argument))
      return llvm::formatv("argument {0} is not a str defined before it", i);
  if (!definition.script)
    return "";
  if (!isArgument(definition.script))
    return "its script is not a str defined before it";
  if (!isScript[definition.script.index])
    return "its script is not made of constants and templates";
  return "";
}

/// Which operations are scripts: constants, templates, and selects between
/// scripts. Everything else is data, and data is never run.
static std::vector<bool> findScripts(const Plan &plan,
                                     const Workflow &workflow) {
  std::vector<bool> isScript(workflow.ops.size());
  for (size_t i = 0; i != workflow.ops.size(); ++i) {
    const Op &op = workflow.ops[i];
    llvm::ArrayRef<ValueId> operands = workflow.operands(op);
    bool isCode =
        op.kind == OpKind::Const && !plan.constant(op).text.contains('\0');
    isScript[i] = isCode || op.kind == OpKind::Shell ||
                  (op.kind == OpKind::Select && isScript[operands[1].index] &&
                   isScript[operands[2].index]);
  }
  return isScript;
}

std::string StepVerifier::checkEnv(llvm::ArrayRef<NamedValue> env) {
  if (env.size() > MaxVariables)
    return llvm::formatv("it has {0} variables; the limit is {1}", env.size(),
                         MaxVariables);
  llvm::StringRef last;
  for (const NamedValue &variable : env) {
    if (!isIdentifier(variable.name))
      return "the name of a variable is not an identifier";
    if (variable.name <= last)
      return llvm::formatv("variable `{0}` is not in its place", variable.name);
    if (!isArgument(variable.value))
      return llvm::formatv("variable `{0}` is not a str defined before it",
                           variable.name);
    last = variable.name;
  }
  return "";
}

bool StepVerifier::isInput(ValueId value, StepInput::Kind kind) const {
  if (!isDefined(value))
    return false;
  TypeId type = workflow.typeOf(value);
  switch (kind) {
  case StepInput::Text:
    return isArgument(value) && type != value::types::Secret;
  case StepInput::AnyText:
    return isTextValue(value);
  case StepInput::Int:
    return type == value::types::Int;
  case StepInput::Bool:
    return type == value::types::Bool;
  case StepInput::Texts:
    return plan.types.kind(type) == value::TypeKind::List &&
           plan.types.isAssignable(plan.types[type].elements[0],
                                   value::types::Str);
  }
  llvm_unreachable("unknown kind");
}

/// The inputs are those of the table, in its order, with gaps where one need
/// not be given.
std::string StepVerifier::checkAction(const StepDefinition &definition) {
  if (definition.script || !definition.argv.empty() ||
      !definition.env.empty() || !definition.image.empty() ||
      !definition.workdir.empty() || definition.shell != ShellKind::Sh)
    return "it has a command, which steps of its kind have not";
  if (hasValue(definition.kind) != isStepOf(definition.resultType))
    return "its result is not of its kind";
  llvm::ArrayRef<NamedValue> given = definition.inputs;
  for (const StepInput &input : inputsOf(definition.kind)) {
    if (given.empty() || given.front().name != input.name) {
      if (input.isRequired)
        return llvm::formatv("it lacks the input `{0}`", input.name);
      continue;
    }
    if (!isInput(given.front().value, input.kind))
      return llvm::formatv("its input `{0}` is not of the right type, or not "
                           "defined before it",
                           input.name);
    given = given.drop_front();
  }
  if (!given.empty())
    return "it has an input that is unknown, or not in its place";
  return "";
}

std::string StepVerifier::checkDefinition(const StepDefinition &definition) {
  if (definition.resultType.index >= plan.types.size())
    return "the type of its result does not exist";
  bool hasOutput =
      isStepOf(definition.resultType) || isStepOf(workflow.typeOf(place));
  if (hasOutput && definition.resultType != workflow.typeOf(place))
    return "its result is not what its handle says";
  if (!definition.image.empty() && !texts.isImage(definition.image))
    return "its image is not a reference";
  if (!definition.workdir.empty() && !texts.isPath(definition.workdir))
    return "its directory is not a path inside the workspace";
  if (isAction(definition.kind))
    return checkAction(definition);
  if (!definition.inputs.empty())
    return "a command takes no inputs";
  std::string fault = checkCommand(definition);
  return fault.empty() ? checkEnv(definition.env) : fault;
}

std::string StepVerifier::checkPolicy(const StepPolicy &policy) {
  constexpr uint32_t MaxAttempts = 100;
  if (policy.timeoutMs > MaxDurationMs)
    return "its timeout is longer than ten days";
  if (policy.retry.delayMs > MaxDurationMs)
    return "its delay is longer than ten days";
  if (policy.retry.attempts < 1 || policy.retry.attempts > MaxAttempts)
    return llvm::formatv("it has {0} attempts instead of 1 to {1}",
                         policy.retry.attempts, MaxAttempts);
  if (policy.cacheKey && !isTextValue(policy.cacheKey))
    return "its cache key is not a str defined before it";
  return "";
}

/// A pseudo-step has nothing but its guard and, a check, values.
std::string StepVerifier::checkPseudo(const Step &step) {
  const StepDefinition &definition = step.definition;
  const StepPolicy &policy = step.policy;
  if (!step.key.empty() || step.name || definition.script ||
      definition.shell != ShellKind::None || !definition.argv.empty() ||
      !definition.env.empty() || !definition.image.empty() ||
      !definition.workdir.empty() ||
      definition.resultType != value::types::None)
    return "it is no step to people, but has what one has";
  if (policy.timeoutMs != 0 || policy.continueOnError ||
      policy.retry.attempts != 1 || policy.retry.delayMs != 0 ||
      policy.cacheKey || step.hasDependsOn || !step.groups.empty())
    return "it is no step to people, but is to run like one";
  bool isCheck = definition.kind == StepKind::Check;
  if (definition.inputs.empty() == isCheck)
    return isCheck ? "it checks nothing" : "a region has no inputs";
  for (const NamedValue &input : definition.inputs)
    if (!input.name.empty() || !isDefined(input.value))
      return "what it checks is not defined before it";
  return "";
}

/// Outside regions, edges say all there is to say about order.
std::string StepVerifier::checkOrdering(const Step &step) {
  if (!regions.ofOp(place) && (step.hasDependsOn || !step.groups.empty()))
    return "its order is given, but it is in no region";
  for (size_t i = 1; i < step.groups.size(); ++i)
    if (step.groups[i] <= step.groups[i - 1])
      return "its parallel groups are not in order";
  return "";
}

std::string StepVerifier::check(const Step &step) {
  if (step.op != place)
    return "it belongs to another op";
  if (!isGuard(step.when))
    return "its guard is not a bool defined before it";
  if (unsigned(step.definition.kind) >= numStepKinds())
    return "its kind is unknown";
  if (isPseudo(step.definition.kind))
    return checkPseudo(step);
  if (step.key.empty() || !texts.isPlain(step.key))
    return "its key is not plain text";
  if (step.name && !isTextValue(step.name))
    return "its name is not a str defined before it";
  std::string fault = checkDefinition(step.definition);
  if (fault.empty())
    fault = checkPolicy(step.policy);
  return fault.empty() ? checkOrdering(step) : fault;
}

//--- Ends ---------------------------------------------------------------------

std::string StepVerifier::checkOutputs(const End &end) {
  llvm::DenseSet<llvm::StringRef> names;
  for (const NamedValue &output : end.outputs) {
    if (!texts.isUtf8(output.name))
      return "the name of an output is not text";
    if (!names.insert(output.name).second)
      return llvm::formatv("output `{0}` is there twice", output.name);
    if (!isDefined(output.value))
      return llvm::formatv("output `{0}` is not defined before it",
                           output.name);
  }
  return "";
}

std::string StepVerifier::check(const End &end) {
  if (!isGuard(end.when))
    return "its guard is not a bool defined before it";
  if (end.isSuccess && end.reason)
    return "a success has a reason";
  if (!end.isSuccess && !end.outputs.empty())
    return "a failure has outputs";
  if (end.reason && !isTextValue(end.reason))
    return "its reason is not a str defined before it";
  return checkOutputs(end);
}

//--- All steps ----------------------------------------------------------------

/// Finds a step whose key an earlier one has. Sorted hashes take a fraction of
/// the time and the memory that a table of a million keys does. Keys with one
/// hash, which somebody may have looked for, are compared.
static std::optional<uint32_t> findRepeatedKey(const Workflow &workflow) {
  std::vector<std::pair<uint64_t, uint32_t>> hashes;
  hashes.reserve(workflow.steps.size());
  for (auto [i, step] : llvm::enumerate(workflow.steps))
    if (!step.key.empty())
      hashes.emplace_back(llvm::xxh3_64bits(step.key), i);
  llvm::sort(hashes);
  llvm::DenseSet<llvm::StringRef> same;
  for (size_t i = 1; i < hashes.size(); ++i) {
    if (hashes[i].first != hashes[i - 1].first) {
      same.clear();
      continue;
    }
    same.insert(workflow.steps[hashes[i - 1].second].key);
    if (!same.insert(workflow.steps[hashes[i].second].key).second)
      return hashes[i].second;
  }
  return std::nullopt;
}

llvm::Error ir::verifySteps(const Plan &plan, const Workflow &workflow,
                            const RegionMap &regions, TextChecker &texts) {
  if (workflow.steps.size() > Limits::MaxSteps)
    return faultAt({}, "{0} steps; the limit is {1}", workflow.steps.size(),
                   Limits::MaxSteps);
  std::vector<bool> isScript = findScripts(plan, workflow);
  for (uint32_t i = 0; i != workflow.ops.size(); ++i) {
    const Op &op = workflow.ops[i];
    StepVerifier verifier(plan, workflow, regions, ValueId(i), isScript, texts);
    if (op.kind == OpKind::End) {
      std::string fault = verifier.check(workflow.ends[op.attribute]);
      if (!fault.empty())
        return faultAt({PlanPlace::Op, i}, "end {0}: {1}", op.attribute, fault);
      continue;
    }
    if (op.kind != OpKind::Step)
      continue;
    const Step &step = workflow.steps[op.attribute];
    std::string fault = verifier.check(step);
    if (!fault.empty())
      return faultAt({PlanPlace::Op, i}, "{0}: {1}",
                     stepName(workflow, StepId(op.attribute)), fault);
  }
  if (std::optional<uint32_t> step = findRepeatedKey(workflow))
    return faultAt({PlanPlace::Op, workflow.steps[*step].op.index},
                   "{0}: its key is that of another step",
                   stepName(workflow, StepId(*step)));
  return llvm::Error::success();
}

//--- Edges --------------------------------------------------------------------

static std::string checkOrder(StepId step, llvm::ArrayRef<Edge> deps,
                              const RegionMap &regions) {
  constexpr uint8_t AllKinds = uint8_t(EdgeKind::Data) |
                               uint8_t(EdgeKind::Order) |
                               uint8_t(EdgeKind::Guard);
  for (size_t i = 0; i != deps.size(); ++i) {
    if (deps[i].from >= step)
      return "it waits for a step that does not come before it";
    if (regions.ofStep(deps[i].from) != regions.ofStep(step))
      return "it waits for a step of another region";
    if (i != 0 && deps[i].from <= deps[i - 1].from)
      return "the steps it waits for are not in order";
    if (deps[i].kinds == 0 || (deps[i].kinds & ~AllKinds) != 0)
      return "it waits for a step for an unknown reason";
  }
  return "";
}

/// Whether \p deps has all of \p needed, for the same reasons at least.
static std::string checkNeeds(const Workflow &workflow,
                              llvm::ArrayRef<Edge> deps,
                              llvm::ArrayRef<Edge> needed) {
  for (Edge need : needed) {
    const Edge *edge = llvm::lower_bound(
        deps, need, [](Edge a, Edge b) { return a.from < b.from; });
    if (edge == deps.end() || edge->from != need.from ||
        (edge->kinds & need.kinds) != need.kinds)
      return "it does not wait for " + stepName(workflow, need.from) +
             ", whose result it needs";
  }
  return "";
}

/// The order of effects is the front end's to say. That results are there when
/// they are needed is not.
llvm::Error ir::verifyEdges(const Workflow &workflow,
                            const RegionMap &regions) {
  // Dependencies are found in nearly linear time, unless expressions are
  // tangled beyond what any front end makes.
  uint64_t budget = (1 << 24) + 64 * workflow.operandPool.size();
  std::vector<RegionSummary> summaries = summarize(workflow, regions);
  Dependencies dependencies(workflow, &regions, summaries);
  for (uint32_t i = 0; i != workflow.steps.size(); ++i) {
    llvm::ArrayRef<Edge> deps = workflow.steps[i].deps;
    llvm::ArrayRef<ValueId> uses;
    if (RegionId region = regions.ranBy(StepId(i)))
      uses = summaries[region.index].uses;
    std::string fault = checkOrder(StepId(i), deps, regions);
    if (fault.empty())
      fault = checkNeeds(workflow, deps, dependencies.of(StepId(i), uses));
    budget += 16 * (deps.size() + uses.size());
    if (fault.empty() && dependencies.work() > budget)
      fault = "what it needs is too tangled to be checked";
    if (!fault.empty())
      return faultAt({PlanPlace::Op, workflow.steps[i].op.index}, "{0}: {1}",
                     stepName(workflow, StepId(i)), fault);
  }
  return llvm::Error::success();
}
