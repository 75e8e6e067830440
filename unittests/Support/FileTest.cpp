//===- FileTest.cpp - Reading files ---------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Support/File.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <thread>

using namespace plue;
using testing::HasSubstr;

namespace {
struct FileTest : testing::Test {
  llvm::SmallString<64> folder;
  FileTest() {
    EXPECT_FALSE(llvm::sys::fs::createUniqueDirectory("plue-file", folder));
  }
  ~FileTest() override { llvm::sys::fs::remove_directories(folder); }

  std::string path(llvm::StringRef name) { return (folder + "/" + name).str(); }
  /// What is read from a file with \p text.
  std::string readBack(const std::string &text, uint64_t limit = 1 << 20) {
    EXPECT_EQ(llvm::toString(writeFile(path("a"), text)), "");
    return result(path("a"), limit);
  }
  /// What is read from a pipe that \p text is written to.
  std::string readFromPipe(const std::string &text, uint64_t limit = 1 << 20) {
    EXPECT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
    std::thread writer(
        [&] { llvm::consumeError(writeFile(path("pipe"), text)); });
    std::string read = result(path("pipe"), limit);
    writer.join();
    return read;
  }
  /// The content, or the error.
  static std::string result(const std::string &path, uint64_t limit) {
    llvm::Expected<std::string> text = readFile(path, limit);
    return text ? *text : llvm::toString(text.takeError());
  }
};
} // namespace

static std::string text(size_t size) {
  std::string text(size, 'a');
  for (size_t i = 0; i < size; i += 100)
    text[i] = 'b';
  return text;
}

TEST_F(FileTest, FilesAreReadAsTheyAre) {
  for (size_t size : {0, 1, 4096, 300'000})
    EXPECT_EQ(readBack(text(size)), text(size)) << size;
}

TEST_F(FileTest, PipesAreReadToTheirEnd) {
  EXPECT_EQ(readFromPipe(text(300'000)), text(300'000));
}

TEST_F(FileTest, TheLimitMayBeReached) {
  EXPECT_EQ(readBack(text(1000), 1000), text(1000));
  EXPECT_THAT(readBack(text(1001), 1000), HasSubstr("the limit is 1000"));
}

TEST_F(FileTest, TheLimitOfAPipeMayBeReached) {
  EXPECT_EQ(readFromPipe(text(65'536), 65'536), text(65'536));
}
