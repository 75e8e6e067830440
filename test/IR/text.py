# A plan as text: names, guards, edges, holes.
# RUN: plue-compile %s -o %t.plan
# RUN: plue-dis --no-locations %t.plan | FileCheck %s
# RUN: plue-compile %s --emit=text -o - | FileCheck %s
# RUN: plue-dis %t.plan | FileCheck %s --check-prefix=LOC
# RUN: plue-dis - < %t.plan -o %t.txt && FileCheck %s < %t.txt
from plue import manual, workflow

@workflow(triggers=[manual(inputs={"env": str})], image="host")
def deploy(ctx):
    build = ctx.run(name="Build it", cmd="make")
    if ctx.inputs.env == "prod":
        ctx.run(name="push", cmd=f"./push --to {ctx.inputs.env}", depends_on=[build])

# CHECK: plan version 1.0
# CHECK: workflow @deploy {
# CHECK-NEXT: trigger manual {inputs = {env: str}}
# CHECK-NEXT: image "host"
# CHECK: %build_it = step shell %{{[0-9]+}} {{.*}}key = "build-it"
# CHECK: [[GUARD:%[0-9]+]] = cmp.eq %env, %{{[0-9]+}} : bool
# CHECK: [[SCRIPT:%[0-9]+]] = shell ["./push --to ", bare %env, ""] : str
# CHECK: %push = step shell [[SCRIPT]] {deps = [%build_it order], key = "push"
# CHECK-SAME: when = [[GUARD]]
# CHECK: }

# LOC: %build_it = {{.*}} loc("{{.*}}text.py":11:
