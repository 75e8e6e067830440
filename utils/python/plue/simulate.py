"""Runs a workflow file under CPython, with a given event and results of steps.

    python3 -m plue.simulate WORKFLOW.py --event E.json --outcomes O.json

prints the trace of the run: which steps ran, with what configuration, and how it
ended. It is what `plue-exec simulate` prints for the plan of the same file, except
that steps which did not run are not there. Both files have the forms that
`plue-exec simulate` reads.

Whether a step's failure is the workflow's to handle is decided when compiling:
`--plan FILE` gives the output of `plue-compile --emit=json`. Without it, a failure
is handled if the workflow looks at it in this run.
"""
import argparse
import builtins
import json
import re
import sys
import typing

import plue
from plue import _workflows
from plue._run import Handled, run
from plue._workflows import Workflow


def load(source: str, filename: str,
         print: typing.Callable[..., None] = lambda *args, **kwargs: None
         ) -> typing.Dict[str, Workflow]:
    """Executes a workflow file; returns its workflows by name.

    The names of `plue` are visible without importing them, and `print` is what is
    given here.
    """
    names = dict(vars(builtins))
    names.update((name, getattr(plue, name)) for name in plue.SDK_NAMES)
    names["print"] = print
    _workflows.registered.clear()
    namespace = {"__name__": "workflow", "__file__": filename, "__builtins__": names}
    exec(compile(source, filename, "exec", dont_inherit=True), namespace)
    return dict(_workflows.registered)


def handled_by_plan(plan: typing.Mapping[str, typing.Any], workflow: str) -> Handled:
    """What a plan (as `--emit=json`) says about failures, by the names of steps."""
    patterns = []
    for planned in plan["workflows"]:
        for step in planned["steps"] if planned["name"] == workflow else ():
            parts = re.split(r"\{\{ .*? \}\}", step["name"], flags=re.DOTALL)
            pattern = re.compile(".*".join(map(re.escape, parts)), re.DOTALL)
            patterns.append((pattern, bool(step.get("continue_on_error"))))

    def handled(index: int, name: str) -> typing.Optional[bool]:
        said = {flag for pattern, flag in patterns if pattern.fullmatch(name)}
        return said.pop() if len(said) == 1 else None

    return handled


def _read_json(path: typing.Optional[str]) -> typing.Any:
    if path is None:
        return {}
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python3 -m plue.simulate",
                                     description=__doc__.split("\n")[0])
    parser.add_argument("file", help="the workflow file")
    parser.add_argument("--event", help="what started the run (JSON)")
    parser.add_argument("--outcomes", help="results of steps (JSON)")
    parser.add_argument("--workflow", help="which one, if the file has several")
    parser.add_argument("--plan", help="the output of `plue-compile --emit=json`")
    options = parser.parse_args()

    with open(options.file, encoding="utf-8") as file:
        source = file.read()
    log = lambda *args, **kwargs: print(*args, **{**kwargs, "file": sys.stderr})
    workflows = load(source, options.file, log)
    name = options.workflow or (next(iter(workflows)) if len(workflows) == 1 else None)
    if name not in workflows:
        parser.error(f"--workflow must be one of {', '.join(workflows) or '(none)'}")
    handled = None
    if options.plan:
        handled = handled_by_plan(_read_json(options.plan), name)
    trace = run(workflows[name], _read_json(options.event),
                _read_json(options.outcomes), handled)
    json.dump(trace, sys.stdout, indent=2, ensure_ascii=False)
    print()
    return 0 if trace["status"] == "success" else 1


if __name__ == "__main__":
    sys.exit(main())
