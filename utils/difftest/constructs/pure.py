"""Expressions and statements without steps, one table a family.

A case is the body of a function of the OPERANDS; what it returns is observed. The
same case is then run with operands that are known when compiling, and with such that
are not. Methods and functions are listed by name, so that it can be checked that
each of Builtins.def is here.
"""

# (name, the type it is declared with, a value for each data set)
OPERANDS = (
    ("s", "str", ("Hello wOrld 42", "")),
    ("t", "str", ("o", "ab")),
    ("i", "int", (3, -2)),
    ("j", "int", (2, 7)),
    ("f", "float", (2.5, -0.125)),
    ("b", "bool", (True, False)),
    ("xs", "list(str)", (["b", "a", "", "b"], ["x"])),
    ("ns", "list(int)", ([3, 1, 2, 1], [5])),
    ("d", "dict(str, int)", ({"a": 1, "o": 2}, {})),
    ("g", "dict(str, list(str))", ({"o": ["x", "y"], "k": []}, {"ab": ["z"]})),
    ("rows", "list(list(int))", ([[1, 2], [3, 4]], [[0, 5]])),
    ("n", "optional(str)", ("here", "there")),
    ("e", 'enum("low", "high")', ("low", "high")),
)

#--- Methods -------------------------------------------------------------------

# For each kind of Builtins.def: what makes an object of it, and arguments for each
# method. A call is observed together with the object after it.
RECEIVERS = {
    "Int": ["i", "b"],
    "Float": ["f"],
    "Str": ["s"],
    "Tuple": ["tuple(ns)"],
    "Range": ["range(i, 10, j)"],
    "List": ["list(ns)"],
    "Dict": ["dict(d)"],
    "Set": ["set(ns)"],
    "View": ["d.keys()", "d.items()"],
}

_PREDICATES = ("isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric "
               "isprintable isspace istitle isupper").split()
_CASES = "capitalize casefold lower swapcase title upper".split()
_SEARCHES = "count find rfind".split()
_SPANS = ["t", "t, i", "t, -i, j", "t, None, None"]

METHODS = {
    "Int": {"bit_count": [""], "bit_length": [""]},
    "Float": {"is_integer": [""]},
    "Str": {
        **{name: [""] for name in _PREDICATES + _CASES},
        **{name: _SPANS for name in _SEARCHES + ["index", "rindex"]},
        **{name: [*_SPANS, "(t, 'H')", "(t, s), i"] for name in ("startswith", "endswith")},
        **{name: ["10", "i * 7", "j + 20, '*'", "20, s[:1] or '.'"]
           for name in ("center", "ljust", "rjust")},
        **{name: ["", "t", "None", "'H4' + t"] for name in ("strip", "lstrip", "rstrip")},
        **{name: ["t", "' '"] for name in ("partition", "rpartition")},
        **{name: ["t", "s[:2]", "s[-2:]"] for name in ("removeprefix", "removesuffix")},
        **{name: ["", "t", "None, 1", "t, j", "sep=t", "maxsplit=i"]
           for name in ("split", "rsplit")},
        "expandtabs": ["", "j", "tabsize=i"],
        "format": ["", "t", "k=i"],
        "join": ["xs", "[t, s]", "tuple(xs)", "(x + t for x in xs)", "g", "'abc'", "[]"],
        "maketrans": ["{'o': t}", "'lo', 'ab'", "'lo', 'ab', t"],
        "replace": ["t, '-'", "'l', t, j", "'', t", "t, s, 1"],
        "splitlines": ["", "b", "keepends=True"],
        "translate": ["{111: t, 108: None}", "str.maketrans('lo', '01')",
                      "str.maketrans({'o': t})"],
        "zfill": ["20", "i * 7"],
    },
    "Tuple": {"count": ["1", "j", "s"], "index": ["ns[0]", "ns[-1], -1", "j"]},
    "Range": {"count": ["5", "j", "f"], "index": ["i"]},
    "List": {
        "append": ["i", "j + 1"], "clear": [""], "copy": [""],
        "count": ["1", "j", "s"],
        "extend": ["[i, j]", "range(j)", "(x * 2 for x in ns)", "ns", "set([i])"],
        "index": ["ns[-1]", "ns[-1], 0", "ns[0], 0, 9", "j"],
        "insert": ["0, i", "i, j", "-1, 0", "b, 7"],
        "pop": ["", "0", "-1", "i - i", "j"], "remove": ["ns[0]", "j"], "reverse": [""],
        "sort": ["", "reverse=True", "reverse=b", "key=lambda x: -x", "key=str"],
    },
    "Dict": {
        "clear": [""], "copy": [""],
        "fromkeys": ["xs", "xs, i", "'ab', t"],
        "get": ["'a'", "t", "t, i", "t, None", "s, 'none'"],
        "items": [""], "keys": [""], "values": [""],
        "pop": ["t, i", "t, None", "'a', 0", "t"], "popitem": [""],
        "setdefault": ["t, i", "'z', 0", "'a', j"],
        "update": ["{'z': i}", "d", "{t: 9}", "z=i", "[('k', i)]", "{t: i}, y=j", "",
                   "zip(xs, ns)"],
    },
    "Set": {
        "add": ["i", "1"], "clear": [""], "copy": [""],
        "discard": ["i", "1"], "remove": ["ns[0]", "j + 50"], "pop": [""],
        **{name: ["{1, i}", "ns", "[j, 3], {i}", ""]
           for name in ("difference", "difference_update", "intersection",
                        "intersection_update", "union", "update")},
        **{name: ["{1, i}", "ns", "range(j)"]
           for name in ("isdisjoint", "issubset", "issuperset", "symmetric_difference",
                        "symmetric_difference_update")},
    },
    "View": {"isdisjoint": ["d", "[t]", "[('a', 1)]"]},
}

