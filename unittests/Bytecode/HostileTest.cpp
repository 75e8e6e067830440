//===- HostileTest.cpp - Bytes that are no plan ---------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "RawPlan.h"
#include "TestBytes.h"
#include "plue/IR/Printer.h"
#include "plue/IR/Verifier.h"
#include "llvm/Support/Endian.h"
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
      // All that reading lets pass is an item that others share and that is
      // there twice now.
      std::string again = bytecode::write(**plan);
      EXPECT_TRUE(again == bytes || again.size() <= bytes.size()) << bit;
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
  RawPlan file;
  file.major = major;
  file.minor = minor;
  return file.finish({});
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

TEST(Hostile, TypesThatExplodeAreRefused) {
  struct Type {
    uint32_t kind, label, numElements, numNames;
  };
  std::vector<Type> types;
  std::vector<uint32_t> elements;
  for (uint32_t i = 0; i != 64; ++i) {
    types.push_back({uint32_t(value::TypeKind::Tuple), 0xFFFFFFFF, 2, 0});
    // The first two are `str`.
    elements.insert(elements.end(), 2, i == 0 ? 5 : 7 + i);
  }
  RawPlan file;
  auto elementVector = file.numbers(elements);
  auto typeVector = file.items(types);
  EXPECT_THAT(
      bytecode::refusal(file.finish({{RawPlan::Types, typeVector},
                                     {RawPlan::TypeElements, elementVector}})),
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
