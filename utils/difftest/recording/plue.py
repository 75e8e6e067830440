"""A `plue` module that CPython can import: it records what a workflow does.

With it, running a workflow file under python3 is the oracle for what executing
its plan must do: the same steps, with the same commands, in the same order, and
the same ending. The event, the inputs and the outcomes of steps are given.
"""
import types


class EndOfRun(Exception):
    """Raised by ctx.success and ctx.fail: they end the run wherever they stand."""


class Record:
    """A record of the event: fields by name, absent ones None."""

    def __init__(self, fields):
        for name, value in fields.items():
            setattr(self, name, Record(value) if isinstance(value, dict) else value)


class Step:
    def __init__(self, outcome):
        self.exit_code = outcome.get("exit_code", 0)
        self.stdout = outcome.get("stdout", "")
        self.stderr = outcome.get("stderr", "")
        self.success = self.exit_code == 0
        self.failed = not self.success


class Context:
    def __init__(self, event, outcomes):
        self.event = Record({"action": None, "pull_request": None, "issue": None,
                             "comment": None, **event})
        self.inputs = Record(event.get("inputs", {}))
        self.repo = Record(event.get("repository", {}))
        self.env = types.SimpleNamespace(**outcomes.get("env", {}))
        self.outcomes = outcomes.get("steps", {})
        self.taken = {}
        self.steps = []
        self.status = "success"
        self.reason = None
        self.outputs = {}

    def run(self, name=None, cmd=None, **_):
        outcomes = self.outcomes.get(name, {})
        if isinstance(outcomes, list):
            index = min(self.taken.get(name, 0), len(outcomes) - 1)
            self.taken[name] = index + 1
            outcomes = outcomes[index]
        self.steps.append({"name": name, "cmd": cmd})
        return Step(outcomes)

    def parallel(self, steps):
        return list(steps)

    def success(self, **outputs):
        self.outputs = outputs
        raise EndOfRun

    def fail(self, reason=None):
        self.status = "failure"
        self.reason = reason
        raise EndOfRun


def workflow(**_):
    def decorate(function):
        workflow.registered[function.__name__] = function
        return function

    return decorate


workflow.registered = {}


def _trigger(**_):
    return None


push = pull_request = manual = schedule = issue_comment = _trigger


def cache_key(*parts):
    return "|".join(str(part) for part in parts)


def hash_files(*patterns):
    return "hash"


def execute(name, event, outcomes):
    """Runs a workflow and returns its trace."""
    ctx = Context(event, outcomes)
    try:
        workflow.registered[name](ctx)
    except EndOfRun:
        pass
    return {"steps": ctx.steps, "status": ctx.status, "reason": ctx.reason,
            "outputs": ctx.outputs}
