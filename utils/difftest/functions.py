#!/usr/bin/env python3
"""Compares functions of plans with CPython running the same code.

Makes random helper functions without steps and applies them to run-time data:
in comprehensions, generator arguments and loops over fields of the event. Each
workflow is compiled once and simulated for several events; CPython runs the file
with the recording `plue` module. The outputs must agree, or the class and the
message of the exception. Where plue refuses a workflow with a located error the
case is counted, not compared: refusing is allowed, differing is not.
"""
import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORDS = ["bug", "ui", "docs", "a b", "", "x1", "Über", "it's", "42", "-7", "bug fix"]
HEADER = "from plue import pull_request, workflow\n\n"
KINDS = ["int", "str", "bool", "ints", "strs", "counts", "groups", "pair"]


class Generator:
    """Random code. A scope maps the names that are bound to kinds of values."""

    def __init__(self, rng):
        self.rng = rng
        self.names = 0
        self.helpers = []

    def pick(self, *options):
        return self.rng.choice(options)

    def fresh(self):
        self.names += 1
        return f"v{self.names}"

    def known(self, scope, kind):
        return [name for name, k in scope.items() if k == kind]

    def value(self, kind, scope, depth=2):
        names = self.known(scope, kind)
        if names and (depth == 0 or self.rng.random() < 0.35):
            return self.rng.choice(names)
        return getattr(self, "make_" + kind)(scope, depth)

    def make_int(self, scope, depth):
        if depth <= 0:
            return str(self.rng.randrange(-2, 6))
        v = lambda kind: self.value(kind, scope, depth - 1)
        return self.pick(
            lambda: str(self.rng.randrange(-2, 6)),
            lambda: f"len({v(self.pick('str', 'strs', 'ints', 'counts', 'groups'))})",
            lambda: f"({v('int')} {self.pick('+', '-', '*')} {v('int')})",
            lambda: f"({v('int')} {self.pick('//', '%')} {v('int')})",
            lambda: f"sum({v('ints')})",
            lambda: f"sum(len(s) for s in {v('strs')})",
            lambda: f"max({v('ints')}, default={v('int')})",
            lambda: f"min({v('int')}, {v('int')})",
            lambda: f"{v('counts')}.get({v('str')}, {v('int')})",
            lambda: f"{v('str')}.{self.pick('count', 'find', 'index')}({v('str')})",
            lambda: f"{v('ints')}[{v('int')}]",
            lambda: f"({v('int')} if {v('bool')} else {v('int')})",
            lambda: f"int({v('str')})",
            lambda: f"abs({v('int')})",
            lambda: f"{v('pair')}[1]",
        )()

    def make_str(self, scope, depth):
        if depth <= 0:
            return repr(self.rng.choice(WORDS))
        v = lambda kind: self.value(kind, scope, depth - 1)
        calls = [lambda helper=helper: f"{helper}({v('str')}, {v('strs')}, {v('int')})"
                 for helper in self.helpers]
        return self.pick(
            lambda: repr(self.rng.choice(WORDS)),
            lambda: f"({v('str')} + {v('str')})",
            lambda: f"{v('str')}.{self.pick('upper', 'title', 'strip', 'lower')}()",
            lambda: f"{v('str')}[{v('int')}]",
            lambda: f"{v('str')}[{v('int')}:{v('int')}]",
            lambda: f"{v('strs')}[{v('int')}]",
            lambda: f"', '.join({v('strs')})",
            lambda: f"'-'.join(str(i) for i in {v('ints')})",
            lambda: f"f\"{{{self.simple('int', scope)}:>{self.pick('3', '03', '+')}}}|{{{self.simple('str', scope)}!r}}\"",
            lambda: f"('%s/%d' % ({v('str')}, {v('int')}))",
            lambda: f"'{{}}:{{x}}'.format({v('int')}, x={v('str')})",
            lambda: f"({v('str')} if {v('bool')} else {v('str')})",
            lambda: f"({v('str')} or {v('str')})",
            lambda: f"str({v(self.pick('int', 'ints', 'counts', 'bool', 'groups', 'pair'))})",
            lambda: f"next((s for s in {v('strs')} if {self.test_of('s', scope, depth)}), {v('str')})",
            lambda: f"{v('pair')}[0]",
            lambda: f"repr({v('strs')})",
            *calls,
        )()

    def simple(self, kind, scope):
        names = self.known(scope, kind)
        return self.rng.choice(names) if names else {"int": "7", "str": "WORD"}[kind]

    def test_of(self, name, scope, depth):
        return self.value("bool", {**scope, name: "str"}, depth - 1)

    def make_bool(self, scope, depth):
        if depth <= 0:
            return self.pick("True", "False")
        v = lambda kind: self.value(kind, scope, depth - 1)
        return self.pick(
            lambda: f"({v('int')} {self.pick('<', '<=', '==', '!=', '>')} {v('int')})",
            lambda: f"({v('int')} < {v('int')} <= {v('int')})",
            lambda: f"({v('str')} {self.pick('in', 'not in')} {v(self.pick('strs', 'counts', 'str'))})",
            lambda: f"({v('str')} {self.pick('==', '<', '!=')} {v('str')})",
            lambda: f"{v('str')}.{self.pick('startswith', 'endswith')}({v('str')})",
            lambda: f"{v('str')}.{self.pick('isdigit', 'isalpha', 'isupper')}()",
            lambda: f"(not {v('bool')})",
            lambda: f"({v('bool')} {self.pick('and', 'or')} {v('bool')})",
            lambda: f"bool({v(self.pick('strs', 'ints', 'counts', 'str', 'int'))})",
            lambda: f"{self.pick('any', 'all')}({self.test_of('s', scope, depth)} for s in {v('strs')})",
            lambda: f"({v('pair')} == {v('pair')})",
            lambda: f"isinstance({v(self.pick('int', 'str', 'strs'))}, {self.pick('int', 'str', 'list')})",
        )()

    def make_strs(self, scope, depth):
        if depth <= 0:
            return repr([self.rng.choice(WORDS) for _ in range(self.rng.randrange(3))])
        v = lambda kind: self.value(kind, scope, depth - 1)
        return self.pick(
            lambda: f"[{v('str')}, {v('str')}]",
            lambda: f"{v('str')}.split({self.pick('', repr(' '), repr('b'))})",
            lambda: f"({v('strs')} + {v('strs')})",
            lambda: f"[s.upper() for s in {v('strs')} if {self.test_of('s', scope, depth)}]",
            lambda: f"[f'{{i}}{{s}}' for i, s in enumerate({v('strs')}, {v('int')})]",
            lambda: f"sorted({v('strs')}, key=lambda s: {self.value('int', {**scope, 's': 'str'}, depth - 1)})",
            lambda: f"sorted({v('strs')}, reverse={v('bool')})",
            lambda: f"list({v('counts')})",
            lambda: f"sorted(set({v('strs')}))",
            lambda: f"{v('strs')}[{v('int')}:]",
            lambda: f"{v('strs')}[::-1]",
            lambda: f"list(reversed({v('strs')}))",
            lambda: f"list(map(lambda s: {self.value('str', {**scope, 's': 'str'}, depth - 1)}, {v('strs')}))",
            lambda: f"list(filter(None, {v('strs')}))",
            lambda: f"[*{v('strs')}, {v('str')}]",
            lambda: f"[a + b for a in {v('strs')} for b in {v('strs')}]",
            lambda: f"{v('groups')}.get({v('str')}, {v('strs')})",
        )()

    def make_ints(self, scope, depth):
        if depth <= 0:
            return repr([self.rng.randrange(-2, 6) for _ in range(self.rng.randrange(3))])
        v = lambda kind: self.value(kind, scope, depth - 1)
        return self.pick(
            lambda: f"[{v('int')}, {v('int')}]",
            lambda: f"[len(s) for s in {v('strs')}]",
            lambda: f"list(range({v('int')}))",
            lambda: f"[i * {v('int')} for i in {v('ints')} if i {self.pick('<', '>', '!=')} {v('int')}]",
            lambda: f"sorted({v('ints')})",
            lambda: f"list({v('counts')}.values())",
            lambda: f"[a * b for a, b in zip({v('ints')}, {v('ints')})]",
        )()

    def make_counts(self, scope, depth):
        if depth <= 0:
            return self.pick("{}", "{'bug': 1}", "{'ui': 2, '': 0}")
        v = lambda kind: self.value(kind, scope, depth - 1)
        return self.pick(
            lambda: f"{{s: len(s) for s in {v('strs')}}}",
            lambda: f"{{{v('str')}: {v('int')}}}",
            lambda: f"dict(zip({v('strs')}, {v('ints')}))",
            lambda: f"{{**{v('counts')}, {v('str')}: {v('int')}}}",
            lambda: f"dict({v('counts')})",
        )()

    def make_groups(self, scope, depth):
        if depth <= 0:
            return self.pick("{}", "{'bug': ['a', 'b']}", "{'': []}")
        v = lambda kind: self.value(kind, scope, depth - 1)
        return self.pick(
            lambda: f"{{s: [s, s.upper()] for s in {v('strs')}}}",
            lambda: f"{{{v('str')}: {v('strs')}}}",
            lambda: f"{{k: sorted(xs) for k, xs in {v('groups')}.items()}}",
        )()

    def make_pair(self, scope, depth):
        v = lambda kind: self.value(kind, scope, depth - 1)
        return f"({v('str')}, {v('int')})"

    # Statements.

    def block(self, scope, indent, depth, loops, length=4):
        out = ""
        for _ in range(self.rng.randrange(1, length + 1)):
            out += self.statement(scope, indent, depth, loops)
        return out

    def statement(self, scope, indent, depth, loops):
        v = lambda kind, d=2: self.value(kind, scope, d)
        roll = self.rng.random()
        if roll < 0.25:
            kind = self.rng.choice(KINDS)
            names = [n for n in self.known(scope, kind) if n.startswith("v")]
            name = self.rng.choice(names) if names and self.rng.random() < 0.5 else self.fresh()
            value = v(kind)
            if value in ("xs", "pr.labels"):  # Run-time data does not change.
                value = f"list({value})"
            line = f"{indent}{name} = {value}\n"
            scope[name] = kind
            return line
        if roll < 0.5:
            return self.change(scope, indent)
        if roll < 0.65 and depth:
            return self.conditional(scope, indent, depth, loops)
        if roll < 0.8 and depth:
            return self.loop(scope, indent, depth, loops)
        if roll < 0.84 and depth:
            name, inner = self.fresh(), dict(scope)
            inner["p"] = "str"
            out = f"{indent}def {name}(p, q={v('int', 1)}):\n"
            inner["q"] = "int"
            out += self.block(inner, indent + "    ", depth - 1, 0, 2)
            out += f"{indent}    return {self.value('str', inner)}\n"
            result = self.fresh()
            out += f"{indent}{result} = {name}({v('str')}{self.pick('', ', 3', ', q=2')})\n"
            scope[result] = "str"
            return out
        if roll < 0.88:
            return self.unpack(scope, indent)
        if roll < 0.91 and depth < 3:
            return f"{indent}assert {v('bool')}, {v('str')}\n"
        if roll < 0.93 and depth < 3:
            error = self.pick("ValueError", "RuntimeError", "KeyError", "NotImplementedError")
            return f"{indent}if {v('bool')}:\n{indent}    raise {error}({v('str')})\n"
        if roll < 0.96 and depth < 3:
            return f"{indent}if {v('bool')}:\n{indent}    return {v('str')}\n"
        if loops:
            return f"{indent}if {v('bool')}:\n{indent}    {self.pick('break', 'continue')}\n"
        return f"{indent}pass\n"

    def change(self, scope, indent):
        v = lambda kind: self.value(kind, scope, 2)
        options = []
        own = lambda kind: [n for n in self.known(scope, kind) if n.startswith("v")]
        for n in own("ints"):
            options += [f"{n}.append({v('int')})", f"{n} += {v('ints')}", f"{n}.sort()",
                        f"{n}[{v('int')}] = {v('int')}", f"{n}.insert(0, {v('int')})"]
        for n in own("strs"):
            options += [f"{n}.append({v('str')})", f"{n}.extend({v('strs')})", f"{n}.reverse()",
                        f"{n}.sort(key=len)", f"{n}.pop()", f"{n} *= 2"]
        for n in own("counts"):
            options += [f"{n}[{v('str')}] = {v('int')}", f"{n}.update({v('counts')})",
                        f"{n}.pop({v('str')}, None)", f"{n}[{v('str')}] += {v('int')}",
                        f"{n}.setdefault({v('str')}, {v('int')})"]
        for n in own("groups"):
            options += [f"{n}.setdefault({v('str')}, []).append({v('str')})"] * 3
            options += [f"{n}[{v('str')}].append({v('str')})"]
        for n in own("int"):
            options += [f"{n} += {v('int')}", f"{n} -= 1", f"{n} *= 2"]
        for n in own("str"):
            options += [f"{n} += {v('str')}"]
        return f"{indent}{self.rng.choice(options or ['pass'])}\n"

    def unpack(self, scope, indent):
        a, b = self.fresh(), self.fresh()
        if self.rng.random() < 0.5:
            line = f"{indent}{a}, {b} = {self.value('pair', scope)}\n"
            scope[a], scope[b] = "str", "int"
        elif self.rng.random() < 0.5:
            line = f"{indent}{a}, *{b} = {self.value('strs', scope)}\n"
            scope[a], scope[b] = "str", "strs"
        else:
            line = f"{indent}{a} = {b} = {self.value('strs', scope)}\n"
            scope[a] = scope[b] = "strs"
        return line

    def conditional(self, scope, indent, depth, loops):
        inner = indent + "    "
        branches = [dict(scope), dict(scope)]
        out = f"{indent}if {self.value('bool', scope)}:\n"
        out += self.block(branches[0], inner, depth - 1, loops, 2)
        if self.rng.random() < 0.6:
            out += f"{indent}else:\n"
            out += self.block(branches[1], inner, depth - 1, loops, 2)
        for name, kind in branches[0].items():
            if branches[1].get(name) == kind:
                scope[name] = kind
        return out

    def loop(self, scope, indent, depth, loops):
        inner = indent + "    "
        body = dict(scope)
        a, b = self.fresh(), self.fresh()
        roll = self.rng.random()
        v = lambda kind: self.value(kind, scope)
        out = ""
        if roll < 0.4:
            head = f"for {a} in {v('strs')}"
            body[a] = "str"
        elif roll < 0.55:
            head = f"for {a}, {b} in {v('counts')}.items()"
            body[a], body[b] = "str", "int"
        elif roll < 0.65:
            head = f"for {a}, {b} in {v('groups')}.items()"
            body[a], body[b] = "str", "strs"
        elif roll < 0.75:
            head = f"for {a} in range({v('int')})"
            body[a] = "int"
        elif roll < 0.85:
            head = f"for {b}, {a} in enumerate({v('strs')})"
            body[a], body[b] = "str", "int"
        else:
            out = f"{indent}{a} = {self.rng.randrange(1, 5)}\n"
            scope[a] = "count"  # Not to be changed otherwise.
            head = f"while {a} > 0"
        out += f"{indent}{head}:\n"
        if head.startswith("while"):
            out += f"{inner}{a} -= 1\n"
        # A few rounds must be enough.
        guard = self.fresh()
        out = f"{indent}{guard} = 0\n" + out + f"{inner}{guard} += 1\n"
        out += f"{inner}if {guard} > 5:\n{inner}    break\n"
        out += self.block(body, inner, depth - 1, loops + 1, 3)
        if self.rng.random() < 0.3:
            out += f"{indent}else:\n" + self.block(dict(scope), inner, 0, loops, 2)
        return out

    def helper(self, name):
        scope = {"x": "str", "xs": "strs", "n": "int", "WORD": "str"}
        out = f"def {name}(x, xs, n):\n"
        out += self.block(scope, "    ", 3, 0, 6)
        out += f"    return {self.value('str', scope)}\n\n\n"
        self.helpers.append(name)
        return out

    def workflow(self):
        out = HEADER + f"WORD = {self.rng.choice(WORDS)!r}\n\n\n"
        for i in range(self.rng.randrange(1, 4)):
            out += self.helper(f"helper{i}")
        out += "@workflow(triggers=[pull_request()], image='host')\ndef w(ctx):\n"
        out += "    pr = ctx.event.pull_request\n"
        scope = {"WORD": "str"}
        args = "x, pr.labels, pr.number"
        helper = self.rng.choice(self.helpers)
        out += f"    a = [{helper}({args}) for x in pr.labels]\n"
        helper = self.rng.choice(self.helpers)
        out += f"    b = ' '.join({helper}({args}) for x in pr.labels if {self.test_of('x', scope, 2)})\n"
        out += self.caller_loop(scope)
        out += "    ctx.success(a=a, b=b, c=c, d=d)\n"
        return out

    def caller_loop(self, scope):
        """A loop in the workflow itself."""
        helper = self.rng.choice(self.helpers)
        inner = {**scope, "x": "str", "c": "str", "d": "int"}
        out = "    c = ''\n    d = 0\n    for x in pr.labels:\n"
        out += self.block(dict(inner), "        ", 1, 1, 3)
        out += f"        c += {helper}(x, pr.labels, d)\n"
        out += f"        d += {self.value('int', inner)}\n"
        return out


