//===- Actions.cpp - Steps that are no commands of their author's ---------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Actions.h"
#include "JsonInput.h"
#include "LineBuffer.h"
#include "plue/Basic/Diagnostic.h"
#include "plue/Basic/Limits.h"
#include "plue/IR/Spelling.h"
#include "plue/Support/Result.h"

using namespace plue;
using namespace plue::exec;
using ir::StepKind;

bool exec::runsGit(StepKind kind) {
  return kind == StepKind::GitDiff || kind == StepKind::GitLog ||
         kind == StepKind::GitCheckout;
}

bool exec::isDoneHere(StepKind kind) {
  switch (kind) {
  case StepKind::Read:
  case StepKind::Write:
  case StepKind::Glob:
  case StepKind::Exists:
  case StepKind::Comment:
  case StepKind::ReviewComment:
  case StepKind::Approve:
  case StepKind::RequestChanges:
  case StepKind::IssueComment:
    return true;
  default:
    return false;
  }
}

//--- Inputs -------------------------------------------------------------------

llvm::StringRef exec::textInput(const ResolvedStep &step,
                                llvm::StringRef name) {
  const llvm::json::Value *value = step.input(name);
  return value ? value->getAsString().value_or("") : "";
}

std::optional<int64_t> exec::intInput(const ResolvedStep &step,
                                      llvm::StringRef name) {
  const llvm::json::Value *value = step.input(name);
  return value ? value->getAsInteger() : std::nullopt;
}

static std::optional<std::string> optionalText(const ResolvedStep &step,
                                               llvm::StringRef name) {
  if (!step.input(name))
    return std::nullopt;
  return textInput(step, name).str();
}

static llvm::Error checkPath(llvm::StringRef path) {
  if (ir::staysInside(path))
    return llvm::Error::success();
  return makeError("ValueError: the path `{0}` must be relative to the "
                   "workspace and stay inside it",
                   path);
}

/// More commits than anybody looks at.
static constexpr int64_t MaxCommits = 10'000;

static llvm::Error checkInput(llvm::StringRef name,
                              const llvm::json::Value &value) {
  if (name == "path" || name == "pattern")
    return checkPath(value.getAsString().value_or(""));
  if (name == "paths" && value.getAsArray())
    for (const llvm::json::Value &path : *value.getAsArray())
      PLUE_TRY(checkPath(path.getAsString().value_or("")));
  int64_t number = value.getAsInteger().value_or(0);
  if (name == "n" && (number < 1 || number > MaxCommits))
    return makeError("ValueError: {0} commits; there may be 1 to {1}", number,
                     MaxCommits);
  if ((name == "line" || name == "number") && number < 1)
    return makeError("ValueError: `{0}` is {1}; it must be at least 1", name,
                     number);
  bool isRef = name == "base" || name == "head" || name == "ref";
  llvm::StringRef text = value.getAsString().value_or("");
  if (isRef && !ir::isGitRef(text))
    return makeError("ValueError: `{0}` is no branch, tag or commit", text);
  return llvm::Error::success();
}

llvm::Error exec::checkInputs(const ResolvedStep &step) {
  for (const auto &[name, value] : step.inputs)
    PLUE_TRY(checkInput(name, value));
  return llvm::Error::success();
}

//--- Files --------------------------------------------------------------------

llvm::Error Actions::openWorkspace() {
  if (workspace)
    return llvm::Error::success();
  PLUE_ASSIGN_OR_RETURN(workspace, Workspace::open(workspacePath));
  return llvm::Error::success();
}

llvm::Expected<ActionResult> Actions::read(const ResolvedStep &step) {
  llvm::StringRef path = textInput(step, "path");
  PLUE_ASSIGN_OR_RETURN(std::optional<std::string> text,
                        workspace->read(path, Limits().stringBytes));
  if (text)
    return ActionResult{.value = toValidUtf8(*text)};
  if (step.input("optional"))
    return ActionResult{.value = nullptr};
  return noSuchFile(path);
}

llvm::Error exec::noSuchFile(llvm::StringRef path) {
  return makeError("FileNotFoundError: there is no file `{0}`", path);
}

//--- The forge ----------------------------------------------------------------

