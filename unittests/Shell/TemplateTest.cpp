//===- TemplateTest.cpp - Where values stand in shell commands ------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "ShellTestHelpers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace plue;
using namespace plue::shell;
using testing::HasSubstr;

namespace {
struct Expectation {
  const char *command;
  const char *result;
};
} // namespace

static void expectAll(llvm::ArrayRef<Expectation> expectations,
                      Dialect dialect = Dialect::Bash) {
  for (const Expectation &e : expectations)
    EXPECT_EQ(judged(e.command, dialect), e.result) << e.command;
}

TEST(Template, FindsTheQuotes) {
  expectAll({
      {"echo @@", "B"},
      {"echo \"@@\"", "D"},
      {"echo '@@'", "S"},
      {"echo @@ \"@@\" '@@' @@", "BDSB"},
      {"echo \"a 'b @@' c\"", "D"},
      {"echo 'a \"b @@\" c'", "S"},
      {"echo 'it'\\''s @@' @@", "SB"},
      {"echo \"\\\"@@\\\"\"", "D"},
      {"echo \\' @@ \\'", "B"},
      {"echo @@\n", "B"},
      {"\n\necho a\necho @@; echo @@ && echo @@ || echo @@ | cat & echo @@",
       "BBBBB"},
  });
}

TEST(Template, APartOfAWordIsNeverMissing) {
  expectAll({
      {"tool --flag=@@", "W"},
      {"tool @@.txt", "W"},
      {"tool a@@b@@", "WW"},
      {"tool @@@@", "BB"},
      {"tool @@\"\"", "W"},
      {"tool @@\\\nx", "W"},
      {"tool @@#x", "W"},
      {"tool @@2>log", "W"},
      {"tool @@*.c {@@,b} ~@@", "WWW"},
      {"X=@@", "W"},
      {"X=@@ tool", "W"},
      {"X+=@@; a[1]=@@", "WW"},
      {"tool > @@", "W"},
      {"tool >@@ 2>>@@ <@@ a @@", "WWWB"},
      {"tool <<< @@", "W"},
      {"case @@ in a) echo @@;; @@) echo b;; esac", "WBW"},
      {"for x in @@ b; do echo @@; done", "BB"},
  });
}

TEST(Template, FollowsCommandsInsideCommands) {
  expectAll({
      {"x=$(echo @@)", "B"},
      {"echo \"a $(echo @@ \"@@\") @@\"", "BDD"},
      {"echo $(echo $(echo \"$(echo '@@')\"))", "S"},
      {"(echo @@; echo '@@')", "BS"},
      {"{ echo @@; }", "B"},
      {"if test -f @@; then echo @@; elif true; then echo \"@@\"; fi", "BBD"},
      {"while read -r l; do echo @@; done < @@", "BW"},
      {"f() { echo @@; }; f @@", "BB"},
      {"function f { echo @@; }", "B"},
      {"! grep @@ file", "B"},
      {"x=$(case $y in a) echo @@;; esac)", "B"},
      {"diff <(sort @@) <(sort \"@@\")", "BD"},
      {"time -p make @@", "B"},
      {"echo $x ${y:-z} $((1 + 2)) `date` @@", "B"},
      {"echo # it's a comment\necho @@", "B"},
      {"echo a#b @@", "B"},
      {"args=(-a @@ \"@@\"); tool \"${args[@]}\"", "BD"},
      {"set -- @@; echo \"$1\"", "B"},
  });
}

TEST(Template, HereDocuments) {
  expectAll({
      {"cat <<EOF\na @@ b\nEOF\n", "H"},
      {"cat <<-EOF\n\t@@ \"@@\" '@@'\n\tEOF\necho @@", "HHHB"},
      {"cat <<A\n@@\nA\ncat <<B\n@@\nB\necho @@\n", "HHB"},
      {"cat > @@ <<EOF\n$x ${y} @@\nEOF", "WH"},
      {"cat <<'EOF'\nit's $( ` \nEOF\necho @@", "B"},
      {"cat <<EOF\nit's\nEOF\necho @@", "B"},
      {"cat <<'EOF'\n@@\nEOF\n", "in-quoted-here-document"},
      {"cat <<EOF\n$(echo @@)\nEOF\n", "with-here-document"},
      {"cat <<EOF\n`date` @@\nEOF\n", "with-here-document"},
      {"cat <<EOF\n${x:-@@}\nEOF\n", "with-here-document"},
      {"cat <<EOF\n\\@@\nEOF\n", "after-escape"},
      {"cat <<EOF\n$@@\nEOF\n", "after-escape"},
      {"cat <<EOF\n$x@@\nEOF\n", "in-name"},
      {"cat <<@@\nx\n@@\n", "in-delimiter unclear"},
      {"cat <<E@@F\nx\nEOF\n", "in-delimiter"},
      {"cat <<EOF @@\nx\nEOF\n", "after-here-document"},
      {"x=$(cat <<EOF\n@@\nEOF\n)", "with-here-document"},
      {"x=$(cat <<EOF\na\nEOF\necho @@)", "with-here-document"},
  });
  EXPECT_THAT(judged("cat <<EOF\n@@\n"), HasSubstr("unclear"));
  EXPECT_THAT(judged("cat <<EOF\n@@ \\\nEOF\n"), HasSubstr("unclear"));
}

