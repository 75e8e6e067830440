#!/usr/bin/env python3
"""Checks that what plue-translate prints as JSON is what its schema says.

Takes plue-compile, plue-translate, the schema and folders with workflows. Every
file that compiles is translated and validated; there must be a good number.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema

ENOUGH = 25


def translated(compiler, translator, path, plan):
    """What the workflow does, or None if it does not compile."""
    done = subprocess.run([compiler, path, "-o", plan], capture_output=True)
    if done.returncode != 0:
        return None
    return json.loads(subprocess.run([translator, "--to=json", plan], check=True,
                                     capture_output=True).stdout)


def main():
    compiler, translator, schema_path, *folders = sys.argv[1:]
    schema = json.loads(Path(schema_path).read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    count, faults = 0, 0
    with tempfile.TemporaryDirectory() as scratch:
        for path in sorted(p for folder in folders for p in Path(folder).rglob("*.py")):
            document = translated(compiler, translator, path, f"{scratch}/x.plan")
            if document is None:
                continue
            count += 1
            for error in validator.iter_errors(document):
                faults += 1
                where = "/".join(str(part) for part in error.absolute_path)
                print(f"{path}: {where}: {error.message[:200]}")
    print(f"{count} plans, {faults} faults")
    return 0 if faults == 0 and count >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
