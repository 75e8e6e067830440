#!/usr/bin/env python3
"""Every construct of the language, on values known when compiling and on others.

    constructs.py [--stage STAGE...] [--only TEXT] [--show]

The tables in constructs/ list the expressions, statements, functions and methods of
the subset; each of Builtins.def must be there. Each case is run in several stages,
which say where its operands come from: the source, the inputs of the run, what a
step has printed, data without a type, the items of a loop. The plan must do what
CPython does with the same file, or the case stands in constructs/refusals.py with the
diagnostic that it is refused with; what is there and is not refused is a failure,
too.
"""
import argparse
import re
import sys
import tempfile
import warnings
from pathlib import Path

from constructs import cases as all_cases
from constructs.refusals import FAILURES, PARTLY, REFUSALS
from constructs.stages import STAGES, Stage
from constructs.workflows import Batch, shown
from staged.runs import Plue

CATALOGUE = Path(__file__).resolve().parents[2] / "include/plue/Value/Builtins.def"


def missing_from_tables():
    """What Builtins.def has and the tables do not."""
    text = CATALOGUE.read_text()
    functions = re.findall(r'^PLUE_BUILTIN\(\w+, "(\w+)"', text, re.M)
    methods = re.findall(r'^PLUE_(?:STATIC_)?METHOD\((\w+), "(\w+)"', text, re.M)
    known = all_cases.listed()
    return [name for name in [*functions, *map(".".join, methods)] if name not in known]


class Report:
    """Counts, and what is to be complained of."""

    def __init__(self):
        self.agreed = self.refused = 0
        self.complaints = []
        self.unused = {(stage, text) for stage, texts in REFUSALS.items() for text in texts}

    @staticmethod
    def expected(stage, case):
        """The codes of refusals. Where only some operands are unknown a case may be
        refused as it is where all are, and need not."""
        if not stage.name.startswith("only-"):
            return [REFUSALS[stage.name].get(case.text)]
        return [table.get(case.text) for table in (REFUSALS["inputs"], PARTLY)]

    def refusal(self, stage, case, code, said):
        self.unused.discard((stage.name, case.text))
        wanted = self.expected(stage, case)
        if code in wanted or (not any(wanted) and case.is_certain_to_raise(stage)):
            self.refused += 1
        else:
            self.complain(stage, case, f"refused: {said} [{code}]")

    def run(self, stage, case, difference):
        if difference is None:
            self.agreed += 1
        elif self.fails_as_expected(case, difference):
            self.refused += 1
        else:
            self.complain(stage, case, shown(difference))

    @staticmethod
    def fails_as_expected(case, difference):
        got = difference[1]
        return case.text in FAILURES and isinstance(got, dict) and (
            got["reason"] or "").startswith(FAILURES[case.text])

    def complain(self, stage, case, what):
        self.complaints.append(f"{stage.name}: {case.text!r}: {what}")

    def finish(self, stages):
        for name, text in sorted(self.unused):
            if name in stages:
                self.complaints.append(f"{name}: {text!r}: is not refused any more, "
                                       "or is no case: see constructs/refusals.py")


def examine(stage, cases, plue, report, show):
    for batch in Batch.divide(stage, cases):
        source, refusals = batch.compile(plue)
        if show:
            print(source)
        for case, code, said in refusals:
            report.refusal(stage, case, code, said)
        for case, difference in batch.compare(plue):
            report.run(stage, case, difference)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--compile", default="plue-compile")
    parser.add_argument("--exec", default="plue-exec")
    parser.add_argument("--stage", nargs="+", choices=[s.name for s in STAGES])
    parser.add_argument("--only", help="only cases whose text holds this")
    parser.add_argument("--show", action="store_true", help="prints the workflows")
    options = parser.parse_args()
    warnings.simplefilter("ignore", SyntaxWarning)

    report = Report()
    report.complaints += [f"{name}: has no case" for name in missing_from_tables()]
    stages = [s for s in STAGES if not options.stage or s.name in options.stage]
    cases = [case for case in all_cases.collect() if not options.only
             or options.only in case.text]
    with tempfile.TemporaryDirectory() as folder:
        plue = Plue(options.compile, options.exec, folder)
        for stage in stages:
            examine(stage, cases, plue, report, options.show)
    if not options.only:
        report.finish({stage.name for stage in stages})
    for complaint in report.complaints:
        print(complaint)
    print(f"{len(cases)} cases in {len(stages)} stages: {report.agreed} runs agree, "
          f"{report.refused} refused as expected, {len(report.complaints)} complaints")
    return 1 if report.complaints or report.agreed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
