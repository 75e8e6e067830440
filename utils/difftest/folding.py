#!/usr/bin/env python3
"""Compares plan-time evaluation with CPython on random programs.

Each round makes a batch of random expressions of the subset and evaluates them
here. Those that have a value go into one workflow file that prints them; those
that raise go, a statement each, into another, where plue-compile must report the
same exception. Both files are compiled and the outcomes compared line by line.

A disagreement is printed with the expression and both answers, and the exit
status is 1.
"""
import argparse
import math
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HEADER = "from plue import push, workflow\n"
FOOTER = """
@workflow(triggers=[push()])
def w(ctx):
    ctx.run(name="done", cmd="true")
"""

WORDS = ["", "a", "ab", "Hello", "hello world", "  padded ", "a,b,,c", "x=1",
         "\\t tab", "line\\nbreak", "ünïcödé", "日本", "ß", "ǅ", "123", "12.5",
         "-7", "0x1f", "True", "a-b_c", "%", "{", "aXbXc", "MiXed CaSe"]
SPECS = ["", "d", "5", "<8", ">8", "^8", "*^9", "08", "+", " ", ",", "_", ".2f",
         ".3e", "g", ".4g", "%", ".1%", "x", "#x", "b", "#o", "X", "c", "s", ".3",
         ".2s", "10.3f", "+.1f", "=+8", "n", "e", "E", "G", "08.2f", "z"]


