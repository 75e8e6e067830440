//===- SpellingTest.cpp - What texts in a plan must look like -------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/Spelling.h"
#include <gmock/gmock.h>

using namespace plue::ir;

TEST(Spelling, Utf8IsStrict) {
  EXPECT_TRUE(isUtf8(""));
  EXPECT_TRUE(isUtf8("naïve 日本 \xf0\x9f\x98\x80\n"));
  EXPECT_FALSE(isUtf8("\xff"));
  EXPECT_FALSE(isUtf8("\xc3"));
  EXPECT_FALSE(isUtf8("\xed\xa0\x80")) << "a surrogate";
  EXPECT_FALSE(isUtf8("\xc0\x80")) << "NUL in disguise";
}

TEST(Spelling, PlainTextIsOneLine) {
  EXPECT_TRUE(isPlainText("Déploy it"));
  EXPECT_FALSE(isPlainText("a\nb"));
  EXPECT_FALSE(isPlainText("a\x1b[0m"));
  EXPECT_FALSE(isPlainText(llvm::StringRef("a\0b", 3)));
}

TEST(Spelling, Names) {
  EXPECT_TRUE(isName("déploy_1"));
  EXPECT_FALSE(isName(""));
  EXPECT_FALSE(isName("1a"));
  EXPECT_FALSE(isName("a b"));
  EXPECT_FALSE(isName("\xff"));
}

TEST(Spelling, Identifiers) {
  EXPECT_TRUE(isIdentifier("_a1"));
  EXPECT_FALSE(isIdentifier(""));
  EXPECT_FALSE(isIdentifier("1a"));
  EXPECT_FALSE(isIdentifier("a-b"));
  EXPECT_FALSE(isIdentifier("é"));
  EXPECT_FALSE(isIdentifier(std::string(257, 'a')));
}

TEST(Spelling, Images) {
  EXPECT_TRUE(isImage("host"));
  EXPECT_TRUE(isImage("ghcr.io:443/acme/tool@sha256:00"));
  EXPECT_FALSE(isImage(""));
  EXPECT_FALSE(isImage("--privileged"));
  EXPECT_FALSE(isImage("a b"));
  EXPECT_FALSE(isImage("a\n"));
  EXPECT_FALSE(isImage("é"));
}

TEST(Spelling, PathsStayInside) {
  EXPECT_TRUE(isRelativePath("a"));
  EXPECT_TRUE(isRelativePath("a/.b/..c"));
  for (const char *path :
       {"", "/a", "..", "a/../b", "./a", "a//b", "a/", "a\n"})
    EXPECT_FALSE(isRelativePath(path)) << path;
}

TEST(Spelling, CronFields) {
  for (const char *cron : {"* * * * *", "0 4 * * 1", "*/15 0-6 1,15 JAN-mar 7",
                           "0-59/2 23 31 12 sun,fri", "5/10 * * * *"})
    EXPECT_TRUE(isCron(cron)) << cron;
  for (const char *cron : {"",
                           "* * * *",
                           "* * * * * *",
                           "60 * * * *",
                           "* 24 * * *",
                           "* * 0 * *",
                           "* * * 13 *",
                           "* * * * 8",
                           "*  * * * *",
                           " * * * * *",
                           "5-1 * * * *",
                           "*/0 * * * *",
                           "*/ * * * *",
                           ", * * * *",
                           "1, * * * *",
                           "-1 * * * *",
                           "+1 * * * *",
                           "1-2-3 * * * *",
                           "* * * foo *",
                           "@daily",
                           "001 * * * *",
                           "*/60 * * * *"})
    EXPECT_FALSE(isCron(cron)) << cron;
  EXPECT_FALSE(isCron("* * * * *\n"));
}
