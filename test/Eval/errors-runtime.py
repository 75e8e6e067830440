# RUN: not plue-compile %s --check 2>&1 | FileCheck %s
# What a run-time value cannot do yet, and what it must not.

from plue import workflow, push, manual


@workflow(triggers=[push(), manual(inputs={"env": str, "n": int})])
def w(ctx):
    made_before = []
    # CHECK: :[[@LINE+1]]:14: error: `for` over a value that is known only at run time is not supported [runtime-loop]
    for x in ctx.event.ref:
        ctx.run(name="a", cmd="true")
    # CHECK: :[[@LINE+1]]:11: error: the condition of `while` is known only at run time [runtime-while]
    while ctx.event.ref == "x":
        ctx.run(name="a", cmd="true")
    # CHECK: :[[@LINE+1]]:12: error: `assert` on a value that is known only at run time is not supported [runtime-assert]
    assert ctx.event.ref
    if ctx.event.ref:
        # CHECK: :[[@LINE+1]]:9: error: `raise` under a condition that is known only at run time is not supported [runtime-raise]
        raise ValueError("no")
    # CHECK: :[[@LINE+3]]:9: error: this list is changed under a condition that is known only at run time, but was made outside it [runtime-mutation]
    # CHECK: note: {{.*}}this condition is known only at run time
    if ctx.event.ref == "y":
        made_before.append(1)
    # CHECK: :[[@LINE+1]]:9: error: `len` needs a value that is known when compiling [runtime-unsupported]
    a = len(ctx.event.ref)
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
