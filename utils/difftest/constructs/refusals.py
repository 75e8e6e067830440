"""What is refused, and how: {stage: {case: code of the diagnostic}}."""

_FORMATS = {
    # A format that is known only at run time could ask for anything.
    "s.format()": "runtime-unsupported",
    "s.format(t)": "runtime-unsupported",
    "s.format(k=i)": "runtime-unsupported",
    "t % xs": "runtime-unsupported",
    "t % d": "runtime-unsupported",
}

_OPTIONAL = {
    # What may be None is tested first, also where Python would take None.
    **{case: "maybe-none" for case in (
        "repr(n)", "str(n)", "f'{n}'", "'%s' % n", "'{}'.format(n)", "n + s", "n < s",
        "n <= s", "n > s", "n >= s", "n in s", "n not in s")},
}

_ALWAYS = {
    # The compiler prints, not the run.
    "print(s)": "runtime-unsupported",
    "print(s, i, sep=t)": "runtime-unsupported",
    "print(xs)": "runtime-unsupported",
    # Functions and types are values of the compiler.
    "[f(x) for f in (str, repr) for x in ns]": "runtime-unsupported",
    "{(i, s): 1}": "runtime-unsupported",
    # Whether the loop has bound its variable depends on the data.
    "for x in ns:\n    if x == j:\n        break\nelse:\n    return 'none'\nreturn x":
        "maybe-unbound",
    # An iterator is walked once.
    **{case: "iterator-reused" for case in (
        "z = zip(xs, ns)\na = list(z)\nreturn (a, list(z))",
        "z = enumerate(xs)\na = next(z)\nreturn (a, next(z, None))",
        "z = enumerate(xs)\na = next(z)\nreturn (a, list(z))",
        "z = reversed(ns)\nr = []\nfor x in z:\n    r.append(x)\nfor x in z:\n"
        "    r.append(x)\nreturn r",
        "z = reversed(ns)\nreturn (j in z, list(z))",
        "z = map(str, ns)\nreturn [list(z) for _ in range(2)]")},
}

_UNTYPED = {
    **{f"type({v}).__name__": "runtime-unsupported"
       for v in ("s", "i", "f", "b", "xs", "d", "i / j")},
    "isinstance(f, (int, float))": "runtime-unsupported",
}

REFUSALS = {
    "known-0": {"set(ns).pop()": "nondeterministic"},
    "known-1": {"i ** f": "python-exception"},
    "inputs": {**_FORMATS, **_OPTIONAL, **_ALWAYS},
    "result": {**_FORMATS, **_OPTIONAL, **_ALWAYS},
    "item": {**_FORMATS, **_OPTIONAL, **_ALWAYS},
    "any": {**_ALWAYS, **_UNTYPED},
}

# What is refused only where some operands are known: an iterator that the compiler
# has begun to walk.
PARTLY = {
    "z = reversed(ns)\nreturn (j in z, list(z))": "runtime-unsupported",
    "dict(d).update(zip(xs, ns))": "runtime-unsupported",
}

# What fails the run instead, as Python does something that no plan can: the reason
# begins with this.
FAILURES = {
    "set(ns).pop()": "nondeterministic: ",
    "i ** f": "ValueError: a negative number to a fractional power",
}
