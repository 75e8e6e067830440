//===- Launch.cpp - From request to exec ----------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Launch.h"
#include "plue/Support/Result.h"
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/openat2.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

using namespace plue;
using namespace plue::sandbox;

Backend::~Backend() = default;

//--- What a child has to say --------------------------------------------------

void Report::fail(const char *what, const char *about) {
  number = errno;
  ::strncpy(call, what, sizeof(call) - 1);
  ::strncpy(subject, about, sizeof(subject) - 1);
}

int ExitStatus::shellCode() const {
  return kind == Signalled ? 128 + code : code;
}

ExitStatus sandbox::statusOfWait(int waitStatus) {
  if (WIFSIGNALED(waitStatus))
    return {ExitStatus::Signalled, WTERMSIG(waitStatus), ""};
  return {ExitStatus::Exited, WEXITSTATUS(waitStatus), ""};
}

static ExitStatus brokenSandbox(const Report &report) {
  std::string message = "the sandbox could not be made: ";
  message += report.call;
  if (*report.subject)
    message += llvm::formatv(" `{0}`", report.subject).str();
  message += ": ";
  message += std::generic_category().message(report.number);
  return {ExitStatus::Broken, 126, std::move(message)};
}

ExitStatus sandbox::statusOf(const Report &report,
                             const SpawnRequest &request) {
  std::string reason = std::generic_category().message(report.number);
  switch (report.stage) {
  case Report::Setup:
    return brokenSandbox(report);
  case Report::Workdir:
    if (report.number == EXDEV)
      reason = "it leads out of the workspace";
    return {ExitStatus::NotStarted, 126,
            llvm::formatv("cannot enter `{0}`: {1}", request.workdir, reason)};
  case Report::Exec:
    if (report.number == ENOENT || report.number == ENOTDIR)
      return {ExitStatus::NotStarted, 127,
              llvm::formatv("`{0}` was not found", request.argv.front())};
    return {
        ExitStatus::NotStarted, 126,
        llvm::formatv("cannot run `{0}`: {1}", request.argv.front(), reason)};
  case Report::Finished:
    return statusOfWait(report.number);
  }
  llvm_unreachable("unknown stage");
}

//--- Before there is a child --------------------------------------------------

static llvm::StringRef searchPath(const SpawnRequest &request) {
  for (llvm::StringRef variable : request.env)
    if (variable.consume_front("PATH="))
      return variable;
  return "/usr/local/bin:/usr/bin:/bin";
}

/// The files that `argv[0]` may mean, in the order in which they are tried.
static std::vector<std::string> programCandidates(const SpawnRequest &request) {
  llvm::StringRef program = request.argv.front();
  if (program.contains('/'))
    return {program.str()};
  std::vector<std::string> result;
  llvm::SmallVector<llvm::StringRef, 8> directories;
  searchPath(request).split(directories, ':', -1, /*KeepEmpty=*/false);
  for (llvm::StringRef directory : directories)
    result.push_back((directory + "/" + program).str());
  return result;
}

LaunchPlan::LaunchPlan(const SpawnRequest &request)
    : workdir(request.workdir.c_str()),
      candidateTexts(programCandidates(request)) {
  assert(!request.argv.empty() && "nothing to run");
  for (const std::string &argument : request.argv)
    argv.push_back(argument.c_str());
  if (request.script)
    argv.push_back("/proc/self/fd/3");
  for (const std::string &variable : request.env)
    envp.push_back(variable.c_str());
  for (const std::string &candidate : candidateTexts)
    candidates.push_back(candidate.c_str());
  argv.push_back(nullptr);
  envp.push_back(nullptr);
}

llvm::Expected<FileDescriptor> sandbox::makeScriptFile(llvm::StringRef script) {
  FileDescriptor file(::memfd_create("script", MFD_CLOEXEC));
  if (!file)
    return makeSystemError(errno, "cannot make a file for a script");
  // On the first line, so that line numbers in messages stay right.
  PLUE_TRY(writeAll(file.get(), ("exec 3<&-; " + script).str()));
  if (::lseek(file.get(), 0, SEEK_SET) != 0)
    return makeSystemError(errno, "cannot rewind a script");
  return file;
}

/// Only our end is non-blocking: it is an open file description of its own.
static llvm::Error makeNonBlocking(const FileDescriptor &fd) {
  if (::fcntl(fd.get(), F_SETFL, O_NONBLOCK) != 0)
    return makeSystemError(errno, "cannot set up a pipe");
  return llvm::Error::success();
}

