//===- KeysTest.cpp - Keys and digests of steps ---------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "TestWorkflow.h"
#include "plue/IR/Spelling.h"
#include <gmock/gmock.h>

using namespace plue;
using namespace plue::ir;
using testing::ElementsAre;

static std::vector<std::string> keysOf(const Workflow &workflow) {
  std::vector<std::string> keys;
  for (const Step &step : workflow.steps)
    keys.push_back(step.key.str());
  return keys;
}

TEST(Keys, AreSlugsOfNames) {
  TestWorkflow t;
  t.step("Install Dependencies");
  t.step("  --build: (x86_64)!");
  t.step("");
  t.step("日本");
  EXPECT_THAT(
      keysOf(t.finish()),
      ElementsAre("install-dependencies", "build-x86-64", "shell", "shell#2"));
}

TEST(Keys, EqualOnesAreNumbered) {
  TestWorkflow t;
  t.step("test");
  t.step("test");
  t.step("test #2");
  t.step("TEST");
  EXPECT_THAT(keysOf(t.finish()),
              ElementsAre("test", "test#2", "test-2", "test#3"));
}

TEST(Keys, BeginWithTheCallPath) {
  TestWorkflow t;
  for (llvm::StringRef path : {"release", "release", ""}) {
    Step step;
    step.key = path;
    step.name = t.build.constantStr("build");
    step.definition.resultType = t.resultType();
    t.build.step(std::move(step), std::nullopt);
  }
  EXPECT_THAT(keysOf(t.finish()),
              ElementsAre("release/build", "release/build#2", "build"));
}

TEST(Keys, HoldTheConstantPartsOfANameOnly) {
  TestWorkflow t;
  Step step;
  step.name = t.build.op(OpKind::Concat, value::types::Str,
                         {t.build.constantStr("deploy to "), t.input("env"),
                          t.build.constantStr(" now")});
  step.definition.resultType = t.resultType();
  t.build.step(std::move(step), std::nullopt);
  EXPECT_THAT(keysOf(t.finish()), ElementsAre("deploy-to-now"));
}

TEST(Keys, ArePlainTextWhateverThePath) {
  TestWorkflow t;
  Step step;
  step.key = "a\nb\x1b";
  step.name = t.build.constantStr("build");
  step.definition.resultType = t.resultType();
  t.build.step(std::move(step), std::nullopt);
  EXPECT_THAT(keysOf(t.finish()), ElementsAre("a-b-/build"));
}

TEST(Keys, LongPathsAreShortenedButStayApart) {
  TestWorkflow t;
  std::string path = "x";
  for (int i = 0; i != 1000; ++i)
    path += "é";
  for (const char *last : {"/a", "/b", "/a"}) {
    Step step;
    step.key = t.plan.plan().save(path + last);
    step.definition.resultType = t.resultType();
    t.build.step(std::move(step), std::nullopt);
  }
  std::vector<std::string> keys = keysOf(t.finish());
  EXPECT_LT(keys[0].size(), 600u);
  EXPECT_NE(keys[1], keys[0]);
  EXPECT_EQ(keys[2], keys[0] + "#2");
  EXPECT_TRUE(isUtf8(keys[0]));
}

TEST(Keys, LongNamesAreCut) {
  TestWorkflow t;
  t.step(std::string(100'000, 'x'));
  EXPECT_EQ(t.finish().steps[0].key.size(), 64u);
}

//--- Digests ------------------------------------------------------------------

static Digest digestOfLast(TestWorkflow &t) {
  t.finish();
  return t.digests().back();
}

TEST(StepDigest, IgnoresNameAndGuard) {
  TestWorkflow a, b;
  a.step("one");
  b.step("two", {}, b.input("flag", value::types::Bool));
  EXPECT_EQ(digestOfLast(a), digestOfLast(b));
}

TEST(StepDigest, IgnoresOrdinals) {
  TestWorkflow a, b;
  a.step("s", {{}}, {}, a.input("x"));
  b.plan.types().list(value::types::Int);
  b.step("before", {{}}, {}, b.input("y"));
  b.step("s", {{}}, {}, b.input("x"));
  EXPECT_EQ(digestOfLast(a), digestOfLast(b));
}

TEST(StepDigest, CoversTheDefinition) {
  TestWorkflow base;
  base.step("s", {}, {}, base.input("x"));
  Digest digest = digestOfLast(base);

  TestWorkflow other;
  other.step("s", {}, {}, other.input("y"));
  EXPECT_NE(digestOfLast(other), digest) << "the script";

  TestWorkflow image;
  image.build.workflow().image = "alpine:4";
  image.step("s", {}, {}, image.input("x"));
  EXPECT_NE(digestOfLast(image), digest) << "the image";

  TestWorkflow env;
  Step step;
  step.definition.script = env.input("x");
  step.definition.env = {{"A", env.input("x")}};
  step.definition.resultType = env.resultType();
  env.build.step(std::move(step), std::nullopt);
  EXPECT_NE(digestOfLast(env), digest) << "the environment";
}

TEST(StepDigest, CoversPredecessors) {
  TestWorkflow a, b;
  a.step("first", {}, {}, a.input("x"));
  a.step("s");
  b.step("first", {}, {}, b.input("y"));
  b.step("s");
  EXPECT_NE(digestOfLast(a), digestOfLast(b));
}