/// The pull request or issue that the event is about.
std::optional<int64_t> Actions::targetNumber() const {
  for (llvm::StringRef field : {"pull_request", "issue"})
    if (const llvm::json::Object *object = event.getObject(field))
      if (auto number = object->getInteger("number"))
        return number;
  return std::nullopt;
}

llvm::Expected<ActionResult>
Actions::act(StepKind kind, const ResolvedStep &step, llvm::StringRef id) {
  if (!forge)
    return makeError("there is no forge to act on");
  ForgeAction action{.kind = kind,
                     .step = id.str(),
                     .name = step.name,
                     .number = intInput(step, "number"),
                     .body = optionalText(step, "body"),
                     .path = optionalText(step, "path"),
                     .line = intInput(step, "line")};
  if (!action.number)
    action.number = targetNumber();
  PLUE_ASSIGN_OR_RETURN(std::string done, forge->act(action));
  if (action.body)
    done = *action.body + "\n(" + done + ")";
  return ActionResult{.log = done + "\n"};
}

//--- All of them --------------------------------------------------------------

llvm::Expected<ActionResult>
Actions::tryRun(const ir::StepDefinition &definition, const ResolvedStep &step,
                llvm::StringRef id) {
  PLUE_TRY(checkInputs(step));
  if (effectsOf(definition.kind) == ir::Effects::Outward)
    return act(definition.kind, step, id);
  PLUE_TRY(openWorkspace());
  llvm::StringRef path = textInput(step, "path");
  switch (definition.kind) {
  case StepKind::Read:
    return read(step);
  case StepKind::Write:
    PLUE_TRY(workspace->write(path, textInput(step, "content")));
    return ActionResult();
  case StepKind::Exists: {
    PLUE_ASSIGN_OR_RETURN(bool isThere, workspace->exists(path));
    return ActionResult{.value = isThere};
  }
  case StepKind::Glob: {
    PLUE_ASSIGN_OR_RETURN(
        std::vector<std::string> found,
        workspace->glob(textInput(step, "pattern"), Limits().items));
    llvm::json::Array paths;
    for (const std::string &file : found)
      paths.push_back(toValidUtf8(file));
    return ActionResult{.value = std::move(paths)};
  }
  default:
    llvm_unreachable("not done here");
  }
}

ActionResult Actions::run(const ir::StepDefinition &definition,
                          const ResolvedStep &step, llvm::StringRef id) {
  llvm::Expected<ActionResult> result = tryRun(definition, step, id);
  if (result)
    return std::move(*result);
  return {.failure = llvm::toString(result.takeError())};
}

//--- Git ----------------------------------------------------------------------

llvm::Error Actions::checkRepository() {
  PLUE_TRY(openWorkspace());
  PLUE_ASSIGN_OR_RETURN(bool isThere, workspace->exists(".git"));
  if (!isThere)
    return makeError("there is no git repository in the workspace");
  return llvm::Error::success();
}

/// Whatever the workspace's configuration says, output has one form, and
/// nothing is executed that can be done without.
static std::vector<std::string> gitPrefix() {
  std::vector<std::string> command = {"git", "--no-pager",
                                      "--literal-pathspecs"};
  for (const char *setting :
       {"safe.directory=*", "core.hooksPath=/dev/null", "core.fsmonitor=false",
        "core.quotePath=false", "color.ui=false", "diff.noprefix=false",
        "diff.mnemonicPrefix=false", "diff.algorithm=default",
        "diff.renames=true", "diff.submodule=short", "submodule.recurse=false",
        "log.showSignature=false", "log.mailmap=false",
        "advice.detachedHead=false", "protocol.ext.allow=never"}) {
    command.push_back("-c");
    command.push_back(setting);
  }
  return command;
}

static void addPaths(std::vector<std::string> &command,
                     const llvm::json::Value *paths) {
  command.push_back("--");
  if (paths && paths->getAsArray())
    for (const llvm::json::Value &path : *paths->getAsArray())
      command.push_back(path.getAsString().value_or("").str());
}

/// Runs the words that follow the base. A checkout of a pull request often has
/// no branch but its own: then the base is the remote's branch of that name.
static constexpr llvm::StringLiteral WithBase = R"(base=$1
shift
isRef() { git -c safe.directory='*' rev-parse -q --verify "$1^{commit}"; }
if ! isRef "$base" && isRef "origin/$base"; then
  for word; do
    if [ "$last" = --merge-base ] && [ "$word" = "$base" ]; then
      word=origin/$base
    fi
    last=$word
    set -- "$@" "$word"
    shift
  done
