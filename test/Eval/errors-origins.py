# RUN: not plue-compile %s --check 2>&1 | FileCheck %s
# RUN: not plue-compile %s --check --diagnostics-format=github | FileCheck --check-prefix=GITHUB %s
# RUN: not plue-compile %s --check --diagnostics-format=json | FileCheck --check-prefix=JSON %s
# Why a value is known only at run time: the way from what the run brings.

from plue import manual, pull_request, workflow


def words(text):
    return text.split()


@workflow(triggers=[pull_request()])
def through_a_call(ctx):
    title = ctx.event.pull_request.title
    parts = words(title)
    n = len(parts)
    while n > 3:
        ctx.run(cmd="true")


# CHECK: [[#@LINE-4]]:11: error: the condition of `while` is known only at run time
# CHECK: return text.split()
# CHECK-NEXT: | ------------ so `parts` is a run-time value
# CHECK: title = ctx.event.pull_request.title
# CHECK-NEXT: | ---------------------------- `ctx.event.pull_request.title` is known only at run time
# CHECK: n = len(parts)
# CHECK-NEXT: | ---------- so `n` is a run-time value
# CHECK: help: use a bounded

# GITHUB: known only at run time%0A{{.*}}errors-origins.py:17:9: so `n` is a run-time value%0A{{.*}}:10:12: so `parts` is a run-time value%0A{{.*}}:15:13: `ctx.event.pull_request.title` is known only at run time%0Ahelp: use

# JSON: "labels": [
# JSON: "message": "so `n` is a run-time value",
# JSON: "line": 17,
# JSON: "message": "so `parts` is a run-time value",
# JSON: "message": "`ctx.event.pull_request.title` is known only at run time",
# JSON: "line": 15,


@workflow(triggers=[manual(inputs={"fast": bool})])
def through_a_branch(ctx):
    n = 1
    if ctx.inputs.fast:
        n = 2
    ctx.run(cmd="true", timeout=n)


# CHECK: error: the argument `timeout` of `ctx.run` must be
# CHECK: if ctx.inputs.fast:
# CHECK-NEXT: | --------------- `ctx.inputs.fast` is known only at run time
# CHECK: so `n`, chosen by this condition, is a run-time value


@workflow(triggers=[pull_request()])
def through_a_loop(ctx):
    total = 0
    for label in ctx.event.pull_request.labels:
        ctx.run(cmd=f"echo {label}")
        total += len(label)
        ctx.run(cmd="true", timeout=len(label))
    # After the fault in the loop nothing is known of `total`.
    ctx.run(cmd="true", timeout=total)


# CHECK: [[#@LINE-5]]:29: error: the argument `timeout` of `ctx.run` must be
# CHECK: for label in ctx.event.pull_request.labels:
# CHECK-NEXT: `ctx.event.pull_request.labels` is known only at run time
# CHECK: so `label`, an item of this, is a run-time value
# CHECK-NOT: more than zero


@workflow(triggers=[pull_request()])
def out_of_a_loop(ctx):
    total = 0
    for label in ctx.event.pull_request.labels:
        ctx.run(cmd=f"echo {label}")
        total += len(label)
    ctx.run(cmd="true", timeout=total)


# CHECK: error: the argument `timeout` of `ctx.run` must be
# CHECK: for label in ctx.event.pull_request.labels:
# CHECK-NEXT: `ctx.event.pull_request.labels` is known only at run time
# CHECK: so what this loop changes is a run-time value


@workflow(triggers=[pull_request()])
def a_long_way(ctx):
    build = ctx.run(name="build", cmd="make")
    a = build.stdout.strip()
    b = a + "x"
    c = b.upper()
    d = c * 2
    e = d[1:]
    ctx.run(cmd="true", timeout=len(e))


# CHECK: error: the argument `timeout` of `ctx.run` must be
# CHECK: a = build.stdout.strip()
# CHECK: the result of step `build` is known only at run time
# CHECK-NOT: so `c` is
# CHECK: so `d` is a run-time value (… and 2 more before it)
# CHECK: e = d[1:]
# CHECK-NEXT: so `e` is a run-time value


@workflow(triggers=[pull_request()])
def containers(ctx):
    known = {"title": ctx.event.pull_request.title}
    both = [1, known["title"]]
    while both[1]:
        ctx.run(cmd="true")


# CHECK: error: the condition of `while` is known only at run time
# CHECK: known = {"title": ctx.event.pull_request.title}
# CHECK-NEXT: ---------------------------- `ctx.event.pull_request.title` is known only at run time
# CHECK-NOT: so


@workflow(triggers=[pull_request()])
def secrets(ctx):
    token = ctx.secrets.TOKEN
    header = "Bearer " + token + ctx.event.sha
    if header:
        ctx.run(cmd="true")


# CHECK: error: a secret cannot be tested [secret-inspected]
# CHECK: token = ctx.secrets.TOKEN
# CHECK-NEXT: ----------------- `ctx.secrets.TOKEN` is a secret
# CHECK: so `header` is a secret
# CHECK: help: only a step may look at it
