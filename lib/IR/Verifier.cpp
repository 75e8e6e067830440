//===- Verifier.cpp - Is this plan sound? ---------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The whole, and what workflows share. Operations, steps, edges and
/// triggers have files of their own.
//===----------------------------------------------------------------------===//
#include "plue/IR/Verifier.h"
#include "Text.h"
#include "Verify.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace plue;
using namespace plue::ir;
using value::TypeKind;
using value::TypeNode;

//--- Texts --------------------------------------------------------------------

static bool checkOnce(llvm::DenseSet<std::pair<const char *, size_t>> &known,
                      llvm::StringRef text, bool (*check)(llvm::StringRef)) {
  constexpr size_t ShortText = 64;
  if (text.size() <= ShortText)
    return check(text);
  if (known.contains({text.data(), text.size()}))
    return true;
  if (!check(text))
    return false;
  known.insert({text.data(), text.size()});
  return true;
}

bool TextChecker::isUtf8(llvm::StringRef text) {
  return checkOnce(utf8, text, ir::isUtf8);
}

bool TextChecker::isPlain(llvm::StringRef text) {
  return checkOnce(plain, text, isPlainText);
}

bool TextChecker::isPath(llvm::StringRef text) {
  return checkOnce(paths, text, isRelativePath);
}

bool TextChecker::isImage(llvm::StringRef text) {
  return checkOnce(images, text, ir::isImage);
}

bool TextChecker::hasName(const TypeStore &types, TypeId type,
                          llvm::StringRef name) {
  auto [it, isNew] = names.try_emplace(type);
  if (isNew)
    it->second.insert(types[type].names.begin(), types[type].names.end());
  return it->second.contains(name);
}

bool ir::isText(const TypeStore &types, TypeId type) {
  switch (types.kind(type)) {
  case TypeKind::Str:
  case TypeKind::Secret:
  case TypeKind::Enum:
  case TypeKind::Any:
    return true;
  default:
    return false;
  }
}

//--- Types --------------------------------------------------------------------

/// Says what is wrong with the parts of a node, or nothing.
static llvm::StringRef faultOf(const TypeStore &types, const TypeNode &node) {
  size_t elements = node.elements.size(), names = node.names.size();
  if (names != 0 && node.kind != TypeKind::Tuple &&
      node.kind != TypeKind::Enum && node.kind != TypeKind::Record)
    return "has names";
  switch (node.kind) {
  case TypeKind::List:
  case TypeKind::Set:
    return elements == 1 ? "" : "must have one element";
  case TypeKind::Dict:
    return elements == 2 ? "" : "must have a key and a value";
  case TypeKind::Tuple:
    // A tuple of any length has one element, called `...`.
    return names == 0 || (names == 1 && elements == 1 && node.names[0] == "...")
               ? ""
               : "has names";
  case TypeKind::Optional:
  case TypeKind::StepOf:
  case TypeKind::Iterable:
    return elements == 1 ? "" : "must have one element";
  case TypeKind::Never:
    return elements == 0 ? "" : "has elements";
  case TypeKind::Union:
    if (elements < 2)
      return "must have two members";
    return llvm::any_of(node.elements,
                        [&](TypeId element) {
                          return types.kind(element) == TypeKind::Union;
                        })
               ? "contains a union"
               : "";
  case TypeKind::Enum:
    return elements == 0 && names != 0 ? "" : "must have names only";
  case TypeKind::Record:
    return elements == names ? "" : "must have a name for each field";
  default:
    return "is a scalar that is there twice";
  }
}

static llvm::Error verifyNames(uint32_t type, const TypeNode &node) {
  PlanPlace place{PlanPlace::Type, type};
  llvm::StringSet<> seen;
  for (const std::string &name : node.names) {
    if (!isUtf8(name))
      return faultAt(place, "type {0}: a name is not UTF-8", type);
    if (!seen.insert(name).second)
      return faultAt(place, "type {0}: {1} is there twice", type, quoted(name));
  }
  if (!isPlainText(node.label))
    return faultAt(place, "type {0}: its label is not plain text", type);
  return llvm::Error::success();
}

/// That a type is made of earlier ones, and neither too deep nor too large when
/// it is written out, is the store's to see to.
static llvm::Error verifyTypes(const TypeStore &types) {
  for (uint32_t i = value::types::NumFixed; i < types.size(); ++i) {
    const TypeNode &node = types[TypeId(i)];
    if (llvm::StringRef fault = faultOf(types, node); !fault.empty())
      return faultAt({PlanPlace::Type, i}, "type {0} {1}", i, fault);
    PLUE_TRY(verifyNames(i, node));
  }
  return llvm::Error::success();
}

