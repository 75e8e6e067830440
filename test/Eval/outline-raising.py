# What code over run-time data raises ends the run, in CPython's words, before
# anything that comes later.
#
# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "pull_request", "action": "opened", "pull_request": \
# RUN:   {"number": 7, "title": "a", "labels": ["1", "2"]}}' >%t.good
# RUN: echo '{"type": "pull_request", "action": "opened", "pull_request": \
# RUN:   {"number": 7, "title": "b", "labels": ["1", "x"]}}' >%t.bad
# RUN: echo '{"type": "pull_request", "action": "opened", "pull_request": \
# RUN:   {"number": 7, "title": "b", "labels": ["1", "0"]}}' >%t.zero
# RUN: echo '{"type": "pull_request", "action": "opened", "pull_request": \
# RUN:   {"number": 7, "title": "b", "labels": ["1", "-1"]}}' >%t.negative
# RUN: echo '{"type": "pull_request", "action": "opened", "pull_request": \
# RUN:   {"number": 7, "title": "deep", "labels": ["1"]}}' >%t.deep
# RUN: plue-exec simulate %t.plan --event %t.good | FileCheck %s --check-prefix=GOOD
# RUN: not plue-exec simulate %t.plan --event %t.bad | FileCheck %s --check-prefix=BAD
# RUN: not plue-exec simulate %t.plan --event %t.zero | FileCheck %s --check-prefix=ZERO
# RUN: not plue-exec simulate %t.plan --event %t.negative | FileCheck %s --check-prefix=NEGATIVE
# RUN: not plue-exec simulate %t.plan --event %t.deep | FileCheck %s --check-prefix=DEEP

from plue import pull_request, workflow


def share(text):
    n = int(text)
    assert n >= 0, f"{n} is negative"
    if n == 0:
        raise ValueError("nothing to share")
    return 100 // n


def endless(n):
    return endless(n + 1)


@workflow(triggers=[pull_request()], image="host")
def w(ctx):
    pr = ctx.event.pull_request
    ctx.run(name="before", cmd="true")
    shares = [share(x) for x in pr.labels]
    if pr.title == "deep":
        [endless(len(x)) for x in pr.labels]
    ctx.run(name="after", cmd="true")
    ctx.success(shares=shares)


# GOOD: "shares": [
# GOOD-NEXT: 100,
# GOOD-NEXT: 50

# BAD:      "name": "before"
# BAD:      "status": "success"
# BAD:      "name": "after"
# BAD:      "status": "skipped"
# BAD:      "reason": "ValueError: invalid literal for int() with base 10: 'x'"
# ZERO:     "reason": "ValueError: nothing to share"
# NEGATIVE: "reason": "AssertionError: -1 is negative"
# DEEP:     "reason": "RecursionError: maximum recursion depth exceeded"
