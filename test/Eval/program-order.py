# Without depends_on steps run in program order, parallel members together, and
# what comes after them waits for all (R045, R490).
#
# RUN: plue-compile %s --emit=json | FileCheck %s

from plue import workflow, push


@workflow(triggers=[push()])
def w(ctx):
    ctx.run(name="a", cmd="true")
    ctx.parallel([ctx.run(name="b", cmd="true"), ctx.run(name="c", cmd="true")])
    ctx.run(name="d", cmd="true")


# CHECK:      "name": "a"
# CHECK:      "depends_on": []
# CHECK:      "name": "b"
# CHECK:      "depends_on": [
# CHECK-NEXT:   "step_1"
# CHECK-NEXT: ]
# CHECK:      "name": "c"
# CHECK:      "depends_on": [
# CHECK-NEXT:   "step_1"
# CHECK-NEXT: ]
# CHECK:      "name": "d"
# CHECK:      "depends_on": [
# CHECK-NEXT:   "step_2",
# CHECK-NEXT:   "step_3"
# CHECK-NEXT: ]
