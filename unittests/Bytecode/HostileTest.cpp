//===- HostileTest.cpp - Bytes that are no plan ---------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "TestBytes.h"
#include "plue/IR/Printer.h"
#include "plue/IR/Verifier.h"
#include "llvm/Support/Endian.h"
#include <flatbuffers/flatbuffers.h>
#include <gmock/gmock.h>

using namespace plue;
using namespace plue::ir;
using testing::AnyOf;
using testing::HasSubstr;
using testing::StartsWith;

/// Does with a plan what tools do.
static void use(const Plan &plan) {
  std::string text;
  llvm::raw_string_ostream os(text);
  print(plan, os);
  printJson(plan, os);
  specHash(plan);
  bytecode::write(plan);
}

TEST(Hostile, WhatIsNoPlanIsRefused) {
  for (llvm::StringRef bytes :
       {"", "P", "PLUE", "\x04\0\0\0PLUE", "12345678",
        "#!/bin/sh\necho this is a script\n", "{\"workflows\": []}"})
    EXPECT_EQ(bytecode::refusal(bytes), "not a plan");
  EXPECT_EQ(bytecode::refusal(std::string(4096, '\0')), "not a plan");
  EXPECT_EQ(bytecode::refusal(std::string(4096, '\xff')), "not a plan");
}

TEST(Hostile, EveryTruncationIsRefused) {
  std::string bytes = bytecode::write(*samplePlan());
  for (size_t length = 0; length != bytes.size(); ++length)
    EXPECT_NE(bytecode::refusal(llvm::StringRef(bytes).take_front(length)), "")
        << length;
}

TEST(Hostile, EveryFlippedBitIsRefusedOrHarmless) {
  std::string bytes = bytecode::write(*samplePlan());
  unsigned refused = 0;
  for (size_t bit = 0; bit != bytes.size() * 8; ++bit) {
    bytes[bit / 8] ^= 1 << bit % 8;
    if (auto plan = bytecode::readBytes(bytes)) {
      EXPECT_EQ(llvm::toString(verify(**plan)), "");
      use(**plan);
    } else {
      llvm::consumeError(plan.takeError());
      ++refused;
    }
    bytes[bit / 8] ^= 1 << bit % 8;
  }
  EXPECT_GT(refused, bytes.size() * 2) << "nearly nothing was checked";
}

TEST(Hostile, EveryWordMayBeAnything) {
  std::string bytes = bytecode::write(*samplePlan());
  for (size_t at = 0; at + 4 <= bytes.size(); at += 4) {
    std::string broken = bytes;
    for (uint32_t word : {0u, 1u, 0x7FFFFFFFu, 0x80000000u, 0xFFFFFFFDu,
                          0xFFFFFFFEu, 0xFFFFFFFFu}) {
      llvm::support::endian::write32le(broken.data() + at, word);
      if (auto plan = bytecode::readBytes(broken))
        use(**plan);
      else
        llvm::consumeError(plan.takeError());
    }
  }
}

//--- Versions -----------------------------------------------------------------

/// A plan file with nothing in it but its version.
static std::string fileOfVersion(uint16_t major, uint16_t minor) {
  flatbuffers::FlatBufferBuilder builder;
  auto table = builder.StartTable();
  builder.AddElement<uint16_t>(4, major, 0);
  builder.AddElement<uint16_t>(6, minor, 0);
  builder.Finish(flatbuffers::Offset<void>(builder.EndTable(table)), "PLUE");
  return std::string(reinterpret_cast<char *>(builder.GetBufferPointer()),
                     builder.GetSize());
}

TEST(Hostile, OtherVersionsAreNamed) {
  EXPECT_EQ(bytecode::refusal(fileOfVersion(1, 0)), "");
  EXPECT_EQ(bytecode::refusal(fileOfVersion(2, 3)),
            "a plan of version 2.3; this is plue for versions 1.0 to 1.0");
  EXPECT_EQ(bytecode::refusal(fileOfVersion(1, 1)),
            "a plan of version 1.1; this is plue for versions 1.0 to 1.0");
  EXPECT_THAT(bytecode::refusal(fileOfVersion(0, 0)),
              StartsWith("a plan of version 0.0;"));
}

//--- Small files, large plans -------------------------------------------------

/// Many workflows that are one and the same table, with one large vector.
static std::string sharedWorkflows(size_t count, size_t operands) {
  using namespace flatbuffers;
  FlatBufferBuilder builder;
  auto pool = builder.CreateVector(std::vector<uint32_t>(operands));
  auto start = builder.StartTable();
  builder.AddElement<uint32_t>(4, 0xFFFFFFFF, 0); // The empty name.
  builder.AddOffset(4 + 2 * 7, pool);
  Offset<Table> workflow(builder.EndTable(start));
  auto workflows =
      builder.CreateVector(std::vector<Offset<Table>>(count, workflow));
  start = builder.StartTable();
  builder.AddElement<uint16_t>(4, VersionMajor, 0);
  builder.AddOffset(4 + 2 * 16, workflows);
  builder.Finish(Offset<Table>(builder.EndTable(start)), "PLUE");
  return std::string(reinterpret_cast<char *>(builder.GetBufferPointer()),
                     builder.GetSize());
}

TEST(Hostile, SharedPartsAreRefused) {
  EXPECT_EQ(bytecode::refusal(sharedWorkflows(1000, 100'000)),
            "not a sound plan: its parts overlap");
}

TEST(Hostile, ManyTablesAreRefused) {
  EXPECT_EQ(bytecode::refusal(sharedWorkflows(1'000'000, 0)),
            "not a sound plan: an offset leads out of it");
}

TEST(Hostile, TypesThatExplodeAreRefused) {
  using namespace flatbuffers;
  struct Type {
    uint32_t kind, label, numElements, numNames;
  };
  FlatBufferBuilder builder;
  std::vector<uint32_t> types, elements;
  for (uint32_t i = 0; i != 64; ++i) {
    types.insert(types.end(),
                 {uint32_t(value::TypeKind::Tuple), 0xFFFFFFFF, 2, 0});
    // The first two are `str`.
    elements.insert(elements.end(), 2, i == 0 ? 5 : 7 + i);
  }
  auto elementVector = builder.CreateVector(elements);
  builder.StartVector(64, sizeof(Type));
  builder.PushBytes(reinterpret_cast<const uint8_t *>(types.data()),
                    types.size() * 4);
  Offset<Vector<Type>> typeVector(builder.EndVector(64));
  auto start = builder.StartTable();
  builder.AddElement<uint16_t>(4, VersionMajor, 0);
  builder.AddOffset(4 + 2 * 5, typeVector);
  builder.AddOffset(4 + 2 * 6, elementVector);
  builder.Finish(Offset<Table>(builder.EndTable(start)), "PLUE");
  EXPECT_THAT(
      bytecode::refusal({reinterpret_cast<char *>(builder.GetBufferPointer()),
                         builder.GetSize()}),
      HasSubstr("is too large"));
}

TEST(Hostile, ExpressionsThatExplodeAreHarmless) {
  TestWorkflow t;
  ValueId value = t.input("a");
  for (int i = 0; i != 64; ++i)
    value = t.build.op(OpKind::Concat, value::types::Str, {value, value});
  t.step("s", {}, t.build.truth(value));
  t.finish();
  use(*cantFail(bytecode::readBytes(bytecode::write(t.plan.plan()))));
}
