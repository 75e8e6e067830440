# A step has a time limit, and so may a run.
#
# RUN: plue-compile %s -o %t.plan
# RUN: rm -rf %t.dir && mkdir -p %t.dir
# RUN: plue-exec run %t.plan --workflow step --backend=none --workspace %t.dir \
# RUN:   --state %t.dir/runs 2>/dev/null | FileCheck %s --check-prefix=STEP
# RUN: not plue-exec run %t.plan --workflow whole --backend=none --workspace %t.dir \
# RUN:   --state %t.dir/runs --timeout 0.3 2>/dev/null | FileCheck %s --check-prefix=WHOLE

from plue import manual, workflow


@workflow(triggers=[manual()], image="host")
def step(ctx):
    slow = ctx.run(name="slow", cmd="sleep 60", timeout=1, continue_on_error=True)
    ctx.run(name="after", cmd="true")
    return ctx.success(code=slow.exit_code)


@workflow(triggers=[manual()], image="host")
def whole(ctx):
    ctx.run(name="slow", cmd="sleep 60")
    ctx.run(name="never", cmd="true")


# STEP: slow  < failure in 1.{{[0-9]+}} s: timed out after 1.00 s
# STEP: after < success
# STEP: step: success
# STEP: outputs: {"code":124}
# WHOLE: plue-exec: the run timed out after 0.30 s
# WHOLE: slow  < cancelled
# WHOLE: never  cancelled  the run was stopped
# WHOLE: whole: failure in {{.*}}: the run timed out after 0.30 s
