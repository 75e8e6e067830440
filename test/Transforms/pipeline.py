# The default pipeline, by default: it leaves a plan that runs alike and that a second
# run of it finds nothing in.
# RUN: plue-compile %s -o %t.plan
# RUN: plue-opt --passes=default --verify-each %t.plan -o %t.opt.plan
# RUN: plue-opt --passes=default %t.opt.plan -o %t.twice.plan
# RUN: cmp %t.opt.plan %t.twice.plan
# RUN: echo '{"type": "manual", "inputs": {"env": "prod"}}' > %t.event
# RUN: echo '{"files": {"version": "1.2"}}' > %t.outcomes
# RUN: plue-exec simulate %t.opt.plan --event %t.event --outcomes %t.outcomes | FileCheck %s
from plue import manual, workflow

@workflow(triggers=[manual(inputs={"env": str})], image="host")
def deploy(ctx):
    version = ctx.read("version")
    again = ctx.read("version")
    if ctx.inputs.env == "prod":
        if ctx.inputs.env == "prod":
            ctx.run(name="push", cmd=f"push {version} {again}")

# CHECK: "key": "read-version"
# CHECK-NOT: "key": "read-version#2"
# CHECK: "id": "step_2"
# CHECK: "key": "push"
# CHECK: "cmd": "push 1.2 1.2"
# CHECK: "status": "success"
