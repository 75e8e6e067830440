"""The names that a plue workflow sees.

Editors and type checkers read this package to complete and check workflow files.
`plue-compile` does not: it knows these names itself. Under CPython the package
*records*: it runs a workflow file with a given event and given results of steps,
and says which steps ran with which configuration. `python3 -m plue.simulate` is
the command for it; the trace is the one that `plue-exec simulate` prints.

    from plue import manual, workflow

    @workflow(triggers=[manual(inputs={"env": str})])
    def deploy(ctx):
        ctx.run(name="deploy", cmd=f"make deploy ENV={ctx.inputs.env}")
"""
from plue._context import Context, Git, IssueActions, Step
from plue._keys import cache_key, hash_files
from plue._records import (Branch, Comment, Commit, Event, Issue, PullRequest,
                           Record, Repository)
from plue._types import (bool, dict, enum, float, int, list, optional, schema, set,
                         str, tuple)
from plue._workflows import (Trigger, issue_comment, manual, pull_request, push,
                             schedule, workflow)

__all__ = [
    "Branch", "Comment", "Commit", "Context", "Event", "Git", "Issue",
    "IssueActions", "PullRequest", "Record", "Repository", "Step", "Trigger",
    "bool", "cache_key", "dict", "enum", "float", "hash_files", "int",
    "issue_comment", "list", "manual", "optional", "pull_request", "push",
    "schedule", "schema", "set", "str", "tuple", "workflow",
]

# What a workflow file sees without importing it.
SDK_NAMES = ("workflow", "push", "pull_request", "manual", "schedule",
             "issue_comment", "schema", "enum", "optional", "cache_key", "hash_files",
             "list", "dict", "set", "tuple")
