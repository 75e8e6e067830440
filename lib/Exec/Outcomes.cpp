//===- Outcomes.cpp - Scripted results of steps ---------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Glob.h"
#include "JsonInput.h"
#include "Simulation.h"
#include "plue/Basic/Diagnostic.h"
#include "plue/Support/Hash.h"
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
    if (section == "steps")
      for (const auto &[name, results] : *value.getAsObject())
        PLUE_TRY(outcomes.addStep(name, results));
    if (section == "files")
      PLUE_TRY(outcomes.addStrings(section, value, outcomes.files));
    if (section == "env")
      PLUE_TRY(outcomes.addStrings(section, value, outcomes.variables));
  }
  return outcomes;
}

llvm::Error Outcomes::addStrings(llvm::StringRef section,
                                 const llvm::json::Value &json,
                                 llvm::StringMap<std::string> &strings) {
  for (const auto &[key, value] : *json.getAsObject()) {
    auto text = value.getAsString();
    if (!text)
      return makeError("`{0}.{1}` in the outcomes is {2}, not a string",
                       section, llvm::StringRef(key), describe(value));
    strings[key] = text->str();
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

llvm::Expected<std::string>
Outcomes::hashFiles(llvm::ArrayRef<llvm::StringRef> patterns) const {
  PLUE_ASSIGN_OR_RETURN(GlobSet globs, GlobSet::parse(patterns));
  std::vector<llvm::StringRef> found;
  for (const auto &file : files)
    if (globs.matches(file.getKey()))
      found.push_back(file.getKey());
  llvm::sort(found);
  FieldHasher hasher;
  for (llvm::StringRef path : found)
    hasher.add(path).add(digestOf(files.find(path)->second));
  return toHex(hasher.finish());
}
