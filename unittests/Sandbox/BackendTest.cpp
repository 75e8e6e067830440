//===- BackendTest.cpp - What all back ends promise -----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Harness.h"
#include "gmock/gmock.h"
#include <csignal>
#include <fcntl.h>

using namespace plue;
using namespace plue::sandbox;
using testing::HasSubstr;

namespace {
/// Each test runs on every back end.
class AnyBackend : public BackendTest,
                   public testing::WithParamInterface<const char *> {
protected:
  void SetUp() override {
    llvm::StringRef(GetParam()) == "none" ? useNone() : useNative();
  }
};
} // namespace

INSTANTIATE_TEST_SUITE_P(, AnyBackend, testing::Values("none", "native"),
                         [](const auto &info) { return info.param; });

//--- Input and output ---------------------------------------------------------

TEST_P(AnyBackend, KeepsTheTwoOutputsApart) {
  RunResult result = sh("echo one; echo two >&2");
  EXPECT_TRUE(result.status.isSuccess());
  EXPECT_EQ(result.out, "one\n");
  EXPECT_EQ(result.err, "two\n");
}

TEST_P(AnyBackend, OutputsCanBeOpenedByName) {
  RunResult result = sh("echo one >/dev/stdout; echo two >/dev/stderr");
  EXPECT_EQ(result.out, "one\n");
  EXPECT_EQ(result.err, "two\n");
}

TEST_P(AnyBackend, PassesBinaryOutputUnchanged) {
  RunResult result = sh("printf 'a\\000\\377\\001'");
  EXPECT_EQ(result.out, std::string("a\0\xff\1", 4));
}

TEST_P(AnyBackend, StandardInputIsEmpty) {
  EXPECT_EQ(sh("cat; echo end").out, "end\n");
}

TEST_P(AnyBackend, LeaksNoDescriptor) {
  int leaked = ::open("/", O_RDONLY); // Not close-on-exec.
  // The fourth is the directory that `ls` reads.
  EXPECT_EQ(sh("ls /proc/self/fd | tr '\\n' ' '").out, "0 1 2 3 ");
  ::close(leaked);
}

TEST_P(AnyBackend, HasNoEnvironmentButTheRequested) {
  SpawnRequest request{.argv = {"env"},
                       .script = std::nullopt,
                       .env = {"PATH=/usr/bin:/bin", "A=b c"},
                       .workdir = ""};
  std::string out = run(request).out;
  EXPECT_THAT(out, testing::StartsWith("PATH=/usr/bin:/bin\nA=b c\n"));
  EXPECT_THAT(out, testing::Not(HasSubstr("HOME=")));
}

TEST_P(AnyBackend, TakesScriptsLongerThanAnArgumentMayBe) {
  std::string text = "# ";
  text.append(1 << 20, 'x');
  text += "\necho done\n";
  EXPECT_EQ(sh(text).out, "done\n");
}

TEST_P(AnyBackend, ScriptLinesKeepTheirNumbers) {
  EXPECT_THAT(sh("true\nno-such-command").err, HasSubstr("2: no-such-command"));
}

TEST_P(AnyBackend, ArgumentsAreNotInterpreted) {
  SpawnRequest request{.argv = {"printf", "%s|", "$HOME", "a b", ""},
                       .script = std::nullopt,
                       .env = {"PATH=/usr/bin:/bin"},
                       .workdir = ""};
  EXPECT_EQ(run(request).out, "$HOME|a b||");
}

//--- Endings ------------------------------------------------------------------

TEST_P(AnyBackend, TellsEndingsApart) {
  EXPECT_EQ(sh("exit 3").status.shellCode(), 3);
  ExitStatus killed = sh("kill -KILL $$").status;
  EXPECT_EQ(killed.kind, ExitStatus::Signalled);
  EXPECT_EQ(killed.shellCode(), 137);
  EXPECT_EQ(sh("kill -SEGV $$").status.shellCode(), 139);
}

TEST_P(AnyBackend, ReportsAMissingProgram) {
  SpawnRequest request = script("");
  request.script.reset();
  request.argv = {"no-such-program"};
  ExitStatus status = run(request).status;
  EXPECT_EQ(status.kind, ExitStatus::NotStarted);
  EXPECT_EQ(status.code, 127);
  EXPECT_EQ(status.message, "`no-such-program` was not found");
}

TEST_P(AnyBackend, ReportsAFileThatIsNoProgram) {
  writeFile(inWorkspace("data"), "hello");
  SpawnRequest request = script("");
  request.script.reset();
  request.argv = {"./data"};
  ExitStatus status = run(request).status;
  EXPECT_EQ(status.kind, ExitStatus::NotStarted);
  EXPECT_EQ(status.code, 126);
  EXPECT_EQ(status.message, "cannot run `./data`: Permission denied");
}

//--- Places -------------------------------------------------------------------

