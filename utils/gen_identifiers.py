#!/usr/bin/env python3
"""Generates the tables of characters in identifiers, for Unicode 14 (CPython 3.11).

Usage: gen_identifiers.py OUTPUT
"""
import contextlib
import sys
import unicodedata

FIRST, LAST = 0x80, 0x10FFFF


def code_points():
    return (c for c in range(FIRST, LAST + 1) if not 0xD800 <= c <= 0xDFFF)


def composing():
    """Characters that may melt into the one before them."""
    seconds = set(range(0x1161, 0x1176)) | set(range(0x11A8, 0x11C3))
    for c in code_points():
        parts = unicodedata.decomposition(chr(c)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            whole = unicodedata.normalize("NFC", chr(c))
            if whole == chr(c):
                seconds.add(int(parts[1], 16))
    return seconds


def ranges(predicate):
    result = []
    for c in code_points():
        if not predicate(c):
            continue
        if result and result[-1][1] == c - 1:
            result[-1][1] = c
        else:
            result.append([c, c])
    return result


def emit(name, predicate):
    print(f"static constexpr CodePointRange {name}[] = {{")
    line = "   "
    for low, high in ranges(predicate):
        item = f" {{{low:#x}, {high:#x}}},"
        if len(line) + len(item) > 80:
            print(line)
            line = "   "
        line += item
    print(line)
    print("};")


def main():
    if unicodedata.unidata_version != "14.0.0":
        raise SystemExit("gen_identifiers.py: this Python has Unicode "
                         f"{unicodedata.unidata_version}, and 14.0.0 is needed")
    seconds = composing()
    starts = lambda c: chr(c).isidentifier()
    continues = lambda c: ("a" + chr(c)).isidentifier()
    print(f"// Unicode {unicodedata.unidata_version}, made by "
          "utils/gen_identifiers.py.")
    emit("startRanges", starts)
    emit("continueRanges", lambda c: continues(c) and not starts(c))
    emit("unstableRanges", lambda c: continues(c) and (
        unicodedata.normalize("NFKC", chr(c)) != chr(c) or c in seconds))


if __name__ == "__main__":
    with open(sys.argv[1], "w", encoding="ascii") as output:
        with contextlib.redirect_stdout(output):
            main()
