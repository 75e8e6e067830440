# What was written in the source is code in a command, also through `.format` and `%`;
# the values are data.
#
# RUN: plue-compile %s --emit=json | FileCheck %s

from plue import manual, workflow


@workflow(triggers=[manual(inputs={"s": str, "n": int, "d": dict(str, str)})], image="host")
def w(ctx):
    i = ctx.inputs
    # CHECK: "cmd": "make {{[{][{]}} ctx.inputs.s {{[}][}]}} | tail -n {{[{][{]}} ctx.inputs.n {{[}][}]}}"
    ctx.run(name="a", cmd="make {} | tail -n {}".format(i.s, i.n))
    # CHECK: "cmd": "make {{[{][{]}} ctx.inputs.s {{[}][}]}} | tail -n {{[{][{]}} ctx.inputs.n {{[}][}]}}"
    ctx.run(name="b", cmd="make %s | tail -n %s" % (i.s, i.n))
    # CHECK: "cmd": "make {{[{][{]}} ctx.inputs.d[\"k\"] {{[}][}]}} && cut -c {{[{][{]}} \"%3d\" % (ctx.inputs.n,) {{[}][}]}}"
    ctx.run(name="c", cmd="make %(k)s && cut -c %(n)3d" % {"k": i.d["k"], "n": i.n})
    # CHECK: "cmd": "echo {a} {{[{][{]}} format(ctx.inputs.n, \">5\") {{[}][}]}}; echo {{[{][{]}} ctx.inputs.s {{[}][}]}}"
    ctx.run(name="d", cmd="echo {{a}} {1:>{w}}; echo {0}".format(i.s, i.n, w=5))
