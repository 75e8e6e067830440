# A step sets at most 65,535 environment variables.
# RUN: not plue-compile %s -o %t.plan 2>&1 | FileCheck %s
# CHECK: many-variables.py:[[#@LINE+6]]:{{.*}}`env`{{.*}} must have at most 65535 variables

from plue import push, workflow

@workflow(triggers=[push()], image="host")
def ci(ctx):
    ctx.run(name="x", cmd="env", env={f"A{i}": "x" for i in range(65536)})
