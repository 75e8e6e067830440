# A starred target at the beginning of a line is no deeper block.
#
# RUN: plue-compile %s --emit=json | FileCheck %s

from plue import push, workflow


def split(xs):
    *rest, last = xs
    return (rest, last)


@workflow(triggers=[push()], image="host")
def w(ctx):
    # CHECK: "cmd": "echo ([1, 2], 3)"
    ctx.run(name="a", cmd=f"echo {split([1, 2, 3])}")
