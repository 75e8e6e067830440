# Steps in the native sandbox write to the workspace and nowhere else.
#
# REQUIRES: namespaces
# RUN: plue-compile %s -o %t.plan
# RUN: rm -rf %t.dir && mkdir -p %t.dir
# RUN: plue-exec run %t.plan --workspace %t.dir --state %t.runs | FileCheck %s
# RUN: FileCheck %s --check-prefix=FILE <%t.dir/made

from plue import manual, workflow


@workflow(triggers=[manual()], image="host")
def sandboxed(ctx):
    ctx.run(name="who", cmd="id -u; pwd; hostname; echo $PLUE_WORKSPACE")
    ctx.run(name="write", cmd="echo content > made; touch /tmp/x")
    ctx.run(name="read-only", cmd="! touch /usr/x /etc/x /x 2>/dev/null; echo kept out")
    ctx.run(name="alone", cmd="ls /proc | grep -c '^1$' || echo cannot see process 1")


# CHECK: who       | 1000
# CHECK: who       | /workspace
# CHECK: who       | plue
# CHECK: who       | /workspace
# CHECK: read-only | kept out
# CHECK: alone     | cannot see process 1
# CHECK: sandboxed: success
# FILE: content
