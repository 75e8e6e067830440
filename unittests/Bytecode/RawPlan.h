//===- RawPlan.h - Files put together by hand -------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_UNITTESTS_BYTECODE_RAWPLAN_H
#define PLUE_UNITTESTS_BYTECODE_RAWPLAN_H

#include "plue/IR/Plan.h"
#include <flatbuffers/flatbuffers.h>
#include <map>

namespace plue {

/// A plan file whose tables and vectors are what a test says. As in the writer,
/// what is made first stands last.
struct RawPlan {
  using Any = flatbuffers::Offset<void>;
  /// The ids of fields of the root and of a workflow.
  enum RootField {
    Text = 2,
    TextEnds = 3,
    Types = 5,
    TypeElements = 6,
    TypeNames = 7,
    Numbers = 8,
    Constants = 9,
    Holes = 12,
    Workflows = 16
  };
  enum WorkflowField { Triggers = 5, Operands = 7 };

  flatbuffers::FlatBufferBuilder builder;
  uint16_t major = ir::VersionMajor, minor = ir::VersionMinor;

  RawPlan() { builder.DedupVtables(false); }

  template <typename T> Any numbers(const std::vector<T> &items) {
    return builder.CreateVector(items).o;
  }
  template <typename T> Any items(const std::vector<T> &items) {
    builder.StartVector(items.size() * sizeof(T) / alignof(T), alignof(T));
    builder.PushBytes(reinterpret_cast<const uint8_t *>(items.data()),
                      items.size() * sizeof(T));
    return builder.EndVector(items.size());
  }
  Any text(llvm::StringRef text) {
    return builder.CreateString(text.data(), text.size()).o;
  }
  Any tables(const std::vector<Any> &tables) {
    return builder.CreateVector(tables).o;
  }

  /// A table with offsets at the given ids.
  Any table(const std::map<int, Any> &fields) {
    auto start = builder.StartTable();
    for (auto [id, offset] : llvm::reverse(fields))
      builder.AddOffset(flatbuffers::FieldIndexToOffset(id), offset);
    return builder.EndTable(start);
  }

  /// The file whose root has these offsets.
  std::string finish(const std::map<int, Any> &fields) {
    auto start = builder.StartTable();
    for (auto [id, offset] : llvm::reverse(fields))
      builder.AddOffset(flatbuffers::FieldIndexToOffset(id), offset);
    builder.AddElement<uint16_t>(6, minor, 0);
    builder.AddElement<uint16_t>(4, major, 0);
    builder.Finish(Any(builder.EndTable(start)), "PLUE");
    return std::string(reinterpret_cast<char *>(builder.GetBufferPointer()),
                       builder.GetSize());
  }
};

} // namespace plue

#endif // PLUE_UNITTESTS_BYTECODE_RAWPLAN_H
