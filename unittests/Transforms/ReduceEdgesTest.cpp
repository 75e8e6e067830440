//===- ReduceEdgesTest.cpp - Edges that follow from others -------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "PassTest.h"

using namespace plue;
using ir::edgesOf;

struct ReduceEdgesTest : PassTest {};

TEST_F(ReduceEdgesTest, WhatFollowsGoes) {
  StepId a = t.step("a"), b = t.step("b", {{a}});
  StepId c = t.step("c", {{a, b}}), d = t.step("d", {{a, b, c}});
  run("reduce-edges");
  EXPECT_EQ(edgesOf(workflow(), c), "1:order");
  EXPECT_EQ(edgesOf(workflow(), d), "2:order");
  EXPECT_EQ(count("removed"), 3U);
}

TEST_F(ReduceEdgesTest, EdgesForDataAndGuardsStay) {
  StepId a = t.step("a"), b = t.step("b", {{a}});
  StepId c = t.step("c", {{b}}, t.succeeded(a));
  run("reduce-edges");
  EXPECT_EQ(edgesOf(workflow(), c), "0:guard 1:order");
}

TEST_F(ReduceEdgesTest, WhatDoesNotFollowStays) {
  StepId a = t.step("a", {{}}), b = t.step("b", {{}});
  StepId c = t.step("c", {{a, b}});
  run("reduce-edges");
  EXPECT_EQ(edgesOf(workflow(), c), "0:order 1:order");
}
