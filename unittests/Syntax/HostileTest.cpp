//===- HostileTest.cpp - Inputs that are made to break the parser ---------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FaultTest.h"
#include "plue/Support/Stack.h"
#include "llvm/Support/raw_ostream.h"

using namespace plue;
using namespace plue::test;

namespace {
struct Outcome {
  uint32_t numErrors;
  DiagId first;
};
} // namespace

static std::string repeated(llvm::StringRef text, unsigned count) {
  std::string result;
  for (unsigned i = 0; i < count; ++i)
    result += text;
  return result;
}

/// Parses \p text on the stack that a tool has at least, and prints its tree.
static Outcome parse(const std::string &text) {
  SourceManager sources;
  DiagnosticEngine diags;
  FileId file = sources.add("test.py", text);
  runWithStack(8 << 20, [&] {
    auto module = syntax::parse(file, sources, Limits(), diags);
    llvm::raw_null_ostream os;
    syntax::print(*module, sources, os);
    return 0;
  });
  auto found = diags.sorted();
  return {.numErrors = diags.numErrors(),
          .first = found.empty() ? DiagId() : found[0]->id};
}

static void expectOne(const std::string &text, DiagId id) {
  Outcome outcome = parse(text);
  EXPECT_EQ(outcome.numErrors, 1U) << text.substr(0, 40);
  EXPECT_EQ(codeOf(outcome.first).str(), codeOf(id).str())
      << text.substr(0, 40);
}

static void expectFine(const std::string &text) {
  EXPECT_EQ(parse(text).numErrors, 0U) << text.substr(0, 40);
}

TEST(Hostile, NestingIsBounded) {
  const DiagId deep = diag::nested_too_deeply.id;
  expectOne("x = " + repeated("(", 100'000) + repeated(")", 100'000), deep);
  expectOne(repeated("[", 1 << 20), deep);
  expectOne("x = " + repeated("f(", 50'000) + repeated(")", 50'000), deep);
  expectOne("x = " + repeated("lambda: ", 50'000) + "1", deep);
  expectOne("x = " + repeated("lambda x=", 50'000) + "1", deep);
  expectFine("x = " + repeated("(", 190) + "1" + repeated(")", 190));
}

TEST(Hostile, ChainsAreBounded) {
  const DiagId chain = diag::chain_too_long.id;
  expectOne("x = 1" + repeated(" + 1", 100'000), chain);
  expectOne("x = 1" + repeated(" ** 1", 100'000), chain);
  expectOne("x = " + repeated("-", 100'000) + "1", chain);
  expectOne("x = " + repeated("not ", 100'000) + "1", chain);
  expectOne("x = a" + repeated(".b", 100'000), chain);
  expectOne("x = a" + repeated("()", 100'000), chain);
  expectOne("x = a" + repeated("[0]", 100'000), chain);
  expectOne("x = " + repeated("1 if a else ", 50'000) + "1", chain);
  expectOne("if a: b\n" + repeated("elif a: b\n", 100'000), chain);
}

TEST(Hostile, ChainsOfReasonableLengthAreFine) {
  expectFine("x = 1" + repeated(" + 1", 900));
  expectFine("x = a" + repeated(".b()", 400));
  expectFine("x = 1" + repeated(" < 1", 50'000));
  expectFine("x = 1" + repeated(" and 1", 50'000));
  expectFine("x = 'a'" + repeated(" 'b'", 50'000));
  expectFine("x = " + repeated("y = ", 50'000) + "1");
  expectFine("if a: b\n" + repeated("elif a: b\n", 900));
  expectFine("x = [" + repeated("1, ", 100'000) + "]");
}

/// Chains in chains add up, whatever they are made of.
TEST(Hostile, HeightsAddUp) {
  const DiagId chain = diag::chain_too_long.id;
  expectOne("x = (1" + repeated(" + 1", 600) + ")" + repeated(" + 1", 600),
            chain);
  expectOne("x = f'{(1" + repeated(" + 1", 600) + ")}'" + repeated(" % 1", 600),
            chain);
  expectOne("x = (lambda a=1" + repeated(" + 1", 600) + ": a)" +
                repeated(" + 1", 600),
            chain);
  std::string nested;
  for (unsigned level = 0; level < 4; ++level) {
    std::string indent(level, ' ');
    nested += indent + "if a: b\n";
    for (unsigned i = 0; i < 300; ++i)
      nested += indent + "elif a: b\n";
    nested += indent + "elif a:\n";
  }
  expectOne(nested + "    pass\n", chain);
}

TEST(Hostile, FormattedStringsAreBounded) {
  EXPECT_GT(parse("x = f'" + repeated("{a:", 5'000)).numErrors, 0U);
  EXPECT_GT(parse("x = " + repeated("f'{", 5'000)).numErrors, 0U);
  expectFine("x = f'" + repeated("{a}", 50'000) + "'");
  expectFine("x = " + repeated("f'{a}' ", 50'000));
}

TEST(Hostile, ManyFaultsAreReportedQuickly) {
  EXPECT_EQ(parse(repeated("]", 1 << 20)).numErrors, 1U << 20);
  EXPECT_GT(parse(repeated("f() = 1\n", 100'000)).numErrors, 99'999U);
  EXPECT_GT(parse(repeated("'a\n", 300'000)).numErrors, 99'999U);
  EXPECT_GT(parse("def f(" + repeated("a,", 300'000) + "): pass").numErrors,
            99'999U);
}

TEST(Hostile, LongPatternsTakeLinearTime) {
  std::string names, alternatives = "0";
  for (unsigned i = 0; i < 40'000; ++i)
    names += "a" + std::to_string(i) + ", ";
  alternatives += repeated(" | 1", 40'000);
  expectFine("match x:\n case [" + names + alternatives + "]: pass");
}

TEST(Hostile, EmptyAndNearlyEmptyFiles) {
  for (const char *text :
       {"",         "\n",           " ",      "\t",       "#",
        "\\",       "\r",           "\f",     ";",        "'",
        "f",        "\xEF\xBB\xBF", "(",      "match x:", "@",
        "if x:\n ", "async",        "lambda", "x = \\\n", "f'{"})
    parse(text); // Nothing happens but, perhaps, a diagnostic.
}
