//===- NativeBackend.cpp - Commands in Linux namespaces -------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Every command gets new user, mount, process, network, IPC, host name
/// and control group namespaces in one clone3(), without a daemon and without
/// privileges.
///
/// Who a command is. An ordinary user's commands run as that user, under
/// another number. Root's must not run as root, for whom no file of the host is
/// locked: they run as a user that owns nothing. Files in the workspace still
/// have to be theirs, so the workspace is mounted with its owner and that user
/// exchanged; what they create belongs to the workspace's owner.
//===----------------------------------------------------------------------===//
#include "Native.h"
#include "plue/Support/Result.h"
#include "llvm/ADT/DenseMap.h"
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <linux/sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

using namespace plue;
using namespace plue::sandbox;

namespace {
/// A user and group of the host.
struct Identity {
  unsigned user, group;
};

class NativeBackend : public Backend {
public:
  NativeBackend() : stack(LaunchPlan::StackBytes) {}
  ~NativeBackend() override { killAll(); }
  llvm::Error initialize(llvm::StringRef workspace);

  llvm::StringRef name() const override { return "native"; }
  std::string isolation() const override;
  bool isIsolated() const override { return true; }
  std::string workspacePath() const override { return "/workspace"; }
  std::string homePath() const override { return "/tmp"; }

  llvm::Expected<Process> spawn(const SpawnRequest &request) override;
  void terminate(pid_t pid) override { signal(pid, SIGTERM); }
  void kill(pid_t pid) override { signal(pid, SIGKILL); }
  void killAll() override;
  std::vector<Ended> collect() override;

private:
  struct Command {
    SpawnRequest request;
    FileDescriptor report;
  };

  llvm::Error chooseIdentity();
  llvm::Error prepareIdMap();
  llvm::Error probe();
  llvm::Expected<FileDescriptor> mountWorkspace() const;
  llvm::Expected<pid_t> startInit(InitArguments arguments);
  llvm::Error mapIdentity(pid_t pid) const;
  void signal(pid_t pid, int number);
  ExitStatus statusOfInit(const Command &command, int waitStatus) const;

  NativeLayout layout;
  Identity outer = {};
  /// A user namespace that exchanges the workspace's owner and `outer`; none if
  /// that is not needed.
  FileDescriptor idMap;
  FileDescriptor null;
  Pipe lifeline;
  std::vector<char> stack;
  llvm::DenseMap<pid_t, Command> commands;
};
} // namespace

//--- Once for a run -----------------------------------------------------------

llvm::Expected<std::unique_ptr<Backend>>
sandbox::createNativeBackend(llvm::StringRef workspace) {
  auto backend = std::make_unique<NativeBackend>();
  PLUE_TRY(backend->initialize(workspace));
  return backend;
}

/// Directories of the host's root that hold programs and what they need, and no
/// people's data. Others are not there.
static std::vector<HostEntry> readHostEntries() {
  static constexpr const char *Names[] = {
      "usr", "bin", "sbin", "lib", "lib32", "lib64",  "libx32",
      "etc", "opt", "nix",  "gnu", "snap"};
  std::vector<HostEntry> entries;
  for (const char *name : Names) {
    std::string path = std::string("/") + name;
    struct stat info;
    if (::lstat(path.c_str(), &info) != 0)
      continue;
    char target[256] = {};
    if (S_ISDIR(info.st_mode))
      entries.push_back({name, ""});
    else if (S_ISLNK(info.st_mode) &&
             ::readlink(path.c_str(), target, sizeof(target) - 1) > 0)
      entries.push_back({name, target});
  }
  return entries;
}

