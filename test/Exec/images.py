# An image that is not there is an error before anything runs, never replaced.
#
# RUN: plue-compile %s -o %t.plan
# RUN: rm -rf %t.dir && mkdir -p %t.dir
# RUN: not plue-exec run %t.plan --workflow default --backend=none \
# RUN:   --workspace %t.dir --state %t.dir/runs 2>&1 | FileCheck %s
# RUN: not ls %t.dir/ran
# RUN: plue-exec run %t.plan --workflow default --backend=none --image=host \
# RUN:   --workspace %t.dir --state %t.dir/runs 2>/dev/null
# RUN: ls %t.dir/ran
# RUN: not plue-exec run %t.plan --workflow mixed --backend=none \
# RUN:   --workspace %t.dir --state %t.dir/runs 2>&1 | FileCheck %s --check-prefix=STEP
# RUN: not plue-exec run %t.plan --workflow mixed --image=alpine 2>&1 \
# RUN:   | FileCheck %s --check-prefix=OTHER

from plue import manual, workflow


@workflow(triggers=[manual()])
def default(ctx):
    ctx.run(name="build", cmd="touch ran")


@workflow(triggers=[manual()], image="host")
def mixed(ctx):
    ctx.run(name="here", cmd="true")
    ctx.run(name="there", cmd="true", image="node:22")


# CHECK: error: step `build` needs the image `ubuntu:22.04`, and this plue-exec has no container back end
# CHECK-SAME: `plue-exec run --image=host`, or say image="host" in the workflow
# STEP: error: step `there` needs the image `node:22`
# OTHER: error: `--image=alpine`: {{.*}} `--image=host`
