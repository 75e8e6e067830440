# A run shows every line of output with the step's name, and ends in a summary.
#
# RUN: plue-compile %s -o %t.plan
# RUN: rm -rf %t.dir && mkdir -p %t.dir
# RUN: not plue-exec run %t.plan --backend=none --workspace %t.dir \
# RUN:   --state %t.dir/runs >%t.out 2>%t.err
# RUN: FileCheck %s <%t.out
# RUN: FileCheck %s --check-prefix=ERR <%t.err

from plue import manual, workflow


@workflow(triggers=[manual()], image="host")
def ci(ctx):
    build = ctx.run(name="build", cmd="echo compiling; echo warning >&2; echo ok > built")
    check = ctx.run(name="check", cmd="cat built; exit 3")
    ctx.run(name="publish", cmd="echo never")
    ctx.run(name="log", cmd="true", depends_on=[build])


# ERR: warning: nothing is isolated (--backend=none)

# CHECK:      build   > started
# CHECK-DAG:  build   | compiling
# CHECK-DAG:  build   | warning
# CHECK:      build   < success in {{[0-9.]+}} s
# CHECK-DAG:  check   | ok
# CHECK-DAG:  check   < failure in {{[0-9.]+}} s: exit code 3
# CHECK-DAG:  publish - skipped: `check` failed
# CHECK-DAG:  log     < success
# CHECK:        build    success    {{[0-9.]+}} s
# CHECK-NEXT:   check    failure    {{[0-9.]+}} s  exit code 3  log: {{.*}}/steps/step_2.log
# CHECK-NEXT:   publish  skipped    `check` failed
# CHECK-NEXT:   log      success
# CHECK-NEXT: ci: failure in {{[0-9.]+}} s: step `check` failed: exit code 3 (2 succeeded, 1 failed, 1 skipped)
# CHECK-NEXT: logs: {{.*}}/runs/{{[0-9T]+}}-{{[0-9a-f]+}}