TEST(Template, RefusesWhatQuotesCannotMend) {
  expectAll({
      {"echo # @@", "in-comment"},
      {"# @@", "in-comment"},
      {"echo \\@@", "after-escape"},
      {"echo \"\\@@\"", "after-escape"},
      {"echo $@@", "after-escape"},
      {"echo \"$@@\"", "after-escape"},
      {"echo $x@@", "in-name"},
      {"echo \"$x@@\"", "in-name"},
      {"echo ${@@}", "in-expansion"},
      {"echo ${x:-@@}", "in-expansion"},
      {"echo \"${x:-@@}\"", "in-expansion"},
      {"echo \"${x:-\"@@\"}\"", "in-expansion"},
      {"echo ${x:-$(echo @@)}", "in-expansion"},
      {"echo $((@@ + 1))", "in-arithmetic"},
      {"echo \"$(( x[@@] ))\"", "in-arithmetic"},
      {"((x = @@))", "in-arithmetic"},
      {"for ((i = 0; i < @@; ++i)); do :; done", "in-arithmetic"},
      {"echo $[@@]", "in-arithmetic"},
      {"echo `echo @@`", "in-backticks"},
      {"echo \"`echo '@@'`\"", "in-backticks"},
      {"echo $'@@'", "in-special-quotes"},
      {"echo $\"@@\"", "in-special-quotes"},
      {"a[@@]=x", "in-subscript"},
      {"x=([@@]=y)", "in-subscript"},
      {"@@() { :; }", "as-command"},
      {"function @@ { :; }", "in-name"},
      {"for @@ in a; do :; done", "in-name"},
      {"tool >&@@", "in-descriptor"},
      {"tool 2>&@@", "in-descriptor"},
      {"PS4=@@", "in-variable"},
      {"BASH_ENV=@@ bash script", "in-variable"},
      {"SECONDS=@@", "in-variable"},
  });
}

TEST(Template, RefusesToLetDataChooseTheCommand) {
  for (const char *command : {"@@",
                              "@@ a",
                              "'@@' a",
                              "\"@@\"",
                              "./@@",
                              "X=1 @@",
                              "a; @@",
                              "a | @@",
                              "$(@@)",
                              "if @@; then :; fi",
                              "sudo @@",
                              "env A=b @@ x",
                              "xargs @@",
                              "timeout @@ make",
                              "timeout 5 @@",
                              "sudo -u root @@",
                              "exec @@",
                              "find . -exec @@ {} \\;",
                              "$(which @@) a",
                              "@@=x",
                              "a@@=x",
                              "! @@",
                              "{ @@; }",
                              "nohup nice @@",
                              "time -p @@",
                              "> log @@",
                              "command @@"})
    EXPECT_EQ(judged(command), "as-command") << command;
}

