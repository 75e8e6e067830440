# RUN: not plue-compile %s --check 2>&1 | FileCheck %s
# What a variable refers to in the next iteration is handed on as a value: then it
# must not change any more, before, in or after the loop.

from plue import manual, workflow


@workflow(triggers=[manual(inputs={"tags": list(str)})], image="host")
def w(ctx):
    a, current = [], []
    # CHECK: :[[@LINE+1]]:16: error: this list may be part of a value {{.*}} [runtime-alias]
    for tag in ctx.inputs.tags:
        a.append(tag)
        ctx.run(name=f"{current}", cmd="true")
        current = a
    b = []
    current = b
    for tag in ctx.inputs.tags:
        # CHECK: :[[@LINE+1]]:9: error: this list may be part of a value {{.*}} [runtime-alias]
        b.append(tag)
        ctx.run(name=f"{current}", cmd="true")
        current = [tag]
    c, current = [], []
    for tag in ctx.inputs.tags:
        ctx.run(name=f"{current}", cmd="true")
        current = c
    # CHECK: :[[@LINE+1]]:5: error: this list may be part of a value {{.*}} [runtime-alias]
    c.append("after")
