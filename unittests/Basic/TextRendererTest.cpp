//===- TextRendererTest.cpp - Diagnostics on a terminal -------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "RendererTestHelpers.h"
#include "gmock/gmock.h"

using namespace plue;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace {
class TextRenderer : public RendererTest {
protected:
  /// The rendering without the summary.
  std::string text() const {
    std::string all = rendered();
    return all.substr(0, all.rfind("\n\n") + 1);
  }
};
} // namespace

TEST_F(TextRenderer, PointsAtTheRange) {
  add("one = 1\nuse(tow)\n");
  error(rangeOf("tow"), "unknown name `tow`");
  EXPECT_EQ(rendered(), "ci.py:2:5: error: unknown name `tow` "
                        "[config-malformed]\n"
                        "  |\n"
                        "2 | use(tow)\n"
                        "  |     ^^^\n"
                        "\n"
                        "1 error\n");
}

TEST_F(TextRenderer, NoDiagnosticsSayNothing) { EXPECT_EQ(rendered(), ""); }

TEST_F(TextRenderer, WithoutALocationTheToolSpeaks) {
  error({}, "no input files");
  EXPECT_THAT(rendered({.tool = "plue-compile"}),
              StartsWith("plue-compile: error: no input files "
                         "[config-malformed]\n\n1 error\n"));
}

TEST_F(TextRenderer, ALabelStandsBesideItsMark) {
  add("deploy(target)\n");
  error(rangeOf("target"), "m").label(rangeOf("deploy"), "the callee");
  EXPECT_EQ(text(), "ci.py:1:8: error: m [config-malformed]\n"
                    "  |\n"
                    "1 | deploy(target)\n"
                    "  | ------ ^^^^^^\n"
                    "  | |\n"
                    "  | the callee\n");
}

TEST_F(TextRenderer, TheRightmostLabelIsInline) {
  add("deploy(target, env)\n");
  error(rangeOf("target"), "m")
      .label(rangeOf("deploy"), "the callee")
      .label(rangeOf("env"), "run-time");
  EXPECT_EQ(text(), "ci.py:1:8: error: m [config-malformed]\n"
                    "  |\n"
                    "1 | deploy(target, env)\n"
                    "  | ------ ^^^^^^  --- run-time\n"
                    "  | |\n"
                    "  | the callee\n");
}

TEST_F(TextRenderer, ManyLabelsHang) {
  add("aa bb cc dd\n");
  error(rangeOf("dd"), "m")
      .label(rangeOf("aa"), "first")
      .label(rangeOf("bb"), "second")
      .label(rangeOf("cc"), "third")
      .label(rangeOf("bb"), "again");
  EXPECT_EQ(text(), "ci.py:1:10: error: m [config-malformed]\n"
                    "  |\n"
                    "1 | aa bb cc dd\n"
                    "  | -- -- -- ^^\n"
                    "  | |  |  |\n"
                    "  | |  |  third\n"
                    "  | |  again\n"
                    "  | |  second\n"
                    "  | first\n");
}

TEST_F(TextRenderer, LabelsInOtherLinesShareTheFrame) {
  add("a = 1\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\n");
  error(rangeOf("f"), "m").label(rangeOf("a"), "here").label(rangeOf("d"), "x");
  EXPECT_EQ(text(), "ci.py:6:1: error: m [config-malformed]\n"
                    "  |\n"
                    "1 | a = 1\n"
                    "  | - here\n"
                    "...\n"
                    "4 | d = 4\n"
                    "  | - x\n"
                    "5 | e = 5\n"
                    "6 | f = 6\n"
                    "  | ^\n");
}

TEST_F(TextRenderer, LabelsInOtherFilesHaveTheirOwnFrame) {
  add("imported = 1\n", "lib.py");
  SourceRange other = rangeOf("imported");
  add("use(imported)\n");
  error(rangeOf("imported"), "m").label(other, "from here");
  EXPECT_EQ(text(), "ci.py:1:5: error: m [config-malformed]\n"
                    "  |\n"
                    "1 | use(imported)\n"
                    "  |     ^^^^^^^^\n"
                    "::: lib.py:1:1\n"
                    "  |\n"
                    "1 | imported = 1\n"
                    "  | -------- from here\n");
}

TEST_F(TextRenderer, RangesOverSeveralLinesAreUnderlinedWithoutIndent) {
  add("f(\n    a,\n\n    b)\n");
  error(range(0, 17), "m");
  EXPECT_EQ(text(), "ci.py:1:1: error: m [config-malformed]\n"
                    "  |\n"
                    "1 | f(\n"
                    "  | ^^\n"
                    "2 |     a,\n"
                    "  |     ^^\n"
                    "3 |\n"
                    "4 |     b)\n"
                    "  |     ^^\n");
}

