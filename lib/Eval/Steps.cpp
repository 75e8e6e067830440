//===- Steps.cpp - ctx.run ------------------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Scripts.h"
#include "Sdk.h"
#include "StepArguments.h"
#include "StepResults.h"
#include "plue/IR/Spelling.h"

using namespace plue;
using namespace plue::eval;

//--- ctx.run ------------------------------------------------------------------

static constexpr llvm::StringRef runParameters[] = {
    "name",  "cmd",   "env",     "depends_on",        "needs",   "cache",
    "shell", "image", "workdir", "continue_on_error", "timeout", "output"};
static constexpr Signature runSignature{"ctx.run", runParameters, 2};

namespace {
/// Reads the arguments of one `ctx.run` into a step.
class StepReader : public StepArguments {
public:
  StepReader(Evaluator &evaluator, const Arguments &arguments)
      : StepArguments(evaluator, arguments, runSignature.function) {}

  LogicalResult read();

private:
  LogicalResult readShell();
  LogicalResult readCommand();
  LogicalResult readRuntimeArgv(Value cmd);
  LogicalResult secretInArgv();
  LogicalResult noShell();
  LogicalResult readArgv(llvm::ArrayRef<Value> words);
  LogicalResult readName();
  LogicalResult readEnv();
  LogicalResult readPlace();
  LogicalResult readCache();
  LogicalResult readDependencies();
  LogicalResult readOutput();
  void warnOfShadowed(TypeId type);
};
} // namespace

