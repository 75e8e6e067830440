# Faults in code over run-time data are found when compiling.
#
# RUN: not plue-compile %s -o %t.plan 2>&1 | FileCheck %s

from plue import pull_request, workflow


def shout(xs):
    return [x.uper() for x in xs]


def pick(a, b):
    return a


@workflow(triggers=[pull_request()], image="host")
def w(ctx):
    pr = ctx.event.pull_request
    shout(pr.labels)
    # CHECK: [[#@LINE-11]]:15: error: `str` has no attribute `uper` [unknown-attribute]
    # CHECK: help: did you mean `upper`?
    [pr.head.shaa for x in pr.labels]
    # CHECK: [[#@LINE-1]]:14: error: `branch` has no attribute `shaa` [unknown-attribute]
    # CHECK: help: did you mean `sha`?
    [x + 1 for x in pr.labels]
    # CHECK: [[#@LINE-1]]:6: error: TypeError: can only concatenate str (not "int") to str [python-exception]
    [pick(x) for x in pr.labels]
    # CHECK: [[#@LINE-1]]:6: error: TypeError: pick() missing 1 required positional argument: 'b' [python-exception]
    last = None
    for x in pr.labels:
        last = x
    [last.upper() for x in pr.labels]
    # CHECK: [[#@LINE-1]]:6: error: `last` may be None here [maybe-none]
    [last.upper() for x in pr.labels if last is not None]
    for x in pr.labels:
        pr.labels.append(x)
    # CHECK: [[#@LINE-1]]:9: error: this changes a part of a value that is known only at run time [runtime-part-mutation]
    rows = [["a"], ["b"]]
    first = [r for x in pr.labels for r in rows if x in r]
    rows[0].append("c")
    # CHECK: [[#@LINE-1]]:5: error: this list may be part of a value that is known only at run time, and so cannot change any more [runtime-alias]
    # CHECK: note: {{.*}}:[[#@LINE-3]]:{{[0-9]+}}: the run-time value comes from here
    for x in pr.labels:
        line = x + "!"
    ctx.run(name="line", cmd=["echo", line])
    # CHECK: [[#@LINE-1]]:39: error: `line` may not be bound here [maybe-unbound]
    [x for x in pr.labels for y in {x, "b"}]
    # CHECK: [[#@LINE-1]]:36: error: walking this set would show the order of a set, which changes from run to run [nondeterministic]
    # CHECK: help: use sorted() on it first
    [x.format(1) for x in pr.labels]
    # CHECK: [[#@LINE-1]]:6: error: a format needs a value that is known when compiling [runtime-unsupported]
    [x % 1 for x in pr.labels]
    # CHECK: [[#@LINE-1]]:6: error: a format needs a value that is known when compiling [runtime-unsupported]
    # CHECK: {{^}}11 errors