class Generator:
    """Random expressions by the type they are meant to have."""

    def __init__(self, rng):
        self.rng = rng

    def pick(self, *options):
        return self.rng.choice(options)

    def any(self, depth):
        return self.pick(self.int, self.int, self.float, self.str, self.str,
                         self.bool, self.list, self.dict, self.tuple,
                         self.set)(depth)

    def int(self, depth):
        if depth <= 0:
            return str(self.pick(0, 1, 2, 3, 5, 7, 10, 100, -1, -2, -13, 255,
                                 2**31, 2**63 - 1, 2**63, -2**63, 10**20))
        d = depth - 1
        op = self.pick("+", "-", "*", "//", "%", "&", "|", "^")
        return self.pick(
            lambda: f"({self.int(d)} {op} {self.int(d)})",
            lambda: f"({self.int(d)} {op} {self.bool(d)})",
            lambda: f"({self.int(d)} ** {self.pick(0, 1, 2, 3, 5)})",
            lambda: f"({self.int(d)} << {self.pick(0, 1, 7, 64)})",
            lambda: f"({self.int(d)} >> {self.pick(0, 1, 7, 64)})",
            lambda: f"(-{self.int(d)})",
            lambda: f"(~{self.int(d)})",
            lambda: f"abs({self.int(d)})",
            lambda: f"len({self.pick(self.str, self.list, self.dict, self.tuple, self.set)(d)})",
            lambda: f"int({self.pick(self.float, self.str, self.bool)(d)})",
            lambda: f"sum({self.list_of(self.int, d)})",
            lambda: f"max({self.list_of(self.int, d)})",
            lambda: f"min({self.list_of(self.int, d)}, default=-5)",
            lambda: f"round({self.float(d)})",
            lambda: f"round({self.int(d)}, {self.pick(-2, -1, 0, 1)})",
            lambda: f"{self.str(d)}.{self.pick('find', 'rfind', 'count')}({self.str(d)})",
            lambda: f"{self.str(d)}.index({self.str(0)})",
            lambda: f"{self.list(d)}.count({self.any(0)})",
            lambda: f"{self.list_of(self.int, d)}[{self.int(0)}]",
            lambda: f"ord({self.str(0)})",
            lambda: f"divmod({self.int(d)}, {self.int(d)})[{self.pick(0, 1)}]",
            lambda: f"pow({self.int(0)}, {self.pick(1, 2, 9)}, {self.int(0)})",
            lambda: f"({self.int(d)} if {self.bool(d)} else {self.int(d)})",
        )()

    def float(self, depth):
        if depth <= 0:
            return self.pick("0.0", "1.0", "-1.5", "0.1", "2.5", "3.5", "1e16",
                             "1e-5", "123456.789", "1e22", "1e300", "-0.0",
                             "5e-324", "0.30000000000000004")
        d = depth - 1
        op = self.pick("+", "-", "*", "/", "//", "%")
        return self.pick(
            lambda: f"({self.float(d)} {op} {self.float(d)})",
            lambda: f"({self.int(d)} {op} {self.float(d)})",
            lambda: f"({self.int(d)} / {self.int(d)})",
            lambda: f"float({self.pick(self.int, self.str)(d)})",
            lambda: f"round({self.float(d)}, {self.pick(0, 1, 2, -1)})",
            lambda: f"({self.float(0)} ** {self.pick(0, 2, -1, 0.5)})",
            lambda: f"abs({self.float(d)})",
            lambda: f"sum({self.list_of(self.float, d)})",
        )()

    def bool(self, depth):
        if depth <= 0:
            return self.pick("True", "False")
        d = depth - 1
        op = self.pick("==", "!=", "<", "<=", ">", ">=")
        return self.pick(
            lambda: f"({self.any(d)} {self.pick('==', '!=')} {self.any(d)})",
            lambda: f"({self.int(d)} {op} {self.float(d)})",
            lambda: f"({self.int(d)} {op} {self.int(d)} {op} {self.int(d)})",
            lambda: f"({self.str(d)} {op} {self.str(d)})",
            lambda: f"({self.any(d)} {op} {self.any(d)})",
            lambda: f"({self.list(d)} {op} {self.list(d)})",
            lambda: f"({self.tuple(d)} {op} {self.tuple(d)})",
            lambda: f"({self.set(d)} {op} {self.set(d)})",
            lambda: f"({self.any(d)} {self.pick('in', 'not in')} {self.pick(self.list, self.dict, self.set, self.tuple)(d)})",
            lambda: f"({self.str(d)} in {self.str(d)})",
            lambda: f"(not {self.any(d)})",
            lambda: f"bool({self.any(d)})",
            lambda: f"any({self.list(d)})",
            lambda: f"all(x for x in {self.list(d)})",
            lambda: f"isinstance({self.any(d)}, {self.pick('int', 'str', '(int, float)', 'list')})",
            lambda: f"{self.str(d)}.{self.pick('startswith', 'endswith')}({self.str(0)})",
            lambda: f"{self.str(d)}.{self.pick('isdigit', 'isalpha', 'isalnum', 'isupper', 'islower', 'istitle', 'isspace', 'isidentifier', 'isdecimal', 'isnumeric', 'isprintable', 'isascii')}()",
            lambda: f"{self.set(d)}.{self.pick('issubset', 'isdisjoint', 'issuperset')}({self.list(d)})",
        )()

    def str(self, depth):
        if depth <= 0:
            return f'"{self.rng.choice(WORDS)}"'
        d = depth - 1
        spec = self.rng.choice(SPECS)
        return self.pick(
            lambda: f"({self.str(d)} + {self.str(d)})",
            lambda: f"({self.str(d)} * {self.pick(-1, 0, 1, 3)})",
            lambda: f"{self.str(d)}[{self.int(0)}]",
            lambda: f"{self.str(d)}[{self.slice()}]",
            lambda: f"str({self.any(d)})",
            lambda: f"repr({self.any(d)})",
            lambda: f"ascii({self.any(d)})",
            lambda: f"format({self.any(d)}, '{spec}')",
            lambda: f"format({self.pick(self.int, self.float)(d)}, '{spec}')",
            lambda: f"f'{{{self.name()}:{spec}}}'",
            lambda: f"f'<{{{self.name()}!r:>{self.pick(3, 9)}}}>'",
            lambda: f"('{self.percent()}' % ({self.any(d)},))",
            lambda: f"('%s-%r' % ({self.any(d)}, {self.any(d)}))",
            lambda: f"'{{}} {{:{spec}}}'.format({self.any(d)}, {self.any(d)})",
            lambda: f"'{{1}}{{0}}{{k}}'.format({self.any(d)}, {self.any(d)}, k={self.any(0)})",
            lambda: f"{self.str(0)}.join({self.list_of(self.str, d)})",
            lambda: f"{self.str(d)}.replace({self.str(0)}, {self.str(0)})",
            lambda: f"{self.str(d)}.replace({self.str(0)}, {self.str(0)}, {self.pick(0, 1, 2)})",
            lambda: f"{self.str(d)}.{self.pick('upper', 'lower', 'title', 'capitalize', 'swapcase', 'casefold', 'strip', 'lstrip', 'rstrip', 'expandtabs')}()",
            lambda: f"{self.str(d)}.{self.pick('strip', 'lstrip', 'rstrip', 'removeprefix', 'removesuffix')}({self.str(0)})",
            lambda: f"{self.str(d)}.{self.pick('center', 'ljust', 'rjust', 'zfill')}({self.pick(0, 3, 12)})",
            lambda: f"{self.str(d)}.{self.pick('center', 'ljust', 'rjust')}({self.pick(5, 9)}, '*')",
            lambda: f"{self.pick('hex', 'oct', 'bin')}({self.int(d)})",
            lambda: f"chr({self.pick(65, 97, 233, 8364, 128512)})",
            lambda: f"max({self.list_of(self.str, d)}, key=len)",
        )()

    def name(self):
        return self.pick("I", "F", "S", "L", "T", "B", "N")

    def percent(self):
        return "%" + self.pick("d", "s", "r", "x", "5d", "-6d|", "06.2f", "+d", ".3s",
                               "e", "g", "c", "%", "o", "X", "a", "#x", "10s|", "i", "u")

    def slice(self):
        part = lambda: self.pick("", "0", "1", "2", "-1", "-2", "5")
        step = self.pick("", "", ":", ":2", ":-1", ":-2", ":1")
        return f"{part()}:{part()}{step}"

    def list_of(self, make, depth):
        items = [make(depth - 1) for _ in range(self.rng.randrange(4))]
        return "[" + ", ".join(items) + "]"

    def list(self, depth):
        if depth <= 0:
            return self.pick("[]", "[1, 2, 3]", "['a', 'b']", "[1, 'x', None]",
                             "[[1], [2]]", "[3, 1, 2]", "[1.5, 2]", "[True, 0]")
        d = depth - 1
        return self.pick(
            lambda: self.list_of(self.any, depth),
            lambda: f"({self.list(d)} + {self.list(d)})",
            lambda: f"({self.list(d)} * {self.pick(0, 1, 2)})",
            lambda: f"{self.list(d)}[{self.slice()}]",
            lambda: f"sorted({self.list_of(self.int, d)}, reverse={self.bool(0)})",
            lambda: f"sorted({self.list_of(self.str, d)}, key=len)",
            lambda: f"sorted({self.set(d)})",
            lambda: f"sorted({self.list(d)})",
            lambda: f"list(reversed({self.list(d)}))",
            lambda: f"list(range({self.pick(0, 3, 5)}, {self.pick(0, 7, -4)}, {self.pick(1, 2, -1)}))",
            lambda: f"list(enumerate({self.list(d)}, {self.pick(0, 1)}))",
            lambda: f"list(zip({self.list(d)}, {self.list(d)}))",
            lambda: f"list(map(str, {self.list(d)}))",
            lambda: f"list(filter(None, {self.list(d)}))",
            lambda: f"list({self.dict(d)}.{self.pick('items', 'keys', 'values')}())",
            lambda: f"[x for x in {self.list(d)} if {self.pick('x', 'not x', 'x == 1')}]",
            lambda: f"[(x, y) for x in {self.list(0)} for y in {self.list(0)}]",
            lambda: f"[x * 2 for x in range({self.pick(0, 2, 4)})]",
            lambda: f"{self.str(d)}.split({self.pick('', repr(','), repr(' '))})",
            lambda: f"{self.str(d)}.rsplit(maxsplit=1)",
            lambda: f"{self.str(d)}.splitlines()",
            lambda: f"list({self.str(d)}.partition({self.str(0)}))",
            lambda: f"list({self.str(d)})",
        )()

    def tuple(self, depth):
        if depth <= 0:
            return self.pick("()", "(1,)", "(1, 'a')", "(2, 1)")
        items = [self.any(depth - 1) for _ in range(self.rng.randrange(3))]
        return "(" + "".join(item + ", " for item in items) + ")"

    def dict(self, depth):
        if depth <= 0:
            return self.pick("{}", "{'a': 1}", "{'a': 1, 'b': [2]}", "{1: 'x', True: 'y'}")
        d = depth - 1
        key = self.pick(self.str, self.int, self.bool, self.tuple)
        return self.pick(
            lambda: "{" + ", ".join(f"{key(d)}: {self.any(d)}" for _ in range(self.rng.randrange(3))) + "}",
            lambda: f"({self.dict(d)} | {self.dict(d)})",
            lambda: f"{{**{self.dict(d)}, 'z': {self.any(0)}}}",
            lambda: f"{{x: len(x) for x in {self.list_of(self.str, d)}}}",
            lambda: f"dict(zip({self.list_of(self.str, d)}, {self.list(d)}))",
            lambda: f"dict(a={self.any(d)}, b={self.any(d)})",
            lambda: f"dict.fromkeys({self.list_of(self.str, d)}, 0)",
        )()

    def set(self, depth):
        # Only sets whose order cannot be seen.
        if depth <= 0:
            return self.pick("set()", "{1}", "{1, 2}", "{'a', 'b'}")
        d = depth - 1
        return self.pick(
            lambda: f"set({self.list(d)})",
            lambda: f"({self.set(d)} {self.pick('|', '&', '-', '^')} {self.set(d)})",
            lambda: f"{{x for x in {self.list_of(self.int, d)}}}",
        )()