LogicalResult StepReader::read() {
  if (failed(readShell()) || failed(readCommand()) || failed(readName()) ||
      failed(readEnv()) || failed(readPlace()) || failed(readCache()) ||
      failed(readPolicy(/*canContinue=*/true)) || failed(readDependencies()) ||
      failed(readOutput()))
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
  if (isRuntime(cmd)) {
    FailureOr<Value> present =
        evaluator.withoutNone(cmd, arguments.rangeOf("cmd"));
    if (failed(present))
      return failure();
    cmd = *present;
  }
  if (cmd.isSymbolic() && !evaluator.isText(cmd))
    return readRuntimeArgv(cmd);
  if (!evaluator.isText(cmd))
    return arguments.wrongType("cmd", "a string or a list of strings",
                               "write the command as text: `cmd=\"make\"`");
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

/// A list whose words are known only at run time is one argument of the plan.
LogicalResult StepReader::readRuntimeArgv(Value cmd) {
  FailureOr<ValueId> list =
      evaluator.reifyToRead(cmd, arguments.rangeOf("cmd"));
  if (failed(list))
    return failure();
  TypeId type = evaluator.builder.workflow().typeOf(*list);
  if (evaluator.mayHoldSecret(type))
    return secretInArgv();
  const value::TypeNode &node = evaluator.types[type];
  bool isWords = node.kind == TypeKind::List &&
                 evaluator.isText(evaluator.types.kind(node.elements[0]));
  if (!isWords)
    return arguments.wrongType("cmd", "a string or a list of strings");
  if (failed(noShell()))
    return failure();
  step.definition.argv.push_back(*list);
  return success();
}

LogicalResult StepReader::secretInArgv() {
  return arguments.wrongValue(
      "cmd", "must not hold a secret: every process on the machine can "
             "read it there; pass it with `env=`");
}

LogicalResult StepReader::noShell() {
  if (arguments.has("shell"))
    return arguments.wrongValue("shell",
                                "has no use when `cmd` is a list: there is no "
                                "shell then");
  step.definition.shell = ir::ShellKind::None;
  return success();
}

LogicalResult StepReader::readArgv(llvm::ArrayRef<Value> words) {
  if (failed(noShell()))
    return failure();
  if (words.empty())
    return arguments.wrongValue("cmd", "must not be empty");
  for (auto [i, word] : llvm::enumerate(words)) {
    FailureOr<ValueId> value = text(word, "cmd", "[" + llvm::Twine(i) + "]");
    if (failed(value))
      return failure();
    if (evaluator.builder.workflow().typeOf(*value) == types::Secret)
      return secretInArgv();
    step.definition.argv.push_back(*value);
  }
  return success();
}

/// Whether \p text, a script or a part of one, is made of a secret.
static bool holdsSecret(const ir::Workflow &workflow, ValueId text) {
  llvm::SmallVector<ValueId, 8> pending{text};
  while (!pending.empty()) {
    ValueId value = pending.pop_back_val();
    if (workflow.typeOf(value) == types::Secret)
      return true;
    OpKind kind = workflow.op(value).kind;
    if (kind == OpKind::Shell || kind == OpKind::Select)
      llvm::append_range(pending, workflow.operands(value));
  }
  return false;
}

/// The default is what the command begins with. Where that is not known yet
/// the command itself stands in its place, and the name is cut out of it when
/// the step runs. What holds a secret is not shown, nor is a list of words that
/// is known only at run time.
LogicalResult StepReader::readName() {
  if (arguments.has("name"))
    return StepArguments::readName({});
  ir::WorkflowBuilder &builder = evaluator.builder;
  ValueId text =
      step.definition.script ? step.definition.script : step.definition.argv[0];
  const ir::Constant *command = builder.asConstant(text);
  bool isWord =
      evaluator.isText(evaluator.types.kind(builder.workflow().typeOf(text)));
  if (!command && isWord && !holdsSecret(builder.workflow(), text)) {
    step.name = text;
    displayName = "…";
    return success();
  }
  FailureOr<Value> name = evaluator.located(
      evaluator.heap.makeStr(
          evaluator, command ? ir::nameFromCommand(command->text) : "run"),
      arguments.rangeOf("name"));
  return failed(name) ? failure() : StepArguments::readName(*name);
}

LogicalResult StepReader::readEnv() {
  Value env = arguments.get("env");
  if (!env)
    return success();
  if (!env.is(Kind::Dict))
    return arguments.wrongType("env", "a dict of strings",
                               "write `env={\"NAME\": \"value\"}`");
  for (const auto &entry : env.asDict()->entries) {
    if (!entry.key)
      continue;
    if (!entry.key.isStr() || !ir::isIdentifier(entry.key.text()))
      return arguments.wrongValue(
          "env", "must have names made of letters, digits and `_` as keys");
    FailureOr<ValueId> value = text(entry.value, "env", "." + entry.key.text());
    if (failed(value))
      return failure();
    llvm::StringRef name =
        evaluator.builder.plan().plan().save(entry.key.text());
    step.definition.env.push_back({name, *value});
  }
  if (step.definition.env.size() > ir::MaxVariables)
    return arguments.wrongValue(
        "env",
        llvm::formatv("must have at most {0} variables", ir::MaxVariables)
            .str());
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
  if (!evaluator.isText(cache) && !isAny(cache))
    return arguments.wrongType("cache", "a string made by `cache_key(…)`",
                               "write `cache=cache_key(…)`");
  FailureOr<ValueId> key = plainText(cache, "cache", "part of a cache key");
  if (failed(key))
    return failure();
  step.policy.cacheKey = *key;
  return success();
}

LogicalResult StepReader::readDependencies() {
  if (!arguments.has("needs"))
    return StepArguments::readDependencies();
  SourceRange name = arguments.rangeOf("needs");
  if (arguments.has("depends_on"))
    return evaluator.error(evaluator.diags.report(
        name, diag::arguments_exclusive, function, "depends_on", "needs"));
  name.end = name.begin + llvm::StringRef("needs").size();
  evaluator.diags.report(name, diag::needs_deprecated)
      .suggest(name, "depends_on");
  return StepArguments::readDependencies("needs");
}

//--- What the output must be --------------------------------------------------

/// A type as an argument: `schema(…)`, `list(str)`, `int`, or None for null.
LogicalResult StepReader::readOutput() {
  step.definition.resultType = types::Step;
  Value output = arguments.get("output");
  if (!output)
    return success();
  TypeId type = typeArgument(output);
  if (!type)
    return arguments.wrongType("output", "a type",
                               "describe it: `output=schema(name=str)`");
  if (!isJsonType(evaluator.types, type))
    return arguments.wrongValue("output", "must be a type that JSON has");
  warnOfShadowed(type);
  step.definition.resultType = evaluator.types.stepOf(type);
  return success();
}

/// A field that is called like one of the handle's own is hidden behind it.
void StepReader::warnOfShadowed(TypeId type) {
  for (const std::string &name : evaluator.types[type].names)
    if (evaluator.types.kind(type) == TypeKind::Record &&
        (findResultField(name) || name == "output"))
      evaluator.diags
          .report(arguments.rangeOf("output"), diag::output_shadowed, name)
          .hint("read it as `.output." + name + "`");
}

FailureOr<Value> plue::eval::runStep(Evaluator &evaluator, const CallArgs &args,
                                     const CallSite &site) {
  auto arguments = Arguments::bind(evaluator, runSignature, args, site);
  if (failed(arguments))
    return failure();
  StepReader reader(evaluator, *arguments);
  if (failed(reader.read()))
    return failure();
  FailureOr<StepObject *> handle = reader.make(site);
  if (failed(handle))
    return failure();
  return Value::object(*handle);
}
