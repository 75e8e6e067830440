//===- SourceTest.cpp - Lines and columns of source files -----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Basic/Source.h"
#include "gtest/gtest.h"

using namespace plue;

static LineColumn at(const char *text, uint32_t offset) {
  SourceManager sources;
  FileId file = sources.add("f.py", text);
  return sources.lineColumn(file, offset);
}

#define EXPECT_AT(text, offset, expectedLine, expectedColumn)                  \
  do {                                                                         \
    LineColumn position = at(text, offset);                                    \
    EXPECT_EQ(position.line, uint32_t(expectedLine));                          \
    EXPECT_EQ(position.column, uint32_t(expectedColumn));                      \
  } while (false)

TEST(Source, CountsLinesAndColumnsFromOne) {
  EXPECT_AT("ab\ncd\n", 0, 1, 1);
  EXPECT_AT("ab\ncd\n", 2, 1, 3); // The line end belongs to its line.
  EXPECT_AT("ab\ncd\n", 4, 2, 2);
  EXPECT_AT("ab\ncd\n", 6, 3, 1); // End of file, after the last line end.
}

TEST(Source, OffsetsPastTheEndAreAtTheEnd) {
  EXPECT_AT("ab", 1000, 1, 3);
  EXPECT_AT("", 7, 1, 1);
}

TEST(Source, EveryKindOfLineEndEndsALine) {
  EXPECT_AT("a\r\nb\rc\nd", 3, 2, 1);
  EXPECT_AT("a\r\nb\rc\nd", 5, 3, 1);
  EXPECT_AT("a\r\nb\rc\nd", 7, 4, 1);
}

TEST(Source, ColumnsAreCodePoints) { EXPECT_AT("äö€𝄞x", 11, 1, 5); }

TEST(Source, LinesComeWithoutTheirEnds) {
  SourceManager sources;
  FileId file = sources.add("f.py", "one\r\ntwo\n\nfour");
  ASSERT_EQ(sources.numLines(file), 4u);
  EXPECT_EQ(sources.line(file, 1), "one");
  EXPECT_EQ(sources.line(file, 2), "two");
  EXPECT_EQ(sources.line(file, 3), "");
  EXPECT_EQ(sources.line(file, 4), "four");
  EXPECT_EQ(sources.lineStart(file, 4), 10u);
}

TEST(Source, AnEmptyFileHasOneEmptyLine) {
  SourceManager sources;
  FileId file = sources.add("f.py", "");
  EXPECT_EQ(sources.numLines(file), 1u);
  EXPECT_EQ(sources.line(file, 1), "");
}

TEST(Source, FilesAreIndependent) {
  SourceManager sources;
  FileId a = sources.add("a.py", "aa");
  FileId b = sources.add("b.py", "bb\nb");
  EXPECT_EQ(sources.path(a), "a.py");
  EXPECT_EQ(sources.text(b), "bb\nb");
  EXPECT_EQ(sources.text(SourceRange{.file = b, .begin = 1, .end = 4}), "b\nb");
  EXPECT_EQ(sources.numFiles(), 2u);
}

TEST(Source, JoinCoversBoth) {
  SourceRange a{.file = FileId(0), .begin = 3, .end = 5};
  SourceRange b{.file = FileId(0), .begin = 4, .end = 9};
  SourceRange both{.file = FileId(0), .begin = 3, .end = 9};
  EXPECT_EQ(join(a, b), both);
  EXPECT_EQ(join(b, a), both);
  EXPECT_FALSE(SourceRange().isValid());
}
