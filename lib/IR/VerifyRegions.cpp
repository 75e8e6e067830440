//===- VerifyRegions.cpp - Regions of workflows ---------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Regions say where they begin and end, so one walk over the operations
/// finds out whether they lie inside each other as the operations in them do,
/// and whether every operand can be seen from where it is used.
//===----------------------------------------------------------------------===//
#include "Verify.h"
#include "plue/IR/Regions.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::ir;
namespace types = plue::value::types;

namespace {
/// Functions that return text return what is wrong.
class RegionVerifier {
public:
  RegionVerifier(const Plan &plan, const Workflow &workflow)
      : plan(plan), workflow(workflow), scopes(workflow.ops.size()) {}

  llvm::Error verify();

private:
  std::string enter(uint32_t ordinal);
  std::string checkPlace(uint32_t ordinal, const Region &region);
  std::string checkExtent(uint32_t ordinal, const Region &region);
  std::string checkCarried(const Op &op, const Region &region);
  std::string leave(const Region &region);
  std::string checkOp(uint32_t ordinal);
  bool isVisible(ValueId value, uint32_t place) const;
  RegionId innermost() const { return open.empty() ? RegionId() : open.back(); }
  const Region &at(RegionId region) const {
    return workflow.regions[region.index];
  }

  const Plan &plan;
  const Workflow &workflow;
  /// The innermost region that an operation stands in.
  std::vector<RegionId> scopes;
  /// The regions around the current operation, from the outside in.
  std::vector<RegionId> open;
  uint32_t nextStep = 0;
};
} // namespace

/// Whether \p value can be seen from the operation \p place, which comes after.
bool RegionVerifier::isVisible(ValueId value, uint32_t place) const {
  RegionId scope = scopes[value.index];
  if (scope && place >= at(scope).endOp)
    return false;
  const Region *made = regionMadeBy(workflow, value);
  return !made || place >= made->endOp;
}

//--- Where a region begins ----------------------------------------------------

std::string RegionVerifier::checkPlace(uint32_t ordinal, const Region &region) {
  const Op *before = ordinal == 0 ? nullptr : &workflow.ops[ordinal - 1];
  if (!before || before->kind != OpKind::Step ||
      scopes[ordinal - 1] != innermost() ||
      region.step != StepId(before->attribute) ||
      workflow.steps[before->attribute].definition.kind != StepKind::Foreach)
    return "does not stand behind its step";
  if (region.parent != innermost())
    return "its region is said to be in another one";
  if (open.size() >= MaxRegionDepth)
    return llvm::formatv("more than {0} regions are nested", MaxRegionDepth);
  return "";
}

std::string RegionVerifier::checkExtent(uint32_t ordinal,
                                        const Region &region) {
  uint64_t numParams = workflow.ops[ordinal].numOperands;
  uint64_t limit = open.empty() ? workflow.ops.size() : at(open.back()).endOp;
  if (region.firstOp != ordinal + 1 || region.endOp > limit ||
      region.firstOp + numParams > region.endOp)
    return "its region does not lie behind it";
  if (region.firstStep != nextStep)
    return "its region begins with another step";
  bool isInside =
      open.empty() || (region.firstGroup >= at(open.back()).firstGroup &&
                       region.endGroup <= at(open.back()).endGroup);
  if (region.firstGroup > region.endGroup || !isInside)
    return "its region's parallel groups are not its own";
  return "";
}

std::string RegionVerifier::checkCarried(const Op &op, const Region &region) {
  const value::TypeNode &tuple = plan.types[op.type];
  size_t count = tuple.elements.size();
  if (region.yields.size() != count)
    return "its region does not yield what it carries";
  for (size_t i = 0; i != count; ++i) {
    const Op &param = workflow.ops[region.firstOp + 1 + i];
    if (param.type != tuple.elements[i])
      return llvm::formatv("carried value {0} has not the type of its param",
                           i);
    TypeId init = workflow.typeOf(workflow.operands(op)[1 + i]);
    if (!plan.types.isAssignable(init, param.type))
      return llvm::formatv("carried value {0} has not the type of its first "
                           "value",
                           i);
  }
  for (size_t i = 0; i != count + 1; ++i)
    if (workflow.ops[region.firstOp + i].kind != OpKind::Param)
      return "its region does not begin with its params";
  return "";
}

