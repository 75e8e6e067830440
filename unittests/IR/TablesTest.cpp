//===- TablesTest.cpp - Strings, constants and templates of a plan --------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/Tables.h"
#include "SamplePlan.h"
#include "plue/IR/Printer.h"
#include <gmock/gmock.h>

using namespace plue;
using namespace plue::ir;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
namespace types = plue::value::types;

static std::string textOf(const Plan &plan) {
  std::string text;
  llvm::raw_string_ostream os(text);
  print(plan, os);
  return text;
}

TEST(TableIndex, FindsEqualEntries) {
  TableIndex index;
  std::string copy = "a";
  EXPECT_EQ(index.string("a", 0), 0u);
  EXPECT_EQ(index.string("b", 1), 1u);
  EXPECT_EQ(index.string(copy, 2), 0u);
  EXPECT_EQ(index.constant({.kind = Constant::Float, .real = 0.0}, 0), 0u);
  EXPECT_EQ(index.constant({.kind = Constant::Float, .real = -0.0}, 1), 1u);
  EXPECT_EQ(index.constant({.kind = Constant::Int, .number = 0}, 2), 2u);
  EXPECT_EQ(index.constant({.kind = Constant::Str, .text = "a"}, 3), 3u);
  EXPECT_EQ(index.constant({.kind = Constant::Str, .text = copy}, 4), 3u);
}

TEST(TableIndex, TemplatesDifferByTheirContexts) {
  TableIndex index;
  ShellTemplate bare{.pieces = {"a", "b"}, .holes = {HoleContext::Bare}};
  ShellTemplate word{.pieces = {"a", "b"}, .holes = {HoleContext::Word}};
  EXPECT_EQ(index.shellTemplate(bare, 0), 0u);
  EXPECT_EQ(index.shellTemplate(word, 1), 1u);
  EXPECT_EQ(index.shellTemplate(bare, 2), 0u);
}

TEST(Tables, FinishedPlansHaveImpliedOnes) {
  TableUses uses = findTableUses(*samplePlan());
  for (bool isImplied : uses.isImplied)
    EXPECT_TRUE(isImplied);
}

TEST(Tables, WhatIsNotImpliedIsShown) {
  Plan plan;
  plan.strings = {"unused", "b"};
  plan.workflows.emplace_back().ops = {
      {.kind = OpKind::Input, .type = types::Str, .attribute = 1}};
  EXPECT_THAT(textOf(plan), HasSubstr("string \"unused\"\nstring \"b\"\n"));
  EXPECT_THAT(textOf(*samplePlan()), Not(HasSubstr("\nstring ")));
}

TEST(Tables, RepeatedEntriesAreCalledByOrdinal) {
  Plan plan;
  plan.strings = {"a", "a"};
  plan.workflows.emplace_back().ops = {
      {.kind = OpKind::Input, .type = types::Str, .attribute = 0},
      {.kind = OpKind::Input, .type = types::Str, .attribute = 1}};
  EXPECT_THAT(textOf(plan), HasSubstr("input \"a\" : str"));
  EXPECT_THAT(textOf(plan), HasSubstr("input #1 : str"));
}

TEST(Tables, CompactionDropsAndSorts) {
  Plan plan;
  plan.strings = {"unused", "b", "a", "a"};
  Workflow &workflow = plan.workflows.emplace_back();
  for (uint32_t string : {3, 2, 1})
    workflow.ops.push_back(
        {.kind = OpKind::Input, .type = types::Str, .attribute = string});
  compactTables(plan);
  EXPECT_THAT(plan.strings, ElementsAre("a", "b"));
  EXPECT_EQ(workflow.ops[0].attribute, 0u);
  EXPECT_EQ(workflow.ops[1].attribute, 0u);
  EXPECT_EQ(workflow.ops[2].attribute, 1u);
  EXPECT_TRUE(findTableUses(plan).isImplied[unsigned(PlanTable::Strings)]);
}
