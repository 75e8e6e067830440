# RUN: not plue-compile %s --check 2>&1 | FileCheck %s
# What a run-time value cannot do, and what it must not.

from plue import workflow, push, manual


@workflow(triggers=[push(), manual(inputs={"env": str, "n": int})])
def w(ctx):
    # CHECK: :[[@LINE+1]]:11: error: the condition of `while` is known only at run time [runtime-while]
    while ctx.event.ref == "x":
        ctx.run(name="a", cmd="true")
    it = enumerate(["x", "y"])
    # CHECK: :[[@LINE+3]]:9: error: this iterator is changed under a condition that is known only at run time, but was made outside it [runtime-mutation]
    # CHECK: note: {{.*}}this condition is known only at run time
    if ctx.event.ref == "y":
        next(it)
    # CHECK: :[[@LINE+1]]:9: error: TypeError: '<' not supported between instances of 'str' and 'int' [python-exception]
    b = ctx.event.ref < 3
    # CHECK: :[[@LINE+1]]:35: error: `ctx.event.pull_request` may be None here [maybe-none]
    c = f"{ctx.event.pull_request.number}"
    # CHECK: :[[@LINE+1]]:8: error: a secret cannot be tested [secret-inspected]
    if ctx.secrets.TOKEN:
        pass
    if ctx.event.sha == "1":
        step = ctx.run(name="only then", cmd="true")
    # CHECK: :[[@LINE+1]]:9: error: `step` may not be bound here [maybe-unbound]
    d = step.stdout
    step = None
    if ctx.event.sha == "2":
        step = ctx.run(name="two", cmd="true")
    # CHECK: :[[@LINE+1]]:35: error: the step `two` has no text of its own [step-as-text]
    ctx.run(name="a", cmd=f"echo {step}")
