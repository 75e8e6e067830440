# The pipeline of the requirements (R149-R151, R043-R045): install; three checks
# side by side after it; build on main only, after all three.
#
# RUN: plue-compile %s --emit=json | FileCheck %s
# RUN: sed 's/depends_on=/needs=/' %s > %t.py
# RUN: plue-compile %t.py --emit=json 2> %t.err | FileCheck %s
# RUN: FileCheck %s --check-prefix=NEEDS < %t.err

from plue import workflow, push, pull_request


@workflow(
    triggers=[push(), pull_request()],
    image="ubuntu:22.04",
)
def ci(ctx):
    install = ctx.run(
        name="install",
        cmd="bun install",
        cache=cache_key("deps", hash_files("bun.lockb")),
    )
    checks = ctx.parallel([
        ctx.run(name="test", cmd="bun test", depends_on=[install]),
        ctx.run(name="lint", cmd="bun lint", depends_on=[install]),
        ctx.run(name="typecheck", cmd="bun typecheck", depends_on=[install]),
    ])
    if ctx.event.ref == "refs/heads/main":
        ctx.run(name="build", cmd="bun run build", depends_on=checks)
    return ctx.success()


# CHECK:      "name": "ci"
# CHECK:      "type": "push"
# CHECK:      "type": "pull_request"
# CHECK-NEXT: "types": [
# CHECK-NEXT:   "opened",
# CHECK-NEXT:   "synchronize"
# CHECK:      "image": "ubuntu:22.04"
# CHECK:      "id": "step_1"
# CHECK-NEXT: "key": "install"
# CHECK:      "cmd": "bun install"
# CHECK:      "depends_on": []
# CHECK:      "cache_key": "deps|{{[{][{]}} hash_files(\"bun.lockb\") {{[}][}]}}"
# CHECK:      "id": "step_2"
# CHECK:      "name": "test"
# CHECK:      "depends_on": [
# CHECK-NEXT:   "step_1"
# CHECK-NEXT: ]
# CHECK:      "name": "lint"
# CHECK:      "depends_on": [
# CHECK-NEXT:   "step_1"
# CHECK-NEXT: ]
# CHECK:      "name": "typecheck"
# CHECK:      "depends_on": [
# CHECK-NEXT:   "step_1"
# CHECK-NEXT: ]
# CHECK:      "id": "step_5"
# CHECK:      "name": "build"
# CHECK:      "depends_on": [
# CHECK-NEXT:   "step_2",
# CHECK-NEXT:   "step_3",
# CHECK-NEXT:   "step_4"
# CHECK-NEXT: ]
# CHECK-NEXT: "when": "{{[{][{]}} ctx.event.ref == \"refs/heads/main\" {{[}][}]}}"

# NEEDS: warning: `needs` is another name for `depends_on` [needs-deprecated]
# NEEDS: help: did you mean `depends_on`?
