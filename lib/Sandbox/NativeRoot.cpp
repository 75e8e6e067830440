//===- NativeRoot.cpp - The root filesystem of a sandbox ------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The root is a small tmpfs of the sandbox's own. Programs and libraries
/// of the host are bound into it, read-only; what is not bound does not exist,
/// so there is nothing to hide. In the end the tmpfs is made read-only, except
/// where a directory was bound onto itself before: `/tmp` and its like. All of
/// them are one filesystem, which is cheap to make and has one size.
///
/// Device files cannot be made without privileges over the host, so the host's
/// are bound. `/proc` is new, shows only the sandbox's own processes (not even
/// process 1, which is a copy of plue-exec), and is read-only.
///
/// The root is put together under the host's `/tmp`, in a mount namespace that
/// nobody else sees, and then takes the place of the old one.
//===----------------------------------------------------------------------===//
#include "Native.h"
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>

using namespace plue;
using namespace plue::sandbox;

namespace {
class RootBuilder {
public:
  RootBuilder(const NativeLayout &layout, Report &report)
      : layout(layout), report(report) {}

  bool build(int workspaceMount);

private:
  bool makeTmpfs();
  bool bindHost();
  bool makeDevices();
  bool makeScratch();
  bool makeAccounts();
  bool makeProc();
  bool attachWorkspace(int workspaceMount);
  bool enter();

  bool directory(const char *path, mode_t mode = 0755);
  bool file(const char *path, llvm::StringRef text, mode_t mode = 0644);
  bool link(const char *target, const char *path);
  /// Binds the host's \p source to \p path with the attributes \p attributes.
  bool bind(const char *source, const char *path, uint64_t attributes);
  /// Makes the directory \p path one that stays writable.
  bool writable(const char *path, mode_t mode);
  bool setAttributes(const char *path, uint64_t attributes, bool recursive);
  bool fail(const char *call, const char *subject) {
    report.fail(call, subject);
    return false;
  }

  const NativeLayout &layout;
  Report &report;
};
} // namespace

/// Where the new root is put together. Names below are relative to it.
static constexpr const char *Scaffold = "/tmp";

static constexpr uint64_t Inert = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
static constexpr uint64_t ReadOnly = Inert | MOUNT_ATTR_RDONLY;

bool sandbox::enterRoot(const NativeLayout &layout, int workspaceMount,
                        Report &report) {
  return RootBuilder(layout, report).build(workspaceMount);
}

