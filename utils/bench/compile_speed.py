#!/usr/bin/env python3
"""Measures plue-compile as a whole process: wall time and memory.

Compiles the 40-line workflow beside this script N times and reports the median
and the least wall time and the peak resident set, next to `true` started the
same way, which is what starting any process costs on this machine.
"""
import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

from process import measure

HERE = Path(__file__).resolve().parent


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
        peak = measure(compile_argv).peak
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
