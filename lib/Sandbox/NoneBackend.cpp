//===- NoneBackend.cpp - Commands as plain processes ----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The price of a posix_spawn() and no isolation. What is left to do is
/// to find the processes that a command leaves behind. This process is made the
/// reaper of its orphans, so they stay below us; whose they are is told by
/// their session, by their process group, or, for daemons that left both, by a
/// variable in the environment that they were started with. An orphan that has
/// got rid of all three cannot be told from those of other commands, and goes
/// when no command runs any more.
//===----------------------------------------------------------------------===//
#include "Launch.h"
#include "ProcessTree.h"
#include "plue/Support/Result.h"
#include "llvm/ADT/DenseMap.h"
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>

using namespace plue;
using namespace plue::sandbox;

namespace {
struct Command {
  /// `NAME=value`, in the environment of this command only.
  std::string marker;
};

class NoneBackend : public Backend {
public:
  NoneBackend(std::string workspace, FileDescriptor null)
      : workspace(std::move(workspace)), null(std::move(null)),
        stack(LaunchPlan::StackBytes) {}
  ~NoneBackend() override { killAll(); }

  llvm::StringRef name() const override { return "none"; }
  std::string isolation() const override {
    return "none: commands run as this user, with everything that this user "
           "may do";
  }
  bool isIsolated() const override { return false; }
  std::string workspacePath() const override { return workspace; }
  std::string homePath() const override {
    const char *home = ::getenv("HOME");
    return home ? home : "/tmp";
  }

  llvm::Expected<Process> spawn(const SpawnRequest &request) override;
  void terminate(pid_t pid) override { signalTree(pid, SIGTERM); }
  void kill(pid_t pid) override { killTree(pid); }
  void killAll() override;
  std::vector<Ended> collect() override;

private:
  void signalTree(pid_t pid, int signal);
  void killTree(pid_t pid);
  llvm::SmallVector<pid_t, 8> orphansOf(pid_t pid);
  bool isOrphanOf(pid_t orphan, pid_t pid);
  Ended finish(pid_t pid);

  std::string workspace;
  FileDescriptor null;
  std::vector<char> stack;
  llvm::DenseMap<pid_t, Command> commands;
  /// Commands that ended before they began.
  std::vector<Ended> notStarted;
  uint64_t numSpawned = 0;
};
} // namespace

llvm::Expected<std::unique_ptr<Backend>>
sandbox::createNoneBackend(llvm::StringRef workspace) {
  PLUE_ASSIGN_OR_RETURN(std::string resolved, resolveWorkspace(workspace));
  if (::prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
    return makeSystemError(errno, "cannot adopt orphans");
  FileDescriptor null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (!null)
    return makeSystemError(errno, "/dev/null");
  return std::make_unique<NoneBackend>(std::move(resolved), std::move(null));
}

//--- Starting -----------------------------------------------------------------

llvm::Expected<Process> NoneBackend::spawn(const SpawnRequest &request) {
  PLUE_ASSIGN_OR_RETURN(Channels channels, makeChannels(request));
  Command command{
      llvm::formatv("PLUE_PROCESS={0}.{1}", ::getpid(), ++numSpawned)};
  LaunchPlan plan(request);
  plan.addVariable(command.marker.c_str());
  plan.in = null.get();
  plan.out = channels.out.writeEnd.get();
  plan.err = channels.err.writeEnd.get();
  plan.script = channels.script.get();
  plan.workspace = workspace.c_str();
  plan.dieWithParent = true;

  Report report;
  pid_t pid = plan.start(stack.data(), report);
  if (pid < 0)
    return makeSystemError(errno, "cannot start a process");
  if (report.number != 0) {
    ::waitpid(pid, nullptr, 0);
    // Its SIGCHLD is pending, so collect() will be called.
    notStarted.push_back({pid, statusOf(report, request)});
  } else {
    commands.try_emplace(pid, std::move(command));
  }
  return Process{pid, std::move(channels.out.readEnd),
                 std::move(channels.err.readEnd)};
}

//--- Ending -------------------------------------------------------------------

bool NoneBackend::isOrphanOf(pid_t orphan, pid_t pid) {
  ProcessInfo info = processInfo(orphan);
  if (info.isZombie)
    return false;
  if (commands.size() == 1 || info.session == pid || info.group == pid)
    return true;
  return hasInEnvironment(orphan, commands.find(pid)->second.marker);
}

llvm::SmallVector<pid_t, 8> NoneBackend::orphansOf(pid_t pid) {
  llvm::SmallVector<pid_t, 8> result;
  for (pid_t child : childrenOf(::getpid()))
    if (!commands.contains(child) && isOrphanOf(child, pid))
      result.push_back(child);
  return result;
}

void NoneBackend::signalTree(pid_t pid, int signal) {
  if (!commands.contains(pid))
    return;
  // Asked for before the first is signalled: its death would scatter them.
  llvm::SmallVector<pid_t, 16> all = descendantsOf(pid);
  for (pid_t orphan : orphansOf(pid)) {
    all.push_back(orphan);
    llvm::append_range(all, descendantsOf(orphan));
  }
  ::kill(-pid, signal);
  for (pid_t descendant : all)
    ::kill(descendant, signal);
}

static void sleepBriefly() {
  struct timespec time = {0, 500'000};
  ::nanosleep(&time, nullptr);
}

/// The dead hand their children to us, so each round finds what the one before
/// could not see.
void NoneBackend::killTree(pid_t pid) {
  constexpr int MaxRounds = 2000;
  for (int round = 0; round != MaxRounds; ++round) {
    signalTree(pid, SIGKILL);
    if (descendantsOf(pid).empty() && orphansOf(pid).empty())
      return;
    sleepBriefly();
  }
}

void NoneBackend::killAll() {
  llvm::SmallVector<pid_t, 16> pids;
  for (const auto &entry : commands)
    pids.push_back(entry.first);
  for (pid_t pid : pids)
    killTree(pid);
  collect();
}

/// Called while the command is a zombie, so that its number is still its own.
Ended NoneBackend::finish(pid_t pid) {
  ::kill(-pid, SIGKILL);
  if (!orphansOf(pid).empty())
    killTree(pid);
  int status = 0;
  ::waitpid(pid, &status, 0);
  commands.erase(pid);
  return {pid, statusOfWait(status)};
}

std::vector<Ended> NoneBackend::collect() {
  std::vector<Ended> ended = std::move(notStarted);
  notStarted.clear();
  for (;;) {
    siginfo_t info = {};
    if (::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
        info.si_pid == 0)
      return ended;
    if (commands.contains(info.si_pid))
      ended.push_back(finish(info.si_pid));
    else
      ::waitpid(info.si_pid, nullptr, 0); // An orphan that we adopted.
  }
}
