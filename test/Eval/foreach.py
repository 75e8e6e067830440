# Loops with steps over run-time data: early exits, carried variables, nesting,
# handles that are collected (R045, C01).
#
# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "manual", "inputs": {"x": "a,bc,stop,d"}}' >%t.all
# RUN: echo '{"steps": {"probe a": {"exit_code": 1}}}' >%t.outcomes
# RUN: plue-exec simulate %t.plan --event %t.all --outcomes %t.outcomes \
# RUN:   | tr -d ' \n' | FileCheck %s --check-prefix=ALL
# RUN: echo '{"type": "manual", "inputs": {"x": "a,b!"}}' >%t.bad
# RUN: not plue-exec simulate %t.plan --event %t.bad --outcomes %t.outcomes \
# RUN:   | tr -d ' \n' | FileCheck %s --check-prefix=BAD
# RUN: echo '{"type": "manual", "inputs": {"x": "a"}}' >%t.none
# RUN: not plue-exec simulate %t.plan --event %t.none --outcomes %t.outcomes \
# RUN:   | tr -d ' \n' | FileCheck %s --check-prefix=NONE

from plue import manual, workflow


def find(ctx, words):
    for word in words:
        probe = ctx.run(f"probe {word}", f"probe {word}", continue_on_error=True)
        if probe.exit_code == 0:
            return word
    return None


@workflow(triggers=[manual(inputs={"x": str})], image="host")
def w(ctx):
    words = ctx.inputs.x.split(",")
    hit = find(ctx, words)
    if hit is None:
        ctx.fail("nothing found")
    steps = []
    places = {}
    for i, word in enumerate(words):
        for c in word:
            if c == "!":
                ctx.fail(f"bad {word}")
            steps.append(ctx.run(f"{i}{c}", ["echo", c]))
        places[word] = i
        if word == "stop":
            break
    else:
        ctx.run("to the end", "echo end")
    ctx.parallel([ctx.run(f"par {word}", f"echo {word}") for word in words if word != hit])
    ctx.run("last", "echo last", depends_on=steps)
    ctx.success(hit=hit, count=len(steps), places=places)


# ALL: "name":"probea"
# ALL-SAME: "status":"failure"
# ALL-SAME: "name":"probebc"
# ALL-SAME: "status":"success"
# ALL-SAME: "name":"0a"
# ALL-SAME: "cmd":["echo","a"]
# ALL-SAME: "name":"1b"
# ALL-SAME: "name":"1c"
# ALL-SAME: "name":"2s"
# ALL-SAME: "name":"totheend","type":"shell","config":{},"status":"skipped"
# ALL-SAME: "name":"para"
# ALL-SAME: "name":"parstop"
# ALL-SAME: "name":"last"
# ALL-SAME: "status":"success","outputs":{"count":7,"hit":"bc","places":{"a":0,"bc":1,"stop":2}}

# BAD: "status":"failure","outputs":{},"reason":"badb!"

# NONE: "status":"failure","outputs":{},"reason":"nothingfound"
