//===- Steps.cpp - ctx.run ------------------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Arguments.h"
#include "Scripts.h"
#include "Sdk.h"
#include "plue/IR/Spelling.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::eval;

//--- ctx.run ------------------------------------------------------------------

static constexpr llvm::StringRef runParameters[] = {
    "name",  "cmd",   "env",     "depends_on",        "needs",  "cache",
    "shell", "image", "workdir", "continue_on_error", "timeout"};
static constexpr Signature runSignature{"ctx.run", runParameters, 2};

namespace {
/// Reads the arguments of one `ctx.run` into a step.
class StepReader {
public:
  StepReader(Evaluator &evaluator, const Arguments &arguments,
             const CallSite &site)
      : evaluator(evaluator), arguments(arguments), site(site) {}

  LogicalResult read();

  ir::Step step;
  std::optional<std::vector<StepId>> dependsOn;
  std::string displayName;

private:
  LogicalResult readShell();
  LogicalResult readCommand();
  LogicalResult readArgv(llvm::ArrayRef<Value> words);
  LogicalResult readName();
  LogicalResult readEnv();
  LogicalResult readPlace();
  LogicalResult readCache();
  LogicalResult readPolicy();
  LogicalResult readDependencies();
  FailureOr<ValueId> text(Value v, llvm::StringRef parameter);

  Evaluator &evaluator;
  const Arguments &arguments;
  const CallSite &site;
};
} // namespace

LogicalResult StepReader::read() {
  step.definition.resultType = types::Step;
  if (failed(readShell()) || failed(readCommand()) || failed(readName()) ||
      failed(readEnv()) || failed(readPlace()) || failed(readCache()) ||
      failed(readPolicy()) || failed(readDependencies()))
    return failure();
  return success();
}

LogicalResult StepReader::readShell() {
  FailureOr<std::string> shell = arguments.string("shell");
  if (failed(shell))
    return failure();
  if (shell->empty() || *shell == "sh")
    step.definition.shell = ir::ShellKind::Sh;
  else if (*shell == "bash")
    step.definition.shell = ir::ShellKind::Bash;
  else
    return arguments.wrongValue("shell", "must be `sh` or `bash`");
  return success();
}

LogicalResult StepReader::readCommand() {
  if (failed(arguments.require("cmd")))
    return failure();
  Value cmd = arguments.get("cmd");
  if (cmd.is(Kind::List))
    return readArgv(cmd.asList()->items);
  if (cmd.is(Kind::Tuple))
    return readArgv(cmd.asTuple()->items);
  if (!evaluator.isText(cmd))
    return arguments.wrongType("cmd", "a string or a list of strings");
  if (cmd.isStr() && cmd.text().trim().empty())
    return arguments.wrongValue("cmd", "must not be empty");
  if (cmd.isStr() && cmd.text().contains('\0'))
    return arguments.wrongValue("cmd", "must not hold a NUL character");
  FailureOr<ValueId> script = makeScript(evaluator, cmd, step.definition.shell,
                                         arguments.rangeOf("cmd"));
  if (failed(script))
    return failure();
  step.definition.script = *script;
  return success();
}

LogicalResult StepReader::readArgv(llvm::ArrayRef<Value> words) {
  if (arguments.has("shell"))
    return arguments.wrongValue("shell",
                                "has no use when `cmd` is a list: there is no "
                                "shell then");
  if (words.empty())
    return arguments.wrongValue("cmd", "must not be empty");
  step.definition.shell = ir::ShellKind::None;
  for (Value word : words) {
    FailureOr<ValueId> value = text(word, "cmd");
    if (failed(value))
      return failure();
    if (evaluator.builder.workflow().typeOf(*value) == types::Secret)
      return arguments.wrongValue(
          "cmd", "must not hold a secret: every process on the machine can "
                 "read it there; pass it with `env=`");
    step.definition.argv.push_back(*value);
  }
  return success();
}

