#!/usr/bin/env python3
"""Compares what plue calls Python with what CPython calls Python.

Valid programs are damaged at random: tokens, lines and indentations are deleted,
doubled, swapped or replaced. CPython's compile() and `plue-compile --emit=ast` must
agree about each result. Run it with Python 3.11: other versions have another
grammar.

A disagreement is printed with the program, and the exit status is 1.
"""
import argparse
import random
import re
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

SEEDS = Path(__file__).resolve().parent / "legality"

TOKEN = re.compile(
    r"""[rRbBfFuU]{0,2}(?:'''.*?'''|\"\"\".*?\"\"\"|'[^'\n]*'|"[^"\n]*")"""
    r"""|[A-Za-z_]\w*|\d[\w.]*|\*\*=|//=|>>=|<<=|\.\.\.|->|:=|[-+*/%&|^@=!<>]=|\*\*"""
    r"""|//|<<|>>|<>|[ \t]+|\n|.""", re.DOTALL)

WORDS = """False None True and as assert async await break class continue def del elif
else except finally for from global if import in is lambda nonlocal not or pass raise
return try while with yield match case type print _ x y f __debug__ 0 1 07 1_0 1__0 0x
1.5 2j 1e 'a' "b" f'{x}' f'{x!r:>{y}}' f'{' b'c' '''d''' 'e ( ) [ ] { } , : ; . + - * / %
& | ^ ~ @ = == != <> < > <= >= := -> ** // << >> += **= ... ! $ ? ` \\ \n""".split(" ")
WORDS = [w for part in WORDS for w in part.split("\n")] + ["\n", " ", "    ", "\t"]

CHARACTERS = list("""'"\\{}()[]!:=#<>&.,;@$?` \t\n\r\f_0189abfjLnNruUxXo+-*""") + [
    "é", "ﬁ", "“", "\u00a0", "\x00", "\ufeff", "", "", "''", '""', "\r\n", "{{", "}}",
    "\\N{", "\\x4", "\\u12", "\\U00110000", "\\8", "0x", "e+", "__"]

# What plue refuses on purpose, though CPython accepts it, and says so.
DEVIATIONS = ("[surrogate-escape]", "[unstable-identifier]", "[nested-too-deeply]",
              "[chain-too-long]", "[other-encoding]")


def is_python(program):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            # As bytes, as a file is read: with its byte order mark and encoding.
            compile(program.encode("utf-8", "surrogatepass"), "program.py",
                    "exec", dont_inherit=True)
        except (SyntaxError, ValueError, OverflowError):
            return False
        except (RecursionError, MemoryError):
            return None
    return True


def damage(rng, program):
    tokens = TOKEN.findall(program)
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        i = rng.randrange(len(tokens)) if tokens else 0
        kind = rng.randrange(9)
        if kind == 0:
            del tokens[i:i + 1]
        elif kind == 1:
            tokens[i:i] = tokens[i:i + rng.randrange(1, 4)]
        elif kind == 2 and tokens:
            j = rng.randrange(len(tokens))
            tokens[i], tokens[j] = tokens[j], tokens[i]
        elif kind == 3:
            tokens[i:i + 1] = [rng.choice(WORDS)]
        elif kind == 4:
            tokens[i:i] = [rng.choice(WORDS), rng.choice(["", " "])]
        elif kind == 5 and tokens:
            tokens[i:i + 1] = [rng.choice(tokens)]
        elif kind >= 7 and tokens:
            # Inside strings, numbers and names.
            text = "".join(tokens)
            n = rng.randrange(len(text) + 1)
            cut = rng.choice([0, 1])
            text = text[:n] + rng.choice(CHARACTERS) + text[n + cut:]
            tokens = TOKEN.findall(text)
        else:
            lines = "".join(tokens).split("\n")
            n = rng.randrange(len(lines))
            m = rng.randrange(len(lines))
            what = rng.randrange(4)
            if what == 0:
                del lines[n]
            elif what == 1:
                lines[n], lines[m] = lines[m], lines[n]
            elif what == 2:
                lines[n] = rng.choice(["  ", "    ", "\t", " "]) + lines[n]
            else:
                lines[n] = lines[n].lstrip()
            tokens = TOKEN.findall("\n".join(lines))
    return "".join(tokens)


def seeds():
    """Pieces of the seed files: few lines each, so that most damage shows."""
    for path in sorted(SEEDS.glob("*.py")):
        yield from re.split(r"(?m)^# ---.*\n", path.read_text())


class Compiler:
    def __init__(self, command, directory):
        self.command = command
        self.path = Path(directory) / "program.py"

    def check(self, program):
        """Whether plue reads `program`, and what it said."""
        self.path.write_bytes(program.encode("utf-8", "surrogatepass"))
        run = subprocess.run([self.command, str(self.path), "--emit=ast"],
                             capture_output=True, text=True, errors="replace")
        if run.returncode not in (0, 1):
            return None, run.stderr
        return run.returncode == 0, run.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", default="plue-compile")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    args = parser.parse_args()
    if sys.version_info[:2] != (3, 11):
        print(f"skipped: needs Python 3.11, not {sys.version.split()[0]}")
        return 0

    rng = random.Random(args.seed)
    pieces = list(seeds())
    disagreements = legal = 0
    with tempfile.TemporaryDirectory() as directory:
        compiler = Compiler(args.compiler, directory)
        for number in range(args.count):
            intact = number < len(pieces)
            program = pieces[number] if intact else damage(rng, rng.choice(pieces))
            want = is_python(program)
            if want is None:
                continue
            legal += want
            got, said = compiler.check(program)
            if got == want or (want and any(code in said for code in DEVIATIONS)):
                continue
            disagreements += 1
            print(f"--- CPython {'accepts' if want else 'rejects'}, plue "
                  f"{'crashes' if got is None else 'accepts' if got else 'rejects'}:")
            print(program)
            print(said)
    print(f"{args.count} programs, {legal} of them legal, "
          f"{disagreements} disagreements")
    return 1 if disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
