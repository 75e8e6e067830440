#!/usr/bin/env python3
"""Compares the execution of plans with CPython running the same file.

Makes random workflows that branch on run-time values. Each is compiled once and
simulated for several events, inputs and step results; CPython runs the file with
the recording `plue` module and the same data. The steps that ran, their commands
and the end of the run must agree. Where plue refuses a workflow with a located
error the case is counted, not compared: refusing is allowed, differing is not.
"""
import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
STRINGS = ["", "prod", "staging", "main", "refs/heads/main", "a b", "it's", "$x"]
HEADER = '''from plue import manual, workflow

'''


class Generator:
    """Random bodies. A scope lists the names that are bound on every path."""

    def __init__(self, rng):
        self.rng = rng
        self.steps = 0
        self.names = 0

    def pick(self, *options):
        return self.rng.choice(options)

    def text(self, scope, depth=2):
        known = [name for name, kind in scope.items() if kind == "str"]
        leaf = ["ctx.inputs.env", "ctx.event.ref", "ctx.event.actor",
                repr(self.rng.choice(STRINGS))] + known
        if depth == 0:
            return self.rng.choice(leaf)
        t = lambda: self.text(scope, depth - 1)
        return self.pick(
            lambda: self.rng.choice(leaf),
            lambda: self.rng.choice(leaf),
            lambda: f'f"<{{{self.field(scope)}}}>"',
            lambda: f"({t()} + {t()})",
            lambda: f"({t()} if {self.test(scope, depth - 1)} else {t()})",
            lambda: f"({t()} {self.pick('and', 'or')} {t()})",
            lambda: f"str({self.pick('ctx.inputs.count', 'ctx.inputs.flag', '17')})",
            lambda: f'f"{{ctx.inputs.count:{self.pick("03", ">5", "x", "+d", ",")}}}"',
        )()

    def field(self, scope):
        """Something without quotes, for use inside an f-string."""
        known = [name for name, kind in scope.items() if kind == "str"]
        return self.rng.choice(["ctx.inputs.env", "ctx.event.ref", "ctx.inputs.count"] + known)

    def test(self, scope, depth=2):
        known = [name for name, kind in scope.items() if kind == "bool"]
        steps = [name for name, kind in scope.items() if kind == "step"]
        s = lambda: self.text(scope, 0)
        leaf = ["ctx.inputs.flag", "ctx.inputs.other", "ctx.inputs.count > 3",
                f"{s()} {self.pick('==', '!=', '<', '>=')} {s()}",
                f"{s()} {self.pick('in', 'not in')} ['prod', 'main', {s()}]",
                f"{s()} in {s()}", f"{s()}", "True", "False",
                "1 < ctx.inputs.count <= 5", "ctx.inputs.count"] + known
        for step in steps:
            leaf += [f"{step}.stdout == 'yes'", f"{step}.success", f"{step}.exit_code != 0"]
        if depth == 0:
            return "(" + self.rng.choice(leaf) + ")"
        t = lambda: self.test(scope, depth - 1)
        return self.pick(
            lambda: "(" + self.rng.choice(leaf) + ")",
            lambda: "(" + self.rng.choice(leaf) + ")",
            lambda: f"(not {t()})",
            lambda: f"({t()} {self.pick('and', 'or')} {t()})",
            lambda: f"({t()} if {t()} else {t()})",
            lambda: f"({t()} == {t()})",
        )()

    def fresh(self):
        self.names += 1
        return f"v{self.names}"

    def step(self, scope, indent, bind):
        self.steps += 1
        name = f'"s{self.steps}"'
        if self.rng.random() < 0.2:
            name = f'f"s{self.steps} {{{self.field(scope)}}}"'
        call = f"ctx.run(name={name}, cmd=['echo', {self.text(scope, 1)}])"
        if not bind:
            return indent + call + "\n"
        variable = self.fresh()
        scope[variable] = "step"
        return f"{indent}{variable} = {call}\n"

    def ending(self, scope, indent, context):
        options = [f"ctx.fail({self.text(scope, 1)})",
                   f"ctx.success(out={self.text(scope, 1)})", "return"]
        if context["function"]:
            options = [f"return {self.text(scope, 1)}"] * 3 + options[:1]
        if context["loop"]:
            options += ["break", "continue"] * 2
        return indent + self.rng.choice(options) + "\n"

    def block(self, scope, indent, depth, context, length=4):
        out = ""
        for _ in range(self.rng.randrange(1, length + 1)):
            out += self.statement(scope, indent, depth, context)
        return out

    def statement(self, scope, indent, depth, context):
        roll = self.rng.random()
        if roll < 0.35 or depth == 0:
            return self.step(scope, indent, self.rng.random() < 0.5)
        if roll < 0.5:
            known = [name for name, kind in scope.items() if kind == "str" and name.startswith("v")]
            name = self.rng.choice(known) if known and self.rng.random() < 0.6 else self.fresh()
            line = f"{indent}{name} = {self.text(scope)}\n"
            scope[name] = "str"
            return line
        if roll < 0.56:
            name = self.fresh()
            line = f"{indent}{name} = bool({self.test(scope)})\n"
            scope[name] = "bool"
            return line
        if roll < 0.85:
            return self.conditional(scope, indent, depth, context)
        if roll < 0.94:
            return self.loop(scope, indent, depth, context)
        if context["helpers"]:
            helper = self.rng.choice(context["helpers"])
            name = self.fresh()
            line = f"{indent}{name} = {helper}(ctx, {self.text(scope, 1)})\n"
            scope[name] = "str"
            return line
        return self.step(scope, indent, False)

    def conditional(self, scope, indent, depth, context):
        inner = indent + "    "
        branches = [dict(scope), dict(scope)]
        out = f"{indent}if {self.test(scope)}:\n"
        out += self.block(branches[0], inner, depth - 1, context, 3)
        ended = False
        if self.rng.random() < 0.25:
            out += self.ending(branches[0], inner, context)
            ended = True
        if self.rng.random() < 0.6:
            out += f"{indent}else:\n"
            out += self.block(branches[1], inner, depth - 1, context, 3)
        # Bound on both, or on the only branch that goes on.
        alive = [branches[1]] if ended else branches
        for name, kind in alive[0].items():
            if name not in scope and kind != "step" and all(b.get(name) == kind for b in alive):
                scope[name] = kind
        return out

    def loop(self, scope, indent, depth, context):
        inner = indent + "    "
        items = self.rng.sample(["x", "y", "z"], self.rng.randrange(1, 4))
        variable = self.fresh()
        body = dict(scope)
        body[variable] = "str"
        out = f"{indent}for {variable} in {items}:\n"
        out += self.block(body, inner, depth - 1, {**context, "loop": True}, 3)
        if self.rng.random() < 0.3:
            out += f"{indent}else:\n" + self.step(dict(scope), inner, False)
        return out

    def workflow(self):
        helpers, out = [], HEADER
        for i in range(self.rng.randrange(3)):
            scope = {"p": "str"}
            name = f"helper{i}"
            out += f"def {name}(ctx, p):\n"
            out += self.block(scope, "    ", 2, {"function": True, "loop": False,
                                                "helpers": list(helpers)}, 3)
            out += f"    return {self.text(scope, 1)}\n\n\n"
            helpers.append(name)
        out += ("@workflow(triggers=[manual(inputs={'env': str, 'flag': bool, "
                "'other': bool, 'count': int})], image='host')\n")
        out += "def w(ctx):\n"
        out += self.block({}, "    ", 3, {"function": False, "loop": False,
                                         "helpers": helpers}, 6)
        return out