def make_event(rng):
    return {
        "type": "pull_request", "action": "opened", "ref": "r", "sha": "0" * 40, "actor": "me",
        "repository": {"name": "r", "owner": "o", "default_branch": "main"},
        "pull_request": {
            "number": rng.randrange(5), "title": " ".join(rng.choice(WORDS) for _ in range(3)),
            "body": rng.choice(WORDS), "author": "me", "draft": rng.random() < 0.5,
            "labels": [rng.choice(WORDS) for _ in range(rng.randrange(5))],
            "base": {"ref": "main", "sha": "1"}, "head": {"ref": "x", "sha": "2"}},
        "inputs": {},
    }


ORACLE = """
import json, resource, runpy, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29))
sys.path.insert(0, {recording!r})
import plue
runpy.run_path({path!r})
traces = []
for event in json.load(sys.stdin):
    try:
        trace = plue.execute("w", event, {{}})
        traces.append({{key: trace[key] for key in ("status", "reason", "outputs")}})
    except Exception as error:
        reason = f"{{type(error).__name__}}: {{error}}"
        traces.append({{"status": "failure", "reason": reason, "outputs": {{}}}})
print(json.dumps(traces))
"""


def oracle(path, events):
    program = ORACLE.format(recording=str(HERE / "recording"), path=str(path))
    try:
        result = subprocess.run([sys.executable, "-I", "-c", program], input=json.dumps(events),
                                capture_output=True, text=True, timeout=5)
    except subprocess.TimeoutExpired:
        return None
    return json.loads(result.stdout) if result.returncode == 0 else None