llvm::Error NativeBackend::initialize(llvm::StringRef workspace) {
  PLUE_ASSIGN_OR_RETURN(layout.workspace, resolveWorkspace(workspace));
  layout.hostEntries = readHostEntries();
  layout.hasAccounts =
      ::access("/etc/passwd", F_OK) == 0 && ::access("/etc/group", F_OK) == 0;
  layout.passwd = "plue:x:1000:1000:plue:/tmp:/bin/sh\n"
                  "nobody:x:65534:65534:nobody:/nonexistent:/bin/false\n";
  layout.group = "plue:x:1000:\nnogroup:x:65534:\n";
  null = FileDescriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (!null)
    return makeSystemError(errno, "/dev/null");
  PLUE_ASSIGN_OR_RETURN(lifeline, makePipe());
  PLUE_TRY(chooseIdentity());
  return probe();
}

/// Whether this process's user namespace knows the user \p id.
static bool isMapped(unsigned id) {
  FILE *map = ::fopen("/proc/self/uid_map", "re");
  if (!map)
    return false;
  unsigned inner, outer, count;
  bool found = false;
  while (!found && ::fscanf(map, "%u %u %u", &inner, &outer, &count) == 3)
    found = id >= inner && id - inner < count;
  ::fclose(map);
  return found;
}

llvm::Error NativeBackend::chooseIdentity() {
  outer = {::geteuid(), ::getegid()};
  if (outer.user != 0)
    return llvm::Error::success();
  // Above what directory services and container managers hand out; in a small
  // container, nobody.
  for (unsigned candidate : {2'147'400'000U, 65534U}) {
    if (!isMapped(candidate))
      continue;
    outer = {candidate, candidate};
    layout.changesUser = true;
    return prepareIdMap();
  }
  return makeError("root here is the only user of a user namespace, so there "
                   "is nobody that commands could run as; run plue-exec as an "
                   "ordinary user, or without isolation: `--backend=none`");
}

/// The lines of an id map that exchanges \p a and \p b and leaves all others.
static std::string exchange(unsigned a, unsigned b) {
  constexpr unsigned End = 0xFFFFFFFFU;
  auto [low, high] = std::minmax(a, b);
  std::string lines;
  auto add = [&](unsigned from, unsigned to, unsigned count) {
    if (count != 0)
      lines += llvm::formatv("{0} {1} {2}\n", from, to, count).str();
  };
  if (low == high) {
    add(0, 0, End);
    return lines;
  }
  add(0, 0, low);
  add(low, high, 1);
  add(low + 1, low + 1, high - low - 1);
  add(high, low, 1);
  add(high + 1, high + 1, End - high - 1);
  return lines;
}

static llvm::Error writeFile(const std::string &path, llvm::StringRef text) {
  FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file)
    return makeSystemError(errno, path);
  // These files take their whole content in one write.
  if (::write(file.get(), text.data(), text.size()) < 0)
    return makeSystemError(errno, path);
  return llvm::Error::success();
}

static std::string procFile(pid_t pid, const char *name) {
  return llvm::formatv("/proc/{0}/{1}", pid, name);
}

/// Makes a user namespace with the given maps, by way of a process that exists
/// just long enough.
static llvm::Expected<FileDescriptor>
makeUserNamespace(llvm::StringRef userMap, llvm::StringRef groupMap) {
  struct clone_args args = {};
  args.flags = CLONE_NEWUSER;
  args.exit_signal = SIGCHLD;
  long pid = ::syscall(SYS_clone3, &args, sizeof(args));
  if (pid < 0)
    return makeSystemError(errno, "cannot make a user namespace");
  if (pid == 0)
    for (;;)
      ::pause();
  FileDescriptor ns(
      ::open(procFile(pid, "ns/user").c_str(), O_RDONLY | O_CLOEXEC));
  llvm::Error error = writeFile(procFile(pid, "uid_map"), userMap);
  if (!error)
    error = writeFile(procFile(pid, "gid_map"), groupMap);
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
  PLUE_TRY(std::move(error));
  return ns;
}

