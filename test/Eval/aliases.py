# A list may change after it was part of a run-time expression, if the value of
# that cannot hold the list: a text, a comparison. What one branch makes of it does
# not keep the other one from changing it. A choice between lists is one of them,
# also if their content is known only at run time.
#
# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "manual", "inputs": {"env": "-", "flag": true}}' >%t.yes
# RUN: echo '{"type": "manual", "inputs": {"env": "+", "flag": false}}' >%t.no
# RUN: plue-exec simulate %t.plan --event %t.yes | grep '"name"' | FileCheck %s --check-prefix=YES
# RUN: plue-exec simulate %t.plan --event %t.no | grep '"name"' | FileCheck %s --check-prefix=NO

from plue import manual, workflow


@workflow(triggers=[manual(inputs={"env": str, "flag": bool})], image="host")
def w(ctx):
    names = ["a"]
    for _ in range(2):
        names.append(ctx.inputs.env.join(names))
    ctx.run(name=" ".join(names), cmd="true")

    words = ["x"]
    if [words, ["z"]] == [["x"], [ctx.inputs.env]]:
        ctx.fail("never")
    words.append("y")
    ctx.run(name=f"{len([words, ctx.inputs.env])} {len(words)}", cmd="true")

    taken = {}
    if ctx.inputs.flag:
        taken[ctx.inputs.env] = words
    else:
        words.append("more")
    ctx.run(name=f"{','.join(words)} {len(taken)}", cmd="true")

    left, right = ctx.inputs.env.split("-"), ctx.inputs.env.split("+")
    either = left if ctx.inputs.flag else right
    left.append("l")
    either.append("e")
    ctx.run(name=f"{len(left)} {len(right)} {len(either)}", cmd="true")


# YES: "a a a-a"
# YES: "2 2"
# YES: "x,y 1"
# YES: "4 1 4"
# NO: "a a a+a"
# NO: "2 2"
# NO: "x,y,more 0"
# NO: "2 3 3"
