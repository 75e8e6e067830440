//===- ShellPropertyTest.cpp - Escaped values in real shells --------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The property everything else is for: whatever the value, the program
/// gets exactly that value, and nothing else happens. Templates and values are
/// drawn at random, with a fixed seed, and run by the shells of this machine.
///
/// Every hole is handed to a recorder, which writes its arguments to a file. A
/// value that were run as code would create a file in the working directory or
/// end the script early; both are looked for.
//===----------------------------------------------------------------------===//
#include "ShellTestHelpers.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "gtest/gtest.h"
#include <random>

using namespace plue;
using namespace plue::shell;
namespace fs = llvm::sys::fs;

namespace {
struct Shell {
  const char *path;
  Dialect dialect;
};

/// A template for one command, and what its recorder should be given: `@@` in
/// \p recorded stands for the next value.
struct Scenario {
  const char *command;
  std::vector<const char *> recorded;
};

void PrintTo(const Shell &shell, std::ostream *os) { *os << shell.path; }

class ShellProperty : public testing::TestWithParam<Shell> {
protected:
  void SetUp() override {
    if (!fs::can_execute(GetParam().path))
      GTEST_SKIP() << GetParam().path << " is not installed";
    ASSERT_FALSE(fs::createUniqueDirectory("plue-shell", directory));
  }
  void TearDown() override { fs::remove_directories(directory); }

  std::string path(llvm::StringRef name) const {
    llvm::SmallString<128> result = directory;
    llvm::sys::path::append(result, name);
    return result.str().str();
  }

  void write(llvm::StringRef name, llvm::StringRef text) {
    std::error_code error;
    llvm::raw_fd_ostream os(path(name), error);
    ASSERT_FALSE(error);
    os << text;
  }

  std::string read(llvm::StringRef name) const {
    auto buffer = llvm::MemoryBuffer::getFile(path(name), /*IsText=*/false,
                                              /*RequiresNull=*/false);
    return buffer ? (*buffer)->getBuffer().str() : "<missing>";
  }

  /// Runs \p script in the directory; returns its exit status.
  int run(llvm::StringRef script) {
    std::string body = ("cd \"$DIR\"/work && record() { for a in \"$@\"; do "
                        "printf '%s\\0' \"$a\" >> ../out; done; }\n" +
                        script + "\nprintf end >> ../out\n")
                           .str();
    write("script", body);
    std::string dir = "DIR=" + directory.str().str();
    std::string file = path("script");
    llvm::StringRef arguments[] = {GetParam().path, file};
    llvm::StringRef environment[] = {dir, "PATH=/usr/bin:/bin",
                                     "LC_ALL=C.UTF-8"};
    std::optional<llvm::StringRef> redirects[] = {"", "", ""};
    return llvm::sys::ExecuteAndWait(GetParam().path, arguments,
                                     llvm::ArrayRef(environment), redirects);
  }

  /// What is in the working directory.
  std::vector<std::string> listing() const {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator it(path("work"), error), end;
         !error && it != end; it.increment(error))
      names.push_back(llvm::sys::path::filename(it->path()).str());
    return names;
  }

  void check(const Scenario &scenario, llvm::ArrayRef<std::string> values);

  llvm::SmallString<128> directory;
};
} // namespace

/// What the recorder should have written.
static std::string expectedRecord(const Scenario &scenario,
                                  llvm::ArrayRef<std::string> values) {
  std::string result;
  size_t next = 0;
  for (llvm::StringRef word : scenario.recorded) {
    if (word == "@?") { // An argument that may vanish.
      std::string value = values[next++];
      if (!value.empty())
        result += value + '\0';
      continue;
    }
    for (size_t at = word.find("@@"); at != llvm::StringRef::npos;
         at = word.find("@@")) {
      result += word.take_front(at).str() + values[next++];
      word = word.drop_front(at + 2);
    }
    result += word.str() + '\0';
  }
  return result + "end";
}

