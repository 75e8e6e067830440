//===- PrintOps.cpp - Operations as text ----------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file One operation per line, in the look of LLVM. Values are called after
/// the steps and the inputs that they are, or by the ordinals of their
/// operations. A region that lies where it should is shown as a block; one that
/// does not, as operations that come one after the other.
//===----------------------------------------------------------------------===//
#include "PlanPrinter.h"
#include "Text.h"
#include "plue/IR/Keywords.h"
#include "plue/IR/Regions.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"

using namespace plue;
using namespace plue::ir;

//--- Values -------------------------------------------------------------------

std::string Printer::nameHint(const Op &op) const {
  llvm::StringRef text;
  if (op.kind == OpKind::Step && op.attribute < workflow->steps.size())
    text = workflow->steps[op.attribute].key;
  else if (op.kind == OpKind::Input && op.attribute < plan.strings.size())
    text = plan.strings[op.attribute];
  std::string name;
  for (char c : text.take_front(80))
    name += llvm::isAlnum(c) ? c : '_';
  // A digit at the start is for values that have no name of their own.
  return name.empty() || !llvm::isDigit(name[0]) ? name : "_" + name;
}

void Printer::nameValues() {
  // How often each name was asked for; a name that was made up counts.
  llvm::StringMap<unsigned> used;
  names.assign(workflow->ops.size(), {});
  for (uint32_t i = 0; i != names.size(); ++i) {
    std::string hint = nameHint(workflow->ops[i]);
    if (hint.empty()) {
      names[i] = std::to_string(i);
      continue;
    }
    std::string name = hint;
    unsigned count = used[hint]++;
    if (count != 0) {
      do
        name = hint + "_" + std::to_string(++count);
      while (!used.try_emplace(name, 1).second);
      used[hint] = count;
    }
    names[i] = std::move(name);
  }
}

void Printer::printValue(ValueId value) {
  if (value.index >= names.size())
    return bad("value", value.index);
  os << '%' << names[value.index];
}

void Printer::printValues(llvm::ArrayRef<ValueId> values) {
  llvm::interleaveComma(values, os, [&](ValueId value) { printValue(value); });
}

/// The operands that exist.
llvm::ArrayRef<ValueId> Printer::operands(const Op &op) const {
  return llvm::ArrayRef(workflow->operandPool)
      .drop_front(
          std::min<size_t>(op.firstOperand, workflow->operandPool.size()))
      .take_front(op.numOperands);
}

//--- Templates ----------------------------------------------------------------

/// `["deploy ", bare %env, ""]`: pieces and holes in turn, these with what they
/// are filled with unless the template stands alone.
void Printer::printTemplate(const ShellTemplate &shell,
                            std::optional<llvm::ArrayRef<ValueId>> fillers) {
  size_t numHoles = fillers ? fillers->size() : shell.holes.size();
  size_t count = std::max(shell.pieces.size(), numHoles);
  os << '[';
  for (size_t i = 0; i != count; ++i) {
    os << (i == 0 ? "" : ", ");
    if (i < shell.pieces.size())
      os << quoted(shell.pieces[i]);
    else
      bad("piece", i);
    if (i >= numHoles)
      continue;
    os << ", ";
    if (i < shell.holes.size())
      printWord("context", HoleContextWords, unsigned(shell.holes[i]));
    else
      bad("hole", i);
    if (!fillers)
      continue;
    os << ' ';
    printValue((*fillers)[i]);
  }
  os << ']';
}

void Printer::printTemplate(const Op &op) {
  if (op.attribute >= plan.templates.size())
    return bad("template", op.attribute);
  if (!isRepeated(PlanTable::Templates, op.attribute))
    return printTemplate(plan.templates[op.attribute], operands(op));
  os << '#' << op.attribute << " [";
  printValues(operands(op));
  os << ']';
}

//--- Operations ---------------------------------------------------------------

void Printer::printAttribute(const Op &op) {
  switch (info(op.kind).attribute) {
  case AttributeKind::None:
    return bad("attribute", op.attribute);
  case AttributeKind::String:
    return printString(op.attribute);
  case AttributeKind::Constant:
    return printConstant(op.attribute);
  case AttributeKind::Template:
    return printTemplate(op);
  case AttributeKind::Step:
    return printStep(op.attribute);
  case AttributeKind::End:
    return printEnd(op.attribute);
  case AttributeKind::Function:
    return printFunctionName(op.attribute);
  case AttributeKind::Region:
    return bad("region", op.attribute);
  }
}