TEST_P(AnyBackend, StartsInTheWorkspace) {
  EXPECT_EQ(sh("pwd").out, backend->workspacePath() + "\n");
  EXPECT_TRUE(sh("echo content > file").status.isSuccess());
  EXPECT_EQ(readFile(inWorkspace("file")), "content\n");
}

TEST_P(AnyBackend, EntersTheWorkdir) {
  ASSERT_TRUE(sh("mkdir -p a/b").status.isSuccess());
  SpawnRequest request = script("pwd");
  request.workdir = "a/b";
  EXPECT_EQ(run(request).out, backend->workspacePath() + "/a/b\n");
}

TEST_P(AnyBackend, ReportsAMissingWorkdir) {
  SpawnRequest request = script("pwd");
  request.workdir = "nowhere";
  ExitStatus status = run(request).status;
  EXPECT_EQ(status.kind, ExitStatus::NotStarted);
  EXPECT_EQ(status.message,
            "cannot enter `nowhere`: No such file or directory");
}

TEST_P(AnyBackend, WorkdirDoesNotLeaveTheWorkspace) {
  ASSERT_TRUE(sh("ln -s /usr out; ln -s .. up").status.isSuccess());
  for (const char *workdir : {"out", "up", "..", "/usr"}) {
    SpawnRequest request = script("pwd");
    request.workdir = workdir;
    ExitStatus status = run(request).status;
    EXPECT_EQ(status.kind, ExitStatus::NotStarted) << workdir;
    EXPECT_THAT(status.message, HasSubstr("leads out of the workspace"));
  }
}

TEST_P(AnyBackend, FilesBelongToTheWorkspacesOwner) {
  ASSERT_TRUE(sh("touch file; mkdir dir").status.isSuccess());
  struct stat expected, info;
  ASSERT_EQ(::stat(workspace.c_str(), &expected), 0);
  ASSERT_EQ(::stat(inWorkspace("file").c_str(), &info), 0);
  EXPECT_EQ(info.st_uid, expected.st_uid);
  EXPECT_EQ(info.st_mode & 0777, 0644);
}

//--- Processes ----------------------------------------------------------------

TEST_P(AnyBackend, NothingLivesOnAfterTheEnd) {
  // In the background, in a session of its own, and without its environment.
  RunResult result = sh("sleep 986541 & "
                        "setsid sleep 986541 & "
                        "(env -i setsid sleep 986541 &) ; sleep 0.05; exit 4");
  EXPECT_EQ(result.status.code, 4);
  EXPECT_FALSE(isRunning("986541"));
}

TEST_P(AnyBackend, KillsATreeThatIgnoresTerm) {
  RunResult result =
      run(script("trap '' TERM; sleep 986542 & setsid sleep 986542 & wait"),
          [&](pid_t pid) {
            ::usleep(100'000);
            EXPECT_TRUE(isRunning("986542"));
            backend->terminate(pid);
            ::usleep(50'000);
            EXPECT_TRUE(isRunning("986542"));
            backend->kill(pid);
          });
  EXPECT_EQ(result.status.shellCode(), 137);
  EXPECT_FALSE(isRunning("986542"));
}

TEST_P(AnyBackend, TermReachesTheWholeTree) {
  RunResult result =
      run(script("(trap 'echo bye; exit' TERM; sleep 9 & wait) & "
                 "setsid sh -c 'trap \"echo bye; exit\" TERM; "
                 "sleep 9 & wait' & wait"),
          [&](pid_t pid) {
            ::usleep(100'000);
            backend->terminate(pid);
            ::usleep(100'000);
          });
  EXPECT_EQ(result.out, "bye\nbye\n");
  EXPECT_EQ(result.status.shellCode(), 143);
}

TEST_P(AnyBackend, KillsAStoppedTree) {
  RunResult result = run(script("sleep 986543 & kill -STOP $!; kill -STOP $$"),
                         [&](pid_t pid) {
                           ::usleep(50'000);
                           backend->kill(pid);
                         });
  EXPECT_EQ(result.status.shellCode(), 137);
  EXPECT_FALSE(isRunning("986543"));
}

TEST_P(AnyBackend, KillAllLeavesNobody) {
  llvm::Expected<Process> one = backend->spawn(script("sleep 986544"));
  llvm::Expected<Process> two = backend->spawn(script("setsid sleep 986544"));
  ASSERT_TRUE(bool(one) && bool(two));
  ::usleep(50'000);
  EXPECT_TRUE(isRunning("986544"));
  backend->killAll();
  EXPECT_FALSE(isRunning("986544"));
}

TEST_P(AnyBackend, OrphansAreReaped) {
  RunResult result = sh("i=0; while [ $i -lt 50 ]; do (true &); i=$((i+1)); "
                        "done; sleep 0.1; "
                        "cat /proc/[0-9]*/stat | grep -c '(true) Z' || true");
  EXPECT_EQ(result.out, backend->isIsolated() ? "0\n" : result.out);
}
