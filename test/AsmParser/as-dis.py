# Text and bytes are inverses: whichever way a plan goes, it comes back the same.
# RUN: plue-compile %s -o %t.plan
# RUN: plue-dis %t.plan -o %t.txt
# RUN: plue-as %t.txt -o %t.again.plan
# RUN: cmp %t.plan %t.again.plan
# RUN: plue-dis %t.again.plan | diff %t.txt -
# What the compiler prints is that text.
# RUN: plue-compile %s --emit=text | diff %t.txt -
# Without locations there are none in the plan, which means the same.
# RUN: plue-dis --no-locations %t.plan | plue-as - -o %t.stripped.plan
# RUN: plue-dis %t.stripped.plan | FileCheck %s --implicit-check-not='loc('
# RUN: plue-dis --json %t.plan > %t.json && plue-dis --json %t.stripped.plan | diff %t.json -
from plue import manual, workflow

@workflow(triggers=[manual(inputs={"env": str})], image="host", timeout=90)
def deploy(ctx):
    files = ctx.read("list").split("\n")
    total = 0
    for f in files:
        if f != "":
            total += len(f)
    for f in files:
        ctx.run(name="lint", cmd=f"lint '{f}' {total}", timeout=5, env={"A": "ü"})
    if ctx.inputs.env == "prod":
        ctx.fail("no \x01\t")
    return ctx.success(total=total, pi=3.5, big=2**80)

# CHECK: type ![[STEP:[0-9]+]] = step_of(str)
# CHECK: func @loop.0
# CHECK: workflow @deploy {
# CHECK: timeout 90s
# CHECK: %read_list = step read {{.*}} : ![[STEP]] // step_1
# CHECK: foreach
# CHECK: %lint = step shell
# CHECK: yield
# CHECK: end fail
# CHECK: const 1208925819614629174706176 : int
