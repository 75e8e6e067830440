# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "manual", "inputs": {"count": 4}}' > %t.manual.json
# RUN: echo '{"type": "push"}' > %t.push.json
# RUN: echo '{}' > %t.outcomes.json
# RUN: plue-exec simulate %t.plan --event %t.manual.json --outcomes %t.outcomes.json | FileCheck %s --check-prefix=MANUAL
# RUN: plue-exec simulate %t.plan --event %t.push.json --outcomes %t.outcomes.json | FileCheck %s --check-prefix=PUSH
# What a branch has shown to be there is there after it, whichever side it is.

from plue import manual, optional, push, workflow


@workflow(triggers=[push(), manual(inputs={"count": int, "note": optional(str)})], image="host")
def w(ctx):
    n = 3
    if ctx.event.type == "manual":
        n = ctx.inputs.count
    # MANUAL: "cmd": "echo 5"
    # PUSH: "cmd": "echo 4"
    ctx.run(name="sum", cmd=f"echo {n + 1}")
    text = ctx.inputs.note
    if text is None:
        text = "none"
    # MANUAL: "cmd": "echo NONE"
    # PUSH: "cmd": "echo NONE"
    ctx.run(name="text", cmd=f"echo {text.upper()}")
