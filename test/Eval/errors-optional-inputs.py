# RUN: not plue-compile %s --check 2>&1 | FileCheck %s
# A run that was started by hand has all inputs that are not optional themselves.

from plue import manual, optional, pull_request, workflow


@workflow(triggers=[manual(inputs={"env": str, "note": optional(str)}), pull_request()])
def w(ctx):
    if ctx.event.type == "manual":
        # CHECK-NOT: :[[@LINE+1]]:{{.*}} error
        ctx.run(name=ctx.inputs.env, cmd="true")
        # CHECK: :[[@LINE+1]]:17: error: `ctx.inputs.note` may be None here [maybe-none]
        ctx.run(name=ctx.inputs.note, cmd="true")
