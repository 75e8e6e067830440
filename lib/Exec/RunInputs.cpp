//===- RunInputs.cpp - What a run is given --------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Exec/RunInputs.h"
#include "JsonInput.h"
#include "plue/Basic/Diagnostic.h"
#include "plue/Support/Result.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include <cstdlib>

using namespace plue;
using namespace plue::exec;
using ir::OpKind;
using ir::ValueId;
using value::TypeKind;

//--- Events -------------------------------------------------------------------

/// Where the value of each operation stands in the event, for those that are
/// there: a field, a field of a field.
namespace {
class EventPaths {
public:
  EventPaths(const ir::Plan &plan, const ir::Workflow &workflow,
             const llvm::json::Object &event)
      : plan(plan), workflow(workflow), event(event),
        found(workflow.ops.size()) {}

  llvm::Error check();

private:
  struct Place {
    /// Null if the operation is not a part of the event, or a part that is not
    /// there.
    const llvm::json::Value *json = nullptr;
    std::string path;
  };

  llvm::Error visit(ValueId value);
  llvm::Error arrive(ValueId value, const llvm::json::Object &parent,
                     std::string path);

  const ir::Plan &plan;
  const ir::Workflow &workflow;
  const llvm::json::Object &event;
  std::vector<Place> found;
};
} // namespace

llvm::Error EventPaths::check() {
  for (uint32_t i = 0; i != workflow.ops.size(); ++i)
    PLUE_TRY(visit(ValueId(i)));
  return llvm::Error::success();
}

llvm::Error EventPaths::visit(ValueId value) {
  const ir::Op &op = workflow.op(value);
  if (op.kind == OpKind::Event)
    return arrive(value, event, plan.string(op).str());
  if (op.kind != OpKind::Field && op.kind != OpKind::Unwrap)
    return llvm::Error::success();
  const Place &parent = found[workflow.operands(op)[0].index];
  if (!parent.json)
    return llvm::Error::success();
  if (op.kind == OpKind::Unwrap) {
    found[value.index] = parent;
    return llvm::Error::success();
  }
  if (const llvm::json::Object *object = parent.json->getAsObject())
    return arrive(value, *object, (parent.path + "." + plan.string(op)).str());
  return llvm::Error::success();
}

/// A record is checked by the fields that are used; the rest, whole.
llvm::Error EventPaths::arrive(ValueId value, const llvm::json::Object &parent,
                               std::string path) {
  const value::TypeStore &types = plan.types;
  value::TypeId type = workflow.typeOf(value);
  llvm::StringRef name = plan.string(workflow.op(value));
  const llvm::json::Value *json = parent.get(name);
  bool isNull = !json || json->kind() == llvm::json::Value::Null;
  if (isNull && types.mayBe(type, TypeKind::None))
    return llvm::Error::success();
  if (isNull && types.isOptional(type))
    return llvm::Error::success();
  if (!json)
    return makeError("the event has no `{0}`; the workflow uses it as `{1}`",
                     path, types.str(type));
  bool isRecord = types.kind(types.withoutNone(type)) == TypeKind::Record;
  if (!isRecord || !json->getAsObject())
    if (llvm::Error error = checkJson(types, type, *json, path))
      return makeError("in the event, {0}", llvm::toString(std::move(error)));
  found[value.index] = {json, std::move(path)};
  return llvm::Error::success();
}

llvm::Error exec::checkEvent(const ir::Plan &plan, const ir::Workflow &workflow,
                             const llvm::json::Object &event) {
  return EventPaths(plan, workflow, event).check();
}

static bool hasTrigger(const ir::Workflow &workflow, ir::TriggerKind kind) {
  return llvm::any_of(workflow.triggers, [&](const ir::Trigger &trigger) {
    return trigger.kind == kind;
  });
}

static std::string readSmallFile(const std::string &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path);
  return buffer && (*buffer)->getBufferSize() < 4096
             ? (*buffer)->getBuffer().trim().str()
             : std::string();
}

static bool isCommitHash(llvm::StringRef text) {
  return (text.size() == 40 || text.size() == 64) &&
         llvm::all_of(text, [](char c) { return llvm::isHexDigit(c); });
}

