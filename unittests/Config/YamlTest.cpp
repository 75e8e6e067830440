//===- YamlTest.cpp - The located YAML tree -------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Config/Yaml.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace plue;
using testing::ElementsAre;
using testing::HasSubstr;
using yaml::Node;
using yaml::NodeKind;

namespace {
class Yaml : public testing::Test {
protected:
  FailureOr<Node> parse(std::string text) {
    file = sources.add("f.yaml", std::move(text));
    auto size = static_cast<uint32_t>(sources.text(file).size());
    return yaml::parse({.file = file, .begin = 0, .end = size}, sources, diags);
  }

  /// What went wrong with \p text, as `line:column: message`.
  std::string fault(std::string text) {
    FailureOr<Node> node = parse(std::move(text));
    EXPECT_TRUE(failed(node));
    if (diags.sorted().empty())
      return "";
    const Diagnostic &diagnostic = *diags.sorted().back();
    LineColumn at = sources.lineColumn(file, diagnostic.range.begin);
    return std::to_string(at.line) + ":" + std::to_string(at.column) + ": " +
           diagnostic.message;
  }

  llvm::StringRef textOf(const Node &node) { return sources.text(node.range); }

  SourceManager sources;
  DiagnosticEngine diags;
  FileId file;
};
} // namespace

TEST_F(Yaml, ReadsMapsListsAndScalars) {
  auto root = parse("name: x\nitems:\n  - 1\n  - [a, \"b c\"]\nnone:\n");
  ASSERT_TRUE(succeeded(root));
  ASSERT_TRUE(root->isMap());
  EXPECT_EQ(root->find("name")->text, "x");
  EXPECT_TRUE(root->find("name")->isPlain);
  const Node &items = *root->find("items");
  ASSERT_TRUE(items.isSequence());
  EXPECT_EQ(items.children[0].text, "1");
  EXPECT_EQ(items.children[1].children[1].text, "b c");
  EXPECT_FALSE(items.children[1].children[1].isPlain);
  EXPECT_EQ(root->find("none")->kind, NodeKind::Null);
  EXPECT_EQ(root->find("other"), nullptr);
}

TEST_F(Yaml, NothingIsNull) {
  for (const char *text : {"", "\n\n", "# only a comment\n"}) {
    auto root = parse(text);
    ASSERT_TRUE(succeeded(root)) << text;
    EXPECT_EQ(root->kind, NodeKind::Null);
    EXPECT_TRUE(root->range.isValid());
  }
}

TEST_F(Yaml, NodesKnowTheirRanges) {
  auto root = parse("key: value # c\n'k 2' : \"v\\\"2\"\nä: [ x, ü ]\n");
  ASSERT_TRUE(succeeded(root));
  EXPECT_EQ(textOf(root->keys[0]), "key");
  EXPECT_EQ(textOf(root->children[0]), "value");
  EXPECT_EQ(textOf(root->keys[1]), "'k 2'");
  EXPECT_EQ(textOf(root->children[1]), "\"v\\\"2\"");
  EXPECT_EQ(textOf(root->keys[2]), "ä");
  EXPECT_EQ(textOf(root->children[2].children[1]), "ü");
}

TEST_F(Yaml, RangesCountWindowsLineEndsAndByteOrderMarks) {
  auto root = parse("\xEF\xBB\xBF"
                    "a: 1\r\nb: two\r\n");
  ASSERT_TRUE(succeeded(root));
  EXPECT_EQ(textOf(*root->find("b")), "two");
}

TEST_F(Yaml, APartOfAFileHasRangesOfTheFile) {
  file = sources.add("p.md", "---\nname: x\n---\nbody: [\n");
  auto root =
      yaml::parse({.file = file, .begin = 4, .end = 12}, sources, diags);
  ASSERT_TRUE(succeeded(root));
  EXPECT_EQ(textOf(*root->find("name")), "x");
}

TEST_F(Yaml, BlockScalarsAreMarkedInTheirFirstLine) {
  auto root = parse("a: |\n  one\n  two\nb: 2\n");
  ASSERT_TRUE(succeeded(root));
  EXPECT_EQ(root->find("a")->text, "one\ntwo\n");
  EXPECT_FALSE(root->find("a")->isPlain);
  EXPECT_EQ(sources.lineColumn(file, root->find("a")->range.begin).line, 1u);
}

