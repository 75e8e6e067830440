# What may be None or skipped is usable where a test shows that it is there.
#
# RUN: plue-compile %s --emit=json | FileCheck %s

from plue import workflow, push, pull_request


@workflow(triggers=[push(), pull_request()])
def w(ctx):
    if ctx.event.type == "pull_request":
        ctx.run(name="by type", cmd=f"echo {ctx.event.pull_request.number}")
    if ctx.event.pull_request is not None and ctx.event.pull_request.draft:
        ctx.run(name="by test", cmd=f"echo {ctx.event.pull_request.head.ref}")
    number = ctx.event.pull_request.number if ctx.event.pull_request else 0
    ctx.run(name=f"by choice {number}", cmd="true")
    if ctx.event.ref == "main":
        build = ctx.run(name="build", cmd="make")
    if ctx.event.ref == "main":
        ctx.run(name="after", cmd=["echo", build.stdout])


# CHECK: "name": "by type"
# CHECK: "cmd": "echo {{[{][{]}} ctx.event.pull_request.number {{[}][}]}}"
# CHECK: "name": "by test"
# CHECK: "name": "by choice {{[{][{]}} ctx.event.pull_request.number if ctx.event.pull_request else 0 {{[}][}]}}"
# CHECK: "name": "after"
# CHECK: "depends_on": [
# CHECK: "when": "{{[{][{]}} ctx.event.ref == \"main\" {{[}][}]}}"
