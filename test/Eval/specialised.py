# With an event the branches on its fields are decided (C03); its texts stay
# run-time values, because they are data and not code.
#
# RUN: split-file %s %t
# RUN: plue-compile %t/w.py --event %t/push.json --emit=json | FileCheck %s
# RUN: plue-compile %t/w.py --event %t/pr.json --emit=json | FileCheck %s --check-prefix=PR
#
# CHECK:     "name": "main"
# CHECK-NOT: "when"
# CHECK-NOT: "id":
# PR:        "name": "pr {{[{][{]}} ctx.event.pull_request.number {{[}][}]}}"
# PR-NOT:    "when"
# PR-NOT:    "id":

#--- w.py
from plue import workflow, push, pull_request


@workflow(triggers=[push(), pull_request()])
def w(ctx):
    if ctx.event.type == "pull_request":
        ctx.run(name=f"pr {ctx.event.pull_request.number}", cmd="true")
    elif ctx.event.ref == "refs/heads/main":
        ctx.run(name="main", cmd="true")

#--- push.json
{"type": "push", "ref": "refs/heads/main"}
#--- pr.json
{"type": "pull_request", "ref": "x", "pull_request": {"number": 7}}
