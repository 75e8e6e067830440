# Output without end, without lines or without text does no harm.
#
# RUN: plue-compile %s -o %t.plan
# RUN: rm -rf %t.dir && mkdir -p %t.dir
# RUN: plue-exec run %t.plan --backend=none --workspace %t.dir \
# RUN:   --state %t.dir/runs 2>/dev/null >%t.out
# RUN: FileCheck %s <%t.out
# RUN: %{python} -c "import glob, os, sys; print(os.path.getsize(glob.glob(sys.argv[1] + '/runs/*/steps/step_1.log')[0]) >> 20, 'MiB')" %t.dir | FileCheck %s --check-prefix=SIZE

from plue import manual, workflow


@workflow(triggers=[manual()], image="host")
def w(ctx):
    ctx.run(name="flood", cmd="head -c 90000000 /dev/zero | tr '\\0' 'x' | fold -w 8000")
    ctx.run(name="line", cmd="head -c 200000 /dev/zero | tr '\\0' 'y'")
    ctx.run(name="binary", cmd="printf 'a\\000\\377\\001b'")


# CHECK: flood  | [plue-exec: no more than 64 MiB of output is kept]
# CHECK: flood  < success
# CHECK: line   | yyyy
# CHECK: line   < success
# CHECK: binary | a{{.*}}b
# CHECK: w: success
# SIZE: {{63|64}} MiB