def make_event(rng):
    return {
        "type": "manual", "ref": rng.choice(STRINGS), "sha": "0" * 40,
        "actor": rng.choice(STRINGS),
        "repository": {"name": "r", "owner": "o", "default_branch": "main"},
        "inputs": {"env": rng.choice(STRINGS), "flag": rng.random() < 0.5,
                   "other": rng.random() < 0.5, "count": rng.randrange(8)},
    }


def make_outcomes(rng, steps):
    return {"steps": {f"s{i}": {"exit_code": 0, "stdout": rng.choice(["yes", "no", ""])}
                      for i in range(1, steps + 1)}}


def oracle(path, event, outcomes):
    program = (f"import json, sys; sys.path.insert(0, {str(HERE / 'recording')!r})\n"
               f"import runpy, plue; runpy.run_path({str(path)!r})\n"
               "data = json.load(sys.stdin)\n"
               "print(json.dumps([plue.execute('w', e, o) for e, o in data]))")
    result = subprocess.run([sys.executable, "-I", "-c", program],
                            input=json.dumps(list(zip(event, outcomes))),
                            capture_output=True, text=True, timeout=60)
    if result.returncode != 0:
        return None
    return json.loads(result.stdout)


def simulate(tool, plan, folder, event, outcomes):
    (folder / "event.json").write_text(json.dumps(event))
    (folder / "outcomes.json").write_text(json.dumps(outcomes))
    result = subprocess.run([tool, "simulate", str(plan), "--event", str(folder / "event.json"),
                             "--outcomes", str(folder / "outcomes.json")],
                            capture_output=True, text=True, timeout=60)
    try:
        trace = json.loads(result.stdout)
    except ValueError:
        return {"error": result.stderr.strip() or f"exit {result.returncode}"}
    return {
        "steps": [{"name": step["name"], "cmd": step["config"]["cmd"]}
                  for step in trace["steps"] if step["status"] != "skipped"],
        "status": trace["status"],
        "reason": trace.get("reason"),
        "outputs": trace.get("outputs") or {},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--compile", default="plue-compile")
    parser.add_argument("--exec", default="plue-exec")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--events", type=int, default=4)
    parser.add_argument("--show", type=int, default=3)
    options = parser.parse_args()

    compared = refused = invalid = 0
    failures, reasons = [], {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(options.rounds):
            rng = random.Random(options.seed * 1000003 + number)
            generator = Generator(rng)
            path = folder / "w.py"
            path.write_text(generator.workflow())
            events = [make_event(rng) for _ in range(options.events)]
            outcomes = [make_outcomes(rng, generator.steps) for _ in events]
            expected = oracle(path, events, outcomes)
            if expected is None:
                invalid += 1
                continue
            plan = folder / "w.plan"
            result = subprocess.run([options.compile, str(path), "-o", str(plan)],
                                    capture_output=True, text=True, timeout=60)
            if result.returncode == 1:
                refused += 1
                first = result.stderr.split("\n")[0]
                code = first[first.rfind("["):]
                reasons.setdefault(code, first)
                continue
            if result.returncode != 0:
                failures.append((number, path.read_text(), "compiles", result.stderr))
                continue
            for event, outcome, want in zip(events, outcomes, expected):
                got = simulate(options.exec, plan, folder, event, outcome)
                compared += 1
                if got != want:
                    failures.append((number, path.read_text(),
                                     json.dumps({"event": event, "outcomes": outcome, "trace": want}),
                                     json.dumps(got)))
                    break
    for number, source, want, got in failures[: options.show]:
        print(f"--- round {number}\n{source}\n  CPython: {want}\n  plue:    {got}\n")
    for code, first in sorted(reasons.items()):
        print(f"refused {code}: {first}")
    print(f"{compared} runs compared, {len(failures)} disagreements, "
          f"{refused} workflows refused, {invalid} not comparable")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
