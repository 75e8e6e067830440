//===- LabelTest.cpp - Texts that fit into boxes --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Label.h"
#include <gmock/gmock.h>

using namespace plue::target;
using testing::ElementsAre;
using testing::IsEmpty;

static std::vector<std::string> wrap(llvm::StringRef text) {
  return wrapLabel(text, {.width = 10, .lines = 2});
}

TEST(Label, BreaksBetweenWords) {
  EXPECT_THAT(wrap("one two three"), ElementsAre("one two", "three"));
  EXPECT_THAT(wrap("exactly  10"), ElementsAre("exactly 10"));
  EXPECT_THAT(wrap("  "), IsEmpty());
}

TEST(Label, CutsWhatDoesNotFit) {
  EXPECT_THAT(wrap("one two three four five"),
              ElementsAre("one two", "three four…"));
  EXPECT_THAT(wrap("aaaaaaaaaabbbbbbbbbb"),
              ElementsAre("aaaaaaaaaa", "bbbbbbbbbb"));
  EXPECT_THAT(wrap("aaaaaaaaaabbbbbbbbbbc"),
              ElementsAre("aaaaaaaaaa", "bbbbbbbbbb…"));
}

TEST(Label, CountsCharacters) {
  EXPECT_THAT(wrap("ääääääääää ö"), ElementsAre("ääääääääää", "ö"));
}

TEST(Label, ShowsOnlyWhatIsPrintable) {
  EXPECT_THAT(wrap("a\tb\nc"), ElementsAre("a b c"));
  EXPECT_THAT(wrap("a\u202eb"), ElementsAre("a\uFFFDb"));
  EXPECT_THAT(wrap("a\x1b\x80"), ElementsAre("a\uFFFD\uFFFD"));
}

TEST(Label, FirstLines) {
  EXPECT_EQ(firstLine("\n make\n make test\n"), "make …");
  EXPECT_EQ(firstLine("make"), "make");
  EXPECT_EQ(firstLine(""), "");
}
