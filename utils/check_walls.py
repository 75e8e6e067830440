#!/usr/bin/env python3
"""Checks who sees whom.

First, every `#include "plue/X/…"` against the table below, which is that of
docs/Architecture.md: IR never includes Syntax, for instance. Second, that
plue-exec, given as the argument, contains nothing of Syntax, Sema, Eval or Prompt:
runner hosts parse no workflow.
"""
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE_ONLY = ("syntax", "sema", "eval", "prompt")

# What each library may include, besides itself; those seen through others too.
SEES = {
    "Support": "",
    "Basic": "Support",
    "Config": "Support Basic",
    "Value": "Support Basic",
    "Syntax": "Support Basic",
    "Shell": "Support Basic",
    "Sema": "Support Basic Value Syntax",
    "IR": "Support Basic Value",
    "AsmParser": "Support Basic Value IR",
    "Analysis": "Support Basic Value IR",
    "Target": "Support Basic Value IR",
    "Pass": "Support Basic Value IR",
    "Transforms": "Support Basic Value IR Pass Analysis",
    "Bytecode": "Support Basic Value IR",
    "Eval": "Support Basic Value Syntax Shell Sema IR",
    "Sandbox": "Support",
    "Exec": "Support Basic Value Shell IR Bytecode Sandbox",
    "Driver": "Support Basic Config Value Syntax Shell Sema IR AsmParser Analysis "
              "Target Pass Transforms Bytecode Eval",
}


def check_includes():
    faults = []
    for library, seen in SEES.items():
        allowed = set(seen.split()) | {library}
        for folder in (ROOT / "lib" / library, ROOT / "include/plue" / library):
            for path in sorted(folder.rglob("*")):
                if path.suffix not in (".h", ".cpp", ".def"):
                    continue
                for included in re.findall(r'#include "plue/(\w+)/', path.read_text()):
                    if included not in allowed:
                        faults.append(f"{path.relative_to(ROOT)} includes {included}")
    listed = {path.name for path in (ROOT / "lib").iterdir() if path.is_dir()}
    faults += [f"{name} is not in the table of {Path(__file__).name}"
               for name in sorted(listed - set(SEES))]
    return faults


def check_symbols(program):
    symbols = subprocess.run(["nm", "-C", program], capture_output=True, text=True,
                             check=True).stdout
    if "plue::exec::" not in symbols and "plue::plueExecMain" not in symbols:
        return [f"{program} has no symbols to look at"]
    return [f"{program} contains plue::{name}"
            for name in COMPILE_ONLY if f"plue::{name}::" in symbols]


def main():
    faults = check_includes()
    for program in sys.argv[1:]:
        faults += check_symbols(program)
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
