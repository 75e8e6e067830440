//===- MaskerTest.cpp - Secrets stay out of sight -------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "LineBuffer.h"
#include "gtest/gtest.h"

using namespace plue;
using namespace plue::exec;

namespace {
/// What a stream shows that arrives in the given pieces.
std::string shown(const Masker &masker,
                  std::initializer_list<llvm::StringRef> pieces) {
  LineBuffer lines(masker);
  std::string text;
  auto sink = [&](const OutputLine &line) {
    text += line.text;
    if (!line.isPartial)
      text += '\n';
  };
  for (llvm::StringRef piece : pieces)
    lines.feed(piece, sink);
  lines.finish(sink);
  return text;
}
} // namespace

TEST(Masker, HidesExactValues) {
  Masker masker;
  EXPECT_TRUE(masker.add("hunter2"));
  EXPECT_EQ(masker.mask("a hunter2 b hunter2"), "a *** b ***");
  EXPECT_EQ(masker.mask("hunter"), "hunter");
}

TEST(Masker, LeavesShortValuesAlone) {
  Masker masker;
  EXPECT_FALSE(masker.add("abc"));
  EXPECT_FALSE(masker.add(""));
  EXPECT_EQ(masker.mask("abc"), "abc");
}

TEST(Masker, HidesEachLineOfALongValue) {
  Masker masker;
  EXPECT_TRUE(masker.add("-----BEGIN-----\r\nsecret line\r\nab\n"));
  EXPECT_EQ(masker.mask("x secret line y"), "x *** y");
  EXPECT_EQ(masker.mask("-----BEGIN-----"), "***");
  EXPECT_EQ(masker.mask("ab"), "ab"); // Too short by itself.
}

TEST(Masker, HidesOverlappingValues) {
  Masker masker;
  masker.add("abcdef");
  masker.add("defghi");
  masker.add("cdef");
  EXPECT_EQ(masker.mask("xabcdefghix"), "x***x");
  EXPECT_EQ(masker.mask("cdefabcdef"), "***");
  Masker own;
  own.add("abaaba");
  EXPECT_EQ(own.mask("abaabaaba!"), "***!");
}

TEST(Masker, HidesStringsWithinJson) {
  Masker masker;
  masker.add("hunter2");
  llvm::json::Value json = llvm::json::Object{
      {"a", llvm::json::Array{"hunter2", 1, nullptr}}, {"hunter2", true}};
  llvm::json::Value masked = llvm::json::Object{
      {"a", llvm::json::Array{"***", 1, nullptr}}, {"***", true}};
  EXPECT_EQ(masker.maskJson(json), masked);
}

TEST(LineBuffer, FindsSecretsAcrossPieces) {
  Masker masker;
  masker.add("hunter2");
  EXPECT_EQ(shown(masker, {"a hun", "ter2 b\n"}), "a *** b\n");
  EXPECT_EQ(shown(masker, {"h", "u", "n", "t", "e", "r", "2"}), "***\n");
}

TEST(LineBuffer, FindsSecretsWhereLongLinesAreCut) {
  Masker masker;
  masker.add("hunter2-hunter2");
  // A secret at every position around the cut.
  for (size_t before = LineBuffer::MaxLine - 20;
       before != LineBuffer::MaxLine + 20; ++before) {
    std::string line(before, 'x');
    line += "hunter2-hunter2";
    line.append(100, 'y');
    std::string text = shown(masker, {line});
    std::string expected =
        std::string(before, 'x') + "***" + std::string(100, 'y') + "\n";
    // Not EXPECT_EQ, which would print them.
    EXPECT_TRUE(text == expected) << before;
    // And in pieces.
    llvm::StringRef whole = line;
    EXPECT_TRUE(shown(masker, {whole.take_front(before + 3),
                               whole.drop_front(before + 3)}) == expected)
        << before;
  }
}

TEST(LineBuffer, AnEndlessLineDoesNotCollect) {
  Masker masker;
  masker.add("aaaa"); // Overlaps itself everywhere.
  LineBuffer lines(masker);
  size_t longest = 0, total = 0;
  auto sink = [&](const OutputLine &line) {
    longest = std::max(longest, line.text.size());
    total += line.text.size();
  };
  std::string piece(10'000, 'b');
  for (int i = 0; i != 1000; ++i)
    lines.feed(piece, sink);
  EXPECT_LE(longest, LineBuffer::MaxLine);
  EXPECT_GE(total, 1000 * piece.size() - LineBuffer::MaxLine);
  std::string secret(10'000, 'a');
  for (int i = 0; i != 100; ++i)
    lines.feed(secret, [&](const OutputLine &line) {
      EXPECT_EQ(llvm::StringRef(line.text).ltrim('b').find("aaaa"),
                llvm::StringRef::npos);
    });
}

TEST(LineBuffer, LinesKeepTheirBytes) {
  Masker masker;
  EXPECT_EQ(shown(masker, {"a\n\nb\r\n", "c"}), "a\n\nb\r\nc\n");
  EXPECT_EQ(shown(masker, {}), "");
}

TEST(Text, BrokenUtf8IsReplacedAsPythonDoes) {
  EXPECT_EQ(toValidUtf8("plain"), "plain");
  EXPECT_EQ(toValidUtf8("h\xC3\xA9 \xF0\x9F\x98\x80"),
            "h\xC3\xA9 \xF0\x9F\x98\x80");
  const std::string r = "\xEF\xBF\xBD";
  EXPECT_EQ(toValidUtf8("a\xFFz"), "a" + r + "z");
  EXPECT_EQ(toValidUtf8("\xE2\x82"), r);        // A character cut short.
  EXPECT_EQ(toValidUtf8("\xE2\x82z"), r + "z"); // And by another.
  EXPECT_EQ(toValidUtf8("\xF0\x9F\x98\xFF"), r + r);
  EXPECT_EQ(toValidUtf8("\xED\xA0\x80"), r + r + r); // A surrogate.
  EXPECT_EQ(toValidUtf8("\xC0\x80"), r + r);         // Overlong.
  EXPECT_EQ(toValidUtf8("\xF5\x80\x80\x80"), r + r + r + r);
}

TEST(Text, TerminalsSeeTextOnly) {
  EXPECT_EQ(toDisplayText("\x1b[31mred\x1b[0m"), "red");
  EXPECT_EQ(toDisplayText("\x1b]0;title\x07"
                          "text"),
            "text");
  EXPECT_EQ(toDisplayText("\x1b]8;;url\x1b\\link"), "link");
  EXPECT_EQ(toDisplayText("\x1b[2J\x1b[Hgone"), "gone");
  EXPECT_EQ(toDisplayText("a\x08\x07"
                          "b\x7f"),
            "ab");
  EXPECT_EQ(toDisplayText("10%\r50%\r100%\r"), "100%");
  EXPECT_EQ(toDisplayText("\xC2\x9B"
                          "31mx"),
            "31mx"); // C1 CSI.
  EXPECT_EQ(toDisplayText("a\tb"), "a    b");
  EXPECT_EQ(toDisplayText("\x1b["), "");
  EXPECT_EQ(toDisplayText("\x1b"), "");
  EXPECT_EQ(toDisplayText("\x1b]never ends"), "");
}
