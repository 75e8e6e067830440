# Branching on the inputs of a manual run (R034, R046).
#
# RUN: plue-compile %s --emit=json | FileCheck %s

from plue import workflow, manual


@workflow(triggers=[manual(inputs={"env": str, "skip_tests": bool})])
def deploy(ctx):
    if not ctx.inputs.skip_tests:
        ctx.run(name="test", cmd="make test")
    if ctx.inputs.env == "prod":
        ctx.run(name="deploy", cmd=f"make deploy ENV={ctx.inputs.env}")
    elif ctx.inputs.env in ["staging", "qa"]:
        ctx.run(name="preview", cmd="make preview")
    else:
        ctx.fail(f"no such environment: {ctx.inputs.env}")
    ctx.run(name="notify", cmd="make notify")


# CHECK:      "env": {
# CHECK-NEXT:   "type": "str"
# CHECK:      "skip_tests": {
# CHECK-NEXT:   "type": "bool"
# CHECK:      "name": "test"
# CHECK:      "when": "{{[{][{]}} not ctx.inputs.skip_tests {{[}][}]}}"
# CHECK:      "name": "deploy"
# CHECK:      "cmd": "make deploy ENV={{[{][{]}} ctx.inputs.env {{[}][}]}}"
# CHECK:      "when": "{{[{][{]}} ctx.inputs.env == \"prod\" {{[}][}]}}"
# CHECK:      "name": "preview"
# CHECK:      "when": "{{[{][{]}} ctx.inputs.env != \"prod\" and ctx.inputs.env in [\"staging\", \"qa\"] {{[}][}]}}"
# CHECK:      "name": "notify"
# CHECK:      "when": "{{[{][{]}} ctx.inputs.env == \"prod\" or ctx.inputs.env in [\"staging\", \"qa\"] {{[}][}]}}"
# CHECK:      "type": "fail"
# CHECK:      "reason": "no such environment: {{[{][{]}} ctx.inputs.env {{[}][}]}}"
