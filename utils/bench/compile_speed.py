#!/usr/bin/env python3
"""Measures plue-compile as a whole process: wall time and memory.

Compiles the 40-line workflow beside this script N times and reports the median
and the least wall time and the peak resident set, next to `true` started the
same way, which is what starting any process costs on this machine.
"""
import argparse
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


# A child's peak as wait4 tells it includes what its parent had at the fork, and
# Python has much. So a program of next to nothing starts it instead.
STARTER = r"""
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv) {
  struct rusage usage;
  int status;
  if (fork() == 0) {
    execvp(argv[1], argv + 1);
    _exit(127);
  }
  wait4(-1, &status, 0, &usage);
  printf("%ld\n", usage.ru_maxrss);
  return status != 0;
}
"""


def peak_memory(folder, argv):
    """Peak resident KiB of a process."""
    source, starter = os.path.join(folder, "starter.c"), os.path.join(folder, "starter")
    Path(source).write_text(STARTER)
    subprocess.run(["cc", "-static", "-o", starter, source], check=True)
    result = subprocess.run([starter, *argv], check=True, capture_output=True, text=True)
    return int(result.stdout)


def run(argv):
    """Wall seconds of one process."""
    null = os.open(os.devnull, os.O_RDWR)
    start = time.perf_counter()
    actions = [(os.POSIX_SPAWN_DUP2, null, fd) for fd in (0, 1, 2)]
    pid = os.posix_spawnp(argv[0], argv, os.environ, file_actions=actions)
    _, status = os.waitpid(pid, 0)
    elapsed = time.perf_counter() - start
    os.close(null)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{' '.join(argv)} failed")
    return elapsed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tool", default="build/release/bin/plue-compile")
    parser.add_argument("--file", default=str(HERE / "forty_lines.py"))
    parser.add_argument("-n", type=int, default=200)
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, "out.plan")
        compile_argv = [options.tool, options.file, "-o", output]
        floor, times = [], []
        for i in range(options.n + 5):
            base = run(["true"])
            elapsed = run(compile_argv)
            if i >= 5:  # The first few warm the caches.
                floor.append(base)
                times.append(elapsed)
        peak = peak_memory(folder, compile_argv)
        size = os.path.getsize(output)

    def show(name, samples):
        print(f"{name}: median {statistics.median(samples) * 1e3:.2f} ms, "
              f"least {min(samples) * 1e3:.2f} ms")

    show("true", floor)
    show("plue-compile", times)
    print(f"resident at most {peak / 1024:.1f} MiB; plan of {size} bytes; "
          f"n = {options.n}")


if __name__ == "__main__":
    main()