llvm::Expected<Channels> sandbox::makeChannels(const SpawnRequest &request) {
  Channels channels;
  PLUE_ASSIGN_OR_RETURN(channels.out, makePipe());
  PLUE_ASSIGN_OR_RETURN(channels.err, makePipe());
  PLUE_TRY(makeNonBlocking(channels.out.readEnd));
  PLUE_TRY(makeNonBlocking(channels.err.readEnd));
  if (request.script) {
    PLUE_ASSIGN_OR_RETURN(channels.script, makeScriptFile(*request.script));
  }
  return channels;
}

llvm::Expected<std::string> sandbox::resolveWorkspace(llvm::StringRef path) {
  char *resolved = ::realpath(path.str().c_str(), nullptr);
  if (!resolved)
    return makeSystemError(errno, "workspace `" + path + "`");
  std::string result = resolved;
  ::free(resolved);
  struct stat info;
  if (::stat(result.c_str(), &info) != 0 || !S_ISDIR(info.st_mode))
    return makeSystemError(ENOTDIR, "workspace `" + path + "`");
  return result;
}

//--- In the child -------------------------------------------------------------

namespace {
struct ChildArguments {
  const LaunchPlan *plan;
  Report *report;
};
} // namespace

pid_t LaunchPlan::start(char *stack, Report &report) const {
  ChildArguments arguments{this, &report};
  // The child borrows our memory until it has executed its program, as that of
  // posix_spawn() does. No handler of ours may run in it meanwhile.
  sigset_t all, before;
  ::sigfillset(&all);
  ::sigprocmask(SIG_BLOCK, &all, &before);
  pid_t pid = ::clone(childMain, stack + StackBytes,
                      CLONE_VM | CLONE_VFORK | SIGCHLD, &arguments);
  int error = errno;
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return pid;
}

PLUE_ON_BORROWED_STACK
int LaunchPlan::childMain(void *argument) {
  auto *arguments = static_cast<ChildArguments *>(argument);
  arguments->plan->run(*arguments->report);
}

PLUE_ON_BORROWED_STACK
void LaunchPlan::run(Report &report) const {
  if (dieWithParent)
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::setsid();
  report.stage = Report::Setup;
  if (!moveDescriptors()) {
    report.fail("dup2");
    ::_exit(126);
  }
  report.stage = Report::Workdir;
  if (!enterWorkdir()) {
    report.number = errno;
    ::_exit(126);
  }
  ::umask(022);
  struct rlimit noCore = {0, 0};
  ::setrlimit(RLIMIT_CORE, &noCore);
  resetSignals();
  report.stage = Report::Exec;
  report.number = execute();
  ::_exit(127);
}

/// Every source is above 2: 0, 1 and 2 are open in our own process.
bool LaunchPlan::moveDescriptors() const {
  if (::dup2(in, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(err, 2) < 0)
    return false;
  unsigned first = 3;
  if (script >= 0) {
    first = 4;
    // Onto itself, dup2() would leave the close-on-exec flag.
    if (script == 3 ? ::fcntl(3, F_SETFD, 0) < 0 : ::dup2(script, 3) < 0)
      return false;
  }
  return ::syscall(SYS_close_range, first, ~0U, 0U) == 0;
}

/// The kernel sees to it that no link leads out of the workspace.
bool LaunchPlan::enterWorkdir() const {
  if (::chdir(workspace) != 0)
    return false;
  if (!*workdir)
    return true;
  struct open_how how = {};
  how.flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH;
  long fd = ::syscall(SYS_openat2, AT_FDCWD, workdir, &how, sizeof(how));
  return fd >= 0 && ::fchdir(static_cast<int>(fd)) == 0 &&
         ::close(static_cast<int>(fd)) == 0;
}

void LaunchPlan::resetSignals() const {
  // Handlers end with exec; what is ignored would stay so.
  for (int signal : {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGCHLD,
                     SIGTSTP, SIGTTIN, SIGTTOU})
    ::signal(signal, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// Returns only if no candidate could be executed; the error is that of the
/// first file which exists but is not for us, as in a shell.
int LaunchPlan::execute() const {
  int error = ENOENT;
  for (const char *candidate : candidates) {
    ::execve(candidate, const_cast<char *const *>(argv.data()),
             const_cast<char *const *>(envp.data()));
    if (errno != ENOENT && errno != ENOTDIR && error == ENOENT)
      error = errno;
  }
  return error;
}
