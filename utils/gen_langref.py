#!/usr/bin/env python3
"""Writes the tables of docs/LangRef.md from ir/ and lib/IR/StepInputs.cpp.

They stand between `<!-- generated: NAME -->` and `<!-- end -->`; everything else is
written by hand. `--check` only says whether they are as they should be, `--example`
prints the example, and `--mnemonics` the words of a macro, one a line.
"""
import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGREF = ROOT / "docs/LangRef.md"

# What stands for an attribute or an operand of an instruction.
ATTRIBUTES = {"String": '"name"', "Constant": "CONSTANT", "Function": "@f.0"}
OPERANDS = {"Count": "N", "Constant": "CONSTANT", "String": '"name"', "Type": "TYPE",
            "Function": "@f.0", "Target": "LABEL", "Keywords": '"names"',
            "UnaryOp": '"op"', "BinaryOp": '"op"', "CompareOp": '"op"'}
# Operations with a syntax of their own.
SYNTAX = {"shell": "shell TEMPLATE", "step": "step KIND …", "end": "end success …, end fail …",
          "foreach": "foreach … { … }", "param": "(in the head of foreach)"}
INPUTS = {"Text": "str", "AnyText": "str or secret", "Int": "int", "Bool": "bool",
          "Texts": "list of str"}


def entries(path, macro):
    """(section, fields) of each use of a macro; strings without their quotes."""
    section = ""
    for line in (ROOT / path).read_text().splitlines():
        if heading := re.match(r"//--- (.*?) -+$", line):
            section = heading[1]
        elif line.startswith(macro + "("):
            inner = line[len(macro) + 1:line.rindex(")")]
            yield section, [field.strip().strip('"')
                            for field in re.findall(r'"(?:[^"\\]|\\.)*"|[^," ][^,]*', inner)]


def op_syntax(mnemonic, operands, attribute):
    if mnemonic in SYNTAX:
        return SYNTAX[mnemonic]
    parts = ["%a, …"] if operands == "AnyNumber" else [
        "%" + "abcd"[i] for i in range(int(operands))]
    if attribute in ATTRIBUTES:
        parts.append(ATTRIBUTES[attribute])
    return (mnemonic + " " + ", ".join(parts)).strip()


def sections(rows):
    """A table with a line for each section."""
    lines, last = [], None
    for section, cells in rows:
        if section != last:
            lines += ["", f"**{section}**", "", "| | |", "|---|---|"]
            last = section
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return lines[1:]


def ops():
    return sections((section, [f"`{op_syntax(mnemonic, operands, attribute)}`", doc])
                    for section, (_, mnemonic, operands, attribute, doc)
                    in entries("ir/PlanOps.def", "PLUE_OP"))


def instructions():
    def syntax(mnemonic, a, b):
        if a == "Hops":
            return f"{mnemonic} %N, {mnemonic} %HOPS:N"
        parts = [OPERANDS[operand] for operand in (a, b) if operand != "None"]
        if parts == ["N", "N"]:
            parts = ["N", "B"]
        return (mnemonic + " " + ", ".join(parts)).strip()

    def effect(pops, pushes):
        return "→".join("N" if count == "a" else count for count in (pops, pushes))

    return sections((section, [f"`{syntax(mnemonic, a, b)}` ({effect(pops, pushes)})", doc])
                    for section, (_, mnemonic, pops, pushes, a, b, doc)
                    in entries("ir/FunctionOps.def", "PLUE_INSTR"))


def returned_by_case(text, function):
    """What a switch over kinds of steps returns for each."""
    body = text[text.index(function):]
    result, cases = {}, []
    for line in body[:body.index("\n}")].splitlines():
        if case := re.match(r"\s*case StepKind::(\w+):", line):
            cases.append(case[1])
        elif returned := re.match(r"\s*return (\S+);", line):
            result.update((case, returned[1]) for case in cases)
            cases = []
    return result


def step_inputs():
    text = (ROOT / "lib/IR/StepInputs.cpp").read_text()
    tables = {
        name: re.findall(r'\{"(\w+)"(?:,\s*StepInput::(\w+))?(?:,\s*(Required))?\}', body)
        for name, body in re.findall(r"StepInput (\w+)\[\] = \{(.*?)\};", text, re.DOTALL)}
    return {kind: tables.get(name, []) for kind, name
            in returned_by_case(text, "ir::inputsOf(StepKind kind) {").items()}


def steps():
    text = (ROOT / "lib/IR/StepInputs.cpp").read_text()
    inputs = step_inputs()
    has_value = returned_by_case(text, "ir::hasValue(StepKind kind) {")
    lines = ["| kind | effects | inputs | |", "|---|---|---|---|"]
    for _, (name, spelling, effects, doc) in entries("ir/PlanOps.def", "PLUE_STEP_KIND"):
        given = ", ".join(f"`{input}`{'' if required else '?'}: {INPUTS[kind or 'Text']}"
                          for input, kind, required in inputs[name])
        value = " Has a value." if has_value.get(name) == "true" else ""
        lines.append(f"| `{spelling}` | {effects.split('::')[1].lower()} | {given} "
                     f"| {doc}{value} |")
    return lines


TABLES = {"operations": ops, "steps": steps, "instructions": instructions}


def generated(text):
    for name, table in TABLES.items():
        begin, end = f"<!-- generated: {name} -->\n", "<!-- end -->"
        at = text.index(begin) + len(begin)
        text = text[:at] + "\n".join(table()) + "\n" + text[text.index(end, at):]
    return text


def example(text):
    return re.search(r"<!-- example -->\n```text\n(.*?)```", text, re.DOTALL)[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--example", action="store_true")
    parser.add_argument("--mnemonics", choices=("PLUE_OP", "PLUE_STEP_KIND", "PLUE_INSTR"))
    args = parser.parse_args()
    if args.mnemonics:
        path = "ir/FunctionOps.def" if args.mnemonics == "PLUE_INSTR" else "ir/PlanOps.def"
        print("\n".join(fields[1] for _, fields in entries(path, args.mnemonics)))
        return 0
    old = LANGREF.read_text()
    if args.example:
        sys.stdout.write(example(old))
        return 0
    new = generated(old)
    if args.check:
        if new != old:
            print("docs/LangRef.md is out of step: run utils/gen_langref.py")
        return int(new != old)
    LANGREF.write_text(new)
    return 0


if __name__ == "__main__":
    sys.exit(main())
