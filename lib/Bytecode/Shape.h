//===- Shape.h - What a plan file is made of --------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The schema, ir/Plan.fbs, as the walk over a file needs it. It is made
/// from the schema that flatc compiled, so the two cannot disagree.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_BYTECODE_SHAPE_H
#define PLUE_LIB_BYTECODE_SHAPE_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <vector>

namespace plue::bytecode {

struct TableShape;

/// A field of a table, and what it leads to if it is an offset.
struct FieldShape {
  enum Kind : uint8_t {
    /// A number in the table.
    Scalar,
    /// A struct in the table.
    Struct,
    /// An offset to a vector of numbers or of structs.
    Vector,
    /// An offset to a string.
    String,
    /// An offset to a vector of offsets to tables.
    Tables,
    /// An offset to a table.
    Table,
  };

  llvm::StringRef name;
  Kind kind = Scalar;
  /// The number that is not written, of a Scalar.
  uint64_t defaultValue = 0;
  /// The bytes that it takes in the table, and what they are aligned to.
  uint32_t size = 0, align = 0;
  /// Those of one item of a vector. A struct is its own item.
  uint32_t itemSize = 0, itemAlign = 0;
  /// The bytes of an item that nothing stands in.
  llvm::SmallVector<uint32_t, 0> padding;
  /// What a Table or one of Tables is.
  const TableShape *table = nullptr;

  bool isOffset() const { return kind >= Vector; }
  bool holdsTables() const { return kind >= Tables; }
};

struct TableShape {
  /// By id.
  std::vector<FieldShape> fields;
  /// The ids in the order in which fields stand in a table: the small ones
  /// first, and among equals in order of id.
  std::vector<uint16_t> inTable;
  /// The ids of offsets in the order of what they lead to: what holds no tables
  /// comes first, so that columns stand together and locations last.
  std::vector<uint16_t> behindTable;
};

/// The shape of the root table.
const TableShape &planShape();

} // namespace plue::bytecode

#endif // PLUE_LIB_BYTECODE_SHAPE_H
