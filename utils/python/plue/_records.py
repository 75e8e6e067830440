"""Records: what an event, a repository, a structured result consist of."""
import typing


class Record:
    """A value with named fields, which do not change."""

    def __init__(self, fields: typing.Mapping[str, typing.Any]) -> None:
        self.__dict__.update(fields)

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"record({fields})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self.__dict__ == other.__dict__

    if typing.TYPE_CHECKING:
        def __getattr__(self, name: str) -> typing.Any: ...


class Repository(Record):
    """Where the workflow lives: `ctx.repo`, `ctx.event.repository`."""
    name: str
    owner: str
    default_branch: str


class Branch(Record):
    """One side of a pull request."""
    ref: str
    sha: str


class PullRequest(Record):
    """`ctx.event.pull_request`"""
    number: int
    title: str
    body: str
    author: str
    draft: bool
    labels: typing.List[str]
    base: Branch
    head: Branch


class Issue(Record):
    """`ctx.event.issue`"""
    number: int
    title: str
    body: str
    author: str
    labels: typing.List[str]


class Comment(Record):
    """`ctx.event.comment`"""
    id: int
    body: str
    author: str


class Commit(Record):
    """One entry of `ctx.git.log()`."""
    sha: str
    author: str
    email: str
    date: str
    subject: str
    message: str


class Event(Record):
    """What started the run. Fields that its kind lacks are None."""
    type: str
    action: typing.Optional[str]
    ref: str
    sha: str
    actor: str
    repository: Repository
    pull_request: typing.Optional[PullRequest]
    issue: typing.Optional[Issue]
    comment: typing.Optional[Comment]


_CLASSES = {"repository": Repository, "pull_request": PullRequest, "issue": Issue,
            "comment": Comment, "base": Branch, "head": Branch}


def record_of(name: str, value: typing.Any) -> typing.Any:
    """The value of a field of the event: objects become records."""
    if isinstance(value, dict):
        return _CLASSES.get(name, Record)(
            {key: record_of(key, item) for key, item in value.items()})
    return value


def event_of(event: typing.Mapping[str, typing.Any]) -> Event:
    """The event that a file `event.json` describes."""
    fields: dict = {"action": None, "pull_request": None, "issue": None, "comment": None}
    for name, value in event.items():
        if name != "inputs":
            fields[name] = record_of(name, value)
    return Event(fields)
