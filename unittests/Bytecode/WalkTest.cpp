//===- WalkTest.cpp - How a file is put together --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Files that FlatBuffers would take and that are not what the writer
/// writes. They make no sense as plans; the walk comes before that.
//===----------------------------------------------------------------------===//
#include "Walk.h"
#include "RawPlan.h"
#include "TestBytes.h"
#include <gtest/gtest.h>

using namespace plue;
using namespace plue::ir;

static llvm::ArrayRef<uint8_t> bytesOf(llvm::StringRef text) {
  return {text.bytes_begin(), text.size()};
}

/// Why \p file is refused, without what all reasons begin with.
static std::string faultOf(llvm::StringRef file) {
  std::string fault = llvm::toString(bytecode::walk(bytesOf(file)));
  llvm::StringRef rest = fault;
  rest.consume_front("not a sound plan: ");
  return rest.str();
}

TEST(Walk, TakesWhatIsWritten) {
  std::string file = bytecode::write(*samplePlan());
  uint64_t visited = 0;
  llvm::Error error = bytecode::walk(bytesOf(file), &visited);
  EXPECT_EQ(llvm::toString(std::move(error)), "");
  EXPECT_GT(visited, 50u);
  EXPECT_LT(visited * 4, file.size());
}

TEST(Walk, TakesRawPlans) {
  RawPlan plan;
  auto operands = plan.numbers<uint32_t>({1});
  auto workflows = plan.tables({plan.table({{RawPlan::Operands, operands}})});
  auto holes = plan.numbers<uint8_t>({1});
  auto numbers = plan.numbers<int64_t>({1});
  auto text = plan.text("abc");
  EXPECT_EQ(faultOf(plan.finish({{RawPlan::Text, text},
                                 {RawPlan::Numbers, numbers},
                                 {RawPlan::Holes, holes},
                                 {RawPlan::Workflows, workflows}})),
            "");
}

TEST(Walk, TakesTablesWithoutFields) {
  RawPlan plan;
  std::vector<RawPlan::Any> triggers;
  for (int i = 0; i != 3; ++i)
    triggers.push_back(plan.table({}));
  std::reverse(triggers.begin(), triggers.end());
  auto vector = plan.tables(triggers);
  auto workflows = plan.tables({plan.table({{RawPlan::Triggers, vector}})});
  EXPECT_EQ(faultOf(plan.finish({{RawPlan::Workflows, workflows}})), "");
}

//--- Sharing ------------------------------------------------------------------

TEST(Walk, VectorsAreNotShared) {
  RawPlan plan;
  auto numbers = plan.numbers<uint32_t>({1, 2});
  EXPECT_EQ(faultOf(plan.finish(
                {{RawPlan::TextEnds, numbers}, {RawPlan::TypeNames, numbers}})),
            "`type_names` does not stand behind what comes before it");
}

