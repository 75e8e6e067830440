//===- ProjectConfigTest.cpp - The settings of a project ------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Config/ProjectConfig.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace plue;
using testing::ElementsAre;

namespace {
class ProjectConfigTest : public testing::Test {
protected:
  FailureOr<ProjectConfig> load(std::string text) {
    FileId file = sources.add(ProjectConfig::path.str(), std::move(text));
    return loadProjectConfig(file, sources, diags);
  }

  /// Every complaint about \p text.
  std::vector<std::string> faults(std::string text) {
    EXPECT_TRUE(failed(load(std::move(text))));
    std::vector<std::string> result;
    for (const Diagnostic *diagnostic : diags.sorted())
      result.push_back(diagnostic->message);
    return result;
  }

  SourceManager sources;
  DiagnosticEngine diags;
};
} // namespace

// R181, R182, R183
TEST_F(ProjectConfigTest, ReadsAllSettings) {
  auto config = load("default_image: debian:12\n"
                     "default_client: claude\n"
                     "secrets:\n"
                     "  provider: vault\n"
                     "  address: https://vault.example.org\n");
  ASSERT_TRUE(succeeded(config));
  EXPECT_EQ(config->defaultImage, "debian:12");
  EXPECT_EQ(config->defaultClient, "claude");
  EXPECT_EQ(config->secrets.provider, "vault");
  EXPECT_EQ(config->secrets.address, "https://vault.example.org");
}

TEST_F(ProjectConfigTest, EverythingHasADefault) {
  auto config = load("# nothing yet\n");
  ASSERT_TRUE(succeeded(config));
  EXPECT_EQ(config->defaultImage, "ubuntu:22.04");
  EXPECT_EQ(config->defaultClient, "");
  EXPECT_EQ(config->secrets.provider, "");
}

TEST_F(ProjectConfigTest, UnknownKeysAreSuggestedFor) {
  EXPECT_THAT(faults("defualt_image: x\nsecrets: {providr: y}\n"),
              ElementsAre("unknown configuration key `defualt_image`",
                          "unknown configuration key `secrets.providr`"));
  EXPECT_THAT(diags.sorted()[0]->hints,
              ElementsAre("did you mean `default_image`?"));
  EXPECT_EQ(diags.sorted()[1]->fixIts.front().replacement, "provider");
}

TEST_F(ProjectConfigTest, ForeignKeysAreToldWhatThereIs) {
  faults("jobs: 3\n");
  EXPECT_THAT(diags.sorted()[0]->hints,
              ElementsAre("the known keys are `default_image`, "
                          "`default_client` and `secrets`"));
}

TEST_F(ProjectConfigTest, ValuesHaveTheRightType) {
  EXPECT_THAT(faults("default_image: [a]\ndefault_client:\nsecrets: vault\n"),
              ElementsAre("`default_image` must be a text, not a list",
                          "`default_client` must be a text, not nothing",
                          "`secrets` must be a map, not a scalar"));
}

TEST_F(ProjectConfigTest, EmptyTextsAreNoSettings) {
  EXPECT_THAT(faults("default_image: ''\n"),
              ElementsAre("`default_image` is empty"));
}

TEST_F(ProjectConfigTest, TheFileIsAMap) {
  EXPECT_THAT(faults("- default_image\n"),
              ElementsAre("`config.yaml` must be a map, not a list"));
}

TEST_F(ProjectConfigTest, FaultsAreLocated) {
  faults("default_image: x\nfoo: 1\n");
  SourceRange range = diags.sorted().front()->range;
  EXPECT_EQ(sources.text(range), "foo");
}
