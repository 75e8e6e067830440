#!/usr/bin/env python3
"""Compiles the workflows in some folders into a folder of plans.

The plan fuzzer starts from them. Takes plue-compile, the folder for the plans and
the folders with workflows; what does not compile is passed over.
"""
import hashlib
import subprocess
import sys
from pathlib import Path


def main():
    compiler, output, *folders = sys.argv[1:]
    output = Path(output)
    output.mkdir(parents=True, exist_ok=True)
    for old in output.glob("*.plan"):
        old.unlink()
    for source in sorted(p for folder in folders for p in Path(folder).rglob("*.py")):
        name = hashlib.sha256(source.read_bytes()).hexdigest()[:16]
        subprocess.run([compiler, source, "-o", output / f"{name}.plan"],
                       capture_output=True)
    count = len(list(output.glob("*.plan")))
    print(f"{count} plans")
    return 0 if count else 1


if __name__ == "__main__":
    sys.exit(main())
