"""One run of a workflow under CPython, with scripted results."""
import fnmatch
import typing

from plue import _keys
from plue._context import (Context, EndOfRun, Step, normal_path, parse_output,
                           require)
from plue._records import Commit, Record, event_of
from plue._types import SchemaError, convert
from plue._types import list as list_type
from plue._workflows import Workflow

# Whether the failure of a step is the workflow's to handle: from its place among the
# steps that ran, and its name. None if it cannot tell.
Handled = typing.Callable[[int, str], typing.Optional[bool]]


class NotHandled(BaseException):
    """A step failed and nothing looked at it: the run must be repeated so that it
    ends there."""

    def __init__(self, index: int) -> None:
        self.index = index


class Run:
    """What a run was given and what has happened in it."""

    def __init__(self, workflow: Workflow, event: typing.Mapping[str, typing.Any],
                 outcomes: typing.Mapping[str, typing.Any],
                 handled: typing.Optional[Handled] = None) -> None:
        self.workflow = workflow
        self.event = event_of(event)
        self.outcomes = outcomes
        self.handled = handled or (lambda index, name: None)
        self.image = workflow.image
        if self.image is None and workflow.dockerfile is None:
            self.image = "ubuntu:22.04"
        self.inputs = self._read_inputs(event.get("inputs") or {})
        self.files: typing.Dict[str, str] = {
            normal_path(path): text for path, text in outcomes.get("files", {}).items()}
        self.taken: typing.Dict[str, int] = {}
        self.steps: typing.List[typing.Dict[str, typing.Any]] = []
        self.status = "success"
        self.reason: typing.Optional[str] = None
        self.outputs: typing.Dict[str, typing.Any] = {}
        # Steps that failed although nothing has looked at their failure yet.
        self.open: typing.Set[int] = set()
        _keys.files = self.files

    def _read_inputs(self, given: typing.Mapping[str, typing.Any]
                     ) -> typing.Dict[str, typing.Any]:
        inputs = {}
        for trigger in self.workflow.triggers:
            for name, kind in trigger.inputs.items():
                value = by_name(given.get(name))
                inputs[name] = None if value is None else convert(kind, value, name)
        return inputs

    def execute(self) -> None:
        """Calls the workflow, and notes how it ended."""
        try:
            self.workflow.function(Context(self))
        except EndOfRun:
            pass
        except Exception as error:
            self.fail(reason_of(error))
        if self.open:
            raise NotHandled(min(self.open))

    def fail(self, reason: typing.Optional[str]) -> None:
        self.status, self.reason, self.outputs = "failure", reason, {}

    def trace(self) -> typing.Dict[str, typing.Any]:
        return {"workflow": self.workflow.name, "steps": self.steps,
                "status": self.status, "outputs": plain(self.outputs),
                "reason": self.reason}

    # --- Steps ----------------------------------------------------------------

    def add(self, kind: str, name: str, config: typing.Dict[str, typing.Any]
            ) -> typing.Dict[str, typing.Any]:
        step = {"name": name, "type": kind, "config": config, "status": "success"}
        self.steps.append(step)
        return step

    def shell(self, name: str, config: typing.Dict[str, typing.Any],
              continue_on_error: typing.Optional[bool], output: typing.Any) -> Step:
        step = self.add("shell", name, config)
        result = self.take(name)
        made, why = None, f"exit code {result.get('exit_code', 0)}"
        is_success = result.get("exit_code", 0) == 0
        if is_success and output is not None:
            try:
                made = parse_output(output, result.get("stdout", ""))
            except SchemaError as error:
                is_success, why = False, str(error)
                result = {**result, "exit_code": 65}
        index = len(self.steps) - 1
        if not is_success:
            self.step_failed(index, step, why, continue_on_error)
        return Step(result, made, lambda: self.open.discard(index))

    def step_failed(self, index: int, step: typing.Dict[str, typing.Any], why: str,
                    continue_on_error: typing.Optional[bool] = None) -> None:
        """Ends the run, unless the failure is handled."""
        step["status"] = "failure"
        is_handled = continue_on_error
        if is_handled is None:
            is_handled = self.handled(index, step["name"])
        if is_handled is None:
            self.open.add(index)
        elif not is_handled:
            self.open.clear()
            self.fail(f"step `{step['name']}` failed: {why}")
            raise EndOfRun

    def take(self, name: str) -> typing.Mapping[str, typing.Any]:
        """The next outcome under this name; the last one repeats."""
        outcomes = self.outcomes.get("steps", {}).get(name, {})
        if not isinstance(outcomes, list):
            return outcomes
        index = min(self.taken.get(name, 0), len(outcomes) - 1)
        self.taken[name] = index + 1
        return outcomes[index]

    def action(self, kind: str, policy: typing.Mapping[str, typing.Any],
               **config: typing.Any) -> Step:
        """A step that is no command. What is not given is None in `config`."""
        for key, value in config.items():
            if value is not None and key in _INPUT_TYPES:
                require(_INPUT_TYPES[key], value, f"ctx.{kind}({key})")
        unknown = set(policy) - {"name", "depends_on", "timeout", "continue_on_error"}
        if unknown:
            raise TypeError(f"{kind} takes no argument {min(unknown)!r}")
        given = {key: value for key, value in config.items() if value is not None}
        name = policy.get("name")
        step = self.add(kind, action_name(kind, given) if name is None else name, given)
        result = self.take(step["name"])
        index = len(self.steps) - 1
        if result.get("exit_code", 0) != 0:
            self.step_failed(index, step, f"exit code {result['exit_code']}",
                             policy.get("continue_on_error"))
        return Step(result, inspected=lambda: self.open.discard(index))

    # --- What there is ---------------------------------------------------------

    def read(self, path: str, optional: bool, policy: typing.Mapping[str, typing.Any]
             ) -> typing.Any:
        self.action("read", policy, path=path, optional=optional or None)
        text = self.files.get(normal_path(path))
        if text is None and not optional:
            step = self.steps[-1]
            self.step_failed(len(self.steps) - 1, step,
                             f"FileNotFoundError: there is no file `{path}`", False)
        return text

    def glob(self, pattern: str) -> typing.List[str]:
        scripted = self.outcomes.get("globs", {})
        if pattern in scripted:
            return list(scripted[pattern])
        parts = [part for part in pattern.split("/") if part != "."]
        return sorted(path for path in self.files if matches(path.split("/"), parts))

    def commits(self, count: int) -> typing.List[Commit]:
        scripted = self.outcomes.get("git", {}).get("log", [])
        fields = ("sha", "author", "email", "date", "subject", "message")
        return [Commit({field: commit.get(field, "") for field in fields})
                for commit in scripted[:count]]


