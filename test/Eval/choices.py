# A choice between two containers may be spread, unpacked, walked, and given to
# built-in functions and methods; what is made of it is one container, and what is
# changed through it is changed in the one that it is.
#
# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "manual", "inputs": {"env": "dev", "flag": true, "tags": ["x", "b"]}}' >%t.yes
# RUN: echo '{"type": "manual", "inputs": {"env": "Pro", "flag": false, "tags": []}}' >%t.no
# RUN: plue-exec simulate %t.plan --event %t.yes | grep '"name"' | FileCheck %s --check-prefix=YES
# RUN: plue-exec simulate %t.plan --event %t.no | grep '"name"' | FileCheck %s --check-prefix=NO

from plue import manual, workflow


@workflow(triggers=[manual(inputs={"env": str, "flag": bool, "tags": list(str)})], image="host")
def w(ctx):
    pair = [1, 2] if ctx.inputs.flag else [3]
    both = [0, *pair]
    both.extend(pair)
    both.append(9)
    ctx.run(name=f"{both}".strip("[]"), cmd="true")
    named = {"a": 1, **({"b": 2} if ctx.inputs.flag else {"c": 3})}
    named.update({"d": 4} if ctx.inputs.flag else {"a": 5})
    ctx.run(name=" ".join(f"{k}{v}" for k, v in named.items()), cmd="true")
    first, *others = pair
    doubled = [n * 2 for n in pair]
    doubled.append(first)
    ctx.run(name=f"{doubled} {len(others)}".strip("["), cmd="true")
    left, right = ["l"], ["r"]
    either = left if ctx.inputs.flag else right
    either[0] = "new"
    either.append("more")
    ctx.run(name=" ".join(left + right), cmd="true")
    steps = [ctx.run(name=f"step {n}", cmd="true") for n in pair]
    ctx.run(name="last", cmd="true", depends_on=[*steps])


# YES: "0, 1, 2, 1, 2, 9"
# YES: "a1 b2 d4"
# YES: "2, 4, 1] 1"
# YES: "new more r"
# YES: "step 1"
# YES: "step 2"
# NO: "0, 3, 3, 9"
# NO: "a5 c3"
# NO: "6, 3] 0"
# NO: "l new more"
# NO: "step 3"