#--- Functions -----------------------------------------------------------------

# Arguments for each function of Builtins.def and each class among the types.
FUNCTIONS = {
    "abs": ["i", "f", "b"],
    "all": ["xs", "ns", "(x for x in xs)", "[b, i, s]", "x < 4 for x in ns"],
    "any": ["xs", "ns", "[]", "x == t for x in xs"],
    "ascii": ["s", "xs", "[s, i]", "d"],
    "bin": ["i", "b"],
    "bool": ["", "s", "i", "f", "b", "xs", "d", "n", "None"],
    "callable": ["s", "len", "i"],
    "chr": ["i + 70", "65"],
    "dict": ["", "d", "d, z=i", "z=i, y=s", "[('a', i), ('b', j)]", "zip(xs, ns)",
             "enumerate(xs)", "rows"],
    "divmod": ["i, j", "f, j", "7, i", "i, f"],
    "enumerate": ["xs", "xs, i", "ns, start=j", "s", "d"],
    "filter": ["None, xs", "lambda x: x > 1, ns", "str.isalpha, xs", "lambda k: d[k] > 1, d"],
    "float": ["", "i", "b", "f", "'1.5'", "str(f)", "' 2 '", "s"],
    "format": ["i", "i, '05'", "f, '.3f'", "s, '>20'", "s, t.replace(t, '<9')", "b", "xs"],
    "hex": ["i", "j"],
    "int": ["", "f", "b", "i", "'12'", "str(i)", "'ff', 16", "str(j), 9", "str(j), base=16", "s"],
    "isinstance": ["s, str", "i, int", "b, int", "f, (int, float)", "xs, list", "d, dict",
                   "n, str", "e, str", "s, int"],
    "len": ["s", "xs", "d", "ns", "rows", "set(ns)", "tuple(xs)", "range(i)", "d.keys()"],
    "list": ["", "xs", "s", "d", "range(i)", "tuple(ns)", "d.items()", "reversed(ns)",
             "map(str, ns)"],
    "map": ["str, ns", "len, xs", "lambda x: x + j, ns", "lambda x, y: x * y, ns, ns",
            "str.upper, xs", "lambda p: p[0], rows"],
    **{name: ["ns", "i, j", "i, f", "s, t", "ns, default=0", "[], default=i", "xs, key=len",
              "ns, key=lambda x: -x", "i, j, 4, key=lambda x: x % 3", "d", "d.values()",
              "s, t, key=len"] for name in ("max", "min")},
    "next": ["(x for x in ns if x > 1)", "(x for x in ns if x > 9), None",
             "(x for x in xs if x == t), s", "enumerate(xs)", "reversed(ns)"],
    "oct": ["i", "j"],
    "ord": ["'a'", "(s or t)[0]", "t[0]"],
    "pow": ["i, 2", "i, j", "2, j", "i, 3, 5", "i, j, 7", "f, 2", "j, i", "2, exp=j"],
    "print": ["s", "s, i, sep=t", "xs"],
    "range": ["i", "i, 9", "0, 9, j", "j, i, -1", "i, j", "0, 5, b"],
    "repr": ["s", "i", "f", "b", "xs", "d", "n", "(s, i)", "[s, [i]]", "{s: i}"],
    "reversed": ["ns", "xs", "s", "range(i)", "d", "tuple(ns)"],
    "round": ["f", "f, 1", "i", "i, -1", "f, j", "f, None", "b"],
    "set": ["", "ns", "s", "[i, j]", "d", "range(i)", "xs"],
    "sorted": ["ns", "xs", "set(ns)", "d", "ns, reverse=True", "xs, key=len",
               "xs, key=len, reverse=b", "ns, key=lambda x: (x % 2, -x)", "s", "d.items()",
               "rows, key=lambda r: r[1]", "ns, key=None", "range(i)"],
    "str": ["", "s", "i", "f", "b", "xs", "d", "n", "None", "(i, s)", "e"],
    "sum": ["ns", "ns, i", "ns, start=j", "[i, f]", "len(x) for x in xs", "rows, []",
            "d.values()", "range(i)"],
    "tuple": ["", "xs", "s", "range(i)", "d", "(i, j)", "x for x in ns"],
    "type": ["s", "i", "f", "b", "xs", "d", "None", "(i,)"],
    "zip": ["xs, ns", "ns, s, xs", "range(i), xs", "xs", "", "ns, ns, strict=True",
            "ns, xs, strict=b", "xs, [t, s]"],
}