# What the inputs of steps that are no commands must be.
_INPUT_TYPES: typing.Dict[str, typing.Any] = {
    "path": str, "content": str, "pattern": str, "base": str, "head": str, "ref": str,
    "body": str, "line": int, "number": int, "n": int, "paths": list_type(str)}

# What steps that are no commands are called: this, then one of their inputs.
_ACTION_NAMES = {"git.diff": "git diff", "git.log": "git log",
                 "git.checkout": "git checkout", "review_comment": "review comment",
                 "request_changes": "request changes", "issue.comment": "issue comment"}
_NAMED_AFTER = {"read": "path", "write": "path", "exists": "path", "glob": "pattern",
                "git.checkout": "ref"}


def action_name(kind: str, config: typing.Mapping[str, typing.Any]) -> str:
    """What a step that is no command is called if it is not given a name."""
    name = _ACTION_NAMES.get(kind, kind)
    return f"{name} {config[_NAMED_AFTER[kind]]}" if kind in _NAMED_AFTER else name


def by_name(value: typing.Any) -> typing.Any:
    """JSON that a run is given, as plue-exec has it: the members of an object have no
    order there, and come sorted by name."""
    if isinstance(value, dict):
        return {name: by_name(value[name]) for name in sorted(value)}
    return [by_name(item) for item in value] if isinstance(value, list) else value


def reason_of(error: Exception) -> str:
    """How a run that an exception ended gives its reason."""
    return f"{type(error).__name__}: {error}"


def plain(value: typing.Any) -> typing.Any:
    """A value as JSON has it."""
    if isinstance(value, Record):
        return plain(vars(value))
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def run(workflow: Workflow, event: typing.Mapping[str, typing.Any],
        outcomes: typing.Mapping[str, typing.Any],
        handled: typing.Optional[Handled] = None) -> typing.Dict[str, typing.Any]:
    """The trace of a run.

    A failure that `handled` says nothing about is handled if the workflow looks at
    it later; if it does not, the run is repeated and ends at that step.
    """
    unhandled: typing.Set[int] = set()

    def decide(index: int, name: str) -> typing.Optional[bool]:
        return False if index in unhandled else handled(index, name) if handled else None

    while True:
        attempt = Run(workflow, event, outcomes, decide)
        try:
            attempt.execute()
            return attempt.trace()
        except NotHandled as found:
            unhandled.add(found.index)


def matches(names: typing.Sequence[str], pattern: typing.Sequence[str]) -> bool:
    """Whether a path is one that a pattern means: `**` is any number of directories,
    everything else is within a name."""
    if not pattern:
        return not names
    if pattern[0] == "**":
        return any(matches(names[i:], pattern[1:]) for i in range(len(names) + 1))
    return (bool(names) and fnmatch.fnmatchcase(names[0], pattern[0])
            and matches(names[1:], pattern[1:]))
