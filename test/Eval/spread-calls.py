# What `*` spreads in a call may be a choice, a choice of calls then, or a run-time
# list: `*rest` gets its items, also in a function that makes steps; other calls
# without steps are made when the plan runs.
#
# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "manual", "inputs": {"env": "dev", "flag": true, "tags": ["x", "b"]}}' >%t.yes
# RUN: echo '{"type": "manual", "inputs": {"env": "Pro", "flag": false, "tags": []}}' >%t.no
# RUN: plue-exec simulate %t.plan --event %t.yes | grep '"name"' | FileCheck %s --check-prefix=YES
# RUN: plue-exec simulate %t.plan --event %t.no | grep '"name"' | FileCheck %s --check-prefix=NO

from plue import manual, workflow


def tell(ctx, first, *others, suffix=""):
    for other in others:
        ctx.run(name=f"{first} {other}{suffix}", cmd="true")
    return len(others)


def joined(first="none", *others):
    return "/".join([first, *others])


@workflow(triggers=[manual(inputs={"env": str, "flag": bool, "tags": list(str)})], image="host")
def w(ctx):
    count = tell(ctx, "a", *ctx.inputs.tags, "z", suffix="!")
    ctx.run(name=f"{count}", cmd="true")
    ctx.run(name=joined(*ctx.inputs.tags), cmd="true")
    ctx.run(name=joined(*(["p", "q"] if ctx.inputs.flag else ["r"])), cmd="true")
    ctx.run(name=max(*ctx.inputs.tags, "a", "c"), cmd="true")


# YES: "a x!"
# YES: "a b!"
# YES: "a z!"
# YES: "3"
# YES: "x/b"
# YES: "p/q"
# YES: "x"
# NO: "a z!"
# NO: "1"
# NO: "none"
# NO: "r"
# NO: "c"
