# On a terminal: a line for each running step, redrawn; steps cannot garble it.
#
# RUN: plue-compile %s -o %t.plan
# RUN: rm -rf %t.dir && mkdir -p %t.dir
# RUN: %{python} %S/Inputs/on_terminal.py plue-exec run %t.plan --backend=none \
# RUN:   --workspace %t.dir --state %t.dir/runs | FileCheck %s
# RUN: env NO_COLOR=1 %{python} %S/Inputs/on_terminal.py plue-exec run %t.plan \
# RUN:   --backend=none --workspace %t.dir --state %t.dir/runs \
# RUN:   | FileCheck %s --check-prefix=PLAIN

from plue import manual, workflow


@workflow(triggers=[manual()], image="host")
def live(ctx):
    ctx.run(name="quick", cmd="echo working; sleep 0.4")
    ctx.run(name="bad", cmd="printf '\\033[2J\\033]0;title\\007said this\\n'; exit 3")


# CHECK: • quick  0.{{[0-9]+}} s{{.*}}working
# CHECK: 0 of 2 steps done, 1 running
# CHECK: <ESC>[2A<ESC>[J
# CHECK: <ESC>[32m✓<ESC>[0m quick  0.{{[0-9]+}} s
# CHECK: <ESC>[31m✗<ESC>[0m bad  {{.*}} exit code 3
# CHECK-NEXT: said this
# CHECK-NOT: title
# CHECK: live: failure in
# PLAIN-NOT: <ESC>[3
# PLAIN: ✓ quick
# PLAIN-NOT: <ESC>[3
