# RUN: not plue-compile %s --check 2>&1 | FileCheck %s
# What can be known to be wrong about data of which nothing is known.

from plue import manual, workflow


@workflow(triggers=[manual(inputs={"data": any})])
def w(ctx):
    data = ctx.inputs.data
    # CHECK: :[[@LINE+2]]:14: error: `any` has no attribute `version` [unknown-attribute]
    # CHECK: help: the items of parsed JSON are taken with `["version"]`; a `schema(…)` gives them names
    x = data.version
    # CHECK: :[[@LINE+1]]:24: error: the argument `cmd` of `ctx.run` must be a string or a list of strings, not a run-time value of type `any` [argument-type]
    ctx.run(name="do", cmd=data["cmd"])
    # CHECK: :[[@LINE+1]]:5: error: this value may be part of a value that is known only at run time, and so cannot change any more [runtime-alias]
    data["list"].append(1)
