# Conditions come down to what they ask beyond what is known where they are asked.
# RUN: plue-compile %s -o %t.plan
# RUN: plue-opt --passes=simplify-guards,dead-values --no-locations %t.plan | FileCheck %s
from plue import manual, workflow

@workflow(triggers=[manual(inputs={"env": str, "fast": bool})], image="host")
def deploy(ctx):
    env = ctx.inputs.env
    # CHECK: [[PROD:%[0-9]+]] = cmp.eq %env
    # CHECK: %push = step {{.*}} when = [[PROD]]}
    # CHECK: [[STAGE:%[0-9]+]] = cmp.eq %env
    # CHECK: %stage = step {{.*}} when = [[STAGE]]}
    if env == "prod":
        ctx.run(name="push", cmd="push")
    elif env == "stage":
        ctx.run(name="stage", cmd="stage")
    # The inner question was answered.
    # CHECK: %sure = step {{.*}} when = [[PROD]]}
    if env == "prod":
        if env != "stage":
            ctx.run(name="sure", cmd="sure")
    # In the loop its guard holds.
    # CHECK: foreach
    # CHECK: %lint = step shell {{[^w]*}}}
    if ctx.inputs.fast:
        for file in ctx.glob("*.py"):
            if ctx.inputs.fast:
                ctx.run(name="lint", cmd="lint")
