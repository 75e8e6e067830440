//===- CommandLineTest.cpp - Options of the tools -------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Support/CommandLine.h"
#include <gmock/gmock.h>

using namespace plue;
using testing::ElementsAre;

static constexpr ToolInfo Tool{.name = "plue-try",
                               .overview = "Tries things.",
                               .arguments = "PLAN",
                               .minArguments = 1,
                               .maxArguments = 2};

static constexpr OptionSpec Options[] = {
    {.name = "output",
     .valueName = "FILE",
     .help = "goes here",
     .shortName = 'o'},
    {.name = "input", .valueName = "K=V", .repeatable = true},
    {.name = "json", .help = "as JSON", .shortName = 'j'},
};

static llvm::Expected<CommandLine> parse(std::vector<const char *> argv) {
  argv.insert(argv.begin(), "plue-try");
  return CommandLine::parse(Tool, Options, argv.size(), argv.data());
}

static std::string errorOf(std::vector<const char *> argv) {
  auto line = parse(std::move(argv));
  return line ? "" : llvm::toString(line.takeError());
}

TEST(CommandLine, OptionsStandAnywhere) {
  CommandLine line = cantFail(parse({"a.plan", "--json", "b", "-o", "x"}));
  EXPECT_TRUE(line.has("json"));
  EXPECT_EQ(line.value("output"), "x");
  EXPECT_THAT(line.positional(), ElementsAre("a.plan", "b"));
}

TEST(CommandLine, EverySpellingOfAValueIsTheSame) {
  for (std::vector<const char *> spelling :
       {std::vector<const char *>{"p", "--output=-v"},
        {"p", "--output", "-v"},
        {"p", "-o", "-v"},
        {"p", "-o-v"}})
    EXPECT_EQ(cantFail(parse(spelling)).value("output"), "-v");
}

TEST(CommandLine, AnEmptyValueIsAValue) {
  CommandLine line = cantFail(parse({"p", "--output="}));
  EXPECT_TRUE(line.has("output"));
  EXPECT_EQ(line.value("output", "other"), "");
}

TEST(CommandLine, WhatIsNotGivenHasItsDefault) {
  CommandLine line = cantFail(parse({"p"}));
  EXPECT_FALSE(line.has("output"));
  EXPECT_EQ(line.value("output", "other"), "other");
  EXPECT_TRUE(line.values("input").empty());
}

TEST(CommandLine, RepeatableOptionsKeepTheirOrder) {
  CommandLine line = cantFail(parse({"--input", "b=1", "p", "--input=a=2=3"}));
  EXPECT_THAT(line.values("input"), ElementsAre("b=1", "a=2=3"));
}

TEST(CommandLine, TwoDashesEndTheOptions) {
  CommandLine line = cantFail(parse({"--", "--json", "-"}));
  EXPECT_FALSE(line.has("json"));
  EXPECT_THAT(line.positional(), ElementsAre("--json", "-"));
}

TEST(CommandLine, OneDashIsAnArgument) {
  EXPECT_THAT(cantFail(parse({"-"})).positional(), ElementsAre("-"));
}

TEST(CommandLine, UnknownOptionsAreRefusedWithASuggestion) {
  EXPECT_EQ(errorOf({"p", "--outptu=x"}),
            "unknown option `--outptu`; did you mean `--output`?");
  EXPECT_EQ(
      errorOf({"p", "--frobnicate"}),
      "unknown option `--frobnicate`; `plue-try --help` lists the options");
  EXPECT_EQ(errorOf({"p", "-json"}),
            "unknown option `-json`; did you mean `--json`?");
  EXPECT_EQ(errorOf({"p", "--=x"}),
            "unknown option `--`; `plue-try --help` lists the options");
}

TEST(CommandLine, ValuesMustFit) {
  EXPECT_EQ(errorOf({"p", "--output"}),
            "option `--output` needs a value: FILE");
  EXPECT_EQ(errorOf({"p", "-o"}), "option `-o` needs a value: FILE");
  EXPECT_EQ(errorOf({"p", "--json=yes"}), "option `--json` takes no value");
  EXPECT_EQ(errorOf({"p", "-o", "a", "--output=b"}),
            "option `--output` is given twice");
}

TEST(CommandLine, ArgumentsAreCounted) {
  EXPECT_EQ(errorOf({}), "an argument is missing: PLAN");
  EXPECT_EQ(errorOf({"a", "b", "c"}), "unexpected argument `c`");
}

TEST(CommandLine, HelpNeedsNoArguments) {
  std::string text;
  llvm::raw_string_ostream os(text);
  EXPECT_TRUE(cantFail(parse({"--help"})).answer(os));
  EXPECT_EQ(text, "usage: plue-try [options] PLAN\n"
                  "\n"
                  "Tries things.\n"
                  "\n"
                  "options:\n"
                  "  -o, --output=FILE  goes here\n"
                  "      --input=K=V    \n"
                  "  -j, --json         as JSON\n"
                  "  -h, --help         print this text\n"
                  "      --version      print the version\n");
}

TEST(CommandLine, VersionNamesTheTool) {
  std::string text;
  llvm::raw_string_ostream os(text);
  EXPECT_TRUE(cantFail(parse({"--version"})).answer(os));
  EXPECT_EQ(text, ("plue-try " + version() + "\n").str());
  EXPECT_FALSE(cantFail(parse({"p"})).answer(os));
}

TEST(CommandLine, AProgramStartedWithoutANameHasNoArguments) {
  auto line = CommandLine::parse(Tool, Options, 0, nullptr);
  EXPECT_EQ(llvm::toString(line.takeError()), "an argument is missing: PLAN");
}

TEST(CommandLine, ErrorsNameTheTool) {
  std::string text;
  llvm::raw_string_ostream os(text);
  printError(Tool, parse({}).takeError(), os);
  EXPECT_EQ(text, "plue-try: error: an argument is missing: PLAN\n");
}
