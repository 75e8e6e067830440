# Looking at how a step went means dealing with its failure (design 5.3).
#
# RUN: plue-compile %s --emit=json | FileCheck %s

from plue import workflow, push


@workflow(triggers=[push()])
def w(ctx):
    a = ctx.run(name="looked at", cmd="false")
    b = ctx.run(name="not looked at", cmd="false")
    c = ctx.run(name="explicit", cmd="false", continue_on_error=False)
    if a.failed or c.exit_code == 2:
        ctx.run(name="report", cmd=["echo", b.stdout])


# CHECK:     "name": "looked at"
# CHECK:     "continue_on_error": true
# CHECK:     "name": "not looked at"
# CHECK-NOT: "continue_on_error"
# CHECK:     "name": "explicit"
# CHECK-NOT: "continue_on_error"
# CHECK:     "name": "report"