TEST(Template, RefusesCodeInArguments) {
  for (const char *command : {"eval @@",
                              "eval \"echo '@@'\"",
                              "eval \"$(echo @@)\"",
                              "sh -c @@",
                              "sh -c 'echo @@'",
                              "bash -lc \"echo @@\"",
                              "bash -c -x @@",
                              "/bin/sh -ec 'x @@'",
                              "bash -o pipefail -c \"@@\"",
                              "sudo sh -c 'echo @@'",
                              "sudo -u root bash -c 'echo @@'",
                              "env A=1 sh -c 'echo @@'",
                              "xargs -I{} sh -c 'echo @@ {}'",
                              "find . -exec sh -c 'echo @@' \\;",
                              "docker run img sh -c 'echo @@'",
                              "docker run img python3 -c 'print(@@)'",
                              "$SHELL -c 'echo @@'",
                              "$SUDO eval @@",
                              "$SUDO sh -c 'echo @@'",
                              "docker exec x $SHELL -c 'echo @@'",
                              "ssh host @@",
                              "ssh host 'ls @@'",
                              "su -c 'echo @@'",
                              "trap 'echo @@' EXIT",
                              "alias x='@@'",
                              ". ./@@",
                              "source 'x@@'",
                              "python3 -c 'print(\"@@\")'",
                              "python3.11 -c@@",
                              "python3 -m x@@",
                              "perl -e 'print @@'",
                              "perl -ne 'print' x@@",
                              "ruby -e 'puts \"@@\"'",
                              "node -e 'x(@@)'",
                              "awk '{ print \"@@\" }' file",
                              "awk -v x=1 'p@@' file",
                              "sed 's/a/@@/' file",
                              "sed -e 's/a/@@/' file",
                              "sed -i -e s/@@/b/ file",
                              "sed -n x -ne p@@",
                              "watch ls @@",
                              "env -S 'sh @@'",
                              "env --split-string='sh @@'"})
    EXPECT_EQ(judged(command), "in-code") << command;
}

TEST(Template, RefusesWhatMightBecomeAnOptionForCode) {
  for (const char *command :
       {"sh @@", "bash @@x.sh", "bash -x @@", "sh @@ @@", "awk @@ file",
        "sed @@ file", "sed s/a/b/ @@", "python3 @@", "perl @@", "sed -l @@ p",
        "python3 -W @@ x.py", ". @@"})
    EXPECT_EQ(llvm::StringRef(judged(command)).split(' ').first, "as-option")
        << command;
}

TEST(Template, RefusesBuiltinsThatEvaluate) {
  expectAll({
      {"let @@", "for-builtin"},         {"let \"x = @@\"", "for-builtin"},
      {"declare x=@@", "for-builtin"},   {"declare -i x=@@", "for-builtin"},
      {"local x=@@", "for-builtin"},     {"unset @@", "for-builtin"},
      {"read @@", "for-builtin"},        {"export @@", "in-name"},
      {"export @@=x", "in-name"},        {"export a[@@]=x", "in-name"},
      {"export -n X=@@", "for-builtin"}, {"export PS4=@@", "in-variable"},
      {"printf @@", "in-format"},        {"printf \"@@\\n\"", "in-format"},
      {"printf $x @@", "in-format"},     {"printf -v @@ x", "in-name"},
      {"test -v @@", "in-test"},         {"[ @@ ]", "in-test"},
      {"[ @@ @@ ]", "in-test in-test"},  {"[ ! @@ ]", "in-test"},
      {"[[ @@ -eq 1 ]]", "in-test"},     {"[[ 1 -lt @@ ]]", "in-test"},
      {"[[ -v @@ ]]", "in-test"},        {"[[ @@ ]]", "in-test"},
  });
}

TEST(Template, AcceptsDataInArguments) {
  expectAll({
      {"export X=@@ Y=\"@@\"", "WD"},
      {"readonly X=@@", "W"},
      {"printf '%s\\n' @@ \"@@\"", "BD"},
      {"[ @@ = x ] && [ -n \"@@\" ] && [ \"$x\" -gt @@ ]", "BDB"},
      {"test \"@@\" != \"@@\"", "DD"},
      {"[[ @@ == x && $y =~ @@ || -f @@ ]]", "WWW"},
      {"sh -c 'echo \"$1\"' _ @@", "B"},
      {"bash -euo pipefail ./script.sh @@ \"@@\"", "BD"},
      {"python3 -c 'import sys' @@", "B"},
      {"python3 tool.py @@", "B"},
      {"python3 -m pytest -k @@", "B"},
      {"perl script.pl @@", "B"},
      {"awk -v x=@@ '{ print x }' file", "W"},
      {"awk '{ print }' @@", "B"},
      {"sed -n 1p -- @@", "B"},
      {"sed -i s/a/b/ dir/@@", "W"},
      {"grep -e @@ file", "B"},
      {"sudo -u root make @@", "B"},
      {"env A=@@ B=x make \"@@\"", "WD"},
      {"timeout 5 make @@", "B"},
      {"timeout --signal=@@ 5 make", "W"},
      {"xargs -n 1 rm -- @@", "B"},
      {"find . -name @@ -exec rm {} \\;", "B"},
      {"find . -exec grep @@ {} +", "B"},
      {"git commit -m @@", "B"},
      {"\"$CC\" @@", "B"},
      {"$CC -o @@", "B"},
      {"make deploy ENV=@@", "W"},
      {"docker run img bash @@", "B"},
      {"apt-get install bash @@", "B"},
      {". ./env.sh @@", "B"},
      {"exec tool @@", "B"},
  });
}

