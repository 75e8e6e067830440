# Several workflows in one file register independently (R205), and what one does
# to a global the other does not see.
#
# RUN: plue-compile %s --emit=json | FileCheck %s

from plue import workflow, push, schedule

counter = [0]


@workflow(triggers=[push()])
def first(ctx):
    counter.append(1)
    ctx.run(name=f"first {len(counter)}", cmd="true")


@workflow(triggers=[schedule(cron="0 4 * * 1-5")], dockerfile="ci/Dockerfile")
def second(ctx):
    counter.append(1)
    ctx.run(name=f"second {len(counter)}", cmd="true")


# CHECK: "name": "first"
# CHECK: "name": "first 2"
# CHECK: "name": "second"
# CHECK: "cron": "0 4 * * 1-5"
# CHECK: "dockerfile": "ci/Dockerfile"
# CHECK: "id": "step_1"
# CHECK: "name": "second 2"
