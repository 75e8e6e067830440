//===- WorkspaceTest.cpp - The files that steps work on -------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Workspace.h"
#include "plue/Support/File.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "gmock/gmock.h"
#include <fcntl.h>
#include <sys/stat.h>

using namespace plue;
using namespace plue::exec;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {
class WorkspaceTest : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("workspace", top));
    root = (top + "/ws").str();
    ASSERT_FALSE(llvm::sys::fs::create_directory(root));
    put("../secret", "key");
    workspace.emplace(llvm::cantFail(Workspace::open(root)));
  }
  void TearDown() override { llvm::sys::fs::remove_directories(top); }

  void put(llvm::StringRef path, llvm::StringRef text) {
    llvm::cantFail(writeFile((root + "/" + path).str(), text));
  }
  void link(llvm::StringRef target, llvm::StringRef path) {
    ASSERT_EQ(
        ::symlink(target.str().c_str(), (root + "/" + path).str().c_str()), 0);
  }
  /// The content, `-` if there is no such file, or the error.
  std::string read(llvm::StringRef path, uint64_t limit = 100) {
    auto text = workspace->read(path, limit);
    if (!text)
      return llvm::toString(text.takeError());
    return *text ? **text : "-";
  }
  std::string write(llvm::StringRef path, llvm::StringRef text) {
    return llvm::toString(workspace->write(path, text));
  }

  llvm::SmallString<128> top;
  std::string root;
  std::optional<Workspace> workspace;
};
} // namespace

TEST_F(WorkspaceTest, ReadsWhatWasWritten) {
  EXPECT_EQ(write("a", "text"), "");
  EXPECT_EQ(write("deep/er/b", "more"), "");
  EXPECT_EQ(write("./deep//er/./b", "again"), "");
  EXPECT_EQ(read("a"), "text");
  EXPECT_EQ(read("deep/er/b"), "again");
  EXPECT_EQ(read("none"), "-");
  EXPECT_EQ(read("a/none"), "-");
}

TEST_F(WorkspaceTest, NothingLeadsOut) {
  link("../secret", "relative");
  link(root + "/../secret", "absolute");
  link("..", "up");
  link("/proc/self/root", "magic");
  for (llvm::StringRef path : {"relative", "absolute", "up/secret", "magic"})
    EXPECT_THAT(read(path), HasSubstr("leads out of the workspace"))
        << path.str();
  for (llvm::StringRef path :
       {"../secret", "/etc/passwd", "a/../../secret", ""})
    EXPECT_THAT(read(path), HasSubstr("must be relative")) << path.str();
  EXPECT_THAT(write("up/new", "x"), HasSubstr("leads out"));
  EXPECT_THAT(write("../new", "x"), HasSubstr("must be relative"));
  EXPECT_FALSE(llvm::sys::fs::exists(top + "/new"));
  EXPECT_THAT(llvm::toString(workspace->exists("up/secret").takeError()),
              HasSubstr("leads out"));
}

TEST_F(WorkspaceTest, LinksInsideAreFollowedForReadingOnly) {
  put("a", "text");
  link("a", "near");
  EXPECT_EQ(read("near"), "text");
  EXPECT_EQ(write("near", "new"), "");
  EXPECT_EQ(read("a"), "text");
  EXPECT_EQ(read("near"), "new");
}

TEST_F(WorkspaceTest, FilesHaveLimits) {
  put("a", "12345");
  EXPECT_EQ(read("a", 5), "12345");
  EXPECT_EQ(read("a", 4), "limit: `a` has more than 4 bytes, the most that a "
                          "value may have");
  ASSERT_EQ(::mkfifo((root + "/pipe").c_str(), 0600), 0);
  EXPECT_EQ(read("pipe"), "OSError: `pipe` is no regular file");
  EXPECT_EQ(read("."), "IsADirectoryError: `.` is a directory");
}

TEST_F(WorkspaceTest, WritingKeepsWhoMayExecute) {
  put("tool", "old");
  ASSERT_EQ(::chmod((root + "/tool").c_str(), 0750), 0);
  EXPECT_EQ(write("tool", "new"), "");
  struct stat info;
  ASSERT_EQ(::stat((root + "/tool").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0750u);
}

TEST_F(WorkspaceTest, FailedWritesLeaveNothing) {
  ASSERT_FALSE(llvm::sys::fs::create_directory(root + "/dir"));
  put("file", "");
  EXPECT_EQ(write("dir", "x"), "IsADirectoryError: `dir` is a directory");
  EXPECT_EQ(write("dir/", "x"), "IsADirectoryError: `dir/` is a directory");
  EXPECT_EQ(write("file/x", "x"), "NotADirectoryError: `file` is no directory");
  auto left = llvm::cantFail(workspace->glob("**", 100));
  EXPECT_THAT(left, ElementsAre("file"));
}

TEST_F(WorkspaceTest, GlobsFindRegularFilesInOrder) {
  for (llvm::StringRef path : {"b.py", "a.py", "c.txt", "src/d.py"})
    EXPECT_EQ(write(path, ""), "");
  link("a.py", "near.py");
  link("../secret", "away.py");
  link("src", "dir.py");
  EXPECT_THAT(llvm::cantFail(workspace->glob("*.py", 100)),
              ElementsAre("a.py", "b.py", "near.py"));
  EXPECT_THAT(llvm::cantFail(workspace->glob("**/*.py", 100)),
              ElementsAre("a.py", "b.py", "near.py", "src/d.py"));
  EXPECT_THAT(llvm::toString(workspace->glob("**", 2).takeError()),
              HasSubstr("the limit is 2"));
}