/// A string, known or not, as an operand.
FailureOr<ValueId> StepReader::text(Value v, llvm::StringRef parameter) {
  SourceRange range = arguments.rangeOf(parameter);
  FailureOr<Value> resolved = evaluator.resolve(v, range);
  if (failed(resolved))
    return failure();
  v = *resolved;
  if (isRuntime(v)) {
    FailureOr<Value> present = evaluator.withoutNone(v, range);
    if (failed(present))
      return failure();
    v = *present;
  }
  if (v.isStr() && v.text().contains('\0'))
    return arguments.wrongValue(parameter, "must not hold a NUL character");
  if (evaluator.isText(v))
    return evaluator.reify(v, range);
  evaluator.diags
      .report(range, diag::argument_type, parameter, "ctx.run",
              "made of strings", describeType(evaluator, v))
      .hint("convert it: `str(…)`");
  return LogicalResult(evaluator.reported());
}

/// Without a name a step is called by the first line of its command.
static std::string nameFromCommand(llvm::StringRef command) {
  llvm::StringRef line = command.trim().split('\n').first.rtrim();
  constexpr size_t longest = 60;
  if (line.size() <= longest)
    return line.str();
  size_t cut = longest;
  while (cut > 0 && (line[cut] & 0xC0) == 0x80)
    --cut;
  return (line.take_front(cut) + "…").str();
}

LogicalResult StepReader::readName() {
  ir::WorkflowBuilder &builder = evaluator.builder;
  Value name = arguments.get("name");
  if (!name) {
    const ir::Constant *script =
        step.definition.script ? builder.asConstant(step.definition.script)
                               : builder.asConstant(step.definition.argv[0]);
    displayName = script ? nameFromCommand(script->text) : "run";
    step.name = builder.constantStr(displayName);
    return success();
  }
  if (!evaluator.isText(name))
    return arguments.wrongType("name", "a string");
  if (name.isStr() && name.text().trim().empty())
    return arguments.wrongValue("name", "must not be empty");
  FailureOr<ValueId> value = text(name, "name");
  if (failed(value))
    return failure();
  if (builder.workflow().typeOf(*value) == types::Secret)
    return evaluator.error(evaluator.diags.report(
        arguments.rangeOf("name"), diag::secret_inspected, "shown in a name"));
  step.name = *value;
  displayName = name.isStr() ? name.text().str() : "…";
  return success();
}

LogicalResult StepReader::readEnv() {
  Value env = arguments.get("env");
  if (!env)
    return success();
  if (!env.is(Kind::Dict))
    return arguments.wrongType("env", "a dict of strings");
  for (const auto &entry : env.asDict()->entries) {
    if (!entry.key)
      continue;
    if (!entry.key.isStr() || !ir::isIdentifier(entry.key.text()))
      return arguments.wrongValue(
          "env", "must have names made of letters, digits and `_` as keys");
    FailureOr<ValueId> value = text(entry.value, "env");
    if (failed(value))
      return failure();
    llvm::StringRef name =
        evaluator.builder.plan().plan().save(entry.key.text());
    step.definition.env.push_back({name, *value});
  }
  llvm::sort(step.definition.env,
             [](const ir::NamedValue &a, const ir::NamedValue &b) {
               return a.name < b.name;
             });
  return success();
}

LogicalResult StepReader::readPlace() {
  FailureOr<std::string> image = arguments.string("image");
  FailureOr<std::string> workdir = arguments.string("workdir");
  if (failed(image) || failed(workdir))
    return failure();
  llvm::StringRef dir = llvm::StringRef(*workdir).rtrim('/');
  dir.consume_front("./");
  if (!dir.empty() && dir != "." && !ir::isRelativePath(dir))
    return arguments.wrongValue(
        "workdir", "must be a folder inside the workspace, such as `web/app`");
  if (!image->empty() && !ir::isImage(*image))
    return arguments.wrongValue("image", "must be an image reference");
  ir::Plan &plan = evaluator.builder.plan().plan();
  step.definition.image = plan.save(*image);
  step.definition.workdir = dir == "." ? "" : plan.save(dir);
  return success();
}

