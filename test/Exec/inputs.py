# Inputs are read by their types; a mistake says what there is (R034, R171, C35).
#
# RUN: plue-compile %s -o %t.plan
# RUN: plue-exec simulate %t.plan --input env=prod --input 'tags=["a"]' \
# RUN:   --input dry=false | FileCheck %s
# RUN: not plue-exec simulate %t.plan --input env=prod 2>&1 | FileCheck %s --check-prefix=MISSING
# RUN: not plue-exec simulate %t.plan --input evn=prod 2>&1 | FileCheck %s --check-prefix=UNKNOWN
# RUN: not plue-exec simulate %t.plan --input dry=maybe 2>&1 | FileCheck %s --check-prefix=TYPE

from plue import manual, optional, workflow


@workflow(triggers=[manual(inputs={
    "env": str, "dry": bool, "tags": list(str), "note": optional(str)})])
def deploy(ctx):
    if not ctx.inputs.dry:
        ctx.run(name="deploy", cmd=f"deploy {ctx.inputs.env}")
    if "a" in ctx.inputs.tags:
        ctx.run(name="tagged", cmd="true")
    if ctx.inputs.note is not None:
        ctx.run(name="noted", cmd="true")


# CHECK: "cmd": "deploy prod"
# CHECK: "name": "tagged"
# CHECK: "status": "success"
# CHECK: "name": "noted"
# CHECK: "status": "skipped"
# MISSING: error: input `dry` is missing: give it with `--input=dry=VALUE`; `deploy` has `env: str`, `dry: bool`, `tags: list(str)`
# UNKNOWN: error: `deploy` has no input `evn`; did you mean `env`?
# TYPE: error: input `dry` is `maybe`; it must be `bool`
