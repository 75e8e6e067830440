//===- CanonicalizeTest.cpp - Tidying what workflows share -------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "PassTest.h"

using namespace plue;
namespace types = plue::value::types;

namespace {
struct CanonicalizeTest : PassTest {
  void TestBody() override {}
  ir::Function function() {
    ir::Function function{.name = "f"};
    function.resultType = types::None;
    function.code = {
        {.kind = ir::InstrKind::Const, .b = t.plan.constant({}).index},
        {.kind = ir::InstrKind::Return}};
    return function;
  }
  std::string tidied() {
    run("dead-values,canonicalize");
    Digest digest = specHash(plan());
    return toHex(digest);
  }
};
} // namespace

TEST_F(CanonicalizeTest, WhatNothingRefersToGoes) {
  plan().types.list(types::Int);
  t.plan.string("unused");
  t.plan.functions({function()});
  t.step("a");
  run("canonicalize");
  EXPECT_TRUE(plan().strings.empty());
  EXPECT_TRUE(plan().functions.empty());
  EXPECT_THAT(text(), Not(HasSubstr("list(")));
  EXPECT_GE(count("gone"), 3U);
}

TEST_F(CanonicalizeTest, WhatIsReferredToStays) {
  ir::FunctionId unused = t.plan.functions({function()});
  ir::Function other = function();
  other.name = "g";
  ir::FunctionId used = t.plan.functions({other});
  EXPECT_NE(unused, used);
  t.keep(t.build.op(OpKind::Apply, types::None, {}, used.index));
  t.keep(t.input("xs", plan().types.list(plan().types.optional(types::Int))));
  run("canonicalize");
  ASSERT_EQ(plan().functions.size(), 1U);
  EXPECT_EQ(plan().functions[0].name, "g");
  EXPECT_EQ(
      plan().types.str(workflow().typeOf(workflow().ends[0].outputs[1].value)),
      "list(optional(int))");
}

// What a plan is does not depend on what was in it for a while.
TEST_F(CanonicalizeTest, PlansThatDifferInWhatWasDroppedAreEqual) {
  t.step("a");
  t.keep(t.input("x"));
  std::string plain = tidied();

  CanonicalizeTest other;
  other.plan().types.dict(types::Str, types::Int);
  other.t.input("gone", other.plan().types.list(types::Bool));
  other.number(12345);
  other.t.step("a");
  other.t.keep(other.t.input("x"));
  EXPECT_EQ(other.tidied(), plain);
}
