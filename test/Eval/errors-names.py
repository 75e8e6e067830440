# RUN: not plue-compile %s --check 2>&1 | FileCheck %s
# Attributes, inputs and arguments that are not there; all in one run (R039).

from plue import workflow, push, manual


@workflow(triggers=[push(), manual(inputs={"environment": str})])
def w(ctx):
    # CHECK: :[[@LINE+2]]:19: error: `ctx.event` has no attribute `pull_reqest` [unknown-attribute]
    # CHECK: help: did you mean `pull_request`?
    a = ctx.event.pull_reqest
    # CHECK: :[[@LINE+1]]:20: error: the workflow has no input `enviroment` [unknown-input]
    b = ctx.inputs.enviroment
    # CHECK: :[[@LINE+1]]:27: error: `ctx.run` takes no argument `comand` [unknown-argument]
    c = ctx.run(name="a", comand="make")
    # CHECK: :[[@LINE+1]]:9: error: `ctx.run` needs the argument `cmd` [missing-argument]
    d = ctx.run(name="a")
    # CHECK: :[[@LINE+1]]:33: error: `ctx.run` takes at most 2 positional arguments but 3 were given [too-many-arguments]
    e = ctx.run("name", "true", "sh")
    # CHECK: :[[@LINE+1]]:33: error: `ctx.run` got several values for the argument `name` [repeated-argument]
    f = ctx.run("name", "true", name="b")
    # CHECK: :[[@LINE+1]]:27: error: the argument `cmd` of `ctx.run` must be a string or a list of strings, not `int` [argument-type]
    g = ctx.run(name="a", cmd=3)
    # CHECK: :[[@LINE+1]]:27: error: the argument `cmd` of `ctx.run` must not be empty [argument-value]
    h = ctx.run(name="a", cmd=" ")
    # CHECK: :[[@LINE+1]]:54: error: `ctx.run` takes `depends_on` or `needs`, not both [arguments-exclusive]
    i = ctx.run(name="a", cmd="true", depends_on=[], needs=[])
    step = ctx.run(name="a", cmd="true")
    # CHECK: :[[@LINE+1]]:14: error: a step has no attribute `stdot` [unknown-attribute]
    j = step.stdot
    # A name that could not be computed says nothing more.
    # CHECK-NOT: error:
    ctx.run(name=j, cmd=["echo", a, b])
    # CHECK: 10 errors
