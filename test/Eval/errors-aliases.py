# RUN: not plue-compile %s --check 2>&1 | FileCheck %s
# A list that a run-time value may be, or have in it, changes no more: that value
# would not change with it.

from plue import manual, workflow


@workflow(triggers=[manual(inputs={"env": str, "count": int})])
def w(ctx):
    a, b = [ctx.inputs.count], [3]
    larger = max(a, b)
    # CHECK: :[[@LINE+2]]:5: error: this list may be part of a value {{.*}} [runtime-alias]
    # CHECK: :[[@LINE-2]]:14: {{.*}}
    b.append(4)
    c = []
    one = {"x": [1]}.get(ctx.inputs.env, c)
    # CHECK: :[[@LINE+1]]:5: error: this list may be part of a value {{.*}} [runtime-alias]
    c.append(5)
    d, kept = [], {}
    if ctx.inputs.count:
        kept[ctx.inputs.env] = d
    else:
        d.append(6)
    # CHECK: :[[@LINE+1]]:5: error: this list may be part of a value {{.*}} [runtime-alias]
    d.append(7)