NAMES = """I = 42
F = 3.14159
S = "plue"
L = [1, "two", 3.0]
T = (1, 2)
B = True
N = None
"""


def evaluate(text):
    """('value', repr) or ('raise', 'Class: message') or None to leave it out."""
    scope = {}
    exec(NAMES, scope)
    try:
        value = eval(text, scope)
        shown = repr(value)
        # Writing a set out shows its order, which plue refuses.
        if re.search(r"\{[^:{}]*,[^:{}]*\}", shown) or len(shown) > 2000:
            return None
        if isinstance(value, float) and math.isinf(value) and "1e300" not in text:
            return None
        return "value", shown
    except (ArithmeticError, TypeError, ValueError, LookupError) as error:
        return "raise", f"{type(error).__name__}: {error}"
    except (MemoryError, RecursionError):
        return None


def shows_order(text):
    """Whether evaluating `text` walks or prints a set with several elements."""
    return bool(re.search(r"(str|repr|ascii|list|map|zip|enumerate|%|format|f')", text)) and (
        "set" in text or re.search(r"\{[^:}]*\}", text.replace("{}", "")))


def compile_file(tool, path):
    return subprocess.run([tool, "--check", str(path)], capture_output=True, text=True,
                          timeout=60)


def compare_values(tool, folder, cases, failures):
    path = folder / "values.py"
    body = "".join(f"print(repr({text}))\n" for text, _ in cases)
    path.write_text(HEADER + NAMES + body + FOOTER)
    result = compile_file(tool, path)
    lines = result.stderr.split("\n")
    got = lines[: len(cases)]
    if result.returncode == 0 and got == [shown for _, shown in cases]:
        return
    # One at a time tells which one.
    for text, shown in cases:
        path.write_text(HEADER + NAMES + f"print(repr({text}))\n" + FOOTER)
        result = compile_file(tool, path)
        answer = result.stderr.strip("\n")
        if "[nondeterministic]" in answer or "[limit-exceeded]" in answer:
            continue
        if result.returncode != 0 or answer != shown:
            failures.append((text, shown, answer))


