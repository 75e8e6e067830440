#!/usr/bin/env python3
"""Checks which diagnostics small programs get.

    expect_diagnostics.py plue-compile CASES

CASES holds programs, each under a line `#--- [code] [code] …` with the codes of
exactly those errors and warnings that compiling it must report; `[*]` is any error.
A case after `#--- workflow …` is the body of a workflow with several triggers.
`\\xNN` stands for a byte in a case marked `#--- bytes …`. Other words say what the
case is about.
"""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

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
            if not is_wanted or not located:
                faults += 1
                print(f"{cases.name}:{line}: wanted {sorted(wanted)}, got {sorted(codes)},"
                      f" exit status {result.returncode}")
    print(f"{count} cases, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
