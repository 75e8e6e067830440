//===- ShellEscapeTest.cpp - Data in a shell script -----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Whatever a value holds, the shell must pass on exactly its characters.
/// The shells themselves are asked.
//===----------------------------------------------------------------------===//
#include "ShellEscape.h"
#include "plue/Sandbox/Backend.h"
#include "gtest/gtest.h"
#include <poll.h>

using namespace plue;
using namespace plue::exec;
using ir::HoleContext;

namespace {
class ShellEscape : public testing::TestWithParam<const char *> {
protected:
  void SetUp() override {
    auto made = sandbox::createNoneBackend("/tmp");
    ASSERT_TRUE(bool(made)) << llvm::toString(made.takeError());
    backend = std::move(*made);
  }

  /// What the script prints.
  std::string run(const std::string &script) {
    auto process = backend->spawn({.argv = {GetParam(), "-e"},
                                   .script = script,
                                   .env = {"PATH=/usr/bin:/bin"},
                                   .workdir = ""});
    EXPECT_TRUE(bool(process));
    std::string out;
    for (;;) {
      struct pollfd ready = {process->out.get(), POLLIN, 0};
      ::poll(&ready, 1, -1);
      char buffer[4096];
      ssize_t got = ::read(process->out.get(), buffer, sizeof(buffer));
      if (got <= 0)
        break;
      out.append(buffer, got);
    }
    while (backend->collect().empty())
      ::usleep(500);
    return out;
  }

  static std::string fill(llvm::StringRef before, llvm::StringRef value,
                          HoleContext context, llvm::StringRef after) {
    std::string script = before.str();
    appendEscaped(script, value, context);
    return script + after.str();
  }

  std::unique_ptr<sandbox::Backend> backend;
};

const llvm::StringRef Values[] = {
    "plain",
    "two words",
    "it's",
    "'",
    "''",
    "\"quoted\"",
    "$HOME $(id) `id` ${x}",
    "a\\b\\\\c\\",
    "\\",
    "; echo injected",
    "\necho injected\n",
    "line one\nline two\n\n",
    "END\necho injected",
    "END",
    "\tEND",
    "!history! #comment ~ * ? [a-z] {a,b}",
    "&& || | > /tmp/x < y &",
    "$'\\n'",
    "\x01\x7f\xff\xfe",
    "tab\tend",
    "-n",
    "%s %d",
    "\xc3\xa9\xe2\x82\xac",
};
} // namespace

INSTANTIATE_TEST_SUITE_P(, ShellEscape, testing::Values("/bin/sh", "/bin/bash"),
                         [](const auto &info) {
                           return std::string(info.param).substr(5);
                         });

TEST_P(ShellEscape, AsAWord) {
  for (llvm::StringRef value : Values)
    for (HoleContext context : {HoleContext::Bare, HoleContext::Word})
      EXPECT_EQ(run(fill("printf '<%s>' ", value, context, " end")),
                "<" + value.str() + "><end>");
}

TEST_P(ShellEscape, AsAPartOfAWord) {
  for (llvm::StringRef value : Values)
    EXPECT_EQ(run(fill("printf '<%s>' a", value, HoleContext::Bare, "z")),
              "<a" + value.str() + "z>");
}

TEST_P(ShellEscape, BetweenDoubleQuotes) {
  for (llvm::StringRef value : Values)
    EXPECT_EQ(run(fill("printf '<%s>' \"a ", value, HoleContext::DoubleQuoted,
                       " z\"")),
              "<a " + value.str() + " z>");
}

TEST_P(ShellEscape, BetweenSingleQuotes) {
  for (llvm::StringRef value : Values)
    EXPECT_EQ(
        run(fill("printf '<%s>' 'a ", value, HoleContext::SingleQuoted, " z'")),
        "<a " + value.str() + " z>");
}

TEST_P(ShellEscape, InAHereDocument) {
  for (llvm::StringRef value : Values) {
    EXPECT_EQ(run(fill("cat <<END\n", value, HoleContext::HereDocument,
                       "\nEND\necho after")),
              value.str() + "\nafter\n");
    EXPECT_EQ(run(fill("cat <<-END\n\t", value, HoleContext::HereDocument,
                       "\n\tEND\necho after")),
              value.str() + "\nafter\n");
  }
}

TEST_P(ShellEscape, EmptyValues) {
  EXPECT_EQ(run(fill("printf '<%s>' a ", "", HoleContext::Bare, " z")),
            "<a><z>");
  EXPECT_EQ(run(fill("printf '<%s>' a ", "", HoleContext::Word, " z")),
            "<a><><z>");
  EXPECT_EQ(run(fill("printf '<%s>' \"", "", HoleContext::DoubleQuoted, "\"")),
            "<>");
  EXPECT_EQ(run(fill("printf '<%s>' '", "", HoleContext::SingleQuoted, "'")),
            "<>");
}
