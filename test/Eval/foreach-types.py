# The types of what a loop carries settle, however late a new one arrives: each
# evaluation of the body of `chain` hands the str on by one name only, and `grown`
# nests without end. What an iteration makes itself is not carried at all, though
# it may be changed on a path that leaves early.
#
# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "manual", "inputs": {"tags": ["x", "y", "z"], "flag": false}}' >%t.event
# RUN: plue-exec simulate %t.plan --workflow chain --event %t.event | FileCheck %s --check-prefix=CHAIN
# RUN: plue-exec simulate %t.plan --workflow own --event %t.event | FileCheck %s --check-prefix=OWN

from plue import manual, workflow

INPUTS = {"tags": list(str), "flag": bool}


@workflow(triggers=[manual(inputs=INPUTS)], image="host")
def chain(ctx):
    a = b = c = d = e = f = g = h = i = j = k = l = m = n = 0
    grown = []
    for tag in ctx.inputs.tags:
        a = b; b = c; c = d; d = e; e = f; f = g; g = h
        h = i; i = j; j = k; k = l; l = m; m = n; n = tag
        grown.append(list(grown))
        ctx.run(name=f"{a} {l} {m} {n} {len(grown)}", cmd="true")
    ctx.run(name=str(grown).replace("[", "<").replace("]", ">"), cmd="true")


@workflow(triggers=[manual(inputs=INPUTS)], image="host")
def own(ctx):
    for tag in ctx.inputs.tags:
        seen = {}
        if ctx.inputs.flag:
            ctx.run(name="flag", cmd="true")
        elif tag != "y":
            seen[tag] = 1
            continue
        ctx.run(name=f"{tag} {seen}", cmd="true")


# CHAIN: "name": "0 0 0 x 1"
# CHAIN: "name": "0 0 x y 2"
# CHAIN: "name": "0 x y z 3"
# CHAIN: "name": "<<>, <<>>, <<>, <<>>>>"

# OWN: "name": "x {}"
# OWN: "status": "skipped"
# OWN: "name": "y {}"
# OWN: "status": "success"
# OWN: "name": "z {}"
# OWN: "status": "skipped"
