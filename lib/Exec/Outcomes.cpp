//===- Outcomes.cpp - Scripted results of steps ---------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "JsonInput.h"
#include "Simulation.h"
#include "plue/Basic/Diagnostic.h"
#include "plue/Support/Result.h"

using namespace plue;
using namespace plue::exec;

static llvm::Error unknownKey(llvm::StringRef where, llvm::StringRef key,
                              llvm::ArrayRef<llvm::StringRef> known) {
  llvm::StringRef similar = nearest(key, known);
  if (!similar.empty())
    return makeError("in {0}, `{1}` is unknown; did you mean `{2}`?", where,
                     key, similar);
  return makeError("in {0}, `{1}` is unknown; there are {2}", where, key,
                   listOf(known));
}

llvm::Expected<Outcomes> Outcomes::parse(const llvm::json::Object &json) {
  static constexpr llvm::StringRef Sections[] = {"steps", "prompts", "files",
                                                 "globs", "git",     "env"};
  Outcomes outcomes;
  for (const auto &[key, value] : json) {
    llvm::StringRef section = key;
    if (!llvm::is_contained(Sections, section))
      return unknownKey("the outcomes", section, Sections);
    if (!value.getAsObject())
      return makeError("`{0}` in the outcomes is {1}, not an object", section,
                       describe(value));
    const llvm::json::Object &content = *value.getAsObject();
    if (section == "steps")
      for (const auto &[name, results] : content)
        PLUE_TRY(outcomes.addStep(name, results));
    else if (section == "files")
      PLUE_TRY(outcomes.world.addFiles(content));
    else if (section == "globs")
      PLUE_TRY(outcomes.world.addGlobs(content));
    else if (section == "git")
      PLUE_TRY(outcomes.world.addGit(content));
    else if (section == "env")
      PLUE_TRY(outcomes.addVariables(content));
  }
  return outcomes;
}

llvm::Error Outcomes::addVariables(const llvm::json::Object &section) {
  for (const auto &[name, value] : section) {
    auto text = value.getAsString();
    if (!text)
      return makeError("`env.{0}` in the outcomes is {1}, not a string",
                       llvm::StringRef(name), describe(value));
    variables[llvm::StringRef(name)] = text->str();
  }
  return llvm::Error::success();
}

static llvm::Expected<StepResult> parseResult(llvm::StringRef name,
                                              const llvm::json::Value &json) {
  static constexpr llvm::StringRef Fields[] = {"exit_code", "stdout", "stderr"};
  std::string where = llvm::formatv("the outcome of `{0}`", name);
  const llvm::json::Object *object = json.getAsObject();
  if (!object)
    return makeError("{0} is {1}, not an object", where, describe(json));
  StepResult result{.hasRun = true};
  for (const auto &[key, value] : *object) {
    llvm::StringRef field = key;
    if (!llvm::is_contained(Fields, field))
      return unknownKey(where, field, Fields);
    auto text = value.getAsString();
    auto number = value.getAsInteger();
    if (field == "exit_code" ? !number : !text)
      return makeError("in {0}, `{1}` is {2}", where, field, describe(value));
    if (field == "exit_code")
      result.exitCode = static_cast<int>(*number);
    else
      (field == "stdout" ? result.out : result.err) = text->str();
  }
  return result;
}

llvm::Error Outcomes::addStep(llvm::StringRef name,
                              const llvm::json::Value &json) {
  Sequence sequence{.name = name.str(), .results = {}};
  const llvm::json::Array *array = json.getAsArray();
  if (array && array->empty())
    return makeError("the outcome of `{0}` is an empty array", name);
  for (size_t i = 0; i != (array ? array->size() : 1); ++i) {
    PLUE_ASSIGN_OR_RETURN(StepResult result,
                          parseResult(name, array ? (*array)[i] : json));
    sequence.results.push_back(std::move(result));
  }
  byName[name] = sequences.size();
  sequences.push_back(std::move(sequence));
  return llvm::Error::success();
}

StepResult Outcomes::take(llvm::StringRef name) {
  auto found = byName.find(name);
  if (found == byName.end())
    return {.hasRun = true};
  Sequence &sequence = sequences[found->second];
  size_t index = std::min(sequence.taken++, sequence.results.size() - 1);
  return sequence.results[index];
}

std::vector<llvm::StringRef> Outcomes::unused() const {
  std::vector<llvm::StringRef> names;
  for (const Sequence &sequence : sequences)
    if (sequence.taken == 0)
      names.push_back(sequence.name);
  llvm::sort(names);
  return names;
}

std::string Outcomes::variable(llvm::StringRef name) const {
  return variables.lookup(name);
}
