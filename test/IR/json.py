# The projection to JSON.
# RUN: plue-compile %s --emit=json -o - | FileCheck %s
# RUN: plue-compile %s -o %t.plan && plue-dis --json %t.plan | FileCheck %s
from plue import push, workflow

@workflow(triggers=[push(branches=["main"])], image="alpine:3")
def ci(ctx):
    install = ctx.run(name="install", cmd="make deps")
    test = ctx.run(name="test", cmd=["make", "test"], depends_on=[install])
    if test.exit_code == 0:
        ctx.run(name=f"tell {ctx.event.actor}", cmd=f"echo {install.stdout}")

# CHECK: "spec_hash": "{{[0-9a-f]+}}"
# CHECK: "name": "ci"
# CHECK: "type": "push"
# CHECK: "image": "alpine:3"
# CHECK: "id": "step_1"
# CHECK-NEXT: "key": "install"
# CHECK-NEXT: "name": "install"
# CHECK-NEXT: "type": "shell"
# CHECK-NEXT: "config": {
# CHECK-NEXT: "cmd": "make deps"
# CHECK-NEXT: }
# CHECK-NEXT: "depends_on": []
# CHECK: "cmd": [
# CHECK-NEXT: "make"
# CHECK-NEXT: "test"
# CHECK: "depends_on": [
# CHECK-NEXT: "step_1"
# CHECK: "continue_on_error": true
# CHECK: "name": "tell {{[{][{]}} ctx.event.actor }}"
# CHECK: "cmd": "echo {{[{][{]}} steps.install.stdout }}"
# CHECK: "depends_on": [
# CHECK-NEXT: "step_1",
# CHECK-NEXT: "step_2"
# CHECK: "when": "{{[{][{]}} steps.test.exit_code == 0 }}"
