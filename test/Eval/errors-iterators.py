# RUN: not plue-compile %s --check 2>&1 | FileCheck %s
# An iterator goes on where its last walk ended; at run time it may be walked once.

from plue import manual, workflow


@workflow(triggers=[manual(inputs={"xs": list(str)})])
def w(ctx):
    xs = ctx.inputs.xs
    pairs = enumerate(xs)
    # CHECK: :[[@LINE+4]]:12: error: this iterator may have been walked already [iterator-reused]
    # CHECK: note: {{.*}}:[[@LINE+2]]:13: it was walked here
    # CHECK: help: make a list of it first: `list(…)`
    first = list(pairs)
    more = list(pairs)
    back = reversed(xs)
    for x in xs:
        # CHECK: :[[@LINE+1]]:49: error: this iterator may have been walked already [iterator-reused]
        ctx.run(name="a", cmd=["echo", x, *[str(list(back))]])
    # CHECK-NOT: error: this
    # CHECK: 2 errors
    again = list(enumerate(xs)) + list(enumerate(xs))
