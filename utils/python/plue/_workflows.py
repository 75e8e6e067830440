"""`@workflow` and its triggers."""
import typing

from plue._types import Type, type_of

Function = typing.TypeVar("Function", bound=typing.Callable[..., typing.Any])


class Trigger:
    """What starts a workflow."""

    def __init__(self, kind: str, inputs: typing.Mapping[str, Type] = {}) -> None:
        self.kind = kind
        self.inputs = inputs


class Workflow(typing.NamedTuple):
    """A workflow, as `@workflow` registered it."""
    name: str
    function: typing.Callable[..., typing.Any]
    triggers: typing.Sequence[Trigger]
    image: typing.Optional[str]
    dockerfile: typing.Optional[str]
    timeout: typing.Union[None, int, float, str]


# Of the file that is being executed, by name.
registered: typing.Dict[str, Workflow] = {}


def workflow(triggers: typing.Sequence[Trigger], *, image: typing.Optional[str] = None,
             dockerfile: typing.Optional[str] = None,
             timeout: typing.Union[None, int, float, str] = None,
             ) -> typing.Callable[[Function], Function]:
    """Registers the function below as a workflow.

    `image` and `dockerfile` exclude each other; `timeout` is in seconds, or a text
    such as `"10m"`.
    """
    if isinstance(triggers, Trigger):
        triggers = [triggers]
    if not triggers:
        raise TypeError("a workflow needs triggers")
    if image is not None and dockerfile is not None:
        raise TypeError("workflow takes image or dockerfile, not both")

    def decorate(function: Function) -> Function:
        name = function.__name__
        registered[name] = Workflow(name, function, tuple(triggers), image, dockerfile,
                                    timeout)
        return function

    return decorate


def push(*, branches: typing.Sequence[str] = (),
         tags: typing.Sequence[str] = (),
         paths: typing.Sequence[str] = ()) -> Trigger:
    """Starts on a push."""
    return Trigger("push")


def pull_request(*, types: typing.Sequence[str] = ("opened", "synchronize"),
                 branches: typing.Sequence[str] = (),
                 paths: typing.Sequence[str] = ()) -> Trigger:
    """Starts on what happens to a pull request."""
    return Trigger("pull_request")


def manual(*, inputs: typing.Mapping[str, typing.Any] = {}) -> Trigger:
    """Starts by hand, with inputs: `manual(inputs={"env": str})`."""
    made = {}
    for name, given in inputs.items():
        kind = type_of(given)
        if kind is None:
            raise TypeError(f"the input {name} has no type: {given!r}")
        made[name] = kind
    return Trigger("manual", made)


def schedule(cron: str) -> Trigger:
    """Starts by the clock: `schedule("0 4 * * 1-5")`."""
    return Trigger("schedule")


def issue_comment(*, contains: str = "",
                  types: typing.Sequence[str] = ("created",)) -> Trigger:
    """Starts on a comment."""
    return Trigger("issue_comment")