TEST_F(TextRenderer, TheMiddleOfALongRangeIsLeftOut) {
  add("1\n2\n3\n4\n5\n6\n7\n8\n9\nlast\n");
  error({}, "m").label(range(0, 22), "all of it");
  EXPECT_EQ(text(), "plue: error: m [config-malformed]\n"
                    "::: ci.py:1:1\n"
                    "   |\n"
                    " 1 | 1\n"
                    "   | -\n"
                    " 2 | 2\n"
                    "   | -\n"
                    " 3 | 3\n"
                    "   | -\n"
                    "...\n"
                    " 9 | 9\n"
                    "   | -\n"
                    "10 | last\n"
                    "   | ---- all of it\n");
}

TEST_F(TextRenderer, ARangeThatEndsWithTheLineStaysInIt) {
  add("one\ntwo\n");
  error(range(0, 4), "m");
  EXPECT_THAT(text(), Not(HasSubstr("two")));
}

TEST_F(TextRenderer, EmptyRangesGetOneCaret) {
  add("ab\n");
  error(range(2, 2), "m");
  EXPECT_THAT(text(), HasSubstr("1 | ab\n  |   ^\n"));
}

TEST_F(TextRenderer, TheEndOfTheFileCanBePointedAt) {
  add("ab\n");
  error(range(3, 3), "m");
  EXPECT_EQ(text(), "ci.py:2:1: error: m [config-malformed]\n"
                    "  |\n"
                    "2 |\n"
                    "  | ^\n");
}

TEST_F(TextRenderer, AnEmptyFileCanBePointedAt) {
  add("");
  error(range(0, 0), "m");
  EXPECT_THAT(text(), HasSubstr("ci.py:1:1: error: m"));
}

TEST_F(TextRenderer, RangesOutsideTheFileAreCutDown) {
  add("ab");
  error(range(1, 99), "m");
  error(range(500, 20), "n");
  error({.file = FileId(77), .begin = 0, .end = 1}, "o");
  EXPECT_THAT(text(), HasSubstr("1 | ab\n  |  ^\n"));
  EXPECT_THAT(text(), HasSubstr("ci.py:1:3: error: n"));
  EXPECT_THAT(text(), HasSubstr("plue: error: o"));
}

TEST_F(TextRenderer, TabsReachToTheNextStop) {
  add("\tx\ty\n");
  error(rangeOf("y"), "m").label(rangeOf("x"), "x");
  EXPECT_THAT(text(), HasSubstr("1 |     x   y\n"
                                "  |     -   ^\n"
                                "  |     |\n"));
}

TEST_F(TextRenderer, WideCharactersTakeTwoColumns) {
  add("世界 = x\n");
  error(rangeOf("x"), "m").label(rangeOf("界"), "wide");
  EXPECT_THAT(text(), HasSubstr("ci.py:1:6: error"));
  EXPECT_THAT(text(), HasSubstr("1 | 世界 = x\n"
                                "  |   --   ^\n"));
}

TEST_F(TextRenderer, CombiningCharactersTakeNoColumn) {
  add("e\xCC\x81"
      "e = x\n");
  error(rangeOf("x"), "m");
  EXPECT_THAT(text(), HasSubstr("e = x\n"
                                "  |      ^\n"));
}

TEST_F(TextRenderer, ControlCharactersAreShownNotObeyed) {
  add("a\x1b[2Jb\x7f" + std::string(1, '\0') + "c\n");
  error(rangeOf("c"), "m\r\x1b[1m\nx");
  EXPECT_THAT(text(), HasSubstr("1 | a␛[2Jb␡␀c\n"
                                "  |         ^\n"));
  EXPECT_THAT(text(), HasSubstr("error: m␍␛[1m\\nx ["));
}

TEST_F(TextRenderer, BidirectionalOverridesAreSpelledOut) {
  add("a\u202Eb\n");
  error(rangeOf("b"), "m");
  EXPECT_THAT(text(), HasSubstr("1 | a<U+202E>b\n"
                                "  |          ^\n"));
}

TEST_F(TextRenderer, BytesThatAreNotUtf8AreSpelledOut) {
  add("a\xFF\xC3");
  error(range(1, 2), "m");
  EXPECT_THAT(text(), HasSubstr("1 | a<FF><C3>\n"
                                "  |  ^^^^\n"));
}

TEST_F(TextRenderer, AHostilePathCannotMoveTheCursor) {
  add("a", "x\x1b[2J\ny.py");
  error(range(0, 1), "m");
  EXPECT_THAT(text(), StartsWith("x␛[2J\\ny.py:1:1: error"));
}

