//===- NativeBackendTest.cpp - What the native sandbox keeps out ----------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Harness.h"
#include "llvm/ADT/StringExtras.h"
#include "gmock/gmock.h"
#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>

using namespace plue;
using namespace plue::sandbox;
using testing::HasSubstr;
using testing::Not;

namespace {
class NativeBackend : public BackendTest {
protected:
  void SetUp() override { useNative(); }

  /// Runs each line by itself; all of them must fail.
  void expectAllFail(llvm::StringRef commands) {
    llvm::SmallVector<llvm::StringRef, 32> lines;
    commands.split(lines, '\n', -1, /*KeepEmpty=*/false);
    for (llvm::StringRef line : lines) {
      RunResult result = sh(line);
      EXPECT_FALSE(result.status.isSuccess()) << line.str() << '\n'
                                              << result.out;
    }
  }
};
} // namespace

//--- Files --------------------------------------------------------------------

TEST_F(NativeBackend, OnlyWorkspaceAndScratchAreWritable) {
  EXPECT_TRUE(sh("touch /workspace/a /tmp/a /var/tmp/a /run/a /dev/shm/a")
                  .status.isSuccess());
  expectAllFail(R"(
touch /x
touch /usr/x
touch /etc/x
touch /dev/x
touch /home/x
touch /var/x
touch /var/lib/x
touch /sys/x
touch /root/x
echo x >> /etc/passwd
mkdir /proc/x
echo 1 > /proc/sys/kernel/core_pattern
echo -5 > /proc/self/oom_score_adj
mount -o remount,rw /
mount -t tmpfs none /tmp
umount /proc
)");
}

TEST_F(NativeBackend, ScratchIsFreshForEveryCommand) {
  EXPECT_TRUE(sh("touch /tmp/left /run/left").status.isSuccess());
  EXPECT_EQ(sh("ls -A /tmp /run | grep left || echo none").out, "none\n");
}

TEST_F(NativeBackend, HostFilesOfOthersAreUnreadable) {
  char canary[] = "/tmp/plue-canary-XXXXXX";
  int fd = ::mkstemp(canary);
  ASSERT_GE(fd, 0);
  ::fchmod(fd, 0644);
  ::close(fd);
  EXPECT_TRUE(sh("[ ! -e " + std::string(canary) + " ]").status.isSuccess());
  EXPECT_FALSE(sh("cat /proc/1/root" + std::string(canary)).status.isSuccess());
  ::unlink(canary);
  expectAllFail(R"(
cat /etc/shadow
cat /etc/gshadow
ls -A /home | grep .
ls -A /mnt | grep .
ls /root | grep .
ls /srv
ls /boot
ls /media
cat /dev/mem
cat /proc/kcore | grep .
cat /proc/kallsyms | grep .
cat /dev/kmsg
)");
}

TEST_F(NativeBackend, DevicesAreTheHarmlessOnes) {
  EXPECT_EQ(sh("ls /dev | tr '\\n' ' '").out,
            "fd full null ptmx pts random shm stderr stdin stdout tty urandom "
            "zero ");
  EXPECT_TRUE(sh("echo x > /dev/null; head -c 4 /dev/urandom > /dev/null")
                  .status.isSuccess());
  expectAllFail("mknod /tmp/null c 1 3 && cat /tmp/null\n");
}

TEST_F(NativeBackend, WorkspaceBelowADirectoryOfRootWorks) {
  if (::geteuid() != 0)
    GTEST_SKIP() << "needs root";
  backend.reset();
  ASSERT_EQ(::chmod(workspace.c_str(), 0700), 0);
  auto made = createNativeBackend(workspace);
  ASSERT_TRUE(bool(made)) << llvm::toString(made.takeError());
  backend = std::move(*made);
  EXPECT_TRUE(sh("mkdir d; touch d/f; rm -r d").status.isSuccess());
}

TEST_F(NativeBackend, ChangesFilesThatWereThereBefore) {
  writeFile(inWorkspace("old"), "old\n");
  EXPECT_EQ(sh("cat old; echo new > old; stat -c %U old").out, "old\nplue\n");
  EXPECT_EQ(readFile(inWorkspace("old")), "new\n");
}

TEST_F(NativeBackend, ProgramsInTheWorkspaceRun) {
  EXPECT_EQ(sh("printf '#!/bin/sh\\necho ran\\n' > p; chmod +x p; ./p").out,
            "ran\n");
}

//--- Identity -----------------------------------------------------------------

TEST_F(NativeBackend, RunsAsAnOrdinaryUser) {
  EXPECT_EQ(sh("id -u; id -g; id -un").out, "1000\n1000\nplue\n");
  if (::geteuid() == 0) {
    EXPECT_EQ(sh("id -G").out, "1000\n");
  }
}

