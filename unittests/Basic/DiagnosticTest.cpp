//===- DiagnosticTest.cpp - Collecting diagnostics ------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Basic/Diagnostic.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace plue;
using testing::ElementsAre;
using testing::HasSubstr;

static SourceRange range(uint32_t file, uint32_t begin, uint32_t end) {
  return {.file = FileId(file), .begin = begin, .end = end};
}

static std::vector<std::string> messages(const DiagnosticEngine &engine) {
  std::vector<std::string> result;
  for (const Diagnostic *diagnostic : engine.sorted())
    result.push_back(diagnostic->message);
  return result;
}

TEST(Catalogue, CodesAreUniqueAndDashed) {
  llvm::StringSet<> seen;
  for (uint32_t i = 0; i < numDiagKinds(); ++i) {
    llvm::StringRef code = codeOf(DiagId(i));
    EXPECT_TRUE(seen.insert(code).second) << code.str();
    EXPECT_FALSE(code.contains('_')) << code.str();
  }
}

TEST(Catalogue, TextsFollowTheStyle) {
  for (uint32_t i = 0; i < numDiagKinds(); ++i) {
    llvm::StringRef text = templateOf(DiagId(i));
    ASSERT_FALSE(text.empty()) << codeOf(DiagId(i)).str();
    EXPECT_FALSE(text.ends_with(".")) << text.str();
    EXPECT_FALSE(text.contains('\n')) << text.str();
    for (llvm::StringRef word : {"invalid", "illegal", "not allowed"})
      EXPECT_FALSE(text.contains_insensitive(word)) << text.str();
  }
}

TEST(Catalogue, HintsFollowTheStyle) {
  for (uint32_t i = 0; i < numDiagKinds(); ++i) {
    llvm::StringRef hint = hintOf(DiagId(i));
    EXPECT_FALSE(hint.ends_with(".")) << hint.str();
    EXPECT_FALSE(!hint.empty() && llvm::isUpper(hint[0])) << hint.str();
  }
}

TEST(Engine, TheHintOfAKindStandsInForOneOfItsOwn) {
  DiagnosticEngine engine;
  auto hintsAt = [&](unsigned i) { return engine.sorted()[i]->hints; };
  std::string hint = hintOf(DiagId::unknown_name).str();
  ASSERT_FALSE(hint.empty());
  engine.report(range(0, 1, 2), diag::unknown_name, "a");
  engine.report(range(0, 3, 4), diag::unknown_name, "b").hint("own");
  engine.report(range(0, 5, 6), diag::unknown_name, "c")
      .fixIt(range(0, 5, 6), "d");
  EXPECT_THAT(hintsAt(0), ElementsAre(hint));
  EXPECT_THAT(hintsAt(1), ElementsAre("own"));
  EXPECT_THAT(hintsAt(2), ElementsAre());
}

TEST(Engine, FillsInArgumentsAndCounts) {
  DiagnosticEngine engine;
  EXPECT_FALSE(engine.hasErrors());
  engine.report(range(0, 1, 2), diag::file_unreadable, "a.py", "no {1} luck");
  EXPECT_THAT(messages(engine), ElementsAre("cannot read `a.py`: no {1} luck"));
  EXPECT_TRUE(engine.hasErrors());
  EXPECT_EQ(engine.numErrors(), 1u);
  EXPECT_EQ(engine.numWarnings(), 0u);
}

TEST(Engine, LongArgumentsAreShortenedBetweenCharacters) {
  DiagnosticEngine engine;
  std::string name = "x";
  for (int i = 0; i < 1000; ++i)
    name += "€";
  engine.report({}, diag::no_workflow, name);
  std::string message = messages(engine).front();
  EXPECT_LT(message.size(), 500u);
  EXPECT_THAT(message, HasSubstr("€…`"));
}