//--- Strings, constants, templates, sources -----------------------------------

/// Says what is wrong with a constant, or nothing.
static llvm::StringRef faultOf(const Constant &constant, TextChecker &texts) {
  switch (constant.kind) {
  case Constant::None:
  case Constant::Int:
  case Constant::Float:
    return "";
  case Constant::Bool:
    return uint64_t(constant.number) <= 1 ? "" : "is neither true nor false";
  case Constant::BigInt:
    return isBigInt(constant.text) ? "" : "is not a big integer";
  case Constant::Str:
    if (constant.text.size() > Limits().stringBytes)
      return "is too long";
    return texts.isUtf8(constant.text) ? "" : "is not UTF-8";
  }
  return "is of unknown kind";
}

static llvm::StringRef faultOf(const ShellTemplate &shell, TextChecker &texts) {
  if (shell.pieces.size() != shell.holes.size() + 1)
    return "must have a piece more than holes";
  for (HoleContext hole : shell.holes)
    if (unsigned(hole) >= NumHoleContexts)
      return "has a hole of unknown context";
  for (llvm::StringRef piece : shell.pieces)
    if (!texts.isUtf8(piece) || piece.contains('\0'))
      return "has a piece that is not text";
  return "";
}

llvm::Error ir::verifyShared(const Plan &plan, TextChecker &texts) {
  PLUE_TRY(verifyTypes(plan.types));
  for (auto [i, string] : llvm::enumerate(plan.strings))
    if (!texts.isUtf8(string) || string.contains('\0'))
      return faultAt({PlanPlace::String, uint32_t(i)}, "string {0} is not text",
                     i);
  for (auto [i, constant] : llvm::enumerate(plan.constants))
    if (llvm::StringRef fault = faultOf(constant, texts); !fault.empty())
      return faultAt({PlanPlace::Constant, uint32_t(i)}, "constant {0} {1}", i,
                     fault);
  for (auto [i, shell] : llvm::enumerate(plan.templates))
    if (llvm::StringRef fault = faultOf(shell, texts); !fault.empty())
      return faultAt({PlanPlace::Template, uint32_t(i)}, "template {0} {1}", i,
                     fault);
  for (auto [i, source] : llvm::enumerate(plan.sources))
    if (!texts.isPath(source.path))
      return faultAt({PlanPlace::Source, uint32_t(i)},
                     "source {0}: its path is not one inside the project", i);
  return llvm::Error::success();
}

//--- The whole ----------------------------------------------------------------

static llvm::Error verifyWorkflow(const Plan &plan, const Workflow &workflow,
                                  TextChecker &texts) {
  PLUE_TRY(verifyHeader(plan, workflow, texts));
  PLUE_TRY(verifyOps(plan, workflow, texts));
  PLUE_TRY(verifyUnwraps(plan, workflow));
  PLUE_TRY(verifyRegions(plan, workflow));
  RegionMap regions(workflow);
  PLUE_TRY(verifySteps(plan, workflow, regions, texts));
  PLUE_TRY(verifyEdges(workflow, regions));
  return llvm::Error::success();
}

/// \p error as the fault of a workflow.
static llvm::Error inWorkflow(uint32_t ordinal, const Workflow &workflow,
                              llvm::Error error) {
  auto wrap = [&](PlanPlace place, const std::string &message) {
    if (place.kind == PlanPlace::Whole)
      place = {PlanPlace::Workflow, ordinal};
    place.owner = ordinal;
    return faultAt(place, "workflow {0}: {1}",
                   quoted(workflow.name.take_front(100)), message);
  };
  return llvm::handleErrors(
      std::move(error),
      [&](const VerifyError &fault) {
        return wrap(fault.place, fault.message);
      },
      [&](const llvm::ErrorInfoBase &fault) {
        return wrap({}, fault.message());
      });
}

char VerifyError::ID = 0;

std::error_code VerifyError::convertToErrorCode() const {
  return std::make_error_code(std::errc::invalid_argument);
}

llvm::Error ir::verify(const Plan &plan) {
  TextChecker texts;
  PLUE_TRY(verifyShared(plan, texts));
  PLUE_TRY(verifyFunctions(plan, texts));
  llvm::StringSet<> names;
  for (uint32_t i = 0; i != plan.workflows.size(); ++i) {
    const Workflow &workflow = plan.workflows[i];
    if (llvm::Error error = verifyWorkflow(plan, workflow, texts))
      return inWorkflow(i, workflow, std::move(error));
    if (!names.insert(workflow.name).second)
      return faultAt({PlanPlace::Workflow, i}, "workflow {0} is there twice",
                     quoted(workflow.name));
  }
  return llvm::Error::success();
}