LogicalResult StepReader::readCache() {
  Value cache = arguments.get("cache");
  if (!cache)
    return success();
  if (!evaluator.isText(cache))
    return arguments.wrongType("cache", "a string made by `cache_key(…)`");
  FailureOr<ValueId> key = text(cache, "cache");
  if (failed(key))
    return failure();
  if (evaluator.builder.workflow().typeOf(*key) == types::Secret)
    return evaluator.error(evaluator.diags.report(arguments.rangeOf("cache"),
                                                  diag::secret_inspected,
                                                  "part of a cache key"));
  step.policy.cacheKey = *key;
  return success();
}

/// C27: an hour, unless the workflow says otherwise.
static constexpr uint64_t defaultTimeoutMs = 60ULL * 60 * 1000;

LogicalResult StepReader::readPolicy() {
  FailureOr<uint64_t> timeout = arguments.duration("timeout");
  auto continueOnError = arguments.boolean("continue_on_error");
  if (failed(timeout) || failed(continueOnError))
    return failure();
  step.policy.timeoutMs = *timeout ? *timeout : defaultTimeoutMs;
  step.policy.continueOnError = continueOnError->value_or(false);
  return success();
}

LogicalResult StepReader::readDependencies() {
  bool hasNeeds = arguments.has("needs");
  if (hasNeeds && arguments.has("depends_on"))
    return evaluator.error(evaluator.diags.report(
        arguments.rangeOf("needs"), diag::arguments_exclusive, "ctx.run",
        "depends_on", "needs"));
  llvm::StringRef parameter = hasNeeds ? "needs" : "depends_on";
  SourceRange range = arguments.rangeOf(parameter);
  if (hasNeeds) {
    SourceRange name = range;
    name.end = name.begin + parameter.size();
    evaluator.diags.report(name, diag::needs_deprecated)
        .suggest(name, "depends_on");
  }
  Value v = arguments.get(parameter);
  if (!v)
    return success();
  dependsOn.emplace();
  return collectSteps(evaluator, v,
                      {.function = "ctx.run",
                       .parameter = "depends_on",
                       .wanted = "a step or a list of steps",
                       .range = range},
                      *dependsOn);
}

/// Where in the source's structure the step is made: helpers and loop elements.
static std::string keyPrefix(const Evaluator &evaluator) {
  llvm::SmallVector<llvm::StringRef> parts;
  for (const std::string &part : evaluator.keyPath)
    if (!part.empty())
      parts.push_back(part);
  return llvm::join(parts, "/");
}

FailureOr<Value> plue::eval::runStep(Evaluator &evaluator, const CallArgs &args,
                                     const CallSite &site) {
  auto arguments = Arguments::bind(evaluator, runSignature, args, site);
  if (failed(arguments))
    return failure();
  StepReader reader(evaluator, *arguments, site);
  if (failed(reader.read()))
    return failure();
  ir::WorkflowBuilder &builder = evaluator.builder;
  if (builder.workflow().steps.size() >= evaluator.limits.steps) {
    evaluator.diags
        .report(site.range, diag::too_many_steps, builder.workflow().name,
                uint64_t(evaluator.limits.steps))
        .hint("`--max-steps` raises the limit");
    evaluator.exhaust();
    return LogicalResult(evaluator.reported());
  }
  reader.step.key = builder.plan().plan().save(keyPrefix(evaluator));
  reader.step.when = evaluator.guard();
  builder.setLocation(evaluator.locate(site.range));

  auto *handle = evaluator.heap.makeObject<StepObject>();
  handle->name = reader.displayName;
  handle->range = site.range;
  handle->conditions = evaluator.pathConditions();
  handle->continueOnErrorGiven = arguments->has("continue_on_error");
  handle->step =
      builder.step(std::move(reader.step), std::move(reader.dependsOn));
  handle->value = builder.workflow().steps[handle->step.index].op;
  return Value::object(handle);
}
