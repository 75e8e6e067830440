//===- CommandTables.cpp - Programs that take code ------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "CommandTables.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::shell;
using llvm::StringRef;

static constexpr StringRef shellNames[] = {
    "sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "rbash", "fish"};
static constexpr StringRef shellLongFlags[] = {"--login", "--norc",
                                               "--noprofile", "--posix"};
static constexpr StringRef pythonNames[] = {"python", "pypy"};
static constexpr StringRef awkNames[] = {"awk", "gawk", "mawk", "nawk"};
static constexpr StringRef sedNames[] = {"sed", "gsed"};
static constexpr StringRef sedLongFlags[] = {
    "--quiet",           "--silent",          "--in-place",       "--posix",
    "--sandbox",         "--unbuffered",      "--null-data",      "--separate",
    "--regexp-extended", "--zero-terminated", "--follow-symlinks"};
static constexpr StringRef perlNames[] = {"perl"};
static constexpr StringRef rubyNames[] = {"ruby", "lua", "php"};
static constexpr StringRef nodeNames[] = {"node", "nodejs", "deno", "bun"};
static constexpr StringRef sourceNames[] = {".", "source"};

static constexpr Interpreter interpreters[] = {
    {.names = shellNames,
     .code = "",
     .value = "oO",
     .flags = "abcefhiklmnprstuvxBCEHPTD",
     .longFlags = shellLongFlags,
     .isShell = true},
    {.names = pythonNames,
     .code = "cm",
     .value = "WX",
     .flags = "bBdEhiIOPqRsSuvVx",
     .endsAtCode = true},
    {.names = awkNames, .code = "feEi", .value = "Fv", .flags = ""},
    {.names = sedNames,
     .code = "ef",
     .value = "l",
     .flags = "nrEsuzi",
     .longFlags = sedLongFlags,
     .permutes = true},
    {.names = perlNames, .code = "eE", .value = "", .flags = "wWtTcsu"},
    {.names = rubyNames, .code = "er", .value = "", .flags = "wv"},
    {.names = nodeNames, .code = "ep", .value = "", .flags = ""},
    {.names = sourceNames, .code = "", .value = "", .flags = ""},
};

static constexpr StringRef sudoNames[] = {"sudo", "doas"};
static constexpr StringRef envNames[] = {"env"};
static constexpr StringRef niceNames[] = {"nice"};
static constexpr StringRef timeoutNames[] = {"timeout"};
static constexpr StringRef timeoutFlags[] = {"--foreground", "--verbose",
                                             "--preserve-status"};
static constexpr StringRef xargsNames[] = {"xargs"};
static constexpr StringRef xargsFlags[] = {"--null", "--no-run-if-empty",
                                           "--verbose"};
static constexpr StringRef stdbufNames[] = {"stdbuf"};
static constexpr StringRef ioniceNames[] = {"ionice"};
static constexpr StringRef timeNames[] = {"time"};
static constexpr StringRef execNames[] = {"exec"};
static constexpr StringRef plainNames[] = {"nohup",   "setsid",  "command",
                                           "builtin", "busybox", "toybox"};
static constexpr StringRef chrootNames[] = {"chroot"};

static constexpr Wrapper wrappers[] = {
    {.names = sudoNames,
     .value = "aughCprtTURD",
     .flags = "AbEeHiknNPSsLv",
     .takesAssignments = true},
    {.names = envNames,
     .value = "uC",
     .flags = "i0v",
     .takesAssignments = true,
     .refusesValues = true},
    {.names = niceNames, .value = "n", .flags = "0123456789"},
    {.names = timeoutNames,
     .value = "sk",
     .flags = "v",
     .longFlags = timeoutFlags,
     .positionals = 1},
    {.names = xargsNames,
     .value = "adEILnPs",
     .flags = "0prtxil",
     .longFlags = xargsFlags},
    {.names = stdbufNames, .value = "ioe", .flags = ""},
    {.names = ioniceNames, .value = "cn", .flags = "t"},
    {.names = timeNames, .value = "fo", .flags = "apvq"},
    {.names = execNames, .value = "a", .flags = "cl"},
    {.names = plainNames, .value = "", .flags = "cfwpvV"},
    {.names = chrootNames, .value = "", .flags = "", .positionals = 1},
};

const Interpreter *shell::findInterpreter(StringRef name) {
  for (const Interpreter &interpreter : interpreters)
    if (llvm::is_contained(interpreter.names, name))
      return &interpreter;
  return nullptr;
}

const Wrapper *shell::findWrapper(StringRef name) {
  for (const Wrapper &wrapper : wrappers)
    if (llvm::is_contained(wrapper.names, name))
      return &wrapper;
  return nullptr;
}

bool shell::evaluatesAll(StringRef name) {
  static constexpr StringRef names[] = {
      "eval",    "trap",  "alias",  "ssh",   "su",       "runuser",
      "sg",      "watch", "script", "bind",  "parallel", "complete",
      "compgen", "fc",    "at",     "expect"};
  return llvm::is_contained(names, name);
}

bool shell::evaluatesNames(StringRef name) {
  static constexpr StringRef names[] = {
      "let",  "declare", "typeset",   "local",  "unset", "read", "getopts",
      "wait", "mapfile", "readarray", "enable", "hash",  "jobs", "history"};
  return llvm::is_contained(names, name);
}

llvm::ArrayRef<StringRef> shell::commandOptions() {
  static constexpr StringRef options[] = {"-exec", "-execdir", "-ok", "-okdir"};
  return options;
}

bool shell::isEvaluatedVariable(StringRef name) {
  static constexpr StringRef names[] = {
      // The shell expands or runs these …
      "PS0", "PS1", "PS2", "PS4", "PROMPT_COMMAND", "BASH_ENV", "ENV",
      // … and takes these for arithmetic or for its own state.
      "RANDOM", "SRANDOM", "SECONDS", "LINENO", "OPTIND", "HISTCMD", "IFS",
      // Others run these, or load them.
      "GIT_SSH_COMMAND", "GIT_SSH", "GIT_EDITOR", "GIT_PAGER", "GIT_ASKPASS",
      "GIT_EXTERNAL_DIFF", "EDITOR", "VISUAL", "PAGER", "BROWSER", "LD_PRELOAD",
      "LD_AUDIT", "PERL5OPT", "RUBYOPT", "NODE_OPTIONS"};
  return llvm::is_contained(names, name);
}
