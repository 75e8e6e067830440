# Containers of the workflow that a loop over run-time data changes have their
# new content afterwards, under every name.
#
# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "pull_request", "action": "opened", "pull_request": \
# RUN:   {"number": 7, "title": "a b", "draft": false, "labels": ["bug", "ui"]}}' >%t.event
# RUN: plue-exec simulate %t.plan --event %t.event | tr -d ' \n' | FileCheck %s

from plue import pull_request, workflow


def group(labels, into):
    for label in labels:
        into.setdefault(label[:1], []).append(label)
    return into


@workflow(triggers=[pull_request()], image="host")
def w(ctx):
    pr = ctx.event.pull_request
    # Two lists that are equal at first are two, and one has two names.
    a, b = [], []
    c = a
    for x in pr.labels:
        a.append(x)
        b.append(x + "!")
    for x in pr.labels:
        c.append(x * 2)
    # Containers in containers.
    shared = [1]
    rows = [shared, shared, [2]]
    for x in pr.labels:
        rows[0].append(len(x))
    # One of two.
    yes, no = [], ["z"]
    which = yes if pr.draft else no
    for x in pr.labels:
        which.append(x)
    # Changed by a function that closes over it.
    total = {"n": 0}

    def bump(k):
        total["n"] += k
        return total["n"]

    sums = [bump(len(x)) for x in pr.labels]
    # Made in the loop.
    first = None
    for x in pr.labels:
        if first is None:
            first = []
        first.append(x)
    seen = set()
    for x in pr.labels:
        seen.add(x[:1])
    ctx.success(a=a, b=b, c=c, rows=rows, shared=shared, yes=yes, no=no,
                sums=sums, total=total, first=first,
                seen=[y for y in pr.labels if y[:1] in seen],
                groups=group(pr.labels, {"b": ["a"]}))


# CHECK:      "outputs":{
# CHECK-SAME: "a":["bug","ui","bugbug","uiui"],
# CHECK-SAME: "b":["bug!","ui!"],
# CHECK-SAME: "c":["bug","ui","bugbug","uiui"],
# CHECK-SAME: "first":["bug","ui"],
# CHECK-SAME: "groups":{"b":["a","bug"],"u":["ui"]},
# CHECK-SAME: "no":["z","bug","ui"],
# CHECK-SAME: "rows":{{\[\[}}1,3,2],[1,3,2],[2]],
# CHECK-SAME: "seen":["bug","ui"],
# CHECK-SAME: "shared":[1,3,2],
# CHECK-SAME: "sums":[3,5],
# CHECK-SAME: "total":{"n":5},
# CHECK-SAME: "yes":[]