fi >/dev/null 2>&1
exec "$@"
)";

/// Without a base: what has not been committed. With one: what has happened
/// since the branch left it, as a pull request shows it.
static void addDiff(std::vector<std::string> &command,
                    const ResolvedStep &step) {
  for (const char *option : {"diff", "--no-ext-diff", "--no-textconv",
                             "--no-color", "--no-relative"})
    command.push_back(option);
  if (step.input("base")) {
    command.push_back("--merge-base");
    command.push_back(textInput(step, "base").str());
    if (step.input("head"))
      command.push_back(textInput(step, "head").str());
  } else {
    command.push_back("HEAD");
  }
  addPaths(command, step.input("paths"));
}

/// What ends a field: no commit has such a character.
static constexpr char FieldEnd = '\0';
static constexpr llvm::StringRef CommitFields[] = {
    "sha", "author", "email", "date", "subject", "message"};

llvm::ArrayRef<llvm::StringRef> exec::commitFields() { return CommitFields; }

llvm::Error exec::checkCommit(const llvm::json::Value &commit) {
  const llvm::json::Object *object = commit.getAsObject();
  if (!object)
    return makeError("a commit of `git.log` in the outcomes is {0}, not an "
                     "object",
                     describe(commit));
  for (const auto &[name, value] : *object)
    if (!llvm::is_contained(CommitFields, llvm::StringRef(name)) ||
        !value.getAsString())
      return makeError("in a commit of `git.log` in the outcomes, `{0}` is no "
                       "field or no string; there are {1}",
                       llvm::StringRef(name), listOf(CommitFields));
  return llvm::Error::success();
}

static void addLog(std::vector<std::string> &command,
                   const ResolvedStep &step) {
  command.push_back("log");
  command.push_back("--max-count=" +
                    std::to_string(intInput(step, "n").value_or(0)));
  for (const char *option :
       {"--no-color", "--no-show-signature", "--no-notes", "--encoding=UTF-8",
        "--format=%H%x00%an%x00%ae%x00%aI%x00%s%x00%B%x00", "--"})
    command.push_back(option);
}

llvm::Expected<std::vector<std::string>>
exec::gitCommand(StepKind kind, const ResolvedStep &step) {
  PLUE_TRY(checkInputs(step));
  std::vector<std::string> command = gitPrefix();
  switch (kind) {
  case StepKind::GitDiff:
    if (step.input("base"))
      command.insert(command.begin(), {"sh", "-c", WithBase.str(), "sh",
                                       textInput(step, "base").str()});
    addDiff(command, step);
    break;
  case StepKind::GitLog:
    addLog(command, step);
    break;
  case StepKind::GitCheckout:
    command.push_back("checkout");
    command.push_back("--quiet");
    command.push_back(textInput(step, "ref").str());
    command.push_back("--"); // A ref, not a path.
    break;
  default:
    llvm_unreachable("not git's");
  }
  return command;
}

std::vector<std::string> exec::gitEnvironment(llvm::StringRef workspace) {
  // A repository around the workspace is none of the workspace's.
  llvm::StringRef parent = workspace.rtrim('/').rsplit('/').first;
  return {"GIT_CONFIG_NOSYSTEM=1",
          "GIT_CONFIG_GLOBAL=/dev/null",
          "GIT_TERMINAL_PROMPT=0",
          "GIT_PAGER=cat",
          "GIT_OPTIONAL_LOCKS=0",
          "GIT_CEILING_DIRECTORIES=" + (parent.empty() ? "/" : parent.str())};
}

static llvm::json::Value commitsIn(llvm::StringRef out) {
  llvm::json::Array commits;
  for (;;) {
    out = out.ltrim('\n'); // Between two commits.
    if (out.empty())
      return commits;
    llvm::json::Object commit;
    for (llvm::StringRef field : CommitFields) {
      auto [text, rest] = out.split(FieldEnd);
      commit[field] = toValidUtf8(text.rtrim('\n'));
      out = rest;
    }
    commits.push_back(std::move(commit));
  }
}

llvm::json::Value exec::gitValue(StepKind kind, llvm::StringRef out) {
  if (kind == StepKind::GitLog)
    return commitsIn(out);
  return toValidUtf8(out);
}
