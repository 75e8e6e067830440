#!/usr/bin/env python3
"""Measures what plue-exec adds to the price of a process.

Runs 1,000 independent steps that do nothing without isolation, and the same
commands by a bare posix_spawn() loop at the same parallelism, in turns, and
compares the medians. Fails if plue-exec takes more than --limit times as long.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMANDS = {
    # What the step says, and what the kernel is asked to run.
    "argv": ("['true']", ["true"]),
    "script": ("'true'", ["/bin/sh", "-e", "-c", "true"]),
}
WORKFLOW = """from plue import manual, workflow


@workflow(triggers=[manual()], image="host")
def bench(ctx):
    for i in range({steps}):
        ctx.run(name=f"step {{i}}", cmd={cmd}, depends_on=[])
"""


def seconds(command, **options):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, **options)
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--compile", default="plue-compile")
    parser.add_argument("--exec", default="plue-exec")
    parser.add_argument("--backend", default="none")
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--limit", type=float, default=3.0)
    options = parser.parse_args()

    worst = 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        floor = folder / "spawn_floor"
        subprocess.run(["c++", "-O2", "-o", str(floor), str(HERE / "spawn_floor.cpp")],
                       check=True)
        for kind, (cmd, argv) in COMMANDS.items():
            source, plan = folder / f"{kind}.py", folder / f"{kind}.plan"
            source.write_text(WORKFLOW.format(steps=options.steps, cmd=cmd))
            subprocess.run([options.compile, str(source), "-o", str(plan)], check=True)
            bare = [str(floor), str(options.steps), str(options.jobs), *argv]
            ours = [options.exec, "run", str(plan), f"--backend={options.backend}",
                    f"--jobs={options.jobs}", f"--workspace={folder}",
                    f"--state={folder / 'runs'}"]
            times = [(seconds(bare), seconds(ours)) for _ in range(options.rounds)]
            bare_time, our_time = (statistics.median(column) for column in zip(*times))
            ratio = our_time / bare_time
            worst = max(worst, ratio)
            print(f"{kind:6}  posix_spawn {bare_time * 1000:7.1f} ms  "
                  f"plue-exec {our_time * 1000:7.1f} ms  ratio {ratio:.2f}  "
                  f"({options.steps} steps, {options.jobs} jobs, "
                  f"backend {options.backend})")
    return 0 if worst <= options.limit else 1


if __name__ == "__main__":
    sys.exit(main())