TEST_F(NativeBackend, HasNoPrivileges) {
  std::string status = sh("cat /proc/self/status").out;
  for (const char *set : {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"})
    EXPECT_THAT(status, HasSubstr(std::string(set) + ":\t0000000000000000"));
  EXPECT_THAT(status, HasSubstr("NoNewPrivs:\t1"));
  EXPECT_EQ(sh("ulimit -c; umask").out, "0\n0022\n");
}

TEST_F(NativeBackend, RootsCommandsAreNotRootOutside) {
  if (::geteuid() != 0)
    GTEST_SKIP() << "needs root";
  EXPECT_THAT(sh("cat /proc/self/uid_map").out, Not(HasSubstr(" 0 ")));
}

TEST_F(NativeBackend, MakesNoNamespacesOfItsOwn) {
  expectAllFail("unshare -U true\nunshare -n true\nunshare -m true\n");
}

//--- Surroundings -------------------------------------------------------------

TEST_F(NativeBackend, HasLoopbackAndNoOtherNetwork) {
  EXPECT_EQ(sh("cut -d: -f1 /proc/net/dev | tail -n +3 | tr -d ' '").out,
            "lo\n");
  EXPECT_EQ(sh("cat /proc/net/route | tail -n +2").out, "");
  // Bytes of /proc/net/if_inet6 appear only once the interface is up.
  EXPECT_THAT(sh("cat /proc/net/fib_trie").out, HasSubstr("127.0.0.1"));
}

TEST_F(NativeBackend, HasNamespacesOfItsOwn) {
  for (const char *ns : {"mnt", "pid", "net", "ipc", "uts", "user", "cgroup"}) {
    char outside[64] = {};
    std::string path = std::string("/proc/self/ns/") + ns;
    ASSERT_GT(::readlink(path.c_str(), outside, sizeof(outside) - 1), 0);
    EXPECT_NE(sh("readlink " + path).out, std::string(outside) + "\n") << ns;
  }
  EXPECT_EQ(sh("uname -n").out, "plue\n");
}

TEST_F(NativeBackend, SeesOnlyItsOwnProcesses) {
  EXPECT_EQ(sh("echo $$; ls /proc | grep -c '^[0-9]'").out, "2\n3\n");
  expectAllFail("cat /proc/1/environ\ncat /proc/1/cmdline\nls /proc/1/root\n");
}

TEST_F(NativeBackend, CommandIsNotProcessOne) {
  EXPECT_EQ(sh("cat /proc/self/stat | cut -d' ' -f4").out, "2\n");
}

TEST_F(NativeBackend, IsASessionOfItsOwn) {
  EXPECT_EQ(sh("cut -d' ' -f6 /proc/$$/stat").out, "2\n");
  EXPECT_FALSE(sh("echo x > /dev/tty").status.isSuccess());
}

TEST_F(NativeBackend, LeavesNoMountsBehind) {
  std::string before = readFile("/proc/self/mountinfo");
  sh("true");
  EXPECT_EQ(readFile("/proc/self/mountinfo"), before);
}

TEST_F(NativeBackend, DiesWithItsCreator) {
  pid_t launcher = ::fork();
  if (launcher == 0) {
    auto own = createNativeBackend(workspace);
    if (!own)
      ::_exit(1);
    auto process = (*own)->spawn(
        script("trap '' TERM; setsid sleep 986545 & sleep 986545"));
    ::pause();
  }
  ::usleep(200'000);
  EXPECT_TRUE(isRunning("986545"));
  ::kill(launcher, SIGKILL);
  ::waitpid(launcher, nullptr, 0);
  EXPECT_TRUE(isGoneWithin("986545", 2));
}

TEST_F(NativeBackend, SaysWhyAWorkspaceWillNotDo) {
  auto missing = createNativeBackend("/nowhere/at/all");
  ASSERT_FALSE(bool(missing));
  EXPECT_EQ(llvm::toString(missing.takeError()),
            "workspace `/nowhere/at/all`: No such file or directory");
  auto file = createNativeBackend("/etc/passwd");
  ASSERT_FALSE(bool(file));
  EXPECT_EQ(llvm::toString(file.takeError()),
            "workspace `/etc/passwd`: Not a directory");
}

TEST_F(NativeBackend, ReportsWhichPartOfTheSandboxFailed) {
  // The workspace is gone before the command starts.
  ASSERT_EQ(::rmdir(workspace.c_str()), 0);
  auto process = backend->spawn(script("true"));
  std::string message;
  if (!process) {
    message = llvm::toString(process.takeError());
  } else {
    std::vector<Ended> ended;
    while ((ended = backend->collect()).empty())
      ::usleep(1000);
    EXPECT_EQ(ended[0].status.kind, ExitStatus::Broken);
    message = ended[0].status.message;
  }
  EXPECT_THAT(message, HasSubstr("open_tree `" + workspace + "`: No such"));
}
