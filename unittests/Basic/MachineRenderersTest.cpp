//===- MachineRenderersTest.cpp - Diagnostics for other programs ----------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "RendererTestHelpers.h"
#include "llvm/Support/JSON.h"
#include "gmock/gmock.h"

using namespace plue;
using testing::HasSubstr;
using testing::StartsWith;

namespace {
class Renderers : public RendererTest {
protected:
  llvm::json::Object object(DiagnosticFormat format) {
    auto value =
        llvm::json::parse(rendered({.format = format, .tool = "plue-compile"}));
    if (!value) {
      ADD_FAILURE() << llvm::toString(value.takeError());
      return {};
    }
    return std::move(*value->getAsObject());
  }

  std::string github() {
    return rendered({.format = DiagnosticFormat::GitHub});
  }
};
} // namespace

TEST(DiagnosticFormat, IsNamed) {
  EXPECT_EQ(parseDiagnosticFormat("text"), DiagnosticFormat::Text);
  EXPECT_EQ(parseDiagnosticFormat("json"), DiagnosticFormat::Json);
  EXPECT_EQ(parseDiagnosticFormat("sarif"), DiagnosticFormat::Sarif);
  EXPECT_EQ(parseDiagnosticFormat("github"), DiagnosticFormat::GitHub);
  EXPECT_EQ(parseDiagnosticFormat("xml"), std::nullopt);
}

TEST_F(Renderers, JsonHasEverything) {
  add("ä = 1\nuse(tow)\n");
  error(rangeOf("tow"), "unknown \"tow\"")
      .label(rangeOf("use"), "callee")
      .note(rangeOf("ä"), diag::no_workflow, "x")
      .hint("h")
      .fixIt(rangeOf("tow"), "two");
  auto top = object(DiagnosticFormat::Json);
  EXPECT_EQ(top.getInteger("errors"), 1);
  EXPECT_EQ(top.getInteger("warnings"), 0);
  const auto &diagnostic = *(*top.getArray("diagnostics"))[0].getAsObject();
  EXPECT_EQ(diagnostic.getString("code"), "config-malformed");
  EXPECT_EQ(diagnostic.getString("severity"), "error");
  EXPECT_EQ(diagnostic.getString("message"), "unknown \"tow\"");
  EXPECT_EQ(diagnostic.getString("path"), "ci.py");
  auto expected = llvm::json::parse(
      R"({"start": {"line": 2, "column": 5, "offset": 11},
          "end": {"line": 2, "column": 8, "offset": 14}})");
  EXPECT_EQ(*diagnostic.get("range"), *expected);
  const auto &label = *(*diagnostic.getArray("labels"))[0].getAsObject();
  EXPECT_EQ(label.getString("message"), "callee");
  const auto &note = *(*diagnostic.getArray("notes"))[0].getAsObject();
  EXPECT_EQ(note.getString("message"), "`x` defines no workflow");
  EXPECT_EQ((*diagnostic.getArray("hints"))[0], "h");
  const auto &fixIt = *(*diagnostic.getArray("fixits"))[0].getAsObject();
  EXPECT_EQ(fixIt.getString("replacement"), "two");
  EXPECT_TRUE(fixIt.getObject("range"));
}

TEST_F(Renderers, JsonOfNothingIsStillAnObject) {
  auto top = object(DiagnosticFormat::Json);
  EXPECT_TRUE(top.getArray("diagnostics")->empty());
  EXPECT_EQ(top.getInteger("errors"), 0);
}

TEST_F(Renderers, JsonAndSarifAreUtf8WhateverTheInput) {
  add("\xFF\xFE", "\xFF.py");
  error(range(0, 9), "bad \xFF byte")
      .hint("\xC0")
      .label(range(0, 1), "\xED\xA0\x80")
      .fixIt(range(0, 1), "\xF8");
  EXPECT_TRUE(llvm::json::isUTF8(rendered({.format = DiagnosticFormat::Json})));
  EXPECT_TRUE(
      llvm::json::isUTF8(rendered({.format = DiagnosticFormat::Sarif})));
  object(DiagnosticFormat::Json);
  auto sarif = object(DiagnosticFormat::Sarif);
  EXPECT_FALSE(sarif.empty());
}

