//===- NativeInit.cpp - Process 1 of a sandbox ----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A command is never process 1: the kernel would not let it die of its
/// own signals, and its orphans would stay zombies. This is, and it is a copy
/// of plue-exec, secrets and all; it is therefore made undumpable, which closes
/// /proc/1 and ptrace to the command, and stays out of sight.
//===----------------------------------------------------------------------===//
#include "Native.h"
#include <cerrno>
#include <csignal>
#include <grp.h>
#include <linux/capability.h>
#include <net/if.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

using namespace plue;
using namespace plue::sandbox;

[[noreturn]] static void finish(const InitArguments &arguments,
                                const Report &report) {
  // Shorter than PIPE_BUF, so in one piece; if nobody reads it, nobody cares.
  [[maybe_unused]] ssize_t written =
      ::write(arguments.report, &report, sizeof(report));
  ::_exit(0);
}

//--- Privileges ---------------------------------------------------------------

/// Waits until the parent has mapped our user. It may also have died.
static bool awaitMapping(const InitArguments &arguments) {
  char byte;
  ssize_t got;
  while ((got = ::read(arguments.go, &byte, 1)) < 0 && errno == EINTR)
    ;
  return got == 1;
}

static bool becomeInnerUser(const NativeLayout &layout, Report &report) {
  // Without rights over the host's groups, the kernel keeps us from dropping
  // them: doing so could gain access where a group is denied it.
  if (layout.changesUser && ::syscall(SYS_setgroups, 0, nullptr) != 0) {
    report.fail("setgroups");
    return false;
  }
  if (::syscall(SYS_setresgid, InnerId, InnerId, InnerId) != 0 ||
      ::syscall(SYS_setresuid, InnerId, InnerId, InnerId) != 0) {
    report.fail("setresuid");
    return false;
  }
  return true;
}

/// From here on we die with plue-exec; and if it has died already, we are late.
static bool tieToParent(const InitArguments &arguments, Report &report) {
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) {
    report.fail("prctl PDEATHSIG");
    return false;
  }
  struct pollfd parent = {arguments.lifeline, 0, 0};
  ::poll(&parent, 1, 0);
  return (parent.revents & POLLHUP) == 0;
}

static bool dropPrivileges(Report &report) {
  for (int capability = 0; capability <= CAP_LAST_CAP; ++capability)
    if (::prctl(PR_CAPBSET_DROP, capability) != 0 && errno != EINVAL) {
      report.fail("prctl CAPBSET_DROP");
      return false;
    }
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2] = {};
  if (::syscall(SYS_capset, &header, none) != 0) {
    report.fail("capset");
    return false;
  }
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      ::prctl(PR_SET_DUMPABLE, 0) != 0) {
    report.fail("prctl NO_NEW_PRIVS");
    return false;
  }
  return true;
}

//--- Surroundings -------------------------------------------------------------

static bool nameHost(Report &report) {
  static constexpr char Name[] = "plue";
  if (::sethostname(Name, sizeof(Name) - 1) == 0 && ::setdomainname("", 0) == 0)
    return true;
  report.fail("sethostname");
  return false;
}

static bool bringLoopbackUp(Report &report) {
  int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  struct ifreq request = {};
  request.ifr_name[0] = 'l';
  request.ifr_name[1] = 'o';
  request.ifr_flags = IFF_UP;
  bool up = socket >= 0 && ::ioctl(socket, SIOCSIFFLAGS, &request) == 0;
  if (!up)
    report.fail("loopback");
  ::close(socket);
  return up;
}

//--- Reaping ------------------------------------------------------------------

/// Waits for the command, and for orphans meanwhile. A TERM from plue-exec is
/// one for everybody here, and everybody is given time to heed it; plue-exec
/// decides how much.
static int reapUntil(pid_t command) {
  sigset_t awaited;
  ::sigemptyset(&awaited);
  ::sigaddset(&awaited, SIGCHLD);
  ::sigaddset(&awaited, SIGTERM);
  bool commandEnded = false, terminating = false;
  int commandStatus = 0;
  for (;;) {
    int status;
    pid_t pid;
    while ((pid = ::waitpid(-1, &status, WNOHANG)) > 0)
      if (pid == command) {
        commandEnded = true;
        commandStatus = status;
      }
    bool isAlone = pid < 0;
    if (commandEnded && (isAlone || !terminating))
      return commandStatus;
    if (::sigwaitinfo(&awaited, nullptr) == SIGTERM) {
      terminating = true;
      ::kill(-1, SIGTERM);
    }
  }
}

/// Closes everything but the descriptor that the report goes to: what the
/// command has must not stay open because of us.
static void keepOnly(int &report) {
  if (::dup2(report, 0) == 0)
    report = 0;
  ::syscall(SYS_close_range, 1, ~0U, 0U);
}

void sandbox::runInit(const InitArguments &given) {
  InitArguments arguments = given;
  Report report;
  if (!awaitMapping(arguments))
    ::_exit(0);
  ::setsid();
  const NativeLayout &layout = *arguments.layout;
  if (!becomeInnerUser(layout, report) || !tieToParent(arguments, report) ||
      !nameHost(report) || !bringLoopbackUp(report) ||
      !enterRoot(layout, arguments.workspaceMount, report) ||
      !dropPrivileges(report))
    finish(arguments, report);
  if (!arguments.plan) {
    report.stage = Report::Finished;
    finish(arguments, report);
  }
  pid_t command = arguments.plan->start(arguments.stack, report);
  if (command < 0)
    report.fail("clone");
  if (report.number != 0)
    finish(arguments, report);
  keepOnly(arguments.report);
  report.stage = Report::Finished;
  report.number = reapUntil(command);
  finish(arguments, report);
}