TEST_F(Yaml, MalformedTextIsLocated) {
  EXPECT_THAT(fault("a: 1\nb: [1, 2\n"), HasSubstr("malformed YAML: "));
  EXPECT_THAT(fault("a: 1\n  b: 2\n"), testing::StartsWith("2:"));
  EXPECT_EQ(fault("a: \"x\n"), "1:4: malformed YAML: "
                               "this quote is never closed");
  EXPECT_EQ(fault("a: &b 'x''\n"), "1:7: malformed YAML: "
                                   "this quote is never closed");
  EXPECT_THAT(fault("\t- a\n"), HasSubstr("malformed YAML: "));
}

TEST_F(Yaml, DuplicateKeysAreLocated) {
  EXPECT_EQ(fault("a: 1\nb: 2\na: 3\n"), "3:1: the key `a` is given twice");
  EXPECT_EQ(diags.sorted().front()->notes.size(), 1u);
}

TEST_F(Yaml, AliasesAreRefused) {
  EXPECT_EQ(fault("a: &x 1\nb: *x\n"), "2:4: YAML aliases are not expanded");
  EXPECT_THAT(fault("&a [*a,*a]"), HasSubstr("aliases"));
}

TEST_F(Yaml, AnAliasBombCostsNothing) {
  std::string bomb = "a0: &a0 x\n";
  for (int i = 1; i < 60; ++i) {
    std::string alias = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" +
            alias + "," + alias + "]\n";
  }
  EXPECT_EQ(fault(bomb), "2:10: YAML aliases are not expanded");
}

TEST_F(Yaml, TagsAreRefused) {
  EXPECT_THAT(fault("a: !!python/object x\n"), HasSubstr("YAML tag"));
  EXPECT_THAT(fault("a: !x [1]\n"), HasSubstr("YAML tag"));
}

TEST_F(Yaml, ASecondDocumentIsRefused) {
  EXPECT_THAT(fault("a: 1\n---\nb: 2\n"), HasSubstr("a second YAML document"));
}

TEST_F(Yaml, KeysAreScalars) {
  EXPECT_THAT(fault("[a, b]: 1\n"), HasSubstr("a key must be a scalar"));
  EXPECT_THAT(fault("? {a: 1}\n: 2\n"), HasSubstr("a key must be a scalar"));
}

TEST_F(Yaml, WhatIsNotTextIsRefused) {
  EXPECT_EQ(fault(std::string("a: x\0y", 6)),
            "1:5: control character U+0000 in YAML");
  EXPECT_EQ(fault("a: 1\nb: \x04z"), "2:4: control character U+0004 in YAML");
  EXPECT_EQ(fault("a: \xFFz"), "1:4: byte 0xFF, which is not UTF-8, in YAML");
  EXPECT_THAT(fault("a: \xC3"), HasSubstr("not UTF-8"));
  EXPECT_THAT(fault("\xFF\xFE"
                    "a\0:\0"),
              HasSubstr("not UTF-8"));
}

TEST_F(Yaml, SizeIsLimited) {
  EXPECT_THAT(fault(std::string(1 << 20, 'a')),
              HasSubstr("YAML of 1048576 bytes; the limit is 262144"));
}

static std::string repeated(llvm::StringRef text, size_t bytes) {
  std::string result;
  while (result.size() < bytes)
    result += text;
  return result;
}

TEST_F(Yaml, DeepNestingIsLimited) {
  for (const char *text : {"[", "{a: ", "- ", "[{a: ", "? "})
    EXPECT_THAT(fault(repeated(text, 200'000)), HasSubstr("levels deep"))
        << text;
}

/// Whatever happens, it happens soon and is either a tree or a diagnostic.
TEST_F(Yaml, HostileTextIsBounded) {
  for (const char *text :
       {"]",    "}",     ":",     ": ",          "- -\n",       "?",
        "!",    "&a ",   "! ",    "!!a ",        "|\n",         "> ",
        "\"",   "'",     "%",     "%YAML 1.2\n", "---\n",       "...\n",
        "a: ",  "a:\n ", "a\n",   "a ",          "#",           "# \n",
        ",",    "[,",    "[]",    "{}",          "[a]: ",       "{a}: ",
        "\n",   " ",     "\r",    "\t",          "x: y\n",      "- \n",
        "<<: ", "\\",    "@",     "`",           "é",           "[? ",
        "[a: ", "{? ",   "\"\\u", "'a': ",       "\xEF\xBB\xBF"}) {
    uint32_t before = diags.numErrors();
    FailureOr<Node> node = parse(repeated(text, 200'000));
    bool complained = diags.numErrors() > before;
    EXPECT_NE(succeeded(node), complained) << text;
  }
}

TEST_F(Yaml, TheNumberOfNodesIsLimited) {
  EXPECT_THAT(fault("[" + repeated("a,", 100'000) + "]"),
              HasSubstr("YAML of more than 20000 nodes"));
}