// The design of the attack: N tables that are one, which has a vector of N
// tables that are one. A verifier that follows every offset takes N² steps.
TEST(Walk, SharedTablesCostNothing) {
  RawPlan plan;
  constexpr size_t Count = 65'520;
  RawPlan::Any trigger = plan.table({});
  auto triggers = plan.tables(std::vector<RawPlan::Any>(Count, trigger));
  RawPlan::Any workflow = plan.table({{RawPlan::Triggers, triggers}});
  auto workflows = plan.tables(std::vector<RawPlan::Any>(Count, workflow));
  std::string file = plan.finish({{RawPlan::Workflows, workflows}});
  ASSERT_GT(file.size(), 524'000u);
  uint64_t visited = 0;
  llvm::Error error = bytecode::walk(bytesOf(file), &visited);
  EXPECT_EQ(llvm::toString(std::move(error)),
            "not a sound plan: `workflows[0].triggers[1]` does not stand "
            "behind what comes before it");
  EXPECT_LT(visited, 10u);
}

TEST(Walk, TablesAreCounted) {
  RawPlan plan;
  std::vector<RawPlan::Any> workflows(100'000, plan.table({}));
  auto vector = plan.tables(workflows);
  EXPECT_EQ(faultOf(plan.finish({{RawPlan::Workflows, vector}})),
            "`workflows` has more tables than a plan may have");
}

TEST(Walk, VtablesAreNotShared) {
  RawPlan plan;
  plan.builder.DedupVtables(true);
  auto b = plan.table({{RawPlan::Operands, plan.numbers<uint32_t>({1})}});
  auto a = plan.table({{RawPlan::Operands, plan.numbers<uint32_t>({1})}});
  auto workflows = plan.tables({a, b});
  EXPECT_EQ(faultOf(plan.finish({{RawPlan::Workflows, workflows}})),
            "`workflows[0]` has no vtable in front of it");
}

//--- Order and gaps -----------------------------------------------------------

TEST(Walk, VectorsStandInOrder) {
  RawPlan plan;
  auto ends = plan.numbers<uint32_t>({1});
  auto names = plan.numbers<uint32_t>({2});
  EXPECT_EQ(faultOf(plan.finish(
                {{RawPlan::TextEnds, ends}, {RawPlan::TypeNames, names}})),
            "`text_ends` does not stand right behind what comes before it");
}

TEST(Walk, TablesStandBehindVectors) {
  RawPlan plan;
  auto ends = plan.numbers<uint32_t>({1});
  auto workflows = plan.tables({plan.table({})});
  EXPECT_EQ(faultOf(plan.finish(
                {{RawPlan::TextEnds, ends}, {RawPlan::Workflows, workflows}})),
            "`text_ends` does not stand right behind what comes before it");
}

TEST(Walk, NothingStandsInBetween) {
  RawPlan plan;
  auto names = plan.numbers<uint32_t>({2});
  plan.numbers<uint32_t>({0});
  auto ends = plan.numbers<uint32_t>({1});
  EXPECT_EQ(faultOf(plan.finish(
                {{RawPlan::TextEnds, ends}, {RawPlan::TypeNames, names}})),
            "`type_names` does not stand right behind what comes before it");
}

TEST(Walk, NothingStandsAroundIt) {
  RawPlan plan;
  auto ends = plan.numbers<uint32_t>({1});
  std::string file = plan.finish({{RawPlan::TextEnds, ends}});
  EXPECT_EQ(faultOf(file), "");
  EXPECT_EQ(faultOf(file + std::string(4, '\0')),
            "the file goes on behind its last object");
  EXPECT_EQ(faultOf(file + "abcd"), "the file goes on behind its last object");
  // Four bytes behind the header, with an offset that is moved along.
  std::string moved = file;
  moved.insert(8, 4, '\0');
  moved[0] += 4;
  EXPECT_EQ(faultOf(moved), "the file has a header that does not fit it");
}

TEST(Walk, WhatAlignsIsZero) {
  RawPlan plan;
  auto holes = plan.numbers<uint8_t>({1});
  auto ends = plan.numbers<uint32_t>({7});
  std::string file =
      plan.finish({{RawPlan::TextEnds, ends}, {RawPlan::Holes, holes}});
  EXPECT_EQ(faultOf(file), "");
  ASSERT_EQ(file.substr(file.size() - 4), std::string("\1\0\0\0", 4));
  file.back() = 'x';
  EXPECT_EQ(faultOf(file), "the file goes on behind its last object");
}

//--- What need not be there ---------------------------------------------------

TEST(Walk, EmptyVectorsAreLeftOut) {
  RawPlan plan;
  auto ends = plan.numbers<uint32_t>({});
  EXPECT_EQ(faultOf(plan.finish({{RawPlan::TextEnds, ends}})),
            "`text_ends` is empty and need not be there");
}

TEST(Walk, DefaultsAreLeftOut) {
  RawPlan plan;
  plan.builder.ForceDefaults(true);
  EXPECT_EQ(faultOf(plan.finish({})),
            "the plan has a field that need not be there");
}

TEST(Walk, FieldsOfLaterVersionsAreRefused) {
  RawPlan plan;
  auto later = plan.numbers<uint32_t>({1});
  EXPECT_EQ(faultOf(plan.finish({{100, later}})),
            "the plan has a field that this version does not know");
}

TEST(Walk, PaddingOfStructsIsZero) {
  auto fileWith = [](uint32_t kind) {
    RawPlan plan;
    struct Constant {
      uint32_t kind, value;
    };
    auto constants = plan.items<Constant>({{1, 0}, {kind, 0}});
    return plan.finish({{RawPlan::Constants, constants}});
  };
  EXPECT_EQ(faultOf(fileWith(1)), "");
  EXPECT_EQ(faultOf(fileWith(0x101)),
            "`constants` has bits set that mean nothing");
}

//--- Bounds -------------------------------------------------------------------

TEST(Walk, TextsEndWithNul) {
  RawPlan plan;
  std::string file = plan.finish({{RawPlan::Text, plan.text("abcd")}});
  EXPECT_EQ(faultOf(file), "");
  size_t end = file.find("abcd") + 4;
  file[end] = 'e';
  EXPECT_EQ(faultOf(file), "`text` has no NUL behind it");
}

TEST(Walk, VectorsEndInTheFile) {
  RawPlan plan;
  auto ends = plan.numbers<uint32_t>({0x11111111});
  std::string file = plan.finish({{RawPlan::TextEnds, ends}});
  size_t count = file.find("\x11\x11\x11\x11") - 4;
  ASSERT_EQ(file[count], 1);
  file[count + 3] = '\x7F';
  EXPECT_EQ(faultOf(file), "`text_ends` does not end in the file");
}

TEST(Walk, RefusalsNameTheObject) {
  RawPlan plan;
  auto empty = plan.numbers<uint32_t>({});
  auto b = plan.table({{RawPlan::Operands, empty}});
  auto a = plan.table({});
  auto workflows = plan.tables({a, b});
  EXPECT_EQ(
      bytecode::refusal(plan.finish({{RawPlan::Workflows, workflows}})),
      "not a sound plan: `workflows[1].operands` is empty and need not be "
      "there");
}
