//===- RoundTripTest.cpp - Plans to text and back -------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "../IR/SamplePlan.h"
#include "TestText.h"
#include "plue/Bytecode/Bytecode.h"
#include "plue/IR/Verifier.h"
#include "llvm/ADT/bit.h"
#include <gmock/gmock.h>

using namespace plue;
using namespace plue::ir;
using namespace plue::asmparser;
using testing::HasSubstr;
namespace types = plue::value::types;

/// The plan that the text of \p plan stands for; the bytes of both are equal.
static std::unique_ptr<Plan> roundTrip(const Plan &plan) {
  std::string text = textOf(plan);
  Parsed parsed(text);
  EXPECT_EQ(parsed.errors(), "") << text;
  if (!parsed.plan)
    return std::make_unique<Plan>();
  EXPECT_EQ(textOf(*parsed.plan), text);
  EXPECT_EQ(bytecode::write(*parsed.plan), bytecode::write(plan)) << text;
  return std::move(parsed.plan);
}

TEST(TextRoundTrip, NothingIsLost) {
  std::unique_ptr<Plan> plan = samplePlan(), again = roundTrip(*plan);
  EXPECT_EQ(specHash(*again), specHash(*plan));
  ASSERT_EQ(again->workflows.size(), plan->workflows.size());
  EXPECT_EQ(computeDigests(*again, again->workflows[0]),
            computeDigests(*plan, plan->workflows[0]));
  for (auto [i, step] : llvm::enumerate(plan->workflows[0].steps))
    EXPECT_EQ(again->workflows[0].steps[i].number, step.number);
}

TEST(TextRoundTrip, AnEmptyPlanIsAPlan) { roundTrip(Plan()); }

//--- Constants ----------------------------------------------------------------

static void roundTripConstant(const Constant &constant, TypeId type) {
  TestWorkflow t;
  t.keep(t.build.op(OpKind::Const, type, {}, t.plan.constant(constant).index));
  t.finish();
  std::unique_ptr<Plan> again = roundTrip(*t.plan.take());
  ASSERT_EQ(again->constants.size(), 1u);
  EXPECT_EQ(again->constants[0].kind, constant.kind);
  EXPECT_EQ(llvm::bit_cast<uint64_t>(again->constants[0].real),
            llvm::bit_cast<uint64_t>(constant.real));
}

TEST(TextRoundTrip, FloatsKeepTheirBits) {
  for (double real : {-0.0, 0.0, 1.0, 0.1, 5e-324, 1.7976931348623157e308, 1e22,
                      1e-7, 123456789.0, HUGE_VAL, -HUGE_VAL})
    roundTripConstant({.kind = Constant::Float, .real = real}, types::Float);
  for (uint64_t bits : {0x7ff8000000000000ULL, 0xfff8000000000000ULL,
                        0x7ff0000000000001ULL, 0x7fffffffffffffffULL})
    roundTripConstant(
        {.kind = Constant::Float, .real = llvm::bit_cast<double>(bits)},
        types::Float);
}

TEST(TextRoundTrip, Integers) {
  for (int64_t number : {INT64_MIN, int64_t(-1), int64_t(0), INT64_MAX})
    roundTripConstant({.kind = Constant::Int, .number = number}, types::Int);
  for (const std::string &digits :
       std::vector<std::string>{"9223372036854775808", "-9223372036854775809",
                                "1" + std::string(1233, '0')})
    roundTripConstant({.kind = Constant::BigInt, .text = digits}, types::Int);
}

TEST(TextRoundTrip, Strings) {
  for (llvm::StringRef text :
       {llvm::StringRef(""), llvm::StringRef("\0\x01\x7f", 3),
        llvm::StringRef("\"\\\n\r\t// %x @y"),
        llvm::StringRef("é\xe2\x80\xae😀")})
    roundTripConstant({.kind = Constant::Str, .text = text}, types::Str);
}

//--- Tables -------------------------------------------------------------------

