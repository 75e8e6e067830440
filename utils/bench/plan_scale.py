#!/usr/bin/env python3
"""Measures whether the cost of a plan grows with its steps and no faster.

For each number of steps, a workflow with one loop of so many simple steps (a
name, a command, an edge to the step before) is compiled; then its plan is
opened and verified, verified with encoding it again, disassembled and simulated.

Times are medians, in processor time: other programs on the machine do not count.
`x` is the time per step in relation to that of the line before. `peak` is the
memory, and for what reads the plan how many times the file that is. Opening is
measured inside the process, everything else as a whole process.
"""
import argparse
import os
import statistics
import subprocess
import tempfile
from pathlib import Path

from process import measure, starter

SOURCE = '''from plue import push, workflow


@workflow(triggers=[push()], image="host")
def ci(ctx):
    for i in range({steps}):
        ctx.run(name=f"build target {{i}}", cmd=f"make target-{{i}}")
'''


def open_plan(tools, plan, runs):
    """Processor seconds and peak KiB of opening and verifying in process."""
    samples = []
    for _ in range(runs):
        out = subprocess.run([f"{tools}/BytecodeBenchmarks", plan], check=True,
                             capture_output=True, text=True).stdout.split()
        samples.append((float(out[0]), int(out[2])))
    return statistics.median(s[0] for s in samples), max(s[1] for s in samples)


def run_program(argv, runs):
    costs = [measure(argv) for _ in range(runs)]
    return statistics.median(c.processor for c in costs), max(c.peak for c in costs)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tools", default="build/release/bin")
    parser.add_argument("--steps", default="1000,10000,100000,1000000")
    parser.add_argument("-n", type=int, default=5, help="runs of each")
    options = parser.parse_args()
    starter()

    before = {}
    with tempfile.TemporaryDirectory() as folder:
        for steps in map(int, options.steps.split(",")):
            source, plan = f"{folder}/ci.py", f"{folder}/ci.plan"
            Path(source).write_text(SOURCE.format(steps=steps))
            tool = options.tools
            runs = options.n if steps < 1_000_000 else min(options.n, 3)
            results = {"compile": run_program(
                [f"{tool}/plue-compile", source, f"--max-steps={steps}", "-o", plan], runs)}
            size = os.path.getsize(plan)
            results["open"] = open_plan(tool, plan, runs)
            results["verify"] = run_program([f"{tool}/plue-exec", "verify", plan], runs)
            results["dis"] = run_program([f"{tool}/plue-dis", plan, "-o", "/dev/null"], runs)
            results["simulate"] = run_program([f"{tool}/plue-exec", "simulate", plan], runs)
            print(f"\n{steps} steps: {size} bytes, {size / steps:.1f} per step")
            for name, (seconds, peak) in results.items():
                each = seconds / steps * 1e6
                ratio = f"x{each / before[name]:.2f}" if before.get(name) else ""
                times = f" {peak * 1024 / size:6.2f} files" if name != "compile" else ""
                print(f"  {name:9}{seconds * 1e3:10.2f} ms {each:7.3f} us/step "
                      f"{ratio:6}{peak / 1024:9.1f} MiB{times}")
                before[name] = each


if __name__ == "__main__":
    main()