TEST_F(TextRenderer, LongLinesAreWindowed) {
  std::string line(500'000, 'x');
  add(line + "NEEDLE" + line);
  error(rangeOf("NEEDLE"), "m");
  std::string result = text();
  EXPECT_LT(result.size(), 400u);
  EXPECT_THAT(result, HasSubstr("1 | …xxxx"));
  EXPECT_THAT(result, HasSubstr("xNEEDLEx"));
  EXPECT_THAT(result, HasSubstr("xx…\n"));
  // 40 columns of lead after the sign that something was cut.
  EXPECT_THAT(result, HasSubstr("\n  | " + std::string(41, ' ') + "^^^^^^\n"));
}

TEST_F(TextRenderer, MarksOutsideTheWindowAreAtItsEdge) {
  add(std::string(400, 'x') + " y " + std::string(400, 'z'));
  error(rangeOf("y"), "m")
      .label(range(0, 3), "far left")
      .label(range(790, 800), "far right");
  std::string result = text();
  EXPECT_THAT(result, HasSubstr("\n  | far left\n"));
  EXPECT_THAT(result, HasSubstr("- far right\n"));
  EXPECT_LT(result.size(), 800u);
}

TEST_F(TextRenderer, AMegabyteWithoutWidthIsCutToo) {
  std::string line;
  for (int i = 0; i < 400'000; ++i)
    line += "\xCC\x81";
  add(line + "x");
  error(rangeOf("x"), "m");
  EXPECT_LT(text().size(), 3000u);
}

TEST_F(TextRenderer, ShortLinesAreShownWhole) {
  add(std::string(100, 'x') + "y");
  error(rangeOf("y"), "m");
  EXPECT_THAT(text(), Not(HasSubstr("…")));
}

TEST_F(TextRenderer, NotesHaveTheirOwnFrames) {
  add("x = 1\nx = 2\n");
  error(rangeOf("x", 1), "m")
      .note(rangeOf("x"), diag::no_workflow, "x")
      .note({}, diag::no_workflow, "y");
  EXPECT_EQ(text(), "ci.py:2:1: error: m [config-malformed]\n"
                    "  |\n"
                    "2 | x = 2\n"
                    "  | ^\n"
                    "note: ci.py:1:1: `x` defines no workflow\n"
                    "  |\n"
                    "1 | x = 1\n"
                    "  | ^\n"
                    "note: `y` defines no workflow\n");
}

TEST_F(TextRenderer, HintsAndFixItsComeLast) {
  add("psh\n");
  error(rangeOf("psh"), "m")
      .suggest(rangeOf("psh"), "push")
      .fixIt(rangeOf("psh"), "pull")
      .fixIt(range(0, 0), "ctx.")
      .fixIt(range(0, 1), "")
      .hint("one\ntwo");
  EXPECT_EQ(text(), "ci.py:1:1: error: m [config-malformed]\n"
                    "  |\n"
                    "1 | psh\n"
                    "  | ^^^\n"
                    "help: did you mean `push`?\n"
                    "help: one\n"
                    "      two\n"
                    "help: replace `psh` with `pull`\n"
                    "help: insert `ctx.`\n"
                    "help: remove `p`\n");
}

TEST_F(TextRenderer, TheSummaryCountsAllOfThem) {
  for (int i = 0; i < 13; ++i)
    error({}, "m" + std::to_string(i));
  EXPECT_THAT(rendered(), testing::EndsWith("\n… and 3 more suppressed\n"
                                            "13 errors\n"));
}

TEST_F(TextRenderer, ColourIsAddedOnlyWhenAskedFor) {
  add("x\n");
  error(rangeOf("x"), "m");
  EXPECT_THAT(rendered(), Not(HasSubstr("\x1b")));
  std::string coloured = rendered({.color = true});
  EXPECT_THAT(coloured, HasSubstr("\x1b[1;31merror\x1b[0m"));
  EXPECT_THAT(coloured, HasSubstr("\x1b[1;31m^\x1b[0m"));
}

TEST_F(TextRenderer, ColourFollowsTheEnvironment) {
  llvm::raw_null_ostream os;
  unsetenv("NO_COLOR");
  unsetenv("CLICOLOR_FORCE");
  EXPECT_FALSE(wantsColor(os));
  setenv("CLICOLOR_FORCE", "1", 1);
  EXPECT_TRUE(wantsColor(os));
  setenv("NO_COLOR", "1", 1);
  EXPECT_FALSE(wantsColor(os));
  setenv("NO_COLOR", "", 1);
  setenv("CLICOLOR_FORCE", "0", 1);
  EXPECT_FALSE(wantsColor(os));
}
