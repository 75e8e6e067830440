//===- EffectReportTest.cpp - Why steps wait for each other ---------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Analysis/EffectReport.h"
#include <gtest/gtest.h>

using namespace plue;
using namespace plue::analysis;
using ir::Effects;

TEST(Resources, AreWhatTheEffectsMeetOver) {
  EXPECT_EQ(resourceOf(Effects::Workspace, Effects::Read), Resource::Workspace);
  EXPECT_EQ(resourceOf(Effects::Workspace, Effects::Outward), Resource::Forge);
  EXPECT_EQ(resourceOf(Effects::Outward, Effects::Read), Resource::Forge);
  EXPECT_EQ(resourceOf(Effects::Barrier, Effects::Workspace), Resource::Check);
  EXPECT_EQ(resourceOf(Effects::Read, Effects::Read), Resource::None);
}
