//===- SimulatedWorld.cpp - Files and history that are made up ------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "SimulatedWorld.h"
#include "Actions.h"
#include "Glob.h"
#include "JsonInput.h"
#include "plue/Support/Hash.h"
#include "plue/Support/Result.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::exec;
using ir::StepKind;

//--- What there is ------------------------------------------------------------

static llvm::Error wrongType(const llvm::Twine &place,
                             const llvm::json::Value &value,
                             llvm::StringRef wanted) {
  return makeError("`{0}` in the outcomes is {1}, not {2}", place.str(),
                   describe(value), wanted);
}

/// A path as it is looked up: without what says nothing.
static std::string normalPath(llvm::StringRef path) {
  llvm::SmallVector<llvm::StringRef> names;
  path.split(names, '/', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  llvm::erase(names, ".");
  return llvm::join(names, "/");
}

llvm::Error SimulatedWorld::addFiles(const llvm::json::Object &section) {
  for (const auto &[path, value] : section) {
    auto text = value.getAsString();
    if (!text)
      return wrongType("files." + llvm::StringRef(path), value, "a string");
    files[normalPath(path)] = text->str();
  }
  return llvm::Error::success();
}

llvm::Error SimulatedWorld::addGlobs(const llvm::json::Object &section) {
  for (const auto &[pattern, value] : section) {
    const llvm::json::Array *paths = value.getAsArray();
    bool areStrings =
        paths && llvm::all_of(*paths, [](const llvm::json::Value &path) {
          return path.getAsString().has_value();
        });
    if (!areStrings)
      return wrongType("globs." + llvm::StringRef(pattern), value,
                       "an array of strings");
    globs[llvm::StringRef(pattern)] = *paths;
  }
  return llvm::Error::success();
}

llvm::Error SimulatedWorld::addGit(const llvm::json::Object &section) {
  for (const auto &[key, value] : section) {
    llvm::StringRef name = key;
    if (name == "diff") {
      auto text = value.getAsString();
      if (!text)
        return wrongType("git.diff", value, "a string");
      diff = text->str();
    } else if (name == "log") {
      const llvm::json::Array *commits = value.getAsArray();
      if (!commits)
        return wrongType("git.log", value, "an array");
      for (const llvm::json::Value &commit : *commits)
        PLUE_TRY(checkCommit(commit));
      log = *commits;
    } else {
      return makeError("`git.{0}` in the outcomes is unknown; there are `diff` "
                       "and `log`",
                       name);
    }
  }
  return llvm::Error::success();
}

llvm::Expected<std::string>
SimulatedWorld::hashFiles(llvm::ArrayRef<llvm::StringRef> patterns) const {
  PLUE_ASSIGN_OR_RETURN(GlobSet set, GlobSet::parse(patterns));
  std::vector<llvm::StringRef> found;
  for (const auto &file : files)
    if (set.matches(file.getKey()))
      found.push_back(file.getKey());
  llvm::sort(found);
  FieldHasher hasher;
  for (llvm::StringRef path : found)
    hasher.add(path).add(digestOf(files.find(path)->second));
  return toHex(hasher.finish());
}

//--- What steps do ------------------------------------------------------------

llvm::Expected<llvm::json::Value>
SimulatedWorld::read(const ResolvedStep &step) const {
  llvm::StringRef path = textInput(step, "path");
  auto found = files.find(normalPath(path));
  if (found != files.end())
    return found->second;
  if (step.input("optional"))
    return nullptr;
  return noSuchFile(path);
}

/// A directory is there if something is in it.
bool SimulatedWorld::exists(llvm::StringRef path) const {
  std::string normal = normalPath(path);
  if (normal.empty() || files.contains(normal))
    return true;
  return llvm::any_of(files, [&](const auto &file) {
    return file.getKey().starts_with(normal + "/");
  });
}

llvm::Expected<llvm::json::Value>
SimulatedWorld::glob(llvm::StringRef pattern) const {
  if (auto given = globs.find(pattern); given != globs.end())
    return llvm::json::Array(given->second);
  PLUE_ASSIGN_OR_RETURN(GlobSet set, GlobSet::parse(pattern));
  std::vector<llvm::StringRef> found;
  for (const auto &file : files)
    if (set.matches(file.getKey()))
      found.push_back(file.getKey());
  llvm::sort(found);
  return llvm::json::Array(found);
}

llvm::json::Value SimulatedWorld::commits(int64_t count) const {
  llvm::json::Array result;
  for (const llvm::json::Value &scripted : log) {
    if (int64_t(result.size()) == count)
      break;
    llvm::json::Object commit;
    for (llvm::StringRef field : commitFields())
      commit[field] =
          scripted.getAsObject()->getString(field).value_or("").str();
    result.push_back(std::move(commit));
  }
  return result;
}

llvm::Expected<llvm::json::Value>
SimulatedWorld::act(StepKind kind, const ResolvedStep &step) {
  PLUE_TRY(checkInputs(step));
  switch (kind) {
  case StepKind::Read:
    return read(step);
  case StepKind::Write:
    files[normalPath(textInput(step, "path"))] =
        textInput(step, "content").str();
    return nullptr;
  case StepKind::Glob:
    return glob(textInput(step, "pattern"));
  case StepKind::Exists:
    return exists(textInput(step, "path"));
  case StepKind::GitDiff:
    return diff;
  case StepKind::GitLog:
    return commits(intInput(step, "n").value_or(0));
  default:
    return nullptr;
  }
}
