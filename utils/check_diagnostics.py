#!/usr/bin/env python3
"""Checks that every kind of diagnostic has a lit or unit test.

A kind counts as tested if its code in brackets, `[loop-unbounded]`, or in quotes,
or its enumerator, `diag::loop_unbounded`, occurs in a test, or if the longest
literal part of its text does.
"""
import re
import sys
from pathlib import Path

# Kinds that no input is known to bring about; each says why it exists.
UNREACHABLE = {
    "await_refused": "`await` stands only in `async def`, which is refused as a whole",
    "maybe_skipped": "guards results that reach a use along no path of their own",
    "shell_hole_as_option": "for programs whose operands cannot be told from options",
    "note_step_here": "goes with maybe_skipped",
    "syntax_not_understood": "for legal Python that the grammar should ever misread",
    "nothing_after_backslash": "kept apart from stray_backslash at the end of the file",
}

ROOT = Path(__file__).resolve().parent.parent


def main():
    kinds = []
    for catalogue in sorted((ROOT / "include/plue/Basic").glob("Diagnostics*.def")):
        kinds += re.findall(r'^PLUE_DIAG\(\s*(\w+),\s*\w+,\s*"((?:[^"\\]|\\.)*)',
                            catalogue.read_text(), re.MULTILINE)
    tests = "\n".join(
        path.read_text(errors="replace")
        for folder in ("test", "unittests")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and path.suffix in (".py", ".test", ".cpp", ".txt", ".md")
    )
    def is_tested(kind, text):
        code = kind.replace("_", "-")
        if f"[{code}]" in tests or f'"{code}"' in tests:
            return True
        if re.search(rf"\b(diag|DiagId)::{kind}\b", tests):
            return True
        longest = max(re.split(r"`?\{\d\}`?", text), key=len).strip()
        return len(longest) >= 12 and longest in tests

    untested = [kind for kind, text in kinds
                if kind not in UNREACHABLE and not is_tested(kind, text)]
    for kind in untested:
        print(f"no test: {kind}")
    print(f"{len(kinds)} kinds of diagnostics, {len(untested)} without a test")
    return 1 if untested else 0


if __name__ == "__main__":
    sys.exit(main())