/// What is checked out, as far as two small files tell.
static void describeCheckout(llvm::json::Object &event,
                             llvm::StringRef workspace) {
  std::string git = (workspace + "/.git/").str();
  std::string text = readSmallFile(git + "HEAD");
  llvm::StringRef head = text;
  if (head.consume_front("ref: refs/") && !head.contains("..")) {
    event["ref"] = ("refs/" + head).str();
    text = readSmallFile(git + "refs/" + head.str());
  }
  if (isCommitHash(text))
    event["sha"] = text;
}

llvm::json::Object exec::defaultEvent(const ir::Plan &plan,
                                      const ir::Workflow &workflow,
                                      llvm::StringRef workspace) {
  llvm::json::Object event;
  for (const ir::Op &op : workflow.ops)
    if (op.kind == OpKind::Event)
      event.try_emplace(plan.string(op), plainValue(plan.types, op.type));
  bool isManual = workflow.triggers.empty() ||
                  hasTrigger(workflow, ir::TriggerKind::Manual);
  event["type"] = isManual ? ir::spelling(ir::TriggerKind::Manual)
                           : ir::spelling(workflow.triggers.front().kind);
  event.try_emplace("ref", "");
  event.try_emplace("sha", "");
  event.try_emplace("actor", "");
  describeCheckout(event, workspace);
  return event;
}

//--- Inputs -------------------------------------------------------------------

static std::vector<const ir::InputDecl *>
declaredInputs(const ir::Workflow &workflow) {
  std::vector<const ir::InputDecl *> inputs;
  for (const ir::Trigger &trigger : workflow.triggers)
    for (const ir::InputDecl &input : trigger.inputs)
      inputs.push_back(&input);
  return inputs;
}

/// `env: str, flag: bool`
static std::string inputList(const ir::Plan &plan,
                             const ir::Workflow &workflow) {
  std::string text;
  for (const ir::InputDecl *input : declaredInputs(workflow)) {
    text += text.empty() ? "`" : ", `";
    text += input->name;
    text += ": " + plan.types.str(input->type) + "`";
  }
  return text;
}

static llvm::Error unknownInput(const ir::Plan &plan,
                                const ir::Workflow &workflow,
                                llvm::StringRef name) {
  llvm::SmallVector<llvm::StringRef> names;
  for (const ir::InputDecl *input : declaredInputs(workflow))
    names.push_back(input->name);
  if (names.empty())
    return makeError("`{0}` has no inputs, so not `{1}` either", workflow.name,
                     name);
  llvm::StringRef similar = nearest(name, names);
  std::string hint =
      similar.empty() ? "" : ("did you mean `" + similar + "`? ").str();
  return makeError("`{0}` has no input `{1}`; {2}it has {3}", workflow.name,
                   name, hint, inputList(plan, workflow));
}

static llvm::Error missingInput(const ir::Plan &plan,
                                const ir::Workflow &workflow,
                                const ir::InputDecl &input) {
  return makeError("input `{0}` is missing: give it with `--input={0}=VALUE`; "
                   "`{1}` has {2}",
                   input.name, workflow.name, inputList(plan, workflow));
}

/// Whether text given for a value of this type is that value, rather than JSON.
static bool isPlainText(const value::TypeStore &types, value::TypeId type) {
  TypeKind kind = types.kind(types.withoutNone(type));
  return kind == TypeKind::Str || kind == TypeKind::Enum;
}

static llvm::Expected<llvm::json::Value> parseInput(const ir::Plan &plan,
                                                    const ir::InputDecl &input,
                                                    llvm::StringRef text) {
  std::string what = llvm::formatv("input `{0}`", input.name);
  llvm::json::Value json = nullptr;
  if (isPlainText(plan.types, input.type)) {
    if (!llvm::json::isUTF8(text))
      return makeError("{0} is not UTF-8", what);
    json = text;
  } else {
    llvm::Expected<llvm::json::Value> parsed = parseJson(text, what);
    if (!parsed && plan.types.mayBe(input.type, TypeKind::Str)) {
      llvm::consumeError(parsed.takeError());
      json = text;
    } else if (!parsed) {
      llvm::consumeError(parsed.takeError());
      return makeError("{0} is `{1}`; it must be `{2}`", what, text,
                       plan.types.str(input.type));
    } else {
      json = std::move(*parsed);
    }
  }
  return json;
}