TEST(Engine, SortsByFileThenPositionThenArrival) {
  DiagnosticEngine engine;
  engine.report(range(1, 0, 1), diag::config_malformed, "e");
  engine.report(range(0, 9, 10), diag::config_malformed, "d");
  engine.report(range(0, 2, 5), diag::config_malformed, "b");
  engine.report(range(0, 2, 5), diag::config_malformed, "c");
  engine.report({}, diag::config_malformed, "a");
  EXPECT_THAT(messages(engine), ElementsAre("a", "b", "c", "d", "e"));
}

TEST(Engine, ExactRepeatsAreKeptOnce) {
  DiagnosticEngine engine;
  for (int i = 0; i < 3; ++i)
    engine.report(range(0, 2, 5), diag::no_workflow, "a");
  engine.report(range(0, 3, 5), diag::no_workflow, "a");
  engine.report(range(0, 2, 5), diag::no_workflow, "b");
  EXPECT_EQ(engine.numErrors(), 3u);
  EXPECT_EQ(messages(engine).size(), 3u);
}

TEST(Engine, PastTheLimitDiagnosticsAreOnlyCounted) {
  DiagnosticEngine engine(/*limit=*/2);
  for (uint32_t i = 0; i < 5; ++i)
    engine.report(range(0, i, i), diag::no_workflow, "a");
  EXPECT_EQ(messages(engine).size(), 2u);
  EXPECT_EQ(engine.numSuppressed(), 3u);
  EXPECT_EQ(engine.numErrors(), 5u);
}

TEST(Engine, ABuilderIsAFailure) {
  DiagnosticEngine engine;
  auto check = [&]() -> LogicalResult {
    return engine.report({}, diag::no_workflow, "a");
  };
  auto make = [&]() -> FailureOr<int> {
    return engine.report({}, diag::no_workflow, "b");
  };
  EXPECT_TRUE(failed(check()));
  EXPECT_TRUE(failed(make()));
  EXPECT_EQ(engine.numErrors(), 2u);
}

TEST(Engine, ASuggestionIsAHintAndAnEdit) {
  DiagnosticEngine engine;
  engine.report(range(0, 0, 2), diag::no_workflow, "a")
      .suggest(range(0, 0, 2), "ab")
      .suggest(range(0, 0, 2), "");
  const Diagnostic *diagnostic = engine.sorted().front();
  EXPECT_THAT(diagnostic->hints, ElementsAre("did you mean `ab`?"));
  ASSERT_EQ(diagnostic->fixIts.size(), 1u);
  EXPECT_EQ(diagnostic->fixIts.front().replacement, "ab");
}

TEST(Nearest, FindsTheLikelyTypo) {
  llvm::StringRef names[] = {"pull_request", "push", "manual"};
  EXPECT_EQ(nearest("pull_reqest", names), "pull_request");
  EXPECT_EQ(nearest("Push", names), "push");
  EXPECT_EQ(nearest("psuh", names), "push");
}

TEST(Nearest, FarNamesAreNotSuggested) {
  llvm::StringRef names[] = {"pull_request", "push"};
  EXPECT_EQ(nearest("deploy", names), "");
  EXPECT_EQ(nearest("", names), "");
  EXPECT_EQ(nearest("push", {}), "");
}

TEST(Nearest, ShortNamesAllowOneEdit) {
  llvm::StringRef names[] = {"ab"};
  EXPECT_EQ(nearest("ax", names), "ab");
  EXPECT_EQ(nearest("xy", names), "");
}

TEST(Nearest, TiesGoToTheEarlier) {
  llvm::StringRef names[] = {"cat", "car"};
  EXPECT_EQ(nearest("cab", names), "cat");
}

TEST(ListOf, ReadsAsASentence) {
  EXPECT_EQ(listOf({}), "");
  EXPECT_EQ(listOf({"a"}), "`a`");
  EXPECT_EQ(listOf({"a", "b"}), "`a` and `b`");
  EXPECT_EQ(listOf({"a", "b", "c"}), "`a`, `b` and `c`");
  EXPECT_EQ(listOf({"a", "b", "c", "d"}, 2), "`a`, `b` and 2 more");
}