void ShellProperty::check(const Scenario &scenario,
                          llvm::ArrayRef<std::string> values) {
  TestCommand test(scenario.command);
  auto contexts = test.analyze(GetParam().dialect);
  ASSERT_TRUE(succeeded(contexts)) << scenario.command;
  fs::remove_directories(path("work"));
  fs::remove(path("out"));
  ASSERT_FALSE(fs::create_directory(path("work")));
  std::string script = test.fill(*contexts, values);
  EXPECT_EQ(run(script), 0) << script.substr(0, 2000);
  bool isExact = read("out") == expectedRecord(scenario, values);
  EXPECT_TRUE(isExact) << script.substr(0, 2000)
                       << "\nrecorded: " << read("out").substr(0, 2000);
  EXPECT_TRUE(listing().empty()) << script.substr(0, 2000);
}

/// Every value is recorded through a way of its own. `$(…)` drops line ends at
/// the end, so an `x` is added there.
static const Scenario scenarios[] = {
    {"record @@", {"@?"}},
    {"record \"@@\"", {"@@"}},
    {"record '@@'", {"@@"}},
    {"record --flag=@@ @@.txt a@@@@b", {"--flag=@@", "@@.txt", "a@@@@b"}},
    {"record \"a @@ 'b' @@\" 'c \"@@\"'@@", {"a @@ 'b' @@", "c \"@@\"@@"}},
    {"X=@@; Y=\"@@\"\nrecord \"$X\" \"$Y\"", {"@@", "@@"}},
    {"X=@@ record @@ end", {"@?", "end"}},
    {"for i in @@ \"@@\" x; do record \"$i\"; done", {"@?", "@@", "x"}},
    {"record \"$(printf '%sx' @@ )\" \"$(printf '%sx' \"@@\")\"",
     {"@@x", "@@x"}},
    {"(record '@@'; record \"@@\") && { record end @@; }",
     {"@@", "@@", "end", "@?"}},
    {"case @@ in \"@@\") record same;; *) record other;; esac", {"same"}},
    {"case x in @@|\"@@\"y) record hit;; x) record miss @@;; esac",
     {"miss", "@?"}},
    {"record a # it's\nrecord @@ \\\n  \"@@\"", {"a", "@?", "@@"}},
    {"f() { record \"$@\"; }; f @@ --x=@@", {"@?", "--x=@@"}},
    {"if [ \"@@\" = @@x ]; then record no; else record '@@'; fi", {"@@"}},
    {"set -- \"@@\" end; record \"$@\"", {"@@", "end"}},
    {"cat > ../doc <<EOF\na @@ b\n@@\n$HOME @@\nEOF\n"
     "record \"$(cat ../doc; echo x)\"",
     {"a @@ b\n@@\n @@\nx"}},
    {"cat > ../doc <<-EOF\n\t@@@@\n\tEOF\nrecord \"$(cat ../doc; echo x)\"",
     {"@@@@\nx"}},
    {"cat <<'EOF' > ../doc\nit's $x `\nEOF\nrecord \"@@\"", {"@@"}},
    {"export X=@@; record \"$X\"", {"@@"}},
    {"sh -c 'printf \"%s\\0\" \"$1\" >> ../out' _ \"@@\"", {"@@"}},
    {"record \"${HOME-}\"'@@'\"`true`\"\"@@\"", {"@@@@"}},
};

static const char *hostileValues[] = {
    "",
    "a",
    "a b",
    " ",
    "-rf",
    "--",
    "'",
    "\"",
    "''",
    "'; touch pwned; '",
    "\"; touch pwned; \"",
    "$(touch pwned)",
    "`touch pwned`",
    "'$(touch pwned)'",
    "\"$(touch pwned)\"",
    "; touch pwned",
    "| touch pwned",
    "&& touch pwned",
    "\ntouch pwned\n",
    "x\nEOF\ntouch pwned\n",
    "EOF",
    "EOF\n",
    "\nEOF\nexit 3\n",
    "\t\tEOF",
    "\tx",
    "$HOME",
    "${HOME}",
    "$((1+1))",
    "a[$(touch pwned)]",
    "*",
    "?[a-z]*",
    "~",
    "~root",
    "{a,b}",
    "!",
    "!!",
    "\\",
    "\\\\",
    "x\\",
    "\\n",
    "\\\n",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "#x",
    "=x",
    "2>file",
    ">pwned",
    "<pwned",
    "&",
    "%s%n",
    "ä€𝄞",
    "\xC2\x85\xE2\x80\xA8",
    "\x01\x02\x1b\x7f",
    "\xFF\xFE\x81\x82\x88\xC3",
    "done",
    "esac",
    "}",
    ")",
    "(",
    "\"'`$\\",
    "'\\''",
    "$'\\n'",
};

