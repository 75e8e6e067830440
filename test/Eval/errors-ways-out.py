# RUN: not plue-compile %s --check 2>&1 | FileCheck %s
# What people new to it write: the place that is meant, and what to write instead.

from plue import manual, pull_request, push, schema, workflow


@workflow(triggers=[pull_request(), push(), manual(inputs={"env": str})])
def names(ctx):
    # A field that is nowhere is worse than one that is not always there.
    if ctx.event.pull_request.titel == "x":
        # CHECK: [[#@LINE-1]]:31: error: `ctx.event.pull_request` has no attribute `titel`
        # CHECK: help: did you mean `title`?
        pass
    ctx.run(name="number", cmd=f"echo {ctx.event.pull_request.number}")
    # CHECK: [[#@LINE-1]]:63: error: `ctx.event.pull_request` may be None here
    # CHECK: help: `push` and `manual` events have none; test it first: `if ctx.event.pull_request is not None: …`
    ctx.run(name="input", cmd=f"echo {ctx.inputs.env}")
    # CHECK: error: `ctx.inputs.env` may be None here
    # CHECK: help: only a manual run has inputs; test it first
    ctx.run(name="command", command="make")
    # CHECK: error: `ctx.run` takes no argument `command`
    # CHECK: help: did you mean `cmd`?
    ctx.run(name="when", cmd="make", when=True)
    # CHECK: help: put the call under an `if`
    ctx.env.get("HOME")
    # CHECK: error: TypeError: 'str' object is not callable
    # CHECK: help: leave out the parentheses
    ctx.env["HOME"]
    # CHECK: help: write `ctx.env.NAME`


@workflow(triggers=[push()])
def handles(ctx):
    build = ctx.run(name="build", cmd="cat", output=schema(ok=bool))
    ctx.run(name="text", cmd="echo " + build)
    # CHECK: error: TypeError: can only concatenate str (not "step") to str
    # CHECK: help: use one of its results
    if build == "ok":
        # CHECK: [[#@LINE-1]]:8: warning: a step is no str: this comparison is always False [step-compared]
        # CHECK: help: compare one of its results
        pass
    if build.output.okay:
        # CHECK: error: `build.output` has no attribute `okay`
        pass


@workflow(triggers=[push()])
def chosen(ctx):
    build = None
    if ctx.event.ref == "main":
        build = ctx.run(name="build", cmd="make")
    ctx.run(name="use", cmd=f"echo {build.stdout}")
    # CHECK: [[#@LINE-1]]:43: error: `build` may be None here
    # CHECK: if ctx.event.ref == "main":
    # CHECK-NEXT: ----------------------- chosen by this condition
    # CHECK: help: test it first: `if build is not None: …`
    text = ctx.read("a", optional=True) if ctx.event.sha else None
    ctx.run(name="text", cmd=f"echo {text.strip()}")
    # CHECK: error: `text` may be None here
    # CHECK: help: test it first: `if text is not None: …`


@workflow(triggers=[push()])
def commands(ctx):
    ref = ctx.event.ref
    ctx.run(name="eval", cmd=f"eval {ref}")
    # CHECK: [[#@LINE-1]]:38: error: a run-time value in what `eval` runs as code
    ctx.run(name="command", cmd=ref)
    # CHECK: [[#@LINE-1]]:33: error: a run-time value chooses the command to run


@workflow(triggers=[push()])
def attempts(ctx):
    while True:
        # CHECK: [[#@LINE-1]]:11: error: this loop does not end while planning
        # CHECK: help: bound it: `for attempt in range(10): …`
        make = ctx.run(name="make", cmd="make", continue_on_error=True)
        # CHECK: error: workflow `attempts` has more than 10000 steps
        if make.success:
            break


@workflow(triggers=[push()])
def lists(ctx):
    parts = ctx.event.ref.split("/")
    ctx.run(name="list", cmd=["echo", parts])
    # CHECK: error: the argument `cmd` of `ctx.run` must be made of strings
    # CHECK: help: join it: `" ".join(…)`
    ctx.run(name="after", cmd="true", depends_on=["list"])
    # CHECK: help: keep what the call returns


def forever(n):
    return forever(n + 1)


@workflow(triggers=[push()])
def recursion(ctx):
    forever(0)
    # CHECK: RecursionError
    # CHECK: note: {{.*}}:[[#@LINE-7]]:12: in a call of `forever` made here
    # CHECK: note: {{.*}}:[[#@LINE-3]]:5: in a call of `forever` made here
    # CHECK-NOT: note:


# CHECK: {{^[0-9]+}} errors, 1 warning
