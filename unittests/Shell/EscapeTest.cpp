//===- EscapeTest.cpp - Putting data into shell text ----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Shell/Escape.h"
#include "gtest/gtest.h"

using namespace plue::shell;

TEST(Escape, AnEmptyArgumentVanishesAndAnEmptyWordDoesNot) {
  EXPECT_EQ(escape(HoleContext::Bare, ""), "");
  EXPECT_EQ(escape(HoleContext::Word, ""), "''");
  EXPECT_EQ(escape(HoleContext::DoubleQuoted, ""), "");
  EXPECT_EQ(escape(HoleContext::SingleQuoted, ""), "");
}

TEST(Escape, BareWordsAreSingleQuoted) {
  EXPECT_EQ(escape(HoleContext::Bare, "a b"), "'a b'");
  EXPECT_EQ(escape(HoleContext::Word, "it's"), "'it'\\''s'");
  EXPECT_EQ(escape(HoleContext::SingleQuoted, "it's"), "it'\\''s");
}

TEST(Escape, BackslashesGoBeforeWhatDoubleQuotesLeaveSpecial) {
  EXPECT_EQ(escape(HoleContext::DoubleQuoted, "a\"b$c`d\\e!'f"),
            "a\\\"b\\$c\\`d\\\\e!'f");
}

TEST(Escape, LinesOfAHereDocumentNeverLookLikeADelimiter) {
  EXPECT_EQ(escape(HoleContext::HereDocument, "EOF\nEOF\n$x \"y\""),
            "${IFS+}EOF\n${IFS+}EOF\n${IFS+}\\$x \"y\"");
}

TEST(Escape, NulCannotBeExpressed) {
  EXPECT_TRUE(isExpressible("\x01\xFF"));
  EXPECT_FALSE(isExpressible(llvm::StringRef("a\0b", 3)));
}