TEST_F(Renderers, SarifNamesToolRulesAndPlaces) {
  add("use(tow)\n", "a dir/c:i.py");
  error(rangeOf("tow"), "first").hint("then this");
  engine.report({}, diag::no_workflow, "x");
  auto top = object(DiagnosticFormat::Sarif);
  EXPECT_EQ(top.getString("version"), "2.1.0");
  const auto &run = *(*top.getArray("runs"))[0].getAsObject();
  EXPECT_EQ(run.getString("columnKind"), "unicodeCodePoints");
  const auto &driver = *run.getObject("tool")->getObject("driver");
  EXPECT_EQ(driver.getString("name"), "plue-compile");
  const auto &rules = *driver.getArray("rules");
  const auto &results = *run.getArray("results");
  ASSERT_EQ(rules.size(), 2u);
  ASSERT_EQ(results.size(), 2u);
  for (const auto &value : results) {
    const auto &result = *value.getAsObject();
    size_t index = *result.getInteger("ruleIndex");
    EXPECT_EQ(rules[index].getAsObject()->getString("id"),
              result.getString("ruleId"));
  }
  EXPECT_EQ(results[0].getAsObject()->get("locations"), nullptr);
  const auto &result = *results[1].getAsObject();
  EXPECT_EQ(result.getString("level"), "error");
  EXPECT_EQ(result.getObject("message")->getString("text"), "first\nthen this");
  const auto &place =
      *(*result.getArray("locations"))[0].getAsObject()->getObject(
          "physicalLocation");
  EXPECT_EQ(place.getObject("artifactLocation")->getString("uri"),
            "a%20dir/c%3Ai.py");
  EXPECT_EQ(place.getObject("region")->getInteger("startColumn"), 5);
  EXPECT_EQ(place.getObject("region")->getInteger("endColumn"), 8);
}

TEST_F(Renderers, SarifCarriesRelatedPlacesAndFixes) {
  add("use(tow)\n", "/abs/ci.py");
  error(rangeOf("tow"), "m")
      .label(rangeOf("use"), "callee")
      .note({}, diag::no_workflow, "x")
      .fixIt(rangeOf("tow"), "two")
      .fixIt(rangeOf("use"), "Use");
  auto top = object(DiagnosticFormat::Sarif);
  const auto &run = *(*top.getArray("runs"))[0].getAsObject();
  const auto &result = *(*run.getArray("results"))[0].getAsObject();
  const auto &related = *result.getArray("relatedLocations");
  ASSERT_EQ(related.size(), 2u);
  EXPECT_EQ(related[0].getAsObject()->getObject("message")->getString("text"),
            "callee");
  const auto &fix = *(*result.getArray("fixes"))[0].getAsObject();
  const auto &change = *(*fix.getArray("artifactChanges"))[0].getAsObject();
  EXPECT_EQ(change.getObject("artifactLocation")->getString("uri"),
            "file:///abs/ci.py");
  const auto &replacements = *change.getArray("replacements");
  ASSERT_EQ(replacements.size(), 2u);
  EXPECT_EQ(replacements[0]
                .getAsObject()
                ->getObject("insertedContent")
                ->getString("text"),
            "two");
}

TEST_F(Renderers, GitHubCommandsAnnotateTheRange) {
  add("use(tow)\n");
  error(rangeOf("tow"), "m");
  EXPECT_EQ(github(), "::error file=ci.py,line=1,col=5,endLine=1,endColumn=8,"
                      "title=config-malformed::m\n");
}

TEST_F(Renderers, GitHubTakesColumnsOnlyWithinOneLine) {
  add("a\nb\n");
  error(range(0, 3), "m");
  EXPECT_THAT(github(), StartsWith("::error file=ci.py,line=1,endLine=2,"));
}

TEST_F(Renderers, GitHubCommandsCannotBeForged) {
  add("x\n", "a,b:c%\n::error::.py");
  error(rangeOf("x"), "100%\r\n::stop-commands::x");
  EXPECT_EQ(github(), "::error file=a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3A.py,"
                      "line=1,col=1,endLine=1,endColumn=2,"
                      "title=config-malformed::"
                      "100%25%0D%0A::stop-commands::x\n");
}

TEST_F(Renderers, GitHubMessagesCarryLabelsNotesAndHints) {
  add("x\n");
  error({}, "m")
      .label(rangeOf("x"), "because")
      .note(rangeOf("x"), diag::no_workflow, "x")
      .hint("h");
  EXPECT_EQ(github(), "::error title=config-malformed::m%0A"
                      "ci.py:1:1: because%0A"
                      "note: ci.py:1:1: `x` defines no workflow%0Ahelp: h\n");
}
