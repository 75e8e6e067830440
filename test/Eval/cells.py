# Containers that change under run-time conditions have one content for all who
# hold them (R045, C02).
#
# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "manual", "inputs": {"x": "3,b", "n": 8, "flag": true}}' >%t.yes
# RUN: plue-exec simulate %t.plan --event %t.yes | tr -d ' \n' | FileCheck %s --check-prefix=YES
# RUN: echo '{"type": "manual", "inputs": {"x": "p,q", "n": 2, "flag": false}}' >%t.no
# RUN: plue-exec simulate %t.plan --event %t.no | tr -d ' \n' | FileCheck %s --check-prefix=NO
# RUN: echo '{"type": "manual", "inputs": {"x": "p,q", "n": 9, "flag": false}}' >%t.raises
# RUN: not plue-exec simulate %t.plan --event %t.raises | FileCheck %s --check-prefix=RAISES

from plue import manual, workflow


@workflow(triggers=[manual(inputs={"x": str, "n": int, "flag": bool})], image="host")
def w(ctx):
    x = ctx.inputs.x
    n = ctx.inputs.n
    words = x.split(",")
    words.append("z")
    a = b = []
    if ctx.inputs.flag:
        a.append(1)
        a.append(n * 2 + 1)
    else:
        b.append(7)
    same_shape = {"k": 1}
    if n > 3:
        same_shape["k"] = n
    first, *rest = words
    ctx.run("made", ["echo", first, x])
    # Raises where it stands, if at all.
    k = int(first) if n > 5 else 0
    ctx.success(words=words, a=a, b=b, d=same_shape, rest=rest, k=k,
                s=sorted(words, reverse=True), m=max(n, 3), part=x[1:3],
                joined="-".join(words))


# YES: "outputs":{"a":[1,17],"b":[1,17],"d":{"k":8},"joined":"3-b-z","k":3,"m":8,"part":",b","rest":["b","z"],"s":["z","b","3"],"words":["3","b","z"]}
# NO: "outputs":{"a":[7],"b":[7],"d":{"k":1},"joined":"p-q-z","k":0,"m":3,"part":",q","rest":["q","z"],"s":["z","q","p"],"words":["p","q","z"]}
# RAISES: "reason": "ValueError: invalid literal for int() with base 10: 'p'"