TEST(Template, ShWithoutBashisms) {
  expectAll({{"[[ @@ == x ]]", "unclear"},
             {"x=(@@)", "unclear"},
             {"echo $'a\\'b' @@", "unclear"},
             {"echo @@ '@@' \"@@\"", "BSD"}},
            Dialect::Sh);
}

TEST(Template, WhatIsNotUnderstoodIsRefused) {
  for (const char *command : {"echo '@@",
                              "echo \"@@",
                              "echo $(@@ x",
                              "echo @@)",
                              "echo @@ >",
                              "echo ${x @@",
                              "case @@ in",
                              "case x in @@",
                              "echo @@(a)",
                              "((@@",
                              "if true; then echo @@",
                              "echo @@ | | x",
                              "coproc x @@",
                              "$((echo @@) | cat)",
                              "echo <<EOF @@",
                              "a=(@@",
                              "@@ ;; x",
                              "echo @@ \\",
                              "for x y @@",
                              "[[ @@ == x"})
    EXPECT_TRUE(judged(command) != llvm::StringRef(judged(command)).upper())
        << command;
}

TEST(Template, CommandsWithoutHolesAreNotLookedAt) {
  TestCommand test("if ( ' \"");
  EXPECT_TRUE(succeeded(test.analyze(Dialect::Sh)));
}

TEST(Template, FaultsPointAtTheHoleAndSayTheWayOut) {
  TestCommand test("echo ok @@\neval '@@'");
  EXPECT_TRUE(failed(test.analyze(Dialect::Sh)));
  ASSERT_EQ(test.diags.numErrors(), 1u);
  const Diagnostic &diagnostic = *test.diags.sorted().front();
  EXPECT_EQ(diagnostic.range, test.holes[1]);
  EXPECT_THAT(diagnostic.message, HasSubstr("`eval`"));
  ASSERT_EQ(diagnostic.hints.size(), 1u);
  EXPECT_THAT(diagnostic.hints[0], HasSubstr("cmd=["));
}

TEST(Template, ConfusionIsLocated) {
  TestCommand test("echo @@ )");
  EXPECT_TRUE(failed(test.analyze(Dialect::Sh)));
  const Diagnostic &diagnostic = *test.diags.sorted().front();
  ASSERT_EQ(diagnostic.labels.size(), 1u);
  EXPECT_EQ(test.sources.text(diagnostic.labels[0].range), ")");
}

static std::string repeated(llvm::StringRef text, size_t bytes) {
  std::string result;
  while (result.size() < bytes)
    result += text;
  return result;
}

TEST(Template, HostileScriptsAreBounded) {
  for (const char *unit :
       {"(",     "$(",    "\"$(",  "`",          "${",          "$((",
        "((",    "{ ",    "if ",   "case x in ", "<<A ",        "<(",
        "a=(",   "[[ ",   "'",     "\"",         "\\",          "a;",
        "a|",    "a&&",   "!",     "f() ",       "$",           ")",
        "]]",    "esac ", "\n",    "a ",         "<",           "for x in ",
        "$'",    "@@",    " @@",   "'@@'",       "$(@@)",       "x@@=",
        "<<@@ ", "#@@",   "sudo ", "$x ",        "find -exec ", "\xFF",
        "é"}) {
    std::string body = repeated(unit, 60'000);
    for (const std::string &command : {"echo @@ " + body, body + " @@"}) {
      TestCommand test(command);
      auto contexts = test.analyze(Dialect::Bash);
      EXPECT_NE(succeeded(contexts), test.diags.hasErrors()) << unit;
    }
  }
}

TEST(Template, SizeIsLimited) {
  EXPECT_EQ(judged("echo @@ " + std::string(1 << 20, '(')), "shell-too-large");
  EXPECT_EQ(judged(repeated("$(", 500) + " @@"), "shell-too-deep");
}
