//===- spawn_floor.cpp - The price of a process ---------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What any runner pays at least: starts a command COUNT times, JOBS at a
/// time, with posix_spawn(), and waits for each. `spawn_floor COUNT JOBS CMD…`
//===----------------------------------------------------------------------===//
#include <cstdio>
#include <cstdlib>
#include <spawn.h>
#include <sys/wait.h>

int main(int argc, char **argv) {
  if (argc < 4)
    return 2;
  int count = atoi(argv[1]), jobs = atoi(argv[2]);
  char *environment[] = {const_cast<char *>("PATH=/usr/bin:/bin"), nullptr};
  int running = 0, failed = 0;
  while (count > 0 || running > 0) {
    if (count > 0 && running < jobs) {
      pid_t pid;
      if (posix_spawnp(&pid, argv[3], nullptr, nullptr, argv + 3,
                       environment) != 0)
        return 3;
      --count;
      ++running;
      continue;
    }
    int status;
    if (wait(&status) < 0)
      return 3;
    failed += status != 0;
    --running;
  }
  return failed != 0;
}
