# With an event its fields are known and branches on them fold away (C03).
#
# RUN: split-file %s %t
# RUN: plue-compile %t/w.py --event %t/push.json --emit=json | FileCheck %s
# RUN: plue-compile %t/w.py --event %t/pr.json --emit=json | FileCheck %s --check-prefix=PR
#
# CHECK:     "name": "main"
# CHECK-NOT: "when"
# CHECK-NOT: "id":
# PR:        "name": "pr 7"
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
