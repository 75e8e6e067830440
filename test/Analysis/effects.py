# What steps do to the world, and why they wait for each other.
# RUN: plue-compile %s -o %t.plan
# RUN: plue-opt --analyze=effects %t.plan | FileCheck %s --match-full-lines
from plue import manual, workflow

@workflow(triggers=[manual(inputs={"names": list})], image="host")
def ci(ctx):
    version = ctx.read("version")
    ctx.run(name="build", cmd=f"make {version}")
    for name in ctx.inputs.names:
        ctx.run(name="test", cmd=f"make {name}")
    probe = ctx.run(name="probe", cmd="true", depends_on=[])
    if probe.exit_code == 0:
        ctx.comment("done")

#      CHECK:workflow ci
# CHECK-NEXT:  step_1 "read-version": reads the workspace
# CHECK-NEXT:  step_2 "build": changes the workspace
# CHECK-NEXT:      after step_1 (data, order: workspace)
#      CHECK:  foreach {{.*}}: changes the workspace
# CHECK-NEXT:      after step_2 (order: workspace)
# CHECK-NEXT:  step_3 "test": changes the workspace
# CHECK-NEXT:  step_4 "probe": changes the workspace
# CHECK-NEXT:  step_5 "comment": acts on the forge
#      CHECK:      after step_4 (guard, order: forge)