std::string RegionVerifier::enter(uint32_t ordinal) {
  const Op &op = workflow.ops[ordinal];
  const Region &region = workflow.regions[op.attribute];
  std::string fault = checkPlace(ordinal, region);
  if (fault.empty())
    fault = checkExtent(ordinal, region);
  if (fault.empty())
    fault = checkCarried(op, region);
  open.push_back(RegionId(op.attribute));
  return fault;
}

//--- What is in it ------------------------------------------------------------

std::string RegionVerifier::checkOp(uint32_t ordinal) {
  const Op &op = workflow.ops[ordinal];
  for (auto [i, operand] : llvm::enumerate(workflow.operands(op)))
    if (!isVisible(operand, ordinal))
      return llvm::formatv("operand {0} cannot be seen from here", i);
  switch (op.kind) {
  case OpKind::Foreach:
    return enter(ordinal);
  case OpKind::Param: {
    bool isParam = !open.empty() && ordinal - at(open.back()).firstOp <=
                                        at(open.back()).yields.size();
    return isParam ? "" : "does not stand at the begin of a region";
  }
  case OpKind::Step: {
    ++nextStep;
    bool runsRegion =
        workflow.steps[op.attribute].definition.kind == StepKind::Foreach;
    bool isFollowed = ordinal + 1 != workflow.ops.size() &&
                      workflow.ops[ordinal + 1].kind == OpKind::Foreach;
    return runsRegion && !isFollowed ? "runs no region" : "";
  }
  default:
    return "";
  }
}

//--- Where it ends ------------------------------------------------------------

std::string RegionVerifier::leave(const Region &region) {
  if (region.endStep != nextStep)
    return "does not end with its last step";
  for (auto [i, value] : llvm::enumerate(region.yields)) {
    bool isInside = value.index < region.endOp;
    if (isInside && scopes[value.index]) {
      const Region &scope = at(scopes[value.index]);
      isInside = scope.firstOp <= region.firstOp && scope.endOp >= region.endOp;
    }
    if (isInside && value.index < region.firstOp) {
      const Region *made = regionMadeBy(workflow, value);
      isInside = !made || made->endOp < region.endOp;
    }
    if (!isInside || workflow.op(value).kind == OpKind::End)
      return llvm::formatv("yields a value {0} that is not there", i);
    TypeId param = workflow.ops[region.firstOp + 1 + i].type;
    if (!plan.types.isAssignable(workflow.typeOf(value), param))
      return llvm::formatv("yields a value {0} of another type", i);
  }
  return "";
}

llvm::Error RegionVerifier::verify() {
  auto leaveAll = [&](uint32_t ordinal) -> llvm::Error {
    for (; !open.empty() && at(open.back()).endOp == ordinal; open.pop_back()) {
      std::string fault = leave(at(open.back()));
      if (!fault.empty())
        return faultAt({PlanPlace::Op, at(open.back()).firstOp - 1},
                       "region {0} {1}", open.back().index, fault);
    }
    return llvm::Error::success();
  };
  for (uint32_t i = 0; i != workflow.ops.size(); ++i) {
    PLUE_TRY(leaveAll(i));
    scopes[i] = innermost();
    std::string fault = checkOp(i);
    if (!fault.empty())
      return faultAt({PlanPlace::Op, i}, "op {0} ({1}): {2}", i,
                     info(workflow.ops[i].kind).mnemonic, fault);
  }
  return leaveAll(workflow.ops.size());
}

llvm::Error ir::verifyRegions(const Plan &plan, const Workflow &workflow) {
  return RegionVerifier(plan, workflow).verify();
}