llvm::Error NativeBackend::prepareIdMap() {
  struct stat owner;
  if (::stat(layout.workspace.c_str(), &owner) != 0)
    return makeSystemError(errno, layout.workspace);
  PLUE_ASSIGN_OR_RETURN(idMap,
                        makeUserNamespace(exchange(owner.st_uid, outer.user),
                                          exchange(owner.st_gid, outer.group)));
  llvm::Expected<FileDescriptor> mounted = mountWorkspace();
  if (mounted)
    return llvm::Error::success();
  if (owner.st_uid == 0)
    return makeError(
        "the workspace belongs to root and its filesystem cannot be mapped to "
        "another user ({0}); give it to an ordinary user, or put it on ext4, "
        "xfs, btrfs or tmpfs, or run without isolation: `--backend=none`",
        llvm::toString(mounted.takeError()));
  // Then commands run as the workspace's owner, who is not root at least.
  llvm::consumeError(mounted.takeError());
  idMap.reset();
  outer = {owner.st_uid, owner.st_gid};
  return llvm::Error::success();
}

/// Makes one sandbox and leaves it, so that what is missing is known before any
/// step has run.
llvm::Error NativeBackend::probe() {
  PLUE_ASSIGN_OR_RETURN(Pipe report, makePipe());
  FileDescriptor mounted;
  if (idMap) {
    PLUE_ASSIGN_OR_RETURN(mounted, mountWorkspace());
  }
  PLUE_ASSIGN_OR_RETURN(pid_t pid,
                        startInit({.layout = &layout,
                                   .plan = nullptr,
                                   .stack = stack.data(),
                                   .go = -1,
                                   .lifeline = lifeline.readEnd.get(),
                                   .report = report.writeEnd.get(),
                                   .workspaceMount = mounted.get()}));
  int status = 0;
  ::waitpid(pid, &status, 0);
  Command command{{}, std::move(report.readEnd)};
  report.writeEnd.reset();
  ExitStatus result = statusOfInit(command, status);
  if (result.isSuccess())
    return llvm::Error::success();
  return makeError("{0}; this machine may restrict user namespaces; "
                   "run without isolation: `--backend=none`",
                   result.message);
}

std::string NativeBackend::isolation() const {
  std::string text = "native: own user, mount, process, network, IPC, host "
                     "name and control group namespaces; read-only root";
  if (layout.changesUser && !idMap)
    text += "; commands run as the workspace's owner";
  return text;
}

//--- Once for a command -------------------------------------------------------

llvm::Expected<FileDescriptor> NativeBackend::mountWorkspace() const {
  FileDescriptor tree(
      ::open_tree(AT_FDCWD, layout.workspace.c_str(),
                  OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE));
  if (!tree)
    return makeSystemError(errno, "open_tree `" + layout.workspace + "`");
  struct mount_attr change = {};
  change.attr_set = MOUNT_ATTR_IDMAP;
  change.userns_fd = idMap.get();
  if (::mount_setattr(tree.get(), "", AT_EMPTY_PATH | AT_RECURSIVE, &change,
                      sizeof(change)) != 0)
    return makeSystemError(errno, "mount_setattr `" + layout.workspace + "`");
  return tree;
}

static llvm::Error explainClone(int error) {
  switch (error) {
  case EPERM:
  case ENOSPC:
  case EUSERS:
  case EINVAL:
  case ENOSYS:
    return makeError("this machine does not let plue-exec make namespaces "
                     "(clone3: {0}): look at user.max_user_namespaces, "
                     "kernel.unprivileged_userns_clone and "
                     "kernel.apparmor_restrict_unprivileged_userns, or run "
                     "without isolation: `--backend=none`",
                     std::generic_category().message(error));
  default:
    return makeSystemError(error, "cannot start a process");
  }
}

