#!/usr/bin/env python3
"""Checks which diagnostics small programs get.

    expect_diagnostics.py plue-compile CASES

CASES holds programs, each under a line `#--- [code] [code] …` with the codes of
exactly those errors and warnings that compiling it must report; `[*]` is any error.
Each must say what to write instead. A case after `#--- workflow …` is the body of a
workflow with several triggers. `\\xNN` stands for a byte in a case marked
`#--- bytes …`. Other words say what the case is about.
"""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

CATALOGUE = Path(__file__).resolve().parent.parent / "include/plue/Basic"
PROLOGUE = ("from plue import manual, push, pull_request, workflow\n\n\n"
            "@workflow(triggers=[push(), pull_request(), manual(inputs={'env': str})],"
            " image='host')\ndef w(ctx):\n")


def read_cases(path):
    """Yields (line number, words of the head line, source)."""
    head, start, body = None, 0, []
    for number, line in enumerate(path.read_text().split("\n"), 1):
        if line.startswith("#--- "):
            if head is not None:
                yield start, head, "\n".join(body) + "\n"
            head, start, body = line[5:].split(), number, []
        elif head is not None:
            body.append(line)
    if head is not None:
        yield start, head, "\n".join(body) + "\n"


def source_of(words, text):
    if "workflow" in words:
        return (PROLOGUE + "".join("    " + line + "\n" for line in text.split("\n"))).encode()
    if "bytes" in words:
        return re.sub(rb"\\x([0-9a-f]{2})", lambda m: bytes([int(m.group(1), 16)]),
                      text.encode())
    return text.encode()


def codes_of(catalogue):
    """The codes of a part of the catalogue."""
    text = (CATALOGUE / catalogue).read_text()
    return {name.replace("_", "-") for name in re.findall(r"PLUE_DIAG\((\w+)", text)}


# What is no Python says what was expected; what Python says stands as it is; and what
# an argument must be is the way out.
WITHOUT_HINT = codes_of("DiagnosticsSyntax.def") | {
    "python-exception", "argument-type", "argument-value"}


def has_way_out(diagnostic):
    """Whether a diagnostic says what to write instead."""
    return (bool(diagnostic["hints"] or diagnostic["fixits"])
            or diagnostic["code"] in WITHOUT_HINT)


def main():
    tool, cases = sys.argv[1], Path(sys.argv[2])
    faults = count = 0
    with tempfile.TemporaryDirectory() as folder:
        for line, words, text in read_cases(cases):
            count += 1
            wanted = {word.strip("[]") for word in words if word.startswith("[")}
            path = Path(folder) / "case.py"
            path.write_bytes(source_of(words, text))
            result = subprocess.run([tool, "--check", "--diagnostics-format=json", str(path)],
                                    capture_output=True, text=True, timeout=60)
            try:
                found = json.loads(result.stdout)["diagnostics"]
            except ValueError:
                found = []
            codes = {d["code"] for d in found}
            codes.discard("no-workflow")
            located = all("range" in d for d in found)
            if wanted == {"*"}:
                is_wanted = bool(codes) and result.returncode == 1
            else:
                is_wanted = codes == wanted and result.returncode <= 1
            for diagnostic in found:
                if not has_way_out(diagnostic):
                    faults += 1
                    print(f"{cases.name}:{line}: {diagnostic['code']} has no hint")
            if not is_wanted or not located:
                faults += 1
                print(f"{cases.name}:{line}: wanted {sorted(wanted)}, got {sorted(codes)},"
                      f" exit status {result.returncode}")
    print(f"{count} cases, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