#--- Operators -----------------------------------------------------------------

# Each of these operators between each of these operands, where Python can do it.
BINARY = ("+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^",
          "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or")
PAIRS = (("i", "j"), ("i", "f"), ("f", "j"), ("b", "i"), ("s", "t"), ("s", "j"), ("xs", "xs"),
         ("ns", "j"), ("j", "ns"), ("t", "s"), ("t", "xs"), ("t", "d"), ("i", "ns"), ("d", "d"),
         ("e", "s"), ("e", "'low'"), ("n", "s"), ("n", "None"), ("tuple(ns)", "(i, j)"),
         ("set(ns)", "{i, j}"), ("d.keys()", "{t}"), ("b", "s"), ("xs", "s"), ("f", "i"))
UNARY = ("-", "+", "~", "not ")
UNARY_OPERANDS = ("i", "f", "b", "s", "xs", "d", "n")

#--- Everything else -----------------------------------------------------------

EXPRESSIONS = [
    # Identity.
    "n is None", "n is not None", "None is n", "b is True", "b is not False",
    # Chains.
    "0 < i < j < 10", "i < j != f", "s == s == t", "1 <= len(xs) <= 3", "t in s in xs",
    "i < j in ns",
    # Logic and choice.
    "s or t or 'none'", "i and j", "not (i > j and s)", "s if b else t", "i if s else f",
    "xs if b else ns", "b and (i or s)", "(b or i) and t", "s and s[0]",
    "'a' if i > j else 'b' if b else 'c'",
    # Indexing and slices.
    "xs[0]", "xs[-1]", "ns[j - j]", "xs[i]", "s[0:1]", "s[i:]", "s[:j]", "s[i:j]", "s[::-1]",
    "s[-i::j]", "ns[:j]", "ns[1:]", "ns[::i]", "ns[::-1]", "tuple(ns)[0]", "tuple(ns)[:j]",
    "(i, s, f)[1]", "(i, s)[-1]", "(i, s, t)[b]", "d['a']", "d[t]", "g[t]", "g[t][0]", "g[t][0][0]",
    "rows[0][1]", "rows[0][b]", "'hello'[i]", "'hello'[j:]", "[1, 2, 3, 4][i]", "range(i, 99)[j]",
    "range(9)[i:j]", "[10, 20][b]", "{'o': 1, 'ab': s}[t]", "{3: 'x', -2: 'y'}[i]",
    "{True: 1, False: 0}[b]", "xs[True]",
    # Displays.
    "[i, s, f]", "(s, i)", "(i,)", "{s: i, t: j}", "{i, j}", "{s, t}", "[]", "{}", "()",
    "[*xs, s]", "[s, *xs, *ns]", "(*xs, i)", "{*ns, i}", "{**d, t: i}", "{t: i, **d}",
    "{**d, **{'k': j}}", "[*range(j)]", "[*s]", "[[i], [s]]", "{'k': [i, s], 'l': {t: b}}",
    "[*d]", "[*d.items()]", "(*ns, *ns)", "{(i, s): 1}", "[*xs][0]",
    # Comprehensions.
    "[x + t for x in xs]", "[x for x in ns if x > 1]", "[x * i for x in ns if x != j]",
    "{x: len(x) for x in xs}", "{x % 2 for x in ns}", "[(x, y) for x in xs for y in ns]",
    "[y for row in rows for y in row if y]", "{k: v + i for k, v in d.items()}",
    "[k for k in d]", "[c for c in s]", "[n2 for _, n2 in enumerate(ns)]",
    "[x for x in range(i)]", "[[y + j for y in row] for row in rows]",
    "[a + b2 for a, b2 in rows]", "[a for a, *_ in rows]", "[x for x in xs if x if t]",
    "[s for _ in range(j)]", "{x: i for x in 'ab'}", "[i for i in ns]", "[x or t for x in xs]",
    "[f(x) for f in (str, repr) for x in ns]", "list(x for x in ns)",
    "sorted({x.upper() for x in xs})", "[x if b else t for x in xs]",
    # Walrus, on values known when compiling.
    "(y := 3) + y", "[y := 1, y + 1]", "(y := i) + y", "[last := x for x in ns]",
    # Lambdas and functions as values.
    "(lambda x, y=2, *a, k=3, **kw: (x, y, a, k, kw))(i, j, 7, k=s, z=t)",
    "(lambda: s)()", "[h(i) for h in [lambda x: x + 1, lambda x: x * 2]]",
    "{'up': str.upper, 'low': str.lower}['up'](s)", "str.upper(s)", "str.join(t, xs)", "str.maketrans('lo', s[:2] or 'ab')", "dict.fromkeys(xs, i)",
    "list.count(ns, 1)", "dict.get(d, t)", "(str.upper if b else str.lower)(s)",
    "{'a': len}.get('a')(xs)", "sorted(xs, key=str.lower)", "max(xs, key=len)",
    # Texts.
    "f'{s}'", "f'{s!r}'", "f'{s!s:>20}'", "f'{s!a}'", "f'{i}'", "f'{i:05d}'", "f'{i:+}'",
    "f'{i:x}'", "f'{i:#o}'", "f'{i:,}'", "f'{i:.2f}'", "f'{i:%}'", "f'{f:.2f}'", "f'{f:e}'", "f'{f:>10}'",
    "f'{f:.1%}'", "f'{b}'", "f'{b:d}'", "f'{s:*^20}'", "f'{s:.3}'", "f'{xs}'", "f'{d}'",
    "f'{n}'", "f'{i=}'", "f'{s=!r}'", "f'{i = }'", "f'{s}{i}{{}}'", "f'{s:>{20}}'",
    "f'{s:{j}}'", "f'{i:{j}}'", "f'{i:>{j}}'", "f'{f:.{j}f}'", "f'{s:>{j + 10}}'", "f'{(i, s)}'", "f'{[s]!r}'",
    "f'{e}'", "f'{len(xs):>3}'", "f'{xs[0]}' + 'x'", "f'{s}' f'{t}' 'u'", "f'{None}'",
    "f'{s if b else t}'", "f'{\"q\" + s}'", "f'{i:c}' if False else ''", "f'{rows[0][0]}'",
    "'%s' % s", "'%s-%s' % (s, i)", "'%d' % i", "'%5d|%-5d|%05d' % (i, j, i)", "'%x' % j",
    "'%.2f' % f", "'%e' % f", "'%r' % s", "'%(a)s' % d", "'%(k)s %(l)d' % {'k': s, 'l': i}",
    "'%%' % ()", "'%s' % (xs,)", "'%s' % xs", "'%*d' % (j, i)", "'%.*f' % (j, f)", "'%c' % t[0]",
    "'%i%%' % i", "'%s' % b", "'%s' % n", "'%10s|' % s", "'%a' % s", "'%s' % d", "'%s %s' % tuple('ab')",
    "'{}'.format(s)", "'{} {}'.format(s, i)", "'{1} {0}'.format(s, i)", "'{a}'.format(a=s)",
    "'{0:>5}'.format(i)", "'{:05.1f}'.format(f)", "'{!r}'.format(s)", "'{:{}}'.format(s, 20)",
    "'{:>{w}}'.format(i, w=j)", "'{{}}'.format()", "'{}'.format(xs)", "'{0}{0}'.format(s)",
    "'{}'.format(*xs[:1])", "'{a}-{b}'.format(**{'a': s, 'b': i})", "'{x}{y}'.format(x=s, y=t)",
    "'{}'.format(n)", "'{:d}'.format(b)", "'{0!a:>9}'.format(s)", "'{}'.format(None)",
    "'a' 'b' + s", "s + ' ' + t", "'-'.join([s, t, 'u'])", "' '.join(str(x) for x in ns)",
    "', '.join(f'{k}={v}' for k, v in d.items())", "s * 2", "2 * t", "'ab' * i",
    # Attributes of types.
    "type(s).__name__", "type(i).__name__", "type(xs).__name__", "type(None).__name__",
    "type(b).__name__", "type(d).__name__", "type((i, s)).__name__", "type(i / j).__name__",
    # Other.
    "...", "...  is ...", "len([...])", "None", "not None", "isinstance(i, bool)",
    "list(map(str, range(i)))", "dict(zip(xs, ns))", "dict(sorted(d.items()))",
    "list(zip(*rows))", "[*zip(xs, ns)]", "sum(len(x) for x in xs)", "any(x == t for x in xs)",
    "next((x for x in ns if x > 1), i)", "sorted(g)[0]", "list(g.values())", "g.get(t, [])",
    "len(g.get('k', xs))", "str(ns) + repr(xs)", "[x for x, in [(i,)]]", "max(len(x) for x in xs)",
    "list(range(i))[::-1]", "[list(r) for r in rows]", "sorted(xs)[0]", "list(reversed(xs))[0]",
    "xs == sorted(xs)", "ns + [i]", "[0] * j", "xs * 2", "d | {'k': i}", "{1, 2} | set(ns)",
    "rows == [[1, 2], [3, 4]]", "(i, s) < (j, t)", "ns < [3, 2]", "not xs",
]

