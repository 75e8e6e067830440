#!/usr/bin/env python3
"""Whether files of an old schema can be read with a new one.

`flatc --conform` compares tables and the fields that structs have in common. It
does not mind a struct that has grown, but vectors of it could not be read any
more; so structs that there were must be as they were.
"""
import re
import subprocess
import sys
from pathlib import Path


def structs(path):
    """The fields of each struct, without comments and spaces."""
    text = re.sub(r"//.*", "", Path(path).read_text())
    found = re.findall(r"^struct (\w+) \{(.*?)^\}", text, re.M | re.S)
    return {name: "".join(body.split()) for name, body in found}


def main():
    old, new = sys.argv[1:]
    result = subprocess.run(["flatc", "--conform", old, new])
    if result.returncode != 0:
        return 1
    now = structs(new)
    for name, body in structs(old).items():
        if now.get(name) != body:
            print(f"{new}: struct {name} is not what it was", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