def simulate(tool, plan, folder, event):
    (folder / "event.json").write_text(json.dumps(event))
    result = subprocess.run([tool, "simulate", str(plan), "--event", str(folder / "event.json")],
                            capture_output=True, text=True, timeout=60)
    try:
        trace = json.loads(result.stdout)
    except ValueError:
        return {"error": result.stderr.strip() or f"exit {result.returncode}"}
    return {"status": trace["status"], "reason": trace.get("reason"),
            "outputs": trace.get("outputs") or {}}


def agree(want, got):
    # How much a run may do is plue's own affair.
    if (got.get("reason") or "").startswith("limit: "):
        return True
    return want == got


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
            path = folder / "w.py"
            path.write_text(Generator(rng).workflow())
            events = [make_event(rng) for _ in range(options.events)]
            expected = oracle(path, events)
            if expected is None:
                invalid += 1
                continue
            plan = folder / "w.plan"
            result = subprocess.run([options.compile, str(path), "-o", str(plan)],
                                    capture_output=True, text=True, timeout=60)
            if result.returncode == 1:
                refused += 1
                first = result.stderr.split("\n")[0]
                reasons.setdefault(first[first.rfind("["):], []).append((number, first))
                continue
            if result.returncode != 0:
                failures.append((number, path.read_text(), "compiles", result.stderr))
                continue
            for event, want in zip(events, expected):
                got = simulate(options.exec, plan, folder, event)
                compared += 1
                if not agree(want, got):
                    failures.append((number, path.read_text(),
                                     json.dumps({"event": event, "trace": want}), json.dumps(got)))
                    break
    for number, source, want, got in failures[: options.show]:
        print(f"--- round {number}\n{source}\n  CPython: {want}\n  plue:    {got}\n")
    for code, all_of_them in sorted(reasons.items()):
        for number, first in all_of_them[: options.show]:
            print(f"refused {code} ({len(all_of_them)}) round {number}: {first}")
    print(f"{compared} runs compared, {len(failures)} disagreements, "
          f"{refused} workflows refused, {invalid} not comparable")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
