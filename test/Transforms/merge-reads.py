# What is read twice is read once, unless something may have written between.
# RUN: plue-compile %s -o %t.plan
# RUN: plue-opt --passes=merge-reads --no-locations %t.plan | FileCheck %s
from plue import manual, workflow

@workflow(triggers=[manual()], image="host")
def report(ctx):
    a = ctx.read("version")
    b = ctx.read("version")
    # CHECK: %[[READ:read_version]] = step read
    # CHECK: [[TEXT:%[0-9]+]] = result %[[READ]], "value"
    # CHECK-NOT: step read
    # CHECK: shell ["echo ", bare [[TEXT]], " ", bare [[TEXT]], ""]
    # CHECK: deps = [%[[READ]] data+order]
    ctx.run(name="show", cmd=f"echo {a} {b}")
    # CHECK: step read
    ctx.run(name="show", cmd=f"echo {ctx.read('version')}")
