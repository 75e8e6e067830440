"""Workflows made of cases, compiled and compared."""
import json

from constructs.stages import TYPES
from staged.runs import CPython, Fault, compare

HEADER = ("from plue import enum, manual, optional, schema, workflow\n\n")
TOGETHER = 60


class Batch:
    """A file of workflows, each of some cases of one stage."""

    def __init__(self, stage, groups):
        self.stage = stage
        self.groups = groups

    @staticmethod
    def divide(stage, cases):
        """Batches of all cases: those that raise stand alone in their workflows."""
        taken = [case for case in cases if stage.takes(case)]
        quiet = [case for case in taken if not case.raises(stage.data)]
        loud = [case for case in taken if case.raises(stage.data)]
        for first in range(0, len(quiet), TOGETHER):
            yield Batch(stage, [quiet[first:first + TOGETHER]])
        for first in range(0, len(loud), TOGETHER):
            yield Batch(stage, [[case] for case in loud[first:first + TOGETHER]])

    def source(self):
        """The file, and which lines belong to which case."""
        text, lines = HEADER, {}

        def add(piece, case=None):
            nonlocal text
            first = text.count("\n") + 1
            text += piece
            for line in range(first, text.count("\n") + 1):
                lines[line] = case

        inputs = ", ".join(f"{name!r}: {TYPES[name]}" for name in self.stage.inputs())
        for number, group in enumerate(self.groups):
            for index, case in enumerate(group):
                add("\n" + case.function(f"case_{number}_{index}"), case)
            add(f"\n@workflow(triggers=[manual(inputs={{{inputs}}})], image='host')\n"
                f"def w{number}(ctx):\n" + "".join(f"    {line}\n" for line in self.stage.bind()))
            self.add_body(number, group, add)
        return text, lines

    def add_body(self, number, group, add):
        indent = "        " if self.stage.is_loop else "    "
        names = [f"r{index}" for index in range(len(group))]
        for index, case in enumerate(group):
            call = f"case_{number}_{index}({', '.join(case.uses)})"
            add(f"{indent}r{index} = {case.observed(call)}\n", case)
        add(f"{indent}ctx.run(name='show', cmd=['echo', {', '.join(names)}])\n")
        if names and not self.stage.is_loop:
            add(f"    ctx.run(name='tell', cmd=f'echo {{r0}}', env={{'R': {names[-1]}}})\n")
            add(f"    ctx.success({', '.join(f'{name}={name}' for name in names)})\n")

    def compile(self, plue):
        """Leaves out what is refused; returns the file, and (case, code, message) of
        each refusal."""
        refusals = []
        while True:
            self.groups = [group for group in self.groups if group]
            source, lines = self.source()
            found = plue.compile_only(source) if self.groups else []
            if not found:
                return source, refusals
            refused = {}
            for diagnostic in found:
                case = lines.get(diagnostic["range"]["start"]["line"])
                if case is None:
                    raise Fault(f"refuses what is no case: {diagnostic}\n{source}")
                refused.setdefault(case.text, (case, diagnostic["code"], diagnostic["message"]))
            refusals += refused.values()
            self.groups = [[case for case in group if case.text not in refused]
                           for group in self.groups]

    def compare(self, plue):
        """(case, what differs or None) of each case that was compiled."""
        if not self.groups:
            return
        python = CPython(self.source()[0])
        for number, group in enumerate(self.groups):
            differences = [self.difference(python, plue, number, data)
                           for data in self.stage.data]
            if len(group) == 1 or not any(differences):
                difference = next(filter(None, differences), None)
                yield from ((case, difference) for case in group)
                continue
            alone = Batch(self.stage, [[case] for case in group])
            alone.compile(plue)
            yield from alone.compare(plue)
            self.compile(plue)

    def difference(self, python, plue, number, data):
        printed = self.stage.printed(data)
        outcomes = {"steps": {"p": {"stdout": json.dumps(printed)}}} if printed else {}
        plue.workflow = f"w{number}"
        plue.handled = {}
        return compare(python, plue, self.stage.event(data), outcomes, f"w{number}")


def shown(difference):
    return "CPython: {}\n    plue: {}".format(*(json.dumps(side, ensure_ascii=False)
                                                if not isinstance(side, str) else side
                                                for side in difference))
