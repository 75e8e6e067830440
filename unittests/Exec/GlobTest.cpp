//===- GlobTest.cpp - File patterns ---------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Glob.h"
#include "llvm/Support/FileSystem.h"
#include "gmock/gmock.h"
#include <sys/stat.h>

using namespace plue;
using namespace plue::exec;

static bool matches(llvm::StringRef pattern, llvm::StringRef path) {
  llvm::Expected<GlobSet> globs = GlobSet::parse({pattern});
  EXPECT_TRUE(bool(globs)) << pattern.str();
  return globs->matches(path);
}

TEST(Glob, MatchesNames) {
  EXPECT_TRUE(matches("Makefile", "Makefile"));
  EXPECT_FALSE(matches("Makefile", "src/Makefile"));
  EXPECT_TRUE(matches("*.c", "main.c"));
  EXPECT_FALSE(matches("*.c", "src/main.c"));
  EXPECT_TRUE(matches("src/?.c", "src/a.c"));
  EXPECT_TRUE(matches("[ab].txt", "b.txt"));
  EXPECT_FALSE(matches("[ab].txt", "c.txt"));
}

TEST(Glob, TwoStarsAreAnyDepth) {
  EXPECT_TRUE(matches("**/*.c", "main.c"));
  EXPECT_TRUE(matches("**/*.c", "a/b/c/main.c"));
  EXPECT_TRUE(matches("a/**/z", "a/z"));
  EXPECT_TRUE(matches("a/**/z", "a/b/c/z"));
  EXPECT_FALSE(matches("a/**/z", "b/z"));
  EXPECT_TRUE(matches("**", "a/b"));
  EXPECT_TRUE(matches("**/**/x", "x"));
}

TEST(Glob, RefusesPatternsThatLeave) {
  for (const char *pattern : {"/etc/passwd", "../x", "a/../b", "", "a//b"}) {
    llvm::Expected<GlobSet> globs = GlobSet::parse({pattern});
    EXPECT_FALSE(bool(globs)) << pattern;
    llvm::consumeError(globs.takeError());
  }
  llvm::Expected<GlobSet> globs = GlobSet::parse({"[a"});
  EXPECT_FALSE(bool(globs));
  llvm::consumeError(globs.takeError());
}

TEST(Glob, ManyStarsAreNotSlow) {
  std::string pattern, path;
  for (int i = 0; i != 40; ++i) {
    pattern += "**/a*a*a*a*/";
    path += "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab/";
  }
  EXPECT_FALSE(matches(pattern + "x", path + "y"));
}

namespace {
class HashFiles : public testing::Test {
protected:
  void SetUp() override {
    char path[] = "/tmp/plue-glob-XXXXXX";
    ASSERT_NE(::mkdtemp(path), nullptr);
    root = path;
  }
  void TearDown() override { llvm::sys::fs::remove_directories(root); }

  void write(llvm::StringRef name, llvm::StringRef text) {
    std::string path = root + "/" + name.str();
    llvm::sys::fs::create_directories(llvm::StringRef(path).rsplit('/').first);
    std::error_code error;
    llvm::raw_fd_ostream os(path, error);
    os << text;
  }
  std::string hash(std::initializer_list<llvm::StringRef> patterns) {
    llvm::Expected<std::string> digest = hashFiles(root, patterns);
    return digest ? *digest : "error: " + llvm::toString(digest.takeError());
  }

  std::string root;
};
} // namespace

TEST_F(HashFiles, DependsOnPathsAndContents) {
  write("a/x.lock", "1");
  write("b/y.lock", "2");
  write("other", "3");
  std::string before = hash({"**/*.lock"});
  EXPECT_EQ(before.size(), 64u);
  EXPECT_EQ(hash({"b/*", "a/*"}), before); // The same files.
  write("other", "4");
  EXPECT_EQ(hash({"**/*.lock"}), before);
  write("a/x.lock", "5");
  std::string after = hash({"**/*.lock"});
  EXPECT_NE(after, before);
  write("a/x.lock", "1");
  EXPECT_EQ(hash({"**/*.lock"}), before);
  write("c.lock", "");
  EXPECT_NE(hash({"**/*.lock"}), before);
}

TEST_F(HashFiles, DoesNotLeaveTheWorkspace) {
  write("inside", "x");
  ASSERT_EQ(::symlink("/etc/passwd", (root + "/out").c_str()), 0);
  ASSERT_EQ(::symlink("/etc", (root + "/dir").c_str()), 0);
  ASSERT_EQ(::symlink("inside", (root + "/link").c_str()), 0);
  EXPECT_THAT(hash({"out"}), testing::HasSubstr("cannot hash files: out"));
  EXPECT_EQ(hash({"dir/passwd"}), hash({"nothing"}));
  EXPECT_NE(hash({"link"}), hash({"nothing"}));
}

TEST_F(HashFiles, SurvivesOddFiles) {
  ASSERT_EQ(::mkfifo((root + "/pipe").c_str(), 0600), 0);
  write("file", "x");
  EXPECT_EQ(hash({"*"}), hash({"file"}));
}
