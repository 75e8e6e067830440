#!/usr/bin/env python3
"""Checks that every kind of diagnostic has a lit or unit test.

A kind counts as tested if its code in brackets, `[loop-unbounded]`, or its
enumerator, `diag::loop_unbounded` or `DiagId::loop_unbounded`, occurs in a test.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main():
    kinds = []
    for catalogue in sorted((ROOT / "include/plue/Basic").glob("Diagnostics*.def")):
        kinds += re.findall(r"^PLUE_DIAG\(\s*(\w+)", catalogue.read_text(), re.MULTILINE)
    tests = "\n".join(
        path.read_text(errors="replace")
        for folder in ("test", "unittests")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and path.suffix in (".py", ".test", ".cpp", ".txt", ".md")
    )
    untested = [
        kind for kind in kinds
        if f"[{kind.replace('_', '-')}]" not in tests
        and not re.search(rf"\b(diag|DiagId)::{kind}\b", tests)
    ]
    for kind in untested:
        print(f"no test: {kind}")
    print(f"{len(kinds)} kinds of diagnostics, {len(untested)} without a test")
    return 1 if untested else 0


if __name__ == "__main__":
    sys.exit(main())