def compare_errors(tool, folder, cases, failures):
    path = folder / "errors.py"
    for text, expected in cases:
        path.write_text(HEADER + NAMES + f"x = {text}\n" + FOOTER)
        result = compile_file(tool, path)
        first = result.stderr.split("\n")[0]
        match = re.match(r".*?:\d+:\d+: error: (.*) \[python-exception\]$", first)
        if "[nondeterministic]" in first or "[limit-exceeded]" in first:
            continue
        if not match or match.group(1) != expected:
            failures.append((text, expected, result.stderr.strip()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tool", default="plue-compile")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--batch", type=int, default=60)
    parser.add_argument("--depth", type=int, default=3)
    parser.add_argument("--show", type=int, default=20, help="disagreements to print")
    options = parser.parse_args()

    failures, compared = [], 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for round_number in range(options.rounds):
            rng = random.Random(options.seed * 100003 + round_number)
            generator = Generator(rng)
            values, errors = [], []
            while len(values) < options.batch:
                text = generator.any(rng.randrange(1, options.depth + 1))
                outcome = evaluate(text)
                if outcome is None or shows_order(text):
                    continue
                kind, answer = outcome
                if kind == "value":
                    values.append((text, answer))
                elif len(errors) < options.batch // 3:
                    errors.append((text, answer))
            compare_values(options.tool, folder, values, failures)
            compare_errors(options.tool, folder, errors, failures)
            compared += len(values) + len(errors)

    for text, expected, answer in failures[: options.show]:
        print(f"expression: {text}\n  CPython: {expected}\n  plue:    {answer}\n")
    print(f"{compared} expressions compared, {len(failures)} disagreements")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
