# What plue-opt says about a plan.
# RUN: plue-compile %s -o %t.plan
# RUN: plue-opt --analyze=stats,critical-path %t.plan | FileCheck %s
# RUN: plue-opt --analyze=taint %t.plan | FileCheck %s --check-prefix=TAINT
# RUN: not plue-opt --analyze=beauty %t.plan 2>&1 | FileCheck %s --check-prefix=UNKNOWN
from plue import pull_request, workflow

@workflow(triggers=[pull_request()], image="host")
def ci(ctx):
    title = ctx.event.pull_request.title
    ctx.run(name="install", cmd="npm ci")
    ctx.parallel([ctx.run(name=name, cmd=["npm", "run", name])
                  for name in ["lint", "test", "types"]])
    ctx.run(name="report", cmd=f"report {title}")

# CHECK: workflow ci: 5 steps, {{[0-9]+}} operations
# CHECK-NEXT: steps: shell 5
# CHECK-NEXT: guards: 0, of which 0 are constant
# CHECK-NEXT: edges: 6 (data 0, order 6, guard 0)
# CHECK-NEXT: loops: 0, nested 0 deep
# CHECK-NEXT: ends: 0
# CHECK-NEXT: operations: const {{[0-9]+}},
# CHECK: workflow ci: the longest path has 3 of 5 steps; at most 3 run at once
# CHECK-NEXT: step_1 "install"
# CHECK-NEXT: step_2 "lint"
# CHECK-NEXT: step_5 "report"

# TAINT: event.pull_request.title
# UNKNOWN: `--analyze` takes stats, critical-path, effects and taint, not `beauty`