STATEMENTS = [
    # Assignment.
    "a = c = s\nreturn (a, c)", "a, c = i, j\nreturn (c, a)", "a, c = c2 = (s, t)\nreturn (a, c, c2)",
    "(a, [c, d2]) = (i, [j, s])\nreturn (a, c, d2)", "a, *c = ns\nreturn (a, c)",
    "*a, c = ns\nreturn (a, c)", "a, *c, d2 = [i, *ns, j]\nreturn (a, c, d2)", "[a, c] = s, t\nreturn a + c",
    "a, c = rows[0]\nreturn (a, c)", "a, c = ns\nreturn (a, c)", "[*a] = s\nreturn a",
    "a = [0, 1]\na[b] = i\nreturn a", "a = list(ns)\na[0] = j\nreturn a", "a = list(ns)\na[i] = j\nreturn a",
    "a = dict(d)\na[t] = i\nreturn a", "a = {}\na[s] = i\na[t] = j\nreturn a",
    "a = {'k': []}\na['k'].append(i)\nreturn a", "a = [[], []]\na[0].append(s)\nreturn a",
    "a = c = []\na.append(i)\nreturn (a, c)", "a = [i]\nc = a\nc += [j]\nreturn a",
    "a = list(ns)\na[0], a[-1] = a[-1], a[0]\nreturn a", "x: int = i\nreturn x", "x: str\nx = s\nreturn x",
    # Augmented assignment.
    *(f"a = i\na {op}= j\nreturn a" for op in ("+", "-", "*", "//", "%", "&", "|", "^")),
    "a = f\na /= j\nreturn a", "a = 2\na **= j\nreturn a", "a = 9\na <<= j\nreturn a",
    "a = 99\na >>= j\nreturn a", "a = s\na += t\nreturn a", "a = s\na *= 2\nreturn a",
    "a = [i]\na += ns\nreturn a", "a = list(ns)\na *= 2\nreturn a", "a = dict(d)\na |= {t: i}\nreturn a",
    "a = set(ns)\na |= {i}\nreturn sorted(a)", "a = set(ns)\na &= {1, i}\nreturn sorted(a)",
    "a = set(ns)\na -= {1}\nreturn sorted(a)", "a = set(ns)\na ^= {1, i}\nreturn sorted(a)",
    "a = {'k': 1}\na['k'] += i\nreturn a", "a = dict(d)\na[t] += i\nreturn a", "a = [1, 2]\na[0] -= j\nreturn a",
    "a = 'x'\na %= ()\nreturn a", "a = '%s'\na %= s\nreturn a",
    # if.
    "if b:\n    return s\nelif i > j:\n    return t\nelse:\n    return 'z'",
    "r = 0\nif s:\n    r = i\nreturn r", "r = []\nif b:\n    r.append(s)\nelse:\n    r.append(t)\nreturn r",
    "r = 1\nif i > j:\n    r = s\nelif b:\n    pass\nelse:\n    r = None\nreturn r",
    "if n is not None:\n    return n.upper()\nreturn ''", "if not xs:\n    return 'none'\nreturn xs[0]",
    "if (i > 0 and s) or b:\n    r = 1\nelse:\n    r = 2\nreturn r", "d2 = dict(d)\nif t in d2:\n    d2[t] += 1\nreturn d2",
    # for, while, else.
    "r = 0\nfor x in ns:\n    r += x\nreturn r", "r = ''\nfor c in s:\n    r = c + r\nreturn r",
    "r = []\nfor k, v in d.items():\n    r.append(f'{k}{v}')\nreturn r",
    "r = []\nfor x in range(i):\n    r.append(x)\nreturn r",
    "r = []\nfor k in d:\n    r.append(k)\nreturn r", "r = []\nfor a, c in rows:\n    r.append(a * c)\nreturn r",
    "for x in ns:\n    if x == j:\n        break\nelse:\n    return 'none'\nreturn x",
    "r = 0\nfor x in ns:\n    if x % 2:\n        continue\n    r += x\nelse:\n    r += 100\nreturn r",
    "for x in ns:\n    if x > 1:\n        return x\nreturn None",
    "r = {}\nfor x in xs:\n    r.setdefault(len(x), []).append(x)\nreturn r",
    "r = []\nfor k, x in enumerate(xs, 1):\n    r.append((k, x))\nreturn r",
    "r = []\nfor a, c in zip(xs, ns):\n    r.append(a * c)\nreturn r",
    "r = 0\nfor row in rows:\n    for y in row:\n        if y > i:\n            break\n        r += y\nreturn r",
    "x = 3\nr = []\nwhile x:\n    x -= 1\n    r.append(x)\nelse:\n    r.append(s)\nreturn r",
    "x = 0\nwhile True:\n    x += 1\n    if x > 4:\n        break\nelse:\n    x = 99\nreturn x",
    "x = 0\nwhile x < j:\n    x += 1\nreturn x", "x = ns\nr = 0\nwhile x:\n    r += x[0]\n    x = x[1:]\nreturn r",
    "for _ in range(3):\n    pass\nreturn s", "for _ in []:\n    ...\nelse:\n    return i\n",
    "_x = i\nreturn _x", "'''doc'''\nreturn s", "pass\nreturn s", "...\nreturn s",
    # Functions.
    "def h(x, y=2, /, z=3, *rest, k=4, **kw):\n    return (x, y, z, rest, k, kw)\n"
    "return (h(i), h(i, j), h(1, 2, i, j, s, k=t, q=f), h(i, z=j))",
    "def h(*a, **k):\n    return (a, k)\nreturn h(*xs[:2], **{'u': i})",
    "def h(*a):\n    return len(a)\nreturn h(*[i, j])", "def h(*a):\n    return a\nreturn h(*xs)",
    "def h(**k):\n    return k\nreturn h(**d)", "def h(x, y):\n    return x * y\nreturn h(y=i, x=j)",
    "def h(x):\n    def inner(y):\n        return x + y\n    return inner\nreturn h(i)(j)",
    "def h(x=i):\n    return x\nreturn h()", "a = []\ndef h(x, seen=a):\n    seen.append(x)\n    return seen\nh(i)\nreturn h(j)",
    "def h(k):\n    return 1 if k <= 1 else k * h(k - 1)\nreturn h(5)",
    "def h(k):\n    if k <= 0:\n        return 0\n    return k + h(k - 1)\nreturn h(j)",
    "def h(x: int, y: str = 'a') -> str:\n    '''doc'''\n    return y * x\nreturn h(j)",
    "def h(x):\n    if x > 1:\n        return s\n    return t\nreturn h(i) + h(j)",
    "h = lambda x: x + 1\nreturn h(i)", "fs = [lambda x, k=k: x + k for k in range(3)]\nreturn [h(i) for h in fs]",
    "def h(x):\n    return x\nh2 = h\nreturn h2(s)", "def h(x):\n    x.append(i)\na = []\nh(a)\nreturn a",
    "def even(k):\n    return True if k == 0 else odd(k - 1)\ndef odd(k):\n    return False if k == 0 else even(k - 1)\nreturn even(6)",
    "def h():\n    return\nreturn h()", "def h(x):\n    return [h(x - 1)] if x > 0 else s\nreturn h(2)",
    # assert and raise.
    "assert True\nassert s == s, 'x'\nreturn s", "assert len(ns) > 0\nreturn s", "assert i > 100, f'no {s}'",
    "assert i > 100", "if i < 100:\n    raise ValueError('too small')\nreturn i",
    "if s == s:\n    raise RuntimeError(f'bad {t}')", "raise KeyError(t)", "raise NotImplementedError", "raise ValueError(s, i)",
    # What raises.
    "return xs[99]", "return d['none']", "return d[s]", "return i // (j - j)", "return i % (j - j)",
    "return int(s + 'x')", "return float(s + 'x')", "return s.index('zz')", "return ns.index(99)",
    "a, c = xs + xs\nreturn a", "return max(ns[:0])", "return {}[i]", "return f / (j - j)", "return list(ns).pop(99)",
    "return chr(-i - 999)", "return 'abc'[i + 9]", "return (i, j)[i + 5]", "return ord(s + 'xx')", "return range(i)[99]",
    "return list(zip(ns, [], strict=True))", "return next(x for x in ns if x > 99)", "return 2 ** -(i - i) // (i - i)",
    "return [1][j]", "return f'{i + 99999999:c}'", "return 1 << -(j)", "return '%c' % (s + 'xx')",
]
STATEMENTS += [
    "z = zip(xs, ns)\na = list(z)\nreturn (a, list(z))",
    "z = enumerate(xs)\na = next(z)\nreturn (a, next(z, None))",
    "z = enumerate(xs)\na = next(z)\nreturn (a, list(z))",
    "z = reversed(ns)\nr = []\nfor x in z:\n    r.append(x)\nfor x in z:\n    r.append(x)\nreturn r",
    "z = map(str, ns)\nreturn [list(z) for _ in range(2)]",
    "z = reversed(ns)\nreturn (j in z, list(z))",
    "k = d.keys()\nd2 = dict(d)\nk = d2.keys()\nd2['zz'] = i\nreturn list(k)",
    "d2 = dict(d)\nk = d2.items()\nd2[t] = i\nreturn (list(k), len(k))",
    "k = range(i)\nreturn (list(k), list(k), k[0:1] == range(0, 1))",
    "k = d.keys()\nreturn (list(k), list(k), t in k)",
    "z = iter",
]
del STATEMENTS[-1]
