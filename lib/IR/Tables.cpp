//===- Tables.cpp - Strings, constants and templates of a plan ------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The order of uses is that of the text of a plan: functions first, then
/// for each workflow its triggers and its operations.
//===----------------------------------------------------------------------===//
#include "plue/IR/Tables.h"
#include "llvm/ADT/bit.h"
#include <optional>

using namespace plue;
using namespace plue::ir;

//--- Equal entries ------------------------------------------------------------

uint32_t TableIndex::textId(llvm::StringRef text) {
  auto [place, isNew] = idsByPlace.try_emplace({text.data(), text.size()});
  if (isNew)
    place->second =
        idsByText.try_emplace(llvm::CachedHashStringRef(text), idsByText.size())
            .first->second;
  return place->second;
}

uint32_t TableIndex::string(llvm::StringRef text, uint32_t next) {
  return strings.try_emplace(textId(text), next).first->second;
}

uint32_t TableIndex::constant(const Constant &constant, uint32_t next) {
  uint64_t content = constant.number;
  // As bits: -0.0 is not 0.0, and a NaN is itself.
  if (constant.kind == Constant::Float)
    content = llvm::bit_cast<uint64_t>(constant.real);
  if (constant.kind == Constant::BigInt || constant.kind == Constant::Str)
    content = textId(constant.text);
  return constants.try_emplace({constant.kind, content}, next).first->second;
}

uint32_t TableIndex::shellTemplate(const ShellTemplate &shell, uint32_t next) {
  std::vector<uint32_t> content = {uint32_t(shell.holes.size())};
  for (HoleContext hole : shell.holes)
    content.push_back(uint32_t(hole));
  for (llvm::StringRef piece : shell.pieces)
    content.push_back(textId(piece));
  return templates.try_emplace(std::move(content), next).first->second;
}

//--- Uses ---------------------------------------------------------------------

static std::optional<PlanTable> tableOf(InstrOperand operand) {
  switch (operand) {
  case InstrOperand::String:
  case InstrOperand::Keywords:
    return PlanTable::Strings;
  case InstrOperand::Constant:
    return PlanTable::Constants;
  default:
    return std::nullopt;
  }
}

static std::optional<PlanTable> tableOf(AttributeKind attribute) {
  switch (attribute) {
  case AttributeKind::String:
    return PlanTable::Strings;
  case AttributeKind::Constant:
    return PlanTable::Constants;
  case AttributeKind::Template:
    return PlanTable::Templates;
  default:
    return std::nullopt;
  }
}

/// Calls `visit(table, ordinal)` for each use, in order. Instructions name
/// entries with their wide operand.
template <typename FunctionT, typename Visit>
static void forEachUseOfFunction(FunctionT &function, Visit visit) {
  for (auto &instr : function.code) {
    if (unsigned(instr.kind) >= numInstrKinds())
      continue;
    InstrOperand operand = info(instr.kind).b;
    bool isNone = operand == InstrOperand::Keywords && instr.b == ~0U;
    if (std::optional<PlanTable> table = tableOf(operand); table && !isNone)
      visit(*table, instr.b);
  }
}

template <typename PlanT, typename Visit>
static void forEachTableUse(PlanT &plan, Visit visit) {
  for (auto &function : plan.functions)
    forEachUseOfFunction(function, visit);
  for (auto &workflow : plan.workflows) {
    for (auto &trigger : workflow.triggers)
      for (auto &input : trigger.inputs)
        if (input.defaultValue)
          visit(PlanTable::Constants, input.defaultValue->index);
    for (auto &op : workflow.ops)
      if (unsigned(op.kind) < numOpKinds())
        if (std::optional<PlanTable> table = tableOf(info(op.kind).attribute))
          visit(*table, op.attribute);
  }
}

static void findEqualEntries(const Plan &plan,
                             std::vector<uint32_t> (&firstEqual)[NumTables]) {
  TableIndex index;
  auto &[strings, constants, templates] = firstEqual;
  for (llvm::StringRef string : plan.strings)
    strings.push_back(index.string(string, strings.size()));
  for (const Constant &constant : plan.constants)
    constants.push_back(index.constant(constant, constants.size()));
  for (const ShellTemplate &shell : plan.templates)
    templates.push_back(index.shellTemplate(shell, templates.size()));
}

TableUses ir::findTableUses(const Plan &plan) {
  TableUses uses;
  findEqualEntries(plan, uses.firstEqual);
  uint32_t next[NumTables] = {};
  bool isSorted[NumTables] = {true, true, true};
  forEachTableUse(plan, [&](PlanTable table, uint32_t ordinal) {
    isSorted[unsigned(table)] &= ordinal <= next[unsigned(table)];
    next[unsigned(table)] += ordinal == next[unsigned(table)];
  });
  for (unsigned table = 0; table != NumTables; ++table) {
    const std::vector<uint32_t> &firstEqual = uses.firstEqual[table];
    bool isImplied = isSorted[table] && next[table] == firstEqual.size();
    for (uint32_t i = 0; i != firstEqual.size(); ++i)
      isImplied &= firstEqual[i] == i;
    uses.isImplied[table] = isImplied;
  }
  return uses;
}

//--- Compaction ---------------------------------------------------------------

/// Moves the entries that \p order names, in that order, to the front.
template <typename Entry>
static void keepInOrder(std::vector<Entry> &entries,
                        llvm::ArrayRef<uint32_t> order) {
  std::vector<Entry> kept;
  kept.reserve(order.size());
  for (uint32_t ordinal : order)
    kept.push_back(std::move(entries[ordinal]));
  entries = std::move(kept);
}

void ir::compactTables(Plan &plan) {
  constexpr uint32_t Unused = ~0U;
  std::vector<uint32_t> firstEqual[NumTables], renumbered[NumTables],
      order[NumTables];
  findEqualEntries(plan, firstEqual);
  for (unsigned table = 0; table != NumTables; ++table)
    renumbered[table].assign(firstEqual[table].size(), Unused);
  forEachTableUse(plan, [&](PlanTable table, uint32_t &ordinal) {
    uint32_t first = firstEqual[unsigned(table)][ordinal];
    uint32_t &number = renumbered[unsigned(table)][first];
    if (number == Unused) {
      number = order[unsigned(table)].size();
      order[unsigned(table)].push_back(first);
    }
    ordinal = number;
  });
  keepInOrder(plan.strings, order[unsigned(PlanTable::Strings)]);
  keepInOrder(plan.constants, order[unsigned(PlanTable::Constants)]);
  keepInOrder(plan.templates, order[unsigned(PlanTable::Templates)]);
}
