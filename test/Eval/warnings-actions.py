# RUN: plue-compile %s --check 2>&1 | FileCheck %s
# A comment needs something to comment on.

from plue import manual, push, workflow


@workflow(triggers=[push()])
def pushed(ctx):
    # CHECK: :[[@LINE+2]]:5: warning: `ctx.comment` has no pull request or issue to act on: none of the triggers brings one [forge-untriggered]
    # CHECK: help: add a trigger: `pull_request()` or `issue_comment()`
    ctx.comment("hello")
    ctx.issue.comment("hello", number=3)


@workflow(triggers=[push(), manual()])
def by_hand(ctx):
    ctx.comment("a rehearsal")


# CHECK: 1 warning
