# RUN: not plue-compile %s --check 2>&1 | FileCheck %s
# The context and what belongs to it have no text; in Python it would hold an address.

from plue import push, workflow


@workflow(triggers=[push()])
def w(ctx):
    # CHECK: :[[@LINE+2]]:35: error: `ctx` has no text of its own [no-text]
    # CHECK: help: use one of its attributes: `ctx.…`
    ctx.run(name="a", cmd=f"echo {ctx}")
    # CHECK: :[[@LINE+1]]:13: error: `ctx.event` has no text of its own [no-text]
    x = str(ctx.event)
    # CHECK: :[[@LINE+1]]:5: error: the text of a 'ctx' holds an address, which changes from run to run [nondeterministic]
    print(ctx)
    step = ctx.run(name="b", cmd="true")
    # CHECK: :[[@LINE+1]]:14: error: the step `b` has no text of its own [step-as-text]
    y = repr(step)
    # CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: the text of a 'step' holds an address, which changes from run to run [nondeterministic]
    z = str([step])
    # CHECK: :[[@LINE+1]]:9: error: TypeError: type() with three arguments makes a class, and workflows have none of their own [python-exception]
    A = type("A", (), {})
