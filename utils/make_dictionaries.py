#!/usr/bin/env python3
"""Writes the dictionaries of the fuzzers into a folder: words that inputs are made
of and that a fuzzer would not come upon by itself.

`python.dict` has Python's keywords, its built-in functions and methods and the names
of the plue package; `asm.dict` the words of plans as text, from ir/*.def.
"""
import builtins
import keyword
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPERATORS = """+ - * / // % ** << >> & | ^ ~ < > <= >= == != = += -= *= /= //= %= **=
    <<= >>= &= |= ^= := -> ( ) [ ] { } , : . ; @ \\ # ... f" f' r" b' \""" '''""".split()
PLAN_SYNTAX = """plan version source type workflow trigger doc image dockerfile timeout
    const step end func loc( order guard data success fail yield iter in when deps key
    name result retry cache_key continue_on_error push pull_request manual schedule
    issue_comment record( optional( list( dict( set( tuple( enum( step_of( str int
    float bool none any secret -> { } = % @ ! ^""".split()


def names_of_sdk():
    names = set()
    for path in (ROOT / "utils/python/plue").glob("*.py"):
        names.update(re.findall(r"^\s*(?:def|class) (\w+)", path.read_text(), re.M))
        names.update(re.findall(r"\b(\w+)=", path.read_text()))
    return {name for name in names if not name.startswith("_")}


def words_of_python():
    methods = {name for kind in (str, list, dict, set, tuple) for name in dir(kind)
               if not name.startswith("_")}
    functions = {name for name in dir(builtins) if not name.startswith("_")}
    return {*keyword.kwlist, *methods, *functions, *names_of_sdk(), *OPERATORS,
            "ctx.run(", "ctx.inputs.", "ctx.event.", "from plue import ", "\n    "}


def words_of_plans():
    words = set(PLAN_SYNTAX)
    for path in (ROOT / "ir").glob("*.def"):
        words.update(re.findall(r'^PLUE_\w+\(\w+, "([^"]+)"', path.read_text(), re.M))
    return words


def quoted(word):
    return "".join(f"\\x{byte:02x}" if chr(byte) in '"\\' or not 32 <= byte < 127
                   else chr(byte) for byte in word.encode())


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, words in (("python", words_of_python()), ("asm", words_of_plans())):
        lines = [f'"{quoted(word)}"\n' for word in sorted(words)]
        (folder / f"{name}.dict").write_text("".join(lines))


if __name__ == "__main__":
    main()
