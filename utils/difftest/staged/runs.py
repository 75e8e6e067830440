"""The two sides: CPython with the recording module, and plue."""
import json
import signal
import subprocess
import sys
from pathlib import Path

PYTHON = Path(__file__).resolve().parents[2] / "python"
sys.path.insert(0, str(PYTHON))

from plue import simulate  # noqa: E402
from plue._run import run as run_recorded  # noqa: E402

SECONDS = 20


class TooLong(BaseException):
    """CPython takes too long for a program."""


def _alarm(*_):
    raise TooLong


class CPython:
    """Runs a program in this process, with a namespace of its own."""

    def __init__(self, source):
        signal.signal(signal.SIGALRM, _alarm)
        self.workflows = self.guarded(lambda: simulate.load(source, "w.py"))

    def guarded(self, function):
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        try:
            return function()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def run(self, event, outcomes, handled=None, workflow="w"):
        return self.guarded(
            lambda: run_recorded(self.workflows[workflow], event, outcomes, handled))


class Refused(Exception):
    """plue refuses the program: `code` and the first line of what it said."""

    def __init__(self, code, said):
        self.code = code
        self.said = said


class Fault(Exception):
    """plue crashed or hangs."""


class Plue:
    """Compiles and simulates programs with the tools."""

    def __init__(self, compiler, executor, folder):
        self.compiler = compiler
        self.executor = executor
        self.folder = Path(folder)
        self.plan = self.folder / "w.plan"
        self.workflow = "w"

    def tool(self, *command, allowed=(0, 1)):
        try:
            result = subprocess.run(list(map(str, command)), capture_output=True,
                                    timeout=SECONDS)
        except subprocess.TimeoutExpired:
            raise Fault(f"hangs: {command[0]}") from None
        if result.returncode not in allowed:
            raise Fault(f"crashes with status {result.returncode}: {command[0]}\n"
                        + result.stderr.decode(errors="replace")[-3000:])
        return result

    def compile_only(self, source):
        """Compiles; returns the errors. Raises Fault."""
        path = self.folder / "w.py"
        path.write_text(source)
        result = self.tool(self.compiler, path, "-o", self.plan, "--diagnostics-format=json")
        return self.errors(result) if result.returncode != 0 else []

    def compile(self, source):
        """Compiles; notes which failures are handled. Raises Refused or Fault."""
        found = self.compile_only(source)
        if found:
            raise Refused(found[0]["code"], found[0]["message"])
        path = self.folder / "w.py"
        shown = self.tool(self.compiler, path, "--emit=json", "-o", "-")
        self.handled = {
            step["id"]: step.get("continue_on_error", False)
            for workflow in json.loads(shown.stdout)["workflows"]
            for step in all_steps(workflow["steps"])}

    @staticmethod
    def errors(result):
        try:
            found = json.loads(result.stdout or result.stderr)["diagnostics"]
        except (ValueError, KeyError):
            raise Fault("refuses without a diagnostic: " + result.stderr.decode()) from None
        errors = [d for d in found if d.get("severity") == "error"]
        if not errors or not all("range" in d for d in errors):
            raise Fault(f"refuses without a place: {found}")
        return errors

    def simulate(self, event, outcomes, plan=None):
        """The trace of the plan; a text if there is none."""
        (self.folder / "event.json").write_text(json.dumps(event))
        (self.folder / "outcomes.json").write_text(json.dumps(outcomes))
        result = self.tool(self.executor, "simulate", plan or self.plan,
                           "--workflow", self.workflow,
                           "--event", self.folder / "event.json",
                           "--outcomes", self.folder / "outcomes.json")
        try:
            return json.loads(result.stdout)
        except ValueError:
            return result.stderr.decode(errors="replace").strip() or "says nothing"


def all_steps(steps):
    """The steps of a projection, with those inside of regions."""
    for step in steps:
        yield step
        yield from all_steps(step.get("steps", ()))


def steps_that_ran(trace):
    return [step for step in trace["steps"] if step["status"] != "skipped"]


def shown(step):
    return {field: step[field] for field in ("name", "type", "config", "status")}


def compare(python, plue, event, outcomes, workflow="w"):
    """(what CPython does, what the plan does) if they differ, else None.

    The n-th step of one is the n-th of the other, or they differ anyway; so whether
    a failure is handled is taken from the plan by the place of the step.
    """
    trace = plue.simulate(event, outcomes)
    if isinstance(trace, str):
        return python.run(event, outcomes, workflow=workflow), trace
    ran = steps_that_ran(trace)

    def handled(index, _):
        if index >= len(ran):
            return None
        return plue.handled.get(ran[index]["id"].split("[")[0], False)

    wanted = python.run(event, outcomes, handled, workflow)
    mine = [shown(step) for step in wanted["steps"]]
    theirs = [shown(step) for step in ran]
    if (wanted["reason"] or "").startswith("step `"):
        theirs = theirs[:len(mine)]  # Independent work goes on after a failure.
    ends = [{field: side[field] for field in ("status", "reason", "outputs")}
            for side in (wanted, trace)]
    if mine == theirs and ends[0] == ends[1]:
        return None
    return {"steps": mine, **ends[0]}, {"steps": theirs, **ends[1]}
