# Comprehensions of each form may make steps, over run-time lists and under
# run-time conditions; their keys may be run-time values.
#
# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "manual", "ref": "main", "inputs": {"env": "dev", "flag": true, "tags": ["x", "b"]}}' >%t.yes
# RUN: echo '{"type": "manual", "ref": "main", "inputs": {"env": "Pro", "flag": false, "tags": []}}' >%t.no
# RUN: plue-exec simulate %t.plan --event %t.yes | grep '"name"' | FileCheck %s --check-prefix=YES
# RUN: plue-exec simulate %t.plan --event %t.no | grep '"name"' | FileCheck %s --check-prefix=NO

from plue import manual, workflow


@workflow(triggers=[manual(inputs={"env": str, "flag": bool, "tags": list(str)})], image="host")
def w(ctx):
    texts = {tag: ctx.run(name=f"for {tag}", cmd="true").exit_code for tag in ctx.inputs.tags}
    codes = {ctx.run(name=f"{n}", cmd="true").exit_code for n in (1, 2) if n == 2 or ctx.inputs.flag}
    sizes = {name: len(name) for name in [ctx.inputs.env, "dev", ctx.event.ref]}
    ctx.run(name=f"{len(texts)} {len(codes)} {len(sizes)}", cmd="true")
    pairs = {}
    pairs[(ctx.inputs.env, 1)] = 1
    pairs[(ctx.inputs.env, 1)] = 2
    ctx.run(name=f"{list(pairs.values())}".strip("[]"), cmd="true")


# YES: "for x"
# YES: "for b"
# YES: "1"
# YES: "2"
# YES: "2 1 2"
# YES: "2"
# NO: "1"
# NO: "2"
# NO: "0 1 3"
# NO: "2"
