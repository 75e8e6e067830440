# A choice between texts of the source stays code: each alternative is a script of
# its own. A choice between run-time values stays data.
#
# RUN: split-file %s %t
# RUN: plue-compile %t/w.py -o %t/w.plan
# RUN: plue-dis %t/w.plan | FileCheck %s --check-prefix=PLAN
# RUN: plue-exec simulate %t/w.plan --event %t/main.json --outcomes %t/none.json | FileCheck %s --check-prefix=MAIN
# RUN: plue-exec simulate %t/w.plan --event %t/other.json --outcomes %t/none.json | FileCheck %s --check-prefix=OTHER
#
# PLAN: = shell ["make ", bare %{{.*}}, ""]
# MAIN: "cmd": "make fast"
# MAIN: "cmd": "make dist $(id)"
# OTHER: "cmd": "make all"
# OTHER: "cmd": "make $(id)"

#--- w.py
from plue import push, workflow


@workflow(triggers=[push()], image="host")
def w(ctx):
    ctx.run(name="a", cmd="make fast" if ctx.event.ref == "main" else "make all")
    goal = "make"
    if ctx.event.ref == "main":
        goal = goal + " dist"
    ctx.run(name="b", cmd=f"{goal} {ctx.event.sha}")

#--- main.json
{"type": "push", "ref": "main", "sha": "$(id)"}
#--- other.json
{"type": "push", "ref": "x", "sha": "$(id)"}
#--- none.json
{}