void Printer::printBody(const Op &op) {
  if (unsigned(op.kind) >= numOpKinds())
    return bad("op", unsigned(op.kind));
  os << info(op.kind).mnemonic;
  AttributeKind attribute = info(op.kind).attribute;
  // A template shows its operands where they go.
  bool hasOperands =
      attribute != AttributeKind::Template && !operands(op).empty();
  if (hasOperands) {
    os << ' ';
    printValues(operands(op));
  }
  if (attribute != AttributeKind::None || op.attribute != 0) {
    os << (hasOperands ? ", " : " ");
    printAttribute(op);
  }
  if (operands(op).size() != op.numOperands)
    bad("operands", op.numOperands);
}

void Printer::printOp(ValueId value) {
  const Op &op = workflow->op(value);
  bool hasResult = op.kind != OpKind::End;
  bool nests = canNest(value.index);
  os.indent(2 * open.size() + 2);
  if (hasResult) {
    printValue(value);
    os << " = ";
  }
  nests ? openRegion(value) : printBody(op);
  if (hasResult) {
    os << " : ";
    printType(op.type);
  }
  os << (nests ? " {" : "");
  // One location shows that there are some, even if none of them is known.
  bool isShown = value.index == 0 && !workflow->locations.empty() &&
                 llvm::all_of(workflow->locations, [](Location location) {
                   return location == Location();
                 });
  printLocation(workflow->locationOf(value), isShown);
  if (op.kind == OpKind::Step && op.attribute < workflow->steps.size() &&
      workflow->steps[op.attribute].number != 0)
    os << "  // step_" << workflow->steps[op.attribute].number;
  printAnnotation(value);
  os << '\n';
}

//--- Regions ------------------------------------------------------------------

/// Whether the `foreach` at \p ordinal has a region that can be shown as such.
bool Printer::canNest(uint32_t ordinal) const {
  const Op &op = workflow->ops[ordinal];
  if (op.kind != OpKind::Foreach || op.attribute >= workflow->regions.size())
    return false;
  const Region &region = workflow->regions[op.attribute];
  size_t limit = open.empty() ? workflow->ops.size()
                              : workflow->regions[open.back().index].endOp;
  size_t numParams = operands(op).size();
  if (open.size() == MaxRegionDepth || numParams != op.numOperands ||
      numParams == 0 || region.yields.size() + 1 != numParams ||
      region.firstOp != ordinal + 1 || region.endOp > limit ||
      region.firstOp + numParams > region.endOp)
    return false;
  return llvm::all_of(
      llvm::ArrayRef(workflow->ops).slice(region.firstOp, numParams),
      [](const Op &op) { return op.kind == OpKind::Param; });
}

/// `foreach %item: str in %list iter (%go: bool = %true) {`
void Printer::openRegion(ValueId value) {
  const Op &op = workflow->op(value);
  const Region &region = workflow->regions[op.attribute];
  // A param stands where its loop does unless it says otherwise.
  auto printPlace = [&](uint32_t param) {
    Location location = workflow->locationOf(ValueId(region.firstOp + param));
    if (location != workflow->locationOf(value))
      printLocation(location, /*always=*/true);
  };
  auto printParam = [&](uint32_t param) {
    printValue(ValueId(region.firstOp + param));
    os << ": ";
    printType(workflow->ops[region.firstOp + param].type);
  };
  os << "foreach ";
  printParam(0);
  printPlace(0);
  os << " in ";
  printValue(operands(op)[0]);
  os << " iter (";
  for (uint32_t i = 1; i != op.numOperands; ++i) {
    os << (i == 1 ? "" : ", ");
    printParam(i);
    os << " = ";
    printValue(operands(op)[i]);
    printPlace(i);
  }
  os << ')';
  if (region.firstGroup != 0 || region.endGroup != 0) {
    attribute("groups");
    os << " = " << region.firstGroup << " to " << region.endGroup;
  }
  endAttributes();
}

void Printer::closeRegion() {
  const Region &region = workflow->regions[open.back().index];
  os.indent(2 * open.size() + 2) << "yield ";
  printValues(region.yields);
  open.pop_back();
  os << '\n';
  os.indent(2 * open.size() + 2) << "}\n";
}

void Printer::printOps() {
  open.clear();
  auto closeAt = [&](uint32_t ordinal) {
    while (!open.empty() &&
           workflow->regions[open.back().index].endOp == ordinal)
      closeRegion();
  };
  for (uint32_t i = 0; i != workflow->ops.size(); ++i) {
    closeAt(i);
    bool nests = canNest(i);
    printOp(ValueId(i));
    if (!nests)
      continue;
    open.push_back(RegionId(workflow->ops[i].attribute));
    i += workflow->ops[i].numOperands; // The params have been shown.
  }
  closeAt(workflow->ops.size());
}