static std::string randomValue(std::mt19937 &random) {
  switch (random() % 8) {
  case 0: { // Anything but NUL.
    std::string bytes(random() % 40, ' ');
    for (char &c : bytes)
      c = 1 + random() % 255;
    return bytes;
  }
  case 1: { // What the shell finds special.
    static constexpr llvm::StringLiteral special =
        " \t\n'\"\\$`(){}[]<>|&;#~*?!=%x-";
    std::string text(random() % 24, ' ');
    for (char &c : text)
      c = special[random() % special.size()];
    return text;
  }
  case 2: { // Two hostile values in a row.
    constexpr size_t count = std::size(hostileValues);
    return std::string(hostileValues[random() % count]) +
           hostileValues[random() % count];
  }
  default:
    return hostileValues[random() % std::size(hostileValues)];
  }
}

static unsigned numHoles(llvm::StringRef command) {
  return command.count("@@");
}

/// Whether the values are all recorded, so that the record can be compared.
static bool recordsAll(const Scenario &scenario) {
  unsigned recorded = 0;
  for (llvm::StringRef word : scenario.recorded)
    recorded += word.count("@@") + word.count("@?");
  return recorded == numHoles(scenario.command);
}

TEST_P(ShellProperty, ValuesArriveExactly) {
  std::mt19937 random(20261121);
  for (const Scenario &scenario : scenarios) {
    if (!recordsAll(scenario))
      continue;
    for (unsigned round = 0; round < 15; ++round) {
      std::vector<std::string> values(numHoles(scenario.command));
      for (std::string &value : values)
        value = randomValue(random);
      check(scenario, values);
      if (HasFailure())
        return;
    }
  }
}

/// Where only some of the values, or one value in several places, is recorded.
TEST_P(ShellProperty, ValuesMeetThemselves) {
  for (const char *hostile : hostileValues) {
    std::string value = hostile;
    check({"case @@ in \"@@\") record same;; *) record other;; esac", {"same"}},
          {value, value});
    check({"if [ \"@@\" = @@x ]; then record no; else record yes; fi", {"yes"}},
          {value, value});
    check({"X=@@ record end @@", {"end"}}, {value, ""});
    if (HasFailure())
      return;
  }
}

TEST_P(ShellProperty, BashHasMoreContexts) {
  if (GetParam().dialect != Dialect::Bash)
    return;
  for (const char *hostile : hostileValues) {
    std::string value = hostile;
    check({"[[ \"@@\" == @@ && x@@ != @@ && \"@@\" =~ ^@@$ ]] && record yes",
           {"yes"}},
          {value, value, value, value, value, value});
    check({"a=(@@ \"@@\" -x=@@); record \"${a[@]}\"", {"@?", "@@", "-x=@@"}},
          {value, value, value});
    check({"cat <<< @@ > ../doc\nrecord \"$(cat ../doc; echo x)\"", {"@@\nx"}},
          {value});
    check({"cat <(printf %s @@) > ../doc; record \"$(cat ../doc; echo x)\"",
           {"@@x"}},
          {value});
    if (HasFailure())
      return;
  }
}

TEST_P(ShellProperty, LongValuesArriveExactly) {
  std::string value;
  while (value.size() < (64 << 10))
    value += "a'b\"c$(touch pwned)`\\\n";
  check({"record @@", {"@?"}}, {value});
  check({"record \"@@\"", {"@@"}}, {value});
  check({"record '@@'", {"@@"}}, {value});
  check({"cat > ../doc <<EOF\n@@\nEOF\nrecord \"$(cat ../doc)\"", {"@@"}},
        {value + "."});
}

INSTANTIATE_TEST_SUITE_P(
    Shells, ShellProperty,
    testing::Values(Shell{"/bin/sh", Dialect::Sh},
                    Shell{"/bin/bash", Dialect::Bash},
                    Shell{"/bin/bash", Dialect::Sh},
                    Shell{"/bin/busybox", Dialect::Sh}),
    [](const testing::TestParamInfo<Shell> &info) {
      return llvm::sys::path::filename(info.param.path).str() +
             (info.param.dialect == Dialect::Bash ? "AsBash" : "AsSh");
    });
