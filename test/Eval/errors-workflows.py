# RUN: split-file %s %t
# RUN: not plue-compile %t/a.py --check 2>&1 | FileCheck %t/a.py
# RUN: not plue-compile %t/none.py --check 2>&1 | FileCheck %t/none.py
# RUN: plue-compile %t/empty.py --check 2>&1 | FileCheck %t/empty.py

#--- a.py
from plue import workflow, push, pull_request


# CHECK: :[[@LINE+2]]:2: error: `workflow` stands here without its arguments [workflow-not-called]
# CHECK: help: write `@workflow(triggers=[push()])`
@workflow
def bare(ctx):
    ctx.run(cmd="true")


# CHECK: error: workflow `untriggered` has no triggers [workflow-untriggered]
@workflow(image="host")
def untriggered(ctx):
    ctx.run(cmd="true")


# CHECK: error: a workflow takes one parameter, the context; `two` takes 2 [workflow-signature]
@workflow(triggers=[push()])
def two(ctx, more):
    ctx.run(cmd="true")


# CHECK: error: the argument `triggers` of `workflow` must be a list of triggers, not `builtin_function_or_method` [argument-type]
# CHECK: help: call it: `push()`
@workflow(triggers=[push])
def uncalled(ctx):
    ctx.run(cmd="true")


# CHECK: error: `workflow` takes `image` or `dockerfile`, not both [arguments-exclusive]
@workflow(triggers=[push()], image="a", dockerfile="b")
def both(ctx):
    ctx.run(cmd="true")


@workflow(triggers=[push()])
def same(ctx):
    ctx.run(cmd="true")


# CHECK: error: there are two workflows named `same` [workflow-duplicate]
# CHECK: note: {{.*}}the other one is here
@workflow(triggers=[push()])
def same(ctx):
    ctx.run(cmd="true")


# CHECK: error: the argument `types` of `pull_request` has `openned`, which no event has [argument-value]
# CHECK: help: did you mean `opened`?
@workflow(triggers=[pull_request(types=["openned"])])
def misspelt(ctx):
    ctx.run(cmd="true")


# CHECK: error: `@workflow(…)` stands above a function definition [workflow-decorated]
x = workflow(triggers=[push()])(3)

#--- none.py
# CHECK: error: {{.*}}none.py` defines no workflow [no-workflow]
x = 1

#--- empty.py
from plue import workflow, push


# CHECK: warning: workflow `idle` has no steps [workflow-empty]
@workflow(triggers=[push()])
def idle(ctx):
    pass
