"""`ctx`: what a workflow is handed.

Every method stands for a step of the plan, or for the end of the run. Here a step
is recorded, and its result is taken from the scripted outcomes; `_run.Run` does
both.
"""
import json
import typing

from plue._records import Commit, Event, Record, Repository
from plue._types import SchemaError, Type, convert, plain_value, type_of

if typing.TYPE_CHECKING:
    from plue._run import Run

_LONGEST_NAME = 60


class EndOfRun(BaseException):
    """Ends the run wherever it is raised, as `ctx.success` and `ctx.fail` do."""


class Step:
    """The handle of a step: what it left behind.

    A step with `output=` has that as `output`, and the fields of a record besides.
    Reading `exit_code`, `success` or `failed` says that the workflow deals with the
    step's failure.
    """

    exit_code: int
    stdout: str
    stderr: str
    success: bool
    failed: bool

    _READING = ("exit_code", "success", "failed")

    def __init__(self, result: typing.Mapping[str, typing.Any],
                 output: typing.Any = None,
                 inspected: typing.Optional[typing.Callable[[], None]] = None) -> None:
        exit_code = result.get("exit_code", 0)
        fields = dict(vars(output)) if isinstance(output, Record) else {}
        if output is not None:
            fields["output"] = output
        fields.update(exit_code=exit_code, stdout=result.get("stdout", ""),
                      stderr=result.get("stderr", ""), success=exit_code == 0,
                      failed=exit_code != 0)
        self._fields = fields
        self._inspected = inspected

    def __getattribute__(self, name: str) -> typing.Any:
        if name.startswith("_"):
            return object.__getattribute__(self, name)
        if name in Step._READING and self._inspected is not None:
            self._inspected()
        try:
            return self._fields[name]
        except KeyError:
            raise AttributeError(f"the step has no attribute {name!r}") from None


class _Inputs:
    """The inputs of a manual start; any other start leaves them None."""

    def __init__(self, fields: typing.Mapping[str, typing.Any]) -> None:
        self.__dict__.update(fields)

    if typing.TYPE_CHECKING:
        def __getattr__(self, name: str) -> typing.Any: ...


class _Environment:
    """The environment of the run: a variable that is not set is empty."""

    def __init__(self, variables: typing.Mapping[str, str]) -> None:
        self._variables = variables

    def __getattr__(self, name: str) -> str:
        return self._variables.get(name, "")


class _Secrets:
    """Secrets by name. Nothing shows their values."""

    def __getattr__(self, name: str) -> str:
        return "***"


def name_from_command(command: str) -> str:
    """What a step without a name is called: the first line of its command. One that
    holds a secret, here "***", is not shown."""
    if "***" in command:
        return "run"
    line = command.strip(" \t\n\v\f\r").split("\n")[0].rstrip(" \t\n\v\f\r")
    encoded = line.encode()
    if len(encoded) <= _LONGEST_NAME:
        return line
    return encoded[:_LONGEST_NAME].decode(errors="ignore") + "…"


class Git:
    """`ctx.git`"""

    def __init__(self, run: "Run") -> None:
        self._run = run

    def diff(self, base: typing.Optional[str] = None, head: typing.Optional[str] = None,
             *, paths: typing.Optional[typing.Sequence[str]] = None,
             **policy: typing.Any) -> str:
        """What has changed from `base` to `head`, by default since where the event
        began, in these files."""
        self._run.action("git.diff", policy, base=base, head=head,
                         paths=None if paths is None else list(paths))
        return self._run.outcomes.get("git", {}).get("diff", "")

    def log(self, n: int = 10, **policy: typing.Any) -> typing.List[Commit]:
        """The last commits, newest first."""
        self._run.action("git.log", policy, n=n)
        return self._run.commits(n)

    def checkout(self, ref: str, **policy: typing.Any) -> Step:
        """Checks out a ref."""
        return self._run.action("git.checkout", policy, ref=ref)


class IssueActions:
    """`ctx.issue`"""

    def __init__(self, run: "Run") -> None:
        self._run = run

    def comment(self, body: str, number: typing.Optional[int] = None,
                **policy: typing.Any) -> Step:
        """Comments on the issue of the event, or on another one."""
        return self._run.action("issue.comment", policy, body=body, number=number)