TEST(TextRoundTrip, TablesThatAreNotImplied) {
  TestWorkflow t;
  Plan &plan = t.plan.plan();
  plan.strings = {"unused", "b", "a", "a"};
  plan.constants = {{.kind = Constant::Int, .number = 1},
                    {.kind = Constant::Int, .number = 1}};
  plan.templates = {{.pieces = {"echo ", ""}, .holes = {HoleContext::Bare}},
                    {.pieces = {"echo ", ""}, .holes = {HoleContext::Bare}}};
  ValueId a = t.keep(t.build.op(OpKind::Input, types::Str, {}, 3));
  t.keep(t.build.op(OpKind::Input, types::Str, {}, 1));
  t.keep(t.build.op(OpKind::Const, types::Int, {}, 1));
  t.keep(t.build.op(OpKind::Shell, types::Str, {a}, 1));
  t.finish();
  std::unique_ptr<Plan> again = roundTrip(plan);
  EXPECT_THAT(again->strings, testing::ElementsAre("unused", "b", "a", "a"));
  EXPECT_EQ(again->workflows[0].ops[0].attribute, 3u);
}

//--- Locations ----------------------------------------------------------------

TEST(TextRoundTrip, OddLocations) {
  std::unique_ptr<Plan> plan = samplePlan();
  plan->sources.push_back(plan->sources[0]); // The same path.
  std::vector<Location> &locations = plan->workflows[0].locations;
  locations[0] = {.source = 1, .line = 3, .column = 4};
  locations[1] = {.source = 77, .line = 0, .column = 0};
  locations[2] = {.line = 9, .column = 1};
  locations[3] = {};
  std::vector<Location> &inLoop = plan->workflows[2].locations;
  for (auto [i, op] : llvm::enumerate(plan->workflows[2].ops))
    if (op.kind == OpKind::Param)
      inLoop[i] = {.source = 0, .line = uint32_t(i), .column = 2};
  std::unique_ptr<Plan> again = roundTrip(*plan);
  EXPECT_EQ(again->workflows[0].locations, locations);
  EXPECT_EQ(again->workflows[2].locations, inLoop);
}

TEST(TextRoundTrip, LocationsOfWhichNoneIsKnown) {
  std::unique_ptr<Plan> plan = samplePlan();
  for (Workflow &workflow : plan->workflows)
    workflow.locations.assign(workflow.ops.size(), Location());
  std::unique_ptr<Plan> again = roundTrip(*plan);
  EXPECT_EQ(again->workflows[0].locations.size(),
            plan->workflows[0].ops.size());
}

TEST(TextRoundTrip, StrippedLocations) {
  std::unique_ptr<Plan> plan = samplePlan();
  for (Workflow &workflow : plan->workflows) {
    workflow.locations.clear();
    workflow.location = {};
  }
  EXPECT_TRUE(roundTrip(*plan)->workflows[0].locations.empty());
}

//--- What is rarely so --------------------------------------------------------

TEST(TextRoundTrip, RegionsWithGroups) {
  std::unique_ptr<Plan> plan = samplePlan();
  for (Region &region : plan->workflows[2].regions)
    region.firstGroup = region.endGroup = 7;
  EXPECT_EQ(roundTrip(*plan)->workflows[2].regions[1].endGroup, 7u);
}

TEST(TextRoundTrip, NamesThatAreNoIdentifiers) {
  TestWorkflow t;
  t.build.workflow().name = "naïve";
  t.kept = {{"", t.input("a")}, {"x y", t.input("a")}, {"\n", t.input("a")}};
  t.finish();
  roundTrip(*t.plan.take());
}

TEST(TextRoundTrip, TypesOfEveryKind) {
  TestWorkflow t;
  TypeStore &store = t.plan.types();
  TypeId list = store.list(types::Str);
  store.set(types::Int);
  store.dict(types::Str, list);
  store.tuple({});
  store.tupleOf(list);
  store.optional(list);
  store.join(types::Int, types::Str);
  store.enumOf({"a b", "\""});
  store.record("Point", {"x", "y z"}, {types::Int, list});
  store.stepOf(list);
  store.iterable("dict_items", list);
  store.never();
  t.finish();
  EXPECT_EQ(roundTrip(*t.plan.take())->types.size(), store.size());
}
