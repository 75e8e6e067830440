# A secret is asked for before anything runs and shown nowhere.
#
# RUN: plue-compile %s -o %t.plan
# RUN: rm -rf %t.dir && mkdir -p %t.dir
# RUN: not plue-exec run %t.plan --backend=none --workspace %t.dir \
# RUN:   --state %t.dir/runs 2>&1 | FileCheck %s --check-prefix=MISSING
# RUN: not ls %t.dir/ran %t.dir/runs
# RUN: env DEPLOY_TOKEN=s3cr3t-value plue-exec run %t.plan --backend=none \
# RUN:   --workspace %t.dir --state %t.dir/runs --events=%t.dir/events \
# RUN:   2>&1 | FileCheck %s
# RUN: not grep -r s3cr3t-value %t.dir/runs %t.dir/events
# RUN: grep s3cr3t-value %t.dir/ran

from plue import manual, workflow


@workflow(triggers=[manual()], image="host")
def deploy(ctx):
    said = ctx.run(
        name="say",
        cmd="echo token $TOKEN; echo $TOKEN > ran; echo error $TOKEN >&2",
        env={"TOKEN": ctx.secrets.DEPLOY_TOKEN},
    )
    return ctx.success(said=said.stdout)


# MISSING: error: `deploy` needs secret `DEPLOY_TOKEN`, which the environment does not hold
# CHECK-DAG: say | token ***
# CHECK-DAG: say | error ***
# CHECK: deploy: success
# CHECK: outputs: {"said":"token ***\n"}
