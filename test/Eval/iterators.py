# Views show their dict as it is; each call of `enumerate` is an iterator of its own.
#
# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "manual", "inputs": {"xs": ["a", "b"], "d": {"k": 1}}}' >%t.event
# RUN: plue-exec simulate %t.plan --event %t.event | FileCheck %s

from plue import manual, workflow


@workflow(triggers=[manual(inputs={"xs": list(str), "d": dict(str, int)})], image="host")
def w(ctx):
    xs = ctx.inputs.xs
    d = dict(ctx.inputs.d)
    keys = d.keys()
    d[xs[0]] = 2
    span = range(len(xs))
    ctx.success(
        keys=list(keys),
        common=sorted(keys & {"a", "z"}),
        first=next(enumerate(xs)),
        pairs=[list(enumerate(xs)), list(enumerate(xs))],
        span=repr([span, span[1:], span.count(1)]))


# CHECK:      "common": [
# CHECK-NEXT:   "a"
# CHECK-NEXT: ]
# CHECK:      "first": [
# CHECK-NEXT:   0,
# CHECK-NEXT:   "a"
# CHECK:      "keys": [
# CHECK-NEXT:   "k",
# CHECK-NEXT:   "a"
# CHECK:      "span": "[range(0, 2), range(1, 2), 1]"
