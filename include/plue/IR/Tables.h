//===- Tables.h - Strings, constants and templates of a plan ----*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Operations and instructions name their strings, constants and shell
/// templates by ordinals of three tables. What stands in a table follows from
/// its uses if it is *implied*: its entries are in the order of their first
/// uses, each is used, and no two are equal. That is how plans are finished;
/// the text of such a plan need not mention its tables.
//===----------------------------------------------------------------------===//
#ifndef PLUE_IR_TABLES_H
#define PLUE_IR_TABLES_H

#include "plue/IR/Plan.h"
#include "llvm/ADT/CachedHashString.h"
#include "llvm/ADT/DenseMap.h"
#include <map>

namespace plue::ir {

enum class PlanTable : uint8_t { Strings, Constants, Templates };
inline constexpr unsigned NumTables = 3;

/// How many entries a table may have, and how many types a plan.
inline constexpr size_t MaxTableEntries = 1 << 23, MaxPlanTypes = 1 << 16;

/// Finds equal entries. The texts that it is given must stay where they are;
/// each place is looked at once, however often it is referred to.
class TableIndex {
public:
  /// The first entry that was equal; \p next, which is the first now, if there
  /// was none.
  uint32_t string(llvm::StringRef text, uint32_t next);
  uint32_t constant(const Constant &constant, uint32_t next);
  uint32_t shellTemplate(const ShellTemplate &shell, uint32_t next);

private:
  uint32_t textId(llvm::StringRef text);

  llvm::DenseMap<std::pair<const char *, size_t>, uint32_t> idsByPlace;
  llvm::DenseMap<llvm::CachedHashStringRef, uint32_t> idsByText;
  /// By the ids of texts.
  llvm::DenseMap<uint32_t, uint32_t> strings;
  /// By kind and content: bits, or the id of a text.
  std::map<std::pair<uint8_t, uint64_t>, uint32_t> constants;
  /// By contexts and the ids of texts.
  std::map<std::vector<uint32_t>, uint32_t> templates;
};

/// How the tables of a plan stand to their uses.
struct TableUses {
  bool isImplied[NumTables] = {};
  /// For each entry, the first one that is equal: itself, mostly.
  std::vector<uint32_t> firstEqual[NumTables];
};

/// Looks at \p plan, which may be broken.
TableUses findTableUses(const Plan &plan);

/// Makes the tables of \p plan implied, by dropping entries and renumbering.
/// All ordinals must be in range.
void compactTables(Plan &plan);

} // namespace plue::ir

#endif // PLUE_IR_TABLES_H