namespace {
using InputMap = llvm::StringMap<llvm::json::Value>;
} // namespace

static const ir::InputDecl *findInput(const ir::Workflow &workflow,
                                      llvm::StringRef name) {
  for (const ir::InputDecl *input : declaredInputs(workflow))
    if (input->name == name)
      return input;
  return nullptr;
}

static llvm::Error takeArguments(const ir::Plan &plan,
                                 const ir::Workflow &workflow,
                                 llvm::ArrayRef<llvm::StringRef> arguments,
                                 InputMap &given) {
  for (llvm::StringRef argument : arguments) {
    auto [name, text] = argument.split('=');
    if (!argument.contains('='))
      return makeError("`--input={0}` lacks a value: `--input={0}=VALUE`",
                       argument);
    const ir::InputDecl *input = findInput(workflow, name);
    if (!input)
      return unknownInput(plan, workflow, name);
    PLUE_ASSIGN_OR_RETURN(llvm::json::Value json,
                          parseInput(plan, *input, text));
    if (!given.try_emplace(name, std::move(json)).second)
      return makeError("input `{0}` is given twice", name);
  }
  return llvm::Error::success();
}

static llvm::Error takeEventInputs(const ir::Plan &plan,
                                   const ir::Workflow &workflow,
                                   const llvm::json::Object &event,
                                   InputMap &given) {
  const llvm::json::Value *inputs = event.get("inputs");
  if (!inputs || inputs->kind() == llvm::json::Value::Null)
    return llvm::Error::success();
  if (!inputs->getAsObject())
    return makeError("in the event, `inputs` is {0}, not an object",
                     describe(*inputs));
  for (const auto &[name, value] : *inputs->getAsObject()) {
    if (!findInput(workflow, name))
      return unknownInput(plan, workflow, name);
    given.try_emplace(name, value); // The command line comes first.
  }
  return llvm::Error::success();
}

llvm::Expected<InputMap>
exec::readInputs(const ir::Plan &plan, const ir::Workflow &workflow,
                 const llvm::json::Object &event,
                 llvm::ArrayRef<llvm::StringRef> arguments) {
  InputMap given;
  PLUE_TRY(takeArguments(plan, workflow, arguments, given));
  PLUE_TRY(takeEventInputs(plan, workflow, event, given));
  bool isManual =
      event.getString("type") == ir::spelling(ir::TriggerKind::Manual);
  for (const ir::InputDecl *input : declaredInputs(workflow)) {
    bool isNeeded =
        isManual && !input->defaultValue && !plan.types.isOptional(input->type);
    auto found = given.find(input->name);
    if (found != given.end())
      PLUE_TRY(checkJson(plan.types, input->type, found->second, input->name));
    else if (isNeeded)
      return missingInput(plan, workflow, *input);
  }
  return given;
}

//--- Secrets ------------------------------------------------------------------

std::vector<llvm::StringRef> exec::secretNames(const ir::Plan &plan,
                                               const ir::Workflow &workflow) {
  std::vector<llvm::StringRef> names;
  for (const ir::Op &op : workflow.ops)
    if (op.kind == OpKind::Secret)
      names.push_back(plan.string(op));
  llvm::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

llvm::Expected<llvm::StringMap<std::string>>
exec::readSecrets(const ir::Plan &plan, const ir::Workflow &workflow) {
  llvm::StringMap<std::string> secrets;
  llvm::SmallVector<llvm::StringRef> missing;
  for (llvm::StringRef name : secretNames(plan, workflow)) {
    if (const char *value = ::getenv(name.str().c_str()))
      secrets[name] = value;
    else
      missing.push_back(name);
  }
  if (missing.empty())
    return secrets;
  return makeError("`{0}` needs {1} {2}, which the environment does not hold",
                   workflow.name, missing.size() == 1 ? "secret" : "secrets",
                   listOf(missing));
}
