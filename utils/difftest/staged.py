#!/usr/bin/env python3
"""Compares the execution of plans with CPython running the same file.

    staged.py --programs N --seed S [--level L] [--jobs J]

makes N random workflows that branch, loop and compute on run-time values. Each is
compiled once and simulated with several events and results of steps; CPython runs
the file with the recording `plue` module and the same data. The steps that ran,
their configuration, and the end of the run must agree. Where plue refuses a workflow
with a located error the program is counted, by the error's code: refusing is
allowed, differing, crashing and hanging are not. An exception that plue says is
certain has to end every run in CPython, too.

With --opt the plan is also simulated after each pass of plue-opt, and after the
default pipeline: see staged/passes.py for what may be different then.

A disagreement is reduced before it is printed. Program number I of seed S is the
same everywhere: `--seed S --first I --programs 1 --show` prints it. utils/difftest/
staged/features.py lists levels and features.
"""
import argparse
import collections
import json
import multiprocessing
import random
import re
import sys
import tempfile
import warnings
from pathlib import Path

from staged.features import ALL, LEVELS, features_of
from staged.generator import Generator
from staged.passes import Passes
from staged.reduce import reduce
from staged.runs import CPython, Fault, Plue, Refused, TooLong, compare

# A program that the reducer has broken shows these, whatever plue thinks of it.
BROKEN = ("NameError", "UnboundLocalError", "TypeError", "AttributeError")


class Program:
    """A workflow with events and outcomes, made from two numbers."""

    def __init__(self, seed, number, options):
        rng = random.Random(f"{seed}/{number}")
        generator = Generator(rng, options.features)
        self.number = number
        self.source = generator.workflow()
        self.runs = [(generator.event(), generator.outcomes())
                     for _ in range(options.events)]


def examine(source, runs, plue, passes=None):
    """(how many runs agree, the first disagreement or None); may raise Refused."""
    try:
        plue.compile(source)
        if passes:
            passes.apply(plue)
    except Fault as fault:
        return 0, (None, None, None, f"plue {fault}")
    try:
        python = CPython(source)
    except TooLong:
        return 0, None
    for number, (event, outcomes) in enumerate(runs):
        try:
            difference = compare(python, plue, event, outcomes)
            if passes and not difference:
                difference = passes.compare(plue, event, outcomes)
        except Fault as fault:
            difference = (python.run(event, outcomes), f"plue {fault}")
        except TooLong:
            continue
        if difference:
            return number, (event, outcomes, *difference)
    return len(runs), None


# Of these one that is not certain is refused, too.
STATIC = ("TypeError", "AttributeError", "NameError", "UnboundLocalError")


def exceptional(program, refusal):
    """The first run that does well though plue says that the program cannot."""
    if refusal.code != "python-exception" or refusal.said.startswith(STATIC):
        return None
    try:
        python = CPython(program.source)
        for event, outcomes in program.runs:
            trace = python.run(event, outcomes)
            if trace["status"] == "success":
                return event, outcomes, trace, f"plue refuses: {refusal.said}"
    except TooLong:
        pass
    return None


def is_broken(wanted):
    return isinstance(wanted, dict) and (wanted["reason"] or "").startswith(BROKEN)


def reduced(program, found, plue, passes):
    """The program made smaller, and what is wrong with that."""
    event, outcomes, wanted, got = found
    runs = [(event, outcomes)] if event else program.runs
    was_broken = is_broken(wanted)
    last = {}

    def is_interesting(source):
        try:
            _, difference = examine(source, runs, plue, passes)
        except (Refused, Exception):  # Not a program of ours any more.
            return False
        if difference is None or isinstance(difference[3], str) != isinstance(got, str):
            return False
        if is_broken(difference[2]) and not was_broken:
            return False
        last[source] = difference
        return True

    source = reduce(program.source, is_interesting)
    event, outcomes, *sides = last.get(source, found)
    if outcomes:
        used = {name: result for name, result in outcomes["steps"].items()
                if re.search(rf"\b{name}\b", source)}
        outcomes = {**outcomes, "steps": used}
    return source, (event, outcomes, *sides)


