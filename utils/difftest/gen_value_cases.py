#!/usr/bin/env python3
# Part of plue, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes what CPython says about many expressions, for unittests/Value.

The expressions are those of the corpus, one a line, and random ones: operators
and methods over values chosen for being awkward. Each becomes a line of JSON,
`{"source", "tree", "result" or "error"}`; the tree spares the test a parser.

usage: gen_value_cases.py CORPUS OUTPUT [--count N] [--seed N]
"""
import argparse
import ast
import itertools
import json
import operator
import random
import warnings

warnings.simplefilter("ignore")

OPERATORS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
    ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**", ast.LShift: "<<",
    ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
    ast.MatMult: "@", ast.UAdd: "+", ast.USub: "-", ast.Invert: "~",
    ast.Not: "not", ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=",
    ast.Gt: ">", ast.GtE: ">=", ast.Is: "is", ast.IsNot: "is not",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip

# What a statement would do, as functions; the test knows them too.
HELPERS = {
    name: getattr(operator, name)
    for name in ("iadd", "isub", "imul", "imod", "ior", "iand", "ixor", "ipow",
                 "setitem")
}  # fmt: skip


def encode_constant(value):
    if value is None or value is Ellipsis:
        return ["none" if value is None else "ellipsis"]
    if isinstance(value, bool):
        return ["bool", value]
    if isinstance(value, int):
        return ["int", str(value)]
    if isinstance(value, float):
        return ["float", repr(value)]
    if isinstance(value, str):
        return ["str", value]
    raise ValueError(f"no such constant: {value!r}")


def encode_call(node):
    args = [encode(arg) for arg in node.args]
    keywords = [[k.arg, encode(k.value)] for k in node.keywords]
    if isinstance(node.func, ast.Attribute):
        return ["method", encode(node.func.value), node.func.attr, args,
                keywords]  # fmt: skip
    return ["call", encode(node.func), args, keywords]


def encode_subscript(node):
    if not isinstance(node.slice, ast.Slice):
        return ["item", encode(node.value), encode(node.slice)]
    s = node.slice
    parts = [encode(p) if p else ["none"] for p in (s.lower, s.upper, s.step)]
    return ["slice", encode(node.value), *parts]


def encode_fstring(node):
    parts = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(["str", part.value])
            continue
        conversion = chr(part.conversion) if part.conversion > 0 else ""
        spec = part.format_spec
        parts.append(["format", encode(part.value), conversion,
                      encode(spec) if spec else ["str", ""]])  # fmt: skip
    return ["join", parts]


def encode(node):
    """An expression as nested lists, each headed by what it is."""
    match node:
        case ast.Constant():
            return encode_constant(node.value)
        case ast.Name():
            return ["name", node.id]
        case ast.List() | ast.Tuple() | ast.Set():
            kind = type(node).__name__.lower()
            return [kind, [encode(e) for e in node.elts]]
        case ast.Dict():
            pairs = zip(node.keys, node.values)
            return ["dict", [[encode(k), encode(v)] for k, v in pairs]]
        case ast.UnaryOp():
            return ["unary", OPERATORS[type(node.op)], encode(node.operand)]
        case ast.BinOp():
            return ["binary", OPERATORS[type(node.op)], encode(node.left),
                    encode(node.right)]  # fmt: skip
        case ast.Compare() if len(node.ops) == 1:
            return ["compare", OPERATORS[type(node.ops[0])], encode(node.left),
                    encode(node.comparators[0])]  # fmt: skip
        case ast.Call():
            return encode_call(node)
        case ast.Attribute():
            return ["attribute", encode(node.value), node.attr]
        case ast.Subscript():
            return encode_subscript(node)
        case ast.JoinedStr():
            return encode_fstring(node)
        case ast.Starred():
            return ["star", encode(node.value)]
        case ast.NamedExpr():
            return ["assign", node.target.id, encode(node.value)]
        case ast.Lambda():
            names = [a.arg for a in node.args.args]
            return ["lambda", names, encode(node.body)]
    raise ValueError(f"not part of the test's language: {ast.dump(node)}")


# Types whose repr is the same here and there; others are left out.
PLAIN = (type(None), bool, int, float, str, range, type(Ellipsis),
         type(str.lower))  # fmt: skip
NAMEABLE = (bool, dict, float, int, list, range, set, str, tuple, type,
            type(None))  # fmt: skip
DICT_VIEWS = (type({}.keys()), type({}.values()), type({}.items()))


def is_showable(value, depth=0):
    if depth > 60:
        return True
    if isinstance(value, (set, *DICT_VIEWS)):
        if isinstance(value, set) and len(value) > 1:
            return False
        return all(is_showable(v, depth + 1) for v in value)
    if isinstance(value, (list, tuple)):
        return all(is_showable(v, depth + 1) for v in value)
    if isinstance(value, dict):
        return all(is_showable(v, depth + 1)
                   for v in itertools.chain(value, value.values()))  # fmt: skip
    if isinstance(value, type):
        return value in NAMEABLE
    if isinstance(value, type(len)):
        return value is len
    return isinstance(value, PLAIN)


def judge(source):
    """The case for an expression; None if there is nothing to compare."""
    tree = encode(ast.parse(source, mode="eval").body)
    case = {"source": source, "tree": tree}
    try:
        value = eval(source, dict(HELPERS))
        if not is_showable(value):
            return None
        case["result"] = repr(value)
    except (MemoryError, RecursionError, SyntaxError):
        return None
    except Exception as error:
        case["error"] = f"{type(error).__name__}: {error}"
    return case


# --- Random expressions -------------------------------------------------------

INTS = ["0", "1", "-1", "2", "3", "-3", "7", "10", "255", "-128", "1000",
        "2**31", "2**53", "2**53+1", "-2**63", "2**63-1", "2**63", "2**64",
        "-(2**64)", "10**20", "-10**30", "3**100", "2**1023", "True",
        "False"]  # fmt: skip
FLOATS = ["0.0", "-0.0", "0.5", "1.0", "-1.5", "2.5", "3.5", "1e16", "1e22",
          "1e-5", "123456.789", "0.1", "-7.25", "1e300", "5e-324",
          "float('inf')", "float('-inf')", "float('nan')", "2.0**53",
          "1e100"]  # fmt: skip
STRINGS = ["''", "'a'", "'abc'", "'Hello World'", "'  pad  '", "'a,b,,c'",
           "'ababab'", "'x=1;y=2'", "'1234'", "'-42'", "'3.14'", "'é'",
           "'ÀÉÎ straße'", "'日本語'", "'😀a😀'", "'a\\tb\\n'",
           "'line1\\nline2\\r\\nline3'", "'ǅ'", "'ﬁne'", "'ΑΣ ΟΔΟΣ'", "'İi'",
           "'٣٤'", "'½'", "'²'", "\"it's\"", "'\"q\"'", "'{}'", "'%s'",
           "'tEST cAsE'", "'they\\'re bill\\'s'", "'\\x00\\x1f'",
           "'\\xa0\\u2028'", "'ab'", "'b'", "','", "' '"]  # fmt: skip
LISTS = ["[]", "[1]", "[1, 2, 3]", "[3, 1, 2]", "['b', 'a']", "[1, 'a']",
         "[[1], [2]]", "[1.5, 2, True]", "[None]", "[(1, 2), (0, 3)]",
         "['a', 'b', 'c']", "[0, '', None]"]  # fmt: skip
TUPLES = ["()", "(1,)", "(1, 2)", "(1, 'a')", "('a', 'b')", "((1, 2), 3)",
          "(2, 1, 3)"]  # fmt: skip
DICTS = ["{}", "{1: 2}", "{'a': 1, 'b': 2}", "{1: 'x', 1.0: 'y'}",
         "{'b': [1], 'a': None}", "{(1, 2): 3}", "{True: 1, 0: 2}"]  # fmt: skip
SETS = ["set()", "{1}", "{1, 2, 3}", "{'a', 'b'}", "{1, 2}", "{2.0, 3}",
        "{(1, 2)}"]  # fmt: skip
RANGES = ["range(0)", "range(5)", "range(2, 10, 3)", "range(10, 0, -2)",
          "range(-3, 3)", "range(1, 2)"]  # fmt: skip
VIEWS = ["{'a': 1, 'b': 2}.keys()", "{1: 2}.items()", "{1: 2}.values()"]
OTHERS = ["None", "...", "int", "len"]
POOLS = [INTS, FLOATS, STRINGS, LISTS, TUPLES, DICTS, SETS, RANGES, VIEWS,
         OTHERS]  # fmt: skip
WEIGHTS = [8, 6, 10, 5, 4, 4, 4, 2, 1, 1]

BINARY = ["+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^",
          "==", "!=", "<", "<=", ">", ">=", "in", "not in"]  # fmt: skip
UNARY = ["-", "+", "~", "not "]
FUNCTIONS = ["abs", "all", "any", "ascii", "bin", "bool", "callable", "chr",
             "dict", "divmod", "enumerate", "float", "format", "hex", "int",
             "len", "list", "max", "min", "oct", "ord", "pow", "range", "repr",
             "reversed", "round", "set", "sorted", "str", "sum", "tuple", "zip",
             "isinstance", "type", "filter", "map", "next"]  # fmt: skip
METHODS = {
    "STRINGS": [m for m in dir(str) if not m.startswith("_")
                and m not in ("encode", "format_map")],
    "LISTS": [m for m in dir(list) if not m.startswith("_")],
    "TUPLES": ["count", "index"],
    "DICTS": [m for m in dir(dict) if not m.startswith("_")],
    "SETS": [m for m in dir(set) if not m.startswith("_")],
    "RANGES": ["count", "index"],
    "INTS": ["bit_length", "bit_count"],
    "FLOATS": ["is_integer"],
}  # fmt: skip
SMALL = ["0", "1", "2", "-1", "3", "5", "-2", "10", "100", "None", "True"]
SPECS = ["", "d", "5", "05", "<8", ">8", "^9", "*^9", "+", " ", "+d", "x",
         "#x", "#010b", "_", ",", "_x", ",d", ".2f", "10.3f", "e", ".0e", "g",
         ".3g", "%", ".1%", "n", "c", "s", ".2", "5.1", "=+6", "010,",
         "+,.2f", "#.3g", "z.1f", "E", "G", "#o", "X", "é<5", ">05", "q",
         "5.", "12_", ".10", "012,.1f", "-", "#", "08.2e"]  # fmt: skip
PERCENTS = ["%s", "%d", "%5d", "%-5d|", "%05d", "%+d", "% d", "%x", "%#x",
            "%o", "%X", "%e", "%.2e", "%f", "%.1f", "%8.2f", "%g", "%G", "%c",
            "%r", "%a", "%%", "%.3s", "%10s|", "%-10s|", "%#.3x", "%.5d", "%i",
            "%u", "%#g", "%F", "%E", "%5c", "%y", "%", "%s %s", "%d%%",
            "%*d", "%.*f", "%(a)s"]  # fmt: skip


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.depth = 0

    def value(self):
        if self.depth < 2 and self.random.random() < 0.15:
            self.depth += 1
            inner = self.random.choice(
                [self.binary, self.call, self.chain, self.subscript])()  # fmt: skip
            self.depth -= 1
            return f"({inner})"
        pool = self.random.choices(POOLS, WEIGHTS)[0]
        return self.random.choice(pool)

    def small(self):
        return self.random.choice(SMALL)

    def binary(self):
        op = self.random.choice(BINARY)
        if op in ("**", "<<"):
            left = self.random.choice(INTS + FLOATS + STRINGS[:3])
            return f"({left}) {op} ({self.small()})"
        if op == "*" and self.random.random() < 0.5:
            return f"({self.value()}) * ({self.small()})"
        return f"({self.value()}) {op} ({self.value()})"

    def unary(self):
        return f"{self.random.choice(UNARY)}({self.value()})"

    def call(self):
        name = self.random.choice(FUNCTIONS)
        count = self.random.choices((0, 1, 2, 3), (1, 8, 4, 1))[0]
        args = [self.argument() for _ in range(count)]
        call = f"{name}({', '.join(args)})"
        lazy = ("enumerate", "filter", "map", "reversed", "zip")
        return f"list({call})" if name in lazy else call

    def argument(self):
        return self.small() if self.random.random() < 0.25 else self.value()

    def method(self):
        pool = self.random.choices(
            ["STRINGS", "LISTS", "TUPLES", "DICTS", "SETS", "RANGES", "INTS",
             "FLOATS"], (20, 5, 1, 5, 5, 1, 1, 1))[0]  # fmt: skip
        name = self.random.choice(METHODS[pool])
        count = self.random.choices((0, 1, 2, 3), (5, 8, 3, 1))[0]
        if self.random.random() < 0.5:
            count = min(count, 2 if name in ("replace", "maketrans") else 1)
        args = [self.method_argument(pool) for _ in range(count)]
        receiver = self.random.choice(globals()[pool])
        # What became of the receiver is half of what there is to see.
        return f"[x := {receiver}, x.{name}({', '.join(args)}), x]"

    def chain(self):
        name = self.random.choice(
            ["upper", "lower", "title", "swapcase", "casefold", "strip",
             "split", "splitlines", "capitalize", "partition"])  # fmt: skip
        arg = "','" if name == "partition" else ""
        return f"{self.random.choice(STRINGS)}.{name}({arg})"

    def method_argument(self, pool):
        choice = self.random.random()
        if choice < 0.3:
            return self.small()
        if choice < 0.7 and pool in ("STRINGS", "SETS", "LISTS"):
            return self.random.choice(globals()[pool])
        return self.value()

    def subscript(self):
        sequence = self.random.choice(STRINGS + LISTS + TUPLES + RANGES + DICTS)
        if self.random.random() < 0.4:
            return f"{sequence}[{self.argument()}]"
        parts = [self.random.choice(["", self.small()]) for _ in range(3)]
        return f"{sequence}[{parts[0]}:{parts[1]}:{parts[2]}]"

    def format(self):
        value = self.random.choice(INTS + FLOATS + STRINGS + ["None", "[]"])
        return f"format({value}, {self.random.choice(SPECS)!r})"

    def percent(self):
        fmt = self.random.choice(PERCENTS)
        args = ", ".join(self.value() for _ in range(self.random.randint(1, 2)))
        arg = self.random.choice([f"({args},)", self.value(), "{'a': 1}"])
        return f"{fmt!r} % {arg}"

    def inplace(self):
        name = self.random.choice(list(HELPERS))
        args = [self.value(), self.argument()]
        if name == "setitem":
            args = [self.random.choice(LISTS + DICTS), self.argument(), "9"]
        if name == "ipow":
            args[1] = self.small()
        return f"[x := {args[0]}, {name}(x, {', '.join(args[1:])}), x]"

    def expression(self):
        kinds = [self.binary, self.unary, self.call, self.method,
                 self.subscript, self.format, self.percent,
                 self.inplace]  # fmt: skip
        return self.random.choices(kinds, (8, 1, 8, 12, 4, 4, 3, 2))[0]()


def is_tame(source):
    """Leaves out what would keep CPython busy, or fill its memory."""
    huge = ("2**1023", "3**100", "10**20", "2**31", "2**53", "2**6", "10**30",
            "1000")  # fmt: skip
    heavy = ("range(", "center", "just", "zfill", "expandtabs", "bytes", "<<",
             "* (", "*d", ".*", "imul", "pow", "** ", "round")  # fmt: skip
    return not (any(h in source for h in huge)
                and any(h in source for h in heavy))  # fmt: skip


# What plue words differently because it means something else: there are no
# bytes and no complex numbers, and `list(int)` is a type.
def is_comparable(case):
    makes_type = any(f"{name}(int" in case["source"]
                     for name in ("dict", "list", "set", "tuple"))  # fmt: skip
    makes_type |= "(type(" in case["source"] or "(pow(" in case["source"]
    about_bytes = case["source"].startswith("str(") and "error" in case
    texts = ("Unknown format code '\\x", "complex", "surrogates",
             "type.__new__", "decoding", "embedded null")  # fmt: skip
    odd = any(text in case.get("error", "") for text in texts)
    return not (makes_type or about_bytes or odd)


def random_cases(count, seed):
    generator = Generator(seed)
    seen = set()
    while len(seen) < count:
        source = generator.expression()
        if source in seen or not is_tame(source):
            continue
        seen.add(source)
        case = judge(source)
        if case and is_comparable(case):
            yield case


def corpus_cases(path):
    for line in open(path, encoding="utf-8"):
        source = line.strip()
        if source and not source.startswith("#"):
            case = judge(source)
            if not case:
                raise ValueError(f"cannot be compared: {source}")
            yield case


# Each with the characters for which it is true, or what it makes of them all.
QUESTIONS = ["isalnum", "isalpha", "isdecimal", "isdigit", "isidentifier",
             "islower", "isnumeric", "isprintable", "isspace", "istitle",
             "isupper"]  # fmt: skip
MAPPINGS = ["upper", "lower", "title", "casefold", "swapcase", "capitalize"]


def unicode_cases(block=1024):
    """The whole character database, as far as strings show it."""
    for start in range(0, 0x110000, block):
        text = "".join(chr(c) for c in range(start, start + block)
                       if not 0xD800 <= c <= 0xDFFF)  # fmt: skip
        if not any(c.isprintable() or c.isspace() for c in text):
            continue
        # Thousands of ideographs in a row answer alike.
        for name in ["isalpha"] if text.isalpha() else QUESTIONS:
            yield judge(f"''.join(filter(str.{name}, {text!r}))")
        if text.upper() == text == text.casefold():
            continue
        for name in MAPPINGS:
            # A space between, so that each begins a word of its own.
            yield judge(f"' '.join({text!r}).{name}()")
            yield judge(f"{text!r}.{name}()")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus")
    parser.add_argument("output")
    parser.add_argument("--count", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with open(options.output, "w", encoding="utf-8") as out:
        cases = itertools.chain(corpus_cases(options.corpus), unicode_cases(),
                                random_cases(options.count,
                                             options.seed))  # fmt: skip
        for case in cases:
            out.write(json.dumps(case, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