class Context:
    """What a workflow function is called with."""

    event: Event
    inputs: typing.Any
    env: typing.Any
    secrets: typing.Any
    repo: Repository
    git: Git
    issue: IssueActions

    def __init__(self, run: "Run") -> None:
        self._run = run
        self.event = run.event
        self.inputs = _Inputs(run.inputs)
        self.env = _Environment(run.outcomes.get("env", {}))
        self.secrets = _Secrets()
        self.repo = getattr(run.event, "repository", None)  # type: ignore
        self.git = Git(run)
        self.issue = IssueActions(run)

    # --- Steps ----------------------------------------------------------------

    def run(self, name: typing.Optional[str] = None,
            cmd: typing.Union[str, typing.Sequence[str], None] = None, *,
            env: typing.Optional[typing.Mapping[str, str]] = None,
            depends_on: typing.Any = None, needs: typing.Any = None,
            cache: typing.Optional[str] = None,
            shell: typing.Optional[str] = None,
            image: typing.Optional[str] = None,
            workdir: typing.Optional[str] = None,
            continue_on_error: typing.Optional[bool] = None,
            timeout: typing.Union[None, int, float, str] = None,
            output: typing.Any = None) -> typing.Any:
        """A command. A string is a script for `sh -e` (or `shell="bash"`), a list
        of words is run without a shell. With `output=schema(…)` its standard output
        is JSON, and the handle has the fields of it."""
        if isinstance(cmd, str):
            first = cmd
        elif isinstance(cmd, (list, tuple)) and cmd:
            cmd = [require(str, word, f"ctx.run(cmd[{index}])")
                   for index, word in enumerate(cmd)]
            first = cmd[0]
        else:
            raise TypeError("cmd must be a string or a list of strings")
        config: typing.Dict[str, typing.Any] = {"cmd": cmd}
        if shell == "bash":
            config["shell"] = "bash"
        if env:
            config["env"] = {key: require(str, value, f"ctx.run(env.{key})")
                             for key, value in sorted(env.items())}
        where = image or self._run.image
        if where:
            config["image"] = where
        folder = (workdir or "").rstrip("/").removeprefix("./")
        if folder not in ("", "."):
            config["workdir"] = folder
        made = None
        if output is not None:
            made = type_of(output)
            if made is None:
                raise TypeError("output must be a type, such as schema(…)")
        name = name_from_command(first) if name is None else require(str, name, "ctx.run(name)")
        return self._run.shell(name, config, continue_on_error, made)

    def parallel(self, steps: typing.Iterable[typing.Any]) -> typing.List[typing.Any]:
        """Lets these steps run together; returns them."""
        return list(steps)

    # --- Endings --------------------------------------------------------------

    def success(self, **outputs: typing.Any) -> typing.NoReturn:
        """Ends the run here, with these outputs."""
        lone = outputs.get("outputs")
        if len(outputs) == 1 and isinstance(lone, dict):
            outputs = lone
        self._run.outputs = dict(outputs)
        raise EndOfRun

    def fail(self, reason: object = None) -> typing.NoReturn:
        """Ends the run here, as failed."""
        self._run.fail(None if reason is None else str(reason))
        raise EndOfRun

    # --- Values ---------------------------------------------------------------

    def secret(self, name: str) -> str:
        """A secret, as `ctx.secrets.NAME`."""
        return "***"

    # --- The workspace. `policy` is name=, depends_on=, timeout= -----------------

    def read(self, path: str, *, optional: bool = False,
             **policy: typing.Any) -> typing.Any:
        """The text of a file; with `optional`, None if there is none."""
        return self._run.read(path, optional, policy)

    def write(self, path: str, content: str, **policy: typing.Any) -> Step:
        """Writes a file."""
        step = self._run.action("write", policy, path=path, content=content)
        self._run.files[normal_path(path)] = content
        return step

    def exists(self, path: str, **policy: typing.Any) -> bool:
        """Whether there is such a file or folder."""
        self._run.action("exists", policy, path=path)
        normal = normal_path(path)
        return not normal or any(file == normal or file.startswith(normal + "/")
                                 for file in self._run.files)

    def glob(self, pattern: str, **policy: typing.Any) -> typing.List[str]:
        """The paths that a pattern matches, sorted."""
        self._run.action("glob", policy, pattern=pattern)
        return self._run.glob(pattern)

    # --- The forge --------------------------------------------------------------

    def comment(self, body: str, **policy: typing.Any) -> Step:
        """Comments on the pull request or issue."""
        return self._run.action("comment", policy, body=body)

    def review_comment(self, path: str, line: int, body: str,
                       **policy: typing.Any) -> Step:
        """Comments on a line of the pull request."""
        return self._run.action("review_comment", policy, path=path, line=line, body=body)

    def approve(self, body: typing.Optional[str] = None, **policy: typing.Any) -> Step:
        """Approves the pull request."""
        return self._run.action("approve", policy, body=body)

    def request_changes(self, body: str, **policy: typing.Any) -> Step:
        """Requests changes to the pull request."""
        return self._run.action("request_changes", policy, body=body)


def require(kind: typing.Any, value: typing.Any, place: str) -> typing.Any:
    """`value`, which must be of a type; `place` says where it was given."""
    try:
        return convert(type_of(kind), value, place, is_exact=True)
    except SchemaError as error:
        raise TypeError(str(error)) from None


def normal_path(path: str) -> str:
    """A path as files are looked up by: without what says nothing."""
    return "/".join(part for part in path.split("/") if part not in ("", "."))


def parse_output(type: Type, text: str) -> typing.Any:
    """What a step with `output=` printed; raises SchemaError. Where the outcomes say
    nothing it is empty, but of the right type."""
    if not text:
        return plain_value(type)
    try:
        value = json.loads(text)
    except ValueError as error:
        raise SchemaError(f"its output is not JSON: {error}") from None
    return convert(type, value, "output", is_exact=True)