def report(program, found, plue, passes, options):
    source, (event, outcomes, wanted, got) = program.source, found
    if not options.no_reduce:
        source, (event, outcomes, wanted, got) = reduced(program, found, plue, passes)
    text = (f"--- seed {options.seed}, program {program.number}\n{source}\n"
            f"--- event\n{json.dumps(event)}\n--- outcomes\n{json.dumps(outcomes)}\n"
            f"--- CPython\n{json.dumps(wanted, indent=1)}\n"
            f"--- plue\n{got if isinstance(got, str) else json.dumps(got, indent=1)}\n")
    if options.save:
        folder = Path(options.save)
        folder.mkdir(parents=True, exist_ok=True)
        stem = folder / f"{options.seed}-{program.number}"
        stem.with_suffix(".py").write_text(source)
        stem.with_suffix(".full.py").write_text(program.source)
        stem.with_suffix(".txt").write_text(text)
    return text


def work(job):
    """Examines every N-th program; returns counts and what was found."""
    part, options = job
    counts = collections.Counter()
    refusals, examples, texts = collections.Counter(), {}, []
    with tempfile.TemporaryDirectory() as folder:
        plue = Plue(options.compile, options.exec, folder)
        passes = Passes(options.opt, Path(folder)) if options.opt else None
        for number in range(options.first + part, options.first + options.programs,
                            options.jobs):
            program = Program(options.seed, number, options)
            if options.show:
                print(program.source)
                print(json.dumps(program.runs, indent=1))
            counts["programs"] += 1
            try:
                agreed, found = examine(program.source, program.runs, plue, passes)
            except Refused as refusal:
                refusals[refusal.code] += 1
                examples.setdefault(refusal.code, (number, refusal.said))
                if found := exceptional(program, refusal):
                    counts["disagreements"] += 1
                    texts.append(report(program, found, plue, options))
                continue
            counts["compiled"] += 1
            counts["runs"] += agreed
            if found:
                counts["disagreements"] += 1
                if len(texts) < options.most:
                    texts.append(report(program, found, plue, passes, options))
    return counts, refusals, examples, texts


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--compile", default="plue-compile")
    parser.add_argument("--exec", default="plue-exec")
    parser.add_argument("--opt", help="a plue-opt: its passes must not change a trace")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="number of the first program")
    parser.add_argument("--programs", type=int, default=20)
    parser.add_argument("--events", type=int, default=4, help="runs of each program")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--level", type=int, default=len(LEVELS) - 1)
    parser.add_argument("--only", nargs="+", choices=sorted(ALL), metavar="FEATURE")
    parser.add_argument("--without", nargs="+", default=[], choices=sorted(ALL),
                        metavar="FEATURE")
    parser.add_argument("--most", type=int, default=3, help="disagreements shown per job")
    parser.add_argument("--save", help="folder for disagreements")
    parser.add_argument("--no-reduce", action="store_true")
    parser.add_argument("--show", action="store_true", help="prints the programs")
    parser.add_argument("--refused", action="store_true", help="an example of each refusal")
    parser.add_argument("--most-refused", type=float, default=1.0,
                        help="the share of refused programs that is a failure")
    options = parser.parse_args()
    options.features = features_of(options.level, options.without, options.only)

    warnings.simplefilter("ignore", SyntaxWarning)
    jobs = [(part, options) for part in range(options.jobs)]
    if options.jobs == 1:
        results = [work(jobs[0])]
    else:
        with multiprocessing.Pool(options.jobs) as pool:
            results = pool.map(work, jobs)
    counts = sum((result[0] for result in results), collections.Counter())
    refusals = sum((result[1] for result in results), collections.Counter())
    for result in results:
        for text in result[3]:
            print(text)
    for code, count in refusals.most_common():
        number, said = next(result[2][code] for result in results if code in result[2])
        example = f"  e.g. program {number}: {said}" if options.refused else ""
        print(f"refused {count:5} {code}{example}")
    refused = sum(refusals.values())
    print(f"seed {options.seed}, level {options.level}: {counts['programs']} programs, "
          f"{counts['compiled']} compiled, {refused} refused, {counts['runs']} runs agree, "
          f"{counts['disagreements']} disagreements")
    too_many = refused > options.most_refused * counts["programs"]
    if too_many:
        print("too many programs were refused")
    return 1 if counts["disagreements"] or too_many else 0


if __name__ == "__main__":
    sys.exit(main())