llvm::Expected<pid_t> NativeBackend::startInit(InitArguments arguments) {
  PLUE_ASSIGN_OR_RETURN(Pipe go, makePipe());
  arguments.go = go.readEnd.get();
  struct clone_args args = {};
  args.flags = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET |
               CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
  args.exit_signal = SIGCHLD;
  // Process 1 waits for signals rather than being interrupted by them.
  sigset_t all, before;
  ::sigfillset(&all);
  ::sigprocmask(SIG_BLOCK, &all, &before);
  long pid = ::syscall(SYS_clone3, &args, sizeof(args));
  if (pid == 0) {
    // The other end is the parent's alone, or its death would go unnoticed.
    ::close(go.writeEnd.get());
    ::close(lifeline.writeEnd.get());
    runInit(arguments);
  }
  int error = errno;
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  if (pid < 0)
    return explainClone(error);
  llvm::Error failed = mapIdentity(pid);
  if (!failed)
    failed = writeAll(go.writeEnd.get(), "!");
  if (!failed)
    return pid;
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
  return failed;
}

llvm::Error NativeBackend::mapIdentity(pid_t pid) const {
  std::string users = llvm::formatv("{0} {1} 1", InnerId, outer.user);
  std::string groups = llvm::formatv("{0} {1} 1", InnerId, outer.group);
  if (!layout.changesUser)
    PLUE_TRY(writeFile(procFile(pid, "setgroups"), "deny"));
  PLUE_TRY(writeFile(procFile(pid, "uid_map"), users));
  return writeFile(procFile(pid, "gid_map"), groups);
}

llvm::Expected<Process> NativeBackend::spawn(const SpawnRequest &request) {
  PLUE_ASSIGN_OR_RETURN(Channels channels, makeChannels(request));
  PLUE_ASSIGN_OR_RETURN(Pipe report, makePipe());
  FileDescriptor mounted;
  if (idMap) {
    PLUE_ASSIGN_OR_RETURN(mounted, mountWorkspace());
  }
  if (layout.changesUser) {
    // So that `/dev/stderr` can be opened by who is to write to it.
    ::fchown(channels.out.writeEnd.get(), outer.user, outer.group);
    ::fchown(channels.err.writeEnd.get(), outer.user, outer.group);
  }
  LaunchPlan plan(request);
  plan.in = null.get();
  plan.out = channels.out.writeEnd.get();
  plan.err = channels.err.writeEnd.get();
  plan.script = channels.script.get();
  plan.workspace = "/workspace";
  PLUE_ASSIGN_OR_RETURN(pid_t pid,
                        startInit({.layout = &layout,
                                   .plan = &plan,
                                   .stack = stack.data(),
                                   .go = -1,
                                   .lifeline = lifeline.readEnd.get(),
                                   .report = report.writeEnd.get(),
                                   .workspaceMount = mounted.get()}));
  commands.try_emplace(pid, Command{request, std::move(report.readEnd)});
  return Process{pid, std::move(channels.out.readEnd),
                 std::move(channels.err.readEnd)};
}

void NativeBackend::signal(pid_t pid, int number) {
  // We have not waited for it, so its number is still its own.
  if (commands.contains(pid))
    ::kill(pid, number);
}

void NativeBackend::killAll() {
  for (const auto &entry : commands)
    ::kill(entry.first, SIGKILL);
  for (const auto &entry : commands)
    ::waitpid(entry.first, nullptr, 0);
  commands.clear();
}

ExitStatus NativeBackend::statusOfInit(const Command &command,
                                       int waitStatus) const {
  Report report;
  ssize_t got = ::read(command.report.get(), &report, sizeof(report));
  if (got == sizeof(report))
    return statusOf(report, command.request);
  // Process 1 had no time for last words: it was killed.
  return statusOfWait(waitStatus);
}

std::vector<Ended> NativeBackend::collect() {
  std::vector<Ended> ended;
  int status;
  pid_t pid;
  while ((pid = ::waitpid(-1, &status, WNOHANG)) > 0) {
    auto found = commands.find(pid);
    if (found == commands.end())
      continue;
    ended.push_back({pid, statusOfInit(found->second, status)});
    commands.erase(found);
  }
  return ended;
}
