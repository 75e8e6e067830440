#!/usr/bin/env python3
"""Feeds the compiler files that are made to break it.

Each must end by itself within seconds, with exit status 1 and a diagnostic (or 0,
where the input is in fact acceptable), without being killed and without using
much memory.
"""
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MIB = 1 << 20
SECONDS = 20
MEMORY = 1500 * MIB


def nested(opening, closing, count, middle="1"):
    return "x = " + opening * count + middle + closing * count


STATEMENTS = {
    "deep parentheses": nested("(", ")", 100_000),
    "deep lists": nested("[", "]", 100_000),
    "deep calls": nested("f(", ")", 50_000),
    "deep subscripts": "x = a" + "[0]" * 100_000,
    "attribute chain": "x = a" + ".b" * 100_000,
    "call chain": "x = a" + "()" * 100_000,
    "unary minus": "x = " + "-" * 200_000 + "1",
    "nots": "x = " + "not " * 100_000 + "1",
    "long sum": "x = " + " + ".join(["1"] * 100_000),
    "long power": "x = " + " ** ".join(["1"] * 50_000),
    "long comparison": "x = " + " < ".join(["1"] * 100_000),
    "long and": "x = " + " and ".join(["1"] * 100_000),
    "ternaries": "x = " + "1 if 1 else " * 50_000 + "1",
    "lambdas": "x = " + "lambda: " * 50_000 + "1",
    "a mebibyte of open brackets": "(" * MIB,
    "a mebibyte of closed brackets": "]" * MIB,
    "a mebibyte of mixed brackets": "([{" * (MIB // 3),
    "too large": "# " + "x" * MIB,
    "deep blocks": "".join("  " * i + "if 1:\n" for i in range(700)) + "  " * 700 + "pass\n",
    "deep functions": "".join(" " * i + "def f():\n" for i in range(500)) + " " * 500 + "pass\n",
    "many elifs": "if 0:\n  pass\n" + "elif 0:\n  pass\n" * 20_000,
    "many statements": "x = 1\n" * 150_000,
    "deep f-string": "x = " + 'f"{' * 200 + "1" + '}"' * 200,
    "f-string specs": "x = f'{1:" + "{1:" * 5_000 + "}" * 5_000 + "}'",
    "long string": 'x = "' + "a" * (MIB - 100) + '"',
    "unterminated string": 'x = """' + "a\n" * 100_000,
    "long int": "x = " + "9" * 100_000,
    "long hex": "x = 0x" + "f" * 500_000,
    "long float": "x = 1." + "1" * 500_000 + "e999999999",
    "long name": "a" * 500_000 + " = 1",
    "long dotted import": "import a" + ".b" * 100_000,
    "many targets": "x = " * 50_000 + "1",
    "many decorators": "@f\n" * 50_000 + "def g(): pass",
    "many arguments": "print(" + "1," * 100_000 + ")",
    "many parameters": "def f(" + ",".join(f"a{i}" for i in range(30_000)) + "): pass",
    "same parameter": "def f(" + "a," * 50_000 + "): pass",
    "NUL": "x = 1\0",
    "NUL in a string": 'x = "a\0b"',
    "only NULs": "\0" * 100_000,
    "tabs and spaces": "if 1:\n\tx = 1\n        y = 2\n",
    "backslashes": "\\\n" * 100_000,
    "carriage returns": "\r" * 100_000 + "x = 1",
    "form feeds": "\f" * 100_000 + "x = 1",
    "long string product": 'x = "a" * 10**12',
    "huge power": "x = 10**10**9",
    "huge shift": "x = 1 << 10**10",
    "repeated squares": "x = 3\nfor _ in range(40):\n  x = x * x",
    "doubled lists": "x = [1]\nfor _ in range(40):\n  x = [x, x]\nprint(x)",
    "doubled lists compared": "x = [1]\ny = [1]\nfor _ in range(40):\n  x = [x, x]\n  y = [y, y]\nz = x == y",
    "doubled tuples as a key": "x = (1,)\nfor _ in range(40):\n  x = (x, x)\nd = {x: 1}",
    "doubled strings": 's = "x"\nfor _ in range(50):\n  s = s + s',
    "list of itself": "x = []\nx.append(x)\nprint(x, x == x, [x] == [x])",
    "deep list at run time": "x = []\nfor _ in range(100000):\n  x = [x]\nprint(x)",
    "doubled list": "x = [1]\nfor _ in range(50):\n  x = x + x",
    "list of a huge range": "x = list(range(10**10))",
    "sum of a huge range": "x = sum(range(10**15))",
    "in a huge range": "x = 2.5 in range(10**15)",
    "infinite recursion": "def f(n):\n  return f(n + 1)\nf(0)",
    "mutual recursion": "def f():\n  return g()\ndef g():\n  return f()\nf()",
    "recursion by key": "def f(x):\n  return sorted([1, 2], key=f)\nf(1)",
    "while True": "while True:\n  pass",
    "nested loops": "for a in range(10000):\n  for b in range(10000):\n    pass",
    "comprehension bomb": "x = [a for a in range(99999) for b in range(99999)]",
    "growing list walked": "x = [1]\nfor a in x:\n  x.append(a)",
    "wide pad": 'x = "a".ljust(10**10)',
    "wide format": 'x = f"{1:{10**9}}"',
    "precise format": 'x = "%.*f" % (10**9, 1.0)',
    "precise format method": 'x = "{:.999999999f}".format(1.0)',
    "replace bomb": 'x = "a" * 1000000\ny = x.replace("a", "b" * 1000)',
    "join bomb": 'x = ("a" * 1000000).join(["b"] * 100000)',
    "split bomb": 'x = ("a," * 300000).split(",")',
    "expandtabs bomb": 'x = "\\t\\t".expandtabs(10**9)',
    "int of a long string": 'x = int("9" * 1000000)',
    "str of a big int": "x = str(2**4095)\ny = 2**5000",
    "hash collisions": "x = {i * 2**61: i for i in range(50000)}",
    "print a lot": 'for i in range(100000):\n  print("x" * 1000)',
    "keyword explosion": "def f(**k):\n  return f(**k, a=1)\nf()",
}

WORKFLOW = '''from plue import push, workflow
@workflow(triggers=[push()])
def w(ctx):
'''

BODIES = {
    "chained run-time ifs": "".join(f"  if ctx.event.ref == '{i}':\n    ctx.run(cmd='a')\n" for i in range(3000)),
    "nested run-time ifs": "".join("  " * (i + 1) + f"if ctx.event.ref == '{i}':\n" for i in range(90)) + "  " * 91 + "ctx.run(cmd='a')\n",
    "run-time choice doubled": "  x = ctx.event.ref\n  for i in range(60):\n    x = x + x if ctx.event.sha == str(i) else x\n  ctx.run(cmd=['echo', x])\n",
    "run-time text doubled": "  x = ctx.event.ref\n  for i in range(60):\n    x = x + x\n  ctx.run(cmd=['echo', x])\n",
    "choices of code": "  x = 'a'\n  for i in range(30):\n    if ctx.event.ref == str(i):\n      x = x + 'b'\n  ctx.run(cmd=x)\n",
    "run-time and": "  x = " + " and ".join(f"ctx.event.ref != '{i}'" for i in range(3000)) + "\n  if x:\n    ctx.run(cmd='a')\n",
    "doubled list reified": "  x = [ctx.event.ref]\n  for i in range(60):\n    x = [x, x]\n  y = ctx.event.ref in x\n",
    "many steps": "  for i in range(200000):\n    ctx.run(cmd='a')\n",
    "parallel of itself": "  x = [ctx.run(cmd='a')]\n  x.append(x)\n  ctx.parallel(x)\n",
    "dependencies on itself": "  x = [ctx.run(cmd='a')]\n  x.append(x)\n  ctx.run(cmd='b', depends_on=x)\n",
    "wide then wide": "  a = ctx.parallel([ctx.run(name=f'a{i}', cmd='a') for i in range(900)])\n  ctx.parallel([ctx.run(name=f'b{i}', cmd='b') for i in range(900)])\n",
    "early returns": "  x = 0\n" + "".join(f"  if ctx.event.ref == '{i}':\n    return\n" for i in range(2000)) + "  ctx.run(cmd='a')\n",
    "calls under conditions": "  def f(n):\n    if n == 0:\n      return 'x'\n    if ctx.event.ref == str(n):\n      return f(n - 1)\n    return f(n - 1)\n  f(18)\n",
    "hole in a deep script": "  ctx.run(cmd='(' * 50000 + f'{ctx.event.ref}')\n",
    "long script with holes": "  ctx.run(cmd=' '.join(['echo'] * 90000) + f' {ctx.event.ref}')\n",
}


def limit():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main():
    tool = sys.argv[1]
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    cases = {name: text.encode() for name, text in STATEMENTS.items()}
    cases.update({name: (WORKFLOW + body).encode() for name, body in BODIES.items()})
    cases["invalid UTF-8"] = b'x = "\xff\xfe"'
    cases["invalid UTF-8 in a name"] = b"\xc3 = 1"
    cases["byte order mark"] = b"\xef\xbb\xbfx = 1"
    cases["UTF-16"] = "x = 1".encode("utf-16")
    cases["random bytes"] = bytes((i * 7919 + i // 251) % 256 for i in range(200_000))
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, text in cases.items():
            if only not in name:
                continue
            path = Path(folder) / "case.py"
            path.write_bytes(text)
            start = time.monotonic()
            try:
                result = subprocess.run([tool, "--check", str(path)], capture_output=True,
                                        timeout=SECONDS, preexec_fn=limit)
                status = result.returncode
                said = result.stderr
            except subprocess.TimeoutExpired:
                status, said = "timeout", b""
            elapsed = time.monotonic() - start
            is_fine = status in (0, 1) and (status == 0 or b"error" in said) and len(said) < 4 * MIB
            if not is_fine:
                faults += 1
            if not is_fine or only or elapsed > 2:
                print(f"{name}: status {status}, {elapsed:.2f} s, {len(said)} bytes said")
            if only:
                print(said.decode(errors="replace")[:2000])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    if peak > MEMORY:
        faults += 1
    print(f"{len(cases)} inputs, {faults} faults, at most {peak / MIB:.0f} MiB")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