bool RootBuilder::build(int workspaceMount) {
  // The workspace first: it may lie below what the scaffold hides.
  if (workspaceMount < 0) {
    workspaceMount =
        ::open_tree(AT_FDCWD, layout.workspace.c_str(),
                    OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
    if (workspaceMount < 0)
      return fail("open_tree", layout.workspace.c_str());
  }
  return makeTmpfs() && bindHost() && makeDevices() && makeScratch() &&
         makeAccounts() && makeProc() && attachWorkspace(workspaceMount) &&
         enter();
}

//--- Parts --------------------------------------------------------------------

bool RootBuilder::makeTmpfs() {
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return fail("mount private", "/");
  if (::mount("plue", Scaffold, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755") !=
      0)
    return fail("mount tmpfs", Scaffold);
  if (::chdir(Scaffold) != 0)
    return fail("chdir", Scaffold);
  ::umask(0);
  return true;
}

bool RootBuilder::bindHost() {
  if (!directory("var"))
    return false;
  for (const HostEntry &entry : layout.hostEntries) {
    const char *path = entry.path.c_str();
    if (!entry.linkTarget.empty()) {
      if (!link(entry.linkTarget.c_str(), path))
        return false;
      continue;
    }
    char source[256];
    ::snprintf(source, sizeof(source), "/%s", path);
    if (!directory(path) || !bind(source, path, ReadOnly))
      return false;
  }
  // How many processors there are and how they hang together.
  return directory("sys") && directory("sys/devices") &&
         directory("sys/devices/system") &&
         (::access("/sys/devices/system", F_OK) != 0 ||
          bind("/sys/devices/system", "sys/devices/system", ReadOnly));
}

bool RootBuilder::makeDevices() {
  static constexpr struct {
    const char *host, *path;
  } Devices[] = {{"/dev/null", "dev/null"},       {"/dev/zero", "dev/zero"},
                 {"/dev/full", "dev/full"},       {"/dev/random", "dev/random"},
                 {"/dev/urandom", "dev/urandom"}, {"/dev/tty", "dev/tty"}};
  if (!directory("dev"))
    return false;
  for (const auto &device : Devices)
    if (!file(device.path, "", 0666) ||
        !bind(device.host, device.path, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC))
      return false;
  if (!directory("dev/pts") ||
      ::mount("devpts", "dev/pts", "devpts", MS_NOSUID | MS_NOEXEC,
              "newinstance,ptmxmode=0666,mode=0620") != 0)
    return fail("mount devpts", "/dev/pts");
  return link("pts/ptmx", "dev/ptmx") && link("/proc/self/fd", "dev/fd") &&
         link("/proc/self/fd/0", "dev/stdin") &&
         link("/proc/self/fd/1", "dev/stdout") &&
         link("/proc/self/fd/2", "dev/stderr");
}

bool RootBuilder::makeScratch() {
  return writable("tmp", 01777) && writable("var/tmp", 01777) &&
         writable("run", 0755) && writable("dev/shm", 01777) &&
         directory("home") && directory("root", 0700) && directory("mnt") &&
         link("/run", "var/run");
}

/// Programs like to know who they are, and need not know who else there is.
bool RootBuilder::makeAccounts() {
  if (!layout.hasAccounts)
    return true;
  return directory(".etc", 0700) && file(".etc/passwd", layout.passwd) &&
         file(".etc/group", layout.group) &&
         bind(".etc/passwd", "etc/passwd", ReadOnly) &&
         bind(".etc/group", "etc/group", ReadOnly);
}

bool RootBuilder::makeProc() {
  if (!directory("proc"))
    return false;
  if (::mount("proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC,
              "hidepid=2") != 0)
    return fail("mount proc", "/proc");
  // No namespaces within: this sandbox has what a command may have. A kernel
  // that does not know the limit has none to set.
  int limit = ::open("proc/sys/user/max_user_namespaces", O_WRONLY | O_CLOEXEC);
  if (limit >= 0) {
    bool written = ::write(limit, "0", 1) == 1;
    ::close(limit);
    if (!written)
      return fail("write", "/proc/sys/user/max_user_namespaces");
  }
  static constexpr const char *Masked[] = {
      "proc/kcore",    "proc/keys",          "proc/timer_list",
      "proc/kallsyms", "proc/sysrq-trigger", "proc/interrupts"};
  for (const char *path : Masked)
    if (::access(path, F_OK) == 0 &&
        !bind("/dev/null", path, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC))
      return false;
  return setAttributes("proc", ReadOnly | MOUNT_ATTR_NOEXEC, false);
}

bool RootBuilder::attachWorkspace(int workspaceMount) {
  if (!directory("workspace"))
    return false;
  if (::move_mount(workspaceMount, "", AT_FDCWD, "workspace",
                   MOVE_MOUNT_F_EMPTY_PATH) != 0)
    return fail("move_mount", "/workspace");
  ::close(workspaceMount);
  return setAttributes("workspace", Inert, true);
}

bool RootBuilder::enter() {
  if (!setAttributes(".", ReadOnly, false))
    return false;
  // The old root lands on top of the new one, and is taken away.
  if (::syscall(SYS_pivot_root, ".", ".") != 0)
    return fail("pivot_root", "/");
  if (::umount2(".", MNT_DETACH) != 0)
    return fail("umount", "/");
  if (::chdir("/") != 0)
    return fail("chdir", "/");
  ::umask(022);
  return true;
}

//--- Steps --------------------------------------------------------------------

bool RootBuilder::directory(const char *path, mode_t mode) {
  return ::mkdir(path, mode) == 0 || fail("mkdir", path);
}

bool RootBuilder::file(const char *path, llvm::StringRef text, mode_t mode) {
  int fd = ::open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (fd < 0)
    return fail("create", path);
  bool written = ::write(fd, text.data(), text.size()) ==
                 static_cast<ssize_t>(text.size());
  ::close(fd);
  return written || fail("write", path);
}

bool RootBuilder::link(const char *target, const char *path) {
  return ::symlink(target, path) == 0 || fail("symlink", path);
}

bool RootBuilder::bind(const char *source, const char *path,
                       uint64_t attributes) {
  int tree = ::open_tree(AT_FDCWD, source,
                         OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
  if (tree < 0)
    return fail("open_tree", source);
  struct mount_attr change = {};
  change.attr_set = attributes;
  bool done = ::mount_setattr(tree, "", AT_EMPTY_PATH | AT_RECURSIVE, &change,
                              sizeof(change)) == 0
                  ? ::move_mount(tree, "", AT_FDCWD, path,
                                 MOVE_MOUNT_F_EMPTY_PATH) == 0 ||
                        fail("move_mount", path)
                  : fail("mount_setattr", source);
  ::close(tree);
  return done;
}

bool RootBuilder::writable(const char *path, mode_t mode) {
  return directory(path, mode) && bind(path, path, Inert);
}

bool RootBuilder::setAttributes(const char *path, uint64_t attributes,
                                bool recursive) {
  struct mount_attr change = {};
  change.attr_set = attributes;
  return ::mount_setattr(AT_FDCWD, path, recursive ? AT_RECURSIVE : 0, &change,
                         sizeof(change)) == 0 ||
         fail("mount_setattr", path);
}
