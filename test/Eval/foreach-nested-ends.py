# A helper is called in a nested loop that ends the run: what it returned while the
# loop's types were being found is of a plan that was given up.
#
# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "manual", "inputs": {"tags": ["", "y"]}}' >%t.event
# RUN: not plue-exec simulate %t.plan --event %t.event | FileCheck %s

from plue import manual, workflow


@workflow(triggers=[manual(inputs={"tags": list(str)})], image="host")
def w(ctx):
    def nothing(y):
        pass

    for outer in ctx.inputs.tags:
        for inner in ctx.inputs.tags:
            if outer:
                ctx.fail(f"at {outer}, {inner}")
            nothing(ctx)
            ctx.run(name=f"{outer} {inner}", cmd="true")


# CHECK: "name": " "
# CHECK: "name": " y"
# CHECK: "reason": "at y, "
