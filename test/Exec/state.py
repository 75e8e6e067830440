# What a run leaves behind: plan, manifest, events, logs, result.
#
# RUN: plue-compile %s -o %t.plan
# RUN: rm -rf %t.dir && mkdir -p %t.dir
# RUN: not plue-exec run %t.plan --backend=none --workspace %t.dir \
# RUN:   --state %t.dir/runs --events=- 2>/dev/null >%t.events
# RUN: cmp %t.plan %t.dir/runs/*/plan
# RUN: cmp %t.events %t.dir/runs/*/events.jsonl
# RUN: %{python} %S/Inputs/check_run.py %t.dir/runs/* | FileCheck %s

from plue import manual, workflow


@workflow(triggers=[manual()], image="host")
def w(ctx):
    ctx.run(name="talk", cmd="echo one; printf 'tw\\377o'; echo err >&2")
    ctx.run(name="quiet", cmd="true")
    ctx.run(name="break", cmd="exit 2")
    ctx.run(name="later", cmd="true")


# CHECK: manifest: workflow w backend none
# CHECK: run_started
# CHECK-NEXT: step_started step_1
# CHECK-DAG: step_output step_1 stdout 'one'
# CHECK-DAG: step_output step_1 stdout 'tw\ufffdo'
# CHECK-DAG: step_output step_1 stderr 'err'
# CHECK: step_completed step_1 success 0
# CHECK-NEXT: step_started step_2
# CHECK-NEXT: step_completed step_2 success 0
# CHECK-NEXT: step_started step_3
# CHECK-NEXT: step_completed step_3 failure 2
# CHECK-NEXT: step_skipped step_4
# CHECK-NEXT: run_completed
# CHECK-NEXT: result: failure step `break` failed: exit code 2
# CHECK-NEXT: logs: step_1.log
