# Data of which nothing is known is checked where a type is demanded, when the plan
# runs: a failure names the place, what must be there and what was.
#
# RUN: plue-compile %s -o %t.plan
# RUN: plue-compile %s --emit=text -o - | FileCheck %s --check-prefix=TEXT
# RUN: echo '{"type": "manual", "inputs": {"data": {"env": "prod", "count": 3, "paths": ["a"]}}}' >%t.event
# RUN: plue-exec simulate %t.plan --event %t.event | FileCheck %s
# RUN: echo '{"type": "manual", "inputs": {"data": {"env": 7, "count": 3}}}' >%t.event
# RUN: not plue-exec simulate %t.plan --event %t.event | FileCheck %s --check-prefix=ENV
# RUN: echo '{"type": "manual", "inputs": {"data": {"env": "e", "count": "3"}}}' >%t.event
# RUN: not plue-exec simulate %t.plan --event %t.event | FileCheck %s --check-prefix=COUNT
# RUN: echo '{"type": "manual", "inputs": {"data": {"env": "e", "count": 3, "paths": ["a", null]}}}' >%t.event
# RUN: not plue-exec simulate %t.plan --event %t.event | FileCheck %s --check-prefix=PATHS

from plue import manual, workflow


@workflow(triggers=[manual(inputs={"data": any})], image="host")
def w(ctx):
    data = ctx.inputs.data
    ctx.run(name="say", cmd=["echo", data["env"]], env={"ENV": data["env"]})
    if data["count"] and "env" in data:
        ctx.git.log(n=data["count"])
    ctx.git.diff(base="main", paths=data["paths"])


# TEXT: parse

# CHECK:      "cmd": [
# CHECK-NEXT:   "echo",
# CHECK-NEXT:   "prod"
# CHECK:        "ENV": "prod"
# CHECK:      "n": 3
# CHECK:      "outputs": {},
# CHECK-NEXT: "reason": null

# ENV: "reason": "TypeError: `ctx.run(cmd[1])` is an integer; it must be `str`"

# COUNT: "reason": "TypeError: `ctx.git.log(n)` is a string; it must be `int`"

# PATHS: "reason": "TypeError: `ctx.git.diff(paths)[1]` is null; it must be `str`"
