#!/usr/bin/env python3
"""Compiles the workflows in some folders, as what fuzzers of plans start from.

Takes the folder with the tools, one for the results and those with workflows. The
plans go to its `plan`, their texts to its `asm`; what does not compile is passed
over.
"""
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path


def main():
    tools, output, *folders = (Path(argument) for argument in sys.argv[1:])
    plans, texts = output / "plan", output / "asm"
    for folder in (plans, texts):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for source in sorted(p for folder in folders for p in folder.rglob("*.py")):
        name = hashlib.sha256(source.read_bytes()).hexdigest()[:16]
        plan = plans / f"{name}.plan"
        try:
            done = subprocess.run([tools / "plue-compile", source, "-o", plan],
                                  capture_output=True, timeout=20)
        except subprocess.TimeoutExpired:
            continue  # For the tests of the compiler to find.
        if done.returncode == 0:
            subprocess.run([tools / "plue-dis", plan, "-o", texts / f"{name}.txt"],
                           check=True)
    count = len(list(texts.iterdir()))
    print(f"{count} plans")
    return 0 if count else 1


if __name__ == "__main__":
    sys.exit(main())
