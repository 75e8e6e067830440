# What two versions of a workflow do differently: by keys, so that a step put in front
# of others is one difference, though all numbers change.
# RUN: split-file %s %t
# RUN: plue-compile %t/before.py -o %t/before.plan && plue-compile %t/after.py -o %t/after.plan
# RUN: plue-diff %t/before.plan %t/after.plan | FileCheck %s --match-full-lines
# RUN: plue-diff %t/before.plan %t/before.plan --exit-code | count 0
# RUN: not plue-diff %t/before.plan %t/after.plan --exit-code > %t/out
# RUN: plue-diff --format=json %t/before.plan %t/after.plan | FileCheck %s --check-prefix=JSON
# RUN: not plue-diff --format=yaml %t/before.plan %t/after.plan 2>&1 | FileCheck %s --check-prefix=USAGE
# RUN: not plue-diff %t/before.plan %t/before.py 2>&1 | FileCheck %s --check-prefix=BAD

#      CHECK:~ workflow ci
# CHECK-NEXT:    image: "host" -> "alpine:3"
# CHECK-NEXT:  + step lint
# CHECK-NEXT:  ~ step build
# CHECK-NEXT:      depends_on: [] -> ["lint"]
# CHECK-NEXT:  ~ step test
# CHECK-NEXT:      config.cmd: "make test" -> "make check"
# CHECK-NEXT:      timeout: 3600 -> 60
# CHECK-NEXT:      when: "{{.*ctx.inputs.fast.*}}" -> nothing
# CHECK-NEXT:  - step publish
# CHECK-NEXT:+ workflow nightly
# CHECK-NEXT:  + step soak
# CHECK-NOT:{{.}}

# JSON: "after": "alpine:3"
# JSON: "key": "test"
# JSON: "change": "removed"
# USAGE: `--format` takes text or json, not `yaml`
# BAD: plue-diff: error: the text of the plan is not understood:
# BAD-NEXT: before.py:1:1

#--- before.py
from plue import manual, workflow

@workflow(triggers=[manual(inputs={"fast": bool})], image="host")
def ci(ctx):
    ctx.run(name="build", cmd="make")
    if ctx.inputs.fast:
        ctx.run(name="test", cmd="make test")
    ctx.run(name="publish", cmd="make publish")
#--- after.py
from plue import manual, workflow

@workflow(triggers=[manual(inputs={"fast": bool})], image="alpine:3")
def ci(ctx):
    ctx.run(name="lint", cmd="make lint")
    ctx.run(name="build", cmd="make")
    ctx.run(name="test", cmd="make check", timeout=60)

@workflow(triggers=[manual()], image="host")
def nightly(ctx):
    ctx.run(name="soak", cmd="make soak")
