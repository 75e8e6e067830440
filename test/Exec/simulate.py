# A simulation follows the event and the scripted results (design 5.4).
#
# RUN: plue-compile %s -o %t.plan
# RUN: echo '{"type": "push", "ref": "refs/heads/main"}' >%t.main
# RUN: echo '{"type": "push", "ref": "refs/heads/topic"}' >%t.topic
# RUN: echo '{"steps": {"test": {"exit_code": 1}}}' >%t.red
# RUN: echo '{"steps": {"tset": {"exit_code": 1}}}' >%t.typo
# RUN: plue-exec simulate %t.plan --event %t.main | FileCheck %s --check-prefix=MAIN
# RUN: plue-exec simulate %t.plan --event %t.topic | FileCheck %s --check-prefix=TOPIC
# RUN: not plue-exec simulate %t.plan --event %t.main --outcomes %t.red \
# RUN:   | FileCheck %s --check-prefix=RED
# RUN: plue-exec simulate %t.plan --event %t.main --outcomes %t.typo 2>&1 >/dev/null \
# RUN:   | FileCheck %s --check-prefix=TYPO

from plue import push, workflow


@workflow(triggers=[push()])
def ci(ctx):
    install = ctx.run(name="install", cmd="npm ci")
    checks = ctx.parallel([
        ctx.run(name="test", cmd="npm test", depends_on=[install]),
        ctx.run(name="lint", cmd="npm run lint", depends_on=[install]),
    ])
    if ctx.event.ref == "refs/heads/main":
        ctx.run(name="build", cmd="npm run build", depends_on=checks)


# MAIN:      "workflow": "ci"
# MAIN:      "id": "step_4"
# MAIN-NEXT: "key": "build"
# MAIN-NEXT: "name": "build"
# MAIN-NEXT: "type": "shell"
# MAIN-NEXT: "config": {
# MAIN-NEXT:   "cmd": "npm run build"
# MAIN:      "status": "success",
# MAIN-NEXT: "depends_on": [
# MAIN-NEXT:   "step_2",
# MAIN-NEXT:   "step_3"
# MAIN:      "status": "success",
# MAIN-NEXT: "outputs": {},
# MAIN-NEXT: "reason": null

# TOPIC: "name": "build"
# TOPIC: "config": {},
# TOPIC-NEXT: "status": "skipped"
# TOPIC: "status": "success"

# RED: "name": "test"
# RED: "status": "failure"
# RED: "name": "lint"
# RED: "status": "success"
# RED: "name": "build"
# RED: "status": "skipped"
# RED: "status": "failure",
# RED-NEXT: "outputs": {},
# RED-NEXT: "reason": "step `test` failed: exit code 1"

# TYPO: warning: no step called `tset` ran, so its outcome was not used
